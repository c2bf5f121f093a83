import Foundation
import GRDB
import Placement

/// Whether a file is a history of this program's: any other one is never opened for writing, nor replaced.
enum HistoryFile {
  /// "plmt", in SQLite's own field for it.
  private static let applicationID: Int32 = 0x706C_6D74
  /// Bytes of SQLite's header; the application's id stands at 68…71, most significant byte first.
  private static let headerLength = 100

  /// Nothing at all, or an empty file, is a history that is still to be made.
  static func check(_ file: URL) throws(RunHistoryError) {
    var status = stat()
    guard stat(file.path, &status) == 0 else {
      // A link to nowhere may be to a disk that is not there today.
      guard lstat(file.path, &status) != 0 else { throw .foreign(file.lastPathComponent) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign(file.lastPathComponent) }
    if status.st_size == 0 { return }
    guard let handle = FileHandle(forReadingAtPath: file.path) else {
      let code = errno
      throw .readOnly(Text(verbatim: file.lastPathComponent + ": ") + SystemFailure.text(code))
    }
    defer { try? handle.close() }
    let header = [UInt8]((try? handle.read(upToCount: headerLength)) ?? Data())
    guard header.count == headerLength, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw .foreign(file.lastPathComponent)
    }
    let id = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    guard id == applicationID || (id == 0 && isOlderHistory(file)) else {
      throw .foreign(file.lastPathComponent)
    }
  }

  /// Marks a database as ours, before anything else is written.
  static func sign(_ database: Database) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") != applicationID else { return }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
  }

  /// Whether a database without a sign has our tables.
  private static func isOlderHistory(_ file: URL) -> Bool {
    var configuration = Configuration()
    configuration.readonly = true
    guard let database = try? DatabaseQueue(path: file.path, configuration: configuration) else {
      return false
    }
    defer { try? database.close() }
    let names = try? database.read {
      try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations")
    }
    return names?.contains(Schema.firstName) ?? false
  }
}
