import Placement

/// Decisions and published posts as settings: `decisions[S1].pin=P01`, `决定[S1].不安排=E3`, `published[S1].stage=signed`,
/// `published[*].post_id=`. Rows are named by the student, by id or by conditions on the student's fields.
extension PlacementCase {
  private static let pin = ["pin", "锁定"]
  private static let ban = ["ban", "不安排"]

  /// A pin replaces the student's pin; without a value the student's pins, or bans, go.
  mutating func applyToDecisions(
    _ setting: Setting, _ field: String, _ students: [Int]
  ) throws(InquiryFault) -> SettingEffect {
    let kind: Decision.Kind
    switch field {
    case _ where Self.pin.contains(field): kind = .pin
    case _ where Self.ban.contains(field): kind = .ban
    default: throw unknownField(field, Self.pin + Self.ban, setting)
    }
    try requireEquals(setting, field)
    let target = setting.value.isEmpty ? nil : try self.target(setting.value, kind)
    var effect = SettingEffect()
    // By student: all of a city's may be decided on, and none of them walks over everybody's decisions.
    var byStudent = Dictionary(grouping: decisions, by: \.student)
    var lastRow = decisions.map(\.row).max() ?? 1
    for student in students {
      let before = byStudent[student] ?? []
      var after = before
      if target == nil || kind == .pin { after.removeAll { $0.kind == kind } }
      if let target, !after.contains(where: { $0.target == target }) {
        lastRow += 1
        after.append(
          Decision(
            student: student, target: target, kind: kind,
            reason: Text(zh: "假设", en: "what if")(policy.language), author: "", decidedOn: nil, row: lastRow))
      }
      note(student, before.map(\.target) != after.map(\.target), &effect)
      byStudent[student] = after
    }
    decisions = byStudent.values.joined().sorted { ($0.student, $0.row) < ($1.student, $1.row) }
    return effect
  }

  private func note(_ student: Int, _ isChanged: Bool, _ effect: inout SettingEffect) {
    if isChanged {
      effect.changed.append(students[student].id)
    } else {
      effect.same.append(students[student].id)
    }
  }

  private func target(_ id: String, _ kind: Decision.Kind) throws(InquiryFault) -> Target {
    if let post = posts.firstIndex(where: { $0.id == id }) { return .post(post) }
    guard kind == .ban else { throw RowChooser.unknown([id], .posts, posts.map(\.id)) }
    if let enterprise = enterprises.firstIndex(where: { $0.id == id }) { return .enterprise(enterprise) }
    throw RowChooser.unknown([id], .posts, posts.map(\.id) + enterprises.map(\.id))
  }

  // MARK: Published posts

  private static let post = ["post_id", "岗位编号"]
  private static let stage = ["stage", "进度"]

  mutating func applyToPublished(
    _ setting: Setting, _ field: String, _ students: [Int]
  ) throws(InquiryFault) -> SettingEffect {
    try requireEquals(setting, field)
    if Self.post.contains(field) { return try publishPost(setting, students) }
    guard Self.stage.contains(field) else { throw unknownField(field, Self.post + Self.stage, setting) }
    return try publishStage(setting, students)
  }

  /// Without a value the student was told nothing.
  private mutating func publishPost(
    _ setting: Setting, _ students: [Int]
  ) throws(InquiryFault) -> SettingEffect {
    let post = posts.firstIndex { $0.id == setting.value }
    guard post != nil || setting.value.isEmpty else {
      throw RowChooser.unknown([setting.value], .posts, posts.map(\.id))
    }
    var effect = SettingEffect()
    for student in students {
      let before = published[student]
      if before?.post != post {
        published[student] = post.map {
          PublishedPlacement(post: $0, stage: .announced, row: before?.row ?? 0)
        }
      }
      note(student, before != published[student], &effect)
    }
    hasPublished = hasPublished || post != nil
    return effect
  }

  private mutating func publishStage(
    _ setting: Setting, _ students: [Int]
  ) throws(InquiryFault) -> SettingEffect {
    guard let stage = StageWord.stage(setting.value) else {
      throw InquiryFault(
        Text(
          zh: "\(setting.text)：没有进度“\(setting.value)”",
          en: "\(setting.text): there is no stage `\(setting.value)`"),
        mend: Text(zh: "应为 ", en: "write ") + StageWord.words.map(\.text).joined(by: .listComma))
    }
    var effect = SettingEffect()
    for student in students {
      guard let told = published[student] else {
        effect.empty.append(self.students[student].id)
        continue
      }
      published[student] = stage.map { PublishedPlacement(post: told.post, stage: $0, row: told.row) }
      note(student, told != published[student], &effect)
    }
    return effect
  }

  // MARK: Faults

  private func requireEquals(_ setting: Setting, _ field: String) throws(InquiryFault) {
    guard setting.operation != .set else { return }
    throw InquiryFault(
      Text(zh: "\(setting.text)：\(field) 不能增减", en: "\(setting.text): \(field) cannot be added to"),
      mend: Text(zh: "用 = 直接给出", en: "give it with ="))
  }

  private func unknownField(_ field: String, _ known: [String], _ setting: Setting) -> InquiryFault {
    InquiryFault(
      Text(
        zh: "没有可用的字段 \(field)（\(setting.text)）", en: "there is no field \(field) to use (\(setting.text))"),
      mend: Text(
        zh: "可以改的字段：\(known.joined(separator: "、"))",
        en: "the fields that can be set are \(known.joined(separator: ", "))"))
  }
}
