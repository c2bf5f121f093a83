import Foundation
import Testing

/// What the README promises, done.
@Suite struct ReadmeTests {
  private let readme: String

  init() throws {
    readme = try String(contentsOf: Binary.package.appendingPathComponent("README.md"), encoding: .utf8)
  }

  /// The README's ```sh blocks, in order.
  private var blocks: [String] {
    readme.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
  }

  /// The words behind `swift run placement` in a command.
  private func arguments(_ command: String) throws -> [String] {
    let parts = command.components(separatedBy: "swift run placement ")
    return try #require(parts.count == 2 ? parts[1] : nil).split(separator: " ").map(String.init)
  }

  @Test func theMainCommandMakesAPlanThatVerifies() throws {
    let main = try #require(blocks.first)
    #expect(main.contains("apt-get install"))
    var words = try arguments(main)
    let scratch = try Scratch()
    defer { scratch.remove() }
    let place = try #require(words.firstIndex(of: "--output")) + 1
    words[place] = scratch.url.appendingPathComponent("plan").path
    let made = try Binary.run(words)
    #expect(made.code == 0, "\(made.errors)")
    let verified = try Binary.run(["verify", "Fixtures/hangzhou", words[place]])
    #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    // The piece of output that the README shows is what the program says.
    for line in made.output.split(separator: "\n").dropLast() {
      #expect(readme.contains(line), "the README does not show: \(line)")
    }
  }

  /// The explanation and the what-if that the README shows are what the program says.
  @Test func theAnswersShownAreThePrograms() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let plan = scratch.url.appendingPathComponent("plan").path
    #expect(try Binary.run(["allocate", "Fixtures/hangzhou", "--output", plan, "--no-worth"]).code == 0)
    for command in ["explain", "what-if"] {
      let words = try shown(command).map { word -> String in
        switch word {
        case "plan": plan
        case "whatif": plan + "-if"
        default: word.replacingOccurrences(of: "'", with: "")
        }
      }
      let answer = try Binary.run(words)
      #expect(answer.code == 0, "\(answer.errors)")
      for line in answer.output.components(separatedBy: "\n").dropLast(2) {
        #expect(readme.contains(line), "the README does not show: \(line)")
      }
    }
    let changes = try String(contentsOfFile: plan + "-if/changes.csv", encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```\n学号,").dropFirst().first)
    for line in ("学号," + block.components(separatedBy: "\n```")[0]).split(separator: "\n") {
      #expect(changes.contains(line), "the README makes up: \(line)")
    }
  }

  /// The words of a command on the city that stands in the running text.
  private func shown(_ command: String) throws -> [String] {
    let start = "`placement \(command) Fixtures/hangzhou "
    let rest = try #require(readme.components(separatedBy: start).dropFirst().first)
    let words = rest.components(separatedBy: "`")[0].components(separatedBy: " ")
    return [command, "Fixtures/hangzhou"] + words
  }

  /// Every subcommand that the README shows exists, with the options shown.
  @Test func theCommandsShownExist() throws {
    let shown = readme.components(separatedBy: "\n").filter { $0.hasPrefix("placement ") }
    #expect(shown.count >= 8)
    for line in shown {
      let words = line.split(separator: " ").map(String.init)
      let help = try Binary.run(["help", words[1]])
      #expect(help.code == 0, "\(words[1])")
      for word in words where word.hasPrefix("--") { #expect(help.output.contains(word), "\(line)") }
    }
  }

  /// What tests run beside our own program, and the package of Debian that brings it.
  private static let packages = [
    "chromium": "chromium", "glpsol": "glpk-utils", "curl": "curl",
    "systemd-analyze": "systemd", "soffice": "libreoffice-calc-nogui",
    "sbatch": "slurm-wlm", "munge": "munge",
    "python3": "python3-pip",
  ]
  /// On every Debian.
  private static let everywhere: Set<String> = ["env", "iconv", "script", "setpriv"]

  /// The test command installs every tool that some test runs: no suite is left out for want of one.
  @Test func theTestCommandInstallsWhatTheTestsRun() throws {
    let command = try #require(blocks.count > 1 ? blocks[1] : nil)
    let installed = command.components(separatedBy: "&&")[1].split(separator: " ").map(String.init)
    #expect(installed.contains("fonts-noto-cjk") && command.hasSuffix("&& swift test"))
    let tests = Binary.package.appendingPathComponent("Tests")
    let files = try #require(FileManager.default.subpaths(atPath: tests.path)).filter {
      $0.hasSuffix(".swift")
    }
    for file in files {
      let text = try String(contentsOf: tests.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(of: /"\/usr\/bin\/([a-z0-9-]+)"/) {
        let tool = String(match.1)
        guard !Self.everywhere.contains(tool) else { continue }
        let package = try #require(Self.packages[tool], "\(file): nobody knows what brings \(tool)")
        #expect(installed.contains(package), "\(file) runs \(tool)")
      }
    }
  }
}
