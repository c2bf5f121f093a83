import Foundation
import GRDB
import Placement

/// Runs that have been removed for good: a list beside the database, because a rebuild starts where the
/// database is lost. Ids alone.
public struct PurgedRuns: Codable, Sendable, Equatable {
  public var runs: Set<String>

  public init(runs: Set<String> = []) { self.runs = runs }

  /// `history.sqlite` → `history.purged.json`
  public static func file(of history: URL) -> URL {
    history.deletingPathExtension().appendingPathExtension("purged.json")
  }

  /// Empty where there is no list yet.
  /// - Throws: where there is one that cannot be read: then nobody may rebuild.
  public init(of history: URL) throws {
    let file = PurgedRuns.file(of: history)
    guard FileManager.default.fileExists(atPath: file.path) else {
      self.init()
      return
    }
    self.init(runs: Set(try JSONDecoder().decode([String].self, from: Data(contentsOf: file))))
  }

  /// As JSON, keys sorted.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(runs.sorted()) + Data("\n".utf8)
  }
}

extension RunHistory {
  /// Removes runs for good and remembers that they were: their pages are overwritten and given back.
  /// - Returns: how many runs were there.
  @discardableResult
  public func purge(_ runs: Set<String>) throws(RunHistoryError) -> Int {
    let removed = try write { database in
      var removed = 0
      for id in runs.sorted() {
        try database.execute(sql: "INSERT OR IGNORE INTO purged_run VALUES (?)", arguments: [id])
        try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id])
        removed += database.changesCount
      }
      return removed
    }
    do {
      try database.vacuum()
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    } catch {
      throw RunHistoryError(error)
    }
    return removed
  }

  /// Makes a new history of `runs` beside `file`, then puts it in the place of whatever is there.
  public static func rebuild(
    at file: URL, purged: Set<String>,
    runs: (RunHistory) throws -> Void
  ) throws {
    let fresh = file.appendingPathExtension("rebuilding")
    for file in [file, fresh] { try HistoryFile.check(file) }
    remove(fresh)
    let history = try RunHistory(at: fresh)
    try history.purge(purged)
    try runs(history)
    // One file without a log: a rename moves it whole.
    try history.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    history.close()
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file.path + suffix)
    }
    guard rename(fresh.path, file.path) == 0 else {
      throw RunHistoryError.readOnly(SystemFailure.text(errno))
    }
  }

  private static func remove(_ file: URL) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: file.path + suffix)
    }
  }
}
