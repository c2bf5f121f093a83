import Foundation
import Placement
import Testing

/// What `--help` says, of every command.
@Suite struct HelpTests {
  private struct Tool: Decodable { let command: Command }

  private struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [Command]?
  }

  private struct Argument: Decodable {
    let valueName: String?
    let abstract: String?
    let shouldDisplay: Bool
  }

  private static func isChinese(_ text: String?) -> Bool {
    text?.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } ?? false
  }

  private static func isEnglish(_ text: String?) -> Bool {
    !isChinese(text) && text?.contains(/[a-z]{2}/) == true
  }

  @Test(arguments: ["zh-Hans", "en"]) func everyCommandIsInOneLanguageAndHasAnExample(language: String) throws
  {
    let help = try Binary.run(["--experimental-dump-help"], lang: language == "en" ? "C" : "zh_CN.UTF-8")
    let tool = try JSONDecoder().decode(Tool.self, from: Data(help.output.utf8))
    check(tool.command, path: [], language == "en" ? Self.isEnglish : Self.isChinese)
  }

  private func check(_ command: Command, path: [String], _ isRight: (String?) -> Bool) {
    // The parser's own.
    guard command.commandName != "help" else { return }
    let path = path + [command.commandName]
    let name = path.joined(separator: " ")
    #expect(isRight(command.abstract), "\(name)")
    #expect(isRight(command.discussion), "\(name)")
    for argument in command.arguments ?? [] where argument.shouldDisplay {
      guard !["help", "version"].contains(argument.valueName) else { continue }
      #expect(isRight(argument.abstract), "\(name) \(argument.valueName ?? "")")
    }
    let example = path.count == 1 ? "  placement check" : "  \(name)"
    #expect(command.discussion?.contains(example) == true, "\(name) has no example")
    for inner in command.subcommands ?? [] { check(inner, path: path, isRight) }
  }

  /// What the parser itself adds is Chinese too: nothing but names is left in Latin letters.
  @Test func theHelpScreenIsChinese() throws {
    for words in [["--help"], ["allocate", "--help"], ["help", "history"], ["history", "list", "--help"]] {
      let help = try Binary.run(words + ["--language", "zh-Hans"])
      #expect(help.code == 0, "\(words): \(help.errors)")
      for line in help.output.split(separator: "\n") where !line.contains("placement ") {
        #expect(!line.contains(/[A-Za-z]{2,} [a-z]{2,}/), "\(line)")
      }
    }
    for command in try commands() {
      let help = try Binary.run(command + ["--help", "--language", "zh-Hans"]).output
      #expect(!help.contains("default:") && !help.contains("values:"), "\(command)")
    }
  }

  private func commands() throws -> [[String]] {
    let help = try Binary.run(["--experimental-dump-help"], lang: "C")
    let tool = try JSONDecoder().decode(Tool.self, from: Data(help.output.utf8))
    func all(_ command: Command) -> [[String]] {
      (command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { inner in
        [[inner.commandName]] + all(inner).map { [inner.commandName] + $0 }
      }
    }
    return all(tool.command)
  }

  /// What is said above the usage fits a terminal of 80 columns, and no paragraph is broken twice.
  @Test(arguments: ["zh-Hans", "en"]) func explanationsFitATerminal(language: String) throws {
    for command in try commands() {
      let help = try Binary.run(command + ["--help", "--language", language])
      #expect(help.code == 0)
      let words = help.output.components(separatedBy: language == "en" ? "USAGE: " : "用法：")[0]
      for line in words.split(separator: "\n") {
        #expect(TextFlow.width(String(line)) <= 80, "\(command): \(line)")
      }
    }
  }

  /// Examples with the cases that come along run as they stand, each after those before it.
  @Test(arguments: ["zh-Hans", "en"]) func examplesRunAsTheyStand(language: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let cases = scratch.url.appendingPathComponent("Fixtures")
    try FileManager.default.createDirectory(at: cases, withIntermediateDirectories: true)
    for name in ["hangzhou", "tiny", "requests"] {
      try FileManager.default.copyItem(
        at: Binary.package.appendingPathComponent("Fixtures/\(name)"), to: cases.appendingPathComponent(name))
    }
    func run(_ line: String) throws -> Int32 {
      let shell = "PATH=\(Binary.path.deletingLastPathComponent().path):$PATH; " + line
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", shell]
      process.currentDirectoryURL = scratch.url
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    // A command and its subcommands may share one, which would find its own output in the way.
    var examples: Set<String> = []
    for command in try commands() {
      try? FileManager.default.removeItem(at: scratch.url.appendingPathComponent("plan"))
      if !["allocate", "requests"].contains(command[0]) {
        #expect(try run("placement allocate Fixtures/hangzhou --output plan") == 0)
      }
      let help = try Binary.run(command + ["--help", "--language", language]).output
      for line in help.split(separator: "\n")
      where line.hasPrefix("  placement ") && line.contains("Fixtures/") {
        // Of files that somebody else has made.
        guard !line.contains(".csv"), !line.contains("scenarios.yaml") else { continue }
        guard examples.insert(String(line)).inserted else { continue }
        #expect(try run(String(line)) == 0, "\(line)")
      }
    }
    #expect(examples.count >= 12)
  }
}
