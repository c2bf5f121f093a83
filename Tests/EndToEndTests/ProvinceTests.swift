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
    try cutAndMerge()
  }

  /// Limits of one school, students who keep apart or together, hosts' ranks and refusals, wanted numbers and lots.
  @Test func soDoThePartsOfAProvinceWithEverythingElse() throws {
    defer { scratch.remove() }
    #expect(
      try run(
        "generate", "--students", "240", "--seed", "7", "--cities", "3", "--output", "province", "--language",
        "en"
      ).code == 0)
    try extend("posts.csv", "max_per_school,target_students") { number in
      (number % 3 == 0 ? "\(1 + number % 2)" : "") + "," + (number % 2 == 0 ? "\(number % 5)" : "")
    }
    try extend("enterprises.csv", "max_per_school") { $0 % 4 == 0 ? "2" : "" }
    let (students, posts) = (try lines("students.csv"), try lines("posts.csv"))
    var pairs = "student_a,student_b,relation\n"
    var ranks = "post_id,student_id,rank,refuse\n"
    for city in ["01", "02", "03"] {
      let own = students.filter { $0.hasPrefix(city) }.map { $0.prefix(8) }
      let hosts = posts.filter { $0.hasPrefix(city) }.map { $0.prefix(7) }
      for number in 0..<15 {
        pairs +=
          "\(own[2 * number]),\(own[2 * number + 1]),\(["apart", "apart_host", "together"][number % 3])\n"
        let opinion = number < 10 ? "\(1 + number % 3)," : ",yes"
        ranks += "\(hosts[number % hosts.count]),\(own[40 + number]),\(opinion)\n"
      }
    }
    try write("pairs.csv", pairs)
    try write("host-ranks.csv", ranks)
    let policy = try String(contentsOfFile: path("province/policy.yaml"), encoding: .utf8)
    let terms =
      "cooperation: 1, host_preference: 1, together: 30, target_gap: 15}\n  - {lottery: 1}\nlottery: {seed: spring}"
    try write(
      "policy.yaml", policy.replacing("cooperation: 1, shortfall: 20}", with: "shortfall: 20, " + terms))
    try cutAndMerge()
    let stages = try summary("plan").objectives.map(\.value)
    #expect(stages.count == 4 && stages[3] > 0, "\(stages)")
  }

  private func lines(_ table: String) throws -> [String] {
    try String(contentsOfFile: path("province/" + table), encoding: .utf8).split(whereSeparator: \.isNewline)
      .map(String.init)
  }

  /// Columns more, by the row's number.
  private func extend(_ table: String, _ header: String, _ cells: (Int) -> String) throws {
    let rows = try lines(table).enumerated().map { $1 + "," + ($0 == 0 ? header : cells($0)) }
    try write(table, rows.joined(separator: "\n") + "\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path("province/" + name), atomically: true, encoding: .utf8)
  }

  private func cutAndMerge() throws {
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
