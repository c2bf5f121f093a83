import Allocation
import ArgumentParser
import Foundation
import Inquiry
import Placement
import PlacementFiles
import Plan

/// The few lines that a run ends with.
struct AllocationSummary {
  let plan: Plan
  let allocation: Allocation
  /// The plan's folder, as it was asked for.
  let output: String

  private var summary: PlanSummary { plan.summary }

  /// - Throws: `ExitCode.notProven` where the plan is not proven optimal.
  func end(_ console: Console) throws {
    print(console)
    if summary.status != .optimal { throw ExitCode.notProven }
  }

  private func print(_ console: Console) {
    let counts = summary.counts
    let (placed, all) = (counts["placed"] ?? 0, counts["taking_part"] ?? 0)
    console.result(
      Text(
        zh: "已安排 \(placed) / \(all) 名学生，未安排 \(counts["unplaced"] ?? 0) 名",
        en: "placed \(placed) of \(all) students, \(counts["unplaced"] ?? 0) without a post"))
    if let alone = counts["self_arranged"], alone > 0 {
      console.result(
        Text(
          zh: "另有自行联系并经学校审核的学生 \(alone) 名，占用企业名额",
          en:
            "besides, students with an approved place found alone: \(alone); they use up enterprises' quotas")
      )
    }
    for objective in summary.objectives { print(objective, console) }
    if let supervision = summary.supervision { print(supervision, console) }
    let (met, above) = (counts["target_met"] ?? 0, counts["above_scale"] ?? 0)
    if above > 0 {
      console.result(
        Text(
          zh: "达到目标比例的规模以上企业：\(met) / \(above)",
          en: "above-scale enterprises that meet the target: \(met) of \(above)"))
    }
    if let text = plan.told.text { console.result(text) }
    if let nearness = allocation.nearness { console.result(nearness.text) }
    console.result(Text(zh: "方案已写入 \(output)", en: "plan written to \(output)"))
    for warning in warnings { console.fault(warning) }
  }

  private var warnings: [Text] {
    let isEmpty = summary.counts["placed"] ?? 0 == 0 && summary.counts["taking_part"] ?? 0 > 0
    let nobody = Text(
      zh: "提醒：一名学生也没有安排；placement check 说明各岗位为何不开放",
      en: "warning: nobody was placed; placement check says why no post is open")
    return [allocation.lateStarts, allocation.brokenAgreements, isEmpty ? nobody : nil].compactMap { $0 }
  }
}

extension AllocationSummary {
  fileprivate func print(_ objective: PlanSummary.Objective, _ console: Console) {
    let proof =
      objective.proven
      ? Text(zh: "已证明最优", en: "proven optimal")
      : Text(
        zh: "下界 \(objective.bound)，差距 \(String(format: "%.4f", objective.gap * 100)) %",
        en: "bound \(objective.bound), gap \(String(format: "%.4f", objective.gap * 100)) %")
    let value = Text(verbatim: "\(objective.value)") + summary.unit(of: objective)
    console.result(objective.title + Text(zh: "：\(value.zh)，", en: ": \(value.en), ") + proof)
  }

  fileprivate func print(_ supervision: PlanSummary.Supervision, _ console: Console) {
    let (without, pairs, points) = (supervision.unsupervised, supervision.pairs, supervision.points)
    let isProven = supervision.figures.allSatisfy { $0.gap <= summary.relativeGap }
    let bounds = supervision.figures.map { String($0.bound) }
    let proof =
      isProven
      ? Text(zh: "已证明最优", en: "proven optimal")
      : Text(
        zh: "下界依次为 \(bounds.joined(separator: "、"))", en: "bounds \(bounds.joined(separator: ", "))")
    console.result(
      Text(
        zh: "指导教师：没有指导教师的学生 \(without.value) 名，教师与单位 \(pairs.value) 对，专业扣分 \(points.value)，",
        en: "supervisors: \(without.value) students without one, \(pairs.value) pairs of teacher and host, "
          + "\(points.value) points of specialty, ") + proof)
  }
}

extension Allocation {
  /// Warns of students who would come to a post behind its first day, in a year that is under way: nobody can begin in the
  /// past. Nil where there are none.
  fileprivate var lateStarts: Text? {
    let (posts, published, asOf) = (placementCase.posts, placementCase.published, placementCase.asOf)
    guard published.contains(where: { $0?.stage == .started }) else { return nil }
    let late = placement.indices.compactMap { student -> Int? in
      guard let post = placement[student], post != published[student]?.post else { return nil }
      return posts[post].start < asOf ? post : nil
    }
    guard !late.isEmpty else { return nil }
    let ids = Set(late).sorted().map { posts[$0].id }
    // A few are named; where to find many.
    let shown =
      ids.count <= 3
      ? Text(listing: ids.map(ShownID.text))
      : Text(
        zh: "共 \(ids.count) 个；在 assignments.csv 中筛选“开始日期”早于这天、“安排状态”为新安排、调整或已锁定的行",
        en: "\(ids.count) of them; in assignments.csv: start_date before that day, status placed, moved or "
          + "pinned")
    return Text(
      zh: "提醒：有 \(late.count) 名学生新安排到 \(asOf) 之前已经开始的岗位（\(shown.zh)）；这些学生从哪天起可以上岗，"
        + "填在学生表的“可实习起”，并为中途上岗的另设岗位行",
      en:
        "warning: \(late.count) students would come to posts that began before \(asOf) (\(shown.en)); say in "
        + "available_from of students.csv from when on they can start, and give posts that take them a row with that start"
    )
  }

  /// Warns of students who have said yes to the post that they were told and do not keep it; nil where there are none.
  fileprivate var brokenAgreements: Text? {
    let count = placement.indices.count { student in
      guard let told = placementCase.published[student] else { return false }
      return told.stage.isBroken(
        by: placementCase.takesPart(student) ? .placed : .excluded,
        previousPost: placementCase.posts[told.post].id,
        post: placement[student].map { placementCase.posts[$0].id } ?? "")
    }
    guard count > 0 else { return nil }
    return Text(
      zh: "提醒：有 \(count) 名学生已确认、已签协议或已上岗，此方案却改到其他岗位或没有岗位；placement publish --dry-run 逐行列出，公布前请先告知",
      en:
        "warning: students who have confirmed, signed or started a post and do not keep it: \(count); placement publish "
        + "--dry-run names their rows; tell them before you publish")
  }
}

extension PlanNearness {
  /// How many move, what is known of that, and who could not stay.
  var text: Text {
    guard students > 0 else {
      return Text(
        zh: "--near 的方案中，此案例的学生都没有岗位，无从比较",
        en: "no student of this case has a post in the plan of --near: nothing to be near to")
    }
    let proof =
      isFewest
      ? Text(zh: "不能再少", en: "fewer is not possible")
      : Text(zh: "至少须变动 \(least) 名，更少是否可能未证明", en: "at least \(least) have to, fewer is not ruled out")
    let gone =
      closed > 0
      ? Text(
        zh: "；其中 \(closed) 名原来的岗位已取消或不再对其开放",
        en: "; of them \(closed) cannot stay, their post being gone or closed to them")
      : Text(verbatim: "")
    let move = moved == 1 ? "moves" : "move"
    return Text(
      zh: "--near 的方案中有岗位的 \(students) 名学生，变动 \(moved) 名，\(proof.zh)\(gone.zh)",
      en: "of \(students) students with a post in the plan of --near \(moved) \(move); \(proof.en)\(gone.en)")
  }
}

extension ToldStudents {
  /// Nil where nobody was told anything.
  fileprivate var text: Text? {
    guard all > 0 else { return nil }
    let gone =
      left > 0
      ? Text(zh: "，已不参加安排 \(left) 名", en: ", \(left) take no part any more") : Text(verbatim: "")
    return Text(
      zh: "原已告知岗位的 \(all) 名学生：维持 \(kept) 名，改到其他岗位 \(elsewhere) 名，不再有岗位 \(without) 名\(gone.zh)"
        + "（changes.csv 共 \(changed) 行；“调整”目标只计其中本可维持的）",
      en:
        "of \(all) students told a post before: \(kept) keep it, \(elsewhere) go elsewhere, \(without) have none "
        + "now\(gone.en) (\(changed) \(changed == 1 ? "row" : "rows") of changes.csv; the objective `moves` counts those who could have kept "
        + "theirs)")
  }
}
