import Foundation
import Testing

/// `allocate --near`: what somebody has looked through already stays as far as no objective is the worse for it.
@Suite struct NearPlanTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let made = try Binary.run([
      "generate", "--students", "150", "--seed", "9", "--rules", "all", "--language", "en", "--output",
      path("city"),
    ])
    #expect(made.code == 0, "\(made.errors)")
  }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func allocate(_ name: String, _ options: String..., from city: String = "city") throws
    -> Binary.Result
  {
    try Binary.run(
      ["allocate", path(city), "--output", path(name), "--as-of", "2026-08-01", "--quiet"] + options)
  }

  /// The post of every student of a plan.
  private func posts(_ plan: String) throws -> [String: String] {
    let text = try String(contentsOfFile: path(plan) + "/assignments.csv", encoding: .utf8)
    let rows = text.replacing("\u{FEFF}", with: "").split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let (student, post) = (rows[0].firstIndex(of: "student_id")!, rows[0].firstIndex(of: "post_id")!)
    return Dictionary(uniqueKeysWithValues: rows.dropFirst().map { ($0[student], $0[post]) })
  }

  private func objectives(_ result: Binary.Result) -> [Substring] {
    result.output.split(separator: "\n").filter { $0.hasPrefix("objective") }
  }

  private func moved(_ before: [String: String], _ after: [String: String]) -> Int {
    before.count { !$0.value.isEmpty && !$0.value.hasPrefix("self:") && after[$0.key] != $0.value }
  }

  /// A decision is taken in: as many move in the next plan as `decide` has told, by the command that it names, and never
  /// a worse objective.
  @Test func theNextPlanMovesWhomDecideNamed() throws {
    defer { scratch.remove() }
    #expect(try [0, 3].contains(allocate("plan").code))
    let before = try posts("plan")
    let placed = before.filter { $0.value.hasPrefix("P") }.map(\.key).sorted()
    let student = try #require(placed.dropFirst(40).first)
    let header = "student_id,post_id,decision,decision_post_id,decision_reason\n"
    try (header + "\(student),\(before[student]!),ban,,near\n").write(
      toFile: path("a.csv"), atomically: true, encoding: .utf8)
    let told = try Binary.run(["decide", path("city"), path("a.csv"), "--near", path("plan")])
    #expect(told.code == 0, "\(told.errors)")
    let next = "next: placement allocate \(path("city")) --near \(path("plan")) --output NEW"
    #expect(told.output.contains(next), "\(told.output)")
    let announced = try #require(told.output.firstMatch(of: /moved: (\d+),/).flatMap { Int($0.1) })
    let plain = try allocate("plain")
    let near = try allocate("near", "--near", path("plan"))
    #expect(objectives(near) == objectives(plain) && !objectives(near).isEmpty)
    let movers = moved(before, try posts("near"))
    #expect(announced == movers && movers >= 1)
    #expect(movers <= moved(before, try posts("plain")))
    #expect(near.output.contains("plan of --near \(movers) move"), "\(near.output)")
    #expect(near.output.contains("fewer is not possible; of them 1 cannot stay"), "\(near.output)")
    #expect(try Binary.run(["verify", path("city"), path("near")]).code == 0)
    let run = try String(contentsOfFile: path("near") + "/run.json", encoding: .utf8)
    #expect(run.contains(/"near" : \{\s+"assignments" : "[0-9a-f]{64}",\s+"closed" : 1,/), "\(run)")
  }

  /// Rows in any order, however many threads: the same bytes. And a plan is nearest to itself.
  @Test func equalInputsGiveEqualBytes() throws {
    defer { scratch.remove() }
    #expect(try [0, 3].contains(allocate("other").code))
    try FileManager.default.copyItem(atPath: path("city"), toPath: path("turned"))
    for table in ["students.csv", "posts.csv", "enterprises.csv", "preferences.csv"] {
      let file = path("turned/" + table)
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
      try ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n").appending("\n")
        .write(toFile: file, atomically: true, encoding: .utf8)
    }
    func files(_ plan: String) throws -> [Data] {
      try ["assignments.csv", "unplaced.csv", "quotas.csv", "supply-demand.csv"].map {
        try Data(contentsOf: URL(fileURLWithPath: path(plan) + "/" + $0))
      }
    }
    let first = try allocate("p1", "--near", path("other"), "--threads", "1")
    #expect([0, 3].contains(first.code), "\(first.errors)")
    for threads in ["2", "3"] {
      _ = try allocate("p" + threads, "--near", path("other"), "--threads", threads)
      #expect(try files("p" + threads) == files("p1"))
    }
    _ = try allocate("t", "--near", path("other"), from: "turned")
    #expect(try files("t") == files("p1"))
    #expect(first.output.contains("plan of --near 0 move; fewer is not possible\n"), "\(first.output)")
  }

  @Test func aPlanThatCannotBeReadIsSaidSo() throws {
    defer { scratch.remove() }
    #expect(try allocate("p", "--near", path("nowhere")).code == 66)
    try FileManager.default.createDirectory(atPath: path("empty"), withIntermediateDirectories: true)
    let none = try allocate("p", "--near", path("empty"))
    #expect(none.code == 66 && none.errors.contains("no assignments.csv"), "\(none.errors)")
    // What is read is never replaced.
    #expect(try [0, 3].contains(allocate("p").code))
    #expect(try allocate("p", "--near", path("p"), "--force").code == 73)
    // A plan of another case is near to nobody.
    #expect(try Binary.run(["allocate", "Fixtures/tiny", "--output", path("tiny")]).code == 0)
    let strange = try allocate("q", "--near", path("tiny"))
    #expect(strange.output.contains("no student of this case has a post"), "\(strange.output)")
  }
}
