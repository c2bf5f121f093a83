import Allocation
import AssignmentSolver
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import Plan
import Supervisors

/// Says an allocation in a plan's tables: with prices and worth while there is time, and as counting alone shows it
/// otherwise. A plan that is proven is never lost to them.
struct PlanExplanation {
  let relativeGap: Double
  let threads: Int
  /// Re-solves for reasons, and as many for `worth`; nil: what is cheap.
  var budget: Int?
  var withWorth = true
  /// Seconds that the tables and the files take after it; nil: as long as who may take what did.
  var reserve: Double?
  /// Who supervises whom; nil where the case has no teachers.csv.
  var supervision: Supervision?

  /// - Parameter clock: asked between re-solves.
  /// - Returns: the plan, and what the solver failed with where it failed.
  func plan(
    _ allocation: Allocation, using solver: some IntegerProgramSolver, clock: RunClock,
    onProgress: (LiveStep) -> Void = { _ in }
  ) -> (plan: Plan, failure: SolverFailure?) {
    let mustStop = clock.mustStop(keeping: reserve ?? allocation.seconds.candidates)
    guard !mustStop() else { return (counted(allocation), nil) }
    let isProven = allocation.solution.stages.allSatisfy { $0.gap <= relativeGap }
    let changeSolver = ChangeSolver(using: solver, limits: SolverLimits(isCancelled: mustStop), exact: true)
    let findings = allocation.findings(
      // Where the plan itself could not be proven, re-solves would take as long again, each of them.
      using: changeSolver, budget: isProven ? budget : 0, withWorth: withWorth, threads: threads,
      onProgress: { onProgress(LiveStep($0)) })
    // A cancelled re-solve ends with whatever it has: no price, and no worth.
    if Interruption.isSet { return (counted(allocation), nil) }
    onProgress(LiveStep(.tables))
    return (
      allocation.plan(
        relativeGap: relativeGap, findings: findings, supervision: supervision, threads: threads),
      findings.failure.map { SolverFailure($0) }
    )
  }

  /// The same for a command: its progress is shown, and what failed is said.
  func plan(_ allocation: Allocation, _ console: Console, clock: inout RunClock) -> Plan {
    let (plan, failure) = plan(
      allocation, using: GLPKSolver(), clock: clock, onProgress: console.live)
    console.endLive()
    console.note(failure)
    clock.finish("plan")
    return plan
  }

  private func counted(_ allocation: Allocation) -> Plan {
    allocation.plan(relativeGap: relativeGap, supervision: supervision, threads: threads)
  }
}

extension Console {
  /// Says that some reasons were left to counting because the solver failed.
  func note(_ failure: SolverFailure?) {
    guard let failure else { return }
    fault(
      Text(
        zh: "注意：方案有效，但推算原因和名额价值时求解器出错（\(failure.message)）；因此有的原因只按计数给出，有的名额价值留空",
        en:
          "note: the plan is good, but the solver failed (\(failure.message)) while its reasons were worked out: "
          + "some are given by counting alone, and some cells of worth are left empty"))
  }
}
