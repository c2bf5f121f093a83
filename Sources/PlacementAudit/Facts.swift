import Placement

/// Schools, programs and certificates as small numbers, where posts ask for them.
struct InternedNames: Sendable {
  /// What each post asks for; empty: nothing.
  let reservedFor: [[Int32]]
  let reservedPrograms: [[Int32]]
  let requiredCertificates: [[Int32]]
  /// What each student has; −1 where no post ever asks for it.
  let school: [Int32]
  let program: [Int32]
  let certificates: [[Int32]]

  init(_ placementCase: PlacementCase) {
    let posts = placementCase.posts
    let students = placementCase.students
    let schools = InternedNames.numbers(posts.map(\.reservedFor))
    let programs = InternedNames.numbers(posts.map(\.reservedPrograms))
    let papers = InternedNames.numbers(posts.map(\.requiredCertificates))
    reservedFor = posts.map { $0.reservedFor.map { schools[$0]! } }
    reservedPrograms = posts.map { $0.reservedPrograms.map { programs[$0]! } }
    requiredCertificates = posts.map { $0.requiredCertificates.map { papers[$0]! } }
    school = students.map { schools[$0.schoolID] ?? -1 }
    program = students.map { $0.program.flatMap { programs[$0] } ?? -1 }
    certificates = students.map { $0.certificates.compactMap { papers[$0] } }
  }

  private static func numbers(_ lists: [[String]]) -> [String: Int32] {
    var numbers: [String: Int32] = [:]
    for name in lists.joined() where numbers[name] == nil { numbers[name] = Int32(numbers.count) }
    return numbers
  }
}

/// What the rules ask of a student, as plain numbers.
struct StudentFacts: Sendable {
  var boards: Bool
  /// First day on which the student has the minimum age, and is 18.
  var oldEnoughOn: Int32
  var adultOn: Int32
  var from: Int32
  var to: Int32
  /// Row of the match table.
  var specialty: Int32
  /// Limits in whole units of 100 m: a rounded distance is within a limit when it is within its floor.
  var distanceLimit: Int32
  var boardingLimit: Int32

  init(_ placementCase: PlacementCase, _ index: Int, specialty: Int32) {
    let student = placementCase.students[index]
    let policy = placementCase.policy
    boards = student.acceptsBoarding
    oldEnoughOn = StudentFacts.birthday(policy.minimumAge, of: student.birthDate)
    adultOn = StudentFacts.birthday(18, of: student.birthDate)
    from = student.availableFrom?.dayNumber ?? .min
    to = student.availableTo?.dayNumber ?? .max
    self.specialty = specialty
    let common = policy.maxDistance.floor(times: 10)
    let own = student.maxDistance?.floor(times: 10) ?? common
    distanceLimit = Int32(clamping: min(common, own))
    boardingLimit = Int32(clamping: policy.boardingMaxDistance.floor(times: 10))
  }

  /// The day on which somebody becomes `years` old; 1 March where the year lacks a 29 February.
  static func birthday(_ years: Int, of birth: CalendarDate) -> Int32 {
    let (year, month, day) = birth.components
    let there =
      CalendarDate(year: year + years, month: month, day: day)
      ?? CalendarDate(year: year + years, month: 3, day: 1)
    // A minimum age past the calendar's end is reached by nobody.
    return there?.dayNumber ?? .max
  }
}

/// What the rules ask of a post, as plain numbers.
struct PostFacts: Sendable {
  var start: Int32
  var end: Int32
  var dormitory: Bool

  init(_ post: Post) {
    start = post.start.dayNumber
    end = post.end.dayNumber
    dormitory = post.dormitory
  }
}
