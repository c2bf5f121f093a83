import Foundation
import Testing

/// What `--force` may replace, as its users would find out: what the program wrote, and nothing else.
@Suite struct ForceTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try FileManager.default.copyItem(
      atPath: Binary.package.appendingPathComponent("Fixtures/tiny").path, toPath: path("city"))
    try Data("mine".utf8).write(to: file("budget.csv"))
  }

  private func file(_ name: String) -> URL { scratch.url.appendingPathComponent(name) }
  private func path(_ name: String) -> String { file(name).path }

  private func run(_ arguments: String...) throws -> Binary.Result {
    try Binary.run(arguments, in: scratch.url)
  }

  private func everything() throws -> [String: Data?] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: scratch.url.path)
    return Dictionary(
      uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: path($0))) })
  }

  /// Neither the working folder, nor a case, nor a folder around one, nor a stranger's, nor one by way of a link.
  @Test(
    arguments: [
      ["what-if", "city", "--set", "policy.travel.max_distance_km=50", "--output", "."],
      ["what-if", "city", "--set", "policy.travel.max_distance_km=50", "--output", "city"],
      ["what-if", "city", "--scenarios", "s.yaml", "--output", "city"],
      ["what-if", "city", "--suggest", "1", "--output", ".."], ["allocate", "city", "--output", "."],
      ["allocate", "city", "--output", "city"], ["allocate", "city", "--output", "link"],
      ["allocate", "city", "--output", "mine"], ["model", "city", "--output", "mine"],
      ["generate", "--students", "20", "--seed", "1", "--output", "city"],
      ["generate", "--students", "20", "--seed", "1", "--output", "mine"],
    ])
  func whatIsNotOursStays(arguments: [String]) throws {
    defer { scratch.remove() }
    try FileManager.default.createSymbolicLink(at: file("link"), withDestinationURL: file("city"))
    try FileManager.default.createDirectory(at: file("mine"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: file("mine/quotas.csv"))
    try Data("one: policy.travel.max_distance_km=50\n".utf8).write(to: file("s.yaml"))
    let before = try everything()
    let result = try Binary.run(arguments + ["--force"], in: scratch.url)
    #expect(result.code == 73, "\(result.errors)")
    #expect(try everything() == before)
  }

  @Test func aMadeUpCaseThatSomebodyWorkedInStays() throws {
    defer { scratch.remove() }
    let make = ["generate", "--students", "20", "--seed", "1", "--output", "made"]
    #expect(try Binary.run(make, in: scratch.url).code == 0)
    let first = try Data(contentsOf: file("made/students.csv"))
    #expect(try Binary.run(make + ["--force"], in: scratch.url).code == 0)
    #expect(try Data(contentsOf: file("made/students.csv")) == first)
    // A plan of it, made beside, changes nothing in it.
    #expect(try run("allocate", "made", "--output", "plan", "--no-worth").code != 65)
    #expect(try Binary.run(make + ["--force"], in: scratch.url).code == 0)
    try (first + Data("\n".utf8)).write(to: file("made/students.csv"))
    let refused = try Binary.run(make + ["--force"], in: scratch.url)
    #expect(refused.code == 73 && refused.errors.contains("students.csv"), "\(refused.errors)")
  }

  /// A school's decisions are not lost before they are taken in; the folder that is replaced stays beside.
  @Test func decisionsOutliveASecondSplit() throws {
    defer { scratch.remove() }
    let split = ["split", "plan", "--by", "school", "--output", "schools"]
    #expect(try run("allocate", "city", "--output", "plan", "--quiet").code == 0)
    #expect(try Binary.run(split, in: scratch.url).code == 0)
    let index = try Sheet(file("schools/index.csv"))
    let name = index.cell(0, "file")
    var sheet = try Sheet(file("schools/" + name))
    let row = try #require(sheet.rows.indices.first { !sheet.cell($0, "post_id").isEmpty })
    sheet.set(row, "decision", "pin")
    sheet.set(row, "decision_reason", "asked")
    try sheet.write(file("schools/" + name))
    let refused = try Binary.run(split + ["--force"], in: scratch.url)
    #expect(refused.code == 73 && refused.errors.contains("\(name), row \(row + 2)"), "\(refused.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: path("schools")).filter {
      $0.hasSuffix(".csv")
    }
    let decided = try Binary.run(["decide", "city"] + files.map { "schools/" + $0 }, in: scratch.url)
    #expect(decided.code == 0, "\(decided.errors)")
    #expect(try Binary.run(split + ["--force"], in: scratch.url).code == 0)
    #expect(try Sheet(file("schools.previous/" + name)).cell(row, "decision") == "pin")
    #expect(try Sheet(file("schools/" + name)).cell(row, "decision").isEmpty)
  }
}
