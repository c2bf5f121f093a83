import Placement

/// What rules know beside one student and one post.
package struct RuleContext: Sendable {
  package private(set) var placementCase: PlacementCase
  /// The case's; stored, since a getter would copy all of it for every pair.
  package let policy: Policy
  package let matching: SpecialtyMatching
  package let geography: Geography
  /// Of every student: whether some post reserves their program.
  let isProgramReserved: [Bool]
  /// Bans by student (most have none).
  package let bans: [Int: [Target]]
  /// Of every post; flat, for the pass over all pairs.
  let hasDormitory: [Bool]
  /// The days on which posts start, increasing: ages matter on these.
  package let starts: [CalendarDate]
  /// Area code of every student's school; nil where it is not known.
  let schoolArea: [String?]
  package let ties: SchoolTies
  /// Nil where no stage weighs `cooperation`.
  let cooperation: CooperationTable?
  let hostPreferences: HostPreferences
  /// Whether a stage weighs `host_preference`, and some host has ranked anybody.
  let weighsHostPreference: Bool
  /// Nil where the policy gives no seed.
  let lottery: Lottery?
  let weighsLottery: Bool
  /// Whether a stage weighs `target_gap`, and some post says how many students are wanted there.
  let weighsTargetGap: Bool
  /// Whether any post says where it is: otherwise nobody's area matters.
  let postsHaveAreas: Bool

  /// Full years from which on no work is barred by age alone.
  package static let adultAge = 18

  package init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    matching = SpecialtyMatching(placementCase.equivalences)
    geography = Geography(placementCase)
    hasDormitory = placementCase.posts.map(\.dormitory)
    starts = Set(placementCase.posts.map(\.start)).sorted()
    let areas = Dictionary(
      placementCase.schools.map { ($0.id, $0.areaCode) }, uniquingKeysWith: { first, _ in first })
    schoolArea = placementCase.students.map { areas[$0.schoolID] ?? nil }
    ties = SchoolTies(placementCase)
    cooperation = CooperationTable(placementCase, ties)
    hostPreferences = HostPreferences(placementCase)
    policy = placementCase.policy
    weighsHostPreference = policy.weighs(.hostPreference) && hostPreferences.rankAnybody
    lottery = Lottery(placementCase)
    weighsLottery = policy.weighs(.lottery) && lottery != nil
    weighsTargetGap =
      policy.weighs(.targetGap) && placementCase.posts.contains { $0.targetStudents != nil }
    postsHaveAreas = placementCase.posts.contains { $0.areaCode != nil }
    let reserved = Set(placementCase.posts.flatMap(\.reservedPrograms))
    isProgramReserved = placementCase.students.map { $0.program.map(reserved.contains) ?? false }
    var bans: [Int: [Target]] = [:]
    for decision in placementCase.decisions where decision.kind == .ban {
      bans[decision.student, default: []].append(decision.target)
    }
    self.bans = bans
  }

  /// The context of a case that differs in seats and declared maxima alone, which no rule reads.
  func withLimits(of changed: PlacementCase) -> RuleContext {
    var copy = self
    copy.placementCase = changed
    return copy
  }

  /// Whether a decision bans the student from the post or its enterprise.
  package func isBanned(student: Int, post: Int) -> Bool {
    guard let targets = bans[student] else { return false }
    let enterprise = placementCase.posts[post].enterprise
    return targets.contains { $0 == .post(post) || $0 == .enterprise(enterprise) }
  }

  /// On which of ``starts`` the student is at least `age` years old.
  package func reaches(_ age: Int, student: Int) -> StudentTraits {
    let birth = placementCase.students[student].birthDate
    // A bit a day, where they fit: most cases have few days, and many students.
    guard starts.count < Int.bitWidth else {
      return .flags(starts.map { Self.age(born: birth, on: $0) >= age })
    }
    return .number(starts.reduce(0) { $0 * 2 + (Self.age(born: birth, on: $1) >= age ? 1 : 0) })
  }

  package func isAdult(student: Int, at post: Int) -> Bool {
    Self.age(born: placementCase.students[student].birthDate, on: placementCase.posts[post].start)
      >= Self.adultAge
  }

  /// Whether the area codes of the student's school and the post differ in their first digits; a code that is not
  /// known differs from none.
  func isAway(student: Int, post: Int, digits: Int) -> Bool {
    guard let school = schoolArea[student], let there = placementCase.posts[post].areaCode else {
      return false
    }
    return school.prefix(digits) != there.prefix(digits)
  }

  func lacksArea(student: Int, post: Int) -> Bool {
    schoolArea[student] == nil || placementCase.posts[post].areaCode == nil
  }

  /// The city of the student's school, and where the student may live.
  func areaTraits(of student: Int) -> StudentTraits {
    guard postsHaveAreas else { return .nothing }
    let person = placementCase.students[student]
    return .residence(
      city: schoolArea[student].map { String($0.prefix(4)) }, boards: person.acceptsBoarding,
      consent: person.ownLodgingConsent)
  }

  /// Full years at a day; born on 29 February: a year older on 1 March.
  package static func age(born birth: CalendarDate, on day: CalendarDate) -> Int {
    let (a, b) = (birth.components, day.components)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
  }
}

extension Post {
  /// Whether a filed exemption covers the rule.
  func isExempt(from rule: Rule) -> Bool { exemption != nil && exemptFrom.contains(rule) }
}

/// What a rule reads of a student: students with equal traits get equal answers at every post.
package enum StudentTraits: Hashable, Sendable {
  case nothing
  case number(Int)
  case flags([Bool])
  case days(CalendarDate?, CalendarDate?)
  case code(SpecialtyCode)
  case texts([String])
  case residence(city: String?, boards: Bool, consent: Bool)
}

/// One test a student must pass to take a post. One rule a file; ``Rulebook`` holds them in order.
package protocol EligibilityRule: Sendable {
  var rule: Rule { get }
  /// All that ``permits(student:post:in:)`` and ``lacksData(student:post:in:)`` read of the student.
  func traits(of student: Int, in context: RuleContext) -> StudentTraits
  /// Whether the student may take the post as far as this rule goes. Indices into the case.
  func permits(student: Int, post: Int, in context: RuleContext) -> Bool
  /// Whether the data that the rule would judge by are not there.
  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool
  /// Rows of the rule's own table that lack data, counted beside the pairs.
  func rowsLackingData(in placementCase: PlacementCase) -> Int
  /// All that ``permits(student:post:in:)`` reads of the case; needed of rules that no pin overrides.
  var reads: CellsRead { get }
  /// Whether nothing is at fault of what decides about the student at the post.
  func isSound(student: Int, post: Int, in placementCase: PlacementCase, _ unsound: UnsoundCells) -> Bool
}

extension EligibilityRule {
  package func traits(of student: Int, in context: RuleContext) -> StudentTraits { .nothing }

  package func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool { false }

  package func rowsLackingData(in placementCase: PlacementCase) -> Int { 0 }

  package var reads: CellsRead { .everything }

  package func isSound(
    student: Int, post: Int, in placementCase: PlacementCase, _ unsound: UnsoundCells
  ) -> Bool {
    unsound.isSound(reads, student: student, post: post, in: placementCase)
  }

  /// What the rule asks of the student at the post, with its number.
  package func demand(student: Int, post: Int, in context: RuleContext) -> Text {
    rule.demand(student: student, post: post, in: context.placementCase)
  }

  /// Where the number comes from that decides about the student at the post; empty where the policy does not say.
  package func source(student: Int, post: Int, in context: RuleContext) -> String {
    rule.source(student: student, post: post, in: context.placementCase)
  }
}
