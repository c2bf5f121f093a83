import Foundation
import Placement
import Workbooks

/// A plan's tables, or a part of them, as one workbook: a sheet a table, and an explanation last.
public enum PlanWorkbook {
  /// What it is called in a plan.
  public static let file = "plan.xlsx"

  /// - `by`: whose part it is; the whole plan where nil.
  /// - Throws: `WorkbookWritingFault`
  public static func data(_ tables: [PlanTable], by: SplitBy? = nil, language: Language) throws -> Data {
    let sheets = tables.map { sheet($0, language) }
    let lines = by == .enterprise ? WorkbookExplanation.enterprise : WorkbookExplanation.decisions
    let explanation = WrittenSheet(
      name: WorkbookSheetName.explanation(language), lines: lines.map { $0(language) })
    return try WorkbookWriter.data(sheets + [explanation], choicesName: WorkbookSheetName.choices(language))
  }

  private static let decisionColumns = ["decision", "decision_post_id", "decision_reason"]

  static func sheet(_ table: PlanTable, _ language: Language) -> WrittenSheet {
    let schema = PlanSchema.table(table.file) ?? CaseSchema.table(table.file)
    let columns = table.columns.map { name in
      var column = WrittenSheet.Column(header: Columns.header(name, in: table.file, language: language))
      column.kind = schema?[name]?.type.columnKind ?? .text
      column.standsOut = decisionColumns.contains(name)
      if name == "decision", table.file == PlanSchema.assignments.file {
        column.choices = (DecisionWord.words + [DecisionWord.clear]).map { $0.text(language) }
      }
      return column
    }
    var sheet = WrittenSheet(
      name: sheetName(table.file, schema, language), columns: columns,
      rows: table.rows.map { $0.contains(where: isMarked) ? $0.map(guarded) : $0 })
    sheet.frozenColumns = table.columns.prefix(2) == ["student_id", "student_name"] ? 2 : 0
    return sheet
  }

  private static func sheetName(_ file: String, _ schema: TableSchema?, _ language: Language) -> String {
    let stem = String(file.prefix { $0 != "." })
    return language == .chinese ? schema?.chinese ?? stem : stem
  }

  private static func isMarked(_ cell: String) -> Bool { cell.utf8.first == UInt8(ascii: "'") }

  /// Readers take one apostrophe off what looks like a formula.
  private static func guarded(_ cell: String) -> String {
    isMarked(cell) && FormulaDefusing.restored(cell) != cell ? "'" + cell : cell
  }
}

extension CellType {
  /// How a column's cells are written.
  var columnKind: WrittenSheet.ColumnKind {
    switch self {
    case .whole, .decimal, .degrees: .number
    case .date: .date
    default: .text
    }
  }
}

/// A table as the kind of file that its name says.
func tableData(_ table: PlanTable, named file: String, language: Language) throws -> Data {
  guard WorkbookFile.isNamed(file) else { return csvData(table: table, language: language) }
  return try WorkbookWriter.data(
    [PlanWorkbook.sheet(table, language)], choicesName: WorkbookSheetName.choices(language))
}

/// What the last sheet says.
enum WorkbookExplanation {
  static let decisions = [
    Text(
      zh: "“安排”表一行是一名学生。只在黄色的三列里填写：决定、决定岗位编号、决定理由；其他各列供查看，改了也不会读取。",
      en:
        "Each row of the sheet “assignments” is a student. Fill in the three yellow columns only: decision, "
        + "decision_post_id, decision_reason. The others are for reading; changes to them are not taken in."),
    Text(
      zh: "“决定”从下拉列表中选：锁定，把学生安排到这个岗位；不安排，不再安排到这个岗位；撤销，取消先前的决定。没有意见的行留空。",
      en:
        "Choose the decision from its list: pin puts the student at the post, ban keeps the student from it, clear takes "
        + "earlier decisions back. Leave rows empty that you agree with."),
    Text(
      zh: "“决定岗位编号”留空，指本行的岗位；要锁定到别的岗位，写那个岗位的编号；不安排到整家企业，写企业编号。",
      en:
        "An empty decision_post_id means the row's own post. To pin a student to another post give its id; to ban a whole "
        + "enterprise give the enterprise's id."),
    Text(
      zh: "每个决定都要写“决定理由”。可以筛选和排序，但不要单独移动或排序某几列，也不要改动学号和姓名。",
      en:
        "Every decision needs its decision_reason. Sort and filter as you like, but never move or sort some columns alone, "
        + "and leave ids and names as they are."),
    Text(
      zh: "填好后照原样保存为 .xlsx 发回，不必另存为 CSV。汇总的人运行：placement decide 案例文件夹 发回的文件",
      en: "Save the workbook as .xlsx and send it back; it need not become CSV. Whoever collects them runs: "
        + "placement decide CASE FILES"),
  ]

  static let enterprise = [
    Text(
      zh: "“安排”表一行是一名到贵单位实习的学生。", en: "Each row of the sheet “assignments” is a student who comes to you."),
    Text(
      zh: "岗位、地址、报酬和起止日期以三方协议为准；如与贵单位申报的不符，请告诉学校。",
      en:
        "Post, address, pay and dates are those of the agreement; where they are not what you have offered, tell the school."
    ),
    Text(
      zh: "校方指导教师是学生的联系人；未列出的，由学校另行告知。",
      en: "The supervisor is whom to ask about a student; where none is named, the school will tell."),
    Text(
      zh: "名单中有未成年人的个人信息，只供接收实习之用，请勿转发，用后删除。",
      en: "The list holds minors' data: use it to take them in, pass it to nobody, and delete it afterwards."),
    Text(
      zh: "这张表只供查看，不必填写或发回。", en: "The list is for reading: there is nothing to fill in or to send back."),
  ]
}
