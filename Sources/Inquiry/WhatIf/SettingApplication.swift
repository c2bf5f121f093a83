import Allocation
import AssignmentSolver
import Foundation
import Placement
import Plan

/// A case with settings made.
public struct ChangedCase: Sendable {
  public let placementCase: PlacementCase
  fileprivate let before: PlacementCase
  /// Which rows each setting took, which not and why.
  fileprivate let effects: [Text]

  /// Which rows each setting took, which not and why; what stays as it was; what leaves the law.
  ///
  /// - `quotas`: of the case as it was before.
  package func remarks(_ quotas: QuotaBook) -> [Text] {
    effects + SettingReview(before: before, after: placementCase, quotasBefore: quotas).remarks
  }
}

extension PlacementCase {
  /// The case with the settings made, in their order; checked like a case at the border. Self is untouched.
  ///
  /// A product is rounded down where the field takes whole numbers. Rows that are chosen by a condition and have
  /// the field empty are passed over by `+=`, `-=` and `*=`.
  /// - Throws: ``RequestFault``: an unknown field or id, a condition that chooses nobody, a value out of range.
  public func applying(_ settings: [Setting]) throws(RequestFault) -> PlacementCase {
    try changed(by: settings).placementCase
  }

  /// The same, and what there is to say of it.
  public func changed(by settings: [Setting]) throws(RequestFault) -> ChangedCase {
    var changed = self
    var effects: [Text] = []
    for setting in settings { effects += try changed.apply(setting) }
    try changed.checkAfter(self)
    return ChangedCase(placementCase: changed, before: self, effects: effects)
  }

  private mutating func apply(_ setting: Setting) throws(RequestFault) -> [Text] {
    switch setting.address {
    case .policy(let path):
      let effect = try applyToPolicy(setting, path)
      guard effect.changed.isEmpty else { return [] }
      return [Text(zh: "\(setting.text)：值没有变", en: "\(setting.text): the value stays as it was")]
    case .rows(let kind, let selector, let field):
      let chooser = RowChooser(kind: kind, ids: ids(of: kind))
      let rows = try chooser.rows(selector) { (index, condition) throws(RequestFault) in
        try holds(condition, kind, index, setting)
      }
      let isNamed = chooser.isNamed(selector)
      let effect: SettingEffect
      switch kind {
      case .students:
        effect = try setting.apply(
          field, of: SettingField<Student>.all, kind, to: &students, rows, chooser, isNamed)
      case .enterprises:
        effect = try setting.apply(
          field, of: SettingField<Enterprise>.all, kind, to: &enterprises, rows, chooser, isNamed)
      case .posts:
        effect = try setting.apply(
          field, of: SettingField<Post>.all, kind, to: &posts, rows, chooser, isNamed)
      case .selfArranged:
        var places = selfArrangedInOrder
        effect = try setting.apply(
          field, of: SettingField<SelfArranged>.all, kind, to: &places, rows, chooser, isNamed)
        for place in places { selfArranged[place.student] = place }
      case .teachers:
        effect = try setting.apply(
          field, of: SettingField<Teacher>.all, kind, to: &teachers, rows, chooser, isNamed)
      case .decisions: effect = try applyToDecisions(setting, field, rows)
      case .published: effect = try applyToPublished(setting, field, rows)
      }
      return setting.remarks(effect, field: field, isNamed: isNamed)
    }
  }

  private var selfArrangedInOrder: [SelfArranged] { selfArranged.values.sorted { $0.student < $1.student } }

  /// Decisions, published posts and places found alone go by their students.
  private func ids(of kind: Setting.RowKind) -> [String] {
    switch kind {
    case .students, .decisions, .published: students.map(\.id)
    case .enterprises: enterprises.map(\.id)
    case .posts: posts.map(\.id)
    case .selfArranged: selfArrangedInOrder.map { students[$0.student].id }
    case .teachers: teachers.map(\.id)
    }
  }

  private func holds(
    _ condition: Setting.Condition, _ kind: Setting.RowKind, _ row: Int, _ setting: Setting
  ) throws(RequestFault) -> Bool {
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

  private mutating func applyToPolicy(
    _ setting: Setting, _ path: String
  ) throws(RequestFault) -> SettingEffect {
    let known = SettingField<Policy>.all.first { $0.name == path } ?? .special(path, in: policy)
    guard let known else {
      let names = SettingField<Policy>.all.map { "policy.\($0.name)" }
      throw RequestFault(
        Text(zh: "没有名为 policy.\(path) 的数", en: "there is no number policy.\(path)"),
        mend: Text(
          zh:
            "可以写：\(names.joined(separator: "、"))、policy.eligibility.minimum_wage.区县、policy.objectives[1].unplaced",
          en: "there are \(names.joined(separator: ", ")), policy.eligibility.minimum_wage.DISTRICT and "
            + "policy.objectives[1].unplaced"))
    }
    var rows = [policy]
    let effect = try setting.apply(known, to: &rows, [0], ids: [""], isNamed: true)
    policy = rows[0]
    return effect
  }

  private func studentHolds(
    _ condition: Setting.Condition, student: Int, _ setting: Setting
  ) throws(RequestFault) -> Bool {
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
  ) throws(RequestFault) -> Bool {
    let field = try SettingField<Enterprise>.all.named(
      condition.field, for: setting, file: "enterprises.csv")
    return Setting.holds(condition, field.get(enterprises[enterprise]))
  }

  private func postHolds(
    _ condition: Setting.Condition, post: Int, _ setting: Setting
  ) throws(RequestFault) -> Bool {
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
  ) throws(RequestFault) -> Bool {
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

  /// What the border asks of places found alone.
  private func checkSelfArranged(_ before: PlacementCase) throws(RequestFault) {
    for place in selfArrangedInOrder {
      let id = students[place.student].id
      if place.work.end < place.work.start {
        throw RequestFault(
          Text(
            zh: "学生 \(id) 自行联系的实习结束早于开始", en: "the place of student \(id) would end before it starts"),
          mend: Text(zh: "两个日期一起改", en: "change both dates"))
      }
      // Plans are compared student by student of the same program.
      if before.selfArranged[place.student]?.isApproved != place.isApproved {
        throw RequestFault(
          Text(
            zh: "假设分析不改变谁参加安排：学生 \(id) 的学校审核日期不能由空改填或由填改空",
            en:
              "a what-if changes nothing about who is placed: approved_on of student \(id) can be neither given "
              + "nor cleared"),
          mend: Text(
            zh: "在案例的副本里修改 self-arranged.csv，再用 placement compare 比较两个方案",
            en:
              "change self-arranged.csv in a copy of the case, and compare the two plans with placement compare"
          ))
      }
      guard let approved = place.approvedOn else { continue }
      if !place.guardianConsent || approved > asOf || place.appliedOn.map({ approved < $0 }) ?? false {
        throw RequestFault(
          Text(
            zh: "学生 \(id) 自行联系的实习不能算审核通过：须有监护人同意，审核不早于申请，也不晚于 \(asOf)",
            en:
              "the place of student \(id) cannot count as approved: it needs the guardian's consent, and a day "
              + "not before applied_on nor after \(asOf)"),
          mend: Text(
            zh: "approved_on、applied_on、guardian_consent 一起改",
            en: "change approved_on, applied_on and guardian_consent together"))
      }
    }
  }

  /// What the border checks across cells.
  private func checkAfter(_ before: PlacementCase) throws(RequestFault) {
    try checkSelfArranged(before)
    // By index: a row of so many cells is not copied to be looked at.
    if let post = posts.indices.first(where: { posts[$0].end < posts[$0].start }).map({ posts[$0] }) {
      throw RequestFault(
        Text(zh: "岗位 \(post.id) 的结束日期早于开始日期", en: "post \(post.id) would end before it starts"),
        mend: Text(zh: "两个日期一起改", en: "change both dates"))
    }
    if let student = students.indices.first(where: {
      guard let from = students[$0].availableFrom, let to = students[$0].availableTo else { return false }
      return to < from
    }).map({ students[$0] }) {
      throw RequestFault(
        Text(
          zh: "学生 \(student.id) 的可实习止早于可实习起", en: "student \(student.id) would be available to before from"),
        mend: Text(zh: "两个日期一起改", en: "change both dates"))
    }
    if let teacher = teachers.first(where: { policy.maxStudents(of: $0) == nil }) {
      throw RequestFault(
        Text(
          zh: "教师 \(teacher.id) 没有指导人数上限，政策也没有",
          en: "teacher \(teacher.id) would have no limit of students, nor would the policy"),
        mend: Text(
          zh: "给教师或 policy.supervision.max_students 一个数",
          en: "give the teacher or policy.supervision.max_students a number"))
    }
    if policy.targetShareLow > policy.targetShareHigh {
      throw RequestFault(
        Text(zh: "目标比例的下限大于上限", en: "the lower target share would be above the higher one"),
        mend: Text(zh: "target_share[0] 与 target_share[1] 一起改", en: "change target_share[0] and [1] together")
      )
    }
    var staff: [String: (post: String, staff: Int?)] = [:]
    for post in posts {
      guard let group = post.jobGroup else { continue }
      let key = "\(post.enterprise)/\(group)"
      guard let first = staff[key] else {
        staff[key] = (post.id, post.samePostStaff)
        continue
      }
      if first.staff != post.samePostStaff {
        throw RequestFault(
          Text(
            zh: "同类岗位组 \(group) 的岗位 \(first.post) 与 \(post.id) 的 same_post_staff 不同",
            en: "posts \(first.post) and \(post.id) of job group \(group) would differ in same_post_staff"),
          mend: Text(
            zh: "用 posts[job_group=\(group)].same_post_staff 一起改",
            en: "change them together: posts[job_group=\(group)].same_post_staff"))
      }
    }
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

extension Setting {
  fileprivate func apply<Row>(
    _ name: String, of fields: [SettingField<Row>], _ kind: RowKind, to rows: inout [Row], _ indices: [Int],
    _ chooser: RowChooser, _ isNamed: Bool
  ) throws(RequestFault) -> SettingEffect {
    let field = try fields.named(name, for: self, file: kind.file)
    return try apply(field, to: &rows, indices, ids: chooser.ids, isNamed: isNamed)
  }
}

extension Array {
  /// The field of a name, English or Chinese.
  fileprivate func named<Row>(
    _ name: String, for setting: Setting, file: String
  ) throws(RequestFault) -> SettingField<Row> where Element == SettingField<Row> {
    if let field = first(where: {
      $0.name == name || Columns.header($0.name, in: file, language: .chinese) == name
    }) {
      return field
    }
    let names = filter { $0.set != nil }.map(\.name)
    throw RequestFault(
      Text(
        zh: "\(file) 没有可用的字段 \(name)（\(setting.text)）",
        en: "\(file) has no field \(name) to use (\(setting.text))"),
      mend: Text(
        zh: "可以改的字段：\(names.joined(separator: "、"))",
        en: "the fields that can be set are \(names.joined(separator: ", "))"))
  }
}
