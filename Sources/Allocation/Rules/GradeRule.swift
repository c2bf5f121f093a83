import Placement

/// The year of study.
struct GradeRule: EligibilityRule {
  let rule = Rule.grade
  var reads: CellsRead {
    CellsRead(student: ["grade"], policy: ["eligibility.minimum_grade", "academic_year"])
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(context.placementCase.students[student].grade)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.students[student].grade >= context.policy.minimumGrade
  }
}
