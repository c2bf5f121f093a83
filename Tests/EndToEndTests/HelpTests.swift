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

  private static func isBilingual(_ text: String?) -> Bool {
    let scalars = text?.unicodeScalars ?? "".unicodeScalars
    return scalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      && scalars.contains { $0.properties.isAlphabetic && $0.isASCII }
  }

  @Test func everyCommandIsBilingualAndHasAnExample() throws {
    let help = try Binary.run(["--experimental-dump-help"])
    let tool = try JSONDecoder().decode(Tool.self, from: Data(help.output.utf8))
    check(tool.command, path: [])
  }

  private func check(_ command: Command, path: [String]) {
    // The parser's own.
    guard command.commandName != "help" else { return }
    let path = path + [command.commandName]
    let name = path.joined(separator: " ")
    #expect(Self.isBilingual(command.abstract), "\(name)")
    for argument in command.arguments ?? [] where argument.shouldDisplay {
      guard !["help", "version"].contains(argument.valueName) else { continue }
      #expect(Self.isBilingual(argument.abstract), "\(name) \(argument.valueName ?? "")")
    }
    let example = path.count == 1 ? "  placement check" : "  \(name)"
    #expect(command.discussion?.contains(example) == true, "\(name) has no example")
    for inner in command.subcommands ?? [] { check(inner, path: path) }
  }
}
