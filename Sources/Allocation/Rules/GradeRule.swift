import Placement

/// The year of study.
struct GradeRule: EligibilityRule {
  let rule = Rule.grade
  let policyKeys = ["minimum_grade"]

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(context.placementCase.students[student].grade)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.students[student].grade >= context.policy.minimumGrade
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(
      zh: "\(context.policy.minimumGrade) 年级及以上",
      en: "year of study \(context.policy.minimumGrade) or above")
  }
}
