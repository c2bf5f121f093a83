import Placement

/// What rules know beside one student and one post.
struct RuleContext: Sendable {
  let placementCase: PlacementCase
  let matching: SpecialtyMatching
  let geography: Geography
  /// Programs that some post reserves.
  let reservedPrograms: Set<String>
  /// Bans by student (most have none).
  let bans: [Int: [Target]]
  /// Of every post; flat, for the pass over all pairs.
  let hasDormitory: [Bool]

  var policy: Policy { placementCase.policy }

  init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    matching = SpecialtyMatching(placementCase.equivalences)
    geography = Geography(placementCase)
    hasDormitory = placementCase.posts.map(\.dormitory)
    reservedPrograms = Set(placementCase.posts.flatMap(\.reservedPrograms))
    var bans: [Int: [Target]] = [:]
    for decision in placementCase.decisions where decision.kind == .ban {
      bans[decision.student, default: []].append(decision.target)
    }
    self.bans = bans
  }

  /// Whether a decision bans the student from the post or its enterprise.
  func isBanned(student: Int, post: Int) -> Bool {
    guard let targets = bans[student] else { return false }
    let enterprise = placementCase.posts[post].enterprise
    return targets.contains { $0 == .post(post) || $0 == .enterprise(enterprise) }
  }

  /// Full years at a day; born on 29 February: a year older on 1 March.
  static func age(born birth: CalendarDate, on day: CalendarDate) -> Int {
    let (a, b) = (birth.components, day.components)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
  }
}

/// One test a student must pass to take a post. One rule a file; ``Rulebook`` holds them in order.
protocol EligibilityRule: Sendable {
  var rule: Rule { get }
  /// Keys of policy.yaml that hold the rule's number: their `sources` speak for the rule.
  var policyKeys: [String] { get }
  /// Whether the student may take the post as far as this rule goes. Indices into the case.
  func permits(student: Int, post: Int, in context: RuleContext) -> Bool
  /// Whether the data that the rule would judge by are not there.
  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool
  /// What the rule asks for, with its number: `满 16 周岁`.
  func demand(post: Int, in context: RuleContext) -> Text
}

extension EligibilityRule {
  var policyKeys: [String] { [] }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool { false }

  /// Where the rule's number comes from, as the policy says; empty where it does not.
  func source(in policy: Policy) -> String {
    for key in [rule.rawValue] + policyKeys {
      if let source = policy.sources[key] { return source }
    }
    return ""
  }
}
