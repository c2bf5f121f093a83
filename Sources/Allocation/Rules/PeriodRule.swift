import Placement

/// The post's whole period lies within the days on which the student is available.
struct PeriodRule: EligibilityRule {
  let rule = Rule.period

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .days(
      context.placementCase.students[student].availableFrom,
      context.placementCase.students[student].availableTo)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let student = context.placementCase.students[student]
    let post = context.placementCase.posts[post]
    if let from = student.availableFrom, post.start < from { return false }
    if let to = student.availableTo, post.end > to { return false }
    return true
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    let student = context.placementCase.students[student]
    return student.availableFrom == nil && student.availableTo == nil
  }
}
