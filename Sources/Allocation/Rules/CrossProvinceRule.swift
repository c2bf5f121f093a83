import Placement

/// A post in another province than the student's school, by the first two digits of the area codes, needs a filing.
struct CrossProvinceRule: EligibilityRule {
  let rule = Rule.crossProvince
  var reads: CellsRead {
    CellsRead(student: ["school_id"], post: ["area_code", "cross_province_filing"], school: ["area_code"])
  }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.areaTraits(of: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.posts[post].crossProvinceFiling != nil
      || !context.isAway(student: student, post: post, digits: 2)
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.lacksArea(student: student, post: post)
  }
}
