import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementFiles
import Plan

/// Writes the whole integer program, so that any solver can check ours.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Write the whole integer program as free MPS. 导出整数规划模型。",
    discussion: """
      One file a stage (1.mps, 2.mps, …), minimised; the optima of earlier stages are rows of the later ones,
      so the stages are solved on the way. Columns and rows are named by number.

      Example:
        placement model Fixtures/tiny --output model
        glpsol --freemps model/1.mps
      """)

  @Argument(help: "The case folder. · 案例文件夹。") var caseFolder: String
  @Option(name: .shortAndLong, help: "The folder to make. · 要生成的文件夹。") var output: String
  @Option(help: "Seconds for solving the stages, whose optima later stages hold as rows. · 求解时限（秒）。")
  var timeLimit: Double?
  @Option(help: "Threads. · 线程数。") var threads = 2
  @Flag(help: "Replace a folder that is there. · 覆盖已有文件夹。") var force = false
  @Flag(help: "No progress. · 不显示进度。") var quiet = false

  func validate() throws {
    if let timeLimit, !(timeLimit > 0 && timeLimit.isFinite) {
      throw ValidationError(
        "--time-limit takes a positive number of seconds, such as 600. · --time-limit 应为正的秒数，如 600。")
    }
  }

  func run() throws {
    Interruption.watch()
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet)
    let folder = URL(fileURLWithPath: output)
    do {
      try checkOutput(folder, replacing: force, console)
      let limits = SolverLimits(seconds: timeLimit, isCancelled: { Interruption.isSet })
      let model = try allocationFailuresReported(console) {
        try CaseModel(
          placementCase, using: GLPKSolver(), options: AllocationOptions(limits: limits, threads: threads))
      }
      let files = try (0..<model.stageCount).map { stage in
        var data = Data()
        try MPSWriter.write(model.stage(stage), name: "stage\(stage + 1)") { data.append(contentsOf: $0) }
        return (name: "\(stage + 1).mps", data: data)
      }
      try OutputWriter().writeFolder(files: files, to: folder, replacing: force)
      print(model, console)
      if model.stageCount < model.wholeStageCount { throw ExitCode.notProven }
    } catch let error as OutputError {
      console.fault(error.message)
      throw ExitCode.cannotWrite
    }
  }

  private func print(_ model: CaseModel, _ console: Console) {
    for (stage, value) in model.values.enumerated() {
      let isOpen = stage + 1 == model.stageCount && model.lastBound < value
      let bound = Text(zh: "（下界 \(model.lastBound)）", en: " (bound \(model.lastBound))")
      let line = Text(verbatim: "\(stage + 1).mps: \(value)")
      console.result(isOpen ? line + bound : line)
    }
    if model.stageCount < model.wholeStageCount {
      console.fault(
        Text(
          zh: "第 \(model.stageCount) 级的最优值未能证明，其后各级模型无法写出；请延长 --time-limit",
          en: "stage \(model.stageCount) is not proven, so the stages after it cannot be stated; "
            + "allow a longer --time-limit"))
    }
  }
}
