/// The rules' numbers (policy.yaml). A key that is left out has the value given here.
public struct Policy: Sendable, Equatable {
  public var name = ""
  public var language = Language.chinese
  /// Year of the autumn in which the school year begins.
  public var academicYear = 2026

  // travel
  /// Road distance over great-circle distance.
  public var detourFactor = 1.3
  /// Kilometres, not rounded; likewise the next.
  public var maxDistance = ExactDecimal(40)
  public var boardingMaxDistance = ExactDecimal(200)

  // specialty
  /// The widest match that still counts: `.exact`, `.specialtyClass` or `.category`.
  public var widestMatch = MatchLevel.specialtyClass
  /// Points.
  public var exactPenalty = 0
  public var classPenalty = 30
  public var categoryPenalty = 80

  // quotas
  /// Of staff on duty.
  public var staffShareMax = ExactDecimal(digits: 10, scale: 2)
  /// Of the staff in the same kind of post.
  public var postShareMax = ExactDecimal(digits: 20, scale: 2)
  /// Of total staff, above-scale enterprises: a target, never a floor.
  public var targetShareLow = ExactDecimal(digits: 2, scale: 2)
  public var targetShareHigh = ExactDecimal(digits: 3, scale: 2)

  // eligibility
  public var minimumAge = 16
  public var minimumGrade = 2
  /// Of the reference pay.
  public var payShareMin = ExactDecimal(digits: 80, scale: 2)
  /// Yuan a month where the district has no entry of its own.
  public var minimumWage = ExactDecimal(2490)
  public var minimumWageByDistrict: [String: ExactDecimal] = [:]
  public var labourGradeMax = 2

  // preference
  /// Points for each rank below the first.
  public var preferenceStep = 10
  /// Points of the first rank, the second and so on; the last one holds for all ranks beyond. Empty: see `preferenceStep`.
  public var preferenceCosts: [Int] = []
  /// Points where a student has wishes and the post is none of them.
  public var preferenceUnlisted = 60
  /// Wishes that are ranked worse are closed; nil: none.
  public var worstRank: Int?
  /// Whether students who have wishes may take nothing else.
  public var listedOnly = false
  /// Whether a student's points are multiplied by the student's priority.
  public var preferenceByPriority = false

  // duration
  /// Whole months that an internship usually takes; posts of other lengths are counted, never refused.
  public var usualMonths = 6

  // cooperation
  /// Points of a placement by what ties the school to the host.
  public var cooperation = CooperationPenalties()

  // host_preference
  /// Points for each rank below the first that a host gives a student.
  public var hostPreferenceStep = 10
  /// Points where a host has ranked some students and not this one.
  public var hostPreferenceUnlisted = 60

  // lottery
  /// What the lots are drawn from; nil: no lots are drawn.
  public var lotterySeed: String?

  // supervision
  /// Of a teacher without limits of its own; nil: none.
  public var supervisionMaxStudents: Int?
  public var supervisionMaxHosts: Int?
  /// What a teacher of a specialty practises in enterprises within five years.
  public var practiceMonths = 6
  /// In the policy's order; empty: the plan has no subsidies.csv.
  public var subsidies: [SubsidyScheme] = []

  // signals
  /// Classes at either end that count, as a share of those that are large enough.
  public var signalTailShare = ExactDecimal(digits: 10, scale: 2)
  /// For how many years running, this one included.
  public var signalYears = 2
  /// Students whom a class must have.
  public var signalMinimum = 20

  // certification
  public var certification = CertificationTerms()

  /// Stages of the objective, in order; each maps terms to whole weights (a term left out weighs 0).
  public var objectives: [[ObjectiveTerm: Int]] = [
    [.unplaced: 1], [.moves: 1], [.match: 1, .preference: 1, .distance: 1, .shortfall: 20],
  ]

  /// Where a rule's number comes from, by rule or policy key (`night_shift`, `staff_share_max`…).
  public var sources: [String: String] = [:]

  public init() {}

  /// Yuan a month; the default where the district has none of its own.
  public func minimumWage(in district: String) -> ExactDecimal {
    minimumWageByDistrict[district] ?? minimumWage
  }

  /// Whether any stage weighs the term.
  public func weighs(_ term: ObjectiveTerm) -> Bool { objectives.contains { ($0[term] ?? 0) > 0 } }

  /// Points of a match; a pin without any match costs the category penalty.
  public func penalty(for match: MatchLevel) -> Int {
    switch match {
    case .exact: exactPenalty
    case .specialtyClass: classPenalty
    case .category, .none: categoryPenalty
    }
  }
}

/// Points of a placement by what ties the student's school to the host (`cooperation.penalty`).
public struct CooperationPenalties: Hashable, Sendable {
  public var partner = 0
  public var group = 0
  public var base = 0
  public var alliance = 10
  public var host = 20
  /// No tie at all.
  public var none = 20
  /// Bases that schools run themselves are the fallback.
  public var campusBase = 60

  public subscript(tie: Tie) -> Int {
    switch tie {
    case .partner: partner
    case .group: group
    case .base: base
    case .alliance: alliance
    case .host: host
    case .campusBase: campusBase
    }
  }

  public var largest: Int { max(none, Tie.allCases.map { self[$0] }.max() ?? 0) }
}

/// What an enterprise must have done to be certified (`certification`). No number stands for one that is left out.
public struct CertificationTerms: Hashable, Sendable {
  /// Years before the academic year that count.
  public var years: Int?
  /// Whole months from which on an intern counts.
  public var months: Int?
  /// Interns needed over these years.
  public var interns: Int?

  public init() {}

  /// Nil unless all three are there.
  public var complete: (years: Int, months: Int, interns: Int)? {
    guard let years, let months, let interns else { return nil }
    return (years, months, interns)
  }
}
