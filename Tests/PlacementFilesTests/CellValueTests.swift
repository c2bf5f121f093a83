import Foundation
import Placement
import PlacementFiles
import Testing

/// What a person types into a cell, and what it is taken for.
@Suite struct CellValueTests {
  private typealias Sample = SpreadsheetCase

  @Test func wordsForYesAndNo() throws {
    let yes = ["yes", "Y", "TRUE", "1", "是", "有", "√", "Ｙ"]
    let no = ["No", "n", "False", "0", "否", "无", "×", "０"]
    for (words, value) in [(yes, true), (no, false)] {
      for word in words {
        let students = Sample.students.replacingOccurrences(of: "120.11,否", with: "120.11,\(word)")
        let reading = Sample.reading(["students.csv": students])
        #expect(
          try #require(reading.placementCase, "\(word)").students[0].acceptsBoarding == value, "\(word)")
        // Where a reason or a number is asked for, they are a fault; where a number is, too.
        for (file, text, header) in [
          ("students.csv", Sample.students, "不参加"), ("posts.csv", Sample.posts, "备案号"),
        ] {
          var lines = text.split(separator: "\n").map(String.init)
          lines[0] += ",\(header)"
          lines[1] += ",\(word)"
          let reading = Sample.reading([file: lines.joined(separator: "\n") + "\n"])
          #expect(reading.faults == ["input \(file):2:\(header)"], "\(word)")
        }
      }
    }
    for word in ["yes", "有", "×"] {
      let posts = Sample.posts.replacingOccurrences(of: ",3000,", with: ",\(word),")
      let reading = Sample.reading(["posts.csv": posts])
      #expect(reading.faults == ["input posts.csv:2:月报酬"])
      #expect(Sample.lines(reading)[0].contains("a number is asked for here"))
    }
    let maybe = Sample.reading([
      "students.csv": Sample.students.replacingOccurrences(of: "120.11,否", with: "120.11,也许")
    ])
    #expect(maybe.faults == ["input students.csv:2:接受住宿"])
  }

  @Test func wholeNumbersMayHaveAZeroFraction() throws {
    let posts = Sample.posts.replacingOccurrences(of: "6102,3,90", with: "6102,3.0,90.00")
    let found = try #require(Sample.reading(["posts.csv": posts]).placementCase)
    #expect(found.posts[0].seats == 3)
    #expect(found.posts[0].samePostStaff == 90)
    let half = Sample.reading([
      "posts.csv": Sample.posts.replacingOccurrences(of: "6102,3,", with: "6102,3.5,")
    ])
    #expect(half.faults == ["input posts.csv:2:名额"])
  }

  @Test(arguments: ["1e3", "1,000", "1 000", "3000元", "١٢", "--1", "1.", ".5", "0x10", "∞"])
  func numbersAreNothingElse(_ written: String) {
    let posts = Sample.posts.replacingOccurrences(of: ",3000,", with: ",\"\(written)\",")
    #expect(Sample.reading(["posts.csv": posts]).faults == ["input posts.csv:2:月报酬"])
  }

  @Test(arguments: [
    "2026-09-01", "2026/9/1", "2026-9-01", "2026/9/1 0:00", "2026-09-01 00:00:00", "2026-09-01T00:00:00",
    "2026/09/01 00:00:00.000", "２０２６／９／１",
  ]) func dates(_ written: String) throws {
    let reading = Sample.reading([
      "posts.csv": Sample.posts.replacingOccurrences(of: "2026/9/1", with: written)
    ])
    #expect(reading.warnings == [])
    #expect(try #require(reading.placementCase).posts[0].start.description == "2026-09-01")
  }

  @Test(arguments: [
    "01.09.2026", "2026年9月1日", "20260901", "2026-02-30", "2026/9/1 8:30", "2026/9", "19999", "80001",
    "46266.5",
    "2026/9/1 0", "2026/9/1 :",
  ]) func whatIsNoDate(_ written: String) {
    let reading = Sample.reading([
      "posts.csv": Sample.posts.replacingOccurrences(of: "2026/9/1", with: written)
    ])
    #expect(reading.faults == ["input posts.csv:2:开始日期", "input posts.csv:3:开始日期"])
    #expect(Sample.lines(reading).count == 1)
  }

  @Test func nothingIsSaidOfWhatNobodyCouldRead() {
    let broken = Sample.reading(["students.csv": "学号,姓名\n"])
    #expect(Sample.lines(broken).allSatisfy { $0.hasPrefix("students.csv:1") }, "\(Sample.lines(broken))")
  }

  /// No rule finds a slip of the keyboard that makes a student old enough, or a quota larger.
  @Test func figuresThatCannotBeAreRemarkedOn() {
    for year in ["1908", "2028"] {
      let students = Sample.students.replacingOccurrences(of: "2008/1/5", with: year + "/1/5")
      let reading = Sample.reading(["students.csv": students])
      #expect(reading.warnings == ["warning students.csv:2:出生日期"], "\(year)")
      #expect(Sample.lines(reading).allSatisfy { !$0.contains(year) })
    }
    #expect(Sample.reading().warnings == [])
  }

  /// A day that is none is neither before nor after another.
  @Test(arguments: ["2027/2/30", "soon"]) func anEndThatIsNoDateIsOneFault(_ written: String) throws {
    let end = try #require(Sample.posts.firstMatch(of: /2026\/9\/1,([-\/0-9]+)/).map { String($0.1) })
    let reading = Sample.reading(["posts.csv": Sample.posts.replacingOccurrences(of: end, with: written)])
    #expect(Set(reading.faults) == ["input posts.csv:2:结束日期", "input posts.csv:3:结束日期"])
    #expect(Sample.lines(reading).count == 1)
    let early = Sample.reading(["posts.csv": Sample.posts.replacingOccurrences(of: end, with: "2026/8/1")])
    #expect(Sample.lines(early).count == 1 && Sample.lines(early)[0].contains("before the same row"))
  }

  @Test func daysThatASpreadsheetNumbers() throws {
    // 46266 is 2026-09-01 and 39478 2008-01-31 by Excel and by LibreOffice.
    let posts = Sample.posts.replacingOccurrences(of: "2026/9/1", with: "46266")
    let students = Sample.students.replacingOccurrences(of: "2008/1/5", with: "39478.0")
    let reading = Sample.reading(["posts.csv": posts, "students.csv": students])
    #expect(reading.faults == [])
    let found = try #require(reading.placementCase)
    #expect(found.posts.map(\.start.description) == ["2026-09-01", "2026-09-01"])
    #expect(found.students[0].birthDate.description == "2008-01-31")
    #expect(
      Sample.lines(reading).map { $0.prefix { $0 != "(" } } == [
        "posts.csv:2:开始日期: warning: this is a spreadsheet's number of a day and was read as the date ",
        "students.csv:2:出生日期: warning: this is a spreadsheet's number of a day and was read as the date; "
          + "format the column as a date ",
      ])
    for edge in ["20000", "80000"] {
      let edged = Sample.students.replacingOccurrences(of: "2008/1/5", with: edge)
      #expect(Sample.reading(["students.csv": edged]).faults == [])
    }
  }

  @Test func decimalCommasAndForeignDatesAreOneFaultAColumn() {
    let posts = Sample.posts.replacingOccurrences(of: ",", with: ";").replacingOccurrences(of: ".", with: ",")
      .replacingOccurrences(of: "2026/9/1", with: "01.09.2026")
    let lines = Sample.lines(Sample.reading(["posts.csv": posts]))
    #expect(lines.count == 5, "\(lines)")
    for (column, count) in [("纬度", 2), ("经度", 2), ("开始日期", 2)] {
      #expect(
        lines.filter { $0.contains(":\(column):") && $0.contains("(\(count) times: row 2, row 3)") }.count
          == 1)
    }
  }

  @Test(arguments: [";", "；", "、", "|", ",", "，", "｜", " ; ", ",;"])
  func listsAreSplit(at separator: String) throws {
    let students = Sample.students.replacingOccurrences(of: "电工证、焊工证", with: "\"电工证\(separator)焊工证\"")
    let reading = Sample.reading(["students.csv": students])
    #expect(reading.warnings == [])
    #expect(reading.placementCase?.content == Sample.reading().placementCase?.content)
  }

  @Test func namesInListsThatNobodyKnowsAreAWarning() throws {
    let posts = Sample.posts.replacingOccurrences(of: "所需证书", with: "所需证书,定向学校,定向班")
      .replacingOccurrences(of: "焊工证\n", with: "焊工正,09,某班\n").replacingOccurrences(
        of: "3100.5,\n", with: "3100.5,,,\n")
    let reading = Sample.reading(["posts.csv": posts])
    #expect(
      reading.warnings == [
        "warning posts.csv:2:定向班", "warning posts.csv:2:所需证书", "warning students.csv:2:证书",
      ])
    // A school is one of schools.csv, as anywhere.
    #expect(reading.faults == ["input posts.csv:2:定向学校"])
    #expect(!Sample.lines(reading).joined().contains("焊工正"))
  }

  @Test func formulasAreReadBackInEveryFile() throws {
    let students = Sample.students.replacingOccurrences(of: "样例甲", with: "'=样例甲")
      .replacingOccurrences(of: "样例乙", with: "'＋样例乙").replacingOccurrences(of: "样例丙", with: "''@样例丙")
    let found = try #require(Sample.reading(["students.csv": students]).placementCase)
    #expect(found.students.map(\.name) == ["=样例甲", "＋样例乙", "'@样例丙", "样例丁"])
    for name in ["=样例甲", "＋样例乙", "'@样例丙", "－1", "＠", "＝", "'"] {
      #expect(FormulaDefusing.restored(FormulaDefusing.defused(name)) == name)
    }
  }

  // MARK: Wishes

  @Test(arguments: [["wish_1", "wish_2", "wish_3"], ["志愿1", "志愿２", "志愿3"], ["第一志愿", "第二志愿", "第三志愿"]])
  func wishesInColumns(_ headers: [String]) throws {
    let wide = "学号,\(headers.joined(separator: ","))\n000101,G1,,G2\n000103,031,G2,\n"
    let found = try #require(Sample.reading(["preferences.csv": wide]).placementCase)
    #expect(found.wishes[0] == [Wish(rank: 1, target: .post(0)), Wish(rank: 3, target: .post(1))])
    #expect(found.wishes[2] == [Wish(rank: 1, target: .enterprise(0)), Wish(rank: 2, target: .post(1))])
  }

  @Test func wishColumnsCountByTheirNumber() throws {
    let wide = "第十志愿,学号,志愿12\nG1,000101,32\n"
    let reading = Sample.reading(["preferences.csv": wide])
    let found = try #require(reading.placementCase)
    #expect(found.wishes[0] == [Wish(rank: 10, target: .post(0)), Wish(rank: 12, target: .enterprise(1))])
    #expect(reading.warnings == ["warning preferences.csv:2:志愿12"])
  }

  @Test func wishesInColumnsThatAreAmbiguous() {
    func faults(_ text: String, _ changes: [String: String] = [:]) -> [String] {
      Sample.reading(changes.merging(["preferences.csv": text]) { $1 }).faults
    }
    #expect(faults("学号,志愿1,志愿顺序\n000101,G1,1\n") == ["input preferences.csv:1:志愿顺序"])
    #expect(faults("学号,志愿1,wish_1\n000101,G1,G2\n") == ["input preferences.csv:1:wish_1"])
    #expect(faults("学号,志愿1\n000101,G9\n") == ["input preferences.csv:2:志愿1"])
    let both = Sample.posts.replacingOccurrences(of: "G1,", with: "032,")
    #expect(faults("学号,志愿1\n000101,032\n", ["posts.csv": both]) == ["input preferences.csv:2:志愿1"])
    #expect(faults("学号,志愿1,志愿2\n000101,G1,G1\n") == [])
  }
}
