import Foundation
import Testing

/// A plan is held against the case it was made from, and no other.
@Suite struct OtherCaseTests {
  private let scratch: Scratch
  private let caseFolder: String
  private let plan: String

  init() throws {
    scratch = try Scratch()
    caseFolder = scratch.url.appendingPathComponent("case").path
    plan = scratch.url.appendingPathComponent("plan").path
    try FileManager.default.copyItem(
      atPath: Binary.package.appendingPathComponent("Fixtures/hangzhou").path, toPath: caseFolder)
    #expect(try Binary.run(["allocate", caseFolder, "--output", plan, "--no-worth"]).code == 0)
  }

  private func widenPolicy() throws {
    let file = caseFolder + "/policy.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("  max_distance_km: 40", with: "  max_distance_km: 10").write(
      toFile: file, atomically: true, encoding: .utf8)
  }

  @Test func explainNamesTheFilesThatDiffer() throws {
    defer { scratch.remove() }
    let question = ["explain", caseFolder, plan, "--student", "S00255"]
    let answer = try Binary.run(question)
    #expect(answer.code == 0, "\(answer.errors)")
    // Sums of points are called points, counts of students are not.
    #expect(answer.output.contains(/第 2 级目标（调整）\+\d+，/), "\(answer.output)")
    #expect(answer.output.contains(/第 3 级目标（[^）]+）\+\d+ 分\n/))
    #expect(try Binary.run(["publish", caseFolder, plan]).code == 0)
    #expect(try Binary.run(question).code == 0, "published since, the plan is still the case's")
    try widenPolicy()
    let refused = try Binary.run(question)
    #expect(refused.code == 65 && refused.output.isEmpty)
    #expect(refused.errors.contains("policy.yaml、published.csv"))
  }

  /// A plan whose students are somebody else's is called so, and no option publishes it.
  @Test func aPlanOfAnotherCaseIsCalledSo() throws {
    defer { scratch.remove() }
    let other = Binary.package.appendingPathComponent("Fixtures/tiny").path
    for (language, words) in [("zh-Hans", "这是另一个案例的方案："), ("en", "this plan is another case's: ")] {
      for (command, code) in [
        (["explain", other, plan, "--student", "S1"], 65 as Int32), (["verify", other, plan], 1),
        (["publish", other, plan, "--dry-run"], 65), (["publish", other, plan, "--dry-run", "--force"], 65),
      ] {
        let result = try Binary.run(command + ["--language", language])
        #expect(
          result.code == code && (result.output + result.errors).contains(words), "\(command): \(result)")
        #expect(!(result.output + result.errors).contains("--force"))
      }
    }
  }

  @Test func longListsOfFaultsAreCutShort() throws {
    defer { scratch.remove() }
    try widenPolicy()
    let verified = try Binary.run(["verify", caseFolder, plan])
    #expect(verified.code == 1)
    let lines = verified.output.split(separator: "\n")
    #expect(lines[30].wholeMatch(of: /另有 \d+ 处/) != nil && !lines[31].contains(".csv:"))
    let published = try Binary.run(["publish", caseFolder, plan, "--force"])
    #expect(published.code == 1)
    #expect(published.errors.contains(/另有 \d+ 处/))
  }

  /// A plan that was tampered with is not called published, though published.csv holds its posts.
  @Test func publishingAgainVerifiesAgain() throws {
    defer { scratch.remove() }
    #expect(try Binary.run(["publish", caseFolder, plan]).code == 0)
    let again = try Binary.run(["publish", caseFolder, plan])
    #expect(again.code == 0 && again.output.contains("没有改动"))
    let file = caseFolder + "/published.csv"
    let told = try String(contentsOfFile: file, encoding: .utf8)
    let assignments = plan + "/assignments.csv"
    let made = try String(contentsOfFile: assignments, encoding: .utf8)
    // Too many at one post, in the plan and in what was published.
    for (path, text) in [(file, told), (assignments, made)] {
      try text.replacing(",P0070", with: ",P0066").write(toFile: path, atomically: true, encoding: .utf8)
    }
    let refused = try Binary.run(["publish", caseFolder, plan])
    #expect(refused.code == 1, "\(refused.output)")
    #expect(refused.errors.contains("核验未通过"))
  }

  /// run.json belongs to a plan as its other files do: what `verify` refuses is not published.
  @Test func aBrokenRunRecordIsNotPublished() throws {
    defer { scratch.remove() }
    let file = plan + "/run.json"
    let made = try String(contentsOfFile: file, encoding: .utf8)
    try made.replacing("\"threads\"", with: "\"thread\"").write(
      toFile: file, atomically: true, encoding: .utf8)
    #expect(try Binary.run(["verify", caseFolder, plan]).code == 1)
    let refused = try Binary.run(["publish", caseFolder, plan])
    #expect(refused.code == 1 && refused.errors.contains("run.json"), "\(refused.errors)")
  }
}
