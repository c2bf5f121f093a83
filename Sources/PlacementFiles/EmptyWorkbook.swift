import Foundation
import Placement
import Workbooks

/// An empty case as one workbook: a sheet a table, every header with its explanation, lists for what has words.
struct EmptyWorkbook {
  /// Rows for which lists and formats hold.
  private static let room = 20_000

  private let language: Language

  init(_ language: Language) { self.language = language }

  var data: Data {
    get throws {
      let sheets = CaseSchema.tables.map(sheet)
      let explanation = WrittenSheet(
        name: WorkbookSheetName.explanation(language), lines: Self.lines.map { $0(language) })
      return try WorkbookWriter.data(
        sheets + [explanation], choicesName: WorkbookSheetName.choices(language))
    }
  }

  private func sheet(_ schema: TableSchema) -> WrittenSheet {
    var sheet = WrittenSheet(name: name(schema), columns: schema.columns.map(column))
    sheet.spareRows = Self.room
    return sheet
  }

  private func name(_ schema: TableSchema) -> String {
    language == .chinese ? schema.chinese : String(schema.file.dropLast(4))
  }

  /// The text with sheets where it names files: whoever has the workbook has never seen those.
  private func bySheets(_ text: String) -> String {
    CaseSchema.tables.reduce(text) { text, schema in
      guard language == .chinese else { return text.replacing(schema.file, with: "sheet \(name(schema))") }
      return [" \(schema.file) ", " \(schema.file)", "\(schema.file) ", schema.file].reduce(text) {
        $0.replacing($1, with: "“\(name(schema))”工作表")
      }
    }
  }

  private func column(_ schema: ColumnSchema) -> WrittenSheet.Column {
    var column = WrittenSheet.Column(header: schema.header(language))
    column.kind = schema.type.columnKind
    column.standsOut = schema.isNeeded
    column.note = note(schema)
    switch schema.type {
    case .boolean: column.choices = [YesNo.yes, .no].map { $0.text(language) }
    case .word(let words): column.choices = words.map { $0.text(language) }
    default: break
    }
    return column
  }

  /// What the column says, what it takes, and what an empty cell stands for.
  private func note(_ schema: ColumnSchema) -> String {
    var lines = [schema.sentence(language), schema.type.description(language)]
    if schema.isNeeded {
      lines.append(Text(zh: "必填", en: "needed")(language))
    } else if let standard = schema.standard {
      lines.append(Text(zh: "留空即：\(standard.zh)", en: "empty: \(standard.en)")(language))
    }
    let example = schema.example(language)
    if !example.isEmpty { lines.append(Text(zh: "例：", en: "example: ")(language) + example) }
    return bySheets(lines.joined(separator: "\n"))
  }

  private static let lines = [
    Text(
      zh: "每个工作表是一张表，一行填一条。黄色的列必填，其余可以空着；鼠标停在表头上有说明。",
      en:
        "Each sheet is a table. Yellow columns are needed, the others may stay empty; every header explains itself when you "
        + "point at it."),
    Text(
      zh: "不要改动工作表名和表头；列的次序可以变，自己用的列可以加，加的列不会读取。",
      en:
        "Leave the names of sheets and headers as they are. Columns may be moved; columns of your own may be added and are "
        + "not read."),
    Text(
      zh: "编号一律是文本，开头的 0 会保留。从别处粘贴时，请选“只粘贴值”，以免改掉格式。",
      en:
        "Ids are text: leading zeros stay. When you paste from elsewhere, paste values only, so that formats are kept."
    ),
    Text(
      zh: "不要合并单元格。不需要的工作表可以空着。",
      en: "Do not merge cells. Sheets that you do not need may stay empty."),
    Text(
      zh: "填好后与 policy.yaml 放在同一个文件夹里，文件名为 case.xlsx，运行：placement check 文件夹",
      en: "Keep it beside policy.yaml under the name case.xlsx and run: placement check FOLDER"),
  ]
}
