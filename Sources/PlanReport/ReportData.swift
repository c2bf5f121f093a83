import Placement
import Plan

/// The figures of the report: counts and sums, no student in it.
struct ReportData {
  struct Flow {
    let from: String
    let to: String
    let count: Int
  }

  struct District {
    let name: String
    /// Taking part, by the school's district.
    var students = 0
    var placed = 0
    /// Of its posts, within their quotas, by the enterprise's district.
    var seats = 0
    var received = 0
    /// Degrees of all its posts and schools that have a place, added up, and how many these are.
    private var longitudes = 0.0
    private var latitudes = 0.0
    private var placeCount = 0.0

    init(name: String) { self.name = name }

    /// In the middle of its posts and schools; nil where none has a place.
    var middle: Coordinates? {
      placeCount > 0
        ? Coordinates(latitude: latitudes / placeCount, longitude: longitudes / placeCount) : nil
    }

    mutating func add(_ place: Coordinates) {
      longitudes += place.longitude
      latitudes += place.latitude
      placeCount += 1
    }
  }

  struct Group {
    let name: String
    var students = 0
    var seats = 0
    var placed = 0
  }

  /// What became of the wishes of a school's students.
  struct SchoolWishes: Equatable {
    let school: String
    let outcomes: WishOutcomes
    /// Whether its figures are told, and not only how many have wishes.
    var isTold = true
  }

  /// Students without a post in a district, and in each of its schools.
  struct Without {
    let district: String
    var count = 0
    var schools: [(name: String, count: Int)] = []
  }

  private(set) var districts: [District] = []
  /// Those who take part, a district.
  var studentsOfDistricts: [Withholding.Cell] { Withholding.cells(districts.map(\.students)) }
  private(set) var flows: [Flow] = []
  /// Students by kilometres in steps of 5; the last is open.
  private(set) var distances: [Int] = Array(repeating: 0, count: 11)
  private(set) var matches: [(level: MatchLevel, count: Int)] = []
  private(set) var classes: [Group] = []
  private(set) var reasons: [(reason: UnplacedReason, count: Int)] = []
  /// What keeps those without a post from the nearest one: by rule where none is open, by quota where one is.
  private(set) var closing: [(rule: Rule, count: Int)] = []
  private(set) var filling: [(obstacle: Text, count: Int)] = []
  private(set) var without: [Without] = []
  private(set) var wishesBySchool: [SchoolWishes] = []
  private(set) var targets: [(district: String, aboveScale: Int, met: Int)] = []
  /// Worth something, the most first.
  private(set) var bottlenecks: [QuotaRow] = []
  /// Quotas that are full, and those of them of which nobody worked out what a seat is worth.
  private(set) var fullQuotas = 0
  private(set) var fullWithoutWorth = 0
  private(set) var told = ToldStudents()

  /// Students without a supervisor by school, and every teacher's practice.
  private(set) var unsupervised: [(school: String, count: Int)] = []
  private(set) var practice: [PracticeRow] = []

  /// Seats of each post, by index: its own, or fewer where its job group or its enterprise allows no more.
  private let seats: [Int]

  init(_ placementCase: PlacementCase, _ plan: Plan) {
    seats = Self.seats(placementCase, plan.quotas)
    told = plan.told
    readAssignments(plan.assignments, placementCase)
    readUnplaced(plan.unplaced, placementCase)
    readBottlenecks(plan.quotas)
    wishesBySchool = SchoolWishes.all(plan.summary, placementCase.schools)
    unsupervised = Self.unsupervised(plan.supervisors ?? [], placementCase)
    practice = plan.teacherPractice ?? []
    classes = classes(plan.supplyDemand, placementCase)
    reasons = UnplacedReason.allCases.compactMap { reason in
      plan.summary.unplacedByReason[reason.rawValue].map { (reason, $0) }
    }
    targets = plan.summary.targetsByDistrict.keys.sorted(by: String.utf8Precedes).map {
      let target = plan.summary.targetsByDistrict[$0]!
      return ($0, target.aboveScale, target.targetMet)
    }
  }

  private static func unsupervised(
    _ rows: [SupervisorRow], _ placementCase: PlacementCase
  ) -> [(school: String, count: Int)] {
    let names = Dictionary(
      placementCase.schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let counts = Dictionary(grouping: rows.filter { !$0.studentID.isEmpty }, by: \.schoolID)
    return counts.keys.sorted(by: String.utf8Precedes).map { id in
      (names[id].flatMap { $0.isEmpty ? nil : $0 } ?? id, counts[id]!.count)
    }
  }

  private static func seats(_ placementCase: PlacementCase, _ quotas: [QuotaRow]) -> [Int] {
    let limits = Dictionary(
      quotas.map { ($0.kind.rawValue + " " + $0.id, $0.limit) }, uniquingKeysWith: { first, _ in first })
    func limit(_ kind: QuotaKind, _ id: String) -> Int {
      (limits[kind.rawValue + " " + id] ?? nil) ?? .max
    }
    return placementCase.posts.map { post in
      let host = placementCase.enterprises[post.enterprise].id
      let group = post.jobGroup.map { limit(.jobGroup, host + "/" + $0) } ?? .max
      return min(post.seats, limit(.post, post.id), group, limit(.enterprise, host))
    }
  }

  private mutating func readAssignments(_ rows: [AssignmentRow], _ placementCase: PlacementCase) {
    let homes = placementCase.schools.districts
    var places: [String: District] = [:]
    func note(_ name: String, _ location: Coordinates?, _ change: (inout District) -> Void) {
      var district = places[name] ?? District(name: name)
      if let location { district.add(location) }
      change(&district)
      places[name] = district
    }
    for (index, post) in placementCase.posts.enumerated() {
      note(placementCase.enterprises[post.enterprise].district, post.location) { $0.seats += seats[index] }
    }
    for school in placementCase.schools { note(school.district, school.location) { _ in } }
    var pairs: [String: [String: Int]] = [:]
    var levels: [MatchLevel: Int] = [:]
    for row in rows where row.status != .excluded && row.status != .selfArranged {
      let home = homes[row.schoolID] ?? ""
      note(home, nil) {
        $0.students += 1
        $0.placed += row.place == nil ? 0 : 1
      }
      guard let place = row.place else { continue }
      note(place.district, nil) { $0.received += 1 }
      pairs[home, default: [:]][place.district, default: 0] += 1
      if let level = place.match { levels[level, default: 0] += 1 }
      if let units = place.distance { distances[min(distances.count - 1, Int(units) / 50)] += 1 }
    }
    districts = places.keys.sorted(by: String.utf8Precedes).map { places[$0]! }
    for from in pairs.keys.sorted(by: String.utf8Precedes) {
      for to in pairs[from]!.keys.sorted(by: String.utf8Precedes) where from != to {
        let count = pairs[from]![to]!
        if count >= Withholding.smallest { flows.append(Flow(from: from, to: to, count: count)) }
      }
    }
    matches = MatchLevel.allCases.map { ($0, levels[$0] ?? 0) }
  }

  private mutating func readUnplaced(_ rows: [UnplacedRow], _ placementCase: PlacementCase) {
    let schools = Dictionary(
      placementCase.schools.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var byRule: [Rule: Int] = [:]
    var byQuota: [QuotaKind: Int] = [:]
    var (minimum, school, apart) = (0, 0, 0)
    var byDistrict: [String: [String: Int]] = [:]
    for row in rows {
      byDistrict[schools[row.schoolID]?.district ?? "", default: [:]][row.schoolID, default: 0] += 1
      switch row.nearestBlockedBy {
      case .rule(let rule): byRule[rule, default: 0] += 1
      case .quota(let kind): byQuota[kind, default: 0] += 1
      case .minimum: minimum += 1
      case .school: school += 1
      case .apart: apart += 1
      case nil: break
      }
    }
    closing = Rule.allCases.compactMap { rule in byRule[rule].map { (rule, $0) } }
    filling = QuotaKind.allCases.compactMap { kind in
      byQuota[kind].map { (Text(zh: kind.chinese + "名额已满", en: "\(kind.text.en) full"), $0) }
    }
    if minimum > 0 { filling.append((PlanWord.minStudents.text, minimum)) }
    if school > 0 { filling.append((PlanWord.maxPerSchool.text, school)) }
    if apart > 0 { filling.append((PlanWord.apart.text, apart)) }
    let open = rows.count - byRule.values.reduce(0, +) - filling.reduce(0) { $0 + $1.count }
    if open > 0 { filling.append((Text(zh: "有空位，让位于其他学生或目标", en: "free, but others come first"), open)) }
    without = byDistrict.keys.sorted(by: String.utf8Precedes).map { name in
      let counts = byDistrict[name]!
      let found = counts.keys.sorted(by: String.utf8Precedes).map { id -> (name: String, count: Int) in
        let name = schools[id]?.name ?? ""
        return (name.isEmpty ? id : name, counts[id]!)
      }
      return Without(district: name, count: counts.values.reduce(0, +), schools: found)
    }
  }

  private mutating func readBottlenecks(_ quotas: [QuotaRow]) {
    let full = quotas.filter { ($0.free ?? 1) <= 0 && $0.placed > 0 }
    fullQuotas = full.count
    fullWithoutWorth = full.count { $0.worth == nil }
    bottlenecks = full.filter { ($0.worth ?? 0) > 0 }.sorted { a, b in
      if a.worth != b.worth { return a.worth! > b.worth! }
      if a.placed != b.placed { return a.placed > b.placed }
      return String.utf8Precedes(a.id, b.id)
    }
  }

  /// By specialty class over all districts; classes with fewer than five students come together, and not alone.
  private func classes(_ rows: [SupplyDemandRow], _ placementCase: PlacementCase) -> [Group] {
    var groups: [String: Group] = [:]
    for row in rows {
      groups[row.specialtyClass, default: Group(name: row.specialtyClass)].students += row.students
      groups[row.specialtyClass]!.placed += row.placed
    }
    let posts = placementCase.posts.map { $0.specialtyCodes.map(\.description) }
    for name in groups.keys {
      groups[name]!.seats = posts.indices.reduce(0) { sum, post in
        let isListed = posts[post].contains { name.hasPrefix($0) || $0.hasPrefix(name) }
        return isListed ? sum + seats[post] : sum
      }
    }
    let sorted = groups.keys.sorted(by: String.utf8Precedes).map { groups[$0]! }
    var large = sorted.filter { $0.students >= Withholding.smallest }
    var small = sorted.filter { $0.students < Withholding.smallest }
    // The total would tell what is missing: another class goes with them.
    if (1..<Withholding.smallest).contains(small.reduce(0) { $0 + $1.students }),
      let least = large.indices.min(by: { large[$0].students < large[$1].students })
    {
      small.append(large.remove(at: least))
    }
    let together = small.reduce(into: Group(name: "")) {
      $0.students += $1.students
      $0.seats += $1.seats
      $0.placed += $1.placed
    }
    if together.students >= Withholding.smallest { large.append(together) }
    return large
  }
}
