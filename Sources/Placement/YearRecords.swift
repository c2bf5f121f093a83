// What a case knows of years: what employers ask for, what past years came to, what hosts have done, what is aimed at.

/// A specialty class in a district: what rows of demand.csv, history.csv and supply-demand.csv are about.
public struct SpecialtyPlace: Hashable, Sendable {
  /// Four digits.
  public let specialtyClass: String
  public let district: String

  public init(specialtyClass: String, district: String) {
    self.specialtyClass = specialtyClass
    self.district = district
  }

  /// By class, then district.
  public func precedes(_ other: SpecialtyPlace) -> Bool {
    specialtyClass == other.specialtyClass
      ? String.utf8Precedes(district, other.district)
      : String.utf8Precedes(specialtyClass, other.specialtyClass)
  }
}

extension Demand {
  public var specialtyPlace: SpecialtyPlace {
    SpecialtyPlace(specialtyClass: specialtyClass, district: district)
  }
}

extension SpecialtyYear {
  public var specialtyPlace: SpecialtyPlace {
    SpecialtyPlace(specialtyClass: specialtyClass, district: district)
  }
}

/// How many people an employers' survey asks for in a year (a row of demand.csv).
public struct Demand: Hashable, Sendable {
  /// Of the autumn in which the school year begins.
  public var year = 0
  /// Four digits.
  public var specialtyClass = ""
  public var district = ""
  public var demand = 0
  /// Who says so.
  public var source = ""
  /// Row in demand.csv, for messages.
  public var row = 0

  public init() {}
}

/// What one year came to for a specialty class and a district (a row of history.csv).
public struct SpecialtyYear: Hashable, Sendable {
  public var year = 0
  /// Four digits.
  public var specialtyClass = ""
  /// Of the students' schools, and of the posts behind `seats`.
  public var district = ""
  /// Taking part.
  public var students = 0
  public var seats = 0
  public var placed: Int?
  /// Of those placed, by code or by class.
  public var matched: Int?

  public init() {}
}

/// What a host did in one year (a row of host-record.csv).
public struct HostYear: Hashable, Sendable {
  public var year = 0
  /// Index into ``PlacementCase/enterprises``.
  public var enterprise = 0
  public var interns: Int?
  /// Of these, those of at least `certification.months` whole months.
  public var internsLong: Int?
  /// Whole months of all interns.
  public var internMonths: Int?
  public var matched: Int?
  /// Former interns employed; typed in, never computed.
  public var hired: Int?

  public init() {}
}

/// An aim of the policy, or a figure that somebody reports (a row of targets.csv).
public struct IndicatorTarget: Hashable, Sendable {
  public var indicator = IndicatorName.reported("")
  public var target: ExactDecimal?
  public var dueYear: Int?
  /// Of reported indicators alone.
  public var value: ExactDecimal?
  /// The day of which `value` speaks.
  public var asOf: CalendarDate?
  public var source = ""

  public init() {}
}

/// An indicator of the yearly report: one that the program computes, or one that somebody reports.
public enum IndicatorName: Hashable, Sendable {
  case computed(YearlyIndicator)
  /// As it stands in targets.csv.
  case reported(String)

  /// Reads the word of a computed indicator in either language; any other name is a reported one's.
  public init(_ name: String) {
    self = YearlyIndicator(word: name).map { .computed($0) } ?? .reported(name)
  }

  public var text: Text {
    switch self {
    case .computed(let indicator): indicator.text
    case .reported(let name): Text(verbatim: name)
    }
  }
}

/// The indicators that the program computes (yearly.csv), in the contract's order.
public enum YearlyIndicator: String, Word {
  case placed, matched
  case selfArranged = "self_arranged"
  case targetMet = "target_met"
  case consent, agreement, training, insured
  case lawfulPay = "lawful_pay"
  case supervised
  case teacherPractice = "teacher_practice"
  case certifiedHosts = "certified_hosts"
  case certificates

  public var chinese: String {
    switch self {
    case .placed: "安排率"
    case .matched: "对口率"
    case .selfArranged: "自行联系率"
    case .targetMet: "规模以上企业达标率"
    case .consent: "知情同意率"
    case .agreement: "三方协议签订率"
    case .training: "岗前培训率"
    case .insured: "实习保险率"
    case .lawfulPay: "报酬合规率"
    case .supervised: "指导教师配备率"
    case .teacherPractice: "教师企业实践达标率"
    case .certifiedHosts: "产教融合型企业占比"
    case .certificates: "学生持证率"
    }
  }

  /// What is counted, of what: `placed students / …`.
  public var sentence: Text {
    switch self {
    case .placed: Text(zh: "已安排 ÷ 参加或自行联系", en: "placed / taking part or self-arranged")
    case .matched: Text(zh: "专业或专业类对口 ÷ 已安排", en: "match by code or class / placed")
    case .selfArranged: Text(zh: "自行联系 ÷ 已安排或自行联系", en: "self-arranged / placed or self-arranged")
    case .targetMet:
      Text(zh: "达到目标比例的规模以上企业 ÷ 规模以上企业", en: "above-scale enterprises at their target / above-scale")
    case .consent, .agreement, .training, .insured: Text(zh: "按期办理 ÷ 应办理", en: "done in time / due")
    case .lawfulPay: Text(zh: "岗位报酬合规 ÷ 已安排", en: "placed where pay is lawful / placed")
    case .supervised: Text(zh: "有校方指导教师 ÷ 已安排或自行联系", en: "with a supervisor / placed or self-arranged")
    case .teacherPractice:
      Text(zh: "企业实践不欠的专业课教师 ÷ 专业课教师", en: "specialists with nothing missing / specialists")
    case .certifiedHosts: Text(zh: "产教融合型企业 ÷ 有学生的企业", en: "certified / enterprises with students")
    case .certificates: Text(zh: "持有所列证书 ÷ 已安排", en: "placed with a listed certificate / placed")
    }
  }

  /// Whether less is better: the value is then to be at most the target.
  public var isBestLow: Bool { self == .selfArranged }

  /// The row of compliance.csv that it is taken from.
  public var duty: StartDuty? {
    switch self {
    case .consent: .consent
    case .agreement: .agreement
    case .training: .training
    case .insured: .insurance
    default: nil
    }
  }
}

/// Where a figure of yearly.csv comes from.
public enum FigureOrigin: String, Word {
  case computed, reported

  public var chinese: String { self == .computed ? "计算" : "填报" }
}
