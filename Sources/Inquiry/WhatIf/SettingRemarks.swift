import Allocation
import Placement

/// What a setting did to the rows that it named.
struct SettingEffect {
  /// The English name of the column that was set; empty where it is a decision, a published post or the policy.
  var field = ""
  /// Ids of rows whose value is another now.
  var changed: [String] = []
  /// Rows that had the value already.
  var same: [String] = []
  /// Rows passed over because there is nothing to add to.
  var empty: [String] = []
}

extension Setting {
  /// Which rows the setting took, which not and why; nothing where it is one row and that changed.
  func remarks(_ effect: SettingEffect, field: String, isNamed: Bool) -> [Text] {
    var parts: [Text] = []
    if !isNamed || effect.changed.isEmpty {
      parts.append(
        Text(
          zh: "改动 \(effect.changed.count) 行\(Self.list(effect.changed).zh)",
          en: "rows changed: \(effect.changed.count)\(Self.list(effect.changed).en)"))
    }
    if !effect.same.isEmpty {
      // A tenth more of four seats is no seat more.
      let why = operation == .set ? Text(verbatim: "") : Text(zh: "取整后", en: ", rounded")
      parts.append(
        Text(
          zh: "\(effect.same.count) 行的值\(why.zh)没有变\(Self.list(effect.same).zh)",
          en: "rows whose value\(why.en) stays as it was: \(effect.same.count)\(Self.list(effect.same).en)"))
    }
    if !effect.empty.isEmpty {
      parts.append(
        Text(
          zh: "\(effect.empty.count) 行的 \(field) 没有填写，略过\(Self.list(effect.empty).zh)",
          en: "rows passed over because \(field) is empty: \(effect.empty.count)\(Self.list(effect.empty).en)"
        ))
    }
    return parts.isEmpty ? [] : [Text(zh: "\(text)：", en: "\(text): ") + parts.joined(by: .semicolon)]
  }

  private static func list(_ ids: [String]) -> Text {
    guard !ids.isEmpty, ids != [""] else { return Text(verbatim: "") }
    let (shown, more) = (ids.prefix(10), ids.count > 10)
    return Text(
      zh: "（\(shown.joined(separator: "、"))\(more ? " 等" : "")）",
      en: " (\(shown.joined(separator: ", "))\(more ? " and more" : ""))")
  }
}

/// What there is to say of settings beside the plans that they lead to.
struct SettingReview {
  let before: PlacementCase
  let after: PlacementCase
  let limits: ChangedLimits?
  let quotasBefore: QuotaBook

  var remarks: [Text] { quotas + law }

  // MARK: Quotas

  /// Enterprises whose limits were changed and stay what they were, then posts whose seats were changed, or whose
  /// enterprise's limit is another now, and whose lowest quota stays what it was.
  private var quotas: [Text] {
    let isTouched = after.enterprises.indices.map {
      before.enterprises[$0].maxInterns != after.enterprises[$0].maxInterns
        || before.enterprises[$0].staffOnDuty != after.enterprises[$0].staffOnDuty
    }
    func hasOtherSeats(_ post: Int) -> Bool { before.posts[post].seats != after.posts[post].seats }
    let touched = after.posts.indices.filter { hasOtherSeats($0) || isTouched[after.posts[$0].enterprise] }
    if touched.isEmpty, !isTouched.contains(true) { return [] }
    let new = quotasBefore.book(of: after, limits)
    func isUnmoved(_ enterprise: Int) -> Bool {
      quotasBefore.enterprises[enterprise].limit?.value == new.enterprises[enterprise].limit?.value
    }
    // Raised seats help nobody where the enterprise has no more for all of its posts together.
    let seats = quotasBefore.posts.map(\.value)
    func hasTooManySeats(_ enterprise: Int) -> Bool {
      quotasBefore.enterprises[enterprise].isFull(load: seats)
    }
    let raised = Set(
      touched.filter { before.posts[$0].seats < after.posts[$0].seats }.map { after.posts[$0].enterprise })
    let enterprises = after.enterprises.indices.filter { enterprise in
      isUnmoved(enterprise)
        && (isTouched[enterprise] || raised.contains(enterprise) && hasTooManySeats(enterprise))
    }
    let named = Set(enterprises)
    let posts = touched.filter { post in
      quotasBefore.limit(of: post) == new.limit(of: post)
        && (hasOtherSeats(post) || !named.contains(after.posts[post].enterprise))
    }
    return enterprises.prefix(10).compactMap { stillLimited($0, new) }
      + posts.prefix(10).map { stillLimited(post: $0, new) }
  }

  private func stillLimited(_ enterprise: Int, _ new: QuotaBook) -> Text? {
    new.enterprises[enterprise].limit.map { limit in
      let id = after.enterprises[enterprise].id
      return Text(
        zh: "企业 \(id) 各岗位合计仍最多接收 \(limit.value) 人：受\(limit.term.chinese)所限",
        en: "enterprise \(id) still takes at most \(limit.value) at all its posts together, limited by the "
          + "\(limit.term.prose.en)")
    }
  }

  private func stillLimited(post: Int, _ new: QuotaBook) -> Text {
    let lowest = new.lowest(of: post)
    let quota = new[lowest.key]
    let id = after.posts[post].id
    // That a post's own share limits it is told by the share: `limited by the post` would say nothing.
    let place =
      quota.kind == .post
      ? Text(zh: "本岗位的", en: "")
      : Text(zh: "\(quota.kind.chinese) \(quota.id) 的", en: " of \(quota.kind.prose.en) \(quota.id)")
    let term = quota.limit?.term ?? .seats
    return Text(
      zh: "岗位 \(id) 仍最多接收 \(lowest.limit) 人：受\(place.zh)\(term.chinese)所限",
      en: "post \(id) still takes at most \(lowest.limit), limited by the \(term.prose.en)\(place.en)")
  }

  // MARK: The law

  private static let regulation = Text(
    zh: "职业学校学生实习管理规定（教职成〔2021〕4号）",
    en: "Regulations on Internships of Vocational School Students (Jiaozhicheng [2021] No. 4)")

  /// Numbers of the policy that the national rules set, and that the settings move past them.
  private var law: [Text] {
    let (old, new) = (before.policy, after.policy)
    let share = (staff: ExactDecimal(digits: 10, scale: 2), post: ExactDecimal(digits: 20, scale: 2))
    let pay = ExactDecimal(digits: 80, scale: 2)
    let found: [(String, Bool)] = [
      ("staff_share_max", new.staffShareMax > share.staff && new.staffShareMax != old.staffShareMax),
      ("post_share_max", new.postShareMax > share.post && new.postShareMax != old.postShareMax),
      ("pay_share_min", new.payShareMin < pay && new.payShareMin != old.payShareMin),
      ("minimum_age", new.minimumAge < 16 && new.minimumAge != old.minimumAge),
      ("minimum_grade", new.minimumGrade < 2 && new.minimumGrade != old.minimumGrade),
      ("labour_grade_max", new.labourGradeMax > 2 && new.labourGradeMax != old.labourGradeMax),
      ("minimum_wage", new.minimumWage < old.minimumWage),
    ]
    return found.filter { $0.1 }.map { key, _ -> Text in
      let source = old.sources[key].map { Text(verbatim: $0) } ?? Self.regulation
      return Text(
        zh: "注意：policy 的 \(key) 越出了法规所定的界限（依据：\(source.zh)）；这样的方案只能用于设想",
        en:
          "note: \(key) of the policy goes beyond what the law allows (\(source.en)); such a plan is for thought alone"
      )
    }
  }
}
