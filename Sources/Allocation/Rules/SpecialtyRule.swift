import Placement

/// The specialty matches the post's list, no wider than the policy allows.
struct SpecialtyRule: EligibilityRule {
  let rule = Rule.specialty

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .code(context.placementCase.students[student].specialty)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    Self.level(student: student, post: post, in: context) != .none
  }

  /// The match within `specialty.widest`; anything wider is none.
  static func level(student: Int, post: Int, in context: RuleContext) -> MatchLevel {
    let level = context.matching.level(
      of: context.placementCase.students[student].specialty,
      in: context.placementCase.posts[post].specialtyCodes)
    return level <= context.policy.widestMatch ? level : .none
  }
}

extension RuleContext {
  /// How well the student's specialty matches the post's list.
  package func match(student: Int, post: Int) -> MatchLevel {
    SpecialtyRule.level(student: student, post: post, in: self)
  }
}
