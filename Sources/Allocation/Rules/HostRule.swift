import Placement

/// The enterprise has been inspected and admitted as a host, is neither dishonest nor an agency, and has no safety
/// violation in the three years before the post's start.
struct HostRule: EligibilityRule {
  let rule = Rule.host
  var reads: CellsRead {
    CellsRead(
      post: ["enterprise_id"] + CellsRead.period,
      enterprise: ["approved", "dishonest", "agency", "last_safety_violation"])
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let post = context.placementCase.posts[post]
    let host = context.placementCase.enterprises[post.enterprise]
    guard host.approved, !host.dishonest, !host.agency else { return false }
    return host.lastSafetyViolation.map { $0 < post.start.threeYearsEarlier } ?? true
  }
}

extension CalendarDate {
  /// The same day three years before; of 29 February the 28th.
  fileprivate var threeYearsEarlier: CalendarDate {
    let (year, month, day) = components
    return CalendarDate(year: year - 3, month: month, day: day)
      ?? CalendarDate(year: year - 3, month: month, day: day - 1) ?? CalendarDate(dayNumber: .min)
  }
}

extension RuleContext {
  /// Whether anybody may be a student at the post's enterprise when the post begins.
  package func isFitHost(post: Int) -> Bool { HostRule().permits(student: 0, post: post, in: self) }
}
