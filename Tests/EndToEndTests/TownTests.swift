import Foundation
import Testing

/// What is told of a town of some thousand students with teams and minimums, where every re-solve is a search.
@Suite struct TownTests {
  private static let town = Result {
    let folder = try Scratch().url.appendingPathComponent("town").path
    let made = try Binary.run(
      ["generate", "--students", "2000", "--seed", "777", "--shape", "valley", "--output", folder])
    return (folder: folder, made: made)
  }

  private let scratch: Scratch
  private let town: String

  init() throws {
    scratch = try Scratch()
    let town = try Self.town.get()
    #expect(town.made.code == 0, "\(town.made.errors)")
    self.town = town.folder
  }

  private func run(_ arguments: [String]) throws -> String {
    let result = try Binary.run(arguments + ["--as-of", "2026-07-21", "--quiet"], in: scratch.url)
    #expect(result.code == 0, "\(result.errors)")
    return result.output
  }

  /// Of everybody who is placed otherwise it is worked out what staying would cost.
  @Test func whatStayingCostsIsWorkedOut() throws {
    defer { scratch.remove() }
    let said = try run(["what-if", town, "--set", "enterprises[E0001].max_interns+=2", "--output", "w"])
    #expect(!said.contains("未计算"), "\(said)")
    let changes = try Sheet(scratch.url.appendingPathComponent("w/changes.csv"))
    let told = changes.rows.indices.map { changes.cell($0, "变动原因") }
    #expect(told.count > 1 && told.allSatisfy { !$0.contains("未计算") }, "\(told)")
    #expect(told.contains { $0.contains("整个方案：第 3 级目标") }, "\(told)")
  }

  /// A post is limited by a share, or by its enterprise: never by itself.
  @Test(arguments: [
    (
      "posts[P0005].seats=12", "岗位 P0005 仍最多接收 7 人：受本岗位的同类岗位比例所限",
      "post P0005 still takes at most 7, limited by the post share"
    ),
    (
      "posts[P0001].seats=12", "岗位 P0001 仍最多接收 7 人：受企业 E0001 的接纳上限所限",
      "post P0001 still takes at most 7, limited by the max interns of enterprise E0001"
    ),
  ]) func whatLimitsAPostIsNamed(_ setting: String, _ chinese: String, _ english: String) throws {
    defer { scratch.remove() }
    let words = ["what-if", town, "--set", setting, "--output", "w", "--force"]
    #expect(try run(words).contains(chinese))
    let told = try run(words + ["--language", "en"])
    #expect(told.contains(english), "\(told)")
  }

  /// What is asked for stands beside what the student has.
  @Test func aClosedPostIsToldWithWhatTheStudentHas() throws {
    defer { scratch.remove() }
    _ = try run(["allocate", town, "--output", "plan"])
    func told(_ student: String) throws -> String {
      try Binary.run(["explain", town, "plan", "--student", student, "--quiet"], in: scratch.url).output
    }
    #expect(
      try told("S00045").contains("2026-09-01 至 2027-06-30 须全程可实习；该生 2026-08-25 至 2027-02-10 可实习"))
    #expect(try told("S00001").contains("订单班学生只安排到本班的定向岗位；该生在示例订单班005"))
    #expect(try told("S00013").contains("须持有健康证；该生没有登记证书"))
  }
}
