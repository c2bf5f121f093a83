import Allocation
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementFiles
import Plan

/// `measure CASE PLAN [SECONDS]`: one allocation of a case, each step timed apart; one line of JSON.
///
/// One run a process, so that the peak memory is that run's own; who wants a median runs it often.
@main
enum Measure {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard (3...4).contains(arguments.count), arguments.count == 3 || Double(arguments[3]) != nil else {
      FileHandle.standardError.write(Data("usage: measure CASE PLAN [SECONDS]\n".utf8))
      exit(64)
    }
    let limits = SolverLimits(
      seconds: arguments.count == 4 ? Double(arguments[3]) : nil, relativeGap: 0.0001)
    try measure(
      URL(fileURLWithPath: arguments[1]), plan: URL(fileURLWithPath: arguments[2]), limits: limits)
  }

  static func measure(_ folder: URL, plan output: URL, limits: SolverLimits) throws {
    var steps = Steps()
    let reading = readCase(at: folder)
    guard let placementCase = reading.placementCase else {
      FileHandle.standardError.write(Data("\(folder.path) has faults\n".utf8))
      exit(65)
    }
    steps.finish("reading")
    let stages = StageClock()
    let processorBefore = processorSeconds()
    let allocation = try allocate(
      placementCase, using: GLPKSolver(), options: AllocationOptions(limits: limits, threads: 2)
    ) { stages.note(stage: $0.stage, seconds: $0.seconds) }
    let processor = processorSeconds() - processorBefore
    let seconds = allocation.seconds
    steps.record("eligibility", allocation.eligibilitySeconds)
    steps.record("building", seconds.candidates - allocation.eligibilitySeconds)
    for part in stages.split(seconds.solve) { steps.record(part.step, part.seconds) }
    let plan = allocation.plan(relativeGap: limits.relativeGap, threads: 2)
    steps.finish("plan tables")
    try write(plan, placementCase, to: output)
    steps.finish("writing")
    try printLine(steps, allocation, processor: processor)
  }

  private static func write(_ plan: Plan, _ placementCase: PlacementCase, to folder: URL) throws {
    let language = placementCase.policy.language
    var files = plan.renderings.map { rendering in
      let table = rendering()
      return (name: table.file, data: csvData(table: table, language: language))
    }
    files.append(("summary.json", try plan.summary.jsonFile()))
    try OutputWriter().writeFolder(files: files, to: folder, replacing: true)
  }

  private static func printLine(_ steps: Steps, _ allocation: Allocation, processor: Double) throws {
    let line: [String: Any] = [
      "steps": steps.seconds.map { ["step": $0.step, "seconds": $0.seconds] as [String: Any] },
      "values": allocation.solution.stages.map(\.value),
      // Of eligibility, building and solve: what a peer's processor time compares with.
      "processor_seconds": processor,
      "peak_memory_mib": peakMemory(),
    ]
    let data = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
  }
}
