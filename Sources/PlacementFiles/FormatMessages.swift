import Placement

/// What is said about a file's format. No message holds a cell's text.
enum FormatMessages {
  private static let saveAsCSV = Text(
    zh: "请另存为“CSV UTF-8（逗号分隔）”", en: "save the file as “CSV UTF-8 (comma delimited)”")

  // MARK: The file

  static func emptyFile(_ file: String) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: 1, Text(zh: "文件是空的", en: "the file is empty"),
      mend: Text(zh: "至少要有一行表头；没有内容的可选文件请删除", en: "give it a header row, or remove the file"))
  }

  static func sameTable(_ second: String, as first: String) -> Diagnostic {
    Diagnostic(
      .input, file: second, Text(zh: "与 \(first) 是同一张表", en: "this is the same table as \(first)"),
      mend: Text(zh: "两者只保留一个", en: "keep one of the two"))
  }

  /// Valid, and hardly meant.
  static func noRows(_ table: InputTable) -> Diagnostic {
    Diagnostic(
      .warning, file: table.file, row: table.headerRow,
      Text(zh: "只有表头，还没有数据", en: "there is a header and no row yet"),
      mend: Text(zh: "在表头下面逐行填写：", en: "fill in rows below it: ") + table.schema.sentence)
  }

  static func workbook(_ file: String, isOld: Bool) -> Diagnostic {
    let rename = Text(zh: "把文件名的后缀改为 .xlsx；或", en: "give it the ending .xlsx, or ")
    return Diagnostic(
      .input, file: file, row: 1,
      Text(zh: "这是 Excel 工作簿，不是 CSV", en: "this is an Excel workbook and no CSV"),
      mend: isOld ? saveAsCSV : rename + saveAsCSV)
  }

  static func undecodable(_ file: String, row: Int) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: row,
      Text(
        zh: "此行含有按文件编码（UTF-8、UTF-16 或 GB18030）无法解读的字节",
        en: "this row has bytes that are no text in the file's encoding (UTF-8, UTF-16 or GB18030)"),
      mend: saveAsCSV)
  }

  static func separator(_ separator: UInt8, _ file: String) -> Diagnostic {
    let isTab = separator == UInt8(ascii: "\t")
    return Diagnostic(
      .warning, file: file,
      isTab
        ? Text(zh: "各列以制表符分隔，已照此读取", en: "the columns are separated by tabs and were read so")
        : Text(zh: "各列以分号分隔，已照此读取", en: "the columns are separated by semicolons and were read so"))
  }

  // MARK: The header

  static func noHeader(_ file: String, _ schema: TableSchema, separator: Text?) -> Diagnostic {
    if let separator {
      return Diagnostic(
        .input, file: file, row: 1,
        Text(
          zh: "各列以\(separator.zh)分隔，无法读取",
          en: "the columns are separated by \(separator.en), which is not read"),
        mend: Text(
          zh: "改用半角逗号分隔，或" + saveAsCSV.zh, en: "separate them by commas, or " + saveAsCSV.en))
    }
    let names = schema.columns.filter(\.isNeeded).prefix(4).map(\.name)
    let chinese = schema.columns.filter(\.isNeeded).prefix(4).map(\.chinese)
    return Diagnostic(
      .input, file: file, row: 1,
      Text(
        zh: "前 \(HeaderSearch.rowsLookedAt) 行中没有表头",
        en: "no header row among the first \(HeaderSearch.rowsLookedAt) rows"),
      mend: Text(
        zh: "在数据上方加一行表头（\(chinese.joined(separator: "、"))……），每列一个名称",
        en: "put a header row above the data, a name a column (\(names.joined(separator: ", ")), …)"))
  }

  static func otherTable(
    _ other: TableSchema, than schema: TableSchema, _ file: String, row: Int, _ kind: Diagnostic.Kind
  ) -> Diagnostic {
    Diagnostic(
      kind, file: file, row: row,
      Text(
        zh: "表头是“\(other.chinese)”表的，而这里应是“\(schema.chinese)”表",
        en: "this is the header of \(other.file), and \(schema.file) is looked for here"),
      mend: Text(zh: "检查文件是否放错或互换了名称", en: "check whether files were exchanged or misnamed"))
  }

  static func rowsAboveHeader(_ count: Int, _ file: String, _ row: Int) -> Diagnostic {
    Diagnostic(
      .warning, file: file, row: row,
      Text(
        zh: "表头在第 \(row) 行，其上的 \(count) 行未予读取",
        en: count == 1
          ? "the header is row \(row); the row above it was not read"
          : "the header is row \(row); the \(count) rows above it were not read"))
  }

  static func unknownHeader(_ letter: String, _ file: String, _ row: Int, nearest: String?) -> Diagnostic {
    Diagnostic(
      .warning, file: file, row: row, column: letter,
      Text(
        zh: "不认识 \(letter) 列的表头，此列未予读取",
        en: "the header of column \(letter) is not known; the column was not read"),
      mend: nearest.map { Text(zh: "是否应为“\($0)”", en: "should it be “\($0)”?") })
  }

  static func doubledHeader(_ first: String, _ second: String, _ file: String, _ row: Int) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: row, column: second,
      Text(zh: "与列“\(first)”含义相同", en: "this column means the same as “\(first)”"),
      mend: Text(zh: "只保留其中一列", en: "keep one of the two"))
  }

  static func missingColumn(_ column: ColumnSchema, _ file: String, _ row: Int) -> Diagnostic {
    let (name, chinese) = (column.name, column.chinese)
    return Diagnostic(
      .input, file: file, row: row, column: name,
      Text(
        zh: "缺少必需的列“\(chinese)”（\(name)）",
        en: "a needed column is not there: \(name) (\(chinese))"),
      mend: Text(
        zh: "请加上表头为“\(chinese)”或“\(name)”的一列", en: "add a column headed “\(name)” or “\(chinese)”"))
  }

  static func tooManyColumns(_ file: String, row: Int) -> Diagnostic {
    Diagnostic(.input, file: file, row: row, Text(zh: "列数超过 10000", en: "more than 10,000 columns"))
  }

  // MARK: Rows

  static let secondHeader = Text(
    zh: "这里又有一行表头，像是两个文件接在了一起；此后的行未予读取",
    en: "here is a second header row, as where two files were joined; it and what follows were not read")
  static let onlyOneHeader = Text(
    zh: "同一张表只保留一行表头，不同的表分开存放", en: "keep one header row a table, and different tables in files of their own")
  static let quoteCells = Text(
    zh: "单元格内容含分隔符时要用引号括起；多出的列请加上表头", en: "quote cells that hold a separator; give further columns a header")
  static let cutOff = Text(
    zh: "文件在这一行中间断了：最后一行没有换行，单元格也少于表头",
    en: "the file breaks off in this row: it has no line end and fewer cells than the header")
  static let getWhole = Text(zh: "请重新导出或传输完整的文件", en: "export or copy the whole file again")

  static func surplus(_ width: Int) -> Text {
    Text(
      zh: "此行有内容的单元格超出了表头的 \(width) 列", en: "the row has filled cells past the \(width) columns of the header"
    )
  }

  static func uneven(_ check: TableRows.Check, _ file: String) -> Diagnostic {
    var parts: [Text] = []
    if check.shortCount > 0 {
      parts.append(
        Text(
          zh: "\(check.shortCount) 行的单元格少于表头，缺少的按空处理（从第 \(check.firstShort) 行起）",
          en: "\(counted(check.shortCount)) fewer cells than the header: those missing are taken for empty "
            + "(from row \(check.firstShort) on)"))
    }
    if check.paddedCount > 0 {
      parts.append(
        Text(
          zh: "\(check.paddedCount) 行末尾有多余的空单元格，已忽略（从第 \(check.firstPadded) 行起）",
          en: "\(counted(check.paddedCount)) empty cells too many at the end: they are ignored "
            + "(from row \(check.firstPadded) on)"))
    }
    return Diagnostic(
      .warning, file: file,
      parts.joined(by: .semicolon))
  }

  private static func counted(_ rows: Int) -> String { rows == 1 ? "1 row has" : "\(rows) rows have" }

  // MARK: Columns

  static func nationalID(_ count: Int) -> Text {
    count == 1
      ? Text(zh: "单元格形似身份证号码", en: "the cell looks like a national identity number")
      : Text(
        zh: "本列有 \(count) 个单元格形似身份证号码，此为第一处",
        en: "\(count) cells of this column look like national identity numbers; this is the first")
  }

  static let noNationalID = Text(
    zh: "本程序不需要身份证号码，请删除或改用学号", en: "the program needs none: remove it or use another number")

  static func noHeaderCell(_ count: Int) -> Text {
    Text(
      zh: "本列没有表头而有 \(count) 个单元格填了内容，此列未予读取",
      en: count == 1
        ? "the column has no header and one filled cell; it was not read"
        : "the column has no header and \(count) filled cells; it was not read")
  }

  static let writeHeader = Text(zh: "写上表头，或清空此列", en: "give it a header, or empty it")

  static func zeroWidth(_ count: Int) -> Text {
    Text(
      zh: "\(count) 个单元格中有看不见的零宽字符，已去掉；此为第一处",
      en: count == 1
        ? "the cell has characters without width, which were taken out"
        : "\(count) cells have characters without width, which were taken out; this is the first")
  }
}

// What the parser found.

extension FormatMessages {
  /// - Parameter column: what a message calls a column by its position.
  static func add(_ parser: CSVParser, file: String, to log: DiagnosticLog, column: (Int) -> String) {
    for (index, fault) in parser.faults.enumerated() {
      let (message, mend) = texts(fault.fault)
      var diagnostic = Diagnostic(
        .input, file: file, row: fault.row, column: fault.column.map { column($0 - 1) }, message, mend: mend)
      // The last one kept of a kind stands for those that were not.
      let isLast = !parser.faults[(index + 1)...].contains { $0.fault == fault.fault }
      if isLast { diagnostic.omitted = parser.omitted[fault.fault] ?? 0 }
      log.add(diagnostic)
    }
  }

  /// Of a file without a header: one fault a kind, since what its columns are is not known.
  static func addWithoutHeader(_ parser: CSVParser, file: String, to log: DiagnosticLog) {
    var seen: Set<CSVParser.Fault> = []
    for fault in parser.faults where seen.insert(fault.fault).inserted {
      let (message, mend) = texts(fault.fault)
      log.add(Diagnostic(.input, file: file, row: fault.row, message, mend: mend))
    }
  }

  private static func texts(_ fault: CSVParser.Fault) -> (Text, Text?) {
    switch fault {
    case .unterminatedQuote:
      (
        Text(zh: "此行开始的引号直到文件末尾都没有结束", en: "a quote opened in this row is never closed"),
        Text(
          zh: "补上结尾的引号；单元格内的引号要写成两个；也可能是文件不完整",
          en: "close it; a quote inside a cell is written twice; or the file is not whole")
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
    case .cellTooLong:
      (
        CellMessages.tooLong,
        Text(zh: "检查引号是否成对", en: "check that the quotes are paired")
      )
    case .nulByte:
      (
        Text(zh: "单元格含有空字节（NUL）", en: "the cell has a NUL byte"),
        Text(
          zh: "文件可能不是文本，或是没有标记的 UTF-16；" + saveAsCSV.zh,
          en: "the file may be no text, or UTF-16 without its mark: " + saveAsCSV.en)
      )
    case .tooManyFaults:
      (
        Text(zh: "引号错误太多，此后的行未再检查", en: "too many broken quotes; later rows were not checked"),
        Text(zh: "先改正以上各处", en: "mend those above first")
      )
    }
  }
}
