import AssignmentSolver
import IntegerProgram
import Placement

/// Posts that pins and signed placements hold open with fewer students than their minimum: others have to fill
/// them up, and where too few can, there is no plan at all.
private struct HeldMinimums {
  let commitments: Commitments
  let placementCase: PlacementCase
  /// Pinned or held students, by post; only posts that want more.
  let held: [Int: [Int]]

  init(_ commitments: Commitments, _ placementCase: PlacementCase) {
    self.commitments = commitments
    self.placementCase = placementCase
    let students = commitments.pins.indices.filter { commitments.pins[$0] != nil }
    held = Dictionary(grouping: students) { commitments.pins[$0]!.post }
      .filter { $0.value.count < placementCase.posts[$0.key].minStudents }
  }

  var posts: [Int] { held.keys.sorted() }

  var impossible: Diagnostic { impossible(posts) }

  /// Names the posts with their minimums and quotas, and the rows that hold them open.
  func impossible(_ posts: [Int]) -> Diagnostic {
    let quotas = QuotaBook(placementCase)
    let parts = posts.map { post in
      let lowest = quotas.lowest(of: post)
      return part(post, quotas[lowest.key], limit: lowest.limit)
    }
    let first = posts.lazy.flatMap { rows(of: $0) }.first
    return Diagnostic(
      .input, file: first?.file ?? "decisions.csv", row: first?.row, column: "post_id",
      Text(
        zh: "锁定或已签协议的学生使以下岗位必须开放，但在各项上限之内凑不齐最少人数：" + parts.map(\.zh).joined(separator: "；"),
        en: "pins and signed placements hold posts open whose minimums cannot be gathered within the quotas: "
          + parts.map(\.en).joined(separator: "; ")),
      mend: Text(
        zh: "撤销这些锁定、把进度改为“已终止”，或降低“最少人数”",
        en: "clear the pins, set the stages to `ended`, or lower min_students")
    ).placed(in: placementCase.places)
  }

  private func part(_ post: Int, _ quota: Quota, limit: Int) -> Text {
    let (item, count) = (placementCase.posts[post], held[post]!.count)
    let (id, of) = (ShownID.text(item.id), ShownID.path(quota.id))
    let named = rows(of: post).map { "\($0.file):\($0.row)" }
    return Text(
      zh: "岗位 \(id) 最少 \(item.minStudents) 人，已固定 \(count) 人（\(named.joined(separator: "、"))），"
        + "\(quota.kind.chinese) \(of) 的上限为 \(limit)",
      en: "post \(id) takes at least \(item.minStudents), holds \(count) "
        + "(\(named.joined(separator: ", "))), and \(quota.kind.rawValue) \(of) has a quota of \(limit)"
    )
  }

  /// Rows of decisions.csv, then of published.csv; a team mate stands under the row that holds the team.
  private func rows(of post: Int) -> [(file: String, row: Int)] {
    let rows = held[post]!.compactMap { student -> (file: String, row: Int)? in
      switch commitments.pins[student]?.origin {
      case .decision(let index): ("decisions.csv", placementCase.decisions[index].row)
      case .held: placementCase.published[student].map { ("published.csv", $0.row) }
      case .teamMate, nil: nil
      }
    }
    return rows.sorted { $0 < $1 }
  }
}

extension Commitments {
  /// Whether any post is held open by fewer than its minimum.
  func holdsTooFew(_ placementCase: PlacementCase) -> Bool {
    !HeldMinimums(self, placementCase).posts.isEmpty
  }

  /// The fault where pins and minimums together leave no plan at all.
  package func impossible(_ placementCase: PlacementCase) -> Diagnostic {
    HeldMinimums(self, placementCase).impossible
  }
}

extension PlacementProgram {
  private var heldMinimums: HeldMinimums { HeldMinimums(commitments, context.placementCase) }

  /// The fault where fewer students may go to a post held open than its minimum asks for.
  func heldMinimumFaultByCounting() -> Diagnostic? {
    let minimums = heldMinimums
    let outOfReach = minimums.posts.filter {
      candidates(for: Int32($0)) < context.placementCase.posts[$0].minStudents
    }
    return outOfReach.isEmpty ? nil : minimums.impossible(outOfReach)
  }

  /// The fault where no plan reaches the minimums of the posts held open; nil where one does, or where nobody can say
  /// in time.
  ///
  /// - Throws: `SolverFailure`
  func heldMinimumFault(using solver: some IntegerProgramSolver, seconds: Double) throws
    -> Diagnostic?
  {
    var posts = heldMinimums.posts
    guard !posts.isEmpty else { return nil }
    if let fault = heldMinimumFaultByCounting() { return fault }
    let start = ContinuousClock.now
    func isImpossible(_ posts: [Int]) throws -> Bool {
      // Any plan will do: with this gap the first one ends the solve.
      let left = seconds - (ContinuousClock.now - start) / .seconds(1)
      let limits = SolverLimits(seconds: max(0, left), relativeGap: 1)
      do {
        _ = try SolvePath.solve(fillingUp(Set(posts.map(Int32.init))), using: solver, limits: limits)
        return false
      } catch SolvePathError.infeasible {
        return true
      } catch SolvePathError.noPlanInTime {
        return false
      }
    }
    guard try isImpossible(posts) else { return nil }
    // Who takes no part in the conflict is not named: a post goes where the others alone leave no plan.
    for post in posts {
      let others = posts.filter { $0 != post }
      if !others.isEmpty, try isImpossible(others) { posts = others }
    }
    return heldMinimums.impossible(posts)
  }

  private func pairs(of unit: Int) -> ArraySlice<Int32> {
    program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
  }

  /// Students who may go to the post, those held there among them.
  private func candidates(for post: Int32) -> Int {
    (0..<program.unitCount).reduce(0) { sum, unit in
      pairs(of: unit).contains(post) ? sum + Int(program.unitSize[unit]) : sum
    }
  }

  /// One stage, which places as many as it can, at these posts and where pins put them: all others may as well stay
  /// without a post. Other posts' minimums are left out.
  private func fillingUp(_ posts: Set<Int32>) -> AssignmentProgram {
    var small = program.first(1)
    for post in 0..<small.postCount where !posts.contains(Int32(post)) { small.postMinimum[post] = 1 }
    small.pairStart = [0]
    small.pairPost = []
    for unit in 0..<program.unitCount {
      small.pairPost += pairs(of: unit).filter { program.mustPlace[unit] || posts.contains($0) }
      small.pairStart.append(small.pairPost.count)
    }
    small.pairCost = [.zero]
    small.targetRows = []
    small.unplacedCost = [program.unitSize.map(Int64.init)]
    return small
  }
}
