import Foundation
import GRDB
import Testing

@testable import Review

/// A database of its own for one test.
struct Desk {
  let folder: URL
  let database: ReviewDatabase
  let root = Actor(name: "root", address: "")

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("review-\(UUID().uuidString)")
    database = try ReviewDatabase(folder: folder)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Lets somebody in on a second password.
  func add(_ name: String, _ role: Role, schools: [String] = [], password: String) throws {
    let first = try database.addAccount(name, role, schools: schools, by: root)
    try database.changePassword(
      of: name, from: first, to: password, by: Actor(name: name, address: "192.0.2.1"))
  }
}

@Suite struct AccountTests {
  private let password = "Regen-im-Juni-7"

  @Test func aFirstPasswordIsChangedAtOnce() throws {
    let desk = try Desk()
    defer { desk.remove() }
    let first = try desk.database.addAccount("wang", .coordinator, schools: ["X01"], by: desk.root)
    let token = try #require(try desk.database.signIn("wang", first, address: "192.0.2.1"))
    #expect(try desk.database.session(token)?.mustChange == true)
    let wang = Actor(name: "wang", address: "192.0.2.1")
    #expect(throws: AccountFault.self) {
      try desk.database.changePassword(of: "wang", from: "wrong", to: password, by: wang)
    }
    try desk.database.changePassword(of: "wang", from: first, to: password, by: wang)
    // The change has ended every session.
    #expect(try desk.database.session(token) == nil)
    let next = try #require(try desk.database.signIn("wang", password, address: "192.0.2.1"))
    #expect(try desk.database.session(next)?.mustChange == false)
    #expect(try desk.database.signIn("wang", first, address: "192.0.2.1") == nil)
  }

  @Test func failuresBarAnAccountAndAnAddressForAWhile() throws {
    let desk = try Desk()
    defer { desk.remove() }
    try desk.add("wang", .planner, password: password)
    try desk.add("li", .planner, password: password)
    let start = Date()
    for number in 0..<5 {
      #expect(try desk.database.signIn("wang", "no", address: "192.0.2.\(number)", now: start) == nil)
    }
    #expect(try desk.database.signIn("wang", password, address: "192.0.2.99", now: start) == nil)
    #expect(try desk.database.signIn("li", password, address: "192.0.2.99", now: start) != nil)
    let later = start.addingTimeInterval(SessionLimits().barred + 1)
    #expect(try desk.database.signIn("wang", password, address: "192.0.2.99", now: later) != nil)
    // An address that tries names, of which there need be none. A few slips bar nobody beside whoever slipped.
    for number in 0..<30 {
      #expect(try desk.database.signIn("nobody\(number)", "no", address: "192.0.2.7", now: later) == nil)
      guard number == 28 else { continue }
      #expect(try desk.database.signIn("li", password, address: "192.0.2.7", now: later) != nil)
    }
    #expect(try desk.database.signIn("li", password, address: "192.0.2.7", now: later) == nil)
  }

  @Test func aSessionEndsByItself() throws {
    let desk = try Desk()
    defer { desk.remove() }
    try desk.add("wang", .viewer, password: password)
    let start = Date()
    func signIn() throws -> String {
      try #require(try desk.database.signIn("wang", password, address: "192.0.2.1", now: start))
    }
    let idle = try signIn()
    #expect(try desk.database.session(idle, now: start.addingTimeInterval(29 * 60)) != nil)
    #expect(try desk.database.session(idle, now: start.addingTimeInterval(58 * 60)) != nil)
    #expect(try desk.database.session(idle, now: start.addingTimeInterval(90 * 60)) == nil)
    let busy = try signIn()
    for minute in stride(from: 20.0, to: 12 * 60, by: 20) {
      #expect(try desk.database.session(busy, now: start.addingTimeInterval(minute * 60)) != nil)
    }
    #expect(try desk.database.session(busy, now: start.addingTimeInterval(12 * 3600 + 1)) == nil)
    // The database holds no token, only what it hashes to.
    let kept = try desk.database.pool.read { try String.fetchAll($0, sql: "SELECT token FROM session") }
    #expect(!kept.isEmpty && !kept.contains(busy) && !kept.contains(idle))
  }

  @Test func lockingAnAccountEndsItsSessions() throws {
    let desk = try Desk()
    defer { desk.remove() }
    try desk.add("wang", .planner, password: password)
    let token = try #require(try desk.database.signIn("wang", password, address: "192.0.2.1"))
    try desk.database.setLocked("wang", true, by: desk.root)
    #expect(try desk.database.session(token) == nil)
    #expect(try desk.database.signIn("wang", password, address: "192.0.2.1") == nil)
    try desk.database.setLocked("wang", false, by: desk.root)
    #expect(try desk.database.signIn("wang", password, address: "192.0.2.1") != nil)
  }

  @Test func schoolsBelongToCoordinators() throws {
    let desk = try Desk()
    defer { desk.remove() }
    for (role, schools) in [(Role.coordinator, []), (.planner, ["X01"]), (.viewer, ["X01"])] {
      #expect(throws: AccountFault.self) {
        _ = try desk.database.addAccount("wang", role, schools: schools, by: desk.root)
      }
    }
    for name in ["", "a b", "<script>", String(repeating: "a", count: 61)] {
      #expect(throws: AccountFault.self) {
        _ = try desk.database.addAccount(name, .viewer, schools: [], by: desk.root)
      }
    }
  }

  @Test func filesAreTheirOwnersAlone() throws {
    let desk = try Desk()
    defer { desk.remove() }
    let attributes = try FileManager.default.attributesOfItem(atPath: desk.folder.path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }
}

@Suite struct PasswordTests {
  @Test func hashesAreYescrypt() throws {
    let hash = try #require(Passwords.hash("Regen-im-Juni-7"))
    #expect(hash.hasPrefix("$y$"))
    #expect(Passwords.matches("Regen-im-Juni-7", hash))
    #expect(!Passwords.matches("Regen-im-Juni-8", hash))
    #expect(!Passwords.matches("Regen-im-Juni-7\0", hash))
    #expect(Passwords.hash("Regen-im-Juni-7") != hash)
  }

  @Test(arguments: [
    "short", "password123", "1234567890", "woaini1314520", "qwertyuiop", "aaaaaaaaaaaa", "wang-is-here",
  ])
  func commonOnesAreRefused(_ password: String) {
    #expect(Passwords.objection(to: password, of: "wang") != nil)
  }

  @Test(arguments: ["Regen-im-Juni-7", "小桥流水人家古道西风瘦马", "correct horse battery staple"])
  func goodOnesAreTaken(_ password: String) {
    #expect(Passwords.objection(to: password, of: "wang") == nil)
  }
}
