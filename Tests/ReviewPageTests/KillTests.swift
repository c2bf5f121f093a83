import Foundation
import TestSupport
import Testing

@testable import Review

/// The server killed while it commits: decisions.csv is the old one or the new one, and the log says which.
@Suite(.waits) struct KillTests {
  private static let kills =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_KILLS"].flatMap(Int.init) ?? 3

  @Test func aKilledCommitIsDoneOrIsNot() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    let answer = try page.get("/api/students?status=placed&decided=no", as: cookie)
    let students = answer.text.matches(of: /"mark":"([^"]+)"/).map { String($0.1) }
    let proposals = try students.prefix(Self.kills).map { try propose($0, page, cookie) }
    var decided = 0
    for proposal in proposals {
      let before = try decisions(page)
      let request = Thread { _ = try? page.post("/proposals/\(proposal)/commit", [], as: cookie) }
      request.start()
      usleep(UInt32.random(in: 0...120_000))
      try page.killAndRestart()
      let after = try decisions(page)
      let isDone = after != before
      #expect(!isDone || after.count == before.count + 1)
      // Opening the database settles what was begun; the restarted server has done so.
      let database = try ReviewDatabase(folder: page.folder.appendingPathComponent("review"))
      let log = try database.verifyLog()
      #expect(log.faults.isEmpty)
      let said = try database.entries(count: 1000).count { $0.action == LogEntry.Action.decided.rawValue }
      #expect(said == decided + (isDone ? 1 : 0), "the log says \(said)")
      decided = said
    }
  }

  private func decisions(_ page: Page) throws -> [Substring] {
    try String(contentsOf: page.caseFolder.appendingPathComponent("decisions.csv"), encoding: .utf8)
      .split(whereSeparator: \.isNewline)
  }

  /// A ban, its consequences worked out.
  private func propose(_ mark: String, _ page: Page, _ cookie: String) throws -> String {
    let fields = [("student", mark), ("action", "ban"), ("target", "E0036"), ("words", "双方不合适")]
    let answer = try page.post("/proposals", fields, as: cookie)
    let path = try #require(answer.headers["location"], "\(answer.status)")
    for _ in 0..<600 {
      let page = try page.get("/api" + path, as: cookie).text
      if page.contains("\"isRunning\":false") {
        #expect(page.contains("\"failed\":null"))
        break
      }
      usleep(100_000)
    }
    return String(path.split(separator: "/").last!)
  }
}
