import AssignmentSolver
import IntegerProgram
import Placement

/// How the program is solved.
public enum SolveMethod: String, Sendable, CaseIterable {
  /// A flow where the program is one; otherwise branch, cut and price: see `SolvePath`.
  case auto
  /// The whole program by the solver's own integer search: see `WholeProgramSearch`.
  case whole
}

/// How the main job may go about its work.
public struct AllocationOptions: Sendable {
  public var limits: SolverLimits
  public var threads: Int
  public var method: SolveMethod
  /// Whether the search that proves the plan also prices what placing the others would cost.
  public var withPrices: Bool
  /// Seconds of the time limit to keep for the steps after the solve, for each second that building the candidates took:
  /// counting reasons and writing tables go over all pairs again.
  public var reserve: Double
  /// Of all plans that are as good in every objective, one that moves the fewest from this one is taken.
  public var near: FormerPlacement?

  public init(
    limits: SolverLimits = SolverLimits(relativeGap: 0.0001), threads: Int = 2, method: SolveMethod = .auto,
    withPrices: Bool = false, reserve: Double = 0, near: FormerPlacement? = nil
  ) {
    self.reserve = reserve
    self.near = near
    self.limits = limits
    self.threads = threads
    self.method = method
    self.withPrices = withPrices
  }
}

/// Why there is no plan.
public enum AllocationFailure: Error {
  /// Decisions or weights are at fault; every fault is here.
  case faults([Diagnostic])
  /// The time limit struck, or the run was cancelled, before a plan was found.
  case noPlanInTime
  case solver(SolverFailure)
}

/// An allocated case: who goes where, and what is proven of it.
public struct Allocation: Sendable {
  package let placementProgram: PlacementProgram
  public let solution: AssignmentSolution
  /// The post of every student; nil for none.
  public let placement: [Int?]
  /// Seconds: building candidates, solving; without what prices took.
  public let seconds: (candidates: Double, solve: Double)
  /// What solving took, as ``WorkMeter`` counts it; 0 where the plan came from another's solve.
  package let work: Int
  /// How near the plan is to the one that ``AllocationOptions/near`` asked for; nil where none was.
  public private(set) var nearness: PlanNearness?

  /// Gives every member of a unit the unit's post.
  package init(
    _ program: PlacementProgram, _ solution: AssignmentSolution,
    seconds: (candidates: Double, solve: Double), work: Int = 0
  ) {
    placementProgram = program
    self.work = work
    self.solution = solution
    var placement = [Int?](repeating: nil, count: program.context.placementCase.students.count)
    for (unit, post) in solution.post.enumerated() where post >= 0 {
      for student in program.units[unit] { placement[student] = Int(post) }
    }
    self.placement = placement
    self.seconds = seconds
  }

  /// The same for a case with the units of `similar`; only units whose post differs from that plan are gone through.
  package init(
    _ program: PlacementProgram, _ solution: AssignmentSolution, like similar: Allocation,
    seconds: (candidates: Double, solve: Double)
  ) {
    placementProgram = program
    work = 0
    self.solution = solution
    var placement = similar.placement
    let (old, new) = (similar.solution.post, solution.post)
    for unit in new.indices where new[unit] != old[unit] {
      for student in program.units[unit] { placement[student] = new[unit] < 0 ? nil : Int(new[unit]) }
    }
    self.placement = placement
    self.seconds = seconds
  }

  /// The part of `seconds.candidates` that asked the rules; the rest built the pairs with distances and points.
  public var eligibilitySeconds: Double { placementProgram.eligibilitySeconds }
}

/// Case → who may take what → program → solution: the main job without its files.
///
/// - `log`: Called at every step of the solve; not of ``SolveMethod/whole``.
/// - `onPriceSearch`: Called with the plan where a search for prices begins, which is the work of one thread.
/// - Throws: ``AllocationFailure``
public func allocate(
  _ placementCase: PlacementCase, using solver: some IntegerProgramSolver, options: AllocationOptions,
  onProgress: (SolveProgress) -> Void = { _ in }, log: ((SolveEvent) -> Void)? = nil,
  onPriceSearch: (Allocation) -> Void = { _ in }
) throws -> Allocation {
  let start = ContinuousClock.now
  var limits = options.limits.begun()
  let placementProgram = try PlacementProgram(
    placementCase, threads: options.threads, shouldStop: { [limits] in limits.haveStruck })
  let built = ContinuousClock.now
  limits.deadline = limits.deadline.keeping(options.reserve * ((built - start) / .seconds(1)))
  let meter = WorkMeter()
  let solver = MeteredSolver(solver, meter)
  let solution: AssignmentSolution
  do {
    let program = placementProgram.program
    let near = options.near.map(placementProgram.formerPlan)
    solution =
      switch options.method {
      case .auto:
        try SolvePath.solve(
          program, using: solver, limits: limits, near: near, withPrices: options.withPrices,
          threads: options.threads, onProgress: onProgress, log: log
        ) { onPriceSearch(Allocation(placementProgram, $0, seconds: (0, 0))) }
      case .whole:
        try WholeProgramSearch.solve(
          program, near: near, using: solver, limits: limits, onProgress: onProgress)
      }
  } catch SolvePathError.infeasible {
    let fault = try? placementProgram.heldMinimumFault(
      using: solver, seconds: min(20, limits.deadline.secondsLeft ?? 20))
    throw AllocationFailure.faults([fault ?? placementProgram.commitments.impossible(placementCase)])
  } catch SolvePathError.noPlanInTime {
    throw AllocationFailure.noPlanInTime
  } catch let failure as SolverFailure {
    throw AllocationFailure.solver(failure)
  }
  var allocation = Allocation(
    placementProgram, solution,
    seconds: (
      (built - start) / .seconds(1),
      (ContinuousClock.now - built) / .seconds(1) - (solution.prices?.seconds ?? 0)
    ),
    work: meter.work)
  if let former = options.near { allocation.setNearness(to: former) }
  return allocation
}

extension Allocation {
  fileprivate mutating func setNearness(to former: FormerPlacement) {
    nearness = solution.nearness.map { placementProgram.nearness($0, to: former) }
  }
}
