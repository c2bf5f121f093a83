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

extension [School] {
  /// The district of every school, by the school's id.
  public var districts: [String: String] {
    Dictionary(map { ($0.id, $0.district) }, uniquingKeysWith: { first, _ in first })
  }
}

/// A student due for an internship (students.csv).
public struct Student: Sendable, Equatable {
  /// As students.csv writes it.
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
  /// Row in students.csv, for messages; nil for a student that no file has.
  public var row: Int?

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
