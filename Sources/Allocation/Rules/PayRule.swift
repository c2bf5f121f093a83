import Placement

/// Pay for independent work: a share of what the post pays its staff, or the employer's lowest grade, or, where
/// the post says neither, the district's minimum wage.
struct PayRule: EligibilityRule {
  let rule = Rule.pay
  let policyKeys = ["pay_share_min", "minimum_wage"]

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

  func decisiveKeys(student: Int, post: Int, in context: RuleContext) -> [String] {
    let post = context.placementCase.posts[post]
    return [post.referencePay == nil && post.lowestGradePay == nil ? "minimum_wage" : "pay_share_min"]
  }

  func demand(post: Int, in context: RuleContext) -> Text {
    let post = context.placementCase.posts[post]
    var zh: [String] = []
    var en: [String] = []
    if let reference = post.referencePay {
      zh.append("相同岗位工资 \(reference) 元的 \(context.policy.payShareMin) 倍")
      en.append("\(context.policy.payShareMin) of the post's \(reference) yuan")
    }
    if let lowest = post.lowestGradePay {
      zh.append("本单位最低档工资 \(lowest) 元")
      en.append("the lowest grade's \(lowest) yuan")
    }
    if zh.isEmpty {
      let district = context.placementCase.enterprises[post.enterprise].district
      let wage = context.policy.minimumWage(in: district)
      zh.append("最低工资 \(wage) 元")
      en.append("the minimum wage of \(wage) yuan")
    }
    return Text(
      zh: "月报酬不低于" + zh.joined(separator: "或"),
      en: "monthly pay of at least " + en.joined(separator: " or "))
  }
}
