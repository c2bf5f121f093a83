import Placement

/// Finds the rows that a setting is about.
struct RowChooser {
  let kind: Setting.RowKind
  let ids: [String]

  /// Whether rows are named one by one: a field that is empty is then no row to pass over.
  func isNamed(_ selector: String) -> Bool {
    selector != "*" && (ids.contains(selector) || Setting.conditions(selector) == nil)
  }

  func rows(
    _ selector: String, holds: (Int, Setting.Condition) throws(InquiryFault) -> Bool
  ) throws(InquiryFault) -> [Int] {
    if selector == "*" { return Array(ids.indices) }
    if let row = ids.firstIndex(of: selector) { return [row] }
    guard let conditions = Setting.conditions(selector) else { return try named(selector) }
    var rows: [Int] = []
    for row in ids.indices {
      var all = true
      for condition in conditions where all { all = try holds(row, condition) }
      if all { rows.append(row) }
    }
    guard !rows.isEmpty else { throw nobody(selector, try counts(conditions, holds)) }
    return rows
  }

  /// `P01,P02`: every one must be there.
  private func named(_ selector: String) throws(InquiryFault) -> [Int] {
    let names = SettingText.parts(of: selector).map { SettingText.unquoted($0) }
    var rows: [Int] = []
    var unknown: [String] = []
    for name in names {
      if let row = ids.firstIndex(of: name) { rows.append(row) } else { unknown.append(name) }
    }
    guard unknown.isEmpty else { throw Self.unknown(unknown, kind, ids, known: rows.map { ids[$0] }) }
    return Array(Set(rows)).sorted()
  }

  /// How many rows fulfil each condition by itself: which of several is at fault.
  private func counts(
    _ conditions: [Setting.Condition], _ holds: (Int, Setting.Condition) throws(InquiryFault) -> Bool
  ) throws(InquiryFault) -> [(Setting.Condition, Int)] {
    var counts: [(Setting.Condition, Int)] = []
    for condition in conditions {
      var count = 0
      for row in ids.indices where try holds(row, condition) { count += 1 }
      counts.append((condition, count))
    }
    return counts
  }

  private func nobody(_ selector: String, _ counts: [(Setting.Condition, Int)]) -> InquiryFault {
    let each: [Text] =
      counts.count > 1
      ? counts.map { condition, count -> Text in
        let name = "\(condition.field)\(condition.isEqual ? "=" : "!=")\(condition.value)"
        return Text(zh: "\(name) 有 \(count) 行", en: "\(name) fits \(count)")
      } : []
    let detail =
      each.isEmpty
      ? Text(verbatim: "")
      : Text(zh: "（", en: " (") + each.joined(by: .comma) + Text(zh: "）", en: ")")
    return InquiryFault(
      Text(zh: "\(kind.chinese)表中没有符合 [\(selector)] 的行", en: "no row of \(kind.file) fits [\(selector)]")
        + detail,
      mend: Text(zh: "检查字段的值是否与文件中一致", en: "check the value against the file"))
  }

  /// - Parameter known: what of the same list is there.
  static func unknown(
    _ names: [String], _ kind: Setting.RowKind, _ ids: [String], known: [String] = []
  ) -> InquiryFault {
    let near = Array(names.flatMap { nearest(to: $0, among: ids) }.prefix(3))
    let found =
      known.isEmpty
      ? Text(verbatim: "")
      : Text(
        zh: "（有 \(known.joined(separator: "、"))）", en: " (\(known.joined(separator: ", ")) are there)")
    return InquiryFault(
      Text(
        zh: "\(kind.chinese)表中没有编号 \(names.joined(separator: "、"))",
        en: "\(kind.file) has no id \(names.joined(separator: ", "))") + found,
      mend: near.isEmpty
        ? Text(zh: "写编号、* 或条件", en: "write an id, * or a condition")
        : Text(
          zh: "最接近的编号：\(near.joined(separator: "、"))",
          en: "the nearest ids are \(near.joined(separator: ", "))"))
  }

  /// Behind what is said of an id that is not there: those that are a slip or two away; nothing where there are none.
  static func nearestIDs(to id: String, among ids: [String]) -> Text {
    let target = Array(id.utf8)
    let near = nearest(to: id, among: ids).filter {
      EditDistance.between(target, Array($0.utf8)) <= 2 && ShownID.mayShow($0)
    }
    return near.isEmpty
      ? Text(verbatim: "")
      : Text(
        zh: "；最接近的编号：\(near.joined(separator: "、"))",
        en: "; the nearest ids are \(near.joined(separator: ", "))")
  }

  /// Up to three, fewest edits first.
  static func nearest(to id: String, among ids: [String]) -> [String] {
    let target = Array(id.utf8)
    let ranked = ids.map { (EditDistance.between(target, Array($0.utf8)), $0) }
    return ranked.filter { $0.0 <= max(2, target.count / 2) }
      .sorted { $0.0 != $1.0 ? $0.0 < $1.0 : String.utf8Precedes($0.1, $1.1) }.prefix(3).map(\.1)
  }
}
