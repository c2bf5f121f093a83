import Placement

/// Takes no part: arranges the internship alone, gave no consent, …
struct ExcludedRule: EligibilityRule {
  let rule = Rule.excluded

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .flags([context.placementCase.students[student].excluded != nil])
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.students[student].excluded == nil
  }
}
