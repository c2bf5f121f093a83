import Foundation
import Placement
import PlacementFiles
import Testing

/// Ids as spreadsheets spoil them: what can be told for certain is restored, the rest is a fault of the file
/// that is wrong.
@Suite struct IdentifierTests {
  private typealias Sample = SpreadsheetCase

  private func expectSame(
    _ reading: CaseReading, remarks: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(reading.faults == [], "\(reading.diagnostics)", sourceLocation: sourceLocation)
    let found = try #require(reading.placementCase, sourceLocation: sourceLocation)
    #expect(found.content == Sample.reading().placementCase?.content, sourceLocation: sourceLocation)
    #expect(Sample.lines(reading) == remarks, sourceLocation: sourceLocation)
  }

  private func replacing(_ pairs: [(String, String)], in text: String) -> String {
    pairs.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }

  @Test(arguments: [
    "\"=\"\"000101\"\"\"", "=\"000101\"", "'000101", "　000101 ", "００0101", "\"'=\"\"000101\"\"\"",
  ])
  func idsMarkedAsText(_ written: String) throws {
    let students = Sample.students.replacingOccurrences(of: "000101", with: written)
    let preferences = Sample.preferences.replacingOccurrences(of: "000101", with: written)
    try expectSame(
      Sample.reading(["students.csv": students, "preferences.csv": preferences]), remarks: [])
  }

  @Test func codesNumbersAndDatesMarkedAsText() throws {
    let posts = replacing(
      [("6102", "'6102"), ("2026/9/1", "\"=\"\"2026/9/1\"\"\""), (",3000,", ",'3000,"), ("30.25", "'30.25")],
      in: Sample.posts)
    try expectSame(Sample.reading(["posts.csv": posts]), remarks: [])
  }

  @Test func charactersWithoutWidthGo() throws {
    let preferences = replacing(
      [("000101,1", "\u{200B}000101\u{FEFF},1"), ("G2\n000103", "G\u{2060}2\n000103")], in: Sample.preferences
    )
    try expectSame(
      Sample.reading(["preferences.csv": preferences]),
      remarks: [
        "preferences.csv:2: warning: 2 cells have characters without width, which were taken out; "
          + "this is the first"
      ])
  }

  @Test func lostZerosAreRestoredWhereverAnIDRefersToAnotherTable() throws {
    let students = replacing([(",07,", ",7,"), (",08,", ",8,")], in: Sample.students)
    let posts = replacing([(",031,", ",31,"), (",032,", ",32,")], in: Sample.posts)
    let preferences = replacing([("000101", "101"), ("000103", "0103")], in: Sample.preferences)
    func line(_ file: String, _ column: String, _ count: Int, _ rows: String) -> String {
      "\(file):2:\(column): warning: leading zeros are lost; the id is taken for the one that has them "
        + "(\(count) times: \(rows)); format the column as text in the spreadsheet, enter the ids again and save"
    }
    try expectSame(
      Sample.reading(["students.csv": students, "posts.csv": posts, "preferences.csv": preferences]),
      remarks: [
        line("posts.csv", "企业编号", 2, "row 2 “31”, row 3 “32”"),
        line("preferences.csv", "学号", 3, "row 2 “101”, row 3 “101”, row 4 “0103”"),
        line("students.csv", "学校编号", 4, "row 2 “7”, row 3 “7”, row 4 “8”, …"),
      ])
  }

  @Test func zerosTooManyAreNotLostOnes() {
    let preferences = replacing([("000103", "0000103")], in: Sample.preferences)
    // More zeros than the student's: it is the other file that has lost one, as with no zero left there.
    #expect(Sample.reading(["preferences.csv": preferences]).faults == ["input students.csv:4:学号"])
  }

  @Test func schoolListsAndDecisionsAndZonesAreRestoredToo() throws {
    let posts = Sample.posts.replacingOccurrences(of: "所需证书", with: "所需证书,定向学校,片区")
      .replacingOccurrences(of: "焊工证\n", with: "焊工证,7;8,2\n").replacingOccurrences(
        of: "3100.5,\n", with: "3100.5,,,\n")
    let reading = Sample.reading([
      "posts.csv": posts, "decisions.csv": "学号,企业编号,决定,理由\n102,32,不安排,试\n",
      "travel.csv": "起点片区,终点片区,距离公里\n001,002,3\n",
      "students.csv": Sample.students.replacingOccurrences(of: "证书\n", with: "证书,片区\n")
        .replacingOccurrences(of: "焊工证\n", with: "焊工证,1\n").replacingOccurrences(
          of: "否,1,\n", with: "否,1,,\n"),
    ])
    #expect(reading.faults == [], "\(reading.diagnostics)")
    let found = try #require(reading.placementCase)
    #expect(found.posts[0].reservedFor == ["07", "08"])
    #expect(found.decisions.map(\.student) == [1])
    #expect(found.decisions.map(\.target) == [.enterprise(1)])
    #expect(found.students[0].zone == "001")
    #expect(found.posts[0].zone == "002")
    // Without schools.csv the students' schools are those that are known.
    let without = Sample.reading(["schools.csv": nil, "posts.csv": posts])
    #expect(try #require(without.placementCase).posts[0].reservedFor == ["07", "08"])
  }

  /// A reservation is not lost to a slip of the pen; without schools.csv there may be schools that send nobody.
  @Test func aPostIsReservedForSchoolsThatAreKnown() throws {
    let posts = Sample.posts.replacingOccurrences(of: "所需证书", with: "所需证书,定向学校")
      .replacingOccurrences(of: "焊工证\n", with: "焊工证,7;99\n").replacingOccurrences(
        of: "3100.5,\n", with: "3100.5,,\n")
    let reading = Sample.reading(["posts.csv": posts])
    #expect(reading.faults == ["input posts.csv:2:定向学校"])
    let without = Sample.reading(["schools.csv": nil, "posts.csv": posts])
    #expect(without.faults == [] && without.warnings.contains("warning posts.csv:2:定向学校"))
    #expect(try #require(without.placementCase).posts[0].reservedFor == ["07", "99"])
    // A table of schools that has lost rows knows none to be missing.
    let lost = Sample.reading(["schools.csv": "学校编号,学校名称\n07,示例\n99,示例,多\n", "posts.csv": posts])
    #expect(!lost.faults.contains { $0.contains("posts.csv") })
  }

  @Test func severalPaddedIDsAreAFault() {
    let students = Sample.students.replacingOccurrences(of: "000102", with: "0101")
    let reading = Sample.reading([
      "students.csv": students, "preferences.csv": "学号,志愿顺序,岗位编号\n101,1,G1\n",
    ])
    #expect(reading.faults == ["input preferences.csv:2:学号"])
    #expect(Sample.lines(reading).contains { $0.contains("several ids may be meant") })
  }

  @Test func theFileThatHasLostTheZerosIsBlamed() {
    let students = replacing([("000101", "101"), ("000103", "103")], in: Sample.students)
    let reading = Sample.reading(["students.csv": students])
    #expect(reading.faults == ["input students.csv:2:学号", "input students.csv:4:学号"])
    #expect(
      Sample.lines(reading)[0].contains(
        "tables that refer to it still have them (2 times: row 2 “101”, row 4 “103”)"))
  }

  @Test(arguments: [
    ("000101.0", "a spreadsheet has made a number of the id"), ("“000101”", "take off the quotation marks"),
    ("999999", "correct the id, or add it to students.csv"),
  ])
  func whatBecameOfAnIDIsSaid(written: String, mend: String) {
    let reading = Sample.reading([
      "preferences.csv": Sample.preferences.replacingOccurrences(of: "000101", with: written)
    ])
    #expect(reading.faults == ["input preferences.csv:2:学号", "input preferences.csv:3:学号"])
    #expect(Sample.lines(reading)[0].contains(mend), "\(Sample.lines(reading))")
  }

  @Test(arguments: ["1.23E+17", "3.30106E+17", "1E+05"]) func exponentsAreAFault(_ written: String) {
    let reading = Sample.reading([
      "students.csv": Sample.students.replacingOccurrences(of: "000102", with: written)
    ])
    #expect(reading.faults == ["input students.csv:3:学号"])
    #expect(Sample.lines(reading)[0].contains("a spreadsheet has turned the id into an exponent"))
  }

  // MARK: published.csv

  private func published(_ ids: [String], _ stages: [String] = [], posts: [String] = []) -> CaseReading {
    let rows = ids.enumerated().map { index, id in
      "\(id),\(index < posts.count ? posts[index] : "G2"),\(index < stages.count ? stages[index] : "")\n"
    }
    return Sample.reading(["published.csv": "学号,岗位编号,进度\n" + rows.joined()])
  }

  @Test(arguments: ["已公布", "已签协议", "已上岗"]) func publishedRowsWithLostZerosCount(_ stage: String) throws {
    let good = published(["000101", "000102", "000103"], [stage, stage, stage])
    let lost = published(["101", "102", "103"], [stage, stage, stage])
    #expect(good.warnings == [])
    #expect(lost.faults == [])
    #expect(lost.placementCase?.content == good.placementCase?.content)
    #expect(Sample.lines(lost).count == 1)
    // A student is repeated in whichever way it is written.
    #expect(published(["000101", "101"]).faults == ["input published.csv:3:学号"])
  }

  @Test func rowsThatFitNobodyAreAWarningWhereTheyAreFew() {
    // One alone, and up to one filled row in ten: rows without a post do not count.
    #expect(published(["999"]).faults == [])
    #expect(published(["999", "000101", "000102"]).warnings == ["warning published.csv:2:学号"])
    let many = published(["999", "998", "000101"])
    #expect(many.faults == ["input published.csv:2:学号", "input published.csv:3:学号"])
    #expect(published(["999", "000101", "000102"], posts: ["G1", "", "X9"]).faults.count == 2)
    #expect(published(["999", "000101"], posts: ["", ""]).faults == [])
  }

  @Test func oneInTenIsNotMoreThanOneInTen() {
    let students =
      "学号,学校编号,专业代码,年级,出生日期\n"
      + (1...20).map { "\(1000 + $0),07,610203,2,2008-01-01\n" }.joined()
    func faults(_ unknown: Int, _ known: Int, empty: Int) -> Int {
      let rows =
        (1...unknown).map { "9\($0),G1\n" } + (1...known).map { "\(1000 + $0),G1\n" }
        + (0..<empty).map { "\(1000 + known + 1 + $0),\n" }
      return Sample.reading([
        "students.csv": students, "preferences.csv": nil,
        "published.csv": "学号,岗位编号\n" + rows.joined(),
      ]).faults.count
    }
    #expect(faults(2, 18, empty: 0) == 0)
    #expect(faults(2, 17, empty: 3) == 2)
    #expect(faults(1, 1, empty: 0) == 0)
  }

  @Test(arguments: ["signed", "已上岗"]) func aSignedRowThatFitsNobodyIsAFault(_ stage: String) {
    #expect(published(["999", "000101"], [stage]).faults == ["input published.csv:2:学号"])
    #expect(published(["000101"], [stage], posts: ["X9"]).faults == ["input published.csv:2:岗位编号"])
    #expect(published(["000101"], [stage], posts: [""]).faults == ["input published.csv:2:岗位编号"])
  }

  /// Without schools.csv the schools that are known are the students'.
  @Test func lostZerosOfSchoolsAreRestoredWithoutATableOfSchools() throws {
    let reading = Sample.reading([
      "schools.csv": nil, "partners.csv": "学校编号,企业编号\n7,31\n07,032\n09,031\n",
      "teachers.csv": "工号,学校编号,指导人数上限\nT1,8,9\n",
      "students.csv": Sample.students.replacingOccurrences(of: "证书", with: "指导教师工号")
        .replacingOccurrences(of: "电工证、焊工证", with: "").replacingOccurrences(of: ",电工证", with: ",T1"),
      "posts.csv": Sample.posts.replacingOccurrences(of: ",焊工证", with: ","),
    ])
    let read = try #require(reading.placementCase, "\(reading.diagnostics)")
    #expect(read.partners.map(\.schoolID) == ["07", "07", "09"])
    #expect(read.teachers.map(\.schoolID) == ["08"])
    #expect(read.students.map(\.teacherID) == [nil, nil, "T1", nil])
    #expect(
      reading.warnings.filter { !$0.contains("posts") } == [
        "warning partners.csv::学校编号", "warning partners.csv:2:企业编号", "warning partners.csv:2:学校编号",
        "warning partners.csv:4:学校编号", "warning teachers.csv:2:学校编号",
      ])
  }
}
