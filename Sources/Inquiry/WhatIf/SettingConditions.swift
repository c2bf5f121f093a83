import Placement

// Which rows a setting is for: what its conditions say of a student, an enterprise, a post.

extension PlacementCase {
  /// Does the row keep the condition?
  ///
  /// - Parameter row: by its index among those of the kind.
  func holds(
    _ condition: Setting.Condition, _ kind: Setting.RowKind, _ row: Int, _ setting: Setting
  ) throws(InquiryFault) -> Bool {
    switch kind {
    case .students, .decisions, .published: try studentHolds(condition, student: row, setting)
    case .enterprises: try enterpriseHolds(condition, enterprise: row, setting)
    case .posts: try postHolds(condition, post: row, setting)
    case .selfArranged: try placeHolds(condition, selfArrangedInOrder[row], setting)
    case .teachers:
      Setting.holds(
        condition,
        try SettingField<Teacher>.all.named(condition.field, for: setting, file: "teachers.csv").get(
          teachers[row]))
    }
  }

  private func studentHolds(
    _ condition: Setting.Condition, student: Int, _ setting: Setting
  ) throws(InquiryFault) -> Bool {
    if let inner = condition.inside(["school.", "学校."]) {
      let school = schools.first { $0.id == students[student].schoolID }
      let field = try SettingField<School>.selectors.named(inner.field, for: setting, file: "schools.csv")
      return Setting.holds(inner, school.flatMap(field.get))
    }
    if ["student_id", "学号"].contains(condition.field) {
      return Setting.holds(condition, .text(students[student].id))
    }
    let field = try SettingField<Student>.all.named(condition.field, for: setting, file: "students.csv")
    return Setting.holds(condition, field.get(students[student]))
  }

  private func enterpriseHolds(
    _ condition: Setting.Condition, enterprise: Int, _ setting: Setting
  ) throws(InquiryFault) -> Bool {
    let field = try SettingField<Enterprise>.all.named(
      condition.field, for: setting, file: "enterprises.csv")
    return Setting.holds(condition, field.get(enterprises[enterprise]))
  }

  private func postHolds(
    _ condition: Setting.Condition, post: Int, _ setting: Setting
  ) throws(InquiryFault) -> Bool {
    if let inner = condition.inside(["enterprise.", "企业."]) {
      return try enterpriseHolds(inner, enterprise: posts[post].enterprise, setting)
    }
    // Of the enterprise alone, so that nobody can mean the post's.
    if ["enterprise_id", "企业编号", "district", "区县"].contains(condition.field) {
      return try enterpriseHolds(condition, enterprise: posts[post].enterprise, setting)
    }
    let field = try SettingField<Post>.all.named(condition.field, for: setting, file: "posts.csv")
    return Setting.holds(condition, field.get(posts[post]))
  }

  private func placeHolds(
    _ condition: Setting.Condition, _ place: SelfArranged, _ setting: Setting
  ) throws(InquiryFault) -> Bool {
    if let inner = condition.inside(["student.", "学生."]) {
      return try studentHolds(inner, student: place.student, setting)
    }
    if let inner = condition.inside(["enterprise.", "企业."]) {
      guard let enterprise = place.enterprise else { return false }
      return try enterpriseHolds(inner, enterprise: enterprise, setting)
    }
    if ["student_id", "学号"].contains(condition.field) {
      return Setting.holds(condition, .text(students[place.student].id))
    }
    if ["enterprise_id", "企业编号"].contains(condition.field) {
      return Setting.holds(condition, place.enterprise.map { .text(enterprises[$0].id) })
    }
    let field = try SettingField<SelfArranged>.all.named(
      condition.field, for: setting, file: CaseSchema.selfArranged.table.file)
    return Setting.holds(condition, field.get(place))
  }
}

extension Setting.Condition {
  /// The condition on a row that this one points to; nil where it does not.
  fileprivate func inside(_ prefixes: [String]) -> Setting.Condition? {
    prefixes.first { field.hasPrefix($0) }.map {
      Setting.Condition(field: String(field.dropFirst($0.count)), isEqual: isEqual, value: value)
    }
  }
}

extension Array {
  /// The field of a name, English or Chinese.
  func named<Row>(
    _ name: String, for setting: Setting, file: String
  ) throws(InquiryFault) -> SettingField<Row> where Element == SettingField<Row> {
    if let field = first(where: {
      $0.name == name || Columns.header($0.name, in: file, language: .chinese) == name
    }) {
      return field
    }
    let names = filter { $0.set != nil }.map(\.name)
    let headers = names.map { Columns.header($0, in: file, language: .chinese) }
    throw InquiryFault(
      Text(
        zh: "\(CaseSchema.table(file)?.chinese ?? file)表没有可用的字段 \(name)（\(setting.text)）",
        en: "\(file) has no field \(name) to use (\(setting.text))"),
      mend: Text(
        zh: "可以改的字段：\(headers.joined(separator: "、"))",
        en: "the fields that can be set are \(names.joined(separator: ", "))"))
  }
}
