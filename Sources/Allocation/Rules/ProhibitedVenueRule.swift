import Placement

/// Never, and no exemption.
struct ProhibitedVenueRule: EligibilityRule {
  let rule = Rule.prohibitedVenue

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].prohibitedVenue
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(zh: "不得安排在禁止场所", en: "no prohibited venue")
  }
}
