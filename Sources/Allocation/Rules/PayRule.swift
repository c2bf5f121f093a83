import Placement

/// Pay for independent work: a share of what the post pays its staff, or the employer's lowest grade, or, where
/// the post says neither, the district's minimum wage.
struct PayRule: EligibilityRule {
  let rule = Rule.pay
  var reads: CellsRead {
    CellsRead(
      post: ["enterprise_id", "monthly_pay", "reference_pay", "lowest_grade_pay", "independent_work"],
      enterprise: ["district"], policy: ["eligibility.pay_share_min", "eligibility.minimum_wage"])
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let post = context.placementCase.posts[post]
    guard post.independentWork else { return true }
    if let reference = post.referencePay,
      post.monthlyPay.isAtLeast(context.policy.payShareMin, of: reference)
    {
      return true
    }
    if let lowest = post.lowestGradePay, post.monthlyPay >= lowest { return true }
    guard post.referencePay == nil, post.lowestGradePay == nil else { return false }
    let district = context.placementCase.enterprises[post.enterprise].district
    return post.monthlyPay >= context.policy.minimumWage(in: district)
  }

  func lacksData(student: Int, post: Int, in context: RuleContext) -> Bool {
    let post = context.placementCase.posts[post]
    return post.independentWork && post.referencePay == nil && post.lowestGradePay == nil
  }
}
