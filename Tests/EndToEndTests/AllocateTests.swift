import Foundation
import Testing

@Suite struct AllocateTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func plan(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func contents(_ plan: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: plan) where name != "run.json" {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: plan).appendingPathComponent(name))
    }
    return files
  }

  @Test func twoRunsGiveTheSameBytesWhateverTheThreads() throws {
    #expect(try Binary.run(["allocate", "Fixtures/tiny", "--output", plan("a"), "--threads", "1"]).code == 0)
    #expect(try Binary.run(["allocate", "Fixtures/tiny", "--output", plan("b"), "--threads", "4"]).code == 0)
    #expect(try contents(plan("a")) == contents(plan("b")))
    scratch.remove()
  }

  @Test func aPlanThatIsThereIsReplacedOnlyWhenAsked() throws {
    let first = ["allocate", "Fixtures/tiny", "--output", plan("p")]
    #expect(try Binary.run(first).code == 0)
    let before = try contents(plan("p"))
    #expect(try Binary.run(first).code == 73)
    #expect(try contents(plan("p")) == before)
    #expect(try Binary.run(first + ["--force"]).code == 0)
    scratch.remove()
  }

  @Test func aPlanIsForItsOwnerAlone() throws {
    #expect(try Binary.run(["allocate", "Fixtures/tiny", "--output", plan("p")]).code == 0)
    for name in [""] + (try FileManager.default.contentsOfDirectory(atPath: plan("p"))) {
      let path = URL(fileURLWithPath: plan("p")).appendingPathComponent(name).path
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect((mode ?? 0o777) & 0o077 == 0, "\(name)")
    }
    scratch.remove()
  }

  @Test(
    arguments: [
      (["allocate"], Int32(64)), (["allocate", "Fixtures/tiny", "--output", "x", "--time-limit", "-1"], 64),
      (["allocate", "Fixtures/no-such-case", "--output", "x"], 66),
      (["allocate", "Fixtures/bad-policy-weight", "--output", "x"], 78),
      (["allocate", "Fixtures/bad-latitude", "--output", "x"], 65),
      (["check", "Fixtures/tiny"], 0),
    ] as [([String], Int32)])
  func exitCodes(arguments: [String], code: Int32) throws {
    #expect(try Binary.run(arguments).code == code)
  }

  @Test func theModelIsSolvedToTheSameValuesByGlpsol() throws {
    let made = try Binary.run(["model", "Fixtures/tiny", "--output", plan("m")])
    #expect(made.code == 0, "\(made.errors)")
    for line in made.output.split(separator: "\n") {
      let parts = line.components(separatedBy: ": ")
      let result = plan("solution")
      let glpsol = try Process.run(
        URL(fileURLWithPath: "/usr/bin/glpsol"),
        arguments: ["--freemps", plan("m") + "/" + parts[0], "-w", result, "--log", plan("log")])
      glpsol.waitUntilExit()
      let solution = try String(contentsOfFile: result, encoding: .utf8)
      let summary = try #require(solution.split(separator: "\n").first { $0.hasPrefix("s mip") })
      #expect(summary.split(separator: " ").last.flatMap { Double($0) } == Double(parts[1]))
    }
    scratch.remove()
  }
}
