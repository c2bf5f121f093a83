import Placement

/// Intensity of physical labour.
struct LabourGradeRule: EligibilityRule {
  let rule = Rule.labourGrade

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    (context.placementCase.posts[post].labourGrade ?? 0) <= context.policy.labourGradeMax
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.posts[post].labourGrade == nil
  }
}
