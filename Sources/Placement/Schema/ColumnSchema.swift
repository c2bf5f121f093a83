/// Everything there is to know of one column: the reader, the writer, what-if and the documentation all
/// take it from here.
public struct ColumnSchema: Sendable {
  /// The English header, and the column's name everywhere.
  public let name: String
  /// The Chinese header.
  public let chinese: String
  /// Further headers that are read.
  public let alsoRead: [String]
  public let type: CellType
  /// Whether the column must be there and filled.
  public var isNeeded: Bool
  /// What an empty cell stands for; nil: for nothing.
  public internal(set) var standard: Text?
  public let unit: Text?
  public let example: Text
  /// What the column says, in one sentence.
  public let sentence: Text
  public let readBy: [ColumnReader]

  public init(
    _ name: String, _ chinese: String, _ type: CellType, needed: Bool = false, alsoRead: [String] = [],
    standard: Text? = nil, unit: Text? = nil, example: Text? = nil, readBy: [ColumnReader] = [],
    zh: String, en: String
  ) {
    self.name = name
    self.chinese = chinese
    self.alsoRead = alsoRead
    self.type = type
    isNeeded = needed
    self.standard = standard
    self.unit = unit
    self.example = example ?? type.example
    self.readBy = readBy
    sentence = Text(zh: zh, en: en)
  }

  /// What stands over the column.
  public func header(_ language: Language) -> String { language == .english ? name : chinese }

  /// Whether a header as it stands in a file, trimmed and normalised, means this column.
  public func isCalled(_ header: String) -> Bool {
    name == header.lowercased() || chinese == header || alsoRead.contains(header)
  }
}

/// What reads a column.
public enum ColumnReader: Hashable, Sendable {
  /// A test of eligibility.
  case rule(Rule)
  case quota(LimitTerm)
  case objective(ObjectiveTerm)
  /// A row of compliance.csv.
  case duty(StartDuty)
  /// The target that above-scale enterprises are to reach.
  case target
  case minimum, team, decisions, published, subsidies
  /// Limits of students of one school.
  case perSchool
  /// Who keeps apart from whom.
  case pairs
  /// `placement requests`.
  case requests
  /// Who supervises whom.
  case supervision
  /// What to grow and what to shrink.
  case signals
  /// How far enterprises are from certification.
  case certification
  /// The yearly report.
  case yearly
  /// Names the rows, or ties them to those of another file.
  case keys
  /// Shown in a plan's tables.
  case plan
  /// Checked when it is read, and used by nothing yet.
  case nothing

  /// `rule:age`
  public var word: String {
    switch self {
    case .rule(let rule): "rule:\(rule.rawValue)"
    case .quota(let term): "quota:\(term.rawValue)"
    case .objective(let term): "objective:\(term.rawValue)"
    case .duty(let duty): "compliance:\(duty.rawValue)"
    case .target: "target"
    case .minimum: "min_students"
    case .team: "team"
    case .perSchool: "max_per_school"
    case .pairs: "pairs"
    case .decisions: "decisions"
    case .published: "published"
    case .requests: "requests"
    case .supervision: "supervision"
    case .subsidies: "subsidies"
    case .signals: "signals"
    case .certification: "certification"
    case .yearly: "yearly"
    case .keys: "keys"
    case .plan: "plan"
    case .nothing: "nothing"
    }
  }

  public var text: Text {
    switch self {
    case .rule(let rule): Text(zh: "规则：\(rule.chinese)", en: "rule \(rule.rawValue)")
    case .quota(let term): Text(zh: "名额：\(term.chinese)", en: "quota \(term.rawValue)")
    case .objective(let term): Text(zh: "目标：\(term.chinese)", en: "objective \(term.rawValue)")
    case .duty(let duty): Text(zh: "合规：\(duty.chinese)", en: "compliance \(duty.rawValue)")
    case .target: Text(zh: "规模以上企业的目标比例", en: "target of above-scale enterprises")
    case .minimum: Text(zh: "最少人数", en: "minimum of a post")
    case .team: Text(zh: "小组", en: "teams")
    case .perSchool: Text(zh: "每校上限", en: "limits of one school's students")
    case .pairs: Text(zh: "不同岗位、不同单位", en: "who keeps apart")
    case .decisions: Text(zh: "人工决定", en: "decisions")
    case .published: Text(zh: "已公布的安排", en: "published placements")
    case .requests: Text(zh: "申请", en: "requests")
    case .supervision: Text(zh: "指导教师安排", en: "supervision")
    case .subsidies: Text(zh: "补助", en: "subsidies")
    case .signals: Text(zh: "增设与缩减", en: "what to grow and shrink")
    case .certification: Text(zh: "企业认定", en: "certification of enterprises")
    case .yearly: Text(zh: "年度报告", en: "the yearly report")
    case .keys: Text(zh: "各表对应", en: "ties the files together")
    case .plan: Text(zh: "在方案中显示", en: "shown in the plan")
    case .nothing: Text(zh: "只作检查", en: "checked only")
    }
  }
}

/// A table: a file of a case or of a plan.
public struct TableSchema: Sendable {
  /// `students.csv`
  public var file: String
  /// Its Chinese name, without extension: `学生`.
  public let chinese: String
  /// Whether a case must have it.
  public let isNeeded: Bool
  /// Whether further columns are nobody's mistake.
  public var allowsOthers: Bool
  /// What one row is.
  public let sentence: Text
  /// In the order in which they are written.
  public var columns: [ColumnSchema]

  public init(
    _ file: String, _ chinese: String, needed: Bool = false, allowsOthers: Bool = false, zh: String,
    en: String, columns: [ColumnSchema]
  ) {
    self.file = file
    self.chinese = chinese
    isNeeded = needed
    self.allowsOthers = allowsOthers
    sentence = Text(zh: zh, en: en)
    self.columns = columns
  }

  /// Whether a file of this name holds the table: CSV or a workbook, in either language.
  public func isHeld(by name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, ["csv", "xlsx"].contains(parts[1]) else { return false }
    return parts[0] == chinese || parts[0] + ".csv" == file
  }

  public subscript(name: String) -> ColumnSchema? { columns.first { $0.name == name } }

  /// The column that a header, trimmed and normalised, means.
  public func column(called header: String) -> ColumnSchema? { columns.first { $0.isCalled(header) } }

  /// The same table as it is read elsewhere: under another name, with other columns needed.
  public func reading(_ file: String? = nil, needing needed: [String], only names: [String]? = nil)
    -> TableSchema
  {
    var table = self
    table.file = file ?? self.file
    table.allowsOthers = true
    table.columns = columns.compactMap { column in
      guard names?.contains(column.name) ?? true else { return nil }
      var column = column
      column.isNeeded = needed.contains(column.name)
      return column
    }
    return table
  }
}

extension CellType {
  /// What such a cell may look like, where a column gives no example of its own.
  var example: Text {
    switch self {
    case .date: Text(verbatim: "2026-09-01")
    case .boolean: YesNo.yes.text
    case .word(let words): words.first?.text ?? Text(verbatim: "")
    case .list(let item): item.example
    case .whole(let range): Text(verbatim: String(max(1, range.lowerBound)))
    default: Text(verbatim: "")
    }
  }
}
