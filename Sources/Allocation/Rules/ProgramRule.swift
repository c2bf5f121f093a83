import Placement

/// Order classes: a post that reserves programs takes only their students, and a student whose program any
/// post reserves takes only posts that reserve it.
struct ProgramRule: EligibilityRule {
  let rule = Rule.program

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .texts(context.placementCase.students[student].program.map { [$0] } ?? [])
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let programs = context.placementCase.posts[post].reservedPrograms
    guard let own = context.placementCase.students[student].program else { return programs.isEmpty }
    return programs.isEmpty ? !context.isProgramReserved[student] : programs.contains(own)
  }
}
