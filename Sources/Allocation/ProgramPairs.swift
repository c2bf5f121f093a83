import AssignmentSolver
import Placement
import Threads

// Every pair of a unit and a post that is open to it, and what it costs in every stage.
extension ProgramBuilder {
  /// Units at a time on a thread.
  private static let unitsAChunk = 128

  /// Pairs are counted first and then written where they belong: at city scale they would not fit twice.
  ///
  /// - Parameter isPriced: false where nobody asks what pairs cost.
  /// - Returns: nil where `shouldStop` said so.
  func build(threads: Int, isPriced: Bool = true, shouldStop: @Sendable () -> Bool) -> AssignmentProgram? {
    let limits = postLimits()
    let minimums = context.placementCase.posts.map { Int32($0.minStudents) }
    // Stages whose pairs all cost nothing hold no array.
    let costly = stages.map { stage in
      isPriced
        && (ObjectiveTerm.ofPairs.contains { (stage[$0] ?? 0) > 0 }
          || ((stage[.moves] ?? 0) > 0 && points.keepable.contains { $0 != nil }))
    }
    let closed = zip(limits, minimums).map { $0 < $1 }
    let pairCounts = chunked(threads: threads) { shouldStop() ? [] : counts(of: $0, closed: closed) }
    if shouldStop() { return nil }
    let starts = pairCounts.joined().reduce(into: [0]) { $0.append($0.last! + $1) }
    var arrays = PairArrays(count: starts.last!, costly: costly)
    while true {
      let tooLarge = arrays.fill { slots in
        chunked(threads: threads) { units in
          shouldStop() ? [] : write(units, from: starts, to: slots, closed: closed)
        }
      }
      if shouldStop() { return nil }
      let isTooNarrow = stages.indices.map { stage in tooLarge.contains { $0[stage] } }
      guard isTooNarrow.contains(true) else { break }
      arrays.widen(isTooNarrow)
    }
    let sides = SideRows(self, starts: starts, posts: arrays.posts)
    return AssignmentProgram(
      stageCount: stages.count, unitSize: units.map { Int32($0.count) },
      mustPlace: units.map { commitments.pins[$0[0]] != nil }, unplacedCost: unplacedCosts(),
      postLimit: limits, postMinimum: minimums,
      capacityRows: capacityRows().map(\.row), targetRows: targetRows().map(\.row),
      sideRows: sides.rows, penalties: sides.penalties, pairStart: starts, pairPost: arrays.posts,
      pairCost: arrays.costs)
  }

  private func chunked<T: Sendable>(threads: Int, _ body: @Sendable (Range<Int>) -> T) -> [T] {
    let size = Self.unitsAChunk
    return concurrently((units.count + size - 1) / size, threads: threads) { chunk in
      body(chunk * size..<min(units.count, (chunk + 1) * size))
    }
  }

  private func counts(of range: Range<Int>, closed: [Bool]) -> [Int] {
    range.map { unit in
      let members = units[unit]
      if commitments.pins[members[0]] != nil { return 1 }
      if members.count > 1 { return pairs(ofTeam: members, closed: closed).count }
      return openPosts.countOpen(student: members[0], in: context, closed: closed)
    }
  }

  /// - Returns: Of every stage, whether a cost did not fit; the rest is then left out.
  private func write(
    _ range: Range<Int>, from starts: [Int], to slots: PairArrays.Slots, closed: [Bool]
  ) -> [Bool] {
    let pricers = stages.map { PlainPricer($0, context.policy) }
    var writer = PairWriter(slots: slots, at: 0)
    for unit in range where !writer.isTooLarge {
      let members = units[unit]
      writer.at = starts[unit]
      if let pin = commitments.pins[members[0]] {
        let own = pinnedPoints(members, at: pin.post)
        writer.put(pin.post) { pricers[$0].general.cost(own) }
      } else if members.count > 1 {
        for (post, own) in pairs(ofTeam: members, closed: closed) {
          writer.put(post) { pricers[$0].general.cost(own) }
        }
      } else if points.isPlain(student: members[0]) {
        openPosts.forEachOpen(student: members[0], in: context) { post, match, distance in
          if !closed[post] { writer.put(post) { pricers[$0].cost(match, distance) } }
        }
      } else {
        openPosts.forEachOpen(student: members[0], in: context) { post, match, distance in
          if closed[post] { return }
          let own = points.points(student: members[0], post: post, match: match, distance: distance)
          writer.put(post) { pricers[$0].general.cost(own) }
        }
      }
      // Others write where this unit's places end.
      precondition(writer.at == starts[unit + 1], "pairs counted are not pairs written")
    }
    return writer.tooLarge
  }

  /// Posts that are open to all members, increasing, with the points of all.
  private func pairs(ofTeam members: [Int], closed: [Bool]) -> [(post: Int, points: PairPoints)] {
    var seen: [Int: (count: Int, points: PairPoints)] = [:]
    for student in members {
      openPosts.forEachOpen(student: student, in: context) { post, match, distance in
        if closed[post] { return }
        let own = points.points(student: student, post: post, match: match, distance: distance)
        let entry = seen[post] ?? (0, PairPoints())
        seen[post] = (entry.count + 1, entry.points + own)
      }
    }
    return seen.filter { $0.value.count == members.count }.map { ($0.key, $0.value.points) }
      .sorted { $0.post < $1.post }
  }

  private func pinnedPoints(_ members: [Int], at post: Int) -> PairPoints {
    members.reduce(PairPoints()) { sum, student in
      let match = SpecialtyRule.level(student: student, post: post, in: context)
      let distance = context.geography.distance(student: student, post: post)
      return sum + points.points(student: student, post: post, match: match, distance: distance)
    }
  }
}

/// Writes pairs one after the other. A structure, not a function within one: that would look, at every pair, whether
/// somebody else is writing to what it has captured.
private struct PairWriter {
  let slots: PairArrays.Slots
  /// Where the next pair goes.
  var at: Int
  /// Of every stage, whether a cost did not fit.
  private(set) var tooLarge: [Bool]

  init(slots: PairArrays.Slots, at: Int) {
    (self.slots, self.at) = (slots, at)
    tooLarge = slots.costs.map { _ in false }
  }

  var isTooLarge: Bool { tooLarge.contains(true) }

  @inline(__always) mutating func put(_ post: Int, _ cost: (_ stage: Int) -> Int64) {
    slots.posts[at] = Int32(post)
    for stage in slots.costs.indices {
      if case .none = slots.costs[stage] { continue }
      if !slots.costs[stage].set(cost(stage), at: at) { tooLarge[stage] = true }
    }
    at += 1
  }
}

/// A stage's prices of pairs that only match and distance tell apart.
private struct PlainPricer {
  let general: StagePricer
  private let exact: Int64
  private let specialtyClass: Int64
  private let category: Int64

  init(_ stage: [ObjectiveTerm: Int], _ policy: Policy) {
    general = StagePricer(stage)
    exact = general.match * Int64(policy.penalty(for: .exact))
    specialtyClass = general.match * Int64(policy.penalty(for: .specialtyClass))
    category = general.match * Int64(policy.penalty(for: .category))
  }

  @inline(__always) func cost(_ match: MatchLevel, _ distance: Int32) -> Int64 {
    let own =
      switch match {
      case .exact: exact
      case .specialtyClass: specialtyClass
      case .category, .none: category
      }
    return own + general.distance * Int64(distance)
  }
}
