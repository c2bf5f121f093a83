import ArgumentParser
import Foundation
import Nightly
import Placement

/// `placement nightly`: the unattended run.
struct NightlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightly", abstract: "Plan unattended: a new verified plan, or yesterday's. 无人值守运行。",
    discussion: """
      Examples:
        placement nightly nightly.yaml
        placement nightly nightly.yaml --print-systemd
      """)

  @Argument(help: "The nightly configuration. · 夜间运行的配置文件。") var config: String
  @Flag(help: "Run though the inputs are those of the latest plan. · 数据未变也重新运行。") var force = false
  @Flag(help: "Print a systemd service and timer instead. · 只打印 systemd 服务与定时器。") var printSystemd = false

  func run() throws {
    umask(0o077)
    let file = URL(fileURLWithPath: config)
    let configuration = try loadNightConfiguration(file)
    if printSystemd {
      let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
      print(SystemdUnits(configuration, file: file, program: program).text, terminator: "")
      return
    }
    var environment = NightEnvironment()
    let stopping = StopSignals(environment.stop)
    defer { withExtendedLifetime(stopping) {} }
    environment.log = { line in try? FileHandle.standardError.write(contentsOf: Data(line.utf8)) }
    let result = Night(configuration, environment: environment).run(force: force)
    if let record = result.record {
      let text = Text(zh: "\(record.id)：", en: "\(record.id): ") + record.outcome.text
      Console(language: configuration.language).result(text)
    }
    if result.exitCode != 0 { throw ExitCode(result.exitCode) }
  }
}

/// `placement status`: how last night went.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "How last night went, in five lines. 昨夜运行情况。",
    discussion: """
      Exit 0 where there is nothing to do, 1 otherwise. 无待办事项时退出码为 0，否则为 1。

      Example:
        placement status nightly.yaml
      """)

  @Argument(help: "The nightly configuration. · 夜间运行的配置文件。") var config: String

  func run() throws {
    let configuration = try loadNightConfiguration(URL(fileURLWithPath: config))
    let status = NightStatus(configuration)
    let console = Console(language: configuration.language)
    for line in status.lines { console.result(line) }
    if !status.isGood { throw ExitCode(1) }
  }
}

/// - Throws: 66 where there is no such file, 78 where it is wrong.
func loadNightConfiguration(_ file: URL) throws -> NightConfiguration {
  let (configuration, diagnostics) = readNightConfiguration(at: file)
  Console(language: configuration?.language ?? .chinese).report(diagnostics)
  if let code = ExitCode(diagnostics) { throw code }
  guard let configuration else { throw ExitCode.badPolicy }
  return configuration
}

/// Turns SIGTERM and SIGINT into a wish to stop.
private final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: StopRequest) {
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { stop.set() }
      source.resume()
      return source
    }
  }
}
