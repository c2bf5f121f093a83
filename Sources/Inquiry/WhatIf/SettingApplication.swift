import Allocation
import Foundation
import Placement

/// A case with settings made.
public struct ChangedCase: Sendable {
  public let placementCase: PlacementCase
  /// Which limits are others, where the settings reach nothing but limits.
  package let limits: ChangedLimits?
  fileprivate let before: PlacementCase
  /// Which rows each setting took, which not and why.
  fileprivate let effects: [Text]

  /// Which rows each setting took, which not and why; what stays as it was; what leaves the law.
  ///
  /// - `quotas`: of the case as it was before.
  package func remarks(_ quotas: QuotaBook) -> [Text] {
    effects
      + SettingReview(before: before, after: placementCase, limits: limits, quotasBefore: quotas).remarks
  }
}

extension PlacementCase {
  /// The case with the settings made, in their order, and what there is to say of it; checked like a case at the border.
  ///
  /// A product is rounded down where the field takes whole numbers. Rows that are chosen by a condition and have
  /// the field empty are passed over by `+=`, `-=` and `*=`.
  /// - Throws: ``InquiryFault``: an unknown field or id, a condition that chooses nobody, a value out of range.
  public func changed(by settings: [Setting]) throws(InquiryFault) -> ChangedCase {
    var changed = self
    var effects: [Text] = []
    var limits: ChangedLimits? = ChangedLimits()
    for setting in settings { effects += try changed.apply(setting, noting: &limits) }
    // No two cells that must agree hold a limit.
    if limits == nil { try SettingChecks(before: self, after: changed).run() }
    return ChangedCase(placementCase: changed, limits: limits, before: self, effects: effects)
  }

  private mutating func apply(
    _ setting: Setting, noting limits: inout ChangedLimits?
  ) throws(InquiryFault) -> [Text] {
    switch setting.address {
    case .policy(let path):
      limits = nil
      let effect = try applyToPolicy(setting, path)
      guard effect.changed.isEmpty else { return [] }
      return [Text(zh: "\(setting.text)：值没有变", en: "\(setting.text): the value stays as it was")]
    case .rows(let kind, let selector, let field):
      let chooser = RowChooser(kind: kind, ids: ids(of: kind))
      let rows = try chooser.rows(selector) { (index, condition) throws(InquiryFault) in
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
      switch (kind, effect.field) {
      case (.posts, "seats"): limits?.posts += rows
      case (.enterprises, "max_interns"): limits?.enterprises += rows
      default: limits = nil
      }
      return setting.remarks(effect, field: field, isNamed: isNamed)
    }
  }

  var selfArrangedInOrder: [SelfArranged] { selfArranged.values.sorted { $0.student < $1.student } }

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

  private mutating func applyToPolicy(
    _ setting: Setting, _ path: String
  ) throws(InquiryFault) -> SettingEffect {
    let known = SettingField<Policy>.all.first { $0.name == path } ?? .special(path, in: policy)
    guard let known else {
      throw InquiryFault(
        Text(zh: "没有名为 policy.\(path) 的数", en: "there is no number policy.\(path)"),
        mend: Self.nearestKeys(to: path)
          + Text(
            zh: "全部的键和意思见 placement schema policy.yaml；区县的最低工资写 policy.eligibility.minimum_wage.区县，"
              + "目标的权重写 policy.objectives[1].unplaced",
            en: "placement schema policy.yaml explains all keys; a district's minimum wage is "
              + "policy.eligibility.minimum_wage.DISTRICT, an objective's weight policy.objectives[1].unplaced"
          ))
    }
    var rows = [policy]
    let effect = try setting.apply(known, to: &rows, [0], ids: [""], isNamed: true)
    policy = rows[0]
    return effect
  }

  /// Keys of that name in a section that was left out, else those that take the fewest edits.
  private static func nearestKeys(to path: String) -> Text {
    let names = SettingField<Policy>.all.map(\.name)
    let inSection = names.filter { $0.hasSuffix("." + path) }
    let found = inSection.isEmpty ? RowChooser.nearest(to: path, among: names) : inSection
    let near = found.map { "policy.\($0)" }
    return near.isEmpty
      ? Text(verbatim: "")
      : Text(
        zh: "最接近的是 \(near.joined(separator: "、"))；", en: "the nearest is \(near.joined(separator: ", ")); ")
  }
}

extension Setting {
  fileprivate func apply<Row>(
    _ name: String, of fields: [SettingField<Row>], _ kind: RowKind, to rows: inout [Row], _ indices: [Int],
    _ chooser: RowChooser, _ isNamed: Bool
  ) throws(InquiryFault) -> SettingEffect {
    let field = try fields.named(name, for: self, file: kind.file)
    var effect = try apply(field, to: &rows, indices, ids: chooser.ids, isNamed: isNamed)
    effect.field = field.name
    return effect
  }
}
