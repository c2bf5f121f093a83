import Foundation
import GRDB
import PlacementFiles

/// How long a session lasts, and how many failures bar for how long.
public struct SessionLimits: Sendable {
  public var idle = 30.0 * 60
  public var longest = 12.0 * 3600
  /// Of one account, from wherever.
  public var failures = 5
  /// From one address: all of a school may sit behind it, and mistype.
  var failuresOfAddress = 30
  public var barred = 15.0 * 60

  public init() {}
}

extension ReviewDatabase {
  /// Signs in. Nothing tells a wrong password from an account that is not there, is locked or barred.
  ///
  /// - Returns: the cookie's token, of which only the hash is kept; nil where nobody is let in.
  public func signIn(
    _ name: String, _ password: String, address: String, limits: SessionLimits = SessionLimits(),
    now: Date = Date()
  ) throws -> String? {
    let keys = [Self.key(account: name), Self.key(address: address)]
    let actor = Actor(name: name, address: address)
    let (hash, account, isBarred) = try pool.read { database -> (String?, Account?, Bool) in
      (
        try String.fetchOne(database, sql: "SELECT password FROM account WHERE name = ?", arguments: [name]),
        try Account.fetchOne(database, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]),
        try Self.isAnyBarred(keys, limits, now, database)
      )
    }
    // The check is made for accounts that are not there too: its time tells nothing. Who is barred is so whether there is
    // such an account or not, and costs no check: thousands of trials keep nobody waiting.
    let matches = !isBarred && Passwords.matches(password, hash ?? Passwords.nobody)
    guard matches, let account, !account.isLocked else {
      try pool.write { database in
        // A barred one counts no further: it ends by itself.
        if !isBarred { try countFailure(keys, limits, now, database) }
        try append(actor, .signInRefused, subject: "", in: database, at: now)
      }
      return nil
    }
    let token = RandomText.token()
    try pool.write { database in
      try database.execute(sql: "DELETE FROM failure WHERE key = ?", arguments: [keys[0]])
      try database.execute(
        sql: "DELETE FROM session WHERE began < ? OR seen < ?",
        arguments: [
          now.timeIntervalSince1970 - limits.longest, now.timeIntervalSince1970 - limits.idle,
        ])
      try database.execute(
        sql: "INSERT INTO session VALUES (?, ?, ?, ?)",
        arguments: [Self.hash(token), name, now.timeIntervalSince1970, now.timeIntervalSince1970])
      try append(actor, .signedIn, subject: "", in: database, at: now)
    }
    return token
  }

  /// Whose session it is; nil where there is none, or it has ended.
  public func session(
    _ token: String, limits: SessionLimits = SessionLimits(), now: Date = Date()
  ) throws -> Account? {
    let (hash, second) = (Self.hash(token), now.timeIntervalSince1970)
    let found = try pool.read { database -> (account: Account, seen: Double)? in
      guard
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT account.*, seen FROM session JOIN account ON account.name = session.account
            WHERE token = ? AND began > ? AND seen > ? AND NOT isLocked
            """, arguments: [hash, second - limits.longest, second - limits.idle])
      else { return nil }
      return (Account(row: row), row["seen"])
    }
    guard let found else { return nil }
    // Once a minute is exact enough for half an hour, and spares the disk.
    if second - found.seen > 60 {
      try pool.write {
        try $0.execute(sql: "UPDATE session SET seen = ? WHERE token = ?", arguments: [second, hash])
      }
    }
    return found.account
  }

  public func signOut(_ token: String, by actor: Actor) throws {
    try pool.write { database in
      try database.execute(sql: "DELETE FROM session WHERE token = ?", arguments: [Self.hash(token)])
      try append(actor, .signedOut, subject: "", in: database)
    }
  }

  private static func hash(_ token: String) -> String { Digest.sha256(Array(token.utf8)) }

  private static func isAnyBarred(
    _ keys: [String], _ limits: SessionLimits, _ now: Date, _ database: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM failure
          WHERE (key = ? AND count >= ? OR key = ? AND count >= ?) AND last > ?)
        """,
      arguments: [
        keys[0], limits.failures, keys[1], limits.failuresOfAddress,
        now.timeIntervalSince1970 - limits.barred,
      ]) ?? false
  }

  /// Failures that are long past count no more.
  private func countFailure(
    _ keys: [String], _ limits: SessionLimits, _ now: Date, _ database: Database
  ) throws {
    let second = now.timeIntervalSince1970
    try database.execute(sql: "DELETE FROM failure WHERE last < ?", arguments: [second - limits.barred])
    for key in keys {
      try database.execute(
        sql: """
          INSERT INTO failure VALUES (?, 1, ?)
          ON CONFLICT (key) DO UPDATE SET count = count + 1, last = excluded.last
          """, arguments: [key, second])
    }
  }
}
