import Placement

/// Intensity of physical labour.
struct LabourGradeRule: EligibilityRule {
  let rule = Rule.labourGrade
  var reads: CellsRead { CellsRead(post: ["labour_grade"], policy: ["eligibility.labour_grade_max"]) }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    (context.placementCase.posts[post].labourGrade ?? 0) <= context.policy.labourGradeMax
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.posts[post].labourGrade == nil
  }
}
