import Placement

/// Only with a filed exemption.
struct RestDayWorkRule: EligibilityRule {
  let rule = Rule.restDayWork
  var reads: CellsRead { CellsRead(post: ["rest_day_work"] + CellsRead.exemption) }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].restDayWork
      || context.placementCase.posts[post].isExempt(from: .restDayWork)
  }
}
