import Placement

/// The way to the post: within the policy's limit and the student's own, or within the boarding limit where the
/// post has a dormitory and the student boards. Limits are not rounded, distances are.
struct DistanceRule: EligibilityRule {
  let rule = Rule.distance

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let dormitory = context.placementCase.posts[post].dormitory
    let limit = Self.limit(of: student, dormitory: dormitory, in: context)
    return Int(context.geography.distance(student: student, post: post)) <= limit
  }

  /// The farthest whole unit of 100 m within the limit.
  static func limit(of student: Int, dormitory: Bool, in context: RuleContext) -> Int {
    let students = context.placementCase.students
    if dormitory, students[student].acceptsBoarding {
      return context.policy.boardingMaxDistance.floor(times: 10)
    }
    let general = context.policy.maxDistance.floor(times: 10)
    return students[student].maxDistance.map { min(general, $0.floor(times: 10)) } ?? general
  }
}
