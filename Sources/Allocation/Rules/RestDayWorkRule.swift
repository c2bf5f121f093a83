import Placement

/// Only with a filed exemption.
struct RestDayWorkRule: EligibilityRule {
  let rule = Rule.restDayWork

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].restDayWork
      || context.placementCase.posts[post].isExempt(from: .restDayWork)
  }
}
