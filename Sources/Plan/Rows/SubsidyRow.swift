import Placement

/// subsidies.csv: what one student or enterprise gets from one scheme, in one state.
public struct SubsidyRow: PlanRow {
  /// What makes a row of its own.
  public struct Key: Hashable, Sendable {
    /// Of the student or the enterprise.
    public let id: String
    public let state: SubsidyState
  }

  public static let schema = PlanSchema.subsidies

  public let scheme: SubsidyScheme
  public let key: Key
  public private(set) var students = 0
  /// Over all students.
  public private(set) var months = 0
  public private(set) var cents = 0

  init(scheme: SubsidyScheme, key: Key) {
    self.scheme = scheme
    self.key = key
  }

  /// One more student.
  mutating func add(months: Int, cents: Int) {
    students += 1
    self.months += months
    self.cents += cents
  }

  public var cells: [PlanCell] {
    [
      .text(scheme.id), .word(scheme.payee), .text(key.id), .whole(students), .whole(months),
      .text(Self.yuan(cents)), .word(key.state), .text(scheme.source),
    ]
  }

  /// `1992.00`
  static func yuan(_ cents: Int) -> String { ExactDecimal(digits: Int64(cents), scale: 2).text(decimals: 2) }
}
