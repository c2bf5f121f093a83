import AssignmentSolver
import Dispatch
import Placement

/// The placement program of a case: the sets and numbers, and which students its units are.
package struct PlacementProgram: Sendable {
  package private(set) var context: RuleContext
  package private(set) var quotas: QuotaBook
  package private(set) var commitments: Commitments
  package private(set) var ownPlaces: OwnPlaces
  package let openPosts: OpenPosts
  /// Students of every unit (one, or a team), increasing; units in order of their first student.
  package let units: [[Int]]
  package let points: PointsTable
  package private(set) var program: AssignmentProgram
  package let rows: ProgramRows
  /// How long it took to tell who may take what by every rule but the way to the post.
  package private(set) var eligibilitySeconds: Double

  /// Largest total of a stage that doubles and the solver can still tell apart by one.
  package static let largestTotal = 4e15

  /// - Parameters:
  ///   - isPriced: false where nobody asks what pairs cost: they then cost nothing.
  ///   - shouldStop: Asked on every thread while pairs are built.
  /// - Returns: nil where decisions, signed placements or weights are at fault, and `faults` says why; and where
  ///   `shouldStop` said so.
  package static func make(
    _ placementCase: PlacementCase, threads: Int, isPriced: Bool = true, faults: inout [Diagnostic],
    shouldStop: @Sendable () -> Bool = { false }
  ) -> PlacementProgram? {
    let start = DispatchTime.now().uptimeNanoseconds
    let context = RuleContext(placementCase)
    let quotas = QuotaBook(placementCase)
    let commitments = Commitments(context, quotas: quotas)
    let ownPlaces = OwnPlaces(placementCase, quotas)
    let openPosts = OpenPosts(context, threads: threads)
    let eligibilitySeconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    faults += commitments.faults + ownPlaces.faults
    guard commitments.faults.isEmpty, ownPlaces.faults.isEmpty else { return nil }
    let builder = ProgramBuilder(
      context: context, quotas: quotas, commitments: commitments, openPosts: openPosts)
    if let stage = builder.firstStageTooLarge() {
      faults.append(
        Diagnostic(
          .policy, file: "policy.yaml", row: nil, column: "objectives",
          Text(
            zh: "第 \(stage + 1) 级目标的合计可能超过可精确计算的范围",
            en: "stage \(stage + 1) of the objectives could total more than can be counted exactly"),
          mend: Text(zh: "减小权重或分值", en: "use smaller weights or points")))
      return nil
    }
    guard let program = builder.build(threads: threads, isPriced: isPriced, shouldStop: shouldStop)
    else { return nil }
    return PlacementProgram(
      context: context, quotas: quotas, commitments: commitments, ownPlaces: ownPlaces, openPosts: openPosts,
      units: builder.units, points: builder.points, program: program,
      rows: ProgramRows(
        capacity: builder.capacityRows().map { ($0.key, $0.taken) }, target: builder.targetRows().map(\.key)),
      eligibilitySeconds: eligibilitySeconds)
  }
}

extension PlacementProgram {
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

extension PlacementProgram {
  /// The program of a case that differs in seats and declared maxima alone: who may take what, and what it costs, stays
  /// as it is, so that nothing is asked of any pair.
  ///
  /// - Returns: nil where anything else differs, or where decisions no longer hold.
  package func remade(for changed: PlacementCase, threads: Int) -> PlacementProgram? {
    guard context.placementCase.differsInLimitsAlone(from: changed) else { return nil }
    var made = self
    made.context = context.withLimits(of: changed)
    made.quotas = quotas.withLimits(of: changed)
    made.commitments = commitments.checked(made.context, made.quotas)
    made.ownPlaces = OwnPlaces(changed, made.quotas)
    guard made.commitments.faults.isEmpty, made.ownPlaces.faults.isEmpty else { return nil }
    made.program = program(under: made.quotas, threads: threads)
    made.eligibilitySeconds = 0
    return made
  }
}

extension PlacementCase {
  /// Of what the program is made of. Tables that no setting reaches are the same in both.
  package func differsInLimitsAlone(from other: PlacementCase) -> Bool {
    posts.equals(other.posts, but: \.seats) && enterprises.equals(other.enterprises, but: \.maxInterns)
      && policy == other.policy && students == other.students && schools == other.schools
      && wishes == other.wishes && decisions == other.decisions && published == other.published
      && partners == other.partners && hostRanks == other.hostRanks && selfArranged == other.selfArranged
      && travel == other.travel && equivalences == other.equivalences && pairs == other.pairs
  }
}

extension Array where Element: Equatable {
  /// Whether the rows are the same but for one field. Rows of so many cells are compared where they lie: copying them
  /// costs more than comparing.
  fileprivate func equals<Field: Equatable>(
    _ other: [Element], but field: WritableKeyPath<Element, Field>
  ) -> Bool {
    guard count == other.count else { return false }
    return withUnsafeBufferPointer { mine in
      other.withUnsafeBufferPointer { theirs in
        mine.indices.allSatisfy { index in
          if mine[index] == theirs[index] { return true }
          var same = theirs[index]
          same[keyPath: field] = mine[index][keyPath: field]
          return mine[index] == same
        }
      }
    }
  }
}
