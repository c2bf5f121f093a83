import Placement

/// Only with a filed exemption.
struct OvertimeRule: EligibilityRule {
  let rule = Rule.overtime
  var reads: CellsRead { CellsRead(post: ["overtime"] + CellsRead.exemption) }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].overtime || context.placementCase.posts[post].isExempt(from: .overtime)
  }
}
