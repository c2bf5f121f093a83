/// Something wrong with what came in, said so that somebody at a spreadsheet can mend it.
///
/// A message never holds a cell's text: what a broken file has under a heading may be a name, a birth date
/// or a home. Only ids are shown, and of these only what looks like one (``ShownID``).
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

    /// `decisions.csv 第 4 行`, `row 4 of decisions.csv`.
    public var text: Text { Text(zh: "\(file) 第 \(row) 行", en: "row \(row) of \(file)") }

    /// The same behind what the row says: `（decisions.csv 第 4 行）`, ` (decisions.csv, row 4)`.
    public var aside: Text { Text(zh: "（\(file) 第 \(row) 行）", en: " (\(file), row \(row))") }
  }

  public let kind: Kind
  public let file: String
  /// Row as a spreadsheet counts records: the file's first is row 1. Nil for a whole file.
  public let row: Int?
  /// The column's header as it stands in the file (or its English name where the file lacks it); its letter
  /// where nobody knows the header.
  public let column: String?
  /// The id that the cell holds, where it is a matter of one; shown where it may be.
  public let id: String?
  public let message: Text
  /// The rows that make it a fault together, this one among them; empty where one row alone does.
  public let rows: [Place]
  /// What would mend it.
  public let mend: Text?
  /// The column's letter, where the file is a sheet of a workbook.
  public var letter: String?
  /// Equal findings in the same file that were counted and not kept.
  public var omitted = 0
  /// What several of a kind are told as in one line, where each says something of its own; nil: nothing.
  public var kindred: Text?

  public init(
    _ kind: Kind, file: String, row: Int? = nil, column: String? = nil, id: String? = nil, _ message: Text,
    rows: [Place] = [], mend: Text? = nil
  ) {
    self.kind = kind
    self.file = file
    self.row = row
    self.column = column
    self.id = id
    self.message = message
    self.rows = rows
    self.mend = mend
  }

  public var isFault: Bool { kind != .warning }

  /// The same, its files and columns called what they are called where they lie.
  ///
  /// - Parameter places: by the files' English names; those that are not there are called so.
  public func placed(in places: [String: TablePlace]) -> Diagnostic {
    guard !places.isEmpty else { return self }
    let place = places[file]
    let header = column.map { place?.headers[$0] ?? $0 }
    var renamed = Diagnostic(
      kind, file: place?.file ?? file, row: row, column: header, id: id, message,
      rows: rows.map { Place(file: places[$0.file]?.file ?? $0.file, row: $0.row) }, mend: mend)
    renamed.omitted = omitted
    renamed.kindred = kindred
    renamed.letter = letter ?? header.flatMap { place?.letters[$0] }
    return renamed
  }

  /// `file:row:column: “id”: what is wrong (rows); what would mend it`; of a sheet `file!sheet:B17: …`
  public func description(in language: Language) -> String {
    let shown = id.flatMap(ShownID.quoted).map { $0 + (language == .chinese ? "：" : ": ") } ?? ""
    return line(shown + message(language) + listedRows(language), language)
  }

  private func line(_ what: String, _ language: Language) -> String {
    var place = file
    switch (letter, row) {
    case (let letter?, _): place += ":" + letter + (row.map(String.init) ?? "")
    case (nil, let row): place += (row.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "")
    }
    let label = kind == .warning ? Diagnostic.warningLabel(language) : ""
    let tail = mend.map { (language == .chinese ? "；" : "; ") + $0(language) } ?? ""
    return ControlCharacters.escaped(place + ": " + label + what + tail)
  }

  private func listedRows(_ language: Language) -> String {
    guard !rows.isEmpty else { return "" }
    let places = rows.map { "\($0.file):\($0.row)" }
    return Text(
      zh: "（\(places.joined(separator: "、"))）", en: " (\(places.joined(separator: ", ")))")(language)
  }
}

/// What a table and its columns are called where they lie.
public struct TablePlace: Hashable, Sendable {
  /// `学生.csv`; of a sheet `case.xlsx!学生`.
  public var file: String
  /// Headers by the columns' English names, where they differ.
  public var headers: [String: String]
  /// Columns' letters by their headers; empty where the file is no sheet.
  public var letters: [String: String]

  public init(file: String, headers: [String: String] = [:], letters: [String: String] = [:]) {
    self.file = file
    self.headers = headers
    self.letters = letters
  }
}

extension Diagnostic {
  private static let warningLabel = Text(zh: "提醒：", en: "warning: ")

  /// Whether a line that another process has said is a warning.
  public static func isWarning(_ line: some StringProtocol) -> Bool {
    line.contains(": " + warningLabel.zh) || line.contains(": " + warningLabel.en)
  }

  /// What a process that failed has said, without the warnings; all of it where there is nothing else.
  public static func withoutWarnings(_ words: String) -> String {
    let lines = words.split(separator: "\n", omittingEmptySubsequences: false).filter { !isWarning($0) }
    return lines.allSatisfy { $0.allSatisfy(\.isWhitespace) } ? words : lines.joined(separator: "\n")
  }

  /// How many findings a list stands for.
  public static func count(_ diagnostics: [Diagnostic]) -> Int {
    diagnostics.reduce(0) { $0 + 1 + $1.omitted }
  }

  private struct Group: Hashable {
    let kind: Kind
    let file: String
    let column: String?
    let message: Text
    let mend: Text?
  }

  /// How many of a kind are told one by one, each with what is its own.
  private static let mostOfAKind = 3

  /// A line each, in the order given; several equal ones are one line with their count and the first three
  /// rows (or ids, where no row is at fault), and so are many of a kind, unless `all` are wanted.
  public static func lines(_ diagnostics: [Diagnostic], in language: Language, all: Bool) -> [String] {
    func group(_ diagnostic: Diagnostic, _ message: Text) -> Group {
      Group(
        kind: diagnostic.kind, file: diagnostic.file, column: diagnostic.column, message: message,
        mend: diagnostic.mend)
    }
    let kinds = diagnostics.compactMap { one in one.kindred.map { group(one, $0) } }
    let many = Dictionary(grouping: kinds) { $0 }.filter { $0.value.count > mostOfAKind }
    /// What a line says: what all of its kind have in common, where there are many.
    func told(_ one: Diagnostic) -> Text {
      one.kindred.flatMap { many[group(one, $0)] == nil ? nil : $0 } ?? one.message
    }
    var groups: [Group: Int] = [:]
    var members: [[Diagnostic]] = []
    for diagnostic in diagnostics {
      let group = group(diagnostic, told(diagnostic))
      if let index = groups[group], diagnostic.row != nil || diagnostic.id != nil {
        members[index].append(diagnostic)
      } else {
        groups[group] = members.count
        members.append([diagnostic])
      }
    }
    return members.flatMap { equal in
      guard !all else { return equal.flatMap { $0.lines(in: language) } }
      let count = Diagnostic.count(equal)
      return count == 1
        ? [equal[0].description(in: language)]
        : [equal[0].summary(of: equal, told(equal[0]), count, in: language)]
    }
  }

  private func lines(in language: Language) -> [String] {
    guard omitted > 0 else { return [description(in: language)] }
    let more = Text(
      zh: "同样的问题在本文件中另有 \(omitted) 处，未逐一列出",
      en: "\(omitted) more of this kind in the file, counted and not listed"
    )
    return [description(in: language), line(more(language), language)]
  }

  private func summary(
    of equal: [Diagnostic], _ message: Text, _ count: Int, in language: Language
  ) -> String {
    // A list in one cell may be at fault twice: a row is named once.
    var places: [String] = []
    for member in equal where places.count <= 3 {
      let row = member.row.map { Text(zh: "第 \($0) 行", en: "row \($0)")(language) }
      let place = [row, member.id.flatMap(ShownID.quoted)].compactMap { $0 }
        .joined(separator: language == .chinese ? "" : " ")
      if !places.contains(place) { places.append(place) }
    }
    let more = places.count > 3 || count > equal.count
    places = Array(places.prefix(3))
    let listed = Text(
      zh: "（共 \(count) 处：\(places.joined(separator: "、"))\(more ? "……" : "")）",
      en: " (\(count) times: \(places.joined(separator: ", "))\(more ? ", …" : ""))")
    return line(message(language) + listed(language), language)
  }
}
