import GLPKSolver
import IntegerProgram
import Placement
import Testing

@testable import Allocation

/// What staying would cost, against exhaustive search.
@Suite struct StayTests {
  private static let options = AllocationOptions(limits: SolverLimits(relativeGap: 0), threads: 1)
  private static let settings = [
    ["posts[P0].seats+=1", "policy.travel.max_distance_km=55"], ["posts[P1].seats=0"],
    ["posts[P0].min_students=2"], ["policy.travel.max_distance_km=25"],
    ["posts[P2].dormitory=yes", "posts[P0].seats=1"], ["policy.specialty.widest=exact"],
    ["enterprises[E0].max_interns=1"],
  ]

  private static func resolver() -> Resolver { Resolver(using: GLPKSolver(), limits: options.limits) }

  /// Every third town a flow; every other has told its students where they go, and every fifth has many equal plans.
  private static func before(_ seed: Int) throws -> Allocation {
    var town = smallTown(seed, groups: seed % 3 != 0, teams: seed % 3 != 0)
    if seed % 2 == 0 {
      town.published = town.students.indices.map {
        PublishedPlacement(post: ($0 + seed) % town.posts.count, stage: .announced, row: $0 + 2)
      }
      town.hasPublished = true
    }
    if seed % 5 == 0 { town.policy.objectives = [[.unplaced: 1], [.moves: 1]] }
    return try allocate(town, using: GLPKSolver(), options: options)
  }

  private static func settings(_ seed: Int) throws -> [Setting] {
    try settings[seed % settings.count].map { try Setting($0) }
  }

  /// As a planner asks.
  @Test(arguments: 0..<350)
  func pricesAreWhatExhaustiveSearchSays(_ seed: Int) throws {
    var resolver = Self.resolver()
    var whatIf = try WhatIf(
      try Self.settings(seed), before: try Self.before(seed), resolver: &resolver, threads: 1)
    try whatIf.price(using: &resolver, budget: 1000)
    check(whatIf, seed)
  }

  /// From a plan that was made with no regard to the one before: whoever may stay for nothing stays.
  @Test(arguments: 0..<350)
  func nobodyMovesForNothing(_ seed: Int) throws {
    let before = try Self.before(seed)
    let after = try allocate(
      try before.placementCase.applying(try Self.settings(seed)), using: GLPKSolver(), options: Self.options)
    var whatIf = WhatIf(try Self.settings(seed), before: before, after: after, isNearest: false)
    let changed = whatIf.changedStudents.count
    var resolver = Self.resolver()
    try whatIf.price(using: &resolver, budget: 1000)
    #expect(whatIf.changedStudents.count <= changed)
    check(whatIf, seed)
  }

  private func check(_ whatIf: WhatIf, _ seed: Int) {
    let program = whatIf.after.placementProgram.program
    let (former, now) = (whatIf.before.solution.post, whatIf.after.solution.post)
    let every = EveryAssignment(program: program)
    let values = whatIf.after.solution.stages.map(\.value)
    #expect(every.best() == values)
    #expect(every.best { $0 == now } == values)
    #expect(whatIf.notPriced == 0)
    let kept = former.indices.filter { former[$0] == now[$0] }
    for unit in former.indices where former[unit] != now[unit] {
      let staying = every.best { $0[unit] == former[unit] }
      // Undone alone, with all who stay staying, the change is not free.
      let alone = every.best { plan in plan[unit] == former[unit] && kept.allSatisfy { plan[$0] == former[$0] } }
      #expect(alone != values, "seed \(seed), unit \(unit)")
      switch whatIf.stays[unit] {
      case .closed(let student):
        #expect(staying == nil)
        let context = whatIf.after.placementProgram.context
        #expect(Rulebook.rules.contains { !$0.permits(student: student, post: Int(former[unit]), in: context) })
      case .takesNobody, .impossible: #expect(staying == nil, "seed \(seed), unit \(unit)")
      case .costs(let stages):
        #expect(staying == zip(values, stages).map { $0 + $1 }, "seed \(seed), unit \(unit)")
      case .movesOthers: #expect(staying == values, "seed \(seed), unit \(unit)")
      case .costsNothing, .notComputed, nil: Issue.record("seed \(seed): unit \(unit) has no price")
      }
    }
  }

  /// The towns above meet every answer: a check of an answer that never comes would be none.
  @Test func everyAnswerComes() throws {
    var found: Set<String> = []
    var keeps = 0
    for seed in 0..<350 {
      let before = try Self.before(seed)
      let after = try allocate(
        try before.placementCase.applying(try Self.settings(seed)), using: GLPKSolver(),
        options: Self.options)
      var whatIf = WhatIf(try Self.settings(seed), before: before, after: after, isNearest: false)
      let changed = whatIf.changedStudents.count
      var resolver = Self.resolver()
      try whatIf.price(using: &resolver, budget: 1000)
      if whatIf.changedStudents.count < changed { keeps += 1 }
      for unit in whatIf.changedUnits { found.insert("\(whatIf.stays[unit]!)".prefix { $0 != "(" }.description) }
    }
    #expect(found == ["closed", "takesNobody", "impossible", "costs", "movesOthers"])
    #expect(keeps > 0)
  }
}
