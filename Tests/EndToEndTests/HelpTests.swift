import Foundation
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
  }
}
