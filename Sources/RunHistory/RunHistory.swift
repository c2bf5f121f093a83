import Foundation
import GRDB
import Placement

/// Why the history cannot be used. Never a reason to lose a plan.
public enum RunHistoryError: Error, Equatable, Sendable {
  /// The file is no database, or a damaged one; `rebuild` makes a new one.
  case damaged(String)
  /// The file is there and is not this program's: it is never written to.
  case foreign(String)
  case readOnly(Text)
  /// The disk does not let it be opened or made.
  case unopened(String)
  /// Another program holds it.
  case locked(String)
  case other(String)

  public var message: Text {
    switch self {
    case .damaged(let detail):
      Text(
        zh: "历史数据库已损坏（\(detail)）；请运行 placement history rebuild，由保留的方案恢复",
        en: "the history database is damaged (\(detail)); placement history rebuild restores it from the "
          + "plans kept")
    case .foreign(let name):
      Text(
        zh: "\(name) 不是本程序的历史数据库（或已损坏得无法辨认），不予改动；请移走它，或在配置中为 history 另指一个文件；"
          + "下一次运行会由 runs/ 恢复历史",
        en:
          "\(name) is no history of this program's (or damaged past recognition) and is left alone; move it away, "
          + "or name another file as `history`; the next run restores the history from runs/")
    case .readOnly(let detail):
      Text(
        zh: "历史数据库不可写（\(detail.zh)）；请检查它和同名 -wal、-shm 文件的权限，再运行 placement history rebuild",
        en:
          "the history database cannot be written (\(detail.en)); mend its permissions and those of the files of its "
          + "name with -wal and -shm, then run placement history rebuild")
    case .unopened(let detail):
      Text(
        zh: "历史数据库打不开（\(detail)）；请检查其文件夹的权限；路径不能超过 500 字节，太长时在配置中为 history 另指一个文件；"
          + "再运行 placement history rebuild",
        en:
          "the history database cannot be opened (\(detail)); check the rights to its folder; its path may have 500 "
          + "bytes at most: where it has more, name another file as `history`; then run placement history rebuild"
      )
    case .locked(let detail):
      Text(
        zh: "历史数据库被其他程序占用（\(detail)）；请稍后运行 placement history rebuild",
        en: "another program holds the history database (\(detail)); run placement history rebuild later")
    case .other(let detail):
      Text(zh: "历史数据库出错：\(detail)", en: "the history database failed: \(detail)")
    }
  }

  init(_ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = .other((error as NSError).localizedDescription)
      return
    }
    // The bare code: GRDB's message may quote values.
    let detail = "SQLite \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damaged(detail)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(Text(verbatim: detail))
    case .SQLITE_CANTOPEN: self = .unopened(detail)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(detail)
    // A table of ours that is not there, or not as we made it.
    case .SQLITE_ERROR where error.message?.contains("no such") == true: self = .damaged(detail)
    default: self = .other(detail)
    }
  }
}

/// Past runs, in SQLite.
public final class RunHistory: Sendable {
  let database: DatabaseQueue

  /// Opens the history, makes it where there is none, and brings its tables up to date.
  ///
  /// - `patience`: seconds to wait for another program's lock.
  public init(at file: URL, patience: Double = 2) throws(RunHistoryError) {
    try HistoryFile.check(file)
    do {
      database = try DatabaseQueue(path: file.path, configuration: RunHistory.configuration(patience))
      try Schema.migrator.migrate(database)
    } catch {
      throw RunHistoryError(error)
    }
  }

  /// Opens a history for reading alone; it must be there.
  public convenience init(reading file: URL, patience: Double = 2) throws(RunHistoryError) {
    // A log that a killed run left behind must be played back, which takes a writer, and one of the folder too.
    let canWrite = [file.path, file.deletingLastPathComponent().path].allSatisfy {
      FileManager.default.isWritableFile(atPath: $0)
    }
    try self.init(reading: file, patience: patience, canWrite: canWrite)
  }

  init(reading file: URL, patience: Double, canWrite: Bool) throws(RunHistoryError) {
    var configuration = RunHistory.configuration(patience)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw .other(file.lastPathComponent + ": " + String(cString: strerror(ENOENT)))
    }
    try HistoryFile.check(file)
    configuration.readonly = !canWrite
    do {
      let path = canWrite ? file.path : RunHistory.unshared(file)
      database = try DatabaseQueue(path: path, configuration: configuration)
      let isCurrent = try database.read { try Schema.migrator.hasCompletedMigrations($0) }
      if !isCurrent { try Schema.migrator.migrate(database) }
    } catch {
      throw RunHistoryError(error)
    }
  }

  /// A database with a write-ahead log is read together with files beside it, which SQLite makes where they are not there.
  /// Who may not make them reads the database alone: without a log nobody is writing it.
  private static func unshared(_ file: URL) -> String {
    var status = stat()
    if stat(file.path + "-wal", &status) == 0, status.st_size > 0 { return file.path }
    return file.absoluteURL.absoluteString + "?immutable=1"
  }

  private static func configuration(_ patience: Double) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      guard !database.configuration.readonly else { return }
      try HistoryFile.sign(database)
      try database.execute(
        sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
    }
    return configuration
  }

  /// Records a run with its placements, in one transaction; a run that is there already is replaced.
  /// A purged run is passed over.
  public func record(
    _ run: HistoryRun, placements: [HistoryPlacement] = []
  ) throws(RunHistoryError) {
    try write { database in
      let purged = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM purged_run WHERE id = ?)", arguments: [run.id])
      if purged == true { return }
      try RunHistory.insert(run, database)
      try RunHistory.insert(placements, of: run.id, database)
    }
  }

  func read<T>(_ body: (Database) throws -> T) throws(RunHistoryError) -> T {
    do { return try database.read(body) } catch { throw RunHistoryError(error) }
  }

  func write<T>(_ body: (Database) throws -> T) throws(RunHistoryError) -> T {
    do { return try database.write(body) } catch { throw RunHistoryError(error) }
  }

  /// Ends all use of the file.
  public func close() { try? database.close() }
}

extension RunHistory {
  private static func insert(_ run: HistoryRun, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run.id])
    try database.execute(
      sql: """
        INSERT INTO run (id, sequence, season, started, outcome, exit_code, reason_zh, reason_en)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.id, run.sequence, run.season, run.started, run.outcome, run.exitCode, run.reason.zh,
        run.reason.en,
      ])
    for (file, hash) in run.inputs.sorted(by: { $0.key < $1.key }) {
      try database.execute(sql: "INSERT INTO run_input VALUES (?, ?, ?)", arguments: [run.id, file, hash])
    }
    for objective in run.objectives {
      try database.execute(
        sql: "INSERT INTO run_objective VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          run.id, objective.stage, objective.weights, objective.value, objective.bound, objective.gap,
          objective.proven ? 1 : 0,
        ])
    }
    for (name, value) in run.counts.sorted(by: { $0.key < $1.key }) {
      try database.execute(sql: "INSERT INTO run_count VALUES (?, ?, ?)", arguments: [run.id, name, value])
    }
    for (step, seconds) in run.timings.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: "INSERT INTO run_timing VALUES (?, ?, ?)", arguments: [run.id, step, seconds])
    }
  }

  private static func insert(
    _ placements: [HistoryPlacement], of run: String, _ database: Database
  ) throws {
    let statement = try database.makeStatement(sql: "INSERT INTO placement VALUES (?, ?, ?, ?, ?)")
    for placement in placements {
      try statement.execute(arguments: [
        run, placement.student, placement.post, placement.status, placement.why,
      ])
    }
  }
}
