import Placement
import Workbooks

/// What is said about workbooks. No message holds a cell's text.
enum WorkbookMessages {
  private static let saveAgain = Text(
    zh: "用 Excel 或 WPS 打开，另存为 .xlsx 后再用", en: "open it in a spreadsheet, save it as .xlsx again and use that")
  private static let cutDown = Text(
    zh: "删去用不到的工作表、行和列后另存为 .xlsx，或另存为 CSV",
    en: "remove sheets, rows and columns that nobody needs and save it again, or save it as CSV")
  private static let withoutPassword = Text(
    zh: "去掉密码，另存为 .xlsx", en: "take the password off and save it as .xlsx")

  /// Nothing in it at all: whoever saved or sent it was cut short.
  static func empty(_ file: String) -> Diagnostic {
    Diagnostic(
      .input, file: file, Text(zh: "文件是空的（0 字节）", en: "the file is empty (0 bytes)"),
      mend: Text(
        zh: "重新下载或请对方重发；或从原来的工作簿另存一次",
        en: "fetch it again or have it sent again; or save it from its original once more"))
  }

  static func compound(_ file: String) -> Diagnostic {
    Diagnostic(
      .input, file: file,
      Text(
        zh: "这是设了密码的工作簿，或旧版 .xls 文件，无法读取",
        en: "this is a workbook locked with a password, or an old .xls file, and cannot be read"),
      mend: withoutPassword)
  }

  static func diagnostic(_ fault: WorkbookFault, file: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      .input, file: file, row: fault.place?.row, column: fault.place.map { CellPlace.letters($0.column) },
      message(fault), mend: mend(fault))
    diagnostic.letter = diagnostic.column
    return diagnostic
  }

  private static func message(_ fault: WorkbookFault) -> Text {
    switch fault {
    case .notAWorkbook: Text(zh: "这不是 .xlsx 工作簿", en: "this is no .xlsx workbook")
    case .binary:
      Text(zh: "这是二进制工作簿（.xlsb），无法读取", en: "this is a binary workbook (.xlsb), which is not read")
    case .encrypted: Text(zh: "工作簿设了密码，无法读取", en: "the workbook is locked with a password")
    case .damaged: Text(zh: "工作簿已损坏或不完整", en: "the workbook is damaged or not whole")
    case .doubledPart:
      Text(
        zh: "工作簿中有两个同名的部分，无法判断哪个有效",
        en: "the workbook has two parts of one name: which one counts is unknown")
    case .documentType:
      Text(zh: "工作簿中有文档类型声明（DTD），不予读取", en: "the workbook has a document type declaration and was not read")
    case .markupTooLong:
      Text(
        zh: "工作簿中有超过 4 MB 的 XML 标记，不予读取",
        en: "the workbook has a piece of XML markup longer than 4 MB and was not read")
    case .tooManyParts:
      Text(
        zh: "工作簿的组成部分超过 \(WorkbookLimits.parts) 个，不予读取",
        en: "the workbook has more than \(WorkbookLimits.parts) parts and was not read")
    case .tooLarge:
      Text(zh: "工作簿解压后超过 1 GB，不予读取", en: "unpacked, the workbook is larger than 1 GB; it was not read")
    case .bomb:
      Text(
        zh: "工作簿的一个部分解压后超过原大小的 \(WorkbookLimits.ratio) 倍，像是压缩炸弹，不予读取",
        en:
          "a part of the workbook unpacks to more than \(WorkbookLimits.ratio) times its size, as a zip bomb does; it was "
          + "not read")
    case .tooManyCells:
      Text(
        zh: "工作表的单元格超过 \(WorkbookLimits.cells) 个，不予读取",
        en: "the sheet has more than \(WorkbookLimits.cells) cells and was not read")
    case .tooMuchText:
      Text(zh: "工作表的文字超过 128 MB，不予读取", en: "the sheet has more than 128 MB of text and was not read")
    case .cellTooLong: CellMessages.tooLong
    case .outside:
      Text(zh: "单元格超出了电子表格的最大行列", en: "the cell lies past the last row or column of a spreadsheet")
    case .outOfOrder: Text(zh: "单元格的次序错乱或重复", en: "cells are out of order or stand twice here")
    case .missingText:
      Text(zh: "单元格所指的文字不在工作簿中", en: "the cell refers to a text that the workbook does not have")
    }
  }

  private static func mend(_ fault: WorkbookFault) -> Text {
    switch fault {
    case .encrypted: withoutPassword
    case .damaged:
      Text(
        zh: "重新下载或请对方重发；或在 Excel、WPS 中修复后另存为 .xlsx",
        en: "fetch it again or have it sent again; or repair it in a spreadsheet and save it as .xlsx")
    case .cellTooLong: Text(zh: "缩短此单元格", en: "shorten it")
    case .tooManyParts, .tooLarge, .bomb, .tooManyCells, .tooMuchText: cutDown
    case .notAWorkbook, .binary, .doubledPart, .documentType, .markupTooLong, .outside, .outOfOrder,
      .missingText:
      saveAgain
    }
  }

  // MARK: Sheets

  /// A sheet of a whole case that no table is called.
  static func unknownSheet(_ sheet: String, _ file: String) -> Diagnostic {
    Diagnostic(
      .warning, file: "\(file)!\(sheet)",
      Text(zh: "不认识这个工作表，未予读取", en: "this sheet is not known and was not read"),
      mend: Text(
        zh: "如果是要用的表，工作表名请写表名，如“学生”或 students",
        en: "if it is meant to be read, name it like its table, “students” or “学生” for example"))
  }

  /// Sheets beside the one that is read, where they may hold more of the same.
  static func otherSheets(_ names: [String], _ place: String) -> Diagnostic {
    let list = names.prefix(3)
    let more = names.count > list.count
    return Diagnostic(
      .warning, file: place,
      Text(
        zh: "只读取这个工作表，其他有内容的工作表未予读取：\(list.joined(separator: "、"))\(more ? "……" : "")",
        en:
          "this sheet alone was read, and none of the others that are filled: \(list.joined(separator: ", "))"
          + (more ? ", …" : "")),
      mend: Text(zh: "如果其中也有要用的行，请合并到一个工作表", en: "if they hold rows that count, put them all on one sheet"))
  }

  static func mergedHeader(_ area: CellArea, _ file: String, _ row: Int) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: row,
      Text(zh: "表头有合并的单元格：\(area.name)", en: "cells of the header are merged: \(area.name)"),
      mend: Text(
        zh: "取消合并，每列写一个表头", en: "take the merging back and give every column its own header"))
  }

  static func mergedCells(_ first: CellArea, _ count: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      .warning, file: file, row: first.first.row,
      count == 1
        ? Text(
          zh: "\(first.name) 是合并的单元格，只有左上角的一格有内容，其余按空处理",
          en: "\(first.name) is merged: only its first cell holds anything, the others were read as empty")
        : Text(
          zh: "有 \(count) 处合并的单元格（第一处 \(first.name)），每处只有左上角的一格有内容，其余按空处理",
          en:
            "\(count) areas are merged (the first is \(first.name)): only the first cell of each holds anything, "
            + "the others were read as empty"),
      mend: Text(zh: "取消合并，每行分别填写", en: "take the merging back and fill in every row"))
  }

  /// A workbook that people keep is not written over for one of its sheets.
  static func notRewritten(_ place: String, _ schema: TableSchema) -> Diagnostic {
    let names = CaseFileName.workbooks(of: schema.file).reversed()
    return Diagnostic(
      .input, file: place,
      Text(
        zh: "这张表在整个案例的工作簿里，程序不改写该工作簿",
        en: "the table is a sheet of the whole case’s workbook, which is not written over"),
      mend: Text(
        zh: "把这个工作表另存为案例文件夹里的 \(names.first ?? "")，再从工作簿中删去",
        en: "save the sheet as \(names.last ?? "") in the case folder and remove it from the workbook"))
  }

  /// The library that makes workbooks has failed: it needs a folder for its own files.
  static func notMade(_ file: String) -> Diagnostic {
    Diagnostic(
      .input, file: file,
      Text(zh: "工作簿没有生成", en: "the workbook could not be made"),
      mend: Text(
        zh: "检查临时文件夹（TMPDIR）能否写入、磁盘是否已满",
        en: "check that the folder for temporary files (TMPDIR) can be written to and the disk is not full"))
  }

  // MARK: Cells

  static let error = Text(zh: "公式出错，单元格没有值", en: "the formula failed: the cell has no value")
  static let mendFormula = Text(zh: "改正公式，或直接填写值", en: "correct the formula or enter the value itself")
  static let uncomputed = Text(zh: "公式还没有算出值", en: "the formula was never computed: the cell has no value")
  static let compute = Text(zh: "用 Excel 或 WPS 打开并保存一次", en: "open the workbook in a spreadsheet and save it")
  static let lostDigits = Text(
    zh: "编号被存成了数字，第 15 位以后的数字已丢失",
    en: "the id was stored as a number: its digits past the fifteenth are lost")
  static let dateForID = Text(
    zh: "编号被电子表格改成了日期，原编号已丢失", en: "a spreadsheet has made a date of the id; the id itself is lost")

  static func numbers(_ count: Int) -> Text {
    Text(
      zh: "本列有 \(count) 个编号是数字格式，已按数字读取；编号开头如有 0 会丢失，此为第一处",
      en: count == 1
        ? "the id is stored as a number and was read as its digits; leading zeros would be lost"
        : "\(count) ids of this column are stored as numbers and were read as their digits; leading zeros would be "
          + "lost; this is the first")
  }
}
