import AssignmentSolver
import Placement

/// The program's side rows: limits of schools, who keeps apart from whom, and who wants to go together.
///
/// Rows that no plan could break are left out.
struct SideRows {
  private(set) var rows: [AssignmentProgram.SideRow] = []
  private(set) var penalties: [[Int64]] = []

  private struct Draft {
    var units: [Int32] = []
    var weights: [Int32] = []
    let posts: [Int32]
    let limit: Int
  }

  /// - Parameters:
  ///   - starts: of every unit's pairs.
  ///   - posts: of every pair.
  init(_ builder: ProgramBuilder, starts: [Int], posts: [Int32]) {
    let placementCase = builder.context.placementCase
    let limits = SideLimits(placementCase)
    if !limits.isEmpty { addLimits(limits, builder, starts, posts) }
    addWishes(builder, starts, posts)
  }

  private mutating func addLimits(
    _ limits: SideLimits, _ builder: ProgramBuilder, _ starts: [Int], _ posts: [Int32]
  ) {
    let placementCase = builder.context.placementCase
    var number: [SideLimit.Slot: Int] = [:]
    var drafts: [Draft] = []
    for (unit, members) in builder.units.enumerated() {
      for pair in starts[unit]..<starts[unit + 1] {
        for member in members {
          for limit in limits.limits(student: member, post: Int(posts[pair])) {
            let index = number[limit.slot] ?? drafts.count
            if index == drafts.count {
              number[limit.slot] = index
              drafts.append(Draft(posts: limit.posts.map(Int32.init), limit: limit.limit))
            }
            if drafts[index].units.last == Int32(unit) { continue }
            // Two who keep apart count one each, of however many their teams are.
            let weight = limit.isPair ? 1 : members.count { limit.holds($0, placementCase) }
            drafts[index].units.append(Int32(unit))
            drafts[index].weights.append(Int32(weight))
          }
        }
      }
    }
    rows = drafts.filter { draft in draft.weights.reduce(0) { $0 + Int($1) } > draft.limit }.map {
      .init(units: $0.units, weights: $0.weights, posts: $0.posts, limit: Int32(clamping: $0.limit))
    }
  }

  /// Of every pair that wants to go together a penalty, which each of the two pays at whatever enterprise the other is not.
  private mutating func addWishes(_ builder: ProgramBuilder, _ starts: [Int], _ posts: [Int32]) {
    let weight = builder.stages.map { Int64($0[.together] ?? 0) }
    guard weight.contains(where: { $0 > 0 }) else { return }
    let placementCase = builder.context.placementCase
    var unitOf = [Int: Int](minimumCapacity: placementCase.pairs.count)
    for (unit, members) in builder.units.enumerated() {
      for member in members { unitOf[member] = unit }
    }
    for pair in placementCase.pairs where pair.relation == .together {
      guard let a = unitOf[pair.students[0]], let b = unitOf[pair.students[1]], a != b else { continue }
      let two = [min(a, b), max(a, b)]
      let own = two.map { Set(posts[starts[$0]..<starts[$0 + 1]]) }
      let open = Dictionary(grouping: own[0].union(own[1])) { placementCase.posts[Int($0)].enterprise }
      guard !open.isEmpty else { continue }
      for enterprise in open.keys.sorted() {
        let here = open[enterprise]!.sorted()
        for one in 0...1 where here.contains(where: own[one].contains) {
          let mayFollow = here.contains(where: own[1 - one].contains)
          rows.append(
            .init(
              units: (mayFollow ? two : [two[one]]).map(Int32.init),
              weights: mayFollow ? (one == 0 ? [1, -1] : [-1, 1]) : [1], posts: here, limit: 0,
              penalty: penalties.count))
        }
      }
      penalties.append(weight)
    }
  }
}

extension SideLimit {
  /// Whether it keeps two apart.
  package var isPair: Bool { if case .pair = key { true } else { false } }
}
