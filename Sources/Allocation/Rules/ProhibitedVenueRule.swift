import Placement

/// Never, and no exemption.
struct ProhibitedVenueRule: EligibilityRule {
  let rule = Rule.prohibitedVenue
  var reads: CellsRead { CellsRead(post: ["prohibited_venue"]) }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].prohibitedVenue
  }
}
