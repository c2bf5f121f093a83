/// What binds a school and an enterprise, for a time (a row of partners.csv): the school has inspected and admitted it.
public struct Partner: Hashable, Sendable {
  public var schoolID = ""
  /// Index into ``PlacementCase/enterprises``.
  public var enterprise = 0
  public var tie: Tie? = .host
  /// First and last day; nil: open.
  public var from: CalendarDate?
  public var to: CalendarDate?
  public var inspectedOn: CalendarDate?
  public var publishedOn: CalendarDate?
  /// Row in partners.csv, for messages.
  public var row = 0

  public init() {}
}

/// A post or a whole enterprise, by index into the case; posts go before enterprises.
public enum Target: Hashable, Comparable, Sendable {
  case post(Int)
  case enterprise(Int)
}

/// A student's ranked wish (preferences.csv).
public struct Wish: Hashable, Sendable {
  /// 1 is best.
  public let rank: Int
  public let target: Target

  public init(rank: Int, target: Target) {
    self.rank = rank
    self.target = target
  }
}

/// What a host thinks of a student (host-ranks.csv): a rank, or that it takes the student in no case.
public struct HostRank: Hashable, Sendable {
  /// Index into ``PlacementCase/students``.
  public let student: Int
  /// The post, or all of the enterprise's that say nothing of the student themselves.
  public let target: Target
  /// 1 is best; nil: the student is refused.
  public let rank: Int?
  /// Row in host-ranks.csv, for messages.
  public let row: Int

  public init(student: Int, target: Target, rank: Int?, row: Int) {
    self.student = student
    self.target = target
    self.rank = rank
    self.row = row
  }
}

/// A coordinator's pin or ban, with its reason (decisions.csv).
public struct Decision: Hashable, Sendable {
  /// Held at a post, or kept from one.
  public enum Kind: Hashable, Sendable { case pin, ban }

  /// Index into ``PlacementCase/students``.
  public let student: Int
  /// A pin names a post.
  public let target: Target
  public let kind: Kind
  public let reason: String
  public let author: String
  public let decidedOn: CalendarDate?
  /// Row in decisions.csv, for messages.
  public let row: Int

  public init(
    student: Int, target: Target, kind: Kind, reason: String, author: String, decidedOn: CalendarDate?,
    row: Int
  ) {
    self.student = student
    self.target = target
    self.kind = kind
    self.reason = reason
    self.author = author
    self.decidedOn = decidedOn
    self.row = row
  }

  /// What it decides, wherever it stands.
  public var withoutRow: Decision {
    Decision(
      student: student, target: target, kind: kind, reason: reason, author: author, decidedOn: decidedOn,
      row: 0)
  }
}

/// What a student was last told (published.csv). Rows that count nothing never become one:
/// stage ended, an empty or vanished post, an unknown student.
public struct PublishedPlacement: Hashable, Sendable {
  /// How far it has come, in order.
  public enum Stage: Int, Hashable, Sendable, CaseIterable, Comparable {
    case announced, confirmed, signed, started

    /// Earlier stages before later.
    public static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
  }

  /// Index into ``PlacementCase/posts``.
  public let post: Int
  public let stage: Stage
  /// When what must be done before the start was done; what is not there has not been done, or nobody says.
  public var dates: [DutyDate: CalendarDate]
  /// Row in published.csv, for messages.
  public let row: Int

  public init(post: Int, stage: Stage, dates: [DutyDate: CalendarDate] = [:], row: Int) {
    self.post = post
    self.stage = stage
    self.dates = dates
    self.row = row
  }

  /// Signed or started placements hold like a pin.
  public var holds: Bool { stage >= .signed }
}

/// A pair of zones, from the student's to the post's (travel.csv).
public struct ZonePair: Hashable, Sendable {
  public let from: String
  public let to: String

  public init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}

/// Two catalogue codes of one length that count as one; symmetric, pairs do not chain.
public struct SpecialtyEquivalence: Hashable, Sendable {
  public let a: SpecialtyCode
  public let b: SpecialtyCode

  public init(_ a: SpecialtyCode, _ b: SpecialtyCode) {
    self.a = a
    self.b = b
  }
}

/// An input file as it was read, for summary.json.
public struct InputFile: Hashable, Sendable {
  public let name: String
  /// Lower-case hexadecimal.
  public let sha256: String
  /// Records, the header not counted; of a workbook of several tables all of them.
  public var rows: Int

  public init(name: String, sha256: String, rows: Int) {
    self.name = name
    self.sha256 = sha256
    self.rows = rows
  }
}

/// A whole case: checked, cross-referenced, in a fixed order.
///
/// Students, enterprises, posts and schools are sorted by the UTF-8 bytes of their ids, so that an answer
/// cannot depend on the order of rows. References are indices into these arrays.
public struct PlacementCase: Sendable {
  public var policy: Policy
  public var students: [Student]
  public var enterprises: [Enterprise]
  public var posts: [Post]
  /// Empty where there is no schools.csv.
  public var schools: [School] = []
  /// Wishes a student (one list per student, by rank, then target); an empty list: no wishes.
  public var wishes: [[Wish]]
  /// In order of student, then target, posts before enterprises; a student once a target.
  public var hostRanks: [HostRank] = []
  /// Decisions in order of student, then row; identical rows are there once.
  public var decisions: [Decision] = []
  /// One a student; nil where nothing counts.
  public var published: [PublishedPlacement?]
  /// Whether there is a published.csv at all.
  public var hasPublished = false
  /// The columns of dates that published.csv has.
  public var dutyDates: Set<DutyDate> = []
  /// The day on which the case is looked at.
  public var asOf = CalendarDate.today
  /// Measured distances in units of 100 m, rounded half up.
  public var travel: [ZonePair: Int32] = [:]
  public var equivalences: [SpecialtyEquivalence] = []
  /// In order of students.
  public var pairs: [StudentPair] = []
  /// In order of school, enterprise and row.
  public var partners: [Partner] = []
  /// Sorted by the UTF-8 bytes of their ids.
  public var teachers: [Teacher] = []
  /// Whether there is a teachers.csv at all.
  public var hasTeachers = false
  /// Places that students found alone, by student; those that no school has approved decide nothing.
  public var selfArranged: [Int: SelfArranged] = [:]
  /// In order of name.
  public var certificates: [Certificate] = []
  /// Whether there is a certificates.csv at all.
  public var hasCertificates = false
  /// In order of year, class and district; likewise the next.
  public var demand: [Demand] = []
  public var history: [SpecialtyYear] = []
  /// In order of year and enterprise; nil where there is no host-record.csv.
  public var hostRecords: [HostYear]?
  /// In order of rows; nil where there is no targets.csv.
  public var targets: [IndicatorTarget]?
  /// In order of student, kind, target and row.
  public var requests: [ChangeRequest] = []
  /// Whether there is a requests.csv at all.
  public var hasRequests = false
  /// In order of name.
  public var inputs: [InputFile] = []
  /// Where tables lie, by their English names, where anything there is called otherwise.
  public var places: [String: TablePlace] = [:]

  /// What messages call a table, by its English name: 学生.csv, case.xlsx!学生.
  public func name(of file: String) -> String { places[file]?.file ?? file }

  /// A row of a table, by the table's English name, as messages call it.
  public func place(ofRow row: Int, in file: String) -> Diagnostic.Place {
    Diagnostic.Place(file: name(of: file), row: row)
  }

  /// The id of a post or an enterprise.
  public func id(of target: Target) -> String {
    switch target {
    case .post(let index): posts[index].id
    case .enterprise(let index): enterprises[index].id
    }
  }

  /// Whether the target is the post or its enterprise.
  public func covers(_ target: Target, post: Int) -> Bool {
    target == .post(post) || target == .enterprise(posts[post].enterprise)
  }

  /// The file in the case's folder that holds a table, by the table's English name: a workbook where it is a sheet.
  public func location(of file: String) -> String { String(name(of: file).prefix { $0 != "!" }) }

  public init(policy: Policy, students: [Student], enterprises: [Enterprise], posts: [Post]) {
    self.policy = policy
    self.students = students
    self.enterprises = enterprises
    self.posts = posts
    wishes = Array(repeating: [], count: students.count)
    published = Array(repeating: nil, count: students.count)
  }
}

extension String {
  /// Order by UTF-8 bytes: the order of every output row.
  public static func utf8Precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}

extension Dictionary where Key == String, Value: Equatable {
  /// The keys whose values are others there, or that are here or there alone; in order.
  public func keysDiffering(from other: [String: Value]) -> [String] {
    Set(keys).union(other.keys).filter { self[$0] != other[$0] }.sorted(by: String.utf8Precedes)
  }
}
