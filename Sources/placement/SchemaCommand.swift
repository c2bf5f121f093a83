import ArgumentParser
import Foundation
import Placement

/// `placement schema`: every file, column and key that the program knows.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: Text(zh: "说明各个文件、各列和政策的各个键。", en: "Every file, column and policy key, explained.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement schema
          placement schema students.csv
          placement schema --json > schema.json
        """,
      en: """
        Examples:
          placement schema
          placement schema students.csv
          placement schema --json > schema.json
        """
    ).spokenParagraphs)

  @Argument(
    help: .text(
      zh: "只说明一个文件，如 students.csv、policy.yaml。",
      en: "One file only: students.csv, policy.yaml, quotas.csv and so on.")
  )
  var file: String?
  @Option(help: .text(zh: "说明的语言；默认按 LANG。", en: "The language; by default LANG's.")) var language: Language?
  @Flag(help: .text(zh: "以 JSON 输出，两种语言都有。", en: "As JSON, in both languages.")) var json = false

  func run() throws {
    let document = SchemaDocument()
    guard let chosen = file.map({ document.part($0) }) ?? document else {
      let (name, known) = (file ?? "", document.files)
      throw ValidationError(
        Text(
          zh: "没有 \(name) 这个文件；有：\(known.joined(separator: "、"))",
          en: "there is no file \(name); there are \(known.joined(separator: ", "))"))
    }
    let console = Console()
    let text = json ? try chosen.json() : SchemaTables(document: chosen, language: console.language).text
    console.result(Text(verbatim: text))
  }
}

/// What `schema` tells of: all of it, or one file's part.
struct SchemaDocument {
  var tables: [(place: String, schema: TableSchema)] =
    CaseSchema.tables.map { ("case", $0) } + PlanSchema.tables.map { ("plan", $0) }
    + PlanSchema.whatIfTables.map { ("what-if", $0) } + PlanSchema.requestTables.map { ("requests", $0) }
  var keys = PolicySchema.keys

  var files: [String] {
    var files = [PolicySchema.file]
    for table in tables where !files.contains(table.schema.file) { files.append(table.schema.file) }
    return files
  }

  /// The part of a file named in either language, with or without its extension; nil where there is none.
  func part(_ name: String) -> SchemaDocument? {
    let stem = name.lowercased().split(separator: ".").first.map(String.init) ?? name
    var part = self
    part.tables = tables.filter { $0.schema.file == stem + ".csv" || $0.schema.chinese == stem }
    if !["policy", PolicySchema.chinese].contains(stem) { part.keys = [] }
    return part.tables.isEmpty && part.keys.isEmpty ? nil : part
  }
}

/// The schema as tables for a terminal.
struct SchemaTables {
  let document: SchemaDocument
  let language: Language

  var text: String {
    var parts = document.tables.map { part($0.schema) }
    if !document.keys.isEmpty { parts.insert(policy, at: 0) }
    return parts.joined(separator: "\n\n")
  }

  private func part(_ table: TableSchema) -> String {
    let name = language == .chinese ? "\(table.file)（\(table.chinese)）" : table.file
    let needed = table.isNeeded ? Text(zh: "必需。", en: "needed. ")(language) : ""
    let rows = table.columns.map { column in
      let holds = withUnit(column.type.description, column.unit)
      // What is long stands behind the sentence: a column as wide as it would push everything apart.
      let isLong = TextTable.width(holds) > 50
      let words = Text(zh: "内容：\(holds)。", en: " Holds: \(holds).")(language)
      return [
        column.header(language), language == .chinese ? column.name : column.chinese,
        isLong ? "" : holds, standard(column), column.sentence(language) + (isLong ? words : ""),
      ]
    }
    let titles = Text(
      zh: "列\t英文列名\t内容\t默认\t说明", en: "column\tChinese header\tholds\tdefault\tsentence")
    return
      ([name + Text(zh: "：", en: ": ")(language) + needed + table.sentence(language)]
      + lines(titles, rows)).joined(separator: "\n")
  }

  private var policy: String {
    let rows = document.keys.map { key in
      let standard = key.standard.split(whereSeparator: \.isNewline).map { $0.drop { " -".contains($0) } }
        .joined(separator: " ")
      let isLong = standard.count > 20
      var sentence = key.sentence
      if isLong { sentence = sentence + Text(zh: "默认：\(standard)。", en: " Default: \(standard).") }
      if let source = key.source { sentence = sentence + Text(zh: "依据：", en: " Source: ") + source }
      return [
        key.path, withUnit(key.type.description, key.unit), isLong ? "" : standard, sentence(language),
      ]
    }
    let titles = Text(zh: "键\t内容\t默认\t说明", en: "key\tholds\tdefault\tsentence")
    let head = PolicySchema.file + Text(zh: "（政策）：必需。", en: ": needed. ")(language)
    return ([head + PolicySchema.sentence(language)] + lines(titles, rows)).joined(separator: "\n")
  }

  private func lines(_ titles: Text, _ rows: [[String]]) -> [String] {
    let titles = titles(language).components(separatedBy: "\t")
    return TextTable(titles.map { _ in .left }, rows: [titles] + rows).lines.map { "  " + $0 }
  }

  private func withUnit(_ type: Text, _ unit: Text?) -> String {
    (unit.map { type + Text.comma + $0 } ?? type)(language)
  }

  private func standard(_ column: ColumnSchema) -> String {
    column.isNeeded ? Text(zh: "必填", en: "needed")(language) : column.standard?(language) ?? ""
  }
}
