import Placement

/// Only with a filed exemption, and never under 18 at the start.
struct HazardousRule: EligibilityRule {
  let rule = Rule.hazardous
  var reads: CellsRead {
    CellsRead(student: ["birth_date"], post: ["hazardous"] + CellsRead.exemption + CellsRead.period)
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.reaches(RuleContext.adultAge, student: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let item = context.placementCase.posts[post]
    return !item.hazardous
      || item.isExempt(from: .hazardous) && context.isAdult(student: student, at: post)
  }
}
