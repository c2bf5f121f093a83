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
        变量和约束按序号命名。--time-limit 用完时，来不及写完的文件不留下，退出码 3；一个也没有写完，或被中断时，不生成文件夹，退出码 70。

        示例：
          placement model Fixtures/tiny --output model
          glpsol --freemps model/1.mps
        """,
      en: """
        One file a stage (1.mps, 2.mps and so on), minimised; the optima of earlier stages are rows of the later ones,
        so the stages are solved on the way. Columns and rows are named by number. Where --time-limit ends it, no file
        stays that could not be ended, and the exit code is 3; where not even the first is whole, or on Ctrl-C, there is
        no folder, and it is 70.

        Example:
          placement model Fixtures/tiny --output model
          glpsol --freemps model/1.mps
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Flag(
    help: .text(
      zh: "导出第二个规划：学生由哪名教师指导（依次最小化无指导教师的学生、教师与单位对数、专业扣分）。",
      en:
        "The second program instead, who supervises whom: students without a supervisor, pairs of teacher and host, "
        + "points of specialty.")) var supervisors = false
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var date: DayOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    Interruption.watch()
    let clock = solving.clock
    let placementCase = try loadCase(caseFolder, speech, asOf: date.day)
    try target.check(reading: [caseFolder])
    guard !supervisors else { return try writeSupervision(placementCase, clock) }
    let model = try CaseModel(
      placementCase, using: GLPKSolver(),
      options: AllocationOptions(
        limits: solving.limits(clock, gap: 0), threads: solving.threads, reserve: Self.reserve))
    let bounds = model.values.dropLast() + [model.lastBound]
    try write(zip(model.values, bounds).map { ($0, $1) }, of: model.wholeStageCount, clock, model.writeMPS)
  }

  /// See `AllocationOptions.reserve`: what writing three stages takes.
  private static let reserve = 20.0

  /// One file a stage that can be stated, and a line about each.
  ///
  /// - Parameters:
  ///   - stated: value and bound of these stages.
  ///   - count: how many stages there are.
  ///   - writeStage: hands on what is written of a stage, from 0.
  private func write(
    _ stated: [(value: Int64, bound: Int64)], of count: Int, _ clock: RunClock,
    _ writeStage: (Int, @escaping ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    func name(_ index: Int) -> String { "\(index + 1).mps" }
    var written = 0
    try target.write(as: .model, reading: [caseFolder]) { folder in
      var files = StageFiles(folder, clock)
      for index in stated.indices {
        guard try files.writeNext(name(index), { try writeStage(index, $0) }) != nil else { break }
      }
      written = files.count
    }
    for (index, (value, bound)) in stated.prefix(written).enumerated() {
      let line = Text(verbatim: "\(name(index)): \(value)")
      let gap = Text(zh: "（下界 \(bound)）", en: " (bound \(bound))")
      speech.console.result(bound < value ? line + gap : line)
    }
    try speech.console.endStages(written: written, stated: stated.count, of: count)
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
    let figures = model.supervision.figures.figures.prefix(model.statedCount)
    try write(figures.map { ($0.value, $0.bound) }, of: SupervisionModel.stageCount, clock) { stage, append in
      try MPSWriter.write(model.stage(stage), name: "stage\(stage + 1)", to: append)
    }
  }
}
