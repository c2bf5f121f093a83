import ArgumentParser
import CBuild
import CommandWords
import Foundation
import GLPKSolver
import Placement

@main
enum Program {
  static func main() {
    StandardStreams.open()
    // What is written is for its owner alone.
    umask(0o077)
    // A file beyond what `ulimit -f` allows fails like one on a full disk.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try PlacementCommand.parseAsRoot(arguments)
      try command.run()
      if printing.contains(where: { $0 == type(of: command) }) { try Console.checkResults() }
    } catch {
      exit((Console().end(error) ?? answer(error)).rawValue)
    }
  }

  /// Commands of which nothing stays but what they print.
  private static let printing: [any ParsableCommand.Type] = [
    CheckCommand.self, VerifyCommand.self, ExplainCommand.self, CompareCommand.self, SchemaCommand.self,
    StatusCommand.self, HistoryList.self, HistoryShow.self, HistoryDiff.self, HistoryStudent.self,
  ]

  /// The parser's own `help` takes no option: the language has been told from it already.
  private static var arguments: [String] {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.first == "help", let index = words.firstIndex(of: "--language") else { return words }
    return Array(words[..<index] + words[index...].dropFirst(2))
  }

  /// Help where it was asked for, and what is wrong with the command line.
  private static func answer(_ error: any Error) -> ExitCode {
    let code = PlacementCommand.exitCode(for: error)
    let text = PlacementCommand.fullMessage(for: error, columns: nil)
    let spoken = Text(zh: ParserMessages.chinese(text), en: text)
    if code.isSuccess { Console().result(spoken) } else { Console().fault(spoken) }
    // The parser's word for an error that is none of its own is 1, which here is a plan's fault.
    return code == .failure ? .noPlan : code
  }
}

struct PlacementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "placement",
    abstract: Text(
      zh: "职业学校学生实习岗位安排。", en: "Assigns vocational students to enterprise training posts."
    ).spoken,
    discussion: Text(
      zh: """
        案例是一个文件夹，内有若干 CSV 文件和 policy.yaml；方案也是一个文件夹。

          placement check CASE                    读取全部数据，列出每一处错误
          placement allocate CASE --output PLAN   生成方案
          placement verify CASE PLAN              按全部规则核验方案

        退出码：
           0  各级目标已证明最优          1  核验发现问题
           3  方案有效，时限内未证明最优  64  命令行有误
          65  数据有误，未写入            66  缺少输入
          70  没有方案                    73  无法写入
          75  另一个运行正在使用          78  政策或配置有误
        """,
      en: """
        A case is a folder of CSV files and a policy.yaml; a plan is a folder.

          placement check CASE                    read everything, list every fault
          placement allocate CASE --output PLAN   make the plan
          placement verify CASE PLAN              check the plan against every rule

        Exit codes:
           0  every objective proven optimal      1  verify found a fault
           3  a valid plan, not proven in time   64  wrong command line
          65  bad input, nothing written         66  an input is missing
          70  no plan                            73  the output cannot be written
          75  another run holds the lock         78  bad policy or configuration
        """
    ).spokenParagraphs,
    version: Version.text.spoken,
    subcommands: [
      CheckCommand.self, AllocateCommand.self, ModelCommand.self, VerifyCommand.self,
      DecideCommand.self, PublishCommand.self, SplitCommand.self, ExplainCommand.self, WhatIfCommand.self,
      RequestsCommand.self, LettersCommand.self, ProofCommand.self,
      CompareCommand.self, NightlyCommand.self, HistoryCommand.self, StatusCommand.self, NewCommand.self,
      SchemaCommand.self, GenerateCommand.self, CollectCommand.self, SplitCaseCommand.self,
      MergePlansCommand.self,
    ])
}

enum Version {
  static let current = "0.1.0"

  private static let commit = String(cString: placement_commit())

  /// Of which results are that may stand beside each other: two builds of one version need not come to the same plans.
  /// Where nobody told the build its commit, the version.
  static let build = commit.isEmpty ? current : "\(current) \(commit)"

  /// With what the program rests on, and the commit that it was built of.
  static var text: Text {
    Text(
      zh: "placement \(current)\nGLPK \(GLPKSolver.version)\n提交 \(commit.isEmpty ? "未知" : commit)",
      en: "placement \(current)\nGLPK \(GLPKSolver.version)\ncommit \(commit.isEmpty ? "unknown" : commit)")
  }
}
