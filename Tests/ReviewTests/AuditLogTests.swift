import Foundation
import GRDB
import Testing

@testable import Review

@Suite struct AuditLogTests {
  /// A log of ten entries, and somebody who writes into the database past the program.
  private func tampered(_ sql: String...) throws -> ReviewDatabase.Verification {
    let desk = try Desk()
    defer { desk.remove() }
    for number in 1...10 {
      try desk.database.log(
        Actor(name: "wang", address: "192.0.2.1"), .looked, subject: "S\(number)", before: "a", after: "b")
    }
    try desk.database.pool.write { database in
      if !sql.isEmpty { try database.execute(sql: "DROP TRIGGER entryStays; DROP TRIGGER entryRemains") }
      for statement in sql { try database.execute(sql: statement) }
    }
    return try desk.database.verifyLog()
  }

  @Test func aWholeLogHasNoFault() throws {
    let result = try tampered()
    #expect(result.entries == 10 && result.faults.isEmpty && result.head.count == 64)
  }

  @Test(arguments: ["at", "account", "address", "action", "subject", "before", "after", "previous", "hash"])
  func aChangedFieldIsFound(_ field: String) throws {
    #expect(try !tampered("UPDATE entry SET \(field) = \(field) || 'x' WHERE id = 5").faults.isEmpty)
  }

  @Test func anEntryThatIsGoneIsFound() throws {
    #expect(try !tampered("DELETE FROM entry WHERE id = 5").faults.isEmpty)
    #expect(try !tampered("DELETE FROM entry WHERE id = 1").faults.isEmpty)
    #expect(try !tampered("DELETE FROM entry WHERE id = 10").faults.isEmpty)
    // Closing the gap does not help.
    #expect(
      try !tampered("DELETE FROM entry WHERE id = 5", "UPDATE entry SET id = id - 1 WHERE id > 5").faults
        .isEmpty)
  }

  @Test func nothingIsChangedOrRemovedByTheProgramItself() throws {
    let desk = try Desk()
    defer { desk.remove() }
    try desk.database.log(Actor(name: "wang", address: ""), .looked, subject: "S1")
    for sql in ["UPDATE entry SET subject = 'S2'", "DELETE FROM entry"] {
      #expect(throws: DatabaseError.self) { try desk.database.pool.write { try $0.execute(sql: sql) } }
    }
  }

  /// An id may hold what a search takes for any letter; others may differ in small and large ones.
  @Test func theNewestEntryAboutSomebodyIsAboutNobodyElse() throws {
    let desk = try Desk()
    defer { desk.remove() }
    for (account, subject) in [("wang", "S_1 S2"), ("li", "SA1"), ("zhao", "s_1"), ("kan", "S_12")] {
      try desk.database.log(Actor(name: account, address: ""), .decided, subject: subject)
    }
    #expect(try desk.database.lastEntry(.decided, about: "S_1")?.account == "wang")
    #expect(try desk.database.lastEntry(.decided, about: "S2")?.account == "wang")
    #expect(try desk.database.lastEntry(.decided, about: "S") == nil)
  }

  /// Two fields cannot be read as one: each has its length before it.
  @Test func fieldsDoNotRunTogether() {
    #expect(LogEntry.hash(["ab", "c"]) != LogEntry.hash(["a", "bc"]))
  }
}
