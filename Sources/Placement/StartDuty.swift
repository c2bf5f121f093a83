/// The columns of published.csv that say when something was done.
public enum DutyDate: String, CaseIterable, Hashable, Sendable {
  case consentOn = "consent_on"
  case agreementOn = "agreement_on"
  case insuredFrom = "insured_from"
  case insuredTo = "insured_to"
  case trainedOn = "trained_on"

  /// Whether the day lies behind whoever writes it down.
  public var isPast: Bool { self != .insuredFrom && self != .insuredTo }
}

/// What the Rules ask for before a student starts: a row of compliance.csv each. Nothing of it decides a placement.
public enum StartDuty: String, Word {
  case consent, agreement, training, insurance

  public var chinese: String {
    switch self {
    case .consent: "知情同意"
    case .agreement: "三方协议"
    case .training: "岗前培训"
    case .insurance: "实习保险"
    }
  }

  /// The stage from which on it must have been done.
  public var stage: PublishedPlacement.Stage {
    switch self {
    case .consent, .agreement: .signed
    case .training, .insurance: .started
    }
  }

  /// The columns that say so.
  public var dates: [DutyDate] {
    switch self {
    case .consent: [.consentOn]
    case .agreement: [.agreementOn]
    case .training: [.trainedOn]
    case .insurance: [.insuredFrom, .insuredTo]
    }
  }

  /// What has to be there, in a sentence about one student.
  public func demand(start: CalendarDate, end: CalendarDate) -> Text {
    switch self {
    case .consent:
      Text(zh: "未填写，或晚于上岗之日：最迟在 \(start) 取得知情同意", en: "consent is needed by the day of the start, \(start)")
    case .agreement:
      Text(
        zh: "未填写，或晚于上岗之日：最迟在 \(start) 签订三方协议",
        en: "the three-party agreement is needed by the day of the start, \(start)")
    case .training:
      Text(zh: "未填写，或晚于上岗之日：最迟在 \(start) 完成岗前培训", en: "training is needed by the day of the start, \(start)")
    case .insurance:
      Text(
        zh: "未填写，或保险期没有覆盖实习全程（\(start) 至 \(end)）",
        en: "insurance must run from \(start) or before to \(end) or after")
    }
  }

  /// The article that asks for it: the `source` of its row where the policy gives none.
  public var source: Text {
    let (zh, en) =
      switch self {
      case .consent: ("九", "9")
      case .agreement: ("十四", "14")
      case .training: ("三十一", "31")
      case .insurance: ("三十五", "35")
      }
    return UncheckedPoint.source + Text(zh: "第\(zh)条", en: ", article \(en)")
  }

  /// The article that asks for it: the policy's source where it names one.
  public func source(in policy: Policy) -> String {
    policy.sources[rawValue].flatMap { $0.isEmpty ? nil : $0 } ?? source(policy.language)
  }
}
