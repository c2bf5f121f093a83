import Placement
import Testing

/// Which ids a message may show.
@Suite struct ShownIDTests {
  @Test(arguments: [
    "P01", "001201", "S-001", "a.1", "E_2", "20240001", "2024-0001", "1", "X2008-02-29", "0012010001",
    "abcdefghijklmnopqrstuvwxyz012345", "330102", "2008-02-2a", "G3301",
  ])
  func isShown(_ id: String) { #expect(ShownID.mayShow(id), "\(id)") }

  @Test(arguments: [
    "", "P", "张三1", "P 1", "P1\u{1B}", "P1\n", "１", "abcdefghijklmnopqrstuvwxyz0123456",
    // dates
    "2008-02-29", "2008.2.29", "2008_02_29", "29.02.2008", "08-2-29", "20080229", "2008-02",
    // decimals
    "30.25", "120.1701", "001201.0", "-5", "-5.5", ".5", "5.",
    // telephones
    "13912345678", "8613912345678", "0086-13912345678", "139-1234-5678", "0571-87654321", "057187654321",
    "400-123-4567",
    // identity numbers, alone and inside
    "330102200801011234", "33010220080101123X", "330102080101123", "G330102200801011234",
  ])
  func isNotShown(_ id: String) {
    #expect(!ShownID.mayShow(id), "\(id)")
    #expect(ShownID.text(id) == "…")
  }

  @Test func controlCharactersAreEscapes() {
    #expect(
      ControlCharacters.escaped("a\u{1B}[2Jb\u{7}\u{9B}\u{202E}\n") == "a\\x1B[2Jb\\x07\\x9B\\u202E\\x0A")
    #expect(ControlCharacters.escaped("a\tb\nc\u{0}", keepingLines: true) == "a\tb\nc\\x00")
    let shown = Diagnostic(.input, file: "a\u{1B}", row: 1, column: "b\r", Text(verbatim: "c\u{0}"))
    #expect(shown.description(in: .english) == "a\\x1B:1:b\\x0D: c\\x00")
  }

  @Test func equalFindingsAreOneLine() {
    func finding(_ row: Int, _ id: String?, _ message: String = "m") -> Diagnostic {
      Diagnostic(.input, file: "f", row: row, column: "c", id: id, Text(verbatim: message))
    }
    var last = finding(9, "P9")
    last.omitted = 5
    let all = [finding(2, "P1"), finding(3, nil, "other"), finding(4, "张三"), finding(5, "P2"), last]
    #expect(
      Diagnostic.lines(all, in: .english, all: false) == [
        "f:2:c: m (9 times: row 2 “P1”, row 4, row 5 “P2”, …)", "f:3:c: other",
      ])
    #expect(
      Diagnostic.lines(all, in: .chinese, all: false) == [
        "f:2:c: m（共 9 处：第 2 行“P1”、第 4 行、第 5 行“P2”……）", "f:3:c: other",
      ])
    #expect(Diagnostic.lines(all, in: .english, all: true).count == 6)
    #expect(Diagnostic.count(all) == 10)
  }
}
