import Placement

/// What is said about a file's format.
enum FormatMessages {
  static func emptyFile(_ file: String) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: 1, Text(zh: "文件是空的", en: "the file is empty"),
      mend: Text(zh: "至少要有一行表头；没有内容的可选文件请删除", en: "give it a header row, or remove the file"))
  }

  /// Valid, and hardly meant.
  static func noRows(_ table: InputTable) -> Diagnostic {
    Diagnostic(
      .warning, file: table.file, row: table.parser.headerRow,
      Text(zh: "只有表头，还没有数据", en: "there is a header and no row yet"),
      mend: Text(zh: "在表头下面逐行填写：", en: "fill in rows below it: ") + table.schema.sentence)
  }

  static func workbook(_ file: String) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: 1,
      Text(
        zh: "这是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”",
        en: "this is an Excel workbook: save it as “CSV UTF-8 (comma delimited)”"))
  }

  static func undecodable(_ file: String, row: Int) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: row,
      Text(
        zh: "此行含有既不是 UTF-8 也不是 GB18030 的字节", en: "this row has bytes that are neither UTF-8 nor GB18030"),
      mend: Text(zh: "请另存为“CSV UTF-8（逗号分隔）”", en: "save the file as “CSV UTF-8 (comma delimited)”"))
  }

  static func unknownHeader(_ header: String, _ file: String, _ row: Int) -> Diagnostic {
    Diagnostic(
      .warning, file: file, row: row, column: shortened(header),
      Text(zh: "不认识这一列，未予读取", en: "this column is not known and was not read"))
  }

  static func doubledHeader(_ first: String, _ second: String, _ file: String, _ row: Int) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: row, column: second,
      Text(zh: "与列“\(first)”含义相同", en: "this column means the same as “\(first)”"),
      mend: Text(zh: "只保留其中一列", en: "keep one of the two"))
  }

  static func missingColumn(
    _ column: ColumnSchema, _ file: String, _ row: Int, headers: [String]
  ) -> Diagnostic {
    let (name, chinese) = (column.name, column.chinese)
    var mend = Text(
      zh: "请加上表头为“\(chinese)”或“\(name)”的一列", en: "add a column headed “\(name)” or “\(chinese)”")
    if headers.count == 1, headers[0].contains(where: { ";\t；".contains($0) }) {
      mend = Text(
        zh: "列之间应以逗号分隔，请另存为逗号分隔的 CSV", en: "separate the columns by commas: save as comma-delimited CSV")
    }
    return Diagnostic(
      .input, file: file, row: row, column: name,
      Text(
        zh: "缺少必需的列“\(chinese)”（\(name)）",
        en: "a needed column is not there: \(name) (\(chinese))"), mend: mend)
  }

  static func nationalID(_ file: String, row: Int, header: String, count: Int) -> Diagnostic {
    Diagnostic(
      .warning, file: file, row: row, column: shortened(header),
      count == 1
        ? Text(zh: "单元格形似身份证号码", en: "the cell looks like a national identity number")
        : Text(
          zh: "本列有 \(count) 个单元格形似身份证号码，此为第一处",
          en: "\(count) cells of this column look like national identity numbers; this is the first"),
      mend: Text(zh: "本程序不需要身份证号码，请删除或改用学号", en: "the program needs none: remove it or use another number"))
  }

  static func diagnostic(_ located: CSVParser.LocatedFault, file: String, header: String?) -> Diagnostic {
    let (message, mend) = texts(located.fault)
    let column = header.map(shortened) ?? located.column.map(String.init)
    return Diagnostic(.input, file: file, row: located.row, column: column, message, mend: mend)
  }

  private static func texts(_ fault: CSVParser.Fault) -> (Text, Text?) {
    switch fault {
    case .unterminatedQuote:
      (
        Text(zh: "此行开始的引号直到文件末尾都没有结束", en: "a quote opened in this row is never closed"),
        Text(zh: "补上结尾的引号；单元格内的引号要写成两个", en: "close it; a quote inside a cell is written twice")
      )
    case .textAfterQuote:
      (
        Text(
          zh: "此行开始的引号结束之后还有文字", en: "there is text behind the closing quote of a cell that opens in this row"
        ),
        Text(zh: "检查引号是否成对；单元格内的引号要写成两个", en: "pair the quotes; a quote inside a cell is written twice")
      )
    case .strayQuote:
      (
        Text(zh: "单元格中间出现引号，而单元格未用引号括起", en: "a quote stands in a cell that does not begin with one"),
        Text(zh: "整个单元格用引号括起，其中的引号写成两个", en: "quote the whole cell and double the quotes inside")
      )
    case .bareCarriageReturn:
      (
        Text(zh: "有回车符而没有换行符", en: "a carriage return without a line feed"),
        Text(zh: "请另存为以 CRLF 或 LF 换行的 CSV", en: "save with CRLF or LF line ends")
      )
    case .cellTooLong:
      (
        Text(zh: "单元格超过 1 MB", en: "the cell is longer than 1 MB"),
        Text(zh: "检查引号是否成对", en: "check that the quotes are paired")
      )
    case .nulByte:
      (
        Text(zh: "单元格含有空字节（NUL）", en: "the cell has a NUL byte"),
        Text(zh: "文件可能存成了 UTF-16，请另存为 UTF-8", en: "the file may be UTF-16: save it as UTF-8")
      )
    case .ragged(let count, let expected):
      (
        Text(
          zh: "此行有 \(count) 个单元格，表头有 \(expected) 个", en: "the row has \(count) cells, the header \(expected)"),
        Text(zh: "含逗号的单元格要用引号括起", en: "quote cells that contain commas")
      )
    case .tooManyFaults:
      (
        Text(zh: "引号错误太多，此后的行未再检查", en: "too many broken quotes; later rows were not checked"),
        Text(zh: "先改正以上各处", en: "mend those above first")
      )
    case .tooManyColumns:
      (Text(zh: "列数超过 10000", en: "more than 10,000 columns"), nil)
    }
  }

  private static func shortened(_ header: String) -> String {
    String(header.prefix(40).map { $0.isNewline ? " " : $0 })
  }
}
