import Placement

/// What rules know beside one student and one post.
package struct RuleContext: Sendable {
  package let placementCase: PlacementCase
  package let matching: SpecialtyMatching
  package let geography: Geography
  /// Programs that some post reserves.
  package let reservedPrograms: Set<String>
  /// Bans by student (most have none).
  package let bans: [Int: [Target]]
  /// Of every post; flat, for the pass over all pairs.
  package let hasDormitory: [Bool]
  /// The days on which posts start, increasing: ages matter on these.
  package let starts: [CalendarDate]

  package var policy: Policy { placementCase.policy }

  package init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    matching = SpecialtyMatching(placementCase.equivalences)
    geography = Geography(placementCase)
    hasDormitory = placementCase.posts.map(\.dormitory)
    starts = Set(placementCase.posts.map(\.start)).sorted()
    reservedPrograms = Set(placementCase.posts.flatMap(\.reservedPrograms))
    var bans: [Int: [Target]] = [:]
    for decision in placementCase.decisions where decision.kind == .ban {
      bans[decision.student, default: []].append(decision.target)
    }
    self.bans = bans
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
    return .flags(starts.map { Self.age(born: birth, on: $0) >= age })
  }

  /// Full years at a day; born on 29 February: a year older on 1 March.
  package static func age(born birth: CalendarDate, on day: CalendarDate) -> Int {
    let (a, b) = (birth.components, day.components)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
  }
}

/// What a rule reads of a student: students with equal traits get equal answers at every post.
package enum StudentTraits: Hashable, Sendable {
  case nothing
  case number(Int)
  case flags([Bool])
  case days(CalendarDate?, CalendarDate?)
  case code(SpecialtyCode)
  case texts([String])
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
}

extension EligibilityRule {
  package func traits(of student: Int, in context: RuleContext) -> StudentTraits { .nothing }

  package func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool { false }

  /// What the rule asks of the student at the post, with its number.
  package func demand(student: Int, post: Int, in context: RuleContext) -> Text {
    rule.demand(student: student, post: post, in: context.placementCase)
  }

  /// Where the number comes from that decides about the student at the post; empty where the policy does not say.
  package func source(student: Int, post: Int, in context: RuleContext) -> String {
    rule.source(student: student, post: post, in: context.placementCase)
  }
}
