import Foundation

/// The results of a sweep without plans. They are gathered and written several at once, into a folder that is there whole or
/// not at all: a kill loses as much as a second's work beside the scenario that is being solved, and never half a result.
struct SweepRows {
  /// Solving that may be unwritten. A sync takes milliseconds, as a scenario may, so that one a scenario would cost as much.
  private static let unwritten = Duration.seconds(1)

  private let folder: WhatIfFolder
  /// What an interrupted sweep has left, of whatever case.
  private let found: [String: [SweepRecord]]
  private var pending: [SweepRecord] = []
  private var work = Duration.zero

  init(_ folder: WhatIfFolder) {
    self.folder = folder
    found = Dictionary(grouping: folder.rows(), by: \.name)
  }

  /// What was computed from `key`; nil where there is no such result.
  func record(_ name: String, key: [String]) -> SweepRecord? { found[name]?.first { $0.key == key } }

  /// - Parameter work: what the scenario took.
  mutating func add(_ record: SweepRecord, after work: Duration) throws {
    pending.append(record)
    self.work += work
    if self.work >= Self.unwritten { try write() }
  }

  /// Whatever is not written yet.
  mutating func write() throws {
    guard !pending.isEmpty else { return }
    try folder.write(rows: pending)
    (pending, work) = ([], .zero)
  }
}
