import Placement

/// Work that the law bars to women.
struct WomenProhibitedRule: EligibilityRule {
  let rule = Rule.womenProhibited
  var reads: CellsRead { CellsRead(student: ["sex"], post: ["women_prohibited"]) }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    switch context.placementCase.students[student].sex {
    case .female: .number(0)
    case .male: .number(1)
    case nil: .number(2)
    }
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].womenProhibited
      || context.placementCase.students[student].sex != .female
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.posts[post].womenProhibited && context.placementCase.students[student].sex == nil
  }
}
