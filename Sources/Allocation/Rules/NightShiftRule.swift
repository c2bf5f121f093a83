import Placement

/// Night shifts only with a filed exemption, and never under 18 at the start.
struct NightShiftRule: EligibilityRule {
  let rule = Rule.nightShift
  var reads: CellsRead {
    CellsRead(student: ["birth_date"], post: ["night_shift"] + CellsRead.exemption + CellsRead.period)
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.reaches(RuleContext.adultAge, student: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let item = context.placementCase.posts[post]
    return !item.nightShift
      || item.isExempt(from: .nightShift) && context.isAdult(student: student, at: post)
  }
}
