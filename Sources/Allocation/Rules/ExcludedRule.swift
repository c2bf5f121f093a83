import Placement

/// Takes no part: has found an approved place alone, gave no consent, …
struct ExcludedRule: EligibilityRule {
  let rule = Rule.excluded
  var reads: CellsRead { CellsRead(student: ["excluded"]) }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(context.placementCase.takesPart(student) ? 1 : 0)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.takesPart(student)
  }
}
