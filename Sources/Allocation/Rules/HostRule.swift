import Placement

/// The enterprise has been inspected and admitted as a host.
struct HostRule: EligibilityRule {
  let rule = Rule.host

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.enterprises[context.placementCase.posts[post].enterprise].approved
  }
}
