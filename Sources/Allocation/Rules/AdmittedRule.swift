import Placement

/// The student's school has inspected and admitted the host for the post's whole period; a school that lists nobody
/// is not restricted.
struct AdmittedRule: EligibilityRule {
  let rule = Rule.admitted
  var reads: CellsRead {
    CellsRead(student: ["school_id"], post: ["enterprise_id"] + CellsRead.period)
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .texts([context.placementCase.students[student].schoolID])
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.ties.admits(
      school: context.placementCase.students[student].schoolID, post: post, of: context.placementCase)
  }

  /// Admissions of which nobody says when the school went to see.
  func rowsLackingData(in placementCase: PlacementCase) -> Int {
    placementCase.partners.count { $0.inspectedOn == nil }
  }

  /// An admission that could not be read may be the one, unless it is another school's or another host's.
  func isSound(student: Int, post: Int, in placementCase: PlacementCase, _ unsound: UnsoundCells) -> Bool {
    unsound.isSound(reads, student: student, post: post, in: placementCase)
      && unsound.knowsAdmissions(
        of: placementCase.students[student].schoolID, at: placementCase.posts[post].enterprise)
  }
}
