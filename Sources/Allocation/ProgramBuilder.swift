import AssignmentSolver
import Placement

/// States the program of a case: units, rows, pairs and what they cost.
struct ProgramBuilder {
  let context: RuleContext
  let quotas: QuotaBook
  let commitments: Commitments
  let openPosts: OpenPosts
  let units: [[Int]]
  let points: PointsTable

  var stages: [[ObjectiveTerm: Int]] { context.policy.objectives }

  /// Of a program that is made already, under other quotas.
  init(_ made: PlacementProgram, under quotas: QuotaBook) {
    (context, commitments, openPosts) = (made.context, made.commitments, made.openPosts)
    (units, points) = (made.units, made.points)
    self.quotas = quotas
  }

  init(context: RuleContext, quotas: QuotaBook, commitments: Commitments, openPosts: OpenPosts) {
    self.context = context
    self.quotas = quotas
    self.commitments = commitments
    self.openPosts = openPosts
    points = PointsTable(context: context, commitments: commitments)
    let students = context.placementCase.students
    let singles = students.indices.filter {
      context.placementCase.takesPart($0) && students[$0].teamID == nil
    }
    units = (singles.map { [$0] } + commitments.teams).sorted { $0[0] < $1[0] }
  }

  func unplacedCosts() -> [[Int64]] {
    stages.map { stage in
      func weight(_ term: ObjectiveTerm) -> Int64 { Int64(stage[term] ?? 0) }
      let (unplaced, moves, lottery) = (weight(.unplaced), weight(.moves), weight(.lottery))
      return units.map { members in
        members.reduce(0) { sum, student in
          sum + unplaced * Int64(context.placementCase.students[student].priority)
            + (points.keepable[student] == nil ? 0 : moves)
            + (lottery == 0 ? 0 : lottery * points.lot(student: student, post: nil))
        }
      }
    }
  }

  func postLimits() -> [Int32] {
    context.placementCase.posts.indices.map { PlacementProgram.postLimit(quotas.limit(of: $0)) }
  }

  /// A row for every set of posts held at once; one of a single post is that post's limit.
  func capacityRows() -> [(key: QuotaKey, taken: Int, row: AssignmentProgram.CapacityRow)] {
    quotas.shared.flatMap { quota -> [(key: QuotaKey, taken: Int, row: AssignmentProgram.CapacityRow)] in
      guard let limit = quota.limit?.value else { return [] }
      return quota.peaks.filter { $0.posts.count > 1 }.map { day in
        let row = AssignmentProgram.CapacityRow(
          posts: day.posts.map(Int32.init), limit: ProgramRows.limit(limit, less: day.taken))
        return (quota.key, day.taken, row)
      }
    }
  }

  func targetRows() -> [(key: QuotaKey, row: AssignmentProgram.TargetRow)] { shortfallRows() + gapRows() }

  /// Posts that say how many students are wanted there. What those beyond cost is in the pairs' points.
  private func gapRows() -> [(key: QuotaKey, row: AssignmentProgram.TargetRow)] {
    let weights = stages.map { Int64($0[.targetGap] ?? 0) }
    guard weights.contains(where: { $0 > 0 }) else { return [] }
    return context.placementCase.posts.enumerated().compactMap { index, post in
      post.targetStudents.map { target in
        let row = AssignmentProgram.TargetRow(
          posts: [Int32(index)], target: Int32(target), gap: weights)
        return (key: QuotaKey(kind: .post, index: index), row: row)
      }
    }
  }

  private func shortfallRows() -> [(key: QuotaKey, row: AssignmentProgram.TargetRow)] {
    let weights = stages.map { Int64($0[.shortfall] ?? 0) }
    guard weights.contains(where: { $0 > 0 }) else { return [] }
    return quotas.enterprises.compactMap { quota -> (key: QuotaKey, row: AssignmentProgram.TargetRow)? in
      let enterprise = context.placementCase.enterprises[quota.enterprise]
      let target =
        context.policy.targetShareLow.ceiling(times: enterprise.staffTotal) - enterprise.currentInterns
        - quota.selfArranged
      guard enterprise.aboveScale, target > 0 else { return nil }
      let row = AssignmentProgram.TargetRow(
        posts: quota.posts.map(Int32.init), target: Int32(clamping: target), weight: weights)
      return (key: quota.key, row: row)
    }
  }
}
