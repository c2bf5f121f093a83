import Placement

/// Where decisions and signed or started placements hold students: fixed before the program is made.
package struct Commitments: Sendable {
  package enum Origin: Sendable, Equatable {
    /// Index into the case's decisions.
    case decision(Int)
    case held(PublishedPlacement.Stage)
    case teamMate
  }

  package struct Pin: Sendable {
    package let post: Int
    package let origin: Origin
    /// The tests that fail at the post and that the pin overrides, in order.
    package let overridden: [Rule]
  }

  /// One a student; nil for those who are free.
  package let pins: [Pin?]
  /// Members taking part, by team, in order of team id; a student without a team is no team.
  package let teams: [[Int]]
  /// Everything that is wrong with the decisions and the signed placements.
  package let faults: [Diagnostic]

  /// - Parameter unsound: what no fault may rest on.
  package init(_ context: RuleContext, quotas: QuotaBook, unsound: UnsoundCells = .none) {
    var builder = CommitmentsBuilder(context: context, unsound: unsound)
    builder.placePins()
    builder.placeHolds()
    builder.spreadOverTeams()
    let pins = builder.checkedPins()
    builder.checkQuotas(pins, quotas)
    self.pins = pins
    teams = builder.teams
    faults = builder.faults
  }

  /// Whether they stand in a case that differs only in seats and declared maxima, where the one thing that can go wrong is
  /// a quota too low for those who are held.
  func hold(_ context: RuleContext, _ quotas: QuotaBook) -> Bool {
    guard pins.contains(where: { $0 != nil }) else { return true }
    var builder = CommitmentsBuilder(context: context, holding: self)
    builder.checkQuotas(pins, quotas)
    return builder.faults.isEmpty
  }
}
