import Foundation
import Placement
import PlacementFiles

/// Who is where by a plan's assignments.csv.
struct PlanPlacements {
  struct Entry {
    /// Nil for none.
    let post: String?
    /// The post that the student had been told when the plan was made; nil for none.
    let told: String?
    let status: PlacementStatus?
  }

  private(set) var byStudent: [String: Entry] = [:]

  /// Nil where the folder holds no such table.
  init?(_ plan: PlanFolder) {
    guard let table = plan.table("assignments.csv"), let posts = table.byStudent("post_id"),
      let former = table.byStudent("previous_post_id"), let statuses = table.byStudent("status")
    else { return nil }
    for (student, post) in posts {
      byStudent[student] = Entry(
        post: post.isEmpty ? nil : post, told: former[student].flatMap { $0.isEmpty ? nil : $0 },
        status: PlacementStatus(word: statuses[student] ?? ""))
    }
  }
}

extension NightRecord.Changes {
  /// - Parameters:
  ///   - before: the plan before; nil where there is none, and then nobody has moved.
  ///   - told: the post that each student was last told (ended placements left out). Somebody whose row has vanished, or
  ///     whose post has, may be the victim of a file that lost rows, and counts here, as in no plan.
  init(before: PlanPlacements?, after: PlanPlacements, told: [String: String]) {
    for (student, entry) in after.byStudent {
      guard let before else { break }
      switch (before.byStudent[student]?.post, entry.post) {
      case (nil, .some): newlyPlaced += 1
      case (.some, nil): newlyUnplaced += 1
      case (let old, let new): moved += old == new ? 0 : 1
      }
    }
    var found = ToldStudents()
    for (student, post) in told {
      let entry = after.byStudent[student]
      found.add(entry?.status ?? .unplaced, student: student, previousPost: post, post: entry?.post ?? "")
    }
    // Somebody who no longer takes part was not moved by the plan.
    (self.told, toldMoved) = (found.all, found.elsewhere + found.without)
  }
}

/// What may keep a lawful plan from becoming the latest.
struct Guards {
  let maxMovedShare: Double?
  let maxGap: Double?

  /// Why the plan is to be held; nil where nothing speaks against it.
  func objection(to summary: PlanSummary, _ changes: NightRecord.Changes) -> Text? {
    if let limit = maxMovedShare, changes.told > 0 {
      let share = Double(changes.toldMoved) / Double(changes.told)
      if share > limit {
        return Text(
          zh: "已告知岗位的 \(changes.told) 名学生中有 \(changes.toldMoved) 名（\(percent(share))）不再维持，"
            + "超过设定的 \(percent(limit))；请人工确认",
          en: "\(changes.toldMoved) of the \(changes.told) students who were told a post (\(percent(share))) "
            + "would not keep it, more than the \(percent(limit)) configured; look at the plan")
      }
    }
    if let limit = maxGap,
      let wide = summary.objectives.first(where: { $0.gap > limit })
    {
      return Text(
        zh: "\(wide.title.zh)的差距为 \(percent(wide.gap))，超过设定的 \(percent(limit))；请延长时限或人工确认",
        en: "the gap of \(wide.title.en) is \(percent(wide.gap)), wider than the \(percent(limit)) "
          + "configured; allow more time, or look at the plan")
    }
    return nil
  }

  private func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
}
