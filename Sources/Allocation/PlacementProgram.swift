import AssignmentSolver
import Dispatch
import Placement

/// The placement program of a case: the sets and numbers, and which students its units are.
package struct PlacementProgram: Sendable {
  package private(set) var context: RuleContext
  package private(set) var quotas: QuotaBook
  package let commitments: Commitments
  package let selfArranged: SelfArrangedPlacements
  package let openPosts: OpenPosts
  /// Students of every unit (one, or a team), increasing; units in order of their first student.
  package let units: [[Int]]
  package let points: PointsTable
  package private(set) var program: AssignmentProgram
  package let rows: ProgramRows
  /// Seconds it took to decide who may take what by every rule except distance.
  package private(set) var eligibilitySeconds: Double

  /// The largest total of a stage at which doubles, and so the solver, still tell consecutive whole numbers apart.
  static let largestTotal = 4e15

  /// - Parameters:
  ///   - isPriced: false where nobody asks what pairs cost: they then cost nothing.
  ///   - shouldStop: Asked on every thread while rules are asked and pairs are built.
  /// - Returns: nil where decisions, signed placements or weights are at fault, as `faults` then says, and where
  ///   `shouldStop` ended it.
  package static func make(
    _ placementCase: PlacementCase, threads: Int, isPriced: Bool = true, faults: inout [Diagnostic],
    shouldStop: @Sendable () -> Bool = { false }
  ) -> PlacementProgram? {
    let start = DispatchTime.now().uptimeNanoseconds
    let context = RuleContext(placementCase)
    let quotas = QuotaBook(placementCase)
    let commitments = Commitments(context, quotas: quotas)
    let selfArranged = SelfArrangedPlacements(placementCase, quotas)
    let openPosts = OpenPosts(context, threads: threads, shouldStop: shouldStop)
    let eligibilitySeconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    let found = commitments.faults + selfArranged.faults + context.faultsOfWeights
    faults += found
    guard found.isEmpty else { return nil }
    let builder = ProgramBuilder(
      context: context, quotas: quotas, commitments: commitments, openPosts: openPosts)
    guard let program = builder.build(threads: threads, isPriced: isPriced, shouldStop: shouldStop)
    else { return nil }
    return PlacementProgram(
      context: context, quotas: quotas, commitments: commitments, selfArranged: selfArranged,
      openPosts: openPosts,
      units: builder.units, points: builder.points, program: program,
      rows: ProgramRows(
        capacity: builder.capacityRows().map { ($0.key, $0.taken) }, target: builder.targetRows().map(\.key)),
      eligibilitySeconds: eligibilitySeconds)
  }
}

extension PlacementProgram {
  /// - Parameter shouldStop: asked on every thread while rules are asked and pairs are built.
  /// - Throws: ``AllocationFailure/faults(_:)`` where decisions, signed placements or weights are at fault;
  ///   ``AllocationFailure/noPlanInTime`` where `shouldStop` ended it.
  package init(
    _ placementCase: PlacementCase, threads: Int, shouldStop: @Sendable () -> Bool = { false }
  ) throws {
    var faults: [Diagnostic] = []
    guard let made = Self.make(placementCase, threads: threads, faults: &faults, shouldStop: shouldStop)
    else { throw faults.isEmpty ? AllocationFailure.noPlanInTime : AllocationFailure.faults(faults) }
    self = made
  }

  /// The post of every unit, from the post of every student; −1 for none.
  package func plan(_ placement: [Int?]) -> [Int32] { units.map { placement[$0[0]].map(Int32.init) ?? -1 } }

  /// The program under other quotas; pairs are made anew only where a post opens or closes by them.
  package func program(under quotas: QuotaBook, threads: Int) -> AssignmentProgram {
    let builder = ProgramBuilder(self, under: quotas)
    let limits = builder.postLimits()
    let isSame = limits.indices.allSatisfy { post in
      (limits[post] < program.postMinimum[post])
        == (program.postLimit[post] < program.postMinimum[post])
    }
    guard isSame else { return builder.build(threads: threads) { false }! }
    var changed = program
    changed.postLimit = limits
    changed.capacityRows = builder.capacityRows().map(\.row)
    return changed
  }
}

/// The rows of a case that have another limit, where it differs in seats and declared maxima alone.
package struct ChangedLimits: Sendable, Equatable {
  /// Posts whose seats may be others; in any order, like the next.
  package var posts: [Int]
  /// Enterprises whose declared maximum may be another.
  package var enterprises: [Int]

  package init(posts: [Int] = [], enterprises: [Int] = []) {
    self.posts = posts
    self.enterprises = enterprises
  }

  /// The quotas that the rows declare.
  var keys: [QuotaKey] {
    posts.map { QuotaKey(kind: .post, index: $0) }
      + enterprises.map { QuotaKey(kind: .enterprise, index: $0) }
  }
}

extension PlacementProgram {
  /// The program of a case that differs only in some limits. Who may take what, and what it costs, stays as it is, so
  /// that no pair is judged again.
  ///
  /// - Returns: nil where decisions or self-arranged places no longer fit.
  package func remade(
    for changed: PlacementCase, _ limits: ChangedLimits, threads: Int
  ) -> PlacementProgram? {
    var made = self
    made.context = context.withLimits(of: changed)
    made.quotas = quotas.withLimits(of: changed, limits)
    guard commitments.hold(made.context, made.quotas), selfArranged.hold(made.quotas) else {
      return nil
    }
    let change = change(of: limits.keys, under: made.quotas)
    made.program =
      change.toggled.isEmpty
      ? program.applyingLimits(change.limits) : program(under: made.quotas, threads: threads)
    made.eligibilitySeconds = 0
    return made
  }
}
