import Foundation
import Placement
import PlacementFiles
import Testing

/// The documentation's pages of files are made from the schema, and are today's.
///
/// `PLACEMENT_WRITE_PAGES=1 swift test --filter FilePagesTests` writes them anew.
@Suite struct FilePagesTests {
  private static let catalogue = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Placement/Placement.docc")
  private static let writes = ProcessInfo.processInfo.environment["PLACEMENT_WRITE_PAGES"] != nil

  private static let pages: [(name: String, text: String)] =
    CaseSchema.tables.map { (pageName($0.file), FilePage(tables: [$0]).text) }
    + [
      (pageName(PolicySchema.file), PolicyPage().text),
      (
        "plan-columns",
        FilePage(tables: PlanSchema.tables + PlanSchema.whatIfTables + PlanSchema.requestTables).text
      ),
    ]

  /// `students.csv` → `students-csv`
  private static func pageName(_ file: String) -> String { file.replacing(".", with: "-") }

  @Test(arguments: pages.indices) func thePageIsTheSchemas(_ index: Int) throws {
    let page = Self.pages[index]
    let folder = Self.catalogue.appendingPathComponent("Files")
    let file = folder.appendingPathComponent(page.name + ".md")
    if Self.writes {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try page.text.write(to: file, atomically: true, encoding: .utf8)
    }
    let written = try? String(contentsOf: file, encoding: .utf8)
    #expect(
      written == page.text,
      "\(page.name).md is not the schema's; PLACEMENT_WRITE_PAGES=1 swift test --filter FilePagesTests writes it"
    )
  }

  @Test func noPageIsLeftOverAndEachIsListed() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Self.catalogue.appendingPathComponent("Files").path)
    #expect(names.sorted() == Self.pages.map { $0.name + ".md" }.sorted())
    let index = try String(contentsOf: Self.catalogue.appendingPathComponent("Placement.md"), encoding: .utf8)
    for page in Self.pages { #expect(index.contains("- <doc:\(page.name)>"), "\(page.name)") }
  }
}

private let madeNote = """
  Made from the schema; `PLACEMENT_WRITE_PAGES=1 swift test --filter FilePagesTests` writes this page anew.

  """

/// Rows of a table in Markdown.
private func markdown(_ titles: String, _ rows: [[String]]) -> String {
  let head = titles.components(separatedBy: "\t")
  let rule = head.map { _ in "---" }
  return ([head, rule] + rows).map { row in
    "| " + row.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")
      + " |\n"
  }.joined()
}

private func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

private func withUnit(_ type: Text, _ unit: Text?) -> Text {
  unit.map { type + Text(zh: "，", en: ", ") + $0 } ?? type
}

/// The page of a file, or of several.
private struct FilePage {
  let tables: [TableSchema]

  var text: String {
    tables.count == 1 ? page(tables[0]) : pageOfAPlan
  }

  private func page(_ table: TableSchema) -> String {
    let needed = table.isNeeded ? Text(zh: "必需。", en: "Needed.") : Text(zh: "可选。", en: "Optional.")
    return """
      # \(table.file) \(table.chinese)

      \(table.sentence.en) \(table.sentence.zh)

      ## Overview

      \(needed.en) Column order is free; headers are read in either language. \(madeNote)
      ### Columns

      \(columns(table, .english))
      ### 各列

      \(needed.zh)列序不限，中英文表头都可以。

      \(columns(table, .chinese))
      """
  }

  private var pageOfAPlan: String {
    """
    # The columns of a plan

    What each column of a plan's tables, of a what-if's and of answered requests says. To the letter: <doc:PlanFiles>.

    ## Overview

    \(madeNote)
    \(tables.map { table in
      """
      ### \(table.file) \(table.chinese)

      \(table.sentence.en) \(table.sentence.zh)

      \(markdown("column\t列\tholds\tsays\t说明", table.columns.map { column in
        [
          code(column.name), column.chinese, withUnit(column.type.description, column.unit).en,
          column.sentence.en, column.sentence.zh,
        ]
      }))
      """
    }.joined(separator: "\n"))
    """
  }

  private func columns(_ table: TableSchema, _ language: Language) -> String {
    let titles = Text(
      zh: "列\t英文列名\t内容\t留空则为\t示例\t谁读它\t说明",
      en: "column\tChinese header\tholds\tempty\texample\tread by\tsays")
    let needed = Text(zh: "必填", en: "needed")
    let rows = table.columns.map { column in
      [
        code(column.header(language)), language == .english ? column.chinese : code(column.name),
        withUnit(column.type.description, column.unit)(language),
        column.isNeeded ? needed(language) : column.standard?(language) ?? "–",
        code(column.example(language)),
        column.readBy.map { $0.text(language) }.joined(separator: language == .english ? ", " : "、"),
        column.sentence(language),
      ]
    }
    return markdown(titles(language), rows)
  }
}

/// The page of policy.yaml.
private struct PolicyPage {
  var text: String {
    let file = emptyCaseFiles(named: "city", language: .english)[0]
    return """
      # policy.yaml 政策

      \(PolicySchema.sentence.en) \(PolicySchema.sentence.zh)

      ## Overview

      Needed. \(madeNote)
      ### Keys

      \(keys(.english))
      ### 各键

      \(keys(.chinese))
      ### As `placement new` writes it

      ```yaml
      \(String(decoding: file.data, as: UTF8.self))```

      """
  }

  private func keys(_ language: Language) -> String {
    let titles = Text(zh: "键\t内容\t默认\t默认值的依据\t说明", en: "key\tholds\tdefault\tits source\tsays")
    let rows = PolicySchema.keys.map { key in
      [
        code(key.path), withUnit(key.type.description, key.unit)(language),
        code(
          key.standard.split(whereSeparator: \.isNewline).map { $0.drop { " -".contains($0) } }.joined(
            separator: " ")),
        key.source?(language) ?? "–", key.sentence(language),
      ]
    }
    return markdown(titles(language), rows)
  }
}
