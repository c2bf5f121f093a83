/// A case that has faults, as far as it could be read.
public struct FaultyCase: Sendable {
  /// Cells at fault hold a stand-in. A post whose enterprise nobody knows is one of the last, which has no id.
  public let placementCase: PlacementCase
  public let unsound: UnsoundCells

  public init(_ placementCase: PlacementCase, unsound: UnsoundCells) {
    var placementCase = placementCase
    placementCase.enterprises.append(
      Enterprise(id: "", name: "", district: "", staffTotal: 0, staffOnDuty: 0))
    self.placementCase = placementCase
    self.unsound = unsound
  }
}

/// The cells of a case that have a fault. What is found after reading must not rest on any of them: it would be said of a
/// stand-in, and be gone once the cell is mended.
public struct UnsoundCells: Sendable {
  /// Columns at fault by row, by their English names; nil: a row that is at fault as a whole.
  public typealias Rows = [Int: Set<String?>]

  /// Of a sound case.
  public static let none = UnsoundCells()
  /// The row that stands for all rows of a table.
  public static let allRows = 0

  /// By table, by its English name; tables without a fault left out.
  private var tables: [String: Rows] = [:]
  /// The row of every student and enterprise.
  private var students: [Int] = []
  private var enterprises: [Int] = []
  /// Students of whom a decision could not be read.
  private var undecided: Set<Int> = []
  /// Whether limits and the law's numbers are what the policy says.
  public let isPolicySound: Bool

  private init() { isPolicySound = true }

  /// Whether nothing at all is at fault.
  public var isNone: Bool { tables.isEmpty && undecided.isEmpty && isPolicySound }

  public init(
    tables: [String: Rows], students: [Int], enterprises: [Int], undecided: Set<Int>, isPolicySound: Bool
  ) {
    (self.tables, self.isPolicySound) = (tables, isPolicySound)
    (self.students, self.enterprises, self.undecided) = (students, enterprises, undecided)
  }

  private func isSound(_ table: TableSchema, row: Int?, _ columns: [String]) -> Bool {
    guard let rows = tables[table.file] else { return true }
    let found = (rows[Self.allRows] ?? []).union(row.flatMap { rows[$0] } ?? [])
    return columns.isEmpty ? found.isEmpty : !found.contains(nil) && found.isDisjoint(with: columns)
  }

  /// - Parameter columns: those that matter; none: all, here and below.
  public func isSound(student: Int, _ columns: [String] = []) -> Bool {
    tables.isEmpty || isSound(CaseSchema.students.table, row: students[student], columns)
  }

  public func isSound(_ post: Post, _ columns: [String] = []) -> Bool {
    isSound(CaseSchema.posts.table, row: post.row, columns)
  }

  public func isSound(_ place: SelfArranged, _ columns: [String] = []) -> Bool {
    isSound(CaseSchema.selfArranged.table, row: place.row, columns)
  }

  /// One that no row has is not.
  public func isSound(enterprise: Int) -> Bool {
    tables.isEmpty
      || enterprises.indices.contains(enterprise)
        && isSound(CaseSchema.enterprises.table, row: enterprises[enterprise], [])
  }

  /// Whether a table has no fault at all.
  public func isSound(_ table: TableSchema) -> Bool { tables[table.file] == nil }

  /// Whether everything is sound that says what a student at a post is.
  public func isSound(student: Int, at post: Post) -> Bool {
    isPolicySound && isSound(student: student) && isSound(post) && isSound(enterprise: post.enterprise)
  }

  /// Whether all decisions of the student are known: one that cannot be read may end a signed placement.
  public func knowsDecisions(of student: Int) -> Bool {
    guard !undecided.contains(student) else { return false }
    let rows = tables[CaseSchema.decisions.file] ?? [:]
    return rows[Self.allRows] == nil && !rows.values.contains { $0.contains(nil) }
  }
}
