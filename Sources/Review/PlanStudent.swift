import Placement

/// A student's row of a plan, its cells by the English names of their columns.
public struct PlanStudent: Sendable {
  let table: CellTable
  let row: Int

  /// Empty where the plan has no such column.
  public subscript(column: String) -> String { table[row, column] }

  public func list(_ column: String) -> [String] {
    self[column].split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  var cells: [String] { table.cells(row) }
  public var id: String { self["student_id"] }
  public var school: String { self["school_id"] }
  public var post: String { self["post_id"] }
  public var status: PlacementStatus { PlacementStatus(word: self["status"]) ?? .unplaced }
  /// Why there is no post; nil for those who have one.
  public var reason: UnplacedReason? { UnplacedReason(word: self["reason"]) }

  /// Tenths of a kilometre; nil without a distance.
  var distance: Int? { Double(self["distance_km"]).flatMap { Int(exactly: ($0 * 10).rounded()) } }
}

/// How many there are of some students.
public struct StudentCounts: Sendable, Equatable {
  public private(set) var all = 0
  public private(set) var told = ToldStudents()
  private var statuses = [Int](repeating: 0, count: PlacementStatus.allCases.count)
  private var reasons = [Int](repeating: 0, count: UnplacedReason.allCases.count)

  public init() {}

  mutating func add(_ student: PlanStudent) {
    let (status, reason) = (student.status, student.reason)
    all += 1
    told.add(status, student: student.id, previousPost: student["previous_post_id"], post: student.post)
    statuses[PlacementStatus.allCases.firstIndex(of: status)!] += 1
    if status == .unplaced, let reason { reasons[UnplacedReason.allCases.firstIndex(of: reason)!] += 1 }
  }

  public func with(_ wanted: PlacementStatus...) -> Int {
    wanted.reduce(0) { $0 + statuses[PlacementStatus.allCases.firstIndex(of: $1)!] }
  }

  /// Of those without a post, how many for this reason.
  public func unplaced(for reason: UnplacedReason) -> Int {
    reasons[UnplacedReason.allCases.firstIndex(of: reason)!]
  }

  static func + (a: StudentCounts, b: StudentCounts) -> StudentCounts {
    var sum = a
    sum.all += b.all
    sum.told = sum.told + b.told
    for index in sum.statuses.indices { sum.statuses[index] += b.statuses[index] }
    for index in sum.reasons.indices { sum.reasons[index] += b.reasons[index] }
    return sum
  }
}
