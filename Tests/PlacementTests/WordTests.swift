import Foundation
import Placement
import Testing

/// Walks every word that files carry.
@Suite struct WordTests {
  private struct WordList {
    let name: String
    let words: [(raw: String, chinese: String)]
    /// What each word, read back in either language, is again.
    let readBack: [(english: String?, chinese: String?)]

    init<W: Word>(_ list: W.Type) {
      name = "\(list)"
      words = list.allCases.map { ($0.rawValue, $0.chinese) }
      readBack = list.allCases.map { (W(word: $0.rawValue)?.rawValue, W(word: $0.chinese)?.rawValue) }
    }
  }

  private static let lists: [WordList] = [
    WordList(Rule.self), WordList(MatchLevel.self), WordList(ObjectiveTerm.self),
    WordList(Tie.self), WordList(StartDuty.self),
    WordList(PlacementStatus.self), WordList(UnplacedReason.self), WordList(QuotaKind.self),
    WordList(LimitTerm.self), WordList(YesNo.self), WordList(PlanWord.self), WordList(CountWord.self),
    WordList(NightStep.self), WordList(UncheckedPoint.self), WordList(Student.Sex.self),
    WordList(SupplySignal.self), WordList(UnsupervisedReason.self), WordList(CertificateKind.self),
    WordList(SubsidyScheme.Payee.self), WordList(SubsidyScheme.Unit.self), WordList(SubsidyState.self),
    WordList(YearlyIndicator.self), WordList(FigureOrigin.self), WordList(RequestKind.self),
    WordList(RequestOutcome.self), WordList(LetterKind.self), WordList(PairRelation.self),
  ]

  @Test func everyWordIsSaidInBothLanguagesAndReadInBoth() {
    for list in Self.lists {
      #expect(Set(list.words.map(\.raw)).count == list.words.count, "\(list.name)")
      #expect(Set(list.words.map(\.chinese)).count == list.words.count, "\(list.name)")
      for (word, back) in zip(list.words, list.readBack) {
        #expect(word.raw.wholeMatch(of: /[a-z0-9]+(_[a-z0-9]+)*/) != nil, "\(list.name) \(word.raw)")
        let chinese = word.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        // What the certificates of 1+X are called everywhere.
        #expect(chinese || word.chinese == "1+X", "\(list.name) \(word.raw): \(word.chinese)")
        #expect(back.english == word.raw && back.chinese == word.raw, "\(list.name) \(word.raw)")
      }
    }
    let stages = PublishedPlacement.Stage.allCases.map(\.text)
    #expect(Set(stages.map(\.zh)).count == stages.count && Set(stages.map(\.en)).count == stages.count)
  }

  /// A list that somebody adds is walked too.
  @Test func noListIsForgotten() throws {
    let declared = try Sources.files(under: "Placement").flatMap { file in
      file.text.matches(of: /enum (\w+): String, Word/).map { String($0.output.1) }
    }
    #expect(declared.sorted() == Self.lists.map(\.name).sorted())
  }
}
