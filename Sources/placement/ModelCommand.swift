import Allocation
import ArgumentParser
import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import PlacementFiles
import Plan
import Supervisors

/// Writes the whole integer program, so that any solver can check ours.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: Text(zh: "导出整数规划模型（自由格式 MPS）。", en: "Write the whole integer program as free MPS.").spoken,
    discussion: Text(
      zh: """
        每级目标一个文件（1.mps、2.mps ……），求最小值；前面各级的最优值是后面各级模型中的行，因此要先逐级求解。
        变量和约束按序号命名。

        示例：
          placement model Fixtures/tiny --output model
          glpsol --freemps model/1.mps
        """,
      en: """
        One file a stage (1.mps, 2.mps and so on), minimised; the optima of earlier stages are rows of the later ones,
        so the stages are solved on the way. Columns and rows are named by number.

        Example:
          placement model Fixtures/tiny --output model
          glpsol --freemps model/1.mps
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "案例文件夹。", en: "The case folder.")) var caseFolder: String
  @Flag(
    help: .text(
      zh: "导出第二个规划：学生由哪名教师指导（依次最小化无指导教师的学生、教师与单位对数、专业扣分）。",
      en:
        "The second program instead, who supervises whom: students without a supervisor, pairs of teacher and host, "
        + "points of specialty.")) var supervisors = false
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    Interruption.watch()
    let clock = solving.clock
    let placementCase = try loadCase(caseFolder, speech)
    try target.check(reading: [caseFolder])
    guard !supervisors else { return try writeSupervision(placementCase, clock) }
    let model = try CaseModel(
      placementCase, using: GLPKSolver(),
      options: AllocationOptions(limits: solving.limits(clock, gap: 0), threads: solving.threads))
    try write(model.stageCount, model.stage)
    print(model, speech.console)
    if model.stageCount < model.wholeStageCount { throw ExitCode.notProven }
  }

  /// One file a stage.
  private func write(_ count: Int, _ stage: (Int) -> IntegerProgram) throws {
    try target.write(as: .model, reading: [caseFolder]) { folder in
      for index in 0..<count {
        try folder.writeFile("\(index + 1).mps") { file in
          try MPSWriter.write(stage(index), name: "stage\(index + 1)") { try file.append($0) }
        }
      }
    }
  }

  private func writeSupervision(_ placementCase: PlacementCase, _ clock: RunClock) throws {
    guard placementCase.hasTeachers else {
      throw Refusal(
        .inputMissing, Text(zh: "案例没有教师表 teachers.csv", en: "the case has no teachers.csv"))
    }
    let limits = solving.limits(clock, gap: 0)
    let allocation = try allocate(
      placementCase, using: GLPKSolver(),
      options: AllocationOptions(limits: limits, threads: solving.threads))
    let model = try SupervisionModel(
      placementCase, supervisees: allocation.supervisees, using: GLPKSolver(), limits: limits,
      threads: solving.threads)
    let stated = model.statedCount
    try write(stated, model.stage)
    for (stage, figure) in model.supervision.figures.figures.prefix(stated).enumerated() {
      let bound = Text(zh: "（下界 \(figure.bound)）", en: " (bound \(figure.bound))")
      let line = Text(verbatim: "\(stage + 1).mps: \(figure.value)")
      speech.console.result(figure.bound < figure.value ? line + bound : line)
    }
    if stated < SupervisionModel.stageCount {
      speech.console.sayUnproven(stage: stated)
      throw ExitCode.notProven
    }
  }

  private func print(_ model: CaseModel, _ console: Console) {
    for (stage, value) in model.values.enumerated() {
      let isOpen = stage + 1 == model.stageCount && model.lastBound < value
      let bound = Text(zh: "（下界 \(model.lastBound)）", en: " (bound \(model.lastBound))")
      let line = Text(verbatim: "\(stage + 1).mps: \(value)")
      console.result(isOpen ? line + bound : line)
    }
    if model.stageCount < model.wholeStageCount { console.sayUnproven(stage: model.stageCount) }
  }
}

extension Console {
  /// The rows of a stage hold the optima of those before.
  func sayUnproven(stage: Int) {
    fault(
      Text(
        zh: "第 \(stage) 级的最优值未能证明，其后各级无法写出；请延长 --time-limit",
        en: "stage \(stage) is not proven, so the stages after it cannot be stated; "
          + "allow a longer --time-limit"))
  }
}
