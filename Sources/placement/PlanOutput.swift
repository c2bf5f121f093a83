import Allocation
import AssignmentSolver
import Foundation
import Placement
import PlacementFiles
import Plan
import PlanReport
import Threads

/// Turns a plan into its folder.
struct PlanOutput {
  let plan: Plan
  let placementCase: PlacementCase
  let threads: Int
  /// What the solve took, where it tells.
  var solver: SolveTotals?
  /// The plan that this one was to be near to.
  var near: NearRecord?
  /// Whether the tables are written as one workbook too.
  var withWorkbook = false
  /// Called on any thread with the files that are made.
  var onProgress: @Sendable (LiveStep) -> Void = { _ in }

  /// The folder's files, run.json last.
  func files(_ clock: inout RunClock) throws -> [(name: String, data: Data)] {
    // Beside the tables there is the report.
    let tally = Tally(of: plan.renderings.count + (withWorkbook ? 2 : 1)) { [onProgress] in
      onProgress(LiveStep(.files, $0, of: $1))
    }
    // The workbook takes longest, and is made beside the rest.
    let made = concurrently(withWorkbook ? 2 : 1, threads: threads) { part in
      Result { part == 0 ? pages(tally) : try workbook(tally) }
    }
    let parts = try made.flatMap { try $0.get() }
    var summary = plan.summary
    for part in parts { summary.files[part.name] = part.digest }
    var files = parts.map { (name: $0.name, data: $0.data) }
    files.append(("summary.json", try summary.jsonFile()))
    clock.finish("write")
    var record = RunRecord(clock: clock, threads: threads, solver: solver)
    record.near = near
    files.append(("run.json", try record.jsonFile()))
    return files
  }

  private struct Part: Sendable {
    let name: String
    let data: Data
    let digest: String

    init(_ name: String, _ data: Data) {
      (self.name, self.data) = (name, data)
      digest = Digest.sha256([UInt8](data))
    }
  }

  /// The tables and the report, whose figures are counted beside the longest of the tables, the first.
  private func pages(_ tally: Tally) -> [Part] {
    let language = placementCase.policy.language
    let renderings = plan.renderings
    let (tables, report) = concurrently(threads: threads) {
      concurrently(renderings.count, threads: threads) { index in
        defer { tally.add() }
        let table = renderings[index]()
        return Part(table.file, csvData(table: table, language: language))
      }
    } _: {
      ReportPage(placementCase, plan: plan)
    }
    defer { tally.add() }
    let planID = PlanReportCheck.planID(tables[0].digest)
    return tables + [Part("report.html", Data(report.html(planID: planID).utf8))]
  }

  private func workbook(_ tally: Tally) throws -> [Part] {
    defer { tally.add() }
    return [
      Part(PlanWorkbook.file, try PlanWorkbook.data(plan.tables, language: placementCase.policy.language))
    ]
  }
}

/// run.json: the one file that differs between two equal runs.
struct RunRecord: Codable {
  var started: String
  var seconds: [String: Double]
  var version: String
  var threads: Int
  /// Whether a limit or an interruption struck: such a run need not give the same bytes again.
  var interrupted: Bool
  /// Largest resident memory, MiB.
  var peakMemory: Int
  /// Simplex iterations, nodes, and where the solve's seconds went.
  var solver: SolveTotals?
  var near: NearRecord?

  enum CodingKeys: String, CodingKey {
    case started, seconds, version, threads, interrupted, solver, near
    case peakMemory = "peak_memory_mib"
  }

  init(clock: RunClock, threads: Int, solver: SolveTotals? = nil) {
    self.solver = solver
    started = ISO8601DateFormatter().string(from: clock.started)
    seconds = clock.steps
    seconds["total"] = (clock.total * 1e6).rounded() / 1e6
    version = Version.current
    self.threads = threads
    interrupted = Interruption.isSet
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    peakMemory = usage.ru_maxrss / 1024
  }
}

/// The plan that one was to be near to, an input like the case's files, and what came of it.
struct NearRecord: Codable {
  /// SHA-256 of its assignments.csv.
  var assignments: String
  /// Students who had a post there; those whose post is gone or closed to them; those who move, and how many do at least.
  var students: Int
  var closed: Int
  var moved: Int
  var least: Int

  /// Nil where the plan was near to none.
  init?(digest: String, _ allocation: Allocation) {
    guard let nearness = allocation.nearness else { return nil }
    assignments = digest
    (students, closed) = (nearness.students, nearness.closed)
    (moved, least) = (nearness.moved, nearness.least)
  }
}
