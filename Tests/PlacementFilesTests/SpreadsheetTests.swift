import Foundation
import Placement
import PlacementFiles
import Testing

/// Files as spreadsheets save them: each is read like the plain one, and says what was taken for what in one
/// line; or it is one fault that says what would mend it.
@Suite struct SpreadsheetTests {
  private typealias Sample = SpreadsheetCase

  private func expectSame(
    _ reading: CaseReading, remarks: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(reading.faults == [], "\(reading.diagnostics)", sourceLocation: sourceLocation)
    let found = try #require(reading.placementCase, sourceLocation: sourceLocation)
    let plain = try #require(Sample.reading().placementCase)
    #expect(found.content == plain.content, sourceLocation: sourceLocation)
    #expect(Sample.lines(reading) == remarks, sourceLocation: sourceLocation)
  }

  @Test func thePlainCaseHasNothingToSay() throws {
    try expectSame(Sample.reading(), remarks: [])
  }

  // MARK: Separators and encodings

  private func separated(by separator: String) -> [String: String?] {
    Sample.standard.filter { $0.key.hasSuffix(".csv") }
      .mapValues { $0.replacingOccurrences(of: ",", with: separator) }
  }

  private static func remark(_ file: String, _ what: String) -> String {
    "\(file): warning: the columns are separated by \(what) and were read so"
  }

  @Test(arguments: [(";", "semicolons"), ("\t", "tabs")])
  func semicolonsAndTabsAreToldFromTheHeader(separator: String, name: String) throws {
    let files = Sample.standard.keys.filter { $0.hasSuffix(".csv") }.sorted()
    try expectSame(
      Sample.reading(separated(by: separator)), remarks: files.map { SpreadsheetTests.remark($0, name) })
  }

  @Test func theSeparatorLineIsFollowed() throws {
    try expectSame(Sample.reading(["students.csv": "sep=,\n" + Sample.students]), remarks: [])
    let semicolons = Sample.posts.replacingOccurrences(of: ",", with: ";")
    try expectSame(
      Sample.reading(["posts.csv": "SEP=;\r\n" + semicolons]),
      remarks: [SpreadsheetTests.remark("posts.csv", "semicolons")])
    // Rows are counted from the file's first record.
    let faulty = Sample.reading([
      "students.csv": "sep=,\n" + Sample.students.replacingOccurrences(of: "2008/1/5", with: "?")
    ])
    #expect(faulty.faults == ["input students.csv:3:出生日期"])
  }

  @Test func tieOfSeparatorsGoesToTheComma() {
    // Both readings find no name; one fault all the same.
    let reading = Sample.reading(["schools.csv": "编码;名字\n07;甲\n"])
    #expect(reading.faults == ["input schools.csv:1:"])
  }

  @Test(arguments: [true, false]) func utf16WithItsMark(isBigEndian: Bool) throws {
    let text = Sample.students.replacingOccurrences(of: ",", with: "\t")
    var data = Data(isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE])
    data.append(text.data(using: isBigEndian ? .utf16BigEndian : .utf16LittleEndian)!)
    try expectSame(
      Sample.reading(data: ["students.csv": data]), remarks: [SpreadsheetTests.remark("students.csv", "tabs")]
    )
    // An odd byte and a lone surrogate are no text: the row is named.
    #expect(Sample.reading(data: ["students.csv": data + [0x41]]).faults == ["input students.csv:6:"])
    let lone: [UInt8] = isBigEndian ? [0xD8, 0x00, 0x00, 0x41] : [0x00, 0xD8, 0x41, 0x00]
    #expect(Sample.reading(data: ["students.csv": data + lone]).faults == ["input students.csv:6:"])
  }

  @Test func utf16WithoutItsMarkIsOneFault() {
    let data = Sample.students.data(using: .utf16LittleEndian)!
    #expect(Sample.reading(data: ["students.csv": data]).faults == ["input students.csv:1:"])
  }

  @Test(arguments: ["\r", "\n", "\r\n"]) func anyLineEnd(_ end: String) throws {
    try expectSame(
      Sample.reading(["students.csv": Sample.students.replacingOccurrences(of: "\n", with: end)]), remarks: []
    )
  }

  @Test func gb18030() throws {
    let data = GB18030.data(Sample.students)
    try expectSame(Sample.reading(data: ["students.csv": data]), remarks: [])
    // One encoding a file: the second half in another one is a fault that names the row.
    let joined = Data(Sample.students.utf8) + data.split(separator: 0x0A)[1]
    #expect(Sample.reading(data: ["students.csv": joined]).faults == ["input students.csv:6:"])
    // A broken byte in a file whose Chinese reads as something or other in GB18030 too: never a guess.
    var broken = Array("学号,学校编号,学校名称\n07,样例\n".utf8)
    broken.insert(0xB0, at: broken.count - 1)
    broken.insert(0xA1, at: broken.count - 1)
    let reading = Sample.reading(data: ["schools.csv": Data(broken)])
    #expect(reading.faults == ["input schools.csv:2:"], "\(reading.diagnostics)")
  }

  @Test(arguments: [("，", "full-width comma"), ("；", "full-width semicolon"), ("|", "bar"), (" ", "spaces")])
  func strangeSeparatorsAreNamed(separator: String, name: String) {
    let reading = Sample.reading(["posts.csv": Sample.posts.replacingOccurrences(of: ",", with: separator)])
    #expect(reading.faults == ["input posts.csv:1:"])
    #expect(Sample.lines(reading)[0].contains(name))
  }

  // MARK: Rows

  @Test func cellsMissingAtTheEndAreEmpty() throws {
    let short = Sample.students.replacingOccurrences(of: "120.12,否,1,\n", with: "120.12,否,1\n")
      .replacingOccurrences(of: "120.14,否,1,\n", with: "120.14,否\n")
    try expectSame(
      Sample.reading(["students.csv": short]),
      remarks: [
        "students.csv: warning: 2 rows have fewer cells than the header: those missing are taken for empty "
          + "(from row 3 on)"
      ])
  }

  @Test func emptyCellsTooManyAreIgnored() throws {
    var lines = Sample.students.split(separator: "\n").map(String.init)
    lines[1] += ",, "
    lines[3] += ",　,\u{A0},"
    try expectSame(
      Sample.reading(["students.csv": lines.joined(separator: "\n") + "\n"]),
      remarks: [
        "students.csv: warning: 2 rows have empty cells too many at the end: they are ignored (from row 2 on)"
      ])
    // Where the header has them too, there is nothing to say.
    let padded = lines.map {
      $0.replacingOccurrences(of: ",, ", with: "").replacingOccurrences(of: ",　,\u{A0},", with: "") + ",,\n"
    }
    try expectSame(Sample.reading(["students.csv": padded.joined()]), remarks: [])
  }

  @Test func surplusCellsThatAreFilledAreAFault() {
    let more = Sample.students.replacingOccurrences(of: "120.12,否,1,", with: "120.12,否,1,,甲")
      .replacingOccurrences(of: "120.14,否,1,", with: "120.14,否,1,,,,乙")
    let reading = Sample.reading(["students.csv": more])
    #expect(reading.faults == ["input students.csv:3:", "input students.csv:5:"])
    #expect(
      Sample.lines(reading) == [
        "students.csv:3: the row has filled cells past the 12 columns of the header (2 times: row 3, row 5); "
          + "quote cells that hold a separator; give further columns a header"
      ])
  }

  @Test func aFileCutOffInTheMiddleIsAFault() throws {
    let whole = Sample.students.trimmingCharacters(in: .newlines)
    try expectSame(Sample.reading(["students.csv": whole]), remarks: [])
    let cut = String(whole.dropLast(6))
    #expect(Sample.reading(["students.csv": cut]).faults == ["input students.csv:5:"])
    #expect(Sample.reading(["students.csv": whole + "\n000105,\"样例"]).faults == ["input students.csv:6:姓名"])
    // Only the last row of a file without line end is cut off.
    #expect(Sample.reading(["students.csv": cut + "\n"]).faults == [])
  }

  @Test func emptyRowsAreSkippedAndCounted() {
    let gaps = Sample.students.replacingOccurrences(of: "000103", with: ",,\n\n　,\u{200B},\n000103")
      .replacingOccurrences(of: "2008/4/8", with: "?")
    #expect(Sample.reading(["students.csv": gaps]).faults == ["input students.csv:8:出生日期"])
  }

  @Test(arguments: ["#N/A", "#REF!", " #DIV/0! ", "Err:502"]) func failedFormulasAreFaults(_ value: String) {
    // In an id, in a text that is shown, in a list, in a number, in a wish.
    let students = Sample.students.replacingOccurrences(of: "样例乙", with: value)
      .replacingOccurrences(of: "000103", with: value).replacingOccurrences(of: ",电工证\n", with: ",\(value)\n")
    let found = Sample.reading([
      "students.csv": students,
      "posts.csv": Sample.posts.replacingOccurrences(of: ",3000,", with: ",\(value),"),
      "preferences.csv": "学号,志愿1\n000101,\(value)\n",
    ])
    #expect(
      found.faults == [
        "input posts.csv:2:月报酬", "input preferences.csv:2:志愿1", "input students.csv:3:姓名",
        "input students.csv:4:学号", "input students.csv:4:证书",
      ], "\(found.diagnostics)")
    let said = Sample.lines(found).filter { !$0.contains(" warning: ") }
    #expect(said.allSatisfy { $0.contains(": the formula failed: the cell has no value") }, "\(said)")
  }

  @Test func numberSignsAreNoFailedFormulas() {
    let students = Sample.students.replacingOccurrences(of: "样例乙", with: "#1")
      .replacingOccurrences(of: "样例丙", with: "#N/A 班").replacingOccurrences(of: "样例丁", with: "Err:50")
    #expect(Sample.reading(["students.csv": students]).faults == [])
  }

  /// An export that marks every cell as text is read like one that does not.
  @Test func marksOfTextAreTakenOffCodesAndWords() throws {
    let students = Sample.students.replacingOccurrences(of: ",女,", with: ",'女,")
      .replacingOccurrences(of: ",否,", with: ",'否,").replacingOccurrences(of: ",610203,", with: ",'610203,")
    try expectSame(Sample.reading(["students.csv": students]), remarks: [])
    let lines = Sample.schools.split(separator: "\n")
    func schools(_ code: String) -> String { "\(lines[0]),区划代码\n\(lines[1]),\(code)\n\(lines[2]),\n" }
    let marked = Sample.reading(["schools.csv": schools("'330110")])
    #expect(try #require(marked.placementCase).schools.map(\.areaCode) == ["330110", nil])
  }

  /// Nobody is excluded by what nobody sees.
  @Test(arguments: [" ", "　", "\u{200B}", "\u{FEFF} \u{2060}"]) func blankTextsAreEmpty(_ blank: String)
    throws
  {
    var lines = Sample.students.split(separator: "\n").map { "\($0),\(blank),\(blank)\n" }
    lines[0] = lines[0].replacingOccurrences(of: ",\(blank),\(blank)\n", with: ",班级,不参加\n")
    let read = try #require(Sample.reading(["students.csv": lines.joined()]).placementCase).students
    #expect(read.allSatisfy { $0.excluded == nil && $0.className.isEmpty })
  }

  // MARK: The header

  @Test func rowsAboveTheHeaderAreSkipped() throws {
    let title = "样例职高 2026 届名单,,,,\n\n制表：教务处\n"
    try expectSame(
      Sample.reading(["students.csv": title + Sample.students]),
      remarks: ["students.csv:4: warning: the header is row 4; the 2 rows above it were not read"])
    let five = (1...5).map { "说明 \($0)\n" }.joined()
    try expectSame(
      Sample.reading(["students.csv": five + Sample.students]),
      remarks: ["students.csv:6: warning: the header is row 6; the 5 rows above it were not read"])
    #expect(
      Sample.reading(["students.csv": five + "第六行\n" + Sample.students]).faults == ["input students.csv:1:"])
  }

  @Test func aTableOfOneColumnNeedsOneName() throws {
    let reading = Sample.reading(["schools.csv": "学校\n学校编号\n07\n08\n"])
    #expect(reading.faults == [])
    #expect(try #require(reading.placementCase).schools.map(\.id) == ["07", "08"])
  }

  @Test func aFileWithoutHeaderIsOneFaultAndShowsNoCell() {
    for file in ["students.csv", "enterprises.csv", "posts.csv", "preferences.csv", "schools.csv"] {
      let rows = Sample.standard[file]!.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
      let reading = Sample.reading([file: rows])
      #expect(reading.faults == ["input \(file):1:"])
      let said = Sample.lines(reading).joined()
      for cell in rows.split(whereSeparator: { ",\n".contains($0) }) where cell.count > 3 {
        #expect(!said.contains(cell), "\(cell)")
      }
    }
  }

  @Test func aLaterHeaderIsOneFaultThatNamesTheRow() {
    for second in [Sample.students, Sample.posts, "student_id,name\nS1,X\n", "\u{FEFF}" + Sample.students] {
      let reading = Sample.reading(["students.csv": Sample.students + second])
      #expect(reading.faults == ["input students.csv:6:"], "\(reading.diagnostics)")
      #expect(Sample.lines(reading)[0].contains("two files were joined"))
    }
  }

  @Test(arguments: ["学号,志愿1\n", "学号,第一志愿\n", "STUDENT_ID,Wish_1\n"])
  func aLaterHeaderOfWishesIsOneFault(_ header: String) {
    let reading = Sample.reading(["preferences.csv": "学号,志愿1\n000101,G1\n" + header + "000102,G1\n"])
    #expect(reading.faults == ["input preferences.csv:3:"], "\(reading.diagnostics)")
  }

  @Test func charactersWithoutWidthInAHeaderGo() throws {
    let schools = Sample.schools.replacingOccurrences(of: "学校名称", with: "学校\u{200B}名称")
    try expectSame(
      Sample.reading(["schools.csv": "\u{2060}" + schools]), remarks: [])
  }

  @Test func headersAreFreeInOrderCaseAndWidth() throws {
    let reading = Sample.reading([
      "schools.csv":
        "ＮＡＭＥ, Longitude ,LATITUDE,school_id,区县\n样例职高,120.1,30.2,07,余杭区\n样例技校,120.1,30.3,08,余杭区\n"
    ])
    try expectSame(reading, remarks: [])
  }

  @Test func anUnknownHeaderIsNamedByItsLetter() {
    let reading = Sample.reading(["schools.csv": Sample.schools.replacingOccurrences(of: "区县", with: "王小明")])
    #expect(reading.warnings == ["warning schools.csv:1:C"])
    #expect(!Sample.lines(reading).joined().contains("王小明"))
    let typo = Sample.reading(["schools.csv": Sample.schools.replacingOccurrences(of: "区县", with: "distrct")])
    #expect(Sample.lines(typo)[0].hasSuffix("should it be “district”?"))
    let bare = Sample.reading(["schools.csv": Sample.schools.replacingOccurrences(of: "区县", with: "")])
    #expect(bare.warnings == ["warning schools.csv:2:C"])
    let double = Sample.reading([
      "schools.csv": Sample.schools.replacingOccurrences(of: "区县", with: "school_id")
    ])
    #expect(double.faults == ["input schools.csv:1:school_id"])
  }

  /// Two files that were exchanged are told which table each of them is.
  @Test func exchangedFilesAreCalledWhatTheyAre() {
    let exchanged = Sample.reading(["enterprises.csv": Sample.posts, "posts.csv": Sample.enterprises])
    let lines = Sample.lines(exchanged)
    for (file, other) in [("enterprises", "posts"), ("posts", "enterprises")] {
      let what = "this is the header of \(other).csv, and \(file).csv is looked for here"
      #expect(lines.contains { $0.hasPrefix("\(file).csv:1: ") && $0.contains(what) }, "\(lines)")
    }
    #expect(exchanged.faults == ["input enterprises.csv:1:", "input posts.csv:1:"])
    // Where two names of the table are there, the columns that are missing are told, and this besides.
    let pins = "学号,岗位编号,企业编号,决定,理由\n000101,G1,,锁定,甲\n"
    let wishes = Sample.reading(["preferences.csv": pins])
    #expect(wishes.faults.contains("input preferences.csv:1:rank"), "\(wishes.faults)")
    #expect(
      Sample.lines(wishes).contains { $0.contains("this is the header of decisions.csv") },
      "\(Sample.lines(wishes))")
    // A title and no header at all is none of any table.
    let none = Sample.reading(["posts.csv": "a,b\n1,2\n"])
    #expect(Sample.lines(none).contains { $0.contains("no header row") })
  }

  @Test func aPercentSignIsToldWithWhatToWrite() {
    for (sign, isPercentage) in [("3%", true), ("12.5 %", true), ("％", false), ("x%", false), ("3％", true)] {
      let reading = Sample.reading([
        "posts.csv": Sample.posts.replacingOccurrences(of: ",3100.5,", with: ",\(sign),")
      ])
      #expect(reading.faults == ["input posts.csv:3:月报酬"])
      #expect(
        Sample.lines(reading).contains { $0.contains("write a percentage as a decimal: 0.03 for 3%") }
          == isPercentage, "\(sign)")
    }
  }

  /// A plan's folder in the place of the case's.
  @Test func aPlansFolderIsNoCase() {
    let folder = TemporaryFolder()
    for name in ["assignments.csv", "quotas.csv", "summary.json"] { folder.write("{}\n", to: name) }
    let lines = Sample.lines(readCase(at: folder.url))
    #expect(lines.contains { $0.contains("this is the folder of a plan and not of a case") }, "\(lines)")
    #expect(!lines.contains { $0.contains("not known and was not read") })
    folder.write("name: x\n", to: "policy.yaml")
    #expect(!Sample.lines(readCase(at: folder.url)).contains { $0.contains("folder of a plan") })
  }
}

enum GB18030 {
  static func data(_ text: String) -> Data {
    let converter = iconv_open("GB18030", "UTF-8")
    defer { iconv_close(converter) }
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: input.count * 2 + 8)
    var (inputLeft, outputLeft) = (input.count, output.count)
    input.withUnsafeMutableBytes { source in
      output.withUnsafeMutableBytes { target in
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        _ = iconv(converter, &from, &inputLeft, &to, &outputLeft)
      }
    }
    return Data(output.dropLast(outputLeft))
  }
}
