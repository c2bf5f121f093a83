import Foundation
import Testing

/// Two plans side by side, and figures of one round that agree.
@Suite struct CompareTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func copy(_ fixture: String) throws -> String {
    try FileManager.default.copyItem(
      atPath: Binary.package.appendingPathComponent("Fixtures/" + fixture).path, toPath: path("case"))
    return path("case")
  }

  @Test func whatDiffersIsListed() throws {
    defer { scratch.remove() }
    let folder = try copy("tiny")
    #expect(try Binary.run(["allocate", folder, "--output", path("a")]).code == 0)
    let equal = try Binary.run(["compare", path("a"), path("a")])
    #expect(equal.code == 0, "\(equal.errors)")
    #expect(equal.output.split(separator: "\n").count == 2 && equal.output.contains("post differs: 0"))
    // S6 takes the only seat of P3 from S5.
    try "student_id,post_id,decision,reason\nS6,P3,pin,near\n".write(
      toFile: folder + "/decisions.csv", atomically: true, encoding: .utf8)
    #expect(try Binary.run(["allocate", folder, "--output", path("b")]).code == 0)
    let shown = try Binary.run(["compare", path("a"), path("b")])
    #expect(shown.code == 0, "\(shown.errors)")
    for part in [
      "post differs: 2, of them at another post 0, newly placed 1, without a post now 1",
      "  S5: P3 → no post",
      "  S6: no post → P3", "pinned\t0\t1\t+1", "different data: decisions.csv",
    ] {
      #expect(shown.output.contains(part), "\(part): \(shown.output)")
    }
    #expect(try Binary.run(["compare", path("a"), path("nowhere")]).code == 66)
  }

  /// What allocate says, the rows of changes.csv, and what publish says, of one and the same plan.
  @Test func threeCountsOfOneRoundAgree() throws {
    defer { scratch.remove() }
    let folder = try copy("hangzhou")
    let file = URL(fileURLWithPath: folder + "/students.csv")
    var students = try Sheet(file)
    // Told a post, and in it no more.
    try students.set(students.row("S00041"), "不参加", "休学")
    try students.write(file)
    let made = try Binary.run(["allocate", folder, "--output", path("plan"), "--no-worth"])
    #expect(made.code == 0, "\(made.errors)")
    let said = try #require(
      made.output.firstMatch(
        of: /维持 (\d+) 名，改到其他岗位 (\d+) 名，不再有岗位 (\d+) 名，已不参加安排 (\d+) 名（changes.csv 共 (\d+) 行/))
    let rows = try String(contentsOfFile: path("plan/changes.csv"), encoding: .utf8)
      .components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }.count
    #expect(Int(said.5) == rows && Int(said.2)! + Int(said.3)! + Int(said.4)! == rows && said.4 == "1")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/published.csv"))
    let foreseen = try Binary.run(["publish", folder, path("plan"), "--dry-run"])
    #expect(foreseen.code == 0, "\(foreseen.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/published.csv")) == before)
    #expect(
      made.errors.contains("placement publish --dry-run") == foreseen.errors.contains("该生原岗位的进度"))
    let published = try Binary.run(["publish", folder, path("plan")])
    #expect(foreseen.output == published.output.replacing("已公布：", with: "若公布：") + "只作说明，没有写入\n")
    let told = try #require(
      published.output.firstMatch(
        of: /维持 (\d+) 人，新公布 \d+ 人（其中 (\d+) 人由其他岗位改来），撤回 (\d+) 人，已不参加安排 (\d+) 人/))
    #expect(
      told.1 == said.1 && told.2 == said.2 && told.3 == said.3 && told.4 == said.4,
      "\(made.output) \(published.output)")
  }
}
