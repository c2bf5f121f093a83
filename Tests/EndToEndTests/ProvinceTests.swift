import Foundation
import Testing

/// A province solved city by city is the province solved whole.
@Suite struct ProvinceTests {
  private struct Summary: Decodable {
    struct Objective: Decodable, Equatable {
      let value: Int
      let bound: Int
    }
    struct Figure: Decodable, Equatable { let value: Int }

    let status: String
    let objectives: [Objective]
    let supervision: [String: Figure]?
  }

  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func run(_ words: String...) throws -> Binary.Result { try Binary.run(words, in: scratch.url) }

  private func summary(_ plan: String) throws -> Summary {
    try JSONDecoder().decode(
      Summary.self, from: Data(contentsOf: URL(fileURLWithPath: path(plan + "/summary.json"))))
  }

  /// The cities' plans of the province, made.
  private func plansOfCities() throws -> [String] {
    let cities = try FileManager.default.contentsOfDirectory(atPath: path("parts")).filter {
      $0.hasPrefix("33")
    }
    .sorted()
    return try cities.map { city in
      let made = try run("allocate", "parts/" + city, "--output", "plan-" + city, "--no-worth")
      #expect(made.code == 0, "\(made.errors)")
      return "plan-" + city
    }
  }

  @Test(arguments: [("quotas", 1), ("groups", 2), ("all", 3), ("all", 4)])
  func thePartsAddUpToTheWhole(rules: String, seed: Int) throws {
    defer { scratch.remove() }
    let made = try run(
      "generate", "--students", "240", "--seed", "\(seed)", "--cities", "3", "--rules", rules, "--output",
      "province")
    #expect(made.code == 0, "\(made.errors)")
    let cut = try run("split-case", "province", "--by", "city", "--output", "parts")
    #expect(cut.code == 0, "\(cut.errors)")
    let plans = try plansOfCities()
    #expect(plans.count == 3)
    let merged = try Binary.run(["merge-plans", "province"] + plans + ["--output", "plan"], in: scratch.url)
    #expect(merged.code == 0, "\(merged.errors)")
    let verified = try run("verify", "province", "plan")
    #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
    let whole = try run("allocate", "province", "--output", "whole", "--no-worth")
    #expect(whole.code == 0, "\(whole.errors)")
    #expect(try summary("plan").objectives == summary("whole").objectives)
    #expect(try summary("plan").supervision == summary("whole").supervision)
    // The sums of the cities', each of them one that verify accepts.
    let cities = try plans.map { try summary($0).objectives.map(\.value) }
    let sums = cities.dropFirst().reduce(cities[0]) { zip($0, $1).map(+) }
    #expect(try summary("plan").objectives.map(\.value) == sums)
    #expect(try run("verify", "parts/3302", "plan-3302").code == 0)
  }

  /// Left out, given twice, or of another case: a plan of the whole comes of all its parts or not at all.
  @Test func everyPartHasOnePlan() throws {
    defer { scratch.remove() }
    _ = try run("generate", "--students", "90", "--seed", "5", "--cities", "2", "--output", "province")
    #expect(try run("split-case", "province", "--output", "parts").code == 0)
    let plans = try plansOfCities()
    let one = try run("merge-plans", "province", plans[0], "--output", "plan", "--language", "en")
    #expect(one.code == 66 && one.errors.contains("3302: this part has no plan"), "\(one.errors)")
    let twice = try run(
      "merge-plans", "province", plans[0], plans[0], plans[1], "--output", "plan", "--language", "en")
    #expect(twice.code == 65 && twice.errors.contains("is a plan of 3301"), "\(twice.errors)")
    #expect(try run("allocate", "province", "--output", "whole", "--no-worth").code == 0)
    let strange = try run(
      "merge-plans", "province", plans[0], "whole", "--output", "plan", "--language", "en")
    #expect(strange.code == 66 && strange.errors.contains("is the plan of no part of this case"))
    // What somebody has changed in a plan is no plan.
    let file = path(plans[1] + "/assignments.csv")
    try (String(contentsOfFile: file, encoding: .utf8) + "x").write(
      toFile: file, atomically: true, encoding: .utf8)
    let changed = try run(
      "merge-plans", "province", plans[0], plans[1], "--output", "plan", "--language", "en")
    #expect(changed.code == 65 && changed.errors.contains("plan-3302/assignments.csv"), "\(changed.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("plan")))
  }

  /// One city cut by its districts: whatever crosses is named, and nothing is written.
  @Test func whatCrossesIsNamed() throws {
    defer { scratch.remove() }
    let refused = try Binary.run(
      [
        "split-case", "Fixtures/hangzhou", "--by", "district", "--output", path("parts"), "--language", "en",
        "--all",
      ])
    #expect(refused.code == 65)
    #expect(refused.errors.contains("may take posts of"))
    #expect(refused.errors.contains("mend them, or solve the whole"))
    #expect(!FileManager.default.fileExists(atPath: path("parts")))
  }
}
