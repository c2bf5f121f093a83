import Foundation
import GRDB
import Placement
import PlacementFiles

/// Who did something, and from where.
public struct Actor: Sendable, Equatable {
  public let name: String
  public let address: String

  public init(name: String, address: String) {
    self.name = name
    self.address = address
  }
}

/// One entry of the log: never changed, never removed.
public struct LogEntry: Sendable, Equatable, FetchableRecord {
  public enum Action: String, Word {
    case signedIn = "signed_in"
    case signInRefused = "sign_in_refused"
    case signedOut = "signed_out"
    case passwordChanged = "password_changed"
    case accountAdded = "account_added"
    case accountReset = "account_reset"
    case accountLocked = "account_locked"
    case accountUnlocked = "account_unlocked"
    case looked
    case listed
    case exported
    case previewed
    case deciding
    case decided
    case decidingFailed = "deciding_failed"
    case approved
    case returned
    case planning
    case publishing
    case published
    case publishingFailed = "publishing_failed"
    case asked

    public var chinese: String {
      switch self {
      case .signedIn: "登录"
      case .signInRefused: "登录未成功"
      case .signedOut: "退出"
      case .passwordChanged: "修改密码"
      case .accountAdded: "新建账户"
      case .accountReset: "重置密码"
      case .accountLocked: "停用账户"
      case .accountUnlocked: "启用账户"
      case .looked: "查看学生"
      case .listed: "查看名单"
      case .exported: "导出名单"
      case .previewed: "试算决定"
      case .deciding: "开始写入决定"
      case .decided: "写入决定"
      case .decidingFailed: "决定没有写入"
      case .approved: "同意名单"
      case .returned: "退回名单"
      case .planning: "重新求解"
      case .publishing: "开始公布"
      case .published: "公布"
      case .publishingFailed: "没有公布"
      case .asked: "推演"
      }
    }
  }

  public let id: Int64
  /// ISO 8601, in UTC.
  public let at: String
  public let account: String
  public let address: String
  public let action: String
  /// What it was done to: ids, as a rule of students.
  public let subject: String
  public let before: String
  public let after: String
  /// The hash of the entry before; empty for the first.
  public let previous: String
  public let hash: String

  public init(row: Row) {
    id = row["id"]
    at = row["at"]
    account = row["account"]
    address = row["address"]
    action = row["action"]
    subject = row["subject"]
    before = row["before"]
    after = row["after"]
    previous = row["previous"]
    hash = row["hash"]
  }

  /// SHA-256 over all that the entry says and the hash of the one before, each with its length in front.
  static func hash(_ fields: [String]) -> String {
    Digest.sha256(fields.flatMap { field in Array("\(field.utf8.count):".utf8) + Array(field.utf8) })
  }

  var isWhole: Bool {
    hash == LogEntry.hash([String(id), at, account, address, action, subject, before, after, previous])
  }
}

extension ReviewDatabase {
  /// Adds an entry in a transaction of its own.
  public func log(
    _ actor: Actor, _ action: LogEntry.Action, subject: String = "", before: String = "", after: String = ""
  ) throws {
    let write = { (database: Database) in
      try self.append(actor, action, subject: subject, before: before, after: after, in: database)
    }
    switch action {
    case .looked, .listed: try pool.write(write)
    default: try durably(write)
    }
  }

  /// Adds an entry in the transaction of what it tells of: both are there, or neither.
  func append(
    _ actor: Actor, _ action: LogEntry.Action, subject: String, before: String = "", after: String = "",
    in database: Database, at now: Date = Date()
  ) throws {
    let last = try Row.fetchOne(database, sql: "SELECT id, hash FROM entry ORDER BY id DESC LIMIT 1")
    let id = (last?["id"] as Int64? ?? 0) + 1
    let fields = [
      String(id), now.stamp, actor.name, actor.address, action.rawValue, subject, before, after,
      last?["hash"] as String? ?? "",
    ]
    try database.execute(
      sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: StatementArguments([id as (any DatabaseValueConvertible)?])
        + StatementArguments(fields.dropFirst()) + [LogEntry.hash(fields)])
  }

  /// The newest entries first.
  public func entries(before id: Int64 = .max, count: Int = 100) throws -> [LogEntry] {
    try pool.read {
      try LogEntry.fetchAll(
        $0, sql: "SELECT * FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?", arguments: [id, count])
    }
  }

  /// The newest entry of a kind about somebody: who changed a student's decisions last.
  func lastEntry(_ action: LogEntry.Action, about subject: String) throws -> LogEntry? {
    try pool.read {
      try LogEntry.fetchOne(
        $0,
        sql:
          "SELECT * FROM entry WHERE action = ? AND instr(' ' || subject || ' ', ?) ORDER BY id DESC LIMIT 1",
        arguments: [action.rawValue, " \(subject) "])
    }
  }

  /// The newest entry of some kinds.
  func lastEntry(of actions: [LogEntry.Action]) throws -> LogEntry? {
    let marks = actions.map { _ in "?" }.joined(separator: ", ")
    return try pool.read {
      try LogEntry.fetchOne(
        $0, sql: "SELECT * FROM entry WHERE action IN (\(marks)) ORDER BY id DESC LIMIT 1",
        arguments: StatementArguments(actions.map(\.rawValue)))
    }
  }

  /// What a check of the whole log comes to.
  public struct Verification: Sendable {
    public let entries: Int
    /// The hash of the newest entry: kept elsewhere, it also shows an end that was cut off.
    public let head: String
    /// What is wrong; empty where nothing is.
    public let faults: [Text]
  }

  /// Recomputes every hash, and finds entries that were changed or removed.
  public func verifyLog() throws -> Verification {
    try pool.read { database in
      var (previous, last, count, faults) = ("", Int64(0), 0, [Text]())
      let all = try LogEntry.fetchCursor(database, sql: "SELECT * FROM entry ORDER BY id")
      while let entry = try all.next() {
        if entry.id != last + 1 {
          faults.append(
            Text(
              zh: "第 \(last + 1) 至 \(entry.id - 1) 条不见了",
              en: "entries \(last + 1) to \(entry.id - 1) are gone"))
        } else if entry.previous != previous || !entry.isWhole {
          faults.append(Text(zh: "第 \(entry.id) 条被改动过", en: "entry \(entry.id) has been changed"))
        }
        (previous, last, count) = (entry.hash, entry.id, count + 1)
      }
      let made =
        try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'entry'") ?? 0
      if made > last {
        faults.append(Text(zh: "第 \(last + 1) 至 \(made) 条不见了", en: "entries \(last + 1) to \(made) are gone"))
      }
      return Verification(entries: count, head: previous, faults: faults)
    }
  }
}
