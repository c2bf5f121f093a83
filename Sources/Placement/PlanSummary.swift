import Foundation

/// summary.json: what a plan comes to, and how good it is proven to be. No personal data.
public struct PlanSummary: Codable, Sendable, Equatable {
  /// Whether everything is proven.
  public enum Status: String, Codable, Sendable {
    /// Every objective is proven within the relative gap.
    case optimal
    case feasible
  }

  /// One stage of the objectives.
  public struct Objective: Codable, Sendable, Equatable {
    /// From 1.
    public var stage: Int
    public var weights: [String: Int]
    public var value: Int64
    /// No plan that holds the earlier stages has a lower value.
    public var bound: Int64
    /// (value − bound) / max(1, value)
    public var gap: Double
    public var proven: Bool
    /// What proved the bound.
    public var provedBy: String

    public init(
      stage: Int, weights: [String: Int], value: Int64, bound: Int64, gap: Double, proven: Bool,
      provedBy: String
    ) {
      self.stage = stage
      self.weights = weights
      self.value = value
      self.bound = bound
      self.gap = gap
      self.proven = proven
      self.provedBy = provedBy
    }

    public var title: Text {
      let known = weights.compactMap { key, weight in ObjectiveTerm(rawValue: key).map { ($0, weight) } }
      return ObjectiveTerm.stage(stage, Dictionary(uniqueKeysWithValues: known))
    }

    enum CodingKeys: String, CodingKey {
      case stage, weights, value, bound, gap, proven
      case provedBy = "proved_by"
    }
  }

  /// Above-scale enterprises of a district.
  public struct DistrictTargets: Codable, Sendable, Equatable {
    public var aboveScale: Int
    public var targetMet: Int

    public init(aboveScale: Int, targetMet: Int) {
      self.aboveScale = aboveScale
      self.targetMet = targetMet
    }

    enum CodingKeys: String, CodingKey {
      case aboveScale = "above_scale"
      case targetMet = "target_met"
    }
  }

  /// What the second program, who supervises whom, comes to.
  public struct Supervision: Codable, Sendable, Equatable {
    /// A value and what is proven of it.
    public struct Figure: Codable, Sendable, Equatable {
      public var value: Int64
      /// Nothing lower can be had without spoiling the figures before this one.
      public var bound: Int64

      public init(value: Int64 = 0, bound: Int64 = 0) {
        self.value = value
        self.bound = bound
      }

      /// (value − bound) / max(1, value)
      public var gap: Double { Double(value - bound) / Double(max(1, value)) }
    }

    /// Placed students without a supervisor.
    public var unsupervised: Figure
    /// Pairs of supervisor and host.
    public var pairs: Figure
    /// The specialty penalty.
    public var points: Figure

    public init(unsupervised: Figure, pairs: Figure, points: Figure) {
      self.unsupervised = unsupervised
      self.pairs = pairs
      self.points = points
    }

    /// In order of weight.
    public var figures: [Figure] { [unsupervised, pairs, points] }
  }

  /// The key of `unplaced_by_rule` where nothing but other students and objectives is in the way.
  public static let noObstacle = "none"

  public var name: String
  public var language: String
  public var status: Status
  public var relativeGap: Double
  /// The day that the plan is made for, ISO 8601; nil where none was given.
  public var asOf: String?
  public var objectives: [Objective]
  /// Every term's value, weighted or not.
  public var terms: [String: Int64]
  public var counts: [String: Int]
  public var unplacedByReason: [String: Int]
  /// By the school's district, by school, and by what keeps the student from the nearest post (the word of
  /// `nearest_blocked_by`, or ``noObstacle``).
  public var unplacedByDistrict: [String: Int] = [:]
  public var unplacedBySchool: [String: Int] = [:]
  public var unplacedByRule: [String: Int] = [:]
  /// Students taking part by the rank of the wish they got (`1`, `2`, …), `unlisted`, `none` (no post), or `not_given`.
  public var wishes: [String: Int] = [:]
  /// The same by school, where five or more have wishes.
  public var wishesBySchool: [String: [String: Int]] = [:]
  public var targetsByDistrict: [String: DistrictTargets]
  /// Yuan with two decimals, by scheme, then state; nil where the policy names no subsidies.
  public var subsidies: [String: [String: String]]?
  /// SHA-256 of every input file, by name.
  public var inputs: [String: String]
  /// SHA-256 of the plan's own files but this one and run.json, by name.
  public var files: [String: String]

  /// Nil where the case has no teachers.csv.
  public var supervision: Supervision?
  /// Full quotas whose `worth` was left empty: not asked for, or beyond the budget of re-solves.
  public var worthNotComputed = 0
  /// Students without a post whose reason was shown by counting alone, not by a re-solve as well.
  public var reasonsNotPriced = 0

  public init(
    name: String, language: String, asOf: String? = nil, status: Status, relativeGap: Double,
    objectives: [Objective],
    terms: [String: Int64], counts: [String: Int], unplacedByReason: [String: Int],
    targetsByDistrict: [String: DistrictTargets], inputs: [String: String], files: [String: String] = [:],
    worthNotComputed: Int = 0, reasonsNotPriced: Int = 0
  ) {
    self.name = name
    self.language = language
    self.asOf = asOf
    self.status = status
    self.relativeGap = relativeGap
    self.objectives = objectives
    self.terms = terms
    self.counts = counts
    self.unplacedByReason = unplacedByReason
    self.targetsByDistrict = targetsByDistrict
    self.inputs = inputs
    self.files = files
    self.worthNotComputed = worthNotComputed
    self.reasonsNotPriced = reasonsNotPriced
  }

  enum CodingKeys: String, CodingKey {
    case name, language, status, objectives, terms, counts, inputs, files, supervision, subsidies
    case relativeGap = "relative_gap"
    case asOf = "as_of"
    case unplacedByReason = "unplaced_by_reason"
    case unplacedByDistrict = "unplaced_by_district"
    case unplacedBySchool = "unplaced_by_school"
    case unplacedByRule = "unplaced_by_rule"
    case wishes
    case wishesBySchool = "wishes_by_school"
    case targetsByDistrict = "targets_by_district"
    case worthNotComputed = "worth_not_computed"
    case reasonsNotPriced = "reasons_not_priced"
  }

  /// Figures that older plans do not have are empty.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func counts(_ key: CodingKeys) throws -> [String: Int] {
      try values.decodeIfPresent([String: Int].self, forKey: key) ?? [:]
    }
    name = try values.decode(String.self, forKey: .name)
    language = try values.decode(String.self, forKey: .language)
    status = try values.decode(Status.self, forKey: .status)
    relativeGap = try values.decode(Double.self, forKey: .relativeGap)
    asOf = try values.decodeIfPresent(String.self, forKey: .asOf)
    objectives = try values.decode([Objective].self, forKey: .objectives)
    terms = try values.decode([String: Int64].self, forKey: .terms)
    self.counts = try values.decode([String: Int].self, forKey: .counts)
    unplacedByReason = try values.decode([String: Int].self, forKey: .unplacedByReason)
    unplacedByDistrict = try counts(.unplacedByDistrict)
    unplacedBySchool = try counts(.unplacedBySchool)
    unplacedByRule = try counts(.unplacedByRule)
    wishes = try counts(.wishes)
    wishesBySchool = try values.decodeIfPresent([String: [String: Int]].self, forKey: .wishesBySchool) ?? [:]
    targetsByDistrict = try values.decode([String: DistrictTargets].self, forKey: .targetsByDistrict)
    subsidies = try values.decodeIfPresent([String: [String: String]].self, forKey: .subsidies)
    inputs = try values.decode([String: String].self, forKey: .inputs)
    files = try values.decode([String: String].self, forKey: .files)
    supervision = try values.decodeIfPresent(Supervision.self, forKey: .supervision)
    worthNotComputed = try values.decode(Int.self, forKey: .worthNotComputed)
    reasonsNotPriced = try values.decode(Int.self, forKey: .reasonsNotPriced)
  }

  /// Says that an objective's value is no head count where it stands beside one that differs.
  public func unit(of objective: Objective) -> Text {
    let isWeighted = terms[ObjectiveTerm.unplaced.rawValue] != counts["unplaced"].map(Int64.init)
    let hasUnplaced = (objective.weights[ObjectiveTerm.unplaced.rawValue] ?? 0) > 0
    return isWeighted && hasUnplaced ? ObjectiveTerm.byPriority : Text(verbatim: "")
  }
}
