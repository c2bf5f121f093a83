import Foundation
import Testing

/// What a run ends with, where several things are wrong at once, and where it is cut short.
@Suite struct ExitCodeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  /// A copy of the small case with a file changed.
  private func changed(_ name: String, _ file: String, _ change: (String) -> String) throws -> String {
    let folder = path(name)
    if !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.copyItem(
        atPath: Binary.package.appendingPathComponent("Fixtures/tiny").path, toPath: folder)
    }
    let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
    try change(text).write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
    return folder
  }

  /// 64 before 66 before 78 before 65.
  @Test func theFirstOfSeveralFaultsDecides() throws {
    defer { scratch.remove() }
    _ = try changed("bad", "students.csv") { $0 + "x\n" }
    let bad = try changed("bad", "policy.yaml") { $0 + "nonsense: 1\n" }
    let missing = path("nowhere")
    func code(_ arguments: String...) throws -> Int32 { try Binary.run(arguments).code }
    #expect(try code("allocate", missing, "--output", path("p"), "--threads", "0") == 64)
    #expect(try code("what-if", missing, "--set", "nonsense", "--output", path("p")) == 64)
    #expect(try code("allocate", bad, "--output", path("p")) == 78)
    for command in ["verify", "explain", "publish"] {
      let question = command == "explain" ? ["--student", "S1"] : []
      #expect(try Binary.run([command, bad, missing] + question).code == 66, "\(command)")
    }
    #expect(try code("decide", bad, missing) == 66)
    #expect(try code("what-if", bad, "--scenarios", missing, "--output", path("p")) == 66)
    try FileManager.default.removeItem(atPath: bad + "/posts.csv")
    #expect(try code("check", bad) == 66)
  }

  @Test(arguments: [
    ["allocate", "--threads", "-5"], ["allocate", "--time-limit", "-1"], ["allocate", "--relative-gap", "1"],
    ["model", "--threads", "-5"], ["model", "--time-limit", "0"], ["what-if", "--suggest", "0"],
    ["explain", "--threads", "257"], ["check", "--threads", "0"],
  ])
  func numbersOutOfRangeAreSaidSo(words: [String]) throws {
    defer { scratch.remove() }
    let needed =
      switch words[0] {
      case "explain": ["Fixtures/tiny", path("plan"), "--student", "S1"]
      case "check": ["Fixtures/tiny"]
      default: ["Fixtures/tiny", "--output", path("out")]
      }
    let result = try Binary.run([words[0]] + needed + words.dropFirst() + ["--language", "en"])
    #expect(result.code == 64)
    #expect(result.errors.contains("Error: \(words[1])"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("out")))
  }

  /// A city whose last objective takes long to prove.
  private func city() throws -> String {
    let made = try Binary.run([
      "generate", "--students", "3000", "--seed", "1", "--rules", "all", "--output", path("city"),
    ])
    #expect(made.code == 0, "\(made.errors)")
    return path("city")
  }

  private func expectUnprovenPlan(_ city: String, _ output: String, interrupted: Bool) throws {
    #expect(output.contains("差距"), "\(output)")
    let verified = try Binary.run(["verify", city, path("plan")])
    #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    let run = try String(contentsOfFile: path("plan/run.json"), encoding: .utf8)
    #expect(run.contains("\"interrupted\" : \(interrupted)"))
    let summary = try String(contentsOfFile: path("plan/summary.json"), encoding: .utf8)
    #expect(summary.contains("\"status\" : \"feasible\""))
  }

  /// The limit is doubled from one that is too short for any plan until there is one: it is not proven yet.
  @Test func aPlanThatTheTimeLimitCutShortIsWritten() throws {
    defer { scratch.remove() }
    let city = try city()
    for limit in [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8] {
      let result = try Binary.run(
        ["allocate", city, "--output", path("plan"), "--time-limit", "\(limit)", "--relative-gap", "0"])
      if result.code == 70 {
        #expect(!FileManager.default.fileExists(atPath: path("plan")))
        continue
      }
      #expect(result.code == 3, "\(limit): \(result.output) \(result.errors)")
      try expectUnprovenPlan(city, result.output, interrupted: false)
      return
    }
    Issue.record("no plan in 12.8 seconds")
  }

  @Test func aPlanThatCtrlCCutShortIsWritten() throws {
    defer { scratch.remove() }
    let city = try city()
    let process = Process()
    process.executableURL = Binary.path
    process.arguments = ["allocate", city, "--output", path("plan"), "--relative-gap", "0"]
    for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: path(name), contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: path("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: path("err")))
    try process.run()
    while process.isRunning,
      try !String(contentsOfFile: path("err"), encoding: .utf8).contains(/已安排 [0-9]+/)
    {
      usleep(20_000)
    }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 3)
    try expectUnprovenPlan(
      city, try String(contentsOfFile: path("out"), encoding: .utf8), interrupted: true)
  }

  /// No step is deaf to a signal: broken off in the middle of each, a run ends soon, with a whole plan or with none.
  @Test func everyStepHearsASignal() throws {
    defer { scratch.remove() }
    let made = try Binary.run([
      "generate", "--students", "4000", "--seed", "3", "--rules", "quotas", "--output", path("city"),
    ])
    #expect(made.code == 0, "\(made.errors)")
    #expect(try Binary.run(["allocate", path("city"), "--output", path("plan")]).code == 0)
    struct Run: Decodable { let seconds: [String: Double] }
    let run = try JSONDecoder().decode(
      Run.self, from: Data(contentsOf: URL(fileURLWithPath: path("plan/run.json"))))
    var moment = 0.0
    for step in ["read", "candidates", "solve", "plan", "write"] {
      let seconds = try #require(run.seconds[step])
      try expectEnd(inTheMiddleOf: step, at: moment + seconds / 2)
      moment += seconds
    }
  }

  private func expectEnd(inTheMiddleOf step: String, at moment: Double) throws {
    try? FileManager.default.removeItem(atPath: path("plan"))
    let process = Process()
    process.executableURL = Binary.path
    process.arguments = ["allocate", path("city"), "--output", path("plan"), "--quiet"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(UInt32(moment * 1e6))
    process.terminate()
    let told = ContinuousClock.now
    process.waitUntilExit()
    // Other tests run at the same time: what is deaf takes minutes, not seconds.
    #expect(ContinuousClock.now - told < .seconds(10), "\(step)")
    // Done before the signal came, a plan kept, none, or too early for the program to listen.
    let code = process.terminationReason == .exit ? process.terminationStatus : 70
    #expect([0, 3, 70].contains(code), "\(step): \(code)")
    let isWritten = FileManager.default.fileExists(atPath: path("plan/summary.json"))
    #expect(isWritten == (code != 70), "\(step): \(code)")
    if isWritten { #expect(try Binary.run(["verify", path("city"), path("plan")]).code == 0, "\(step)") }
  }
}
