import Placement

/// Night shifts only with a filed exemption, and never under 18 at the start.
struct NightShiftRule: EligibilityRule {
  static let adultAge = 18
  let rule = Rule.nightShift

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.reaches(Self.adultAge, student: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let post = context.placementCase.posts[post]
    guard post.nightShift else { return true }
    let birth = context.placementCase.students[student].birthDate
    return post.isExempt(from: .nightShift) && RuleContext.age(born: birth, on: post.start) >= Self.adultAge
  }
}

extension Post {
  /// Whether a filed exemption covers the rule.
  func isExempt(from rule: Rule) -> Bool { exemption != nil && exemptFrom.contains(rule) }
}
