import Foundation
import Testing

/// `allocate --method whole`: GLPK's own branch and cut over the whole program.
@Suite struct WholeMethodTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private struct Summary: Decodable {
    struct Objective: Decodable, Equatable {
      let value: Int
      let bound: Int
      let proven: Bool
    }
    let status: String
    let objectives: [Objective]
  }

  private func summary(_ plan: String) throws -> Summary {
    try JSONDecoder().decode(
      Summary.self, from: Data(contentsOf: URL(fileURLWithPath: path(plan) + "/summary.json")))
  }

  /// With minimums, teams, pins and several periods: the values are those of the other road, and `verify` agrees.
  @Test(arguments: ["tiny", "hangzhou", "rule-minimum", "rule-team", "rule-pin", "rule-enterprise-day"])
  func bothRoadsComeToTheSame(fixture: String) throws {
    defer { scratch.remove() }
    let folder = "Fixtures/\(fixture)"
    for method in ["auto", "whole"] {
      let made = try Binary.run(["allocate", folder, "--output", path(method), "--method", method])
      #expect(made.code == 0, "\(made.errors)")
      let verified = try Binary.run(["verify", folder, path(method)])
      #expect(verified.code == 0, "\(verified.output)")
    }
    #expect(try summary("whole").objectives == summary("auto").objectives)
  }

  /// Half the value is no proof, but within a gap of one half it is enough: the search may stop there.
  @Test func theGapHolds() throws {
    defer { scratch.remove() }
    let made = try Binary.run([
      "allocate", "Fixtures/hangzhou", "--output", path("p"), "--method", "whole", "--relative-gap", "0.5",
    ])
    #expect(made.code == 0, "\(made.errors)")
    for objective in try summary("p").objectives {
      #expect(Double(objective.value - objective.bound) <= 0.5 * Double(max(1, objective.value)))
    }
  }

  /// The limit is doubled until there is a plan: none before is written, and the first is not proven, or all is.
  @Test func theLimitHolds() throws {
    defer { scratch.remove() }
    let made = try Binary.run([
      "generate", "--students", "400", "--seed", "2", "--rules", "all", "--output", path("city"),
    ])
    #expect(made.code == 0)
    for limit in [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2] {
      let start = Date()
      let result = try Binary.run([
        "allocate", path("city"), "--output", path("p"), "--method", "whole", "--time-limit", "\(limit)",
      ])
      // One simplex run inside a node is not broken off.
      #expect(Date().timeIntervalSince(start) < limit + 10)
      guard result.code != 70 else {
        #expect(!FileManager.default.fileExists(atPath: path("p")))
        continue
      }
      #expect([0, 3].contains(result.code), "\(result.errors)")
      #expect(try (summary("p").status == "optimal") == (result.code == 0))
      #expect(try Binary.run(["verify", path("city"), path("p")]).code == 0)
      return
    }
    Issue.record("no plan in time")
  }
}
