/// Something wrong with what came in, said so that somebody at a spreadsheet can mend it.
public struct Diagnostic: Hashable, Sendable {
  /// What kind of trouble it is; decides the exit code.
  public enum Kind: Int, Sendable {
    /// A file or folder that must be there is not (exit 66).
    case missing
    /// policy.yaml or a nightly configuration is wrong (exit 78).
    case policy
    /// A data file is wrong (exit 65).
    case input
    /// Worth knowing; stops nothing.
    case warning
  }

  /// A row of a file.
  public struct Place: Hashable, Sendable {
    public let file: String
    public let row: Int

    public init(file: String, row: Int) {
      self.file = file
      self.row = row
    }
  }

  public let kind: Kind
  public let file: String
  /// Row as a spreadsheet counts records: the header is row 1. Nil for a whole file.
  public let row: Int?
  /// The column's header as it stands in the file (or its English name where the file lacks it).
  public let column: String?
  public let message: Text
  /// The rows that make it a fault together, this one among them; empty where one row alone does.
  public let rows: [Place]
  /// What would mend it.
  public let mend: Text?

  public init(
    _ kind: Kind, file: String, row: Int? = nil, column: String? = nil, _ message: Text, rows: [Place] = [],
    mend: Text? = nil
  ) {
    self.kind = kind
    self.file = file
    self.row = row
    self.column = column
    self.message = message
    self.rows = rows
    self.mend = mend
  }

  public var isFault: Bool { kind != .warning }

  /// `file:row:column: what is wrong (rows); what would mend it`
  public func description(in language: Language) -> String {
    var place = file
    if let row { place += ":\(row)" }
    if let column { place += ":\(column)" }
    let label = kind == .warning ? Text(zh: "提醒：", en: "warning: ")(language) : ""
    let tail = mend.map { (language == .chinese ? "；" : "; ") + $0(language) } ?? ""
    return place + ": " + label + message(language) + listedRows(language) + tail
  }

  private func listedRows(_ language: Language) -> String {
    guard !rows.isEmpty else { return "" }
    let places = rows.map { "\($0.file):\($0.row)" }
    return Text(
      zh: "（\(places.joined(separator: "、"))）", en: " (\(places.joined(separator: ", ")))")(language)
  }
}
