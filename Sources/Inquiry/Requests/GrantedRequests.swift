import AssignmentSolver
import Allocation
import IntegerProgram
import Placement

/// The largest set of requests that can be granted together at no cost.
public struct GrantedRequests {
  /// Indices of the requests, increasing.
  public let requests: [Int]
  /// No set at no cost grants more.
  public let bound: Int
  /// What a coordinator would decide to grant them; of each, `row` is the request's in requests.csv.
  public let decisions: [Decision]

  public var isProven: Bool { requests.count == bound }
}

extension RequestPricing {
  /// - Throws: `SolverFailure`
  public func largestSet(
    using solver: some IntegerProgramSolver, limits: SolverLimits
  ) throws -> GrantedRequests {
    var limits = limits
    limits.relativeGap = 0
    var (search, grants) = grantProgram
    let found = try search.largest(using: solver, limits: limits)
    let granted = found.chosen.map { grants[$0].request }.sorted()
    return GrantedRequests(
      requests: granted, bound: found.bound, decisions: decisions(granted, in: search.plan(found.chosen)))
  }

  private var grantProgram: (search: GrantProgram, grants: [GrantProgram.Grant]) {
    var moves: [UnitMove] = []
    var index: [UnitMove: Int] = [:]
    var grants: [GrantProgram.Grant] = []
    let order = orderOfRequests
    for (request, own) in ways.enumerated() {
      guard case .open(let options) = own else { continue }
      for option in options {
        for move in option.moves where index[move] == nil {
          index[move] = moves.count
          moves.append(move)
        }
        grants.append(
          GrantProgram.Grant(
            request: request, student: requests[request].student, named: requests[request].students,
            moves: option.moves.map { index[$0]! }, place: order[request]))
      }
    }
    let search = GrantProgram(
      explainer.placementProgram.program, former: explainer.former, moves: moves.map(priced), grants: grants,
      movesWeight: explainer.policy.objectives.map { Int64($0[.moves] ?? 0) })
    return (search, grants)
  }

  private func priced(_ move: UnitMove) -> GrantProgram.Move {
    let (members, former) = (explainer.placementProgram.units[move.unit], explainer.former[move.unit])
    let added = explainer.placementProgram.program.added(move, from: former)
    let relief = move.post < 0 ? added.map { _ in 0 } : relief([move], named: [])
    return GrantProgram.Move(
      move: move, stages: zip(added, relief).map { $0 - $1 },
      worseOff: members.filter { explainer.isWorseOff($0, from: former, to: move.post) },
      leavers: move.post < 0 ? members.filter { explainer.points.keepable[$0] != nil } : [])
  }

  /// The place of each request: by day, those without one last, then as they stand.
  private var orderOfRequests: [Int] {
    let sorted = requests.indices.sorted { a, b in
      switch (requests[a].requestedOn, requests[b].requestedOn) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: a < b
      }
    }
    var place = [Int](repeating: 0, count: requests.count)
    for (index, request) in sorted.enumerated() { place[request] = index }
    return place
  }

  // MARK: What is decided

  /// One decision a student and target, of the first request that asks for it.
  private func decisions(_ granted: [Int], in plan: [Int32]) -> [Decision] {
    var seen: Set<Decision> = []
    return granted.flatMap { index in
      requests[index].students.flatMap { decisions(on: $0, in: plan, row: requests[index].row) }
    }.filter { seen.insert($0.withoutRow).inserted }.sorted { ($0.student, $0.row) < ($1.student, $1.row) }
  }

  private func decisions(on student: Int, in plan: [Int32], row: Int) -> [Decision] {
    // Whoever is held already is so where the request wants it.
    guard let unit = explainer.unitOf[student], explainer.placementProgram.commitments.pins[student] == nil
    else {
      return []
    }
    func decision(_ kind: Decision.Kind, _ target: Target) -> Decision {
      Decision(
        student: student, target: target, kind: kind, reason: "", author: "", decidedOn: nil, row: row)
    }
    if plan[unit] >= 0 { return [decision(.pin, .post(Int(plan[unit])))] }
    var open: Set<Int> = []
    explainer.placementProgram.openPosts.forEachOpen(student: student, in: explainer.placementProgram.context)
    {
      post, _, _ in open.insert(explainer.placementCase.posts[post].enterprise)
    }
    return open.sorted().map { decision(.ban, .enterprise($0)) }
  }
}
