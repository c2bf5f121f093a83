import Placement

/// Only with a filed exemption.
struct OvertimeRule: EligibilityRule {
  let rule = Rule.overtime

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].overtime || context.placementCase.posts[post].isExempt(from: .overtime)
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(zh: "不得安排加班，除非已备案", en: "no overtime without a filed exemption")
  }
}
