import Foundation
import Placement

/// Says where a plan that is compared may not be the best, and what was left out.
struct ProofNotes {
  let console: Console
  private(set) var isProven = true

  init(_ console: Console) { self.console = console }

  /// - Parameter gap: the widest of a stage that is not proven; nil where all are.
  mutating func note(_ gap: Double?, _ plan: Text) {
    guard let gap else { return }
    isProven = false
    let percent = String(format: "%.4f", gap * 100)
    console.result(
      Text(
        zh: "注意：\(plan.zh)未证明最优（差距 \(percent) %），差异仅供参考",
        en:
          "note: \(plan.en) is not proven optimal (gap \(percent) %); take the differences as a guide only"))
  }

  /// How many changes have no price: a reader must not take them for free.
  func noteNotPriced(_ count: Int, of changed: Int, _ plan: Text, isProven: Bool) {
    guard count > 0 else { return }
    let remedy =
      isProven
      ? Text(
        zh: "；可用 --explain-budget 增加重新求解次数，或用 --relative-gap 0 求到最后一分",
        en: "; --explain-budget allows more re-solves, --relative-gap 0 proves to the last point")
      : Text(verbatim: "")
    console.result(
      Text(
        zh: "注意：\(plan.zh)中有变化的 \(changed) 名学生里，\(count) 名不变动的代价未计算",
        en:
          "note: what staying would cost was not computed for \(count) of the \(changed) students whom \(plan.en) "
          + "places otherwise") + remedy)
  }

  static let before = Text(zh: "改动之前的方案", en: "the plan before")
}
