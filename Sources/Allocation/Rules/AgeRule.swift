import Placement

/// Full years at the post's start.
struct AgeRule: EligibilityRule {
  let rule = Rule.age
  let policyKeys = ["minimum_age"]

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.reaches(context.policy.minimumAge, student: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    RuleContext.age(
      born: context.placementCase.students[student].birthDate, on: context.placementCase.posts[post].start)
      >= context.policy.minimumAge
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    Text(
      zh: "上岗时满 \(context.policy.minimumAge) 周岁",
      en: "\(context.policy.minimumAge) years old when the post starts")
  }
}
