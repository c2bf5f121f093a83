import Testing

@testable import Review

/// Ids in texts, whatever stands around them.
@Suite struct IDsInTextTests {
  private func found(_ ids: [String], _ text: String) -> [String] {
    let known = Set(ids)
    let pieces = IDsInText(ids).pieces(of: text) { known.contains($0) }
    #expect(pieces.map { $0.text }.joined() == text)
    #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.isID || $1.isID })
    return pieces.filter { $0.isID }.map { $0.text }
  }

  @Test(arguments: [
    "。", "，", "、", "；", "：", "！", "？", "（", "）", "“", "”", "《", "》", "【", "】", "…", "—", "～", "·", "．", "－",
    "第", "一",
    "名", "３", "\u{3000}", "\u{300}", "\u{200B}", ".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "{", "}",
    "'", "\"", "`",
    "-", "_", "/", "\\", "%", "+", "=", "*", "#", "~", "<", ">", "|", "&", "é", " ", "\t", "\n", "\r\n",
    "...", ". The ", ".。",
  ]) func punctuationIsNoPartOfAnID(_ mark: String) {
    for id in ["S00123", "20260001", "7", "甲-01", "2026级3班#5", "a.b c"] {
      for text in [id + mark, mark + id, mark + id + mark, "学生" + id + mark + "改到"] {
        #expect(found([id, "S1"], text) == [id], "\(text)")
      }
      #expect(found([id, "S1"], id + mark + " " + id) == [id, id], "\(mark)")
    }
  }

  @Test func aLongerWordIsAnother() {
    #expect(found(["S1"], "S12 XS1 S1a 1S1 S11") == [])
    #expect(found(["P01-S1", "S1", "S1.2"], "P01-S1，S1。S1.2, S1.") == ["P01-S1", "S1", "S1.2", "S1"])
    #expect(found(["S1", "S1S2", "S2"], "S1S2 S1") == ["S1S2", "S1"])
    #expect(found([], "S1") == [] && found(["", "S1"], "") == [])
  }

  /// A case whose ids are small numbers keeps its dates and distances; a number as long as a register's is an id anywhere.
  @Test func partsOfNumbersAreNone() {
    let ids = ["1", "5", "9", "12", "2026"]
    #expect(found(ids, "2026-09-01 至 2026/9/12，12.5 公里，1.12 与 12:30，-1.5") == [])
    #expect(found(ids, "12. 9, 5-x (1)") == ["12", "9", "5", "1"])
    #expect(found(["20260001", "20260005"], "20260001-20260005") == ["20260001", "20260005"])
  }
}
