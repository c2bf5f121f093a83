import Placement
import PlacementAudit
import TestSupport
import Testing

@testable import Allocation

/// Every rule by itself: what it permits, what it refuses, what it says.
@Suite struct RuleTests {
  private func refusals(_ placementCase: PlacementCase) -> [Rule] {
    let context = RuleContext(placementCase)
    return Rulebook.rules.filter { !$0.permits(student: 0, post: 0, in: context) }.map(\.rule)
  }

  @Test func theRulebookHasEveryWordInItsOrder() {
    #expect(Rulebook.rules.map(\.rule) == Rule.allCases)
  }

  @Test func everyRuleHasASample() {
    #expect(Rule.allCases.filter { rule in !RuleSample.all.contains { $0.rule == rule } } == [])
  }

  @Test func everyRulePermitsThePlainPair() {
    #expect(refusals(RuleSample.plain) == [])
    #expect(AuditRules(RuleSample.plain).failures(student: 0, post: 0) == [])
  }

  @Test("one rule refuses, in both readings", arguments: RuleSample.all.indices)
  func oneRuleRefuses(index: Int) {
    let sample = RuleSample.all[index]
    #expect(refusals(sample.placementCase) == [sample.rule])
    let audit = AuditRules(sample.placementCase)
    #expect(audit.failures(student: 0, post: 0) == [sample.rule])
    #expect(audit.firstFailure(student: 0, post: 0) == sample.rule)
  }

  @Test("students with equal traits are judged alike", arguments: RuleSample.all.indices)
  func traitsSayWhatIsRead(index: Int) {
    // Two students who differ only by what the sample changes: unequal answers need unequal traits.
    let sample = RuleSample.all[index]
    var both = sample.placementCase
    both.students.append(RuleSample.plain.students[0])
    both.students[1].id = "A2"
    both.wishes.append([])
    let context = RuleContext(both)
    for rule in Rulebook.rules {
      let differs =
        rule.permits(student: 0, post: 0, in: context) != rule.permits(student: 1, post: 0, in: context)
        || rule.lacksData(student: 0, post: 0, in: context)
          != rule.lacksData(student: 1, post: 0, in: context)
      guard differs else { continue }
      #expect(rule.traits(of: 0, in: context) != rule.traits(of: 1, in: context), "\(rule.rule)")
    }
  }

  // MARK: What rules say

  @Test("a rule's sentence is good in both languages", arguments: RuleSample.all.indices)
  func saysWhatItAsks(index: Int) {
    let sample = RuleSample.all[index]
    let (word, demand) = (
      sample.rule.text, sample.rule.demand(student: 0, post: 0, in: sample.placementCase)
    )
    #expect(!demand.en.isEmpty && demand.en.allSatisfy(\.isASCII), "\(demand.en)")
    #expect(!demand.zh.isEmpty && !demand.zh.allSatisfy(\.isASCII), "\(demand.zh)")
    // The word stands before it: `定向班：…`. It is not said twice, and nothing is introduced twice.
    #expect(!demand.zh.hasPrefix(word.zh), "\(word.zh)：\(demand.zh)")
    #expect(!demand.en.hasPrefix(word.en + " "), "\(word.en): \(demand.en)")
    #expect(!withoutParentheses(demand.zh).contains("：") && !withoutParentheses(demand.en).contains(":"))
    // A word that denies is not followed by its opposite: `不参加：参加…`, `不安排决定：没有…`.
    if word.zh.hasPrefix("不") {
      #expect(!demand.zh.hasPrefix(String(word.zh.dropFirst().prefix(2))), "\(word.zh)：\(demand.zh)")
      #expect(!demand.zh.contains("没有"), "\(word.zh)：\(demand.zh)")
    }
    for text in [demand.zh, demand.en] {
      #expect(!text.contains("  ") && !text.hasSuffix(" "), "\(text): an empty list")
      #expect(!text.contains("、、") && !text.contains(", ,"), "\(text)")
    }
  }

  private func withoutParentheses(_ text: String) -> String {
    var depth = 0
    return String(
      text.filter { character in
        if "（(".contains(character) { depth += 1 }
        if "）)".contains(character) { depth -= 1 }
        return depth == 0
      })
  }

  @Test func aSourceIsTheDecisiveOne() {
    var sample = RuleSample.plain
    sample.policy.sources = [
      "minimum_age": "A", "pay_share_min": "B", "minimum_wage": "C", "max_distance_km": "D",
      "boarding_max_distance_km": "E", "night_shift": "F",
    ]
    func source(_ rule: Rule) -> String { rule.source(student: 0, post: 0, in: sample) }
    #expect(source(.age) == "A" && source(.pay) == "C" && source(.distance) == "D")
    #expect(source(.nightShift) == "F" && source(.grade).isEmpty)
    sample.posts[0].referencePay = ExactDecimal(3000)
    sample.posts[0].dormitory = true
    sample.students[0].acceptsBoarding = true
    #expect(source(.pay) == "B" && source(.distance) == "E")
    sample.policy.sources["pay"] = "the rule's own"
    #expect(source(.pay) == "the rule's own")
    #expect(Rule.pay.sources(in: sample.policy).en.hasPrefix("the rule's own;B;C;the minimum wage"))
    #expect(Rule.distance.sources(in: sample.policy) == Text(verbatim: "D;E"))
  }
}
