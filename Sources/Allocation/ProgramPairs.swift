import AssignmentSolver
import Placement

// Every pair of a unit and a post that is open to it, and what it costs in every stage.
extension ProgramBuilder {
  private struct Chunk: Sendable {
    var counts: [Int] = []
    var posts: [Int32] = []
    var costs: [[Int64]] = []
    var narrow: [[Int32]] = []
  }

  /// - Parameter isPriced: false where nobody asks what pairs cost.
  /// - Returns: nil where `shouldStop` said so.
  func build(threads: Int, isPriced: Bool = true, shouldStop: @Sendable () -> Bool) -> AssignmentProgram? {
    let limits = postLimits()
    let minimums = context.placementCase.posts.map { Int32($0.minStudents) }
    // Stages whose pairs all cost nothing hold no array; wide ones are rare (very large weights).
    let costly = stages.map { stage in
      isPriced
        && ([.match, .preference, .distance, .cooperation].contains { (stage[$0] ?? 0) > 0 }
          || ((stage[.moves] ?? 0) > 0 && points.keepable.contains { $0 != nil }))
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
      postLimit: limits, postMinimum: minimums,
      capacityRows: capacityRows().map(\.row), targetRows: targetRows().map(\.row), pairStart: starts,
      pairPost: posts,
      pairCost: costs)
  }

  private func pairs(of range: Range<Int>, costly: [Bool], closed: [Bool]) -> Chunk {
    var chunk = Chunk()
    chunk.costs = stages.map { _ in [] }
    chunk.narrow = stages.map { _ in [] }
    let pricers = stages.map(StagePricer.init)
    let costsNothing = !costly.contains(true)
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
          if costsNothing { return chunk.posts.append(Int32(post)) }
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
