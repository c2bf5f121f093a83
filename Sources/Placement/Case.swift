/// Where something is, in degrees (WGS 84).
public struct Coordinates: Hashable, Sendable {
  /// −90…90
  public let latitude: Double
  /// −180…180
  public let longitude: Double

  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }
}

/// A school that sends students (schools.csv).
public struct School: Sendable, Equatable {
  public var id: String
  public var name = ""
  public var district = ""
  public var location: Coordinates?
  /// Six digits of the administrative division: two for the province, four for the city; nil: not known.
  public var areaCode: String?
  public var alliances: [String] = []
  /// What kind of school it is, in the policy's words; nil: not known. Only subsidies ask.
  public var level: String?

  public init(id: String) { self.id = id }
}

/// A student due for an internship (students.csv).
public struct Student: Sendable, Equatable {
  public enum Sex: String, Word {
    case female = "f"
    case male = "m"

    public var chinese: String { self == .female ? "女" : "男" }
  }

  public var id: String
  public var name = ""
  public var schoolID: String
  public var className = ""
  public var teacher = ""
  /// Six digits.
  public var specialty: SpecialtyCode
  /// Order class or apprenticeship class; nil where the student is in none.
  public var program: String?
  /// Year of study, 1…6; an entry year has been turned into one.
  public var grade: Int
  public var birthDate: CalendarDate
  public var sex: Sex?
  /// Where the student travels from: the student's own coordinates, else the school's.
  public var location: Coordinates
  public var zone: String?
  public var acceptsBoarding = false
  /// Narrows the policy's limit for this student; kilometres.
  public var maxDistance: ExactDecimal?
  /// Sorted, without repeats.
  public var certificates: [String] = []
  /// 1…100: how much it weighs to leave this student without a post.
  public var priority = 1
  public var teamID: String?
  public var availableFrom: CalendarDate?
  public var availableTo: CalendarDate?
  /// The guardian has agreed in writing that the student lives elsewhere than in lodgings of school or host.
  public var ownLodgingConsent = false
  /// The teacher who alone may supervise the student; nil: any of the school.
  public var teacherID: String?
  /// Nil: not known. Only subsidies ask.
  public var graduationYear: Int?
  /// Why the student takes no part; nil for those who do.
  public var excluded: String?

  public init(
    id: String, schoolID: String, specialty: SpecialtyCode, grade: Int, birthDate: CalendarDate,
    location: Coordinates
  ) {
    self.id = id
    self.schoolID = schoolID
    self.specialty = specialty
    self.grade = grade
    self.birthDate = birthDate
    self.location = location
  }
}

/// A host enterprise, or a school-run training base (enterprises.csv).
public struct Enterprise: Sendable, Equatable {
  public var id: String
  public var name: String
  public var district: String
  public var staffTotal: Int
  public var staffOnDuty: Int
  /// By revenue; never inferred from staff.
  public var aboveScale = false
  /// Interns already there; they use up the same quota.
  public var currentInterns = 0
  /// Declared by the enterprise; nil: no limit of its own.
  public var maxInterns: Int?
  /// Inspected and admitted as a host.
  public var approved = true
  /// Whom to ask; shown in the plan.
  public var contact = ""
  /// On the list of dishonest firms.
  public var dishonest = false
  /// An agency or a labour dispatcher, which may host nobody.
  public var agency = false
  public var lastSafetyViolation: CalendarDate?
  /// Unified social credit code, as given.
  public var creditCode = ""
  public var alliances: [String] = []
  /// Certified as an enterprise of industry-education integration.
  public var certified = false

  public init(id: String, name: String, district: String, staffTotal: Int, staffOnDuty: Int) {
    self.id = id
    self.name = name
    self.district = district
    self.staffTotal = staffTotal
    self.staffOnDuty = staffOnDuty
  }
}

/// A training post: one kind of work, at one place, in one period, with several seats (posts.csv).
public struct Post: Sendable, Equatable {
  public var id: String
  /// Index into ``PlacementCase/enterprises``.
  public var enterprise: Int
  public var title: String
  public var address = ""
  /// Listed codes of 2, 4 or 6 digits, in order of their digits, without repeats.
  public var specialtyCodes: [SpecialtyCode]
  public var seats: Int
  /// The post takes none, or at least this many.
  public var minStudents = 1
  /// Posts of one enterprise with one job group are the same kind of work; nil: its own.
  public var jobGroup: String?
  /// Staff on duty in the job group; nil: the post-share limit cannot be checked.
  public var samePostStaff: Int?
  public var currentInterns = 0
  public var location: Coordinates
  public var zone: String?
  /// First day; counts.
  public var start: CalendarDate
  /// Last day; counts.
  public var end: CalendarDate
  /// Yuan a month.
  public var monthlyPay: ExactDecimal
  public var referencePay: ExactDecimal?
  public var lowestGradePay: ExactDecimal?
  public var independentWork = true
  public var nightShift = false
  public var restDayWork = false
  public var overtime = false
  public var hazardous = false
  public var prohibitedVenue = false
  public var womenProhibited = false
  public var minorsProhibited = false
  /// 1…4
  public var labourGrade: Int?
  /// Number of a filed exemption.
  public var exemption: String?
  /// What the exemption is from: some of ``Rule/exemptible``.
  public var exemptFrom: Set<Rule> = []
  /// Six digits of the administrative division; nil: not known.
  public var areaCode: String?
  /// Number of the filing that lets students of another province come.
  public var crossProvinceFiling: String?
  public var dormitory = false
  /// Sorted, without repeats; likewise the two lists below.
  public var requiredCertificates: [String] = []
  /// School ids; empty: open to all.
  public var reservedFor: [String] = []
  public var reservedPrograms: [String] = []
  /// Row in posts.csv, for messages; nil for a post that no file has.
  public var row: Int?

  public init(
    id: String, enterprise: Int, title: String, specialtyCodes: [SpecialtyCode], seats: Int,
    location: Coordinates, start: CalendarDate, end: CalendarDate, monthlyPay: ExactDecimal
  ) {
    self.id = id
    self.enterprise = enterprise
    self.title = title
    self.specialtyCodes = specialtyCodes
    self.seats = seats
    self.location = location
    self.start = start
    self.end = end
    self.monthlyPay = monthlyPay
  }
}

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

/// A post or a whole enterprise, by index into the case.
public enum Target: Hashable, Sendable {
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

/// A coordinator's pin or ban, with its reason (decisions.csv).
public struct Decision: Hashable, Sendable {
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
}

/// What a student was last told (published.csv). Rows that count nothing never become one:
/// stage ended, an empty or vanished post, an unknown student.
public struct PublishedPlacement: Hashable, Sendable {
  public enum Stage: Int, Hashable, Sendable, CaseIterable, Comparable {
    case announced, confirmed, signed, started

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
  /// In order of name.
  public var inputs: [InputFile] = []
  /// What files are called where they lie, by their English names, where that is another name (学生.csv).
  public var fileNames: [String: String] = [:]

  /// The file in the case's folder that holds a table, by the table's English name: a workbook where it is a sheet.
  public func location(of file: String) -> String { String((fileNames[file] ?? file).prefix { $0 != "!" }) }

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
