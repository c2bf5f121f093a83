import Placement

/// What granting a request comes to, as a sentence.
struct RequestText {
  let explainer: Explainer
  let plan: RequestPricing.Priced
  /// Those who come to a worse place without having asked.
  let worse: [Int]

  /// Of a request that is granted and is not free alone.
  static let freeTogether = Text(
    zh: "与可一并满足的其他申请一起（而不是单独）满足，则无代价，申请之外没有人变动",
    en: "granted together with the others that can be, and not alone, it costs nothing and nobody else moves")

  func detail(_ answer: RequestAnswer) -> Text {
    guard plan.post != explainer.former else { return Text(zh: "方案已是如此", en: "the plan has it so already") }
    let parts = [movers(answer), worseOff, stages(answer), unproven].compactMap { $0 }
    return parts.joined(by: .semicolon)
  }

  private func movers(_ answer: RequestAnswer) -> Text {
    guard !answer.moves.isEmpty else { return Text(zh: "其他学生不动", en: "nobody else moves") }
    return Text(
      zh: "另有 \(answer.moves.count) 名学生变动",
      en: Explainer.count(answer.moves.count, "other student") + " would move")
      + .comma + Explainer.losers(answer.moves.count { $0.to == nil })
  }

  private var worseOff: Text? {
    guard !worse.isEmpty else { return nil }
    let ids = worse.map { explainer.placementCase.students[$0].id }
    return Text(
      zh: "没有申请而变差的：\(ids.joined(separator: "、"))",
      en: "worse off without having asked: \(ids.joined(separator: ", "))")
  }

  private func stages(_ answer: RequestAnswer) -> Text { explainer.text(stages: answer.stages) }

  private var unproven: Text? {
    plan.isNearest
      ? nil : Text(zh: "是否可以少动几名学生，未证明", en: "that no fewer students would do is not proven")
  }
}

extension Explainer {
  /// By how much objectives change; empty where none does.
  func costs(_ stages: [Int64]) -> Text {
    stages.allSatisfy { $0 == 0 } ? Text(verbatim: "") : text(stages: stages)
  }
}
