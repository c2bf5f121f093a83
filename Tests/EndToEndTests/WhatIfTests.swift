import Foundation
import Testing

/// What-ifs of the city, as a planner runs them.
@Suite struct WhatIfTests {
  private static let settings = [
    "--set", "posts[enterprise.district=萧山区].seats+=2", "--set", "policy.travel.max_distance_km=45",
  ]
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func whatIf(
    _ arguments: [String], of city: String = "Fixtures/hangzhou", to name: String
  ) throws -> Binary.Result {
    try Binary.run(["what-if", city] + arguments + ["--output", path(name)])
  }

  /// The city's what-if that several tests look at, asked once.
  private static let asked = Result {
    let folder = try Scratch().url.appendingPathComponent("w").path
    let made = try Binary.run(["what-if", "Fixtures/hangzhou"] + settings + ["--output", folder])
    return (folder: folder, made: made)
  }

  private func objectives(_ plan: String) throws -> [Int] {
    struct Summary: Decodable {
      struct Objective: Decodable { let value: Int }
      let objectives: [Objective]
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: plan + "/summary.json"))
    return try JSONDecoder().decode(Summary.self, from: data).objectives.map(\.value)
  }

  /// The plan of a what-if passes verify on the case it comes with, is worth what allocate gives on that case, and is
  /// not published onto another.
  @Test func thePlanBelongsToTheChangedCase() throws {
    defer { scratch.remove() }
    let (folder, made) = try Self.asked.get()
    #expect(made.code == 0, "\(made.errors)")
    let (changed, plan) = (folder + "/case", folder + "/plan")
    #expect(try Binary.run(["verify", changed, plan]).code == 0)
    #expect(try Binary.run(["allocate", changed, "--output", path("a"), "--no-worth"]).code == 0)
    #expect(try objectives(plan) == objectives(path("a")))
    let original = path("original")
    try FileManager.default.copyItem(
      atPath: Binary.package.appendingPathComponent("Fixtures/hangzhou").path, toPath: original)
    let refused = try Binary.run(["publish", original, plan])
    #expect(refused.code == 65)
    #expect(refused.errors.contains("policy.yaml、posts.csv"))
    let told = Binary.package.appendingPathComponent("Fixtures/hangzhou/published.csv").path
    #expect(FileManager.default.contentsEqual(atPath: original + "/published.csv", andPath: told))
  }

  /// The comparison tells what is proven of either side, and names the objectives by their terms.
  @Test func theComparisonTellsTheProof() throws {
    defer { scratch.remove() }
    let (folder, made) = try Self.asked.get()
    let table = try String(contentsOfFile: folder + "/comparison.csv", encoding: .utf8)
    #expect(table.contains("之前下界,之前已证明最优,之后下界,之后已证明最优"))
    #expect(table.contains("第 1 级目标（未安排）,,"))
    #expect(table.contains(",是,") && !made.output.contains("差异仅供参考"))
  }

  /// Without re-solves no change has a price, which is said and counted; by default all of the city's have one.
  @Test func changesWithoutAPriceAreCounted() throws {
    defer { scratch.remove() }
    func count(_ folder: String) throws -> (rows: Int, open: Int) {
      let rows = try String(contentsOfFile: folder + "/changes.csv", encoding: .utf8)
        .components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
      return (rows.count, rows.count { $0.contains("的代价未计算") })
    }
    let none = try whatIf(Self.settings + ["--explain-budget", "0"], to: "none")
    let found = try count(path("none"))
    #expect(none.code == 0 && found.open > 0)
    #expect(none.output.contains("有变化的 \(found.rows) 名学生里，\(found.open) 名不变动的代价未计算"), "\(none.output)")
    let (folder, all) = try Self.asked.get()
    #expect(all.code == 0 && !all.output.contains("未计算"))
    let priced = try count(folder)
    #expect(priced.open == 0)
    // The plan is the nearest of the best either way: prices tell of moves and save none.
    #expect(priced.rows == found.rows)
  }

  /// A suggestion says what to do in words, and its figures are differences by their headers.
  @Test func suggestionsAreInWords() throws {
    defer { scratch.remove() }
    let made = try whatIf(["--suggest", "3", "--budget", "8"], to: "s")
    #expect(made.code == 0, "\(made.errors)")
    let table = try String(contentsOfFile: path("s/suggestions.csv"), encoding: .utf8)
    #expect(table.contains("建议,说明,增加安排人数,第 1 级目标变化,第 2 级目标变化,第 3 级目标变化\r\n"))
    #expect(table.contains("policy.travel.max_distance_km+=5,距离上限放宽 5 公里,7,-7,0,"))
    #expect(made.output.contains("这是法定上限") == made.output.contains("在岗职工比例上限"))
  }

  /// An interrupted sweep keeps what was finished and nothing else; the same command goes on from there.
  @Test func anInterruptedSweepResumes() throws {
    defer { scratch.remove() }
    // A small town: thirteen scenarios are solved here.
    let town = path("town")
    #expect(try Binary.run(["generate", "--students", "120", "--seed", "1", "--output", town]).code == 0)
    let scenarios = (0..<6).map { "情景\($0): policy.travel.max_distance_km=\(45 + $0)\n" }.joined()
    try scenarios.write(toFile: path("s.yaml"), atomically: true, encoding: .utf8)
    let errors = path("errors")
    let process = Process()
    process.executableURL = Binary.path
    process.currentDirectoryURL = Binary.package
    process.arguments = [
      "what-if", town, "--scenarios", path("s.yaml"), "--output", path("sweep"), "--time-limit", "600",
    ]
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    while process.isRunning, try !String(contentsOfFile: errors, encoding: .utf8).contains("情景 2/6") {
      usleep(5_000)
    }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
    #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("已中断；重新运行同一命令可继续"))
    #expect(!FileManager.default.fileExists(atPath: path("sweep")))
    let kept = try FileManager.default.contentsOfDirectory(atPath: path("sweep.unfinished"))
      .filter { !$0.hasPrefix(".") }
    #expect(kept.contains("情景0") && kept.count < 6)
    let asked = ["--scenarios", path("s.yaml"), "--time-limit", "600"]
    let resumed = try whatIf(asked, of: town, to: "sweep")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(resumed.errors.components(separatedBy: "沿用已有结果").count == kept.count + 1)
    #expect(!FileManager.default.fileExists(atPath: path("sweep.unfinished")))
    #expect(try Binary.run(["verify", path("sweep/情景3/case"), path("sweep/情景3/plan")]).code == 0)
    // From nothing, the comparison is the same.
    let fresh = try whatIf(asked, of: town, to: "fresh")
    #expect(fresh.output.replacing("fresh", with: "sweep") == resumed.output)
    #expect(try whatIf(asked, of: town, to: "sweep").code == 73)
  }
}
