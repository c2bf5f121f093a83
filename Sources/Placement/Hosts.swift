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
  /// Of students of one school, over all its posts, on each day; nil: none.
  public var maxPerSchool: Int?
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
  /// Of students of one school; nil: no limit of its own.
  public var maxPerSchool: Int?
  /// How many students are wanted here; nil: as many as come.
  public var targetStudents: Int?
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
