import ArgumentParser
import CMalloc
import CommandWords
import Foundation
import Logging
import Nightly
import Placement
import PlacementFiles
import Review

@main
enum Program {
  static func main() async {
    StandardStreams.open()
    // What is written is for its owner alone.
    umask(0o077)
    // A file beyond what `ulimit -f` allows fails like one on a full disk.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try ReviewCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let fault as CommandFault {
      say(fault.text, to: .standardError)
      exit(fault.code)
    } catch let fault as ReadingFault {
      say(fault.text, to: .standardError)
      exit(66)
    } catch let fault as AccountFault {
      say(fault.text, to: .standardError)
      exit(65)
    } catch {
      answer(error)
    }
  }

  /// Help where it was asked for, and what is wrong with the command line.
  private static func answer(_ error: any Error) -> Never {
    let code = ReviewCommand.exitCode(for: error)
    let text = ReviewCommand.fullMessage(for: error, columns: nil)
    let spoken = Text(zh: ParserMessages.chinese(text), en: text)
    say(spoken, to: code.isSuccess ? .standardOutput : .standardError)
    exit(code.rawValue)
  }

  static func say(_ text: Text, to handle: FileHandle = .standardOutput) {
    try? handle.write(contentsOf: Data((text.spoken + "\n").utf8))
  }
}

/// Why a command cannot do what it is asked to, and its exit code: those of `placement`.
struct CommandFault: Error {
  let code: Int32
  let text: Text
}

extension Text {
  /// In the language of the run.
  var spoken: String { self(RunLanguage.current) }
  /// The same in paragraphs that a terminal of 80 columns need not break.
  var spokenParagraphs: String { TextFlow.paragraphs(spoken, width: 79) }
}

extension Language: ExpressibleByArgument {}

extension ArgumentHelp {
  static func text(zh: String, en: String) -> ArgumentHelp { ArgumentHelp(Text(zh: zh, en: en).spoken) }
}

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "placement-review",
    abstract: Text(zh: "在浏览器中审核、改动和公布方案。", en: "Reviews, changes and publishes plans in a browser.").spoken,
    subcommands: [ServeCommand.self, UserCommand.self, AuditCommand.self])
}

/// What the page is about: a nightly configuration, or a case and a plan.
struct SiteOptions: ParsableArguments {
  @Argument(help: .text(zh: "夜间运行的配置文件。", en: "A nightly configuration.")) var config: String?
  @Option(name: .customLong("case"), help: ArgumentHelp(FolderWords.caseFolder.spoken))
  var caseFolder: String?
  @Option(help: ArgumentHelp(FolderWords.planFolder.spoken)) var plan: String?
  @Option(
    help: .text(
      zh: "存放账户、日志和推演的文件夹；默认在方案旁边，名为 review。",
      en: "The folder of accounts, log and scenarios; by default `review` beside the plan.")) var data:
    String?
  @Option(
    help: .text(
      zh: "所用语言；默认与案例或配置相同，再按 LANG。",
      en: "The language; by default the case's or the configuration's, else LANG's.")) var language: Language?

  func validate() throws {
    guard (config != nil) != (caseFolder != nil || plan != nil), (caseFolder != nil) == (plan != nil) else {
      throw ValidationError(
        Text(
          zh: "请给出配置文件，或者 --case 和 --plan", en: "Give a nightly configuration, or --case and --plan"
        ).spoken)
    }
  }

  /// - Throws: ``CommandFault``
  func site() throws -> ReviewSite {
    let configuration = try settings()
    do {
      return try ReviewSite(configuration)
    } catch {
      let folder = configuration.folder.path
      throw CommandFault(
        code: 73, text: Text(zh: "\(folder) 无法打开或写入", en: "\(folder) cannot be opened or written"))
    }
  }

  /// - Throws: ``CommandFault``
  func settings() throws -> SiteConfiguration {
    if let config {
      let (night, faults) = readNightConfiguration(at: URL(fileURLWithPath: config))
      guard let night else {
        let lines = Diagnostic.lines(faults, in: RunLanguage.current, all: true)
        throw CommandFault(
          code: faults.contains { $0.kind == .missing } ? 66 : 78,
          text: Text(verbatim: lines.joined(separator: "\n")))
      }
      return SiteConfiguration(
        caseFolder: night.caseFolder, plan: night.plans.appendingPathComponent("latest"),
        folder: folder(beside: night.plans), program: try Self.program(),
        reasons: night.decisionReasons.isEmpty ? Self.reasons(night.language) : night.decisionReasons,
        history: night.history, night: night)
    }
    let plan = URL(fileURLWithPath: self.plan ?? "", isDirectory: true).standardizedFileURL
    let caseFolder = URL(fileURLWithPath: self.caseFolder ?? "", isDirectory: true).standardizedFileURL
    let language = readPlanFolder(at: plan).language
    return SiteConfiguration(
      caseFolder: caseFolder, plan: plan, folder: folder(beside: plan), program: try Self.program(),
      reasons: Self.reasons(language))
  }

  private func folder(beside plan: URL) -> URL {
    data.map { URL(fileURLWithPath: $0, isDirectory: true).standardizedFileURL }
      ?? plan.standardizedFileURL.deletingLastPathComponent().appendingPathComponent(
        "review", isDirectory: true)
  }

  /// The command line's own program, which stands beside this one.
  private static func program() throws -> String {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let path = own.appendingPathComponent("placement").path
    guard access(path, X_OK) == 0 else {
      throw CommandFault(
        code: 66,
        text: Text(
          zh: "\(path) 不在：请先构建或安装 placement", en: "\(path) is not there: build or install placement first"))
    }
    return path
  }

  private static func reasons(_ language: Language) -> [String] {
    [
      Text(zh: "企业面试录用", en: "Accepted after an interview"),
      Text(zh: "学校与企业协商一致", en: "Agreed between school and enterprise"),
      Text(zh: "学生与企业双方不合适", en: "Student and enterprise do not fit"),
      Text(zh: "亲属任职，应当回避", en: "A relative works there"),
      Text(zh: "身体原因", en: "Health"), Text(zh: "家庭原因", en: "Family"),
    ].map { $0(language) }
  }
}

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: Text(zh: "打开审核页面。", en: "Serves the review page.").spoken,
    discussion: Text(
      zh: """
        默认只在本机（127.0.0.1）可以打开。要让别的计算机访问，须在前面设置带 TLS 的代理，并用 --public-name 写明它的域名；
        本程序仍只监听本机。代理须设置 X-Forwarded-For。

        示例：
          placement-review serve nightly.yaml
          placement-review serve --case city --plan plan
        """,
      en: """
        It listens on this machine alone. For others to reach it, put a proxy with TLS in front and give its name with
        --public-name; the program itself still listens on loopback. The proxy sets X-Forwarded-For.

        Examples:
          placement-review serve nightly.yaml
          placement-review serve --case city --plan plan
        """
    ).spokenParagraphs)

  @OptionGroup var site: SiteOptions
  @Option(help: .text(zh: "端口；0 为任意空闲端口。", en: "The port; 0: any that is free.")) var port = 8080
  @Option(
    help: .text(
      zh: "代理对外的域名；有它才会要求 HTTPS 并信任 X-Forwarded-For。",
      en: "The name of the proxy: cookies are for HTTPS then, and X-Forwarded-For is believed."))
  var publicName: String?
  /// Tests wait for less.
  @Option(help: .hidden) var idleSeconds = 30
  @Flag(help: .text(zh: "打印加固的 systemd 单元，不启动。", en: "Print a hardened systemd unit, and serve nothing."))
  var printSystemd = false

  func run() async throws {
    if printSystemd {
      print(try ReviewUnit(site.settings(), config: site.config, port: port, publicName: publicName).text)
      return
    }
    // Every commit reads a case on a thread of its own: with an arena a thread each would keep what the last one took, so
    // that three commits in a city of 30,000 held 297 MB at most instead of 188.
    mallopt(M_ARENA_MAX, 2)
    let site = try site.site()
    _ = try site.book()
    try site.removeAbandonedFiles()
    var logger = Logger(label: "placement-review") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    let server = try Server(
      site, ServerSettings(port: port, publicName: publicName, idleSeconds: idleSeconds))
    try await server.run(logger) { port in
      Program.say(
        Text(
          zh: "审核页面已打开：http://127.0.0.1:\(port)/", en: "the review page is open: http://127.0.0.1:\(port)/"))
      if (try? site.database.accounts().isEmpty) ?? false {
        Program.say(
          Text(
            zh: "还没有账户：placement-review user add 可以新建",
            en: "there is no account yet: placement-review user add makes one"))
      }
    }
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: Text(zh: "操作日志。", en: "The log.").spoken, subcommands: [Verify.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: Text(
        zh: "逐条核对日志；有改动或缺失时退出码为 1。", en: "Checks every entry; exit 1 where one was changed or removed."
      ).spoken)

    @OptionGroup var site: SiteOptions

    func run() throws {
      let result = try site.site().database.verifyLog()
      for fault in result.faults { Program.say(fault, to: .standardError) }
      let head = result.head.prefix(16)
      Program.say(
        Text(zh: "共 \(result.entries) 条，末条 \(head)", en: "\(result.entries) entries, the last is \(head)"))
      if !result.faults.isEmpty { throw ExitCode(1) }
    }
  }
}
