import Placement

/// Never, and no exemption.
struct HazardousRule: EligibilityRule {
  let rule = Rule.hazardous

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].hazardous
  }
}
