import Foundation
import Testing

@testable import Placement

@Suite struct WordsForPeopleTests {
  private func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  @Test(arguments: [ENOSPC, EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EIO, EDQUOT, ENAMETOOLONG, ELOOP])
  func whatTheSystemRefusesIsSaidInEachLanguage(code: Int32) {
    let text = SystemFailure.text(code)
    #expect(isChinese(text.zh) && !text.zh.contains(/[A-Za-z]{3}/), "\(text.zh)")
    #expect(!isChinese(text.en) && text.en != String(cString: strerror(code)), "\(text.en)")
  }

  @Test func codesThatNobodyForesawAreTold() {
    let text = SystemFailure.text(ENOTTY)
    #expect(text.zh == "系统错误 \(ENOTTY)" && text.en.contains("\(ENOTTY)"))
  }

  @Test func paragraphsFlow() {
    let text = "one two three\nfour\n\n  kept   as it is\nfive"
    #expect(TextFlow.paragraphs(text, width: 9) == "one two\nthree\nfour\n\n  kept   as it is\nfive")
    #expect(TextFlow.paragraphs(text, width: 80) == "one two three four\n\n  kept   as it is\nfive")
    // A Chinese line is joined without a space, a Latin word with one; no line begins with a comma.
    #expect(TextFlow.paragraphs("甲乙\n丙丁 ab\ncd", width: 80) == "甲乙丙丁 ab cd")
    #expect(TextFlow.paragraphs("甲乙丙，丁", width: 6) == "甲乙\n丙，丁")
    for width in 4...30 {
      for line in TextFlow.lines("先核验方案。岗位不变的学生保留 published.csv 中的进度，其余均为“已公布”。", width: width) {
        #expect(TextFlow.width(line) <= max(width, 13), "\(width): \(line)")
      }
    }
  }

  @Test func warningsAreToldFromFaults() {
    let warning = Diagnostic(.warning, file: "a.csv", row: 2, Text(zh: "甲", en: "a"))
    let fault = Diagnostic(.input, file: "a.csv", row: 2, Text(zh: "乙", en: "b"))
    for language in Language.allCases {
      #expect(Diagnostic.isWarning(warning.description(in: language)))
      #expect(!Diagnostic.isWarning(fault.description(in: language)))
      let both = warning.description(in: language) + "\n" + fault.description(in: language)
      #expect(Diagnostic.withoutWarnings(both) == fault.description(in: language))
    }
    #expect(Diagnostic.withoutWarnings("a.csv:2: warning: a") == "a.csv:2: warning: a")
  }

  /// Two names in a list of one cell are one row.
  @Test func aRowIsNamedOnce() {
    let rows = [12, 12, 13].map { Diagnostic(.warning, file: "a.csv", row: $0, Text(zh: "甲", en: "x")) }
    #expect(
      Diagnostic.lines(rows, in: .english, all: false) == ["a.csv:12: warning: x (3 times: row 12, row 13)"])
    let many = (1...5).map { Diagnostic(.warning, file: "a.csv", row: $0, Text(zh: "甲", en: "x")) }
    #expect(
      Diagnostic.lines(many, in: .english, all: false)
        == ["a.csv:1: warning: x (5 times: row 1, row 2, row 3, …)"])
  }

  /// Few of a kind are told with what is each one's own, many in one line; `--all` tells each.
  @Test func manyOfAKindAreOneLine() {
    func lines(_ count: Int, all: Bool) -> [String] {
      let found = (1...count).map { row in
        var one = Diagnostic(.warning, file: "a.csv", row: row, Text(zh: "甲 \(row)", en: "x \(row)"))
        one.kindred = Text(zh: "甲", en: "x")
        return one
      }
      return Diagnostic.lines(found, in: .english, all: all)
    }
    #expect(lines(3, all: false) == (1...3).map { "a.csv:\($0): warning: x \($0)" })
    #expect(lines(4, all: false) == ["a.csv:1: warning: x (4 times: row 1, row 2, row 3, …)"])
    #expect(lines(4, all: true) == (1...4).map { "a.csv:\($0): warning: x \($0)" })
  }
}
