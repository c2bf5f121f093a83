import Foundation
import Placement

/// A case as it was before a plan of it was published, and its year closed: both change inputs of the plan.
public struct CaseBeforePublication: Sendable {
  public let placementCase: PlacementCase
  /// The files that publishing has changed since, in order of name.
  public let changed: [String]

  /// Nil where nothing has changed, where anything else has, or where what a file was before is kept nowhere.
  ///
  /// - `now`: the case of `folder` as it stands.
  public init?(_ now: PlacementCase, plan: PlanFolder, folder: URL) {
    guard let then = plan.inputHashes else { return nil }
    changed = plan.differingInputs(from: now)
    let changing = [
      CaseSchema.published.file, CaseSchema.history.table.file, CaseSchema.hostRecord.table.file,
    ]
    // Tables that share the whole case's workbook are written over by nobody: which of them it is does not matter.
    let names = Dictionary(
      changing.map { (now.location(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    guard !changed.isEmpty, changed.allSatisfy({ names[$0] != nil }),
      var before = CaseBeforePublication.read(now, changed, names, then, folder)
    else { return nil }
    for name in changed where then[name] == nil {
      switch names[name] {
      case CaseSchema.published.file:
        before.published = before.published.map { _ in nil }
        for student in before.selfArranged.keys { before.selfArranged[student]?.published = nil }
        (before.hasPublished, before.dutyDates) = (false, [])
      case CaseSchema.history.table.file: before.history = []
      default: before.hostRecords = nil
      }
      before.inputs.removeAll { $0.name == name }
    }
    placementCase = before
    guard isDoneByPublishing(now, plan, names, folder) else { return nil }
  }

  /// The case with the files that publishing has kept beside those it changed; nil where they are not the plan's.
  private static func read(
    _ now: PlacementCase, _ changed: [String], _ names: [String: String], _ then: [String: String],
    _ folder: URL
  ) -> PlacementCase? {
    var kept: [String: [UInt8]] = [:]
    for name in changed {
      guard let hash = then[name] else { continue }
      let backup = OutputWriter.backup(of: folder.appendingPathComponent(name))
      guard let bytes = try? FileBytes.read(backup.path, atMost: CaseFiles.largest),
        Digest.sha256(bytes) == hash
      else { return nil }
      kept[names[name]!] = bytes
    }
    return kept.isEmpty
      ? now : CaseReader(folder: folder, asOf: now.asOf, replacements: kept).read().placementCase
  }

  /// Whether what has changed is the plan's posts and the year's rows, and nothing else.
  private func isDoneByPublishing(
    _ now: PlacementCase, _ plan: PlanFolder, _ names: [String: String], _ folder: URL
  ) -> Bool {
    let closing = YearClosing(now, plan)
    func isPast(_ year: Int) -> Bool { year != closing.year }
    return changed.allSatisfy { name in
      switch names[name] {
      case CaseSchema.published.file: PublishedPosts(plan).hold(publishedPosts(in: folder))
      case CaseSchema.history.table.file:
        closing.files[0].isUnchanged
          && now.history.filter { isPast($0.year) } == placementCase.history.filter { isPast($0.year) }
      default:
        closing.files[1].isUnchanged
          && (now.hostRecords ?? []).filter { isPast($0.year) }
            == (placementCase.hostRecords ?? []).filter { isPast($0.year) }
      }
    }
  }
}

/// The posts of a plan by student.
private struct PublishedPosts {
  private let posts: [String: String]

  init(_ plan: PlanFolder) { posts = plan.table("assignments.csv")?.byStudent("post_id") ?? [:] }

  /// Whether what students were told is this plan; stages go on, and what has ended is left out. Nobody at all was told
  /// anything only where the plan has a post for nobody.
  func hold(_ published: [String: String]) -> Bool {
    published.isEmpty
      ? posts.values.allSatisfy(\.isEmpty) : published.allSatisfy { posts[$0.key] == $0.value }
  }
}
