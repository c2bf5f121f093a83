import ArgumentParser
import CommandWords
import Foundation
import Nightly
import Placement
import PlacementFiles

/// `placement nightly`: the unattended run.
struct NightlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightly",
    abstract: Text(
      zh: "无人值守运行：得到核验过的新方案，或沿用原方案。", en: "Plan unattended: a new verified plan, or yesterday's."
    )
    .spoken,
    discussion: Text(
      zh: """
        示例：
          placement nightly nightly.yaml
          placement nightly nightly.yaml --print-systemd
        """,
      en: """
        Examples:
          placement nightly nightly.yaml
          placement nightly nightly.yaml --print-systemd
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "夜间运行的配置文件。", en: "The nightly configuration.")) var config: String
  @Flag(help: .text(zh: "数据未变也重新运行。", en: "Run though the inputs are those of the latest plan."))
  var force = false
  @Flag(help: .text(zh: "只打印 systemd 服务与定时器。", en: "Print a systemd service and timer instead."))
  var printSystemd = false
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let file = URL(fileURLWithPath: config)
    let configuration = try load(file)
    if printSystemd {
      let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
      let units = NightlyUnits(configuration, file: file, program: program)
      if let fault = units.fault { throw Refusal(.badPolicy, fault) }
      Console.result(Data(units.text.utf8))
      return try Console.checkResults()
    }
    let environment = NightEnvironment()
    let stopping = StopSignals(environment.stop)
    defer { withExtendedLifetime(stopping) {} }
    let result = Night(configuration, environment: environment).run(force: force)
    if let record = result.record {
      let text = Text(zh: "\(record.id)：", en: "\(record.id): ") + record.outcome.text
      speech.console.result(text)
    }
    if result.exitCode != 0 { throw ExitCode(result.exitCode) }
  }

  /// A night that its configuration keeps from running is told of like any other bad one.
  private func load(_ file: URL) throws -> NightConfiguration {
    do {
      return try loadNightConfiguration(file)
    } catch let faults as InputFaults {
      if !printSystemd, var rest = readFaultyNightConfiguration(at: file), rest.onFailure != nil {
        rest.language = RunLanguage.current
        Night.refuse(rest, faults: faults.diagnostics)
      }
      throw faults
    }
  }
}

/// `placement status`: how last night went.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: Text(zh: "昨夜运行情况，五行以内。", en: "How last night went, in five lines.").spoken,
    discussion: Text(
      zh: """
        无待办事项时退出码为 0，否则为 1。

        示例：
          placement status nightly.yaml
        """,
      en: """
        Exit 0 where there is nothing to do, 1 otherwise.

        Example:
          placement status nightly.yaml
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "夜间运行的配置文件。", en: "The nightly configuration.")) var config: String
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let configuration = try loadNightConfiguration(URL(fileURLWithPath: config))
    // Of a folder that is somebody else's nothing can be said, and nothing is.
    for folder in [configuration.plans, configuration.plans.appendingPathComponent("runs")] {
      let access = FolderAccess(folder)
      guard access != .missing, let fault = access.sentence else { continue }
      throw Refusal(.inputMissing, Text(zh: "\(folder.path)：", en: "\(folder.path): ") + fault)
    }
    let status = NightStatus(configuration)
    for line in status.lines { speech.console.result(line) }
    if !status.isGood { throw ExitCode(1) }
  }
}

/// - Throws: ``InputFaults``: 66 where there is no such file, 78 where it is wrong.
func loadNightConfiguration(_ file: URL) throws -> NightConfiguration {
  let (configuration, diagnostics) = readNightConfiguration(at: file)
  guard var configuration else { throw InputFaults(diagnostics: diagnostics) }
  Console().report(diagnostics)
  // The night's log and notices are in the language of the run.
  configuration.language = RunLanguage.current
  return configuration
}

/// Turns SIGTERM, SIGINT and SIGHUP into a wish to stop.
private final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: StopRequest) {
    signal(SIGPIPE, SIG_IGN)
    // Under `nohup` a night outlives the terminal that it was started from.
    let isKept = StopSignals.isIgnored(SIGHUP)
    sources = (isKept ? [SIGTERM, SIGINT] : [SIGTERM, SIGINT, SIGHUP]).map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { stop.set() }
      source.resume()
      return source
    }
  }
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    return sigaction(number, nil, &action) == 0
      && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
