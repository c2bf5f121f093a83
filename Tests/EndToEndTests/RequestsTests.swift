import Foundation
import Testing

/// Requests after publication, as a coordinator answers them.
@Suite struct RequestsTests {
  private struct Desk {
    let scratch: Scratch

    init(language: String = "en") throws {
      scratch = try Scratch()
      try FileManager.default.copyItem(
        atPath: Binary.package.appendingPathComponent("Fixtures/requests").path, toPath: path("case"))
      try "name: requests\nlanguage: \(language)\n".write(
        toFile: path("case/policy.yaml"), atomically: true, encoding: .utf8)
      let made = try run("allocate", "case", "--output", "plan", "--as-of", "2026-08-01")
      #expect(made.code == 0, "\(made.errors)")
    }

    func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }
    func run(_ words: String...) throws -> Binary.Result { try Binary.run(words, in: scratch.url) }
    func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

    /// Cells of the answer by the request's row.
    func answers(_ folder: String) throws -> [String: [String: String]] {
      Dictionary(uniqueKeysWithValues: try rows(folder + "/requests.csv").map { ($0["row"]!, $0) })
    }

    /// Rows by header; cells may be quoted.
    func rows(_ name: String) throws -> [[String: String]] {
      let whole = try #require(text(name)).replacing("\u{FEFF}", with: "")
      let lines = whole.split(whereSeparator: \.isNewline).map { line in
        var cells = [""]
        var isQuoted = false
        for character in line {
          if character == "\"" {
            isQuoted.toggle()
          } else if character == ",", !isQuoted {
            cells.append("")
          } else {
            cells[cells.count - 1].append(character)
          }
        }
        return cells
      }
      return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }
  }

  @Test func eachIsPricedAndTheSetIsGranted() throws {
    let desk = try Desk()
    defer { desk.scratch.remove() }
    let asked = try desk.run("requests", "case", "plan", "--output", "asked")
    #expect(asked.code == 0, "\(asked.errors)")
    let answers = try desk.answers("asked")
    #expect(
      answers.mapValues { $0["outcome"]! } == [
        "2": "swap", "3": "swap", "4": "free", "5": "impossible", "6": "costs", "7": "impossible",
        "8": "free",
      ])
    #expect(answers["5"]?["rule"] == "specialty" && answers["7"]?["rule"] == "signed")
    #expect(answers["2"]?["moved"]?.hasPrefix("S2: P2 → P") == true && answers["4"]?["new_post_id"] == "P3")
    #expect(answers["6"]?["costs"]?.contains("+50 points") == true)
    // S1 and S2 ask for each other's post: both can have it, and both asked before S2 asked for the free seat.
    #expect(answers.filter { $0.value["granted"] == "yes" }.keys.sorted() == ["2", "3"])
    #expect(asked.output.contains("granted together at no cost: 2 (rows 2, 3)"))
    let together = "granted together with the others that can be, and not alone, it costs nothing"
    #expect(
      answers.filter { $0.value["detail"]?.contains(together) == true }.keys.sorted() == ["2", "3"])
    // Nothing is decided yet, and the same answer again is the same bytes.
    #expect(desk.text("case/decisions.csv") == nil)
    #expect(try desk.run("requests", "case", "plan", "--output", "again", "--threads", "1").code == 0)
    #expect(desk.text("asked/requests.csv") == desk.text("again/requests.csv"))
    #expect(try desk.run("requests", "case", "plan", "--output", "asked").code == 73)
    #expect(try desk.run("requests", "case", "plan", "--output", "asked", "--force").code == 0)

    let granted = try desk.run(
      "requests", "case", "plan", "--output", "granted", "--grant-free", "--author", "office")
    #expect(granted.code == 0, "\(granted.errors)")
    let decisions = try desk.rows("case/decisions.csv")
    #expect(
      decisions.map { [$0["student_id"], $0["post_id"], $0["decision"], $0["reason"], $0["author"]] } == [
        ["S1", "P2", "pin", "request (requests.csv, row 2)", "office"],
        ["S2", "P1", "pin", "request (requests.csv, row 3)", "office"],
      ])
    #expect(try desk.run("allocate", "case", "--output", "plan2", "--as-of", "2026-08-01").code == 0)
    #expect(try desk.run("verify", "case", "plan2").code == 0)
    let placed = try desk.rows("plan2/assignments.csv")
    #expect(placed.map { $0["post_id"] } == ["P2", "P1", "P3", "P4"])
    // Of a plan that is none of this case any more nothing is told.
    #expect(try desk.run("requests", "case", "plan", "--output", "late").code == 65)
    let later = try desk.run("requests", "case", "plan2", "--output", "later")
    #expect(later.code == 0 && later.output.contains("row 2 of decisions.csv pins student S1"))
    #expect(later.output.contains("the plan has it so already"))
  }

  /// What is free is so without a solve; the rest is said to be not worked out, and nothing is called proven.
  @Test func aTimeLimitLeavesNothingUnsaid() throws {
    let desk = try Desk()
    defer { desk.scratch.remove() }
    let asked = try desk.run("requests", "case", "plan", "--output", "asked", "--time-limit", "0.000001")
    #expect(asked.code == 3, "\(asked.errors)")
    let outcomes = try desk.answers("asked").mapValues { $0["outcome"]! }
    #expect(outcomes["2"] == "not_computed" && outcomes["4"] == "free" && outcomes["5"] == "impossible")
    #expect(asked.output.contains("granted together at no cost: 2 (rows 4, 8); not proven, at most 5"))
  }

  /// A city under every rule, where each request is a solve.
  @Test func threadsChangeNothing() throws {
    let desk = try Desk()
    defer { desk.scratch.remove() }
    #expect(
      try desk.run("generate", "--students", "300", "--seed", "7", "--language", "en", "--output", "city")
        .code
        == 0)
    #expect(try desk.run("allocate", "city", "--output", "made", "--as-of", "2026-08-01").code == 0)
    let placed = try desk.rows("made/assignments.csv").filter { $0["post_id"]?.isEmpty == false }
    let asked = zip(placed, placed.dropFirst()).prefix(40).flatMap { one, other in
      let (student, next) = (one["student_id"]!, other["student_id"]!)
      return [
        "\(student),leave,,,", "\(student),swap,,,\(next)", "\(student),to,,\(other["enterprise_id"]!),",
      ]
    }
    try (["student_id,kind,post_id,enterprise_id,other_student_id,reason"] + asked.map { $0 + ",made-up" })
      .joined(separator: "\n").write(
        toFile: desk.path("city/requests.csv"), atomically: true, encoding: .utf8)
    let told = try ["1", "2", "3"].map { threads in
      let result = try desk.run(
        "requests", "city", "made", "--output", "asked", "--force", "--threads", threads)
      #expect(result.code == 0, "\(result.errors)")
      return [result.output, desk.text("asked/requests.csv"), desk.text("asked/summary.json")]
    }
    #expect(told[0] == told[1] && told[0] == told[2])
    let solved = try desk.answers("asked").values.count { ["swap", "costs"].contains($0["outcome"]) }
    #expect(solved >= 20, "\(solved)")
  }

  /// Why somebody asks stays where it was written.
  @Test(arguments: ["en", "zh-Hans"]) func reasonsGoNowhere(_ language: String) throws {
    let desk = try Desk(language: language)
    defer { desk.scratch.remove() }
    let words = [
      ["check", "case"], ["requests", "case", "plan", "--output", "asked", "--grant-free"],
      ["allocate", "case", "--output", "plan2"], ["verify", "case", "plan2"], ["publish", "case", "plan2"],
      ["requests", "case", "plan2", "--output", "again"],
      ["what-if", "case", "--set", "posts[P1].seats=2", "--output", "w"],
      ["split-case", "case", "--by", "district", "--output", "parts"],
    ]
    for line in words {
      let result = try Binary.run(line, in: desk.scratch.url)
      #expect(!(result.output + result.errors).contains("made-up reason"), "\(line)")
    }
    let files = try #require(FileManager.default.enumerator(atPath: desk.scratch.url.path))
    for case let name as String in files where name != "case/requests.csv" {
      #expect(desk.text(name)?.contains("made-up reason") != true, "\(name)")
    }
    #expect(desk.text("case/decisions.csv")?.contains(language == "en" ? "request (" : "申请（") == true)
  }

  @Test func whereNothingIsFreeNothingIsSaidOfFiles() throws {
    for (language, said) in [
      ("en", "decisions.csv: no request is granted; it is as it was"),
      ("zh-Hans", "decisions.csv：没有写入任何申请，文件没有改动"),
    ] {
      let desk = try Desk(language: language)
      defer { desk.scratch.remove() }
      try "student_id,kind,reason\nS4,leave,made-up reason\n".write(
        toFile: desk.path("case/requests.csv"), atomically: true, encoding: .utf8)
      let granted = try desk.run("requests", "case", "plan", "--output", "granted", "--grant-free")
      #expect(granted.code == 0, "\(granted.errors)")
      #expect(granted.output.split(separator: "\n").last.map(String.init) == said, "\(granted.output)")
      #expect(desk.text("case/decisions.csv") == nil)
    }
  }

  /// Requests come after the plan: they make it no other case's.
  @Test func aPlanHoldsWhateverIsAskedLater() throws {
    let desk = try Desk()
    defer { desk.scratch.remove() }
    try FileManager.default.removeItem(atPath: desk.path("case/requests.csv"))
    #expect(try desk.run("verify", "case", "plan").code == 0)
    #expect(try desk.run("publish", "case", "plan").code == 0)
    try "student_id,kind,post_id,reason\nS3,to,P3,made-up reason\nS3,to,P3,made-up reason\n".write(
      toFile: desk.path("case/requests.csv"), atomically: true, encoding: .utf8)
    #expect(try desk.run("verify", "case", "plan").code == 0)
    let asked = try desk.run("requests", "case", "plan", "--output", "asked")
    #expect(asked.code == 0 && asked.errors.contains("requests.csv:3"), "\(asked.errors)")
    #expect(asked.output.contains("requests: 1; granted together at no cost: 1"))
    try "student_id,kind,reason\nS3,to,made-up reason\n".write(
      toFile: desk.path("case/requests.csv"), atomically: true, encoding: .utf8)
    #expect(try desk.run("requests", "case", "plan", "--output", "a2").code == 65)
    try FileManager.default.removeItem(atPath: desk.path("case/requests.csv"))
    #expect(try desk.run("requests", "case", "plan", "--output", "a3").code == 66)
  }
}
