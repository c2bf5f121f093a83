import Allocation
import AssignmentSolver
import Foundation
import Placement
import Plan

extension PlacementCase {
  /// The case with the settings made, in their order; checked like a case at the border. Self is untouched.
  ///
  /// A product is rounded down where the field takes whole numbers. Rows that are chosen by a condition and have
  /// the field empty are passed over by `+=`, `-=` and `*=`.
  /// - Throws: ``RequestFault``: an unknown field or id, a condition that chooses nobody, a value out of range.
  public func applying(_ settings: [Setting]) throws(RequestFault) -> PlacementCase {
    var changed = self
    for setting in settings {
      switch setting.address {
      case .policy(let path): try changed.applyToPolicy(setting, path)
      case .rows(.students, let selector, let name):
        let chooser = RowChooser(kind: .students, count: students.count) { students[$0].id }
        let field = try SettingField<Student>.all.named(name, for: setting, file: "students.csv")
        let rows = try chooser.rows(selector) { (index, condition) throws(RequestFault) in
          let field = try SettingField<Student>.all.named(condition.field, for: setting, file: "students.csv")
          return Setting.holds(condition, field.get(changed.students[index]))
        }
        try setting.apply(field, to: &changed.students, rows, isChosenByID: chooser.isID(selector))
      case .rows(.enterprises, let selector, let name):
        let chooser = RowChooser(kind: .enterprises, count: enterprises.count) { enterprises[$0].id }
        let field = try SettingField<Enterprise>.all.named(name, for: setting, file: "enterprises.csv")
        let rows = try chooser.rows(selector) { (index, condition) throws(RequestFault) in
          try changed.enterpriseHolds(condition, enterprise: index, setting)
        }
        try setting.apply(field, to: &changed.enterprises, rows, isChosenByID: chooser.isID(selector))
      case .rows(.posts, let selector, let name):
        let chooser = RowChooser(kind: .posts, count: posts.count) { posts[$0].id }
        let field = try SettingField<Post>.all.named(name, for: setting, file: "posts.csv")
        let rows = try chooser.rows(selector) { (index, condition) throws(RequestFault) in
          try changed.postHolds(condition, post: index, setting)
        }
        try setting.apply(field, to: &changed.posts, rows, isChosenByID: chooser.isID(selector))
      }
    }
    try changed.checkAfter(self)
    return changed
  }

  private mutating func applyToPolicy(_ setting: Setting, _ path: String) throws(RequestFault) {
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
    try setting.apply(known, to: &rows, [0], isChosenByID: true)
    policy = rows[0]
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
    let prefix = "enterprise."
    guard !condition.field.hasPrefix(prefix) else {
      let own = Setting.Condition(
        field: String(condition.field.dropFirst(prefix.count)), isEqual: condition.isEqual,
        value: condition.value)
      return try enterpriseHolds(own, enterprise: posts[post].enterprise, setting)
    }
    // Of the enterprise alone, so that nobody can mean the post's.
    if ["enterprise_id", "企业编号", "district", "区县"].contains(condition.field) {
      return try enterpriseHolds(condition, enterprise: posts[post].enterprise, setting)
    }
    let field = try SettingField<Post>.all.named(condition.field, for: setting, file: "posts.csv")
    return Setting.holds(condition, field.get(posts[post]))
  }

  /// What the border checks across cells.
  private func checkAfter(_ before: PlacementCase) throws(RequestFault) {
    if let post = posts.first(where: { $0.end < $0.start }) {
      throw RequestFault(
        Text(zh: "岗位 \(post.id) 的结束日期早于开始日期", en: "post \(post.id) would end before it starts"),
        mend: Text(zh: "两个日期一起改", en: "change both dates"))
    }
    if let student = students.first(where: { student in
      guard let from = student.availableFrom, let to = student.availableTo else { return false }
      return to < from
    }) {
      throw RequestFault(
        Text(
          zh: "学生 \(student.id) 的可实习止早于可实习起", en: "student \(student.id) would be available to before from"),
        mend: Text(zh: "两个日期一起改", en: "change both dates"))
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

/// Finds the rows that a setting is about.
private struct RowChooser {
  let kind: Setting.RowKind
  let count: Int
  let id: (Int) -> String

  func isID(_ selector: String) -> Bool { (0..<count).contains { id($0) == selector } }

  func rows(
    _ selector: String, holds: (Int, Setting.Condition) throws(RequestFault) -> Bool
  ) throws(RequestFault) -> [Int] {
    if selector == "*" { return Array(0..<count) }
    if let row = (0..<count).first(where: { id($0) == selector }) { return [row] }
    guard let conditions = Setting.conditions(selector) else { throw unknown(selector) }
    var rows: [Int] = []
    for row in 0..<count {
      var all = true
      for condition in conditions where all { all = try holds(row, condition) }
      if all { rows.append(row) }
    }
    guard !rows.isEmpty else {
      throw RequestFault(
        Text(zh: "\(kind.file) 中没有符合 [\(selector)] 的行", en: "no row of \(kind.file) fits [\(selector)]"),
        mend: Text(zh: "检查字段的值是否与文件中一致", en: "check the value against the file"))
    }
    return rows
  }

  private func unknown(_ selector: String) -> RequestFault {
    let near = Self.nearest(to: selector, among: (0..<count).map(id))
    return RequestFault(
      Text(zh: "\(kind.file) 中没有编号 \(selector)", en: "\(kind.file) has no id \(selector)"),
      mend: near.isEmpty
        ? Text(zh: "写编号、* 或条件", en: "write an id, * or a condition")
        : Text(
          zh: "最接近的编号：\(near.joined(separator: "、"))",
          en: "the nearest ids are \(near.joined(separator: ", "))"))
  }

  /// Up to three, fewest edits first.
  static func nearest(to id: String, among ids: [String]) -> [String] {
    let target = Array(id.utf8)
    let ranked = ids.map { (edits(target, Array($0.utf8)), $0) }
    return ranked.filter { $0.0 <= max(2, target.count / 2) }
      .sorted { $0.0 != $1.0 ? $0.0 < $1.0 : String.utf8Precedes($0.1, $1.1) }.prefix(3).map(\.1)
  }

  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (byte == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
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
