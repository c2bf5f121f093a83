import Foundation
import Testing

/// What coordinators are told when their files cannot be taken.
@Suite struct DecideTests {
  /// Three pins from two schools on a post of two seats, at an enterprise that may take two: one complaint, which names
  /// the schools' own rows.
  @Test func anOverrunQuotaIsToldOnceWithTheSchoolsRows() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }
    let tiny = Binary.package.appendingPathComponent("Fixtures/tiny").path
    try FileManager.default.copyItem(atPath: tiny, toPath: path("case"))
    let hosts = try String(contentsOfFile: path("case/enterprises.csv"), encoding: .utf8)
    try hosts.replacing("30,30", with: "30,20").write(
      toFile: path("case/enterprises.csv"), atomically: true, encoding: .utf8)
    let header = "student_id,post_id,decision,decision_post_id,decision_reason\n"
    try (header + "S1,P1,pin,,near\nS4,P1,,,\nS2,P1,pin,,near\n").write(
      toFile: path("a.csv"), atomically: true, encoding: .utf8)
    try (header + "S3,,pin,P1,near\n").write(toFile: path("b.csv"), atomically: true, encoding: .utf8)
    let result = try Binary.run(["decide", path("case"), path("a.csv"), path("b.csv")])
    #expect(result.code == 65)
    let complaints = result.errors.split(separator: "\n").filter { $0.contains("students are pinned") }
    #expect(complaints.count == 1, "\(result.errors)")
    let rows = "(\(path("a.csv")):2, \(path("a.csv")):4, \(path("b.csv")):2)"
    #expect(complaints.first?.contains(rows) == true, "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("case/decisions.csv")))
  }

  /// Two pins hold two posts open that take at least two; the third student can fill up either, not both.
  @Test func pinsWhoseMinimumsCannotBeGatheredTogetherAreRefused() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }
    let fixture = Binary.package.appendingPathComponent("Fixtures/refused-pinned-minimums").path
    try FileManager.default.copyItem(atPath: fixture, toPath: path("case"))
    try FileManager.default.removeItem(atPath: path("case/decisions.csv"))
    func decide(_ rows: String) throws -> Binary.Result {
      try ("student_id,decision,decision_post_id,decision_reason\n" + rows).write(
        toFile: path("a.csv"), atomically: true, encoding: .utf8)
      return try Binary.run(["decide", path("case"), path("a.csv")])
    }
    let both = try decide("S1,pin,P1,near\nS2,pin,P2,near\n")
    #expect(both.code == 65 && both.errors.contains("minimums cannot be gathered"), "\(both.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("case/decisions.csv")))
    #expect(try decide("S1,pin,P1,near\nS2,pin,P1,near\n").code == 0)
  }
}
