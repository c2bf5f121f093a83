import Allocation
import AssignmentSolver
import Placement
import Plan
import Threads

/// What each request, alone, would come to.
public struct RequestAnswer: Sendable, Equatable {
  /// Another student, who is placed otherwise; nil: no post.
  public struct Move: Sendable, Equatable {
    public let student: Int
    public let from: Int?
    public let to: Int?
  }

  public let request: ChangeRequest
  public internal(set) var outcome: RequestOutcome
  /// What forbids an impossible one, in a word.
  public internal(set) var rule: Text?
  /// The student's post if it is granted; nil for none.
  public internal(set) var post: Int?
  /// New value less the plan's, a stage, as it counts once it is decided.
  public internal(set) var stages: [Int64] = []
  /// In order of student.
  public internal(set) var moves: [Move] = []
  public internal(set) var detail: Text
  /// Whether it is in the largest set that can be granted together at no cost.
  public internal(set) var isGranted = false
}

/// Requests held against a plan: each alone by an exact re-solve nearest to the plan, then as many as can be granted
/// together while nobody else moves and no objective gets worse.
///
/// A request is priced as what a coordinator would decide: a pin, with which the mates go along; of whoever leaves, a
/// ban of every enterprise that is open. Nobody counts as moved whom a decision puts elsewhere. Whoever goes along
/// without having asked (mates, the other of a swap) must not come to a worse place, or it has its cost.
public struct RequestPricing {
  var explainer: Explainer
  let requests: [ChangeRequest]
  let ways: [RequestWays]
  private let evaluation: ChangeEvaluation

  /// Nil where the plan breaks a quota or a rule of the case.
  public init?(_ explainer: Explainer, _ requests: [ChangeRequest]) {
    let program = explainer.placementProgram.program
    guard PlanValue(program: program).stages(explainer.former) != nil else { return nil }
    evaluation = ChangeEvaluation(program, explainer.former)
    self.explainer = explainer
    self.requests = requests
    ways = requests.map { explainer.ways($0) }
  }

  /// A plan in which an option holds, against the plan.
  struct Priced {
    let option: RequestOption
    let stages: [Int64]
    let post: [Int32]
    var isNearest = true

    func moved(from former: [Int32]) -> [Int] { post.indices.filter { post[$0] != former[$0] } }
  }

  // MARK: All of them

  /// Every request alone, with the set that was found marked.
  ///
  /// - Parameters:
  ///   - set: the requests that can be granted together.
  ///   - onProgress: called with how many are answered, and with all, on whichever thread has answered one.
  /// - Throws: `AllocationFailure` where the solver failed.
  public mutating func answers(
    granting set: GrantedRequests,
    onProgress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> [RequestAnswer] {
    let tally = Tally(of: requests.count, onProgress)
    var answers = try alone(tally)
    for index in set.requests {
      answers[index].isGranted = true
      guard answers[index].outcome != .free else { continue }
      answers[index].detail = answers[index].detail + .semicolon + RequestText.freeTogether
    }
    return answers
  }

  private mutating func alone(_ tally: Tally) throws -> [RequestAnswer] {
    // A flow is kept and gone on from, some milliseconds a request; a flow for every thread would take more than that saves.
    if Reoptimisation.isWhole(explainer.placementProgram.program) {
      return try requests.indices.map { index in
        defer { tally.add() }
        return try answer(index)
      }
    }
    // All that an answer changes is its own change solver.
    nonisolated(unsafe) let pricing = self
    return try concurrently(requests.count, threads: explainer.threads) { index in
      defer { tally.add() }
      var own = pricing
      own.explainer.changeSolver = pricing.explainer.changeSolver.apart()
      return Result { try own.answer(index) }
    }.map { try $0.get() }
  }

  // MARK: One request

  private mutating func answer(_ index: Int) throws -> RequestAnswer {
    let request = requests[index]
    switch ways[index] {
    case .closed(let why):
      return RequestAnswer(request: request, outcome: .impossible, rule: why.rule, detail: why.detail)
    case .open(let options): return try answer(request, options)
    }
  }

  private mutating func answer(
    _ request: ChangeRequest, _ options: [RequestOption]
  ) throws -> RequestAnswer {
    let direct = options.compactMap { directly($0, for: request) }
    if let same = direct.first(where: { $0.post == explainer.former }) { return answer(request, same) }
    if let free = direct.filter({ outcome($0) == .free }).min(by: { precedes($0, $1) }) {
      return answer(request, free)
    }
    if explainer.changeSolver.limits.haveStruck { return notComputed(request) }
    var solved: [Priced] = []
    do {
      solved = try options.compactMap { option in
        try priced(option, for: request, directly: direct.first { $0.option == option })
      }
    } catch AllocationFailure.noPlanInTime {
      return notComputed(request)
    }
    guard let best = solved.min(by: { precedes($0, $1) }) else {
      let why = explainer.obstacle(to: options[0])
      return RequestAnswer(request: request, outcome: .impossible, rule: why.rule, detail: why.detail)
    }
    return answer(request, best)
  }

  private func notComputed(_ request: ChangeRequest) -> RequestAnswer {
    RequestAnswer(request: request, outcome: .notComputed, detail: Explainer.notInTime)
  }

  /// The option with everybody else in place; nil where that breaks a quota or a minimum.
  private func directly(_ option: RequestOption, for request: ChangeRequest) -> Priced? {
    evaluation.stages(option.moves, under: explainer.placementProgram.program).map {
      Priced(
        option: option, stages: decided($0, option, request), post: option.applied(to: explainer.former))
    }
  }

  /// The best plan with the option, of equally good ones the nearest; nil where there is none.
  private mutating func priced(
    _ option: RequestOption, for request: ChangeRequest, directly direct: Priced?
  ) throws -> Priced? {
    let changes = option.moves.map {
      $0.post < 0 ? ProgramChange.leave($0.unit) : .hold($0.unit, at: $0.post)
    }
    guard
      let nearest = try explainer.changeSolver.nearest(
        changes, of: explainer.placementProgram.program, to: explainer.former)
    else { return nil }
    let stages = decided(
      zip(nearest.solution.stages, explainer.values).map { $0.value - $1 }, option, request)
    if let direct, direct.stages == stages { return direct }
    return Priced(option: option, stages: stages, post: nearest.solution.post, isNearest: nearest.isNearest)
  }

  /// Of outcomes the better, of costs the lesser, of equal ones the fewer who move.
  private func precedes(_ a: Priced, _ b: Priced) -> Bool {
    let (first, second) = (outcome(a), outcome(b))
    guard first == second else {
      let order = RequestOutcome.allCases
      return order.firstIndex(of: first)! < order.firstIndex(of: second)!
    }
    if a.stages != b.stages { return a.stages.lexicographicallyPrecedes(b.stages) }
    let former = explainer.former
    return a.moved(from: former).count < b.moved(from: former).count
  }

  /// What counts of the differences, a stage, once the option is decided.
  private func decided(
    _ stages: [Int64], _ option: RequestOption, _ request: ChangeRequest
  ) -> [Int64] {
    zip(stages, relief(option.moves, named: request.students)).map { $0 - $1 }
  }

  /// What the program counts as moves of those whom the decisions put elsewhere, a stage: of a pin the mates too, of bans
  /// those who are named.
  func relief(_ moves: [UnitMove], named: [Int]) -> [Int64] {
    weighted(
      moves: moves.flatMap { move in
        explainer.placementProgram.units[move.unit].filter { move.post >= 0 || named.contains($0) }
          .map { ($0, move.post) }
      })
  }

  /// What these students at these posts add to each stage under `moves`.
  private func weighted(moves: [(student: Int, post: Int32)]) -> [Int64] {
    let count = moves.count { move in
      explainer.points.keepable[move.student].map { Int32($0) != move.post } ?? false
    }
    return explainer.policy.objectives.map { Int64($0[.moves] ?? 0) * Int64(count) }
  }

  // MARK: Who is worse off

  /// That others move is what a swap is, so `moves` on their account makes no objective worse; once a plan is published
  /// there would be no swap otherwise.
  private func outcome(_ plan: Priced) -> RequestOutcome {
    let moved = plan.moved(from: explainer.former)
    guard worseOff(plan, moved).isEmpty else { return .costs }
    let others = moved.filter { plan.option.post(of: $0) == nil }
    let otherMoves = weighted(
      moves: others.flatMap { unit in explainer.placementProgram.units[unit].map { ($0, plan.post[unit]) } })
    if zip(plan.stages, otherMoves).contains(where: { $0 > $1 }) { return .costs }
    return others.isEmpty ? .free : .swap
  }

  /// Those who have not asked for it and come to a worse place, in order.
  private func worseOff(_ plan: Priced, _ moved: [Int]) -> [Int] {
    let worse = moved.flatMap { unit in
      explainer.placementProgram.units[unit].filter {
        explainer.isWorseOff($0, from: explainer.former[unit], to: plan.post[unit])
      }
    }
    let asked = Set(
      requests.filter { explainer.isMet($0, in: plan.post) }.map(\.student))
    return worse.filter { !asked.contains($0) }.sorted()
  }

  // MARK: Words

  private func answer(_ request: ChangeRequest, _ plan: Priced) -> RequestAnswer {
    let (placement, moved) = (explainer.facts.placement, plan.moved(from: explainer.former))
    let unit = explainer.unitOf[request.student]!
    func post(_ unit: Int) -> Int? { plan.post[unit] < 0 ? nil : Int(plan.post[unit]) }
    let others = moved.flatMap { unit in explainer.placementProgram.units[unit].map { ($0, unit) } }
      .filter { $0.0 != request.student }.sorted { $0.0 < $1.0 }
    var answer = RequestAnswer(request: request, outcome: outcome(plan), detail: Text(verbatim: ""))
    answer.post = post(unit)
    answer.stages = plan.stages
    answer.moves = others.map { RequestAnswer.Move(student: $0.0, from: placement[$0.0], to: post($0.1)) }
    answer.detail = RequestText(explainer: explainer, plan: plan, worse: worseOff(plan, moved)).detail(answer)
    return answer
  }
}

extension Explainer {
  /// Whether whom the request names is where it asks for.
  fileprivate func isMet(_ request: ChangeRequest, in plan: [Int32]) -> Bool {
    guard let unit = unitOf[request.student] else { return false }
    let post = plan[unit]
    switch request.wish {
    case .to(.post(let wanted)): return post == Int32(wanted)
    case .to(.enterprise(let wanted)): return post >= 0 && placementCase.posts[Int(post)].enterprise == wanted
    case .leave: return post < 0
    case .swap(let other):
      guard let second = unitOf[other] else { return false }
      return post == former[second] && plan[second] == former[unit]
    }
  }

  /// Whether the new post is worse for the student's own wishes, or costs more of the student's own points in a stage:
  /// match, wishes, way and ties. Without a post is worse than any.
  func isWorseOff(_ student: Int, from old: Int32, to new: Int32) -> Bool {
    guard new >= 0 else { return old >= 0 }
    guard old >= 0, new != old else { return false }
    let (before, after) = (ownPoints(student, Int(old)), ownPoints(student, Int(new)))
    return after.preference > before.preference
      || policy.objectives.contains { after.weighted(by: $0) > before.weighted(by: $0) }
  }

  private func ownPoints(_ student: Int, _ post: Int) -> PairPoints {
    let all = points.points(
      student: student, post: post, match: placementProgram.context.match(student: student, post: post),
      distance: facts.distance(student, post))
    return PairPoints(
      match: all.match, preference: all.preference, distance: all.distance, cooperation: all.cooperation)
  }
}

extension ChangeRequest {
  /// Whom it is about: the student, and the other of a swap.
  var students: [Int] {
    if case .swap(let other) = wish { [student, other] } else { [student] }
  }
}
