import Placement

/// Never, and no exemption.
struct ProhibitedVenueRule: EligibilityRule {
  let rule = Rule.prohibitedVenue

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].prohibitedVenue
  }
}
