/// Why a student with a published post has another, or none: a word and a sentence of changes.csv.
public enum ChangeReason: Sendable, Equatable {
  /// A test closes the published post.
  case closed(Rule)
  /// The student has found a place alone.
  case selfArranged
  /// The student is held at another post.
  case pinned
  /// Quotas or earlier objectives decided otherwise.
  case quota

  public var word: Text {
    switch self {
    case .closed(let rule): rule.text
    case .selfArranged: PlacementStatus.selfArranged.text
    case .pinned: PlacementStatus.pinned.text
    case .quota: PlanWord.quota.text
    }
  }

  /// - Parameters:
  ///   - post: the id of the published post.
  ///   - next: that of the new one; nil for none.
  public func sentence(leaving post: String, for next: String?) -> Text {
    switch self {
    case .closed(.excluded):
      Text(
        zh: "该生不参加实习，不再去原岗位 \(post)",
        en: "the student takes no part and leaves the published post \(post)")
    case .closed(let rule):
      Text(
        zh: "原岗位 \(post) 因“\(rule.chinese)”规则不再对该生开放",
        en: "the rule \(rule.rawValue) closes the published post \(post) to the student")
    case .selfArranged:
      Text(
        zh: "该生自行联系了单位并经学校审核，不再去原岗位 \(post)",
        en:
          "the student has found a place alone, which the school has approved, and leaves the published post "
          + post)
    case .pinned:
      Text(
        zh: "该生已锁定在岗位 \(next ?? "")，不再去原岗位 \(post)",
        en: "the student is pinned to post \(next ?? "") and leaves the published post \(post)")
    case .quota:
      Text(
        zh: "原岗位 \(post) 仍对该生开放，但按名额、最少人数、小组和各级目标统筹，"
          + (next.map { "改到岗位 \($0)" } ?? "未能安排"),
        en: "the published post \(post) is open to the student, but quotas, minimums, teams and objectives "
          + "together " + (next.map { "lead to post \($0)" } ?? "leave no post"))
    }
  }
}

/// Words of a plan's cells that belong to no other list.
public enum PlanWord: String, Word {
  /// `serves` in changes.csv: quotas or earlier objectives decided otherwise.
  case quota
  /// `nearest_blocked_by` in unplaced.csv: the post would stay below its minimum; `rule` in compliance.csv.
  case minStudents = "min_students"
  /// The same: students of one school have all that the post or its enterprise takes of them.
  case maxPerSchool = "max_per_school"
  /// `rule` in compliance.csv: students of one team go to one post, or all stay without.
  case team = "team_id"
  /// As of ``minStudents``, in unplaced.csv alone: somebody is there from whom the student keeps apart.
  case apart
  /// `rule` in compliance.csv: the share of interns that above-scale enterprises are to reach.
  case targetShare = "target_share"
  /// `rule` in compliance.csv: posts whose period is not about as long as the Rules have in mind.
  case duration
  /// `rule` in compliance.csv: the Rules say "as a rule" of the shares that this program never exceeds.
  case stricterThanText = "stricter_than_text"

  public var chinese: String {
    switch self {
    case .quota: "名额"
    case .minStudents: "最少人数"
    case .maxPerSchool: "每校上限"
    case .team: "小组"
    case .apart: "不能同去"
    case .targetShare: "目标比例"
    case .duration: "实习时长"
    case .stricterThanText: "从严于条文"
    }
  }
}

/// What `summary.json` counts.
public enum CountWord: String, Word {
  case students
  case takingPart = "taking_part"
  case excluded
  case selfArranged = "self_arranged"
  case placed, pinned, kept, moved, new, unplaced, enterprises, posts
  case postsUsed = "posts_used"
  case aboveScale = "above_scale"
  case targetMet = "target_met"

  public var chinese: String {
    switch self {
    case .students: "学生"
    case .takingPart: "参加安排"
    case .excluded: "不参加"
    case .selfArranged: "自行联系"
    case .placed: "已安排"
    case .pinned: "已锁定"
    case .kept: "维持"
    case .moved: "调整"
    case .new: "新安排"
    case .unplaced: "未安排"
    case .enterprises: "企业"
    case .posts: "岗位"
    case .postsUsed: "使用的岗位"
    case .aboveScale: "规模以上企业"
    case .targetMet: "达到目标的企业"
    }
  }
}

/// The steps of an unattended run, as its timings name them.
public enum NightStep: String, Word {
  case snapshot, check, allocate, verify, compare, place, total

  public var chinese: String {
    switch self {
    case .snapshot: "读取快照"
    case .check: "检查"
    case .allocate: "求解"
    case .verify: "核验"
    case .compare: "比较"
    case .place: "替换方案"
    case .total: "合计"
    }
  }
}

extension PublishedPlacement.Stage {
  /// The stage's word in published.csv and in the notes of a plan.
  public var text: Text {
    switch self {
    case .announced: Text(zh: "已公布", en: "announced")
    case .confirmed: Text(zh: "已确认", en: "confirmed")
    case .signed: Text(zh: "已签协议", en: "signed")
    case .started: Text(zh: "已上岗", en: "started")
    }
  }
}

/// What the national rules ask of every internship and these data cannot show: compliance.csv lists
/// each, so that nobody takes a clean plan for proof of it.
public enum UncheckedPoint: String, Word {
  case noFeesOrDeposits = "no_fees_or_deposits"
  case paidMonthlyInMoney = "paid_monthly_in_money"
  case tutorAssigned = "tutor_assigned"
  case workingHoursAndRest = "working_hours_and_rest"
  case internshipPlanAndAssessment = "internship_plan_and_assessment"

  public var chinese: String {
    switch self {
    case .noFeesOrDeposits: "未收取费用、押金或扣押证件"
    case .paidMonthlyInMoney: "报酬按月以货币足额支付"
    case .tutorAssigned: "校企双方已配备指导人员"
    case .workingHoursAndRest: "工作时间与休息休假符合规定"
    case .internshipPlanAndAssessment: "实习方案与考核已落实"
    }
  }

  /// The regulation that asks for it: the `source` of its row in compliance.csv.
  public static let source = Text(
    zh: "职业学校学生实习管理规定（教职成〔2021〕4号）",
    en: "Regulations on Internships of Vocational School Students (Jiaozhicheng [2021] No. 4)")
}

extension PlanWord {
  /// What stands as the source of ``stricterThanText``.
  public static let stricterNote = Text(
    zh: "条文为“一般不超过在岗职工总数的 10%”“一般不高于同类岗位在岗职工总数的 20%”；本方案一律不得超过",
    en:
      "the text says \"as a rule at most\" 10 % of the staff on duty and 20 % of those in the same kind of post; "
      + "this plan never exceeds them")
}
