import AssignmentSolver
import Dispatch
import Placement

/// The placement program of a case: the sets and numbers, and which students its units are.
package struct PlacementProgram: Sendable {
  package let context: RuleContext
  package let quotas: Quotas
  package let commitments: Commitments
  package let openPosts: OpenPosts
  /// Students of every unit (one, or a team), increasing; units in order of their first student.
  package let units: [[Int]]
  package let program: AssignmentProgram
  /// How long it took to tell who may take what by every rule but the way to the post.
  package let eligibilitySeconds: Double

  /// Largest total of a stage that doubles and the solver can still tell apart by one.
  package static let largestTotal = 4e15

  /// - Parameter shouldStop: Asked on every thread while pairs are built.
  /// - Returns: nil where decisions, signed placements or weights are at fault, and `faults` says why; and where
  ///   `shouldStop` said so.
  package static func make(
    _ placementCase: PlacementCase, threads: Int, faults: inout [Diagnostic],
    shouldStop: @Sendable () -> Bool = { false }
  ) -> PlacementProgram? {
    let start = DispatchTime.now().uptimeNanoseconds
    let context = RuleContext(placementCase)
    let quotas = Quotas(placementCase)
    let commitments = Commitments(context, quotas: quotas)
    let openPosts = OpenPosts(context, threads: threads)
    let eligibilitySeconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    faults += commitments.faults
    guard commitments.faults.isEmpty else { return nil }
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
    guard let program = builder.build(threads: threads, shouldStop: shouldStop) else { return nil }
    return PlacementProgram(
      context: context, quotas: quotas, commitments: commitments, openPosts: openPosts,
      units: builder.units, program: program,
      eligibilitySeconds: eligibilitySeconds)
  }
}

extension PlacementProgram {
  /// The program under other quotas; pairs are made anew only where a post opens or closes by them.
  package func program(under quotas: Quotas, threads: Int) -> AssignmentProgram {
    let builder = ProgramBuilder(
      context: context, quotas: quotas, commitments: commitments, openPosts: openPosts)
    let (limits, minimums) = builder.postLimits()
    let isSame = limits.indices.allSatisfy { post in
      (limits[post] < minimums[post]) == (program.postLimit[post] < program.postMinimum[post])
    }
    guard isSame else { return builder.build(threads: threads) { false }! }
    var changed = program
    changed.postLimit = limits.map(Int32.init)
    changed.capacityRows = builder.capacityRows()
    return changed
  }
}

extension PlacementCase {
  /// The rank of a post among a student's wishes: the post's own goes before its enterprise's.
  package func rank(student: Int, post: Int) -> Int? {
    guard !wishes[student].isEmpty else { return nil }
    let enterprise = posts[post].enterprise
    return wishes[student].filter { $0.target == .post(post) }.map(\.rank).min()
      ?? wishes[student].filter { $0.target == .enterprise(enterprise) }.map(\.rank).min()
  }
}

/// Points of one student at one post.
package struct PointsTable: Sendable {
  package let context: RuleContext
  /// Of every student: the published post that it could keep and would be moved from; nil where there is none.
  package let keepable: [Int?]

  package init(context: RuleContext, commitments: Commitments) {
    self.context = context
    keepable = context.placementCase.published.enumerated().map { student, published in
      guard let post = published?.post,
        commitments.pins[student].map({ $0.post == post }) ?? true,
        Rulebook.firstRefusal(student: student, post: post, in: context) == nil
      else { return nil }
      return post
    }
  }

  package func preferencePoints(student: Int, post: Int) -> Int {
    guard !context.placementCase.wishes[student].isEmpty else { return 0 }
    guard let rank = context.placementCase.rank(student: student, post: post) else {
      return context.policy.preferenceUnlisted
    }
    return context.policy.preferenceStep * (rank - 1)
  }

  /// Points of the tie between school and host, whether a stage weighs them or not.
  package func cooperationPoints(student: Int, post: Int) -> Int64 {
    Int64(
      context.ties.penalty(
        school: context.placementCase.students[student].schoolID, post: context.placementCase.posts[post],
        context.policy.cooperation))
  }

  /// What the pair adds to every term, unweighted; `cooperation` only where some stage weighs it.
  package func points(student: Int, post: Int, match: MatchLevel, distance: Int32) -> PairPoints {
    PairPoints(
      match: Int64(context.policy.penalty(for: match)),
      preference: Int64(preferencePoints(student: student, post: post)), distance: Int64(distance),
      cooperation: context.cooperation?.points(student: student, post: post) ?? 0,
      moves: keepable[student].map { $0 == post ? 0 : 1 } ?? 0)
  }
}

package struct PairPoints: Sendable {
  package let match: Int64
  package let preference: Int64
  package let distance: Int64
  package let cooperation: Int64
  package let moves: Int64

  package init(
    match: Int64 = 0, preference: Int64 = 0, distance: Int64 = 0, cooperation: Int64 = 0, moves: Int64 = 0
  ) {
    self.match = match
    self.preference = preference
    self.distance = distance
    self.cooperation = cooperation
    self.moves = moves
  }

  package static func + (a: PairPoints, b: PairPoints) -> PairPoints {
    PairPoints(
      match: a.match + b.match, preference: a.preference + b.preference, distance: a.distance + b.distance,
      cooperation: a.cooperation + b.cooperation, moves: a.moves + b.moves)
  }

  package func weighted(by weights: [ObjectiveTerm: Int]) -> Int64 { StagePricer(weights).cost(self) }
}

private struct ProgramBuilder {
  let context: RuleContext
  let quotas: Quotas
  let commitments: Commitments
  let openPosts: OpenPosts
  let units: [[Int]]
  let points: PointsTable

  private var stages: [[ObjectiveTerm: Int]] { context.policy.objectives }

  init(context: RuleContext, quotas: Quotas, commitments: Commitments, openPosts: OpenPosts) {
    self.context = context
    self.quotas = quotas
    self.commitments = commitments
    self.openPosts = openPosts
    points = PointsTable(context: context, commitments: commitments)
    let students = context.placementCase.students
    let singles = students.indices.filter { students[$0].excluded == nil && students[$0].teamID == nil }
    units = (singles.map { [$0] } + commitments.teams).sorted { $0[0] < $1[0] }
  }

  /// The first stage whose total might leave the range of exact arithmetic; nil where all are safe.
  func firstStageTooLarge() -> Int? {
    let policy = context.policy
    let penalty = max(policy.exactPenalty, policy.classPenalty, policy.categoryPenalty)
    let worstRank = context.placementCase.wishes.lazy.joined().map(\.rank).max() ?? 1
    let preference = max(Double(policy.preferenceUnlisted), Double(policy.preferenceStep) * Double(worstRank))
    let priority = context.placementCase.students.map(\.priority).max() ?? 1
    let longest = max(
      20_100 * policy.detourFactor * 10, Double(context.placementCase.travel.values.max() ?? 0))
    let targets = context.placementCase.enterprises.reduce(0.0) { $0 + Double($1.staffTotal) }
    return stages.firstIndex { stage in
      func weight(_ term: ObjectiveTerm) -> Double { Double(stage[term] ?? 0) }
      let student =
        weight(.unplaced) * Double(priority) + weight(.moves) + weight(.match) * Double(penalty)
        + weight(.preference) * preference + weight(.distance) * longest
        + weight(.cooperation) * Double(policy.cooperation.largest)
      let total = student * Double(context.placementCase.students.count) + weight(.shortfall) * targets
      return total > PlacementProgram.largestTotal
    }
  }

  private struct Chunk: Sendable {
    var counts: [Int] = []
    var posts: [Int32] = []
    var costs: [[Int64]] = []
    var narrow: [[Int32]] = []
  }

  /// - Returns: nil where `shouldStop` said so.
  func build(threads: Int, shouldStop: @Sendable () -> Bool) -> AssignmentProgram? {
    let (limits, minimums) = postLimits()
    // Stages whose pairs all cost nothing hold no array; wide ones are rare (very large weights).
    let costly = stages.map { stage in
      [.match, .preference, .distance, .cooperation].contains { (stage[$0] ?? 0) > 0 }
        || ((stage[.moves] ?? 0) > 0 && points.keepable.contains { $0 != nil })
    }
    let closed = zip(limits, minimums).map { $0 < $1 }
    let chunkSize = 128
    let chunkCount = (units.count + chunkSize - 1) / chunkSize
    var chunks = concurrently(chunkCount, threads: threads) { chunk in
      if shouldStop() { return Chunk() }
      return pairs(
        of: chunk * chunkSize..<min(units.count, (chunk + 1) * chunkSize), costly: costly, closed: closed)
    }
    if shouldStop() { return nil }
    var starts = [0]
    starts.reserveCapacity(units.count + 1)
    for chunk in chunks {
      for count in chunk.counts { starts.append(starts.last! + count) }
    }
    let total = starts.last!
    var posts: [Int32] = []
    posts.reserveCapacity(total)
    let isWide = stages.indices.map { stage in chunks.contains { !$0.costs[stage].isEmpty } }
    var narrow = stages.indices.map { _ in [Int32]() }
    var wide = stages.indices.map { _ in [Int64]() }
    for stage in stages.indices where costly[stage] {
      if isWide[stage] { wide[stage].reserveCapacity(total) } else { narrow[stage].reserveCapacity(total) }
    }
    for index in chunks.indices {
      posts += chunks[index].posts
      for stage in stages.indices where costly[stage] {
        if !isWide[stage] {
          narrow[stage] += chunks[index].narrow[stage]
        } else if chunks[index].costs[stage].isEmpty {
          wide[stage] += chunks[index].narrow[stage].map(Int64.init)
        } else {
          wide[stage] += chunks[index].costs[stage]
        }
      }
      chunks[index] = Chunk()  // Given back at once: at city scale both copies would not fit.
    }
    let costs: [AssignmentProgram.PairCosts] = stages.indices.map { stage in
      !costly[stage] ? .zero : isWide[stage] ? .wide(wide[stage]) : .narrow(narrow[stage])
    }
    return AssignmentProgram(
      stageCount: stages.count, unitSize: units.map { Int32($0.count) },
      mustPlace: units.map { commitments.pins[$0[0]] != nil }, unplacedCost: unplacedCosts(),
      postLimit: limits.map(Int32.init), postMinimum: minimums.map(Int32.init),
      capacityRows: capacityRows(), targetRows: targetRows(), pairStart: starts, pairPost: posts,
      pairCost: costs)
  }

  private func unplacedCosts() -> [[Int64]] {
    stages.map { stage in
      units.map { members in
        members.reduce(0) { sum, student in
          let moved = points.keepable[student] == nil ? 0 : 1
          return sum + Int64(stage[.unplaced] ?? 0) * Int64(context.placementCase.students[student].priority)
            + Int64((stage[.moves] ?? 0) * moved)
        }
      }
    }
  }

  /// Limits of posts: their own, and any shared quota that touches a single post on its days.
  func postLimits() -> (limits: [Int], minimums: [Int]) {
    var limits = quotas.posts.map(\.value)
    for quota in quotas.jobGroups + quotas.enterprises {
      guard let limit = quota.limit?.value else { continue }
      for post in quota.posts { limits[post] = min(limits[post], limit) }
    }
    return (limits.map { min($0, 1_000_000_000) }, context.placementCase.posts.map(\.minStudents))
  }

  func capacityRows() -> [AssignmentProgram.CapacityRow] {
    (quotas.jobGroups + quotas.enterprises).flatMap { quota -> [AssignmentProgram.CapacityRow] in
      guard let limit = quota.limit?.value else { return [] }
      return Quotas.simultaneous(quota.posts, in: context.placementCase).filter { $0.count > 1 }.map {
        AssignmentProgram.CapacityRow(posts: $0.map(Int32.init), limit: Int32(clamping: limit))
      }
    }
  }

  private func targetRows() -> [AssignmentProgram.TargetRow] {
    let weights = stages.map { Int64($0[.shortfall] ?? 0) }
    guard weights.contains(where: { $0 > 0 }) else { return [] }
    return quotas.enterprises.compactMap { quota in
      let enterprise = context.placementCase.enterprises[quota.enterprise]
      let target =
        context.policy.targetShareLow.ceiling(times: enterprise.staffTotal) - enterprise.currentInterns
      guard enterprise.aboveScale, target > 0 else { return nil }
      return AssignmentProgram.TargetRow(
        posts: quota.posts.map(Int32.init), target: Int32(clamping: target), weight: weights)
    }
  }

  private func pairs(of range: Range<Int>, costly: [Bool], closed: [Bool]) -> Chunk {
    var chunk = Chunk()
    chunk.costs = stages.map { _ in [] }
    chunk.narrow = stages.map { _ in [] }
    let pricers = stages.map(StagePricer.init)
    var seen: [Int32: (count: Int, costs: [Int64])] = [:]
    for unit in range {
      let before = chunk.posts.count
      let members = units[unit]
      if let pin = commitments.pins[members[0]] {
        let costs = pinnedCosts(members, at: pin.post)
        append(post: Int32(pin.post), to: &chunk, costly) { costs[$0] }
      } else if members.count == 1 {
        let student = members[0]
        openPosts.forEachOpen(student: student, in: context) { post, match, distance in
          guard !closed[post] else { return }
          let points = points.points(student: student, post: post, match: match, distance: distance)
          append(post: Int32(post), to: &chunk, costly) { pricers[$0].cost(points) }
        }
      } else {
        seen.removeAll(keepingCapacity: true)
        for student in members {
          openPosts.forEachOpen(student: student, in: context) { post, match, distance in
            guard !closed[post] else { return }
            let points = points.points(student: student, post: post, match: match, distance: distance)
            var entry = seen[Int32(post)] ?? (0, stages.map { _ in 0 })
            entry.count += 1
            for stage in stages.indices { entry.costs[stage] += pricers[stage].cost(points) }
            seen[Int32(post)] = entry
          }
        }
        for post in seen.keys.sorted() where seen[post]!.count == members.count {
          let costs = seen[post]!.costs
          append(post: post, to: &chunk, costly) { costs[$0] }
        }
      }
      chunk.counts.append(chunk.posts.count - before)
    }
    return chunk
  }

  private func pinnedCosts(_ members: [Int], at post: Int) -> [Int64] {
    stages.map { stage in
      members.reduce(0) { sum, student in
        let match = SpecialtyRule.level(student: student, post: post, in: context)
        let distance = context.geography.distance(student: student, post: post)
        return sum
          + points.points(student: student, post: post, match: match, distance: distance).weighted(by: stage)
      }
    }
  }

  @inline(__always)
  private func append(
    post: Int32, to chunk: inout Chunk, _ costly: [Bool], _ cost: (_ stage: Int) -> Int64
  ) {
    chunk.posts.append(post)
    for stage in costly.indices where costly[stage] {
      let value = cost(stage)
      if chunk.costs[stage].isEmpty, let small = Int32(exactly: value) {
        chunk.narrow[stage].append(small)
      } else {
        if chunk.costs[stage].isEmpty { chunk.costs[stage] = chunk.narrow[stage].map(Int64.init) }
        chunk.costs[stage].append(value)
      }
    }
  }
}

/// A stage's weights, out of their dictionary: looked up once, not once a pair.
private struct StagePricer: Sendable {
  let match: Int64
  let preference: Int64
  let distance: Int64
  let cooperation: Int64
  let moves: Int64

  init(_ stage: [ObjectiveTerm: Int]) {
    match = Int64(stage[.match] ?? 0)
    preference = Int64(stage[.preference] ?? 0)
    distance = Int64(stage[.distance] ?? 0)
    cooperation = Int64(stage[.cooperation] ?? 0)
    moves = Int64(stage[.moves] ?? 0)
  }

  @inline(__always)
  func cost(_ points: PairPoints) -> Int64 {
    match * points.match + preference * points.preference + distance * points.distance
      + cooperation * points.cooperation + moves * points.moves
  }
}
