import Placement

/// Only with a filed exemption.
struct RestDayWorkRule: EligibilityRule {
  let rule = Rule.restDayWork

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].restDayWork
      || context.placementCase.posts[post].isExempt(from: .restDayWork)
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(zh: "不得在休息日实习，除非已备案", en: "no work on rest days without a filed exemption")
  }
}
