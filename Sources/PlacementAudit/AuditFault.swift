import Placement

/// Something in a plan that the contract does not allow, or that is not what the case says it must be.
public struct AuditFault: Hashable, Sendable {
  /// What kind of check found it.
  public enum Kind: Hashable, Sendable {
    /// A file, or a column of one, is missing or is not of the plan.
    case file
    /// A row is missing, doubled, unknown or out of order.
    case row
    /// A cell or figure differs from what it is recomputed to be.
    case cell
    /// A student is at a post that this rule closes.
    case rule(Rule)
    /// More students than a limit on some day.
    case quota(QuotaKind)
    /// A post with some students, but fewer than its minimum.
    case minimum
    /// More students of one school than may be.
    case perSchool
    /// Two who keep apart and are not.
    case apart
    /// A team that is not together.
    case team
    /// A pin or a held placement that the plan does not honour, or two that contradict each other.
    case pin
    /// A supervisor who may not be, or a teacher beyond a limit.
    case supervision
  }

  public let kind: Kind
  public let file: String
  /// The header is row 1; nil where it concerns no row.
  public let row: Int?
  /// English name of the column, or the key in summary.json.
  public let column: String?
  /// Ids and figures; never a name, a birth date or a home.
  public let message: Text

  public init(_ kind: Kind, file: String, row: Int? = nil, column: String? = nil, _ message: Text) {
    self.kind = kind
    self.file = file
    self.row = row
    self.column = column
    self.message = message
  }

  /// `file:row:column: what is wrong`
  public func description(in language: Language) -> String {
    var place = file
    if let row { place += ":\(row)" }
    if let column {
      let isTable = file.hasSuffix(".csv")
      place += ":" + (isTable ? Columns.header(column, in: file, language: language) : column)
    }
    return place + ": " + message(language)
  }
}
