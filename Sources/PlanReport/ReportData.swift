import Placement

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
    /// Limits of the posts, by the enterprise's district.
    var seats = 0
    var received = 0
    /// Mean place of its posts and students; nil without any.
    var x = 0.0
    var y = 0.0
    var points = 0.0
  }

  struct Bottleneck {
    let kind: String
    let id: String
    let name: String
    let limit: String
    let placed: String
    let worth: String
  }

  struct Group {
    let name: String
    var students = 0
    var seats = 0
    var placed = 0
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
  private(set) var targets: [(district: String, aboveScale: Int, met: Int)] = []
  private(set) var bottlenecks: [Bottleneck] = []

  init(_ placementCase: PlacementCase, _ tables: [PlanTable], _ summary: PlanSummary) {
    func table(_ file: String) -> Rows { Rows(tables.first { $0.file == file }) }
    readAssignments(table("assignments.csv"), placementCase)
    readQuotas(table("quotas.csv"), placementCase)
    classes = Self.classes(table("supply-demand.csv"), seats: Self.seats(table("quotas.csv"), placementCase))
    reasons = UnplacedReason.allCases.compactMap { reason in
      summary.unplacedByReason[reason.rawValue].map { (reason, $0) }
    }
    targets = summary.targetsByDistrict.keys.sorted(by: String.utf8Precedes).map {
      ($0, summary.targetsByDistrict[$0]!.aboveScale, summary.targetsByDistrict[$0]!.targetMet)
    }
  }

  private mutating func readAssignments(_ rows: Rows, _ placementCase: PlacementCase) {
    let homes = Dictionary(
      placementCase.schools.map { ($0.id, $0.district) }, uniquingKeysWith: { first, _ in first })
    var places: [String: District] = [:]
    func note(_ name: String, _ location: Coordinates?, _ change: (inout District) -> Void) {
      var district = places[name] ?? District(name: name)
      if let location {
        district.x += location.longitude
        district.y += location.latitude
        district.points += 1
      }
      change(&district)
      places[name] = district
    }
    for post in placementCase.posts {
      note(placementCase.enterprises[post.enterprise].district, post.location) { _ in }
    }
    for school in placementCase.schools { note(school.district, school.location) { _ in } }
    var pairs: [String: [String: Int]] = [:]
    var levels: [MatchLevel: Int] = [:]
    for row in rows.all {
      guard PlacementStatus(word: rows[row, "status"]) != .excluded else { continue }
      let home = homes[rows[row, "school_id"]] ?? ""
      let target = rows[row, "district"]
      let isPlaced = !rows[row, "post_id"].isEmpty
      note(home, nil) {
        $0.students += 1
        $0.placed += isPlaced ? 1 : 0
      }
      guard isPlaced else { continue }
      note(target, nil) { $0.received += 1 }
      pairs[home, default: [:]][target, default: 0] += 1
      if let level = MatchLevel(word: rows[row, "match"]) { levels[level, default: 0] += 1 }
      let kilometres = Double(rows[row, "distance_km"]) ?? 0
      distances[min(distances.count - 1, Int(kilometres / 5))] += 1
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

  private mutating func readQuotas(_ rows: Rows, _ placementCase: PlacementCase) {
    var seats: [String: Int] = [:]
    var found: [(worth: Int, placed: Int, item: Bottleneck)] = []
    for row in rows.all {
      let kind = QuotaKind(word: rows[row, "kind"])
      if kind == .post { seats[rows[row, "district"], default: 0] += Int(rows[row, "limit"]) ?? 0 }
      guard let free = Int(rows[row, "free"]), free <= 0, let placed = Int(rows[row, "placed"]), placed > 0
      else { continue }
      let worth = rows[row, "worth"]
      found.append(
        (
          Int(worth) ?? 0, placed,
          Bottleneck(
            kind: rows[row, "kind"], id: rows[row, "id"], name: rows[row, "name"], limit: rows[row, "limit"],
            placed: "\(placed)", worth: worth)
        ))
    }
    found.sort { a, b in
      if a.worth != b.worth { return a.worth > b.worth }
      if a.placed != b.placed { return a.placed > b.placed }
      return String.utf8Precedes(a.item.id, b.item.id)
    }
    bottlenecks = found.prefix(20).map(\.item)
    for index in districts.indices { districts[index].seats = seats[districts[index].name] ?? 0 }
  }

  /// Limits of the posts that list a code of the class.
  private static func seats(_ rows: Rows, _ placementCase: PlacementCase) -> [String: Int] {
    let posts = Dictionary(
      placementCase.posts.map { ($0.id, $0.specialtyCodes) }, uniquingKeysWith: { first, _ in first })
    var seats: [String: Int] = [:]
    for row in rows.all where QuotaKind(word: rows[row, "kind"]) == .post {
      let classes = Set((posts[rows[row, "id"]] ?? []).compactMap { $0.prefix(4)?.description })
      for name in classes { seats[name, default: 0] += Int(rows[row, "limit"]) ?? 0 }
    }
    return seats
  }

  /// By specialty class over all districts; classes with fewer than five students come together, and not alone.
  private static func classes(_ rows: Rows, seats: [String: Int]) -> [Group] {
    var groups: [String: Group] = [:]
    for row in rows.all {
      let name = rows[row, "specialty_class"]
      var group = groups[name] ?? Group(name: name)
      group.students += Int(rows[row, "students"]) ?? 0
      group.seats = seats[name] ?? 0
      group.placed += Int(rows[row, "placed"]) ?? 0
      groups[name] = group
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

/// A table's rows by column name.
struct Rows {
  private let table: PlanTable?
  private let columns: [String: Int]

  init(_ table: PlanTable?) {
    self.table = table
    columns = Dictionary(
      (table?.columns ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var all: Range<Int> { 0..<(table?.rows.count ?? 0) }

  subscript(row: Int, column: String) -> String {
    guard let table, let index = columns[column], index < table.rows[row].count else { return "" }
    return table.rows[row][index]
  }
}
