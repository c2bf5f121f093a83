import Placement
import Testing

@testable import placement

/// `placement schema` on a terminal.
@Suite struct SchemaTableTests {
  /// The sentence, which is what one reads it for, begins within the width of a terminal.
  @Test(arguments: Language.allCases) func sentencesBeginWithinATerminal(_ language: Language) {
    let text = SchemaTables(document: SchemaDocument(), language: language).text
    let last = language == .chinese ? "  说明" : "  sentence"
    let heads = text.split(separator: "\n").filter { $0.hasSuffix(last) }
    #expect(heads.count > 20)
    for head in heads { #expect(TextTable.width(String(head)) <= 120, "\(head)") }
  }

  /// What a column holds is said once, in its own words, where it stands behind the sentence too.
  @Test func longContentsStandBehindTheSentence() throws {
    let document = try #require(SchemaDocument().part("assignments.csv"))
    let english = SchemaTables(document: document, language: .english).text
    #expect(english.contains(" Holds: one of pinned, kept, moved, "), "\(english)")
    #expect(english.contains(" Holds: list of: one of excluded, banned, "), "\(english)")
    let chinese = SchemaTables(document: document, language: .chinese).text
    #expect(chinese.contains("内容：列表：不参加、"), "\(chinese)")
  }
}
