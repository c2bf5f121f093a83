import Foundation
import Placement

/// The points of a plan that recomputation cannot reach: they need the solver, or the run itself.
struct TrustedPoints {
  private let found: FoundFindings
  /// Students whose reason counting leaves open.
  private let openReasons: Int
  private let relativeGap: Double?
  private let stages: Int
  private let hasSupervision: Bool
  /// What `placement allocate` takes where nobody says otherwise.
  private static let usualGap = 0.0001

  init(_ found: FoundFindings, _ tables: [ExpectedTable], _ summary: Data?) {
    self.found = found
    openReasons = tables.filter { $0.file == "unplaced.csv" }.flatMap(\.rows).count { row in
      row.contains { if case .oneOf = $0 { true } else { false } }
    }
    let summary = summary.flatMap(JSONValue.init)
    relativeGap = summary?["relative_gap"]?.number
    hasSupervision = summary?["supervision"] != nil
    if case .array(let stages)? = summary?["objectives"] { self.stages = stages.count } else { stages = 0 }
  }

  var texts: [Text] {
    let prices = found.details.count { Expectation.saysPrice($0) && !Expectation.saysImpossible($0) }
    let impossible = found.details.count { Expectation.saysImpossible($0) }
    var points = [
      Text(zh: "各级目标的下界及其证明方式（\(stages) 级）", en: "the bounds of \(stages) objectives and what proved them")
    ]
    if hasSupervision {
      points.append(Text(zh: "指导教师各项目标的下界", en: "the bounds of the supervisors' objectives"))
    }
    func add(_ count: Int, _ zh: String, _ en: String) {
      if count > 0 { points.append(Text(zh: "\(zh)（\(count) 处）", en: "\(en) (\(count))")) }
    }
    add(found.worthsGiven, "名额价值", "what a seat is worth")
    add(openReasons, "原因是名额不足、未达最少人数还是让位", "which of contested, group_not_reached and outweighed a reason is")
    add(prices, "安排某生的代价", "what placing a student would cost")
    add(impossible, "任何方案都无法安排某生", "that no plan can place a student")
    points.append(Text(zh: "run.json 的用时和内存", en: "the times and memory of run.json"))
    let listed = Text(
      zh: points.map(\.zh).joined(separator: "；"), en: points.map(\.en).joined(separator: "; "))
    return [
      Text(zh: "未经求解不能重算、按方案所述采信的：", en: "Not recomputed without a solver and taken on trust: ") + listed
    ]
      + gapNote
  }

  /// Proven means proven within it.
  private var gapNote: [Text] {
    guard let relativeGap, relativeGap > Self.usualGap else { return [] }
    return [
      Text(
        zh: "注意：此方案的差距标准是 \(relativeGap)，高于通常的 \(Self.usualGap)；“最优”只在此范围内成立。",
        en:
          "Note: this plan counts as optimal within a gap of \(relativeGap), more than the usual \(Self.usualGap)."
      )
    ]
  }
}
