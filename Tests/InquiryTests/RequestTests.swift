import GLPKSolver
import IntegerProgram
import Placement
import PlacementAudit
import Synchronization
import TestSupport
import Testing

@testable import Allocation
@testable import Inquiry

/// Requests of small towns against exhaustive search, by the audit's reading of the contract alone.
@Suite struct RequestTests {
  // MARK: Towns

  /// A town with wishes and published posts, and what its students ask for.
  private static func town(_ seed: Int) -> PlacementCase {
    var town = smallTown(seed, groups: seed % 3 == 1, teams: seed % 4 == 2)
    var dice = Dice(seed + 4711)
    for _ in 0..<8 { _ = dice.roll(2) }
    for student in town.students.indices where dice.roll(2) == 0 {
      town.wishes[student] = [
        Wish(rank: 1, target: .post(dice.roll(town.posts.count))),
        Wish(rank: 2, target: .enterprise(dice.roll(town.enterprises.count))),
      ]
    }
    // Places that are as good as each other are what makes requests free.
    if seed % 2 == 0 {
      for index in town.students.indices {
        town.students[index].location = Coordinates(latitude: 30.2, longitude: 120.2)
      }
      for index in town.posts.indices {
        town.posts[index].location = Coordinates(latitude: 30.3, longitude: 120.2)
      }
    }
    if seed % 5 == 3 { town.policy.objectives = [[.match: 1, .preference: 1], [.unplaced: 1, .moves: 2]] }
    for student in town.students.indices where seed % 3 != 0 && dice.roll(2) == 0 {
      town.published[student] = PublishedPlacement(
        post: dice.roll(town.posts.count), stage: .announced, row: student + 2)
      town.hasPublished = true
    }
    func request(_ row: Int) -> ChangeRequest {
      let student = dice.roll(town.students.count)
      let other = (student + 1 + dice.roll(town.students.count - 1)) % town.students.count
      let day = dice.roll(2) == 0 ? nil : CalendarDate(year: 2026, month: 9, day: 1 + dice.roll(20))
      let wish: ChangeRequest.Wish =
        switch dice.roll(6) {
        case 0: .leave
        case 1, 2: .swap(other)
        case 3: .to(.enterprise(dice.roll(town.enterprises.count)))
        default: .to(.post(dice.roll(town.posts.count)))
        }
      return ChangeRequest(student: student, wish: wish, requestedOn: day, row: row)
    }
    var seen: Set<[ChangeRequest.Wish: Int]> = []
    town.requests = (2..<8).map(request).filter { seen.insert([$0.wish: $0.student]).inserted }
      .sorted { ($0.student, $0.row) < ($1.student, $1.row) }
    return town
  }

  private struct Answered {
    let town: PlacementCase
    let placement: [Int?]
    let base: [Int]
    let answers: [RequestAnswer]
    let set: GrantedRequests
  }

  private static func answered(_ seed: Int, threads: Int = 1) throws -> Answered {
    let town = town(seed)
    let limits = SolverLimits(relativeGap: 0)
    let allocation = try allocate(
      town, using: GLPKSolver(), options: AllocationOptions(limits: limits, threads: 1))
    let explainer = Explainer(
      allocation.placementProgram, placement: allocation.placement,
      changeSolver: ChangeSolver(using: GLPKSolver(), limits: limits, exact: true), threads: threads)
    var pricing = try #require(RequestPricing(explainer, town.requests))
    let set = try pricing.largestSet(using: GLPKSolver(), limits: limits)
    let done = Mutex<[Int]>([])
    let count = town.requests.count
    let answers = try pricing.answers(granting: set) { number, all in
      #expect(all == count)
      done.withLock { $0.append(number) }
    }
    #expect(done.withLock { threads == 1 ? $0 : $0.sorted() } == Array(0...count))
    return Answered(
      town: town, placement: allocation.placement,
      base: AuditRules(town).stageValues(of: allocation.placement), answers: answers, set: set)
  }

  // MARK: What a request comes to, by the contract's words

  /// One way of granting some requests: what is decided, and who is put where.
  private struct Way {
    var decisions: [Decision] = []
    var places: [Int: Int?] = [:]
  }

  private static func decision(_ student: Int, _ kind: Decision.Kind, _ target: Target) -> Decision {
    Decision(student: student, target: target, kind: kind, reason: "r", author: "", decidedOn: nil, row: 2)
  }

  /// Puts a student and the mates somewhere; false where somebody is put elsewhere already, or a rule closes the post.
  private static func put(
    _ student: Int, at post: Int?, _ way: inout Way, _ answered: Answered, _ rules: AuditRules
  ) -> Bool {
    let mates = rules.teams.mates(of: student)
    let isThere = mates.allSatisfy { answered.placement[$0] == post }
    if let post, !isThere, !mates.allSatisfy({ rules.mayTake(student: $0, post: post) }) { return false }
    for mate in mates {
      if let known = way.places[mate], known != post { return false }
      way.places[mate] = .some(post)
    }
    if let post {
      way.decisions.append(decision(student, .pin, .post(post)))
    } else {
      way.decisions += answered.town.enterprises.indices.map { decision(student, .ban, .enterprise($0)) }
    }
    return true
  }

  /// Every way of granting all of these requests.
  private static func ways(_ requests: [ChangeRequest], _ answered: Answered) -> [Way] {
    let rules = AuditRules(answered.town)
    var ways = [Way()]
    for request in requests {
      ways = ways.flatMap { way -> [Way] in
        let posts: [[(Int, Int?)]] =
          switch request.wish {
          case .leave: [[(request.student, nil)]]
          case .to(.post(let post)): [[(request.student, post)]]
          case .to(.enterprise(let enterprise)):
            answered.town.posts.indices.filter { answered.town.posts[$0].enterprise == enterprise }
              .map { [(request.student, $0)] }
          case .swap(let other):
            [[(request.student, answered.placement[other]), (other, answered.placement[request.student])]]
          }
        return posts.compactMap { moves in
          var next = way
          return moves.allSatisfy { put($0.0, at: $0.1, &next, answered, rules) } ? next : nil
        }
      }
    }
    return ways
  }

  private static func isWorseOff(_ student: Int, from old: Int?, to new: Int?, _ rules: AuditRules) -> Bool {
    guard let new else { return old != nil }
    guard let old, old != new else { return false }
    func points(_ post: Int, _ term: ObjectiveTerm) -> Int {
      switch term {
      case .match: rules.placementCase.policy.penalty(for: rules.match(student: student, post: post))
      case .preference: rules.preferenceCost(student: student, post: post)
      case .distance: rules.distance(student: student, post: post)
      case .cooperation: rules.cooperationCost(student: student, post: post)
      default: 0
      }
    }
    if points(new, .preference) > points(old, .preference) { return true }
    return rules.placementCase.policy.objectives.contains { stage in
      stage.reduce(0) { $0 + $1.value * (points(new, $1.key) - points(old, $1.key)) } > 0
    }
  }

  /// Whether a request's student is where it asks for.
  private static func isMet(_ request: ChangeRequest, _ placement: [Int?], _ answered: Answered) -> Bool {
    let post = placement[request.student]
    switch request.wish {
    case .leave: return post == nil
    case .to(.post(let wanted)): return post == wanted
    case .to(.enterprise(let wanted)):
      return post.map { answered.town.posts[$0].enterprise == wanted } ?? false
    case .swap(let other):
      return post == answered.placement[other] && placement[other] == answered.placement[request.student]
    }
  }

  /// Whether nobody is worse off who has not asked for it.
  private static func harmsNobody(_ placement: [Int?], _ answered: Answered, _ requests: [ChangeRequest])
    -> Bool
  {
    let rules = AuditRules(answered.town)
    return placement.indices.allSatisfy { student in
      !isWorseOff(student, from: answered.placement[student], to: placement[student], rules)
        || requests.contains { $0.student == student && isMet($0, placement, answered) }
    }
  }

  /// Stage values less the plan's with these decisions; nil where the placement breaks a rule.
  private static func differences(_ placement: [Int?], _ way: Way, _ answered: Answered) -> [Int]? {
    var changed = answered.town
    changed.decisions = way.decisions
    let rules = AuditRules(changed)
    guard rules.isFeasible(placement) else { return nil }
    return zip(rules.stageValues(of: placement), answered.base).map { $0 - $1 }
  }

  private static func direct(_ way: Way, _ answered: Answered) -> [Int?] {
    var placement = answered.placement
    for (student, post) in way.places { placement[student] = post }
    return placement
  }

  private static func isFree(_ way: Way, _ answered: Answered, asked: [ChangeRequest]) -> Bool {
    let placement = direct(way, answered)
    guard let differences = differences(placement, way, answered), differences.allSatisfy({ $0 <= 0 }) else {
      return false
    }
    return harmsNobody(placement, answered, asked)
  }

  // MARK: Tests

  @Test(arguments: 0..<160)
  func eachAloneIsWhatExhaustiveSearchFinds(_ seed: Int) throws {
    let answered = try Self.answered(seed)
    for answer in answered.answers {
      let name = "seed \(seed), \(answer.request): \(answer.outcome), \(answer.detail.en)"
      let ways = Self.ways([answer.request], answered)
      let isFree = ways.contains { Self.isFree($0, answered, asked: answered.town.requests) }
      #expect((answer.outcome == .free) == isFree, "\(name)")
      let best = ways.compactMap { way -> [Int]? in
        var changed = answered.town
        changed.decisions = way.decisions
        return CaseSearch(changed).best.map { zip($0, answered.base).map { $0 - $1 } }
      }
      #expect((answer.outcome == .impossible) == best.isEmpty, "\(name)")
      guard answer.outcome != .impossible else {
        #expect(answer.rule != nil, "\(name)")
        continue
      }
      if answer.outcome != .free { #expect(best.contains(answer.stages.map(Int.init)), "\(name)") }
      try Self.checkPlan(answer, ways, answered, name)
    }
  }

  /// What an answer says comes about: the plan it tells of is lawful, costs what it says, and is called what it is.
  private static func checkPlan(
    _ answer: RequestAnswer, _ ways: [Way], _ answered: Answered, _ name: String
  ) throws {
    var placement = answered.placement
    placement[answer.request.student] = answer.post
    for move in answer.moves {
      #expect(move.from == answered.placement[move.student] && move.from != move.to, "\(name)")
      placement[move.student] = move.to
    }
    #expect(isMet(answer.request, placement, answered), "\(name)")
    let way = try #require(ways.first { $0.places.allSatisfy { placement[$0.key] == $0.value } }, "\(name)")
    #expect(differences(placement, way, answered) == answer.stages.map(Int.init), "\(name)")
    let isHarmless = harmsNobody(placement, answered, answered.town.requests)
    // Others who are told another post than the published one are what a swap is: they are no cost of their own.
    let rules = AuditRules(answered.town)
    let others = answer.moves.filter { way.places[$0.student] == nil }
    let told = others.count { rules.isMove(student: $0.student, to: $0.to) }
    let exceeds = zip(answer.stages, answered.town.policy.objectives).contains {
      $0 > Int64(told * ($1[.moves] ?? 0))
    }
    let isWorse = exceeds || !isHarmless
    #expect((answer.outcome == .costs) == isWorse, "\(name)")
    if answer.outcome == .swap {
      #expect(answer.moves.contains { way.places[$0.student] == nil }, "\(name)")
    }
  }

  @Test(arguments: 0..<160)
  func noLargerSetIsFree(_ seed: Int) throws {
    let answered = try Self.answered(seed)
    let requests = answered.town.requests
    var largest = 0
    for subset in 0..<(1 << requests.count) where subset.nonzeroBitCount > largest {
      let chosen = requests.indices.filter { subset >> $0 & 1 == 1 }.map { requests[$0] }
      if Self.ways(chosen, answered).contains(where: { Self.isFree($0, answered, asked: requests) }) {
        largest = chosen.count
      }
    }
    #expect(answered.set.requests.count == largest, "seed \(seed)")
    #expect(answered.set.isProven)
    #expect(answered.answers.filter(\.isGranted).count == largest)
    // What costs something alone and nothing together says so.
    for answer in answered.answers {
      let saysSo = answer.detail.en.hasSuffix(RequestText.freeTogether.en)
      #expect(saysSo == (answer.isGranted && answer.outcome != .free), "seed \(seed): \(answer.detail.en)")
    }
    // What is decided does it: the plan's own values are kept, or bettered.
    var changed = answered.town
    changed.decisions = answered.set.decisions.map { Self.decision($0.student, $0.kind, $0.target) }
    let best = try #require(CaseSearch(changed).best, "seed \(seed)")
    #expect(
      zip(best, answered.base).allSatisfy { $0 <= $1 } || best.lexicographicallyPrecedes(answered.base),
      "seed \(seed)")
  }

  /// Whoever asks beside it changes no answer.
  @Test(arguments: 0..<60)
  func anyThreadsGiveEqualAnswers(_ seed: Int) throws {
    let (one, three) = (try Self.answered(seed), try Self.answered(seed, threads: 3))
    #expect(one.answers == three.answers)
    #expect(one.set.requests == three.set.requests)
  }

  /// Draws without a free request, or without any other outcome, would test nothing.
  @Test func everyOutcomeIsDrawn() throws {
    var count: [RequestOutcome: Int] = [:]
    var larger = 0
    for seed in 0..<160 {
      let answered = try Self.answered(seed)
      for answer in answered.answers { count[answer.outcome, default: 0] += 1 }
      if answered.answers.contains(where: { $0.isGranted && $0.outcome != .free }) { larger += 1 }
    }
    for outcome in RequestOutcome.allCases where outcome != .notComputed {
      #expect(count[outcome, default: 0] >= 10, "\(count)")
    }
    #expect(larger >= 3, "sets that grant what is not free alone: \(larger)")
  }
}
