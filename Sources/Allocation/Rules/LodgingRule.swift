import Placement

/// A post in another city than the student's school, by the first four digits of the area codes, needs a bed for the
/// student or the guardian's consent to other lodgings.
struct LodgingRule: EligibilityRule {
  let rule = Rule.lodging
  var reads: CellsRead {
    CellsRead(
      student: ["school_id", "accepts_boarding", "own_lodging_consent"], post: ["area_code", "dormitory"],
      school: ["area_code"])
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.areaTraits(of: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let person = context.placementCase.students[student]
    return person.ownLodgingConsent || (person.acceptsBoarding && context.placementCase.posts[post].dormitory)
      || !context.isAway(student: student, post: post, digits: 4)
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.lacksArea(student: student, post: post)
  }
}

extension Rule {
  /// Whether a dormitory may let in whom the rule keeps off: a student who would board.
  package var yieldsToDormitory: Bool { self == .lodging || self == .distance }
}
