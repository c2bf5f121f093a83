/// What kind of certificate it is.
public enum CertificateKind: String, Word {
  case national
  case skillLevel = "skill_level"
  case onePlusX = "one_plus_x"
  case special

  public var chinese: String {
    switch self {
    case .national: "国家职业资格"
    case .skillLevel: "职业技能等级"
    case .onePlusX: "1+X"
    case .special: "专项能力"
    }
  }
}

/// A certificate that counts for something (a row of certificates.csv).
public struct Certificate: Sendable, Equatable {
  /// As students.csv writes it.
  public var name = ""
  public var kind: CertificateKind? = .national
  /// 1…5, 1 the highest; nil: it has none.
  public var level: Int?

  public init() {}
}

/// A subsidy of the policy (an item of `subsidies`).
public struct SubsidyScheme: Sendable, Equatable {
  /// Who is paid.
  public enum Payee: String, Word {
    case student, enterprise

    public var chinese: String { self == .student ? "学生" : "企业" }
  }

  /// What an amount is for.
  public enum Unit: String, Word {
    case once, month

    public var chinese: String { self == .once ? "一次性" : "按月" }
  }

  /// How much: yuan, or a share of the minimum wage of the enterprise's district.
  public enum Amount: Sendable, Equatable {
    /// Yuan.
    case fixed(ExactDecimal)
    /// Of the minimum wage of the enterprise's district.
    case minimumWageShare(ExactDecimal)
  }

  public var id: String
  public var payee: Payee
  public var unit: Unit
  public var amount: Amount
  /// Kinds of certificate of which one is needed; empty: any, or none where ``levelMax`` is nil too.
  public var kinds: Set<CertificateKind> = []
  /// The lowest level that counts: 1 is the highest.
  public var levelMax: Int?
  /// Levels of schools; empty: any.
  public var schoolLevels: [String] = []
  /// Only students who graduate at the end of the school year.
  public var finalYear = false
  /// Whole months that the placement must have.
  public var minimumMonths: Int?
  /// First and last day for which is paid; nil: open.
  public var from: CalendarDate?
  public var to: CalendarDate?
  public var source: String

  public init(id: String, payee: Payee, unit: Unit, amount: Amount, source: String) {
    self.id = id
    self.payee = payee
    self.unit = unit
    self.amount = amount
    self.source = source
  }

  public var needsCertificate: Bool { !kinds.isEmpty || levelMax != nil }
}

/// How sure a subsidy is.
public enum SubsidyState: String, Word {
  /// The placement has ended.
  case due
  /// It has not.
  case forecast
  /// Only a certificate that certificates.csv does not list could qualify.
  case unproven

  public var chinese: String {
    switch self {
    case .due: "应发"
    case .forecast: "预计"
    case .unproven: "待证"
    }
  }
}
