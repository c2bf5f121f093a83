import Foundation
import Placement
import Testing

@testable import PlacementFiles

/// What the files of a case may be called, and what is refused before it is read.
@Suite struct CaseFilesTests {
  private typealias Sample = SpreadsheetCase

  private static let chineseNames = [
    "policy.yaml": "政策.yaml", "students.csv": "学生.csv", "enterprises.csv": "企业.csv", "posts.csv": "岗位.csv",
    "schools.csv": "学校.csv", "preferences.csv": "志愿.csv", "decisions.csv": "决定.csv",
    "published.csv": "公示.csv", "travel.csv": "通勤距离.csv", "specialty-equivalences.csv": "专业等同.csv",
  ]

  private let more = [
    "decisions.csv": "学号,岗位编号,决定,理由\n000102,G1,不安排,试\n", "published.csv": "学号,岗位编号\n000101,G1\n",
    "travel.csv": "起点片区,终点片区,距离公里\n1,2,3\n", "specialty-equivalences.csv": "代码一,代码二\n61,62\n",
  ]

  @Test func chineseNamesAreReadLikeEnglishOnes() throws {
    let folder = TemporaryFolder()
    for (file, text) in Sample.standard.merging(more, uniquingKeysWith: { $1 }) {
      folder.write(text, to: try #require(CaseFilesTests.chineseNames[file]))
    }
    let reading = readCase(at: folder.url)
    #expect(reading.diagnostics == [])
    let found = try #require(reading.placementCase)
    let english = Sample.reading(more.mapValues { $0 })
    #expect(found.content == english.placementCase?.content)
    #expect(found.inputs.map(\.name) == CaseFilesTests.chineseNames.values.sorted(by: String.utf8Precedes))
    // A fault names the file as it is called.
    folder.write("学号,志愿顺序,岗位编号\n000101,1,G9\n", to: "志愿.csv")
    folder.write("language: zh-Hans\nnmae: x\n", to: "政策.yaml")
    let faulty = readCase(at: folder.url)
    #expect(faulty.faults == ["input 志愿.csv:2:岗位编号", "policy 政策.yaml:2:nmae"])
    #expect(Sample.lines(faulty)[0].contains("岗位.csv has no such id"))
  }

  @Test func decisionsAndPublicationsStayInTheirFile() throws {
    let folder = TemporaryFolder()
    for (file, text) in Sample.standard.merging(more, uniquingKeysWith: { $1 }) {
      folder.write(text, to: CaseFilesTests.chineseNames[file]!)
    }
    let edited = "学号,岗位编号,决定,决定岗位编号,决定理由\n102,,锁定,G2,定了\n"
    folder.write(edited, to: "edited.csv")
    let path = folder.url.appendingPathComponent("edited.csv").path
    let result = importDecisions(caseFolder: folder.url, files: [path], day: nil)
    #expect(result.diagnostics.filter(\.isFault) == [])
    #expect(result.file == "决定.csv")
    let row = Diagnostic(.input, file: "decisions.csv", row: 3, Text(verbatim: "x"))
    #expect(result.located(row).file == path)
  }

  @Test func bothLanguagesOfOneTableAreAFault() {
    let reading = Sample.reading(["志愿.csv": Sample.preferences])
    #expect(reading.faults == ["input 志愿.csv::"])
    #expect(Sample.reading(["政策.yaml": ""]).faults == ["input 政策.yaml::"])
  }

  @Test func filesThatNobodyReadsAreNamed() {
    let folder = TemporaryFolder()
    for (file, text) in Sample.standard { folder.write(text, to: file) }
    for name in [
      "Students.csv", "posts (1).csv", "学生-副本.csv", "budget.csv", "students.txt", "README.md", "notes.txt",
      ".hidden.csv", "~$students.xlsx", "decisions.previous.csv", "a\u{1B}[2J.csv",
    ] {
      folder.write("x", to: name)
    }
    let reading = readCase(at: folder.url)
    #expect(
      Sample.lines(reading) == [
        "Students.csv: warning: this file is not known and was not read; if it is meant to be read, call it "
          + "students.csv",
        "a\\x1B[2J.csv: warning: this file is not known and was not read",
        "budget.csv: warning: this file is not known and was not read",
        "posts (1).csv: warning: this file is not known and was not read; if it is meant to be read, call it "
          + "posts.csv",
        "students.txt: warning: this file is not known and was not read; if it is meant to be read, call it "
          + "students.csv",
        "学生-副本.csv: warning: this file is not known and was not read; if it is meant to be read, call it 学生.csv",
      ])
  }

  /// As offices name their files, and as other programs save them: what would make a table of each.
  @Test func aFileNamedAfterATableIsMeantForIt() {
    let folder = TemporaryFolder()
    for (file, text) in Sample.standard where file != "posts.csv" { folder.write(text, to: file) }
    for name in ["2026级学生信息表.xlsx", "学生志愿表.csv", "企业.et", "教师名册.xls"] { folder.write("x", to: name) }
    let reading = readCase(at: folder.url)
    let lines = Diagnostic.lines(reading.diagnostics, in: .chinese, all: false)
    for (file, mend) in [
      ("2026级学生信息表.xlsx", "请改名为 学生.xlsx"), ("学生志愿表.csv", "请改名为 志愿.csv"), ("企业.et", "另存为 企业.xlsx"),
      ("教师名册.xls", "另存为 教师.xlsx"), ("posts.csv", "岗位.csv、posts.xlsx、岗位.xlsx"),
    ] {
      #expect(lines.contains { $0.hasPrefix(file + ": ") && $0.hasSuffix(mend) }, "\(file): \(lines)")
    }
  }

  @Test func linksThatLeadNowhereAreMissing() throws {
    let folder = TemporaryFolder()
    for (file, text) in Sample.standard { folder.write(text, to: file) }
    let link = folder.url.appendingPathComponent("decisions.csv").path
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/nonexistent/decisions.csv")
    #expect(readCase(at: folder.url).faults == ["missing decisions.csv::"])
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createDirectory(atPath: link, withIntermediateDirectories: false)
    #expect(readCase(at: folder.url).faults == ["missing decisions.csv::"])
    // A pipe would be waited for.
    try FileManager.default.removeItem(atPath: link)
    #expect(mkfifo(link, 0o600) == 0)
    #expect(readCase(at: folder.url).faults == ["missing decisions.csv::"])
  }

  @Test func aFileOverOneGigabyteIsRefusedUnread() throws {
    let folder = TemporaryFolder()
    for (file, text) in Sample.standard { folder.write(text, to: file) }
    #expect(truncate(folder.url.appendingPathComponent("students.csv").path, 1_000_000_001) == 0)
    let start = ContinuousClock.now
    #expect(readCase(at: folder.url).faults == ["input students.csv::"])
    #expect(start.duration(to: .now) < .seconds(5))
  }

  @Test func faultsAreBoundedAndCounted() throws {
    let rows = String(repeating: "1\n", count: 200_000)
    let reading = Sample.reading(["students.csv": "学号,学校编号,专业代码,年级,出生日期\n" + rows])
    #expect(reading.diagnostics.count < 10_000)
    #expect(Diagnostic.count(reading.diagnostics.filter(\.isFault)) > 900_000)
    let lines = Sample.lines(reading)
    #expect(lines.count < 20, "\(lines)")
    #expect(lines.contains { $0.contains("(200000 times: row 2, row 3, row 4, …)") })
    let all = Diagnostic.lines(reading.diagnostics, in: .english, all: true)
    #expect(all.contains { $0.contains("more of this kind in the file") })
  }

  @Test func manyColumnsAreRefused() {
    let wide = (0..<10_001).map { "x\($0)" }.joined(separator: ",")
    #expect(Sample.reading(["schools.csv": "学校编号,学校名称,\(wide)\n"]).faults == ["input schools.csv:1:"])
    let filled = String(repeating: ",", count: 50_000)
    #expect(
      Sample.reading(["schools.csv": "学校编号\n07\(filled)\n08\(filled)x\n"]).faults.first
        == "input schools.csv:3:")
  }
}
