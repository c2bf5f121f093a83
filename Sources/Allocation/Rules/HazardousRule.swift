import Placement

/// Never, and no exemption.
struct HazardousRule: EligibilityRule {
  let rule = Rule.hazardous

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].hazardous
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(zh: "不得安排危险作业", en: "no hazardous work")
  }
}
