/// A case that has faults, as far as it could be read.
public struct FaultyCase: Sendable {
  /// Cells at fault hold a stand-in. A post, a place found alone or a row of partners.csv whose enterprise nobody knows is
  /// one of the last, which has no id.
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

/// Rows that are lost to faults, and what can be told of those that were read in part.
public struct UnreadRows: Sendable {
  /// A pin, or a signed or started placement, of which nobody knows the post.
  public struct Hold: Sendable {
    public let student: Int
    /// In decisions.csv, or in published.csv.
    public let row: Int

    public init(student: Int, row: Int) {
      (self.student, self.row) = (student, row)
    }
  }

  /// A row of partners.csv that may admit an enterprise to a school.
  public struct Admission: Sendable {
    /// Nil: any school's.
    public let school: String?
    /// Nil: any enterprise.
    public let enterprise: Int?

    public init(school: String?, enterprise: Int?) {
      (self.school, self.enterprise) = (school, enterprise)
    }
  }

  /// A row of host-ranks.csv that may say something of a student.
  public struct Opinion: Sendable {
    /// Nil: any student.
    public let student: Int?
    /// Nil: any post or enterprise.
    public let target: Target?

    public init(student: Int?, target: Target?) {
      (self.student, self.target) = (student, target)
    }
  }

  /// Tables, by their English names, of which nobody knows all rows.
  public var tables: Set<String> = []
  /// Students of whom a decision could not be read.
  public var decisions: Set<Int> = []
  public var pins: [Hold] = []
  public var holds: [Hold] = []
  public var admissions: [Admission] = []
  public var opinions: [Opinion] = []

  public init() {}
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
  private let tables: [String: Rows]
  /// The row of every student, enterprise and school.
  private let students: [Int]
  private let enterprises: [Int]
  private let schools: [Int]
  public let unread: UnreadRows
  /// Keys and sections of policy.yaml that do not say what was meant; an empty one stands for the whole of it.
  private let policyKeys: Set<String>

  /// Whether nothing at all is at fault.
  public var isNone: Bool { tables.isEmpty && policyKeys.isEmpty }

  public init(
    tables: [String: Rows] = [:], students: [Int] = [], enterprises: [Int] = [], schools: [Int] = [],
    unread: UnreadRows = UnreadRows(), policyKeys: Set<String> = []
  ) {
    (self.tables, self.unread, self.policyKeys) = (tables, unread, policyKeys)
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

  /// Whether nothing is at fault but what stands in these tables.
  public func isSound(but others: [TableSchema]) -> Bool {
    policyKeys.isEmpty && tables.keys.allSatisfy { file in others.contains { $0.file == file } }
  }

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
}

// What tables say of somebody in whatever row.
extension UnsoundCells {
  /// Whether all rows of a table are there, each with these columns as they were meant.
  private func hasAllRows(_ table: TableSchema, _ columns: [String]) -> Bool {
    !unread.tables.contains(table.file) && isSound(table, row: nil, columns)
  }

  /// Whether all decisions of the student are known: one that cannot be read may end a signed placement.
  public func knowsDecisions(of student: Int) -> Bool {
    !unread.decisions.contains(student)
      && hasAllRows(CaseSchema.decisions, ["student_id", "post_id", "enterprise_id", "decision"])
  }

  /// Whether every row of partners.csv is known that may admit the enterprise to the school.
  public func knowsAdmissions(of school: String, at enterprise: Int) -> Bool {
    guard !tables.isEmpty else { return true }
    return enterprises.indices.contains(enterprise)
      && hasAllRows(CaseSchema.partners.table, ["school_id", "enterprise_id", "from", "to"])
      && !unread.admissions.contains {
        ($0.school ?? school) == school && ($0.enterprise ?? enterprise) == enterprise
      }
  }

  /// Whether every row of host-ranks.csv is known that may say something of the student at the post or its enterprise.
  public func knowsOpinions(of student: Int, at post: Int, of enterprise: Int) -> Bool {
    let targets: [Target] = [.post(post), .enterprise(enterprise)]
    return hasAllRows(
      CaseSchema.hostRanks, ["student_id", "post_id", "enterprise_id", "rank", "refuse"])
      && !unread.opinions.contains { opinion in
        (opinion.student ?? student) == student && (opinion.target.map { targets.contains($0) } ?? true)
      }
  }
}
