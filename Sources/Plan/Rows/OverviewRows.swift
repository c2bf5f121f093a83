import Placement

/// quotas.csv: the quota of an enterprise, a job group or a post.
public struct QuotaRow: PlanRow {
  public var kind: QuotaKind
  public var id: String
  public var name = ""
  public var district = ""
  /// After current interns; nil where the data for it are missing.
  public var limit: Int?
  public var limitFrom: LimitTerm?
  /// The seats of the posts within it.
  public var offered = 0
  public var placed = 0
  /// The limit less the fullest day.
  public var free: Int?
  /// Of above-scale enterprises; nil for all others.
  public var targetLow: Int?
  public var targetHigh: Int?
  public var targetMet: Bool?
  /// Nil where not full or not computed.
  public var worth: Int?
  public var worthAtMost: Int?
  /// Nil without host-record.csv.
  public var internsOfThreeYears: Int?
  public var certificationGap: Int?

  public init(kind: QuotaKind, id: String) {
    self.kind = kind
    self.id = id
  }

  public static let schema = PlanSchema.quotas

  public var cells: [PlanCell] {
    [
      .word(kind), .text(id), .text(name), .text(district), .whole(limit), .word(limitFrom),
      .whole(offered), .whole(placed), .whole(free), .whole(targetLow), .whole(targetHigh),
      .yesNo(targetMet), .whole(worth), .whole(worthAtMost), .whole(internsOfThreeYears),
      .whole(certificationGap),
    ]
  }
}

/// supply-demand.csv: a specialty class and a district.
public struct SupplyDemandRow: PlanRow {
  /// Four digits.
  public var specialtyClass: String
  /// Of the schools, and of the posts behind `seats`.
  public var district: String
  /// Taking part.
  public var students = 0
  /// Of the district's posts that list the class, within job groups' and enterprises' limits.
  public var seats = 0
  /// Of the students, wherever their posts are.
  public var placed = 0
  /// Nil without demand.csv, or without history.csv.
  public var demand: Int?
  public var seatsLastYear: Int?
  public var seatsExpected: Int?
  public var low: Int?
  public var high: Int?
  public var signal: SupplySignal?

  public var unplaced: Int { students - placed }

  public init(specialtyClass: String, district: String) {
    self.specialtyClass = specialtyClass
    self.district = district
  }

  public static let schema = PlanSchema.supplyDemand

  public var cells: [PlanCell] {
    [
      .text(specialtyClass), .text(district), .whole(students), .whole(seats), .whole(placed),
      .whole(unplaced), .whole(demand), .whole(seatsLastYear), .whole(seatsExpected), .whole(low),
      .whole(high), .word(signal),
    ]
  }
}

/// compliance.csv: a rule, and how often it was asked; or a point that these data cannot check.
public struct ComplianceRow: PlanRow {
  /// Counts of one rule.
  public struct Counts: Sendable, Equatable {
    public var checked = 0
    public var refused = 0
    public var overridden = 0
    public var dataMissing = 0
  }

  /// The rule's word.
  public var rule: Text
  public var source: Text
  /// Nil where the data cannot tell.
  public var counts: Counts?

  public static let schema = PlanSchema.compliance

  public var cells: [PlanCell] {
    [
      .said(rule), .said(source), .whole(counts?.checked), .whole(counts?.refused),
      .whole(counts?.overridden), .whole(counts?.dataMissing),
    ]
  }
}
