import CoreFoundation
import Foundation
import Placement
import Testing

@testable import PlacementFiles

@Suite struct DecisionImportTests {
  /// Three students, one of them with leading zeros; two posts of two enterprises.
  private static let students = """
    student_id,school_id,specialty_code,grade,birth_date,latitude,longitude
    S01,SCH1,510203,3,2008-01-01,30.25,120.17
    S02,SCH1,510203,3,2008-02-29,30.26,120.18
    0007,SCH2,510203,3,2008-02-29,30.26,120.18

    """

  private func caseFolder(decisions: String? = nil) -> TemporaryFolder {
    let folder = TemporaryFolder()
    for (file, data) in SampleCase.standard { folder.write(data, to: file) }
    folder.write(DecisionImportTests.students, to: "students.csv")
    if let decisions { folder.write(decisions, to: "decisions.csv") }
    return folder
  }

  private func imported(_ folder: TemporaryFolder, _ files: [Data]) -> DecisionImport {
    let names = files.enumerated().map { index, data in
      folder.write(data, to: "edited-\(index).csv")
      return folder.url.appendingPathComponent("edited-\(index).csv").path
    }
    return importDecisions(
      caseFolder: folder.url, files: names, day: CalendarDate(year: 2026, month: 9, day: 1))
  }

  private func imported(_ folder: TemporaryFolder, _ files: String...) -> DecisionImport {
    imported(folder, files.map { Data($0.utf8) })
  }

  private func faults(_ result: DecisionImport) -> [String] {
    result.diagnostics.filter(\.isFault).map {
      "\(($0.file as NSString).lastPathComponent):\($0.row ?? 0):\($0.column ?? "")"
    }
  }

  private static let header = "student_id,post_id,decision,decision_post_id,decision_reason\n"

  @Test func addsAndIsIdempotent() throws {
    let folder = caseFolder()
    let edited = DecisionImportTests.header + "S01,P01,pin,,stays\nS02,P01,ban,E02,too far\n0007,P02,,,\n"
    let result = imported(folder, edited)
    #expect(result.diagnostics.isEmpty)
    #expect(result.changes.map(\.kind) == [.added, .added])
    let text = String(decoding: try #require(result.data), as: UTF8.self)
    #expect(
      text == "\u{FEFF}student_id,post_id,enterprise_id,decision,reason,author,decided_on\r\n"
        + "S01,P01,,pin,stays,,2026-09-01\r\nS02,,E02,ban,too far,,2026-09-01\r\n")
    folder.write(try #require(result.data), to: "decisions.csv")
    let again = imported(folder, edited)
    #expect(again.changes.isEmpty && again.data == nil && again.unchanged == 2)
  }

  @Test func aNewPinReplacesTheOldAndClearDrops() throws {
    let folder = caseFolder(
      decisions: "remark,student_id,post_id,decision,reason\nmine,S01,P01,pin,old\nkeep,S02,P02,ban,stays\n"
        + "x,0007,P01,ban,one\ny,0007,P02,ban,two\n")
    let result = imported(folder, DecisionImportTests.header + "S01,,锁定,P02,new\n0007,,撤销,,\n")
    #expect(result.changes.map(\.kind) == [.dropped, .dropped, .dropped, .added])
    let text = String(decoding: try #require(result.data), as: UTF8.self)
    #expect(
      text == "\u{FEFF}remark,student_id,post_id,decision,reason,enterprise_id,author,decided_on\r\n"
        + "keep,S02,P02,ban,stays,,,\r\n,S01,P02,pin,new,,,2026-09-01\r\n")
  }

  @Test func aChangedReasonChangesTheRow() throws {
    let folder = caseFolder(decisions: "student_id,post_id,decision,reason,author\nS01,P01,pin,old,Li\n")
    let result = imported(folder, DecisionImportTests.header + "S01,P01,pin,,new\n")
    #expect(result.changes.map(\.kind) == [.changed])
    #expect(try #require(result.placementCase).decisions.map(\.reason) == ["new"])
  }

  @Test func lostZerosAreFoundAndSpoiltIDsRefused() {
    let found = imported(caseFolder(), DecisionImportTests.header + "7,P01,pin,,stays\n")
    #expect(found.diagnostics.map(\.kind) == [.warning])
    #expect(found.changes.map(\.studentID) == ["0007"])
    let spoilt = imported(caseFolder(), DecisionImportTests.header + "2.02601E+11,P01,pin,,stays\n")
    #expect(faults(spoilt) == ["edited-0.csv:2:student_id"])
    #expect(spoilt.data == nil)
  }

  @Test func readsWhatAnOfficeSaves() throws {
    // GB18030, CRLF, columns in another order and one more; 钉 is no word, 锁定 is.
    let rows = "备注,决定理由,决定,学号,决定岗位编号,岗位编号\r\n,家太远,不安排,7,,P01\r\n"
    let encoding = String.Encoding(
      rawValue: CFStringConvertEncodingToNSStringEncoding(CFStringEncoding(0x0632)))
    let result = imported(caseFolder(), [try #require(rows.data(using: encoding))])
    #expect(faults(result) == [])
    #expect(try #require(result.placementCase).decisions.map(\.reason) == ["家太远"])
  }

  /// What is wrong with the case hides nothing of the file, nor the other way round.
  @Test func faultsOfTheCaseAndOfTheFileAreToldTogether() {
    let folder = caseFolder()
    folder.write("indicator,target,due_year\nplaced,0.9,1800\n", to: "targets.csv")
    let result = imported(folder, DecisionImportTests.header + "S01,P01,perhaps,,x\nS99,P01,ban,,x\n")
    #expect(
      faults(result) == ["targets.csv:2:due_year", "edited-0.csv:2:decision", "edited-0.csv:3:student_id"])
    #expect(result.data == nil)
  }

  @Test(arguments: [
    ("S01,P01,perhaps,,x", "2:decision"), ("S01,P01,pin,,", "2:decision_reason"),
    ("S01,,pin,,x", "2:decision_post_id"), ("S01,P01,pin,E02,x", "2:decision_post_id"),
    ("S01,P01,ban,P99,x", "2:decision_post_id"), ("S99,P01,ban,,x", "2:student_id"),
    ("S01,P01,pin,,x\nS01,P02,pin,,x", "3:decision"), ("S01,P01,pin,,x\nS01,,ban,E01,x", "3:decision"),
    ("S01,P01,clear,,\nS01,P01,pin,,x", "3:decision"),
    ("S02,P02,pin,,x", "2:decision"),
  ]) func refusals(_ rows: String, _ place: String) {
    let folder = caseFolder(decisions: "student_id,enterprise_id,decision,reason\nS02,E02,ban,old\n")
    let result = imported(folder, DecisionImportTests.header + rows + "\n")
    #expect(faults(result) == ["edited-0.csv:" + place])
    #expect(result.data == nil)
  }

  @Test func schoolsThatContradictEachOther() {
    let result = imported(
      caseFolder(), DecisionImportTests.header + "S01,P01,pin,,x\n",
      DecisionImportTests.header + "S01,P01,ban,,y\n")
    #expect(faults(result) == ["edited-1.csv:2:decision"])
    let message = result.diagnostics[0].message
    #expect(message.en.contains("edited-0.csv, row 2"))
    #expect(message.zh.contains("“不安排 P01”") && message.zh.contains("“锁定 P01”"))
  }

  /// One decision for two reasons is one decision; somebody should know.
  @Test func schoolsThatAgreeForDifferentReasons() throws {
    let result = imported(
      caseFolder(), DecisionImportTests.header + "S01,P01,pin,,x\n",
      DecisionImportTests.header + "S01,P01,pin,,y\n")
    #expect(result.diagnostics.map(\.kind) == [.warning])
    #expect(result.diagnostics[0].message.en.contains("edited-0.csv, row 2"))
    #expect(try #require(result.placementCase).decisions.map(\.reason) == ["x"])
  }

  /// What is wrong with the new decisions.csv is said of the rows that people have before them.
  @Test func faultsAreLocatedInTheFilesGiven() {
    let folder = caseFolder(
      decisions: "student_id,post_id,decision,reason\nS02,P01,ban,a\n0007,P02,pin,old\n")
    let result = imported(folder, DecisionImportTests.header + "S02,,clear,,\nS01,P02,pin,,x\n")
    let rows = [2, 3].map { Diagnostic.Place(file: "decisions.csv", row: $0) }
    let faults = [2, 3].map { row in
      Diagnostic(
        .input, file: "decisions.csv", row: row, column: "post_id", Text(verbatim: "too many"), rows: rows)
    }
    let texts = faults.map { result.located($0).description(in: .english) }
    #expect(texts[0].hasPrefix("decisions.csv:3:post_id: too many (decisions.csv:3, "), "\(texts)")
    #expect(texts[0].hasSuffix("edited-0.csv:3)"))
    // The edited file has a decision column, and no post_id of this meaning.
    #expect(texts[1].contains("edited-0.csv:3:decision: too many"), "\(texts)")
  }

  @Test(arguments: [[0x50, 0x4B, 3, 4, 0x14], [0xD0, 0xCF, 0x11, 0xE0, 0xA1]] as [[UInt8]])
  func workbooksAreCalledSo(_ bytes: [UInt8]) {
    let result = imported(caseFolder(), [Data(bytes)])
    #expect(faults(result) == ["edited-0.csv:1:"])
    #expect(result.diagnostics[0].message.zh == "这是 Excel 工作簿，不是 CSV")
  }

  /// A name that was mistyped is no link that leads nowhere.
  @Test func filesThatAreNotThereAreSaidSo() throws {
    let folder = caseFolder()
    let absent = folder.url.appendingPathComponent("mistyped.csv").path
    let link = folder.url.appendingPathComponent("link.csv").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: absent)
    let found = importDecisions(caseFolder: folder.url, files: [absent, link], day: nil).diagnostics
    #expect(found.map(\.kind) == [.missing, .missing])
    // In order of name.
    #expect(found.map(\.message.en) == ["the link leads to no file", "there is no such file"])
  }

  @Test func missingColumnsAreNamedInBothLanguages() {
    let result = imported(caseFolder(), "学号,岗位编号,决定,决定岗位编号\nS01,P01,锁定,\n")
    #expect(result.diagnostics[0].message.zh == "缺少必需的列“决定理由”（decision_reason）")
  }

  /// Some hundreds here; `PLACEMENT_TEST_MUTATIONS` says how many for a long watch.
  private static let rounds =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_MUTATIONS"].flatMap { Int($0) } ?? 1_500

  /// Whatever is done to a file: no crash; a refusal names a row and writes nothing; otherwise every old
  /// decision of students whom the file does not decide on is still there.
  @Test func mutatedFilesLoseNothing() throws {
    let folder = caseFolder(
      decisions: "student_id,post_id,decision,reason\nS02,P02,ban,保留\n0007,P01,ban,also kept\n")
    let header = ["学号", "姓名", "岗位编号", "决定", "决定岗位编号", "决定理由"]
    let rows = [
      ["S01", "某人", "P01", "锁定", "", "离家近"], ["S02", "某人", "P01", "", "", ""],
      ["0007", "某人", "P02", "", "", ""],
    ]
    let encoding = String.Encoding(
      rawValue: CFStringConvertEncodingToNSStringEncoding(CFStringEncoding(0x0632)))
    let path = folder.url.appendingPathComponent("edited.csv")
    var random = SplitMix64(seed: 20_260_902)
    var (accepted, refused) = (0, 0)
    for _ in 0..<Self.rounds {
      var table = [header] + rows
      mutateColumns(&table, &random)
      let text = table.map { $0.joined(separator: ",") }.joined(separator: "\r\n") + "\r\n"
      var bytes = [UInt8](
        try #require(Bool.random(using: &random) ? text.data(using: .utf8) : text.data(using: encoding)))
      mutateBytes(&bytes, &random)
      try Data(bytes).write(to: path)
      let result = importDecisions(caseFolder: folder.url, files: [path.path], day: nil)
      let faults = result.diagnostics.filter(\.isFault)
      if faults.isEmpty {
        accepted += 1
        let touched = Set(result.changes.map(\.studentID))
        let decisions = try #require(result.placementCase).decisions
        let kept = [("S02", "保留"), ("0007", "also kept")].filter { !touched.contains($0.0) }
        for (student, reason) in kept {
          let found = try #require(result.placementCase).students
          #expect(decisions.contains { found[$0.student].id == student && $0.reason == reason })
        }
      } else {
        refused += 1
        #expect(result.data == nil && result.changes.isEmpty)
        #expect(faults.allSatisfy { $0.row != nil }, "\(faults)")
      }
    }
    #expect(accepted > Self.rounds / 20 && refused > Self.rounds / 20)
  }

  private func mutateColumns(_ table: inout [[String]], _ random: inout SplitMix64) {
    let column = Int.random(in: 0..<table[0].count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: for row in table.indices { table[row].remove(at: column) }
    case 1: for row in table.indices { table[row].append(table[row][column]) }
    case 2: for row in table.indices { table[row].swapAt(0, column) }
    default: break
    }
  }

  private func mutateBytes(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let position = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes.removeSubrange(position...)
      case 2: bytes.insert(contentsOf: Array("锁定".utf8), at: position)
      case 3: bytes.insert([0x22, 0x2C, 0x0A, 0xFF].randomElement(using: &random)!, at: position)
      default: bytes.remove(at: position)
      }
    }
  }
}
