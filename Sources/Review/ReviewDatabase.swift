import Foundation
import GRDB

/// The page's own memory: accounts, sessions, proposals, approvals, the last publication, scenarios and the log, in one
/// SQLite file that its owner alone may read. No decision lives here: those are rows of the case's decisions.csv.
public final class ReviewDatabase: Sendable {
  /// The name of the file in its folder.
  static let fileName = "review.sqlite"

  /// Where the file lies, and beside it the work folder.
  public let folder: URL
  let pool: DatabasePool

  /// Opens the file, or makes it. The folder is made for its owner alone.
  /// - Throws: what SQLite or the file system say.
  public init(folder: URL) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    // Who looked at what survives a killed process; what was done survives a power cut too, see `durably`.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    pool = try DatabasePool(
      path: folder.appendingPathComponent(ReviewDatabase.fileName).path, configuration: configuration)
    try ReviewDatabase.migrator.migrate(pool)
  }

  /// Where children write: what they leave there is nobody's record.
  public var workFolder: URL { folder.appendingPathComponent("work", isDirectory: true) }

  /// A transaction that is on the disk when it returns, with all before it.
  func durably<T>(_ work: (Database) throws -> T) throws -> T {
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      defer { try? database.execute(sql: "PRAGMA synchronous = NORMAL") }
      var result: T?
      try database.inTransaction {
        result = try work(database)
        return .commit
      }
      return result!
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(
        sql: """
          CREATE TABLE account (
            name TEXT PRIMARY KEY, role TEXT NOT NULL, schools TEXT NOT NULL, password TEXT NOT NULL,
            mustChange INTEGER NOT NULL, isLocked INTEGER NOT NULL, language TEXT);
          CREATE TABLE failure (key TEXT PRIMARY KEY, count INTEGER NOT NULL, last REAL NOT NULL);
          CREATE TABLE session (
            token TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name),
            began REAL NOT NULL, seen REAL NOT NULL);
          CREATE TABLE proposal (
            id TEXT PRIMARY KEY, account TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL,
            result TEXT, made REAL NOT NULL);
          CREATE TABLE approval (
            school TEXT PRIMARY KEY, state TEXT NOT NULL, list TEXT NOT NULL, remarks TEXT NOT NULL,
            account TEXT NOT NULL, at REAL NOT NULL);
          CREATE TABLE scenario (
            id TEXT PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, settings TEXT NOT NULL,
            state TEXT NOT NULL, message TEXT NOT NULL, made REAL NOT NULL);
          CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, account TEXT NOT NULL, address TEXT NOT NULL,
            action TEXT NOT NULL, subject TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
            previous TEXT NOT NULL, hash TEXT NOT NULL);
          CREATE TRIGGER entryStays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
          CREATE TRIGGER entryRemains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
          """)
    }
    // A scenario may be a search for suggestions instead of settings.
    migrator.registerMigration("2") { database in
      try database.execute(
        sql: """
          ALTER TABLE scenario ADD COLUMN suggestions INTEGER;
          ALTER TABLE scenario ADD COLUMN district TEXT NOT NULL DEFAULT '';
          """)
    }
    // Once a plan is published, published.csv does not tell any more from whom it took a post.
    migrator.registerMigration("3") { database in
      try database.execute(
        sql: """
          CREATE TABLE publication (
            plan TEXT PRIMARY KEY, account TEXT NOT NULL, at REAL NOT NULL, taken TEXT NOT NULL);
          """)
    }
    return migrator
  }
}

extension Date {
  /// `2026-09-01T02:00:00Z`: how the log and pages' machines write a moment.
  var stamp: String { formatted(.iso8601) }
}

/// Random text for cookies, ids and first passwords, from the system's own source.
enum RandomText {
  /// 32 bytes in hexadecimal.
  static func token() -> String {
    (0..<4).map { _ in hexadecimal(UInt64.random(in: .min ... .max)) }.joined()
  }

  /// 8 bytes in hexadecimal: the name of a proposal or a scenario.
  static func id() -> String { hexadecimal(UInt64.random(in: .min ... .max)) }

  /// Four groups of four that nobody misreads: over 75 bits.
  static func password() -> String {
    let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
    return (0..<4).map { _ in String((0..<4).map { _ in letters.randomElement()! }) }.joined(separator: "-")
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
