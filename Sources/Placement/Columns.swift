/// Columns of the files by their English headers, and their Chinese ones.
public enum Columns {
  /// Chinese headers that mean the same in every file.
  private static let shared: [String: String] = [
    "student_id": "学号", "school_id": "学校编号", "enterprise_id": "企业编号", "post_id": "岗位编号",
    "class_name": "班级", "teacher": "指导教师", "specialty_code": "专业代码", "district": "区县",
    "latitude": "纬度", "longitude": "经度", "zone": "片区", "address": "实习地址",
    "start_date": "开始日期", "end_date": "结束日期", "monthly_pay": "月报酬", "alliances": "联盟",
    // students.csv
    "program": "订单班", "grade": "年级", "birth_date": "出生日期", "sex": "性别",
    "accepts_boarding": "接受住宿", "max_distance_km": "最远距离公里", "certificates": "证书",
    "priority": "权重", "team_id": "小组", "available_from": "可实习起", "available_to": "可实习止",
    "excluded": "不参加",
    // enterprises.csv
    "staff_total": "职工总数", "staff_on_duty": "在岗职工", "above_scale": "规模以上",
    "max_interns": "接纳上限", "approved": "准入", "certified": "产教融合型企业", "contact": "联系人",
    // posts.csv
    "title": "岗位名称", "specialty_codes": "对口专业", "seats": "名额", "min_students": "最少人数",
    "job_group": "同类岗位组", "same_post_staff": "同类岗位在岗职工", "reference_pay": "相同岗位工资",
    "lowest_grade_pay": "本单位最低档工资", "independent_work": "独立上岗", "night_shift": "夜班",
    "rest_day_work": "休息日实习", "overtime": "加班", "hazardous": "危险作业",
    "prohibited_venue": "禁止场所", "women_prohibited": "女职工禁忌", "labour_grade": "体力劳动强度等级",
    "exemption": "备案号", "exempt_from": "备案事项", "dormitory": "提供住宿",
    "required_certificates": "所需证书", "reserved_for": "定向学校", "reserved_programs": "定向班",
    // the others
    "rank": "志愿顺序", "decision": "决定", "reason": "理由", "author": "决定人", "decided_on": "决定日期",
    "stage": "进度", "from_zone": "起点片区", "to_zone": "终点片区", "distance_km": "距离公里",
    "code_a": "代码一", "code_b": "代码二",
    // a plan
    "student_name": "姓名", "school_name": "学校名称", "status": "安排状态", "post_title": "岗位名称",
    "enterprise_name": "企业名称", "match": "对口程度", "preference_rank": "志愿顺序",
    "previous_post_id": "原岗位编号", "overridden_rules": "突破规则", "alternatives": "备选岗位",
    "note": "备注", "decision_post_id": "决定岗位编号", "decision_reason": "决定理由",
    "eligible_posts": "可选岗位数", "nearest_post_id": "最近岗位编号", "nearest_blocked_by": "受限于",
    "detail": "说明", "serves": "调整原因", "kind": "类别", "id": "编号", "name": "名称", "limit": "上限",
    "limit_from": "上限来源", "offered": "提供名额", "placed": "已安排", "free": "剩余",
    "target_low": "目标下限", "target_high": "目标上限", "target_met": "是否达标",
    "worth": "增一名额可多安排", "specialty_class": "专业类", "students": "学生数",
    "unplaced": "未安排数", "rule": "规则", "source": "来源", "checked": "检查数", "refused": "不符数",
    "overridden": "突破数", "data_missing": "缺数据数",
    // what-if
    "figure": "指标", "of": "范围", "before": "之前", "after": "之后", "difference": "变化",
    "why": "变动原因", "scenario": "情景", "settings": "设定", "suggestion": "建议",
    "placed_more": "增加安排人数", "mean_distance_km": "平均距离公里", "worst_distance_km": "最远距离公里",
    "exact_matches": "专业对口人数", "proven": "已证明最优", "before_bound": "之前下界",
    "before_proven": "之前已证明最优", "after_bound": "之后下界", "after_proven": "之后已证明最优",
  ]

  /// Chinese headers that differ from the shared one in one file.
  private static let byFile: [String: [String: String]] = [
    "students.csv": ["name": "姓名"],
    "schools.csv": ["name": "学校名称"],
    "enterprises.csv": ["name": "企业名称", "current_interns": "在岗实习生"],
    "posts.csv": ["current_interns": "本岗位在岗实习生"],
    "unplaced.csv": ["reason": "未安排原因"],
    "comparison.csv": ["target_met": "达标企业数"],
  ]

  /// The header of `column` in `file`.
  public static func header(_ column: String, in file: String, language: Language) -> String {
    if language == .english { return column }
    // What-if numbers its stages: `objective_2`, `objective_2_change`.
    if column.hasPrefix("objective_") {
      let number = column.dropFirst("objective_".count).prefix(while: \.isNumber)
      return "第 \(number) 级目标" + (column.hasSuffix("_change") ? "变化" : "")
    }
    return byFile[file]?[column] ?? shared[column] ?? column
  }

  /// Columns of figures that may be negative: the one place where a cell may begin with a minus and be no text.
  public static func isSigned(_ column: String) -> Bool {
    signed.contains(column) || column.hasPrefix("objective_")
  }

  private static let signed: Set<String> = ["free", "before", "after", "difference", "placed_more"]

  /// The columns of a plan's files, in their order.
  public static let assignments = [
    "student_id", "student_name", "school_id", "school_name", "class_name", "teacher", "specialty_code",
    "status", "post_id", "post_title", "enterprise_id", "enterprise_name", "district", "address", "match",
    "distance_km", "preference_rank", "monthly_pay", "start_date", "end_date", "previous_post_id",
    "overridden_rules", "alternatives", "note", "decision", "decision_post_id", "decision_reason",
  ]
  public static let unplaced = [
    "student_id", "student_name", "school_id", "specialty_code", "reason", "eligible_posts",
    "nearest_post_id", "nearest_blocked_by", "detail",
  ]
  public static let changes = [
    "student_id", "student_name", "school_id", "status", "previous_post_id", "post_id", "serves", "detail",
  ]
  public static let quotas = [
    "kind", "id", "name", "district", "limit", "limit_from", "offered", "placed", "free", "target_low",
    "target_high", "target_met", "worth",
  ]
  public static let supplyDemand = ["specialty_class", "district", "students", "seats", "placed", "unplaced"]
  public static let compliance = ["rule", "source", "checked", "refused", "overridden", "data_missing"]
}
