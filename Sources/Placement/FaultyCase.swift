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
  /// The row of every student, enterprise and school.
  private var students: [Int] = []
  private var enterprises: [Int] = []
  private var schools: [Int] = []
  /// Students of whom a decision could not be read.
  private var undecided: Set<Int> = []
  /// Keys and sections of policy.yaml that do not say what was meant; an empty one stands for the whole of it.
  private var policyKeys: Set<String> = []

  private init() {}

  /// Whether nothing at all is at fault.
  public var isNone: Bool { tables.isEmpty && undecided.isEmpty && policyKeys.isEmpty }

  public init(
    tables: [String: Rows], students: [Int], enterprises: [Int], schools: [Int], undecided: Set<Int>,
    policyKeys: Set<String>
  ) {
    (self.tables, self.policyKeys, self.undecided) = (tables, policyKeys, undecided)
    (self.students, self.enterprises, self.schools) = (students, enterprises, schools)
  }

  private func isSound(_ table: TableSchema, row: Int?, _ columns: [String]) -> Bool {
    guard let rows = tables[table.file] else { return true }
    let found = (rows[Self.allRows] ?? []).union(row.flatMap { rows[$0] } ?? [])
    return !found.contains(nil) && found.isDisjoint(with: columns)
  }

  /// - Parameters:
  ///   - student: its number.
  ///   - columns: those that matter, here and below, the id's own among them.
  public func isSound(student: Int, _ columns: [String]) -> Bool {
    tables.isEmpty || isSound(CaseSchema.students.table, row: students[student], columns)
  }

  public func isSound(_ post: Post, _ columns: [String]) -> Bool {
    isSound(CaseSchema.posts.table, row: post.row, columns)
  }

  public func isSound(_ place: SelfArranged, _ columns: [String]) -> Bool {
    isSound(CaseSchema.selfArranged.table, row: place.row, columns)
  }

  /// One that no row has is not.
  public func isSound(enterprise: Int, _ columns: [String]) -> Bool {
    tables.isEmpty
      || enterprises.indices.contains(enterprise)
        && isSound(CaseSchema.enterprises.table, row: enterprises[enterprise], columns)
  }

  public func isSound(school: Int, _ columns: [String]) -> Bool {
    tables.isEmpty || isSound(CaseSchema.schools.table, row: schools[school], columns)
  }

  /// Whether a table has no fault at all.
  public func isSound(_ table: TableSchema) -> Bool { tables[table.file] == nil }

  public func isSound(_ table: TableSchema, row: Int) -> Bool {
    tables[table.file].map { $0[Self.allRows] == nil && $0[row] == nil } ?? true
  }

  /// Whether these keys of policy.yaml say what was meant, or all keys of a section.
  public func isSound(policy keys: [String]) -> Bool {
    policyKeys.isEmpty || keys.allSatisfy { key in !policyKeys.contains { Self.meet($0, key) } }
  }

  /// Whether one of two keys is the other, or a section that holds it.
  private static func meet(_ a: String, _ b: String) -> Bool {
    a.isEmpty || a == b || a.hasPrefix(b + ".") || b.hasPrefix(a + ".")
  }

  /// Whether all decisions of the student are known: one that cannot be read may end a signed placement.
  public func knowsDecisions(of student: Int) -> Bool {
    guard !undecided.contains(student) else { return false }
    let rows = tables[CaseSchema.decisions.file] ?? [:]
    return rows[Self.allRows] == nil && !rows.values.contains { $0.contains(nil) }
  }
}
