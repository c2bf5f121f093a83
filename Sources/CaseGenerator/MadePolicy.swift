import Placement

/// The contract's numbers, with the documents that they come from.
func makePolicy(_ options: GeneratorOptions) -> Policy {
  var policy = Policy()
  policy.language = options.language
  policy.name = Text(
    zh: "杭州（虚构数据，\(options.students)名学生，种子\(options.seed)）",
    en: "Hangzhou (made-up data, \(options.students) students, seed \(options.seed))")(options.language)
  let internships = "职业学校学生实习管理规定（教职成〔2021〕4号）"
  for key in [
    "staff_share_max", "post_share_max", "minimum_age", "minimum_grade", "pay_share_min", "widest",
    "night_shift", "rest_day_work", "overtime", "hazardous", "prohibited_venue", "labour_grade_max",
    "host", "admitted", "minors_prohibited", "cross_province", "lodging", "duration",
  ] { policy.sources[key] = internships }
  policy.sources["target_share"] = "杭政办函〔2020〕4号（七）"
  policy.sources["women_prohibited"] = "女职工劳动保护特别规定（国务院令第619号）"
  policy.sources["minimum_wage"] = Text(
    zh: "浙江省人民政府关于调整全省最低工资标准的通知", en: "浙江省人民政府关于调整全省最低工资标准的通知")(options.language)
  policy.sources["max_distance_km"] = Text(zh: "示例：本市实习安排办法", en: "Example: the city's placement rules")(
    options.language)
  return policy
}
