import Foundation
import Testing

/// One language a run: whatever LANG says, no line of a command is in the other language.
@Suite struct LanguageTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  /// A made-up city whose own words are English; its sources, which are quoted as they are, are taken out.
  private func makeCity() throws {
    let made = try Binary.run([
      "generate", "--students", "60", "--seed", "4", "--language", "en", "--output", path("city"),
    ])
    #expect(made.code == 0, "\(made.errors)")
    let policy = try String(contentsOfFile: path("city/policy.yaml"), encoding: .utf8)
    let bare = policy.replacing(/sources:\n(  .*\n)+/, with: "")
    #expect(bare != policy)
    try write("city/policy.yaml", bare)
    try write(
      "a.csv", "student_id,post_id,decision,decision_post_id,decision_reason\nS00001,P0001,ban,,because\n")
    try write(
      "city/requests.csv",
      "student_id,kind,post_id,enterprise_id,other_student_id,reason\nS00001,to,P0002,,,x\nS00002,leave,,,,x\n"
        + "S00003,swap,,,S00004,x\nS00005,to,,E0001,,x\nS00006,to,P0001,,,x\n")
    try write("wrong.csv", "student_id,post_id,decision,decision_post_id,decision_reason\nS00001,,pin,,\n")
    try write("s.yaml", "wider: policy.travel.max_distance_km=50\n")
    try write("night.yaml", "case: city\nplans: plans\nlanguage: en\n")
    try FileManager.default.createDirectory(atPath: path("plans"), withIntermediateDirectories: true)
    let pairs = "student_a,student_b,relation\nS00001,S00002,apart_host\nS00001,S00003,together\n"
    try write("city/pairs.csv", pairs)
    try write("bad.yaml", "case: city\nplans: plans\nnonsense: 1\n")
    try FileManager.default.copyItem(atPath: path("city"), toPath: path("broken"))
    try write(
      "broken/students.csv",
      "student_id,school_id,specialty_code,grade,birth_date\nS1,X9,1,,x\nS1,X9,710201,2,2010-13-01\n")
    try write("broken/pairs.csv", pairs + "S1,S1,apart\nS1,S9,beside\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// Every command, where it does its work and where it refuses to.
  private var runs: [[String]] {
    [
      ["check", "city"], ["check", "broken"], ["check", "nowhere"], ["check"],
      ["check", "city", "--nonsense"],
      ["allocate", "city", "--output", "plan"], ["allocate", "city", "--output", "plan"],
      ["allocate", "city", "--output", "p2", "--time-limit", "0"], ["allocate", "city", "--threads", "x"],
      ["allocate", "city", "--output", "p2", "--method", "whole"],
      ["allocate", "city", "--output", "p4", "--near", "plan"],
      ["allocate", "city", "--output", "p5", "--near", "nowhere"],
      ["allocate", "city", "--output", "p5", "--near", "city"],
      ["verify", "city", "plan"], ["verify", "city", "nowhere"], ["verify", "broken", "plan"],
      ["model", "city", "--output", "model"], ["model", "city", "--output", "model"],
      ["proof", "export", "city", "plan", "--output", "proof"], ["proof", "check", "proof"],
      ["proof", "export", "city", "plan", "--output", "q", "--time-limit", "0"],
      ["proof", "export", "city", "nowhere", "--output", "q2"],
      ["proof", "check", "nowhere", "city/posts.csv"],
      ["proof", "check", "city/posts.csv"], ["proof", "check", "city"],
      ["explain", "city", "plan", "--student", "S00001"], ["explain", "city", "plan", "--student", "S9"],
      ["explain", "city", "plan", "--post", "P0001"], ["explain", "city", "plan", "--enterprise", "E0001"],
      ["explain", "city", "plan"],
      ["split", "plan", "--by", "school", "--output", "schools"], ["split", "nowhere", "--by", "school"],
      ["split", "plan", "--by", "nonsense", "--output", "x"],
      ["letters", "plan", "--output", "letters"], ["letters", "plan", "--output", "letters"],
      ["letters", "nowhere", "--output", "l2"],
      ["what-if", "city", "--set", "posts[P0001].seats=9", "--output", "w"],
      ["what-if", "city", "--set", "enterprises[*].max_per_school=1", "--output", "w1"],
      ["what-if", "city", "--set", "posts[P9].seats=9", "--output", "w2"],
      ["what-if", "city", "--set", "nonsense", "--output", "w2"], ["what-if", "city", "--output", "w2"],
      ["what-if", "city", "--scenarios", "s.yaml", "--output", "sweep"],
      ["what-if", "city", "--suggest", "2", "--budget", "4", "--output", "s"],
      ["publish", "city", "plan", "--dry-run"], ["publish", "city", "plan"], ["publish", "city", "plan"],
      ["publish", "city", "nowhere"],
      ["decide", "city", "wrong.csv"], ["decide", "city", "a.csv", "--near", "plan"],
      ["decide", "city", "nowhere"],
      ["publish", "city", "plan"], ["explain", "city", "plan", "--student", "S00001"],
      ["allocate", "city", "--output", "p3"],
      ["requests", "city", "p3", "--output", "asked"], ["requests", "city", "p3", "--output", "asked"],
      ["requests", "city", "plan", "--output", "a2"], ["requests", "city", "nowhere", "--output", "a2"],
      ["requests", "city", "p3", "--output", "a3", "--grant-free"],
      // What `schema` prints of a file holds its headers in both languages.
      ["schema", "nonsense.csv"], ["new", "fresh"], ["new", "fresh"],
      ["compare", "plan", "w/plan"], ["compare", "plan", "nowhere"],
      ["split-case", "city", "--by", "district", "--output", "parts"],
      ["split-case", "city", "--by", "city", "--output", "parts"],
      ["merge-plans", "city", "plan", "--output", "merged"],
      ["merge-plans", "city", "nowhere", "--output", "m"],
      ["collect", "nowhere"], ["collect", "sweep"],
      ["generate", "--students", "0", "--seed", "1", "--output", "g"],
      ["generate", "--students", "20", "--seed", "1", "--output", "city"],
      ["nightly", "night.yaml"], ["nightly", "bad.yaml"], ["nightly", "nowhere.yaml"],
      ["status", "night.yaml"], ["history", "list", "--config", "night.yaml"],
      ["history", "show", "nothing", "--config", "night.yaml"],
      ["history", "student", "S00001", "--config", "night.yaml"],
      ["history", "diff", "a", "b", "--config", "night.yaml"],
      ["history", "purge", "--season", "x", "--config", "night.yaml"],
      ["history", "rebuild", "--config", "night.yaml"], ["history"], ["nonsense"], [],
    ]
  }

  @Test func everyCommandSpeaksEnglishAlone() throws {
    defer { scratch.remove() }
    try makeCity()
    for words in runs {
      let result = try Binary.run(words + ["--language", "en"], in: scratch.url, lang: "zh_CN.UTF-8")
      for line in (result.output + result.errors).split(separator: "\n") {
        #expect(!line.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(words): \(line)")
      }
    }
  }

  /// Three small words in a row are a piece of an English sentence.
  @Test func everyCommandSpeaksChineseAlone() throws {
    defer { scratch.remove() }
    try makeCity()
    for words in runs {
      let result = try Binary.run(words + ["--language", "zh-Hans"], in: scratch.url, lang: "C")
      for line in (result.output + result.errors).split(separator: "\n") where !line.contains("placement ") {
        #expect(!line.contains(/[a-z]{2,} [a-z]{2,} [a-z]{2,}/), "\(words): \(line)")
      }
    }
  }

  /// A command that is new is to be run here too.
  @Test func everyCommandIsAmongTheRuns() throws {
    struct Tool: Decodable { let command: Command }
    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?
    }
    let help = try Binary.run(["--experimental-dump-help"])
    let tool = try JSONDecoder().decode(Tool.self, from: Data(help.output.utf8))
    for command in tool.command.subcommands ?? [] where command.commandName != "help" {
      for inner in command.subcommands ?? [] where inner.commandName != "help" {
        let words = [command.commandName, inner.commandName]
        #expect(runs.contains { $0.starts(with: words) }, "\(words)")
      }
      #expect(runs.contains { $0.first == command.commandName }, "\(command.commandName)")
    }
  }
}
