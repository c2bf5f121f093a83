import Foundation
import Placement

/// A case as it was before a plan of it was published, and its year closed: both change inputs of the plan.
public struct CaseBeforePublication: Sendable {
  public let placementCase: PlacementCase
  /// The files that publishing has changed since, in order of name.
  public let changed: [String]

  /// Nil where nothing has changed, where anything else has, or where the published.csv of before is no more.
  ///
  /// - Parameter now: the case of `folder` as it stands.
  public init?(_ now: PlacementCase, plan: PlanFolder, folder: URL) {
    guard let then = plan.inputHashes else { return nil }
    let changed = plan.differingInputs(from: now)
    let file = now.fileNames[CaseSchema.published.file] ?? CaseSchema.published.file
    let closing = YearClosing(now, plan)
    let isOurs = changed.allSatisfy { name in
      name == file
        ? PublishedPosts(plan).hold(publishedPosts(in: folder))
        : closing.files.contains { $0.name == name && $0.isUnchanged }
    }
    guard !changed.isEmpty, isOurs,
      var before = changed.contains(file) ? CaseBeforePublication.unpublished(now, file, then, folder) : now
    else { return nil }
    // The year's own rows of these two count nothing in a plan of the year.
    if changed.contains(closing.files[1].name), then[closing.files[1].name] == nil {
      before.hostRecords = nil
    }
    before.inputs = now.inputs.compactMap { input in
      guard changed.contains(input.name) else { return input }
      return then[input.name].map { InputFile(name: input.name, sha256: $0, rows: input.rows) }
    }
    placementCase = before
    self.changed = changed
  }

  /// With the published.csv that the plan was made from; nil where it is kept nowhere.
  private static func unpublished(
    _ now: PlacementCase, _ file: String, _ then: [String: String], _ folder: URL
  ) -> PlacementCase? {
    var before = now
    guard let hash = then[file] else {
      before.published = now.published.map { _ in nil }
      (before.hasPublished, before.dutyDates) = (false, [])
      return before
    }
    let backup = OutputWriter.backup(of: folder.appendingPathComponent(file))
    guard let bytes = try? FileBytes.read(backup.path, atMost: CaseFiles.largest),
      Digest.sha256(bytes) == hash
    else { return nil }
    let reader = CaseReader(
      folder: folder, asOf: now.asOf, replacements: [CaseSchema.published.file: bytes])
    guard let old = reader.read().placementCase else { return nil }
    before.published = old.published
    (before.hasPublished, before.dutyDates) = (old.hasPublished, old.dutyDates)
    return before
  }
}

/// The posts of a plan by student.
private struct PublishedPosts {
  private var posts: [String: String] = [:]

  init(_ plan: PlanFolder) {
    guard let table = plan.table("assignments.csv"), let student = table.columns.firstIndex(of: "student_id"),
      let post = table.columns.firstIndex(of: "post_id")
    else { return }
    for row in table.rows where max(student, post) < row.count { posts[row[student]] = row[post] }
  }

  /// Whether what students were told is this plan; stages go on, and what has ended is left out.
  func hold(_ published: [String: String]) -> Bool {
    !published.isEmpty && published.allSatisfy { posts[$0.key] == $0.value }
  }
}
