import Placement

/// The rules, in the order in which they are tested. The first that fails is the reason given.
package enum Rulebook {
  package static let rules: [any EligibilityRule] = [
    ExcludedRule(),
    BannedRule(),
    HostRule(),
    RefusedByHostRule(),
    AdmittedRule(),
    GradeRule(),
    AgeRule(),
    PeriodRule(),
    SpecialtyRule(),
    ReservedRule(),
    ProgramRule(),
    CertificatesRule(),
    NightShiftRule(),
    RestDayWorkRule(),
    OvertimeRule(),
    HazardousRule(),
    ProhibitedVenueRule(),
    LabourGradeRule(),
    MinorsProhibitedRule(),
    WomenProhibitedRule(),
    PayRule(),
    CrossProvinceRule(),
    LodgingRule(),
    DistanceRule(),
    WishesRule(),
  ]

  /// The first rule that closes the post to the student; nil where it is open.
  package static func firstRefusal(student: Int, post: Int, in context: RuleContext) -> (any EligibilityRule)?
  {
    rules.first { !$0.permits(student: student, post: post, in: context) }
  }

  package static subscript(rule: Rule) -> any EligibilityRule { rules.first { $0.rule == rule }! }
}
