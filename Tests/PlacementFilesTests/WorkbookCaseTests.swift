import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles

/// Cases whose tables are workbooks: read like CSV, and what a spreadsheet has done to them is said with the cell.
@Suite struct WorkbookCaseTests {
  private typealias Sample = SpreadsheetCase

  /// A table of the sample as rows.
  private static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.components(separatedBy: ",") }
  }

  private static let tables = Sample.standard.filter { $0.key.hasSuffix(".csv") }.sorted { $0.key < $1.key }

  /// The sample with its tables as workbooks, one of them exchanged.
  private func reading(_ file: String? = nil, _ builder: WorkbookBuilder? = nil) -> CaseReading {
    var (changes, data): ([String: String?], [String: Data]) = ([:], [:])
    for (name, text) in Self.tables {
      changes[name] = .some(nil)
      let book = String(name.dropLast(4))
      let made = WorkbookBuilder(tables: [(book, Self.rows(text))])
      data[book + ".xlsx"] = Data((book == file ? builder! : made).bytes)
    }
    return Sample.reading(changes, data: data)
  }

  private func students(_ edit: (inout [[String]]) -> Void, formats: [String] = [], rest: String = "")
    -> CaseReading
  {
    var rows = Self.rows(Sample.students)
    edit(&rows)
    return reading(
      "students", WorkbookBuilder(sheets: [("学生", WorkbookBuilder.rows(rows), rest)], formats: formats))
  }

  @Test func aTableMayBeAWorkbook() throws {
    let found = reading()
    #expect(found.faults == [] && found.warnings == [], "\(found.diagnostics)")
    #expect(try #require(found.placementCase).content == Sample.reading().placementCase?.content)
    let names = try #require(found.placementCase).inputs.map(\.name)
    #expect(
      names == [
        "enterprises.xlsx", "policy.yaml", "posts.xlsx", "preferences.xlsx", "schools.xlsx", "students.xlsx",
      ])
  }

  @Test(arguments: Language.allCases) func aWholeCaseMayBeOneWorkbook(_ language: Language) throws {
    let chinese = [
      "enterprises": "企业", "posts": "岗位", "preferences": "志愿", "schools": "学校", "students": "学生",
    ]
    let sheets = Self.tables.map { name, text in
      let stem = String(name.dropLast(4))
      return (language == .chinese ? chinese[stem]! : stem, Self.rows(text))
    }
    let builder = WorkbookBuilder(tables: sheets + [("别的", [["a"], ["b"]])])
    let changes = Dictionary(uniqueKeysWithValues: Self.tables.map { ($0.key, String?.none) })
    let found = Sample.reading(changes, data: ["case.xlsx": Data(builder.bytes)])
    #expect(found.faults == [], "\(found.diagnostics)")
    #expect(found.warnings == ["warning case.xlsx!别的::"])
    let placementCase = try #require(found.placementCase)
    #expect(placementCase.content == Sample.reading().placementCase?.content)
    #expect(placementCase.inputs.map(\.name) == ["case.xlsx", "policy.yaml"])
  }

  @Test func theSheetNamedLikeTheTableIsReadElseTheFirst() {
    let rows = Self.rows(Sample.schools)
    for names in [["说明", "学校"], ["Schools", "学生"], ["随便", "别的"]] {
      let isFirst = names[1] != "学校"
      let tables = names.enumerated().map { ($1, ($0 == 0) == isFirst ? rows : [["x"]]) }
      #expect(reading("schools", WorkbookBuilder(tables: tables)).faults == [])
    }
  }

  @Test func otherSheetsWithRowsAreMentioned() {
    let rows = Self.rows(Sample.schools)
    let found = reading(
      "schools", WorkbookBuilder(tables: [("一班", rows), ("二班", rows), ("学生", rows), ("空", [["x"]])]))
    #expect(lines(found).count == 1 && found.faults == [], "\(found.diagnostics)")
    #expect(
      lines(found)[0].hasPrefix("schools.xlsx!一班: warning: this sheet alone was read")
        && lines(found)[0].contains("二班"))
  }

  @Test func formulasThatWereNeverComputedAreFaults() {
    // The second as libraries write formulas that compute none.
    for cell in ["<c><f>A1</f></c>", "<c><f>A1</f><v/></c>"] {
      for column in [1, 8] {
        let found = students { $0[1][column] = cell }
        let letter = column == 1 ? "B" : "I"
        #expect(
          lines(found).first?.hasPrefix("students.xlsx!学生:\(letter)2: the formula was never computed") == true
        )
      }
    }
    // A formula may well come to an empty text.
    #expect(students { $0[1][1] = "<c t=\"str\"><f>A1</f><v></v></c>" }.faults == [])
  }

  @Test func twoSheetsOfOneTableAreAFault() {
    let rows = Self.rows(Sample.schools)
    let both = reading("schools", WorkbookBuilder(tables: [("学校", rows), ("schools", rows)]))
    #expect(both.faults == ["input schools.xlsx!schools::"], "\(both.diagnostics)")
    // One that has a header alone does not compete.
    let empty = reading("schools", WorkbookBuilder(tables: [("学校", [rows[0]]), ("schools", rows)]))
    #expect(empty.faults == [] && empty.placementCase?.schools.count == 2, "\(empty.diagnostics)")
  }

  @Test func twoFilesOfOneTableAreAFault() {
    let builder = WorkbookBuilder(tables: [("学生", Self.rows(Sample.students))])
    let both = Sample.reading(data: ["students.xlsx": Data(builder.bytes)])
    #expect(both.faults == ["input students.xlsx::"], "\(both.faults)")
    let inCase = Sample.reading(data: ["case.xlsx": Data(builder.bytes)])
    #expect(inCase.faults == ["input case.xlsx!学生::"], "\(inCase.faults)")
    // The empty case has a sheet for every table: one without rows does not compete with a file.
    let empty = WorkbookBuilder(tables: [("学生", [["学号", "姓名"]])])
    #expect(Sample.reading(data: ["case.xlsx": Data(empty.bytes)]).faults == [])
  }

  // MARK: What spreadsheets do to cells

  private func lines(_ reading: CaseReading) -> [String] { Sample.lines(reading) }

  @Test func faultsNameTheCell() {
    let found = students { $0[2][5] = "never" }
    #expect(
      lines(found).first?.hasPrefix("students.xlsx!学生:F3: this is no date; ") == true, "\(lines(found))")
  }

  @Test func datesNumbersAndBooleansAreTaken() throws {
    let found = students(
      { rows in
        rows[1][5] = "<c s=\"1\"><v>39452</v></c>"  // 2008-01-05
        rows[1][7] = "<c><v>30.21</v></c>"
        rows[1][9] = "<c t=\"b\"><v>0</v></c>"
        rows[1][10] = "<c><v>2</v></c>"
        rows[2][5] = "<c><v>39484</v></c>"  // a day without its format
      }, formats: ["yyyy-mm-dd"])
    #expect(found.faults == [], "\(found.diagnostics)")
    #expect(found.placementCase?.content == Sample.reading().placementCase?.content)
    #expect(lines(found).count == 1 && lines(found)[0].contains("students.xlsx!学生:F3"), "\(lines(found))")
  }

  @Test func idsStoredAsNumbersAreTakenWithOneWarningAColumn() {
    let found = students { rows in
      for row in 1...4 { rows[row][0] = "<c><v>\(100 + row)</v></c>" }
    }
    // Their zeros are lost; preferences.xlsx still has them.
    let warning =
      "students.xlsx!学生:A2: warning: 4 ids of this column are stored as numbers and were read as their digits; "
    #expect(lines(found).contains { $0.hasPrefix(warning) }, "\(lines(found))")
  }

  @Test func spoiltIdsAreFaultsThatNameTheCell() {
    let found = students(
      { rows in
        rows[1][0] = "<c><v>123456789012345678</v></c>"
        rows[2][0] = "<c s=\"1\"><v>46266</v></c>"
        rows[3][0] = "<c t=\"e\"><v>#N/A</v></c>"
        rows[4][5] = "<c t=\"e\"><v>#VALUE!</v></c>"
      }, formats: ["m-d"])
    let own = lines(found).filter { $0.hasPrefix("students.xlsx") }
    #expect(own.count == 4, "\(own)")
    #expect(
      own[0].hasPrefix(
        "students.xlsx!学生:A2: the id was stored as a number: its digits past the fifteenth are lost; "))
    #expect(own[1].hasPrefix("students.xlsx!学生:A3: a spreadsheet has made a date of the id"))
    #expect(own[2].hasPrefix("students.xlsx!学生:A4: the formula failed: the cell has no value; "))
    #expect(own[3].hasPrefix("students.xlsx!学生:F5: the formula failed"))
  }

  @Test func titlesAboveTheHeaderAndMergedCellsAreTold() {
    let title = students({ $0.insert(["二〇二六年实习学生名单"], at: 0) }, rest: Self.merged("A1:L1"))
    #expect(title.faults == [], "\(title.diagnostics)")
    #expect(title.warnings == ["warning students.xlsx!学生:2:"])
    let header = students({ _ in }, rest: Self.merged("B1:C1"))
    #expect(
      lines(header).contains { $0.hasPrefix("students.xlsx!学生:1: cells of the header are merged: B1:C1; ") })
    let data = students({ _ in }, rest: Self.merged("B3:B4"))
    #expect(
      data.faults == [] && lines(data).count == 1 && lines(data)[0].contains("B3:B4 is merged"),
      "\(lines(data))")
  }

  private static func merged(_ area: String) -> String {
    "<mergeCells count=\"1\"><mergeCell ref=\"\(area)\"/></mergeCells>"
  }

  @Test func shortRowsOfASheetAreNothingToMention() {
    // Empty cells at a row's end are not in the sheet at all.
    let found = students { rows in rows[2].removeLast() }
    #expect(found.warnings == [] && found.faults == [], "\(found.diagnostics)")
  }

  @Test func numbersAreReadAsTheyAreShown() throws {
    var rows = Self.rows(Sample.posts)
    rows[1][10] = "<c><v>2490.0000000000005</v></c>"
    rows[2][10] = "<c><v>3.1005000000000001E3</v></c>"
    let found = reading("posts", WorkbookBuilder(tables: [("岗位", rows)]))
    let pay = try #require(found.placementCase).posts.map(\.monthlyPay)
    #expect(pay == [ExactDecimal("2490")!, ExactDecimal("3100.5")!])
  }

  @Test func whatIsNoWorkbookIsSaid() {
    for (bytes, what) in [
      (Array("学号\n1\n".utf8), "this is no .xlsx workbook"), ([], "the file is empty (0 bytes)"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "locked with a password"),
      ([0x50, 0x4B, 3, 4], "damaged or not whole"),
    ] {
      let found = Sample.reading(["students.csv": nil], data: ["students.xlsx": Data(bytes)])
      #expect(
        lines(found).contains { $0.hasPrefix("students.xlsx: ") && $0.contains(what) }, "\(lines(found))")
    }
  }

  // MARK: The empty case

  @Test(arguments: Language.allCases) func theEmptyWorkbookIsAnEmptyCase(_ language: Language) throws {
    let folder = TemporaryFolder()
    for file in try emptyCaseWorkbook(named: "city", language: language) {
      folder.write(file.data, to: file.name)
    }
    let found = readCase(at: folder.url)
    #expect(found.faults == [], "\(found.diagnostics)")
    #expect(found.warnings.allSatisfy { $0.hasPrefix("warning case.xlsx!") } && found.warnings.count == 3)
    #expect(found.placementCase?.students.isEmpty == true)
    // Sheets that nobody has filled in ask for nothing: no supervisors, and no report of targets.
    #expect(found.placementCase?.targets == nil && found.placementCase?.hasTeachers == false)
    let again = try emptyCaseWorkbook(named: "city", language: language)
    #expect(again[1].data == (try emptyCaseWorkbook(named: "city", language: language))[1].data)
  }

  // MARK: Harm

  /// Whatever is done to a workbook: no crash and no hang; it is read, or refused with a fault that names it.
  /// `PLACEMENT_TEST_MUTATIONS` says how many are tried.
  @Test func mutatedWorkbooksAreReadOrRefused() {
    let count = ProcessInfo.processInfo.environment["PLACEMENT_TEST_MUTATIONS"].flatMap(Int.init) ?? 200
    var random = SplitMix64(seed: 17)
    for number in 0..<count {
      let bytes = MutatedWorkbook.make(Self.rows(Sample.students), &random)
      let clock = ContinuousClock.now
      let found = Sample.reading(["students.csv": nil], data: ["students.xlsx": Data(bytes)])
      #expect(ContinuousClock.now - clock < .seconds(1), "mutation \(number)")
      if found.placementCase == nil {
        #expect(!found.faults.isEmpty, "mutation \(number)")
      }
    }
  }
}

/// A workbook to which something was done.
enum MutatedWorkbook {
  static func make(_ rows: [[String]], _ random: inout SplitMix64) -> [UInt8] {
    var builder = WorkbookBuilder(tables: [("学生", rows)])
    builder.isPacked = Bool.random(using: &random)
    let part = Int.random(in: 0..<builder.parts.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      var bytes = builder.bytes
      for _ in 0...Int.random(in: 0..<8, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      return bytes
    case 1: return Array(builder.bytes.prefix(Int.random(in: 0..<builder.bytes.count, using: &random)))
    case 2: builder.parts.append(builder.parts[part])
    case 3:
      builder.parts[part].content.removeLast(
        Int.random(in: 0..<builder.parts[part].content.count, using: &random))
    case 4:
      let entities = (0..<20).map { "<!ENTITY e\($0 + 1) \"&e\($0);&e\($0);&e\($0);\">" }.joined()
      let head = "<!DOCTYPE x [<!ENTITY e0 \"ha\">\(entities)]>"
      builder.parts[part].content = Array(head.utf8) + builder.parts[part].content
    case 5:
      let numbers = [
        "1e308", "99999999999999999999", "-1", "NaN", "inf", "1e-320", "0x10",
        String(repeating: "9", count: 400),
      ]
      let cell =
        "<c\([" t=\"s\"", "", " t=\"b\"", " t=\"d\"", " s=\"99999\""].randomElement(using: &random)!)>"
      let row = "<row r=\"\(numbers.randomElement(using: &random)!)\">"
      builder.replace("xl/worksheets/sheet1.xml") {
        $0.replacingOccurrences(
          of: "</sheetData>",
          with: (Bool.random(using: &random) ? row : "<row>") + cell
            + "<v>\(numbers.randomElement(using: &random)!)</v></c></row></sheetData>")
      }
    case 6: builder.parts.remove(at: part)
    default:
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0..<builder.parts[part].content.count, using: &random)
        builder.parts[part].content[place] = UInt8.random(in: 0...255, using: &random)
      }
    }
    return builder.bytes
  }
}
