import Placement

/// Full years at the post's start.
struct AgeRule: EligibilityRule {
  let rule = Rule.age
  var reads: CellsRead {
    CellsRead(student: ["birth_date"], post: CellsRead.period, policy: ["eligibility.minimum_age"])
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.reaches(context.policy.minimumAge, student: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    RuleContext.age(
      born: context.placementCase.students[student].birthDate, on: context.placementCase.posts[post].start)
      >= context.policy.minimumAge
  }
}
