import Placement

/// Which of the contract's rules a made-up case exercises.
public enum GeneratedRules: String, CaseIterable, Sendable {
  /// Specialty, distance and the quotas; no minimum above 1, one period.
  case quotas
  /// Also: a post with four seats or more takes none, or at least half of its seats.
  case groups
  /// Every rule there is.
  case all
}

/// What to make up.
public struct GeneratorOptions: Sendable {
  /// How many students a case may have.
  public static let studentRange = 1...1_000_000

  public var students: Int
  public var seed: UInt64
  public var rules: GeneratedRules
  /// Of names, headers and reasons.
  public var language: Language
  /// How many cities share the students; more than one make a province.
  public var cities: Int
  public var shape: CityShape

  /// How many cities a province may have: as many as lie side by side on the globe.
  public static let cityRange = 1...11

  public init(
    students: Int, seed: UInt64, rules: GeneratedRules = .all, language: Language = .chinese, cities: Int = 1,
    shape: CityShape = .city
  ) {
    self.shape = shape
    self.cities = cities
    self.students = students
    self.seed = seed
    self.rules = rules
    self.language = language
  }
}

/// Makes up a city with its students, schools, enterprises and posts: Hangzhou's geography, invented people.
///
/// Equal options give equal cases. About 0.13 posts a student and 2.2 posts an enterprise; the quotas together
/// hold about one seat in ten too few.
public func generateCase(_ options: GeneratorOptions) -> PlacementCase {
  precondition(GeneratorOptions.studentRange.contains(options.students), "number of students out of range")
  if options.cities > 1 { return generateProvince(options) }
  var random = SplitMix64(seed: options.seed)
  let language = options.language
  let schools = MadeSchool.make(count: options.schoolCount, language, &random)
  let students = makeStudents(options, schools, &random)
  let hosts = makeHosts(options, students, &random)
  var result = PlacementCase(
    policy: makePolicy(options), students: students, enterprises: hosts.enterprises, posts: hosts.posts)
  result.schools = schools.map(\.school)
  options.shape.lay(&result, language)
  switch options.rules {
  case .quotas: break
  case .groups: result.askForHalfOfTheSeats()
  case .all:
    var allRules = AllRules(result, random, language)
    allRules.add()
    result = allRules.placementCase
  }
  options.shape.finish(&result)
  return result
}

extension GeneratorOptions {
  var schoolCount: Int { max(2, Int((Double(students).squareRoot() / 2).rounded())) }
  var postCount: Int { max(3, Int((Double(students) * 0.13).rounded())) }
  /// Seats that the quotas leave, for each student.
  var seatsPerStudent: Double { rules == .all ? 1.0 : 0.9 }

  static let start = CalendarDate(year: 2026, month: 9, day: 1)!
}

/// An id: a letter and a number of fixed width, so that ids sort as they count.
func madeID(_ prefix: String, _ number: Int, of count: Int, atLeast width: Int = 4) -> String {
  prefix + padded(number, to: max(width, String(count).utf8.count))
}

func padded(_ number: Int, to width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

extension PlacementCase {
  /// The rule of `groups`: posts with four seats or more take none, or at least half of them.
  mutating func askForHalfOfTheSeats() {
    for index in posts.indices where posts[index].seats >= 4 {
      posts[index].minStudents = (posts[index].seats + 1) / 2
    }
  }
}
