import Placement

/// The way to the post: within the policy's limit and the student's own, or within the boarding limit where the
/// post has a dormitory and the student boards. Limits are not rounded, distances are.
struct DistanceRule: EligibilityRule {
  let rule = Rule.distance
  let policyKeys = ["max_distance_km", "boarding_max_distance_km"]

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let dormitory = context.placementCase.posts[post].dormitory
    let limit = Self.limit(
      context.placementCase.students[student], dormitory: dormitory, context.policy)
    return Int(context.geography.distance(student: student, post: post)) <= limit
  }

  /// The farthest whole unit of 100 m within the limit.
  static func limit(_ student: Student, dormitory: Bool, _ policy: Policy) -> Int {
    if dormitory, student.acceptsBoarding { return policy.boardingMaxDistance.floor(times: 10) }
    let general = policy.maxDistance.floor(times: 10)
    return student.maxDistance.map { min(general, $0.floor(times: 10)) } ?? general
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    let common = Text(
      zh: "距离不超过 \(context.policy.maxDistance) 公里及学生本人的上限",
      en: "at most \(context.policy.maxDistance) km, and the student's own limit")
    guard context.placementCase.posts[post].dormitory else { return common }
    return common
      + Text(
        zh: "，住宿的不超过 \(context.policy.boardingMaxDistance) 公里",
        en: ", or \(context.policy.boardingMaxDistance) km for students who board")
  }

  func demand(student: Int, post: Int, in context: RuleContext) -> Text {
    guard Self.boards(student, at: post, context) else { return demand(post: post, in: context) }
    return Text(
      zh: "住宿的距离不超过 \(context.policy.boardingMaxDistance) 公里",
      en: "at most \(context.policy.boardingMaxDistance) km for a student who boards")
  }

  func decisiveKeys(student: Int, post: Int, in context: RuleContext) -> [String] {
    [Self.boards(student, at: post, context) ? "boarding_max_distance_km" : "max_distance_km"]
  }

  private static func boards(_ student: Int, at post: Int, _ context: RuleContext) -> Bool {
    context.placementCase.posts[post].dormitory && context.placementCase.students[student].acceptsBoarding
  }
}
