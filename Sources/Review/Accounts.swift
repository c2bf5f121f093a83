import Foundation
import GRDB
import Placement
import PlacementFiles

/// What somebody may do.
public enum Role: String, Word {
  /// Of one school or several: their students, and nobody else's.
  case coordinator
  /// The whole city.
  case planner
  /// Figures, and no student.
  case viewer
  /// Accounts and the log, and no student.
  case administrator

  public var chinese: String {
    switch self {
    case .coordinator: "学校"
    case .planner: "统筹"
    case .viewer: "查看"
    case .administrator: "管理员"
    }
  }
}

/// Somebody who may sign in.
public struct Account: Sendable, Equatable, FetchableRecord {
  public let name: String
  public let role: Role
  /// Ids of the schools of a coordinator, in order.
  public let schools: [String]
  /// A first password opens nothing but the page on which it is changed.
  public let mustChange: Bool
  public let isLocked: Bool
  /// Nil: the case's.
  public let language: Language?

  public init(row: Row) {
    name = row["name"]
    role = Role(rawValue: row["role"]) ?? .viewer
    schools = (row["schools"] as String).split(separator: ";").map(String.init)
    mustChange = row["mustChange"]
    isLocked = row["isLocked"]
    language = (row["language"] as String?).flatMap(Language.init)
  }
}

/// Why an account is not made or changed.
public struct AccountFault: Error, Sendable {
  public let text: Text

  public init(text: Text) { self.text = text }
}

extension ReviewDatabase {
  // MARK: Who there is

  public func accounts() throws -> [Account] {
    try pool.read { try Account.fetchAll($0, sql: "SELECT * FROM account ORDER BY name") }
  }

  /// Makes an account. - Returns: its first password, which is told once and kept nowhere.
  public func addAccount(
    _ name: String, _ role: Role, schools: [String], by actor: Actor
  ) throws -> String {
    guard (1...60).contains(name.count),
      name.allSatisfy({ $0.isLetter || $0.isNumber || "._-@".contains($0) })
    else {
      throw AccountFault(
        text: Text(
          zh: "账户名应为 1 至 60 个字母、汉字、数字或 . _ - @", en: "a name is 1 to 60 letters, digits, or . _ - @"))
    }
    guard (role == .coordinator) == !schools.isEmpty else {
      throw AccountFault(
        text: Text(
          zh: "学校账户须写明学校编号，其他账户不写", en: "a coordinator has schools, by their ids; nobody else has"))
    }
    guard !schools.contains(where: { $0.contains(";") || $0.isEmpty }) else {
      throw AccountFault(text: Text(zh: "学校编号不对", en: "this is no school's id"))
    }
    let (password, hash) = try firstPassword()
    let list = schools.sorted(by: String.utf8Precedes).joined(separator: ";")
    try durably { database in
      guard
        try Account.fetchOne(database, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]) == nil
      else { throw AccountFault(text: Text(zh: "已有同名账户", en: "there is an account of this name")) }
      try database.execute(
        sql: "INSERT INTO account VALUES (?, ?, ?, ?, 1, 0, NULL)",
        arguments: [name, role.rawValue, list, hash])
      try append(actor, .accountAdded, subject: name, after: "\(role.rawValue) \(list)", in: database)
    }
    return password
  }

  /// Gives an account a new first password, and ends its sessions. - Returns: the password.
  public func resetPassword(_ name: String, by actor: Actor) throws -> String {
    let (password, hash) = try firstPassword()
    try change(name, .accountReset, by: actor) { database in
      try database.execute(
        sql: "UPDATE account SET password = ?, mustChange = 1 WHERE name = ?", arguments: [hash, name])
      try database.execute(sql: "DELETE FROM failure WHERE key = ?", arguments: [Self.key(account: name)])
    }
    return password
  }

  public func setLocked(_ name: String, _ isLocked: Bool, by actor: Actor) throws {
    try change(name, isLocked ? .accountLocked : .accountUnlocked, by: actor) { database in
      try database.execute(
        sql: "UPDATE account SET isLocked = ? WHERE name = ?", arguments: [isLocked, name])
      if !isLocked {
        try database.execute(sql: "DELETE FROM failure WHERE key = ?", arguments: [Self.key(account: name)])
      }
    }
  }

  public func setLanguage(_ language: Language, of name: String) throws {
    try pool.write {
      try $0.execute(
        sql: "UPDATE account SET language = ? WHERE name = ?", arguments: [language.rawValue, name])
    }
  }

  /// Whoever changes an account ends its sessions.
  private func change(
    _ name: String, _ action: LogEntry.Action, by actor: Actor, _ work: (Database) throws -> Void
  ) throws {
    try durably { database in
      guard
        try Account.fetchOne(database, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]) != nil
      else { throw AccountFault(text: Text(zh: "没有这个账户", en: "there is no such account")) }
      try work(database)
      try database.execute(sql: "DELETE FROM session WHERE account = ?", arguments: [name])
      try append(actor, action, subject: name, in: database)
    }
  }

  private func firstPassword() throws -> (password: String, hash: String) {
    let password = RandomText.password()
    guard let hash = Passwords.hash(password) else {
      throw AccountFault(text: Text(zh: "系统不支持 yescrypt", en: "this system has no yescrypt"))
    }
    return (password, hash)
  }

  /// The account's own change. - Throws: ``AccountFault``, where the old one is wrong or the new one no good.
  public func changePassword(
    of name: String, from old: String, to new: String, by actor: Actor
  ) throws {
    let hash = try pool.read {
      try String.fetchOne($0, sql: "SELECT password FROM account WHERE name = ?", arguments: [name])
    }
    guard let hash, Passwords.matches(old, hash) else {
      throw AccountFault(text: Text(zh: "原密码不对", en: "the old password is wrong"))
    }
    if let objection = Passwords.objection(to: new, of: name) { throw AccountFault(text: objection) }
    guard old != new else {
      throw AccountFault(text: Text(zh: "新密码与原密码相同", en: "the new password is the old one"))
    }
    guard let made = Passwords.hash(new) else {
      throw AccountFault(text: Text(zh: "系统不支持 yescrypt", en: "this system has no yescrypt"))
    }
    try change(name, .passwordChanged, by: actor) {
      try $0.execute(
        sql: "UPDATE account SET password = ?, mustChange = 0 WHERE name = ?", arguments: [made, name])
    }
  }

  static func key(account: String) -> String { "account:" + Digest.sha256(Array(account.utf8)) }
  static func key(address: String) -> String { "address:" + address }
}
