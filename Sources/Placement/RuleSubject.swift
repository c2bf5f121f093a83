/// The pair that a rule speaks of.
struct RuleSubject {
  let student: Student
  let post: Post
  let host: Enterprise
  let policy: Policy

  init(_ student: Int, _ post: Int, _ placementCase: PlacementCase) {
    self.student = placementCase.students[student]
    self.post = placementCase.posts[post]
    host = placementCase.enterprises[self.post.enterprise]
    policy = placementCase.policy
  }

  let adult = Text(zh: "上岗时须满 18 周岁", en: "18 years old when the post starts")

  /// The first condition that the host does not meet.
  var fitHost: Text {
    if host.approved, host.dishonest {
      return Text(zh: "企业不得在失信名单上", en: "an enterprise that is not on the list of dishonest firms")
    }
    if host.approved, host.agency {
      return Text(zh: "不得通过中介机构或劳务派遣组织实习", en: "no agency or labour dispatcher")
    }
    if host.approved, let violation = host.lastSafetyViolation {
      return Text(
        zh: "实习开始前三年内不得有安全违法（最近一次 \(violation)）",
        en: "no safety violation in the three years before the post starts (the last one on \(violation))")
    }
    return Text(zh: "企业须已通过准入考察", en: "an approved host enterprise")
  }

  var boards: Bool { student.acceptsBoarding && post.dormitory }

  /// The student's own limit, where it is what binds.
  var ownLimit: ExactDecimal? { student.maxDistance.flatMap { $0 < policy.maxDistance ? $0 : nil } }

  func isExempt(from rule: Rule) -> Bool { post.exemption != nil && post.exemptFrom.contains(rule) }

  var payKey: String {
    post.referencePay == nil && post.lowestGradePay == nil ? "minimum_wage" : "pay_share_min"
  }

  /// Whichever of the post's two numbers are there, else the district's minimum wage.
  var leastPay: Text {
    let least = Text(zh: "月报酬不得低于", en: "monthly pay of at least ")
    let share = post.referencePay.map {
      Text(
        zh: "相同岗位工资 \($0) 元的 \(policy.payShareMin) 倍", en: "\(policy.payShareMin) of the post's \($0) yuan")
    }
    let lowest = post.lowestGradePay.map {
      Text(zh: "本单位最低档工资 \($0) 元", en: "the lowest grade's \($0) yuan")
    }
    switch (share, lowest) {
    case (let share?, let lowest?): return least + share + Text(zh: "或", en: " or ") + lowest
    case (let only?, nil), (nil, let only?): return least + only
    case (nil, nil):
      let wage = policy.minimumWage(in: host.district)
      // The Rules know shares of what the host pays alone.
      return least
        + Text(
          zh: "最低工资 \(wage) 元（岗位没有可比工资时，本程序自定的规则）",
          en:
            "the minimum wage of \(wage) yuan (this program's own rule where a post names no pay to compare with)"
        )
    }
  }

  /// What `worst_rank` and `listed_only` ask of whoever has wishes.
  var wishedFor: Text {
    guard let worst = policy.worstRank else {
      return Text(zh: "须安排在所填志愿之内", en: "a post or enterprise that the student has wished for")
    }
    return policy.listedOnly
      ? Text(
        zh: "须安排在所填志愿之内，且不低于第 \(worst) 志愿",
        en: "a post or enterprise that the student has wished for, ranked \(worst) or better")
      : Text(zh: "不得低于第 \(worst) 志愿", en: "no wish of the student's that is ranked below \(worst)")
  }

  var farthest: Text {
    let boarding = policy.boardingMaxDistance
    guard !boards else {
      return Text(zh: "住宿的不得超过 \(boarding) 公里", en: "at most \(boarding) km for a student who boards")
    }
    let daily =
      ownLimit.map { Text(zh: "不得超过该生本人的上限 \($0) 公里", en: "at most \($0) km, the student's own limit") }
      ?? Text(zh: "不得超过 \(policy.maxDistance) 公里", en: "at most \(policy.maxDistance) km")
    guard post.dormitory else { return daily }
    return daily + Text(zh: "，住宿的不得超过 \(boarding) 公里", en: ", or \(boarding) km for students who board")
  }
}
