import Placement

/// Intensity of physical labour.
struct LabourGradeRule: EligibilityRule {
  let rule = Rule.labourGrade
  let policyKeys = ["labour_grade_max"]

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    (context.placementCase.posts[post].labourGrade ?? 0) <= context.policy.labourGradeMax
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.posts[post].labourGrade == nil
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(
      zh: "体力劳动强度不超过 \(context.policy.labourGradeMax) 级",
      en: "labour intensity of at most grade \(context.policy.labourGradeMax)")
  }
}
