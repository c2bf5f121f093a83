import Placement

/// By what a case is cut into parts.
public enum PartKey: String, CaseIterable, Sendable {
  /// The first four digits of the area codes of schools and posts: prefecture-level cities.
  case city
  /// The districts of schools and enterprises, as they are written.
  case district
}

/// A province as its cities: which part every student, enterprise and post belongs to, and that nothing ties two parts
/// together. Of such parts the plans and the bounds add up.
///
/// A student belongs where the school lies. By city an enterprise lies where its posts do (where it has none, in its
/// district's city); by district where it says itself, and its posts with it.
public struct CaseParts: Sendable {
  /// One part, and the rows of the whole case that belong to it.
  public struct Part: Sendable {
    /// `3301`, or a district's name.
    public let name: String
    /// Indices into the whole case, increasing.
    public let students: [Int]
    public let enterprises: [Int]
    public let posts: [Int]
  }

  /// In order of name.
  public let parts: [Part]
  /// What keeps the case from being cut up: rows that say not where they lie, and whatever crosses from part to part.
  public let faults: [Diagnostic]
  public let placementCase: PlacementCase

  public init(_ placementCase: PlacementCase, by key: PartKey, threads: Int) {
    self.placementCase = placementCase
    let places = PartPlaces(placementCase, by: key)
    guard places.faults.isEmpty else {
      (parts, faults) = ([], places.faults)
      return
    }
    faults = PartTies(placementCase, places, threads: threads).faults
    parts = places.names.indices.map { part in
      func rows(_ of: [Int]) -> [Int] { of.indices.filter { of[$0] == part } }
      return Part(
        name: places.names[part], students: rows(places.ofStudent), enterprises: rows(places.ofEnterprise),
        posts: rows(places.ofPost))
    }
  }
}

/// Where everything lies: numbers of parts, in order of their names.
struct PartPlaces: Sendable {
  private(set) var names: [String] = []
  private(set) var ofStudent: [Int] = []
  private(set) var ofPost: [Int] = []
  private(set) var ofEnterprise: [Int] = []
  /// By the id of the school; only schools that say where they lie.
  private(set) var ofSchool: [String: Int] = [:]
  private(set) var faults: [Diagnostic] = []

  init(_ placementCase: PlacementCase, by key: PartKey) {
    let schools = Dictionary(
      placementCase.schools.map { ($0.id, key.name(of: $0)) }, uniquingKeysWith: { first, _ in first })
    let ofStudent = placementCase.students.map { schools[$0.schoolID] ?? nil }
    let ofPost = placementCase.posts.map { post in
      key == .city
        ? post.areaCode.map { String($0.prefix(4)) } : placementCase.enterprises[post.enterprise].district
    }
    noteMissing(placementCase, key, ofStudent, ofPost)
    guard faults.isEmpty else { return }
    names = Set((Array(schools.values) + ofPost).compactMap { $0 }).sorted(by: String.utf8Precedes)
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    self.ofStudent = ofStudent.map { numbers[$0!]! }
    self.ofPost = ofPost.map { numbers[$0!]! }
    ofSchool = schools.compactMapValues { $0.flatMap { numbers[$0] } }
    placeEnterprises(placementCase, key, numbers)
  }

  private mutating func noteMissing(
    _ placementCase: PlacementCase, _ key: PartKey, _ ofStudent: [String?], _ ofPost: [String?]
  ) {
    let mend = Text(
      zh: "填写该列，或改用 --by 的另一种分法", en: "fill the column in, or cut by something else with --by")
    let lost = Set(
      ofStudent.indices.filter { ofStudent[$0] == nil }.map { placementCase.students[$0].schoolID })
    faults += lost.sorted(by: String.utf8Precedes).map {
      Diagnostic(
        .input, file: "schools.csv", column: key.schoolColumn, id: $0,
        Text(zh: "这所学校的学生不知属于哪一部分", en: "nothing says which part this school's students belong to"),
        mend: mend)
    }
    faults += ofPost.indices.filter { ofPost[$0] == nil }.map { index in
      let post = placementCase.posts[index]
      return Diagnostic(
        .input, file: "posts.csv", row: post.row, column: "area_code", id: post.id,
        Text(zh: "这个岗位不知属于哪一部分", en: "nothing says which part this post belongs to"), mend: mend)
    }
    faults = faults.map { $0.placed(in: placementCase.places) }
  }

  private mutating func placeEnterprises(
    _ placementCase: PlacementCase, _ key: PartKey, _ numbers: [String: Int]
  ) {
    var place = [Int?](repeating: nil, count: placementCase.enterprises.count)
    for (index, post) in placementCase.posts.enumerated() where place[post.enterprise] == nil {
      place[post.enterprise] = ofPost[index]
    }
    // Without posts it still counts against its target, and may have students who came to it alone.
    for (student, alone) in placementCase.selfArranged {
      if let host = alone.enterprise, alone.isApproved, place[host] == nil {
        place[host] = ofStudent[student]
      }
    }
    let byDistrict = Dictionary(
      placementCase.schools.compactMap { school in ofSchool[school.id].map { (school.district, $0) } },
      uniquingKeysWith: { first, _ in first })
    ofEnterprise = place.indices.map { index in
      let district = placementCase.enterprises[index].district
      return place[index] ?? (key == .district ? numbers[district] : nil) ?? byDistrict[district] ?? 0
    }
  }
}

extension PartKey {
  fileprivate func name(of school: School) -> String? {
    switch self {
    case .city: school.areaCode.map { String($0.prefix(4)) }
    case .district: school.district.isEmpty ? nil : school.district
    }
  }

  fileprivate var schoolColumn: String { self == .city ? "area_code" : "district" }
}
