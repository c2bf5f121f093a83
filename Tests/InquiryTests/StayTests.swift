import GLPKSolver
import IntegerProgram
import Placement
import Testing

@testable import Allocation
@testable import AssignmentSolver
@testable import Inquiry

/// What staying would cost, against exhaustive search.
@Suite struct StayTests {
  private static let options = AllocationOptions(limits: SolverLimits(relativeGap: 0), threads: 1)
  private static let settings = [
    ["posts[P0].seats+=1", "policy.travel.max_distance_km=55"], ["posts[P1].seats=0"],
    ["posts[P0].min_students=2"], ["policy.travel.max_distance_km=25"],
    ["posts[P2].dormitory=yes", "posts[P0].seats=1"], ["policy.specialty.widest=exact"],
    ["enterprises[E0].max_interns=1"],
  ]

  private static func changeSolver() -> ChangeSolver {
    ChangeSolver(using: GLPKSolver(), limits: options.limits)
  }

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
    var changeSolver = Self.changeSolver()
    var whatIf = try WhatIf(
      try Self.settings(seed), before: try Self.before(seed), changeSolver: &changeSolver, threads: 1)
    try whatIf.price(using: &changeSolver, budget: 1000)
    check(whatIf, seed)
  }

  /// From a plan that was made with no regard to the one before: whoever may stay for nothing stays.
  @Test(arguments: 0..<350)
  func nobodyMovesForNothing(_ seed: Int) throws {
    let (whatIf, changed) = try Self.pricedAnew(seed)
    #expect(whatIf.changedStudents.count <= changed)
    check(whatIf, seed)
  }

  /// With prices, after a plan that was made with no regard to the one before; and how many had moved until then.
  private static func pricedAnew(_ seed: Int) throws -> (WhatIf, changed: Int) {
    let before = try before(seed)
    let after = try allocate(
      try before.placementCase.changed(by: try settings(seed)).placementCase, using: GLPKSolver(),
      options: options)
    var whatIf = WhatIf(before: before, after: after, isNearest: false)
    let changed = whatIf.changedStudents.count
    var changeSolver = Self.changeSolver()
    try whatIf.price(using: &changeSolver, budget: 1000)
    return (whatIf, changed)
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
      let alone = every.best { plan in
        plan[unit] == former[unit] && kept.allSatisfy { plan[$0] == former[$0] }
      }
      #expect(alone != values, "seed \(seed), unit \(unit)")
      switch whatIf.stays[unit] {
      case .closed(let student):
        #expect(staying == nil)
        let context = whatIf.after.placementProgram.context
        #expect(
          Rulebook.rules.contains { !$0.permits(student: student, post: Int(former[unit]), in: context) })
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
      let (whatIf, changed) = try Self.pricedAnew(seed)
      if whatIf.changedStudents.count < changed { keeps += 1 }
      for unit in whatIf.changedUnits {
        found.insert("\(whatIf.stays[unit]!)".prefix { $0 != "(" }.description)
      }
    }
    #expect(found == ["closed", "takesNobody", "impossible", "costs", "movesOthers"])
    #expect(keeps > 0)
  }

  /// Beyond the budget it is said so, and counted; what needs no re-solve is told all the same.
  @Test func beyondTheBudgetNothingIsGuessed() throws {
    var open = 0
    for seed in 0..<60 {
      var changeSolver = Self.changeSolver()
      var whatIf = try WhatIf(
        try Self.settings(seed), before: try Self.before(seed), changeSolver: &changeSolver, threads: 1)
      let solved = changeSolver.count
      try whatIf.price(using: &changeSolver, budget: 0)
      #expect(changeSolver.count == solved)
      let texts = whatIf.changes.rows.map { $0[4] }
      #expect(texts.count { $0.contains("的代价未计算") } == whatIf.notPriced)
      #expect(whatIf.stays.values.allSatisfy { ![.impossible, .movesOthers, .costsNothing].contains($0) })
      open += whatIf.notPriced
    }
    #expect(open > 0)
  }

  // MARK: Words

  /// changes.csv's reasons in a town of two students beside a post of one seat each.
  private func why(
    _ setting: String, _ change: (inout PlacementCase) -> Void = { _ in }
  ) throws -> [String] {
    var town = smallTown(1, groups: false, teams: false)
    town.policy.language = .english
    town.policy.objectives = [[.unplaced: 1], [.distance: 1]]
    town.students = Array(town.students.prefix(2))
    town.wishes = [[], []]
    town.published = [nil, nil]
    town.posts = Array(town.posts.prefix(2))
    for index in 0..<2 {
      town.students[index].specialty = SpecialtyCode("710201")!
      town.students[index].priority = 1
      town.students[index].grade = 2
      town.students[index].acceptsBoarding = false
      town.students[index].location = Coordinates(latitude: 30, longitude: 120 + Double(index) / 10)
      town.posts[index].specialtyCodes = [SpecialtyCode("710201")!]
      town.posts[index].enterprise = index
      town.posts[index].seats = 1
      town.posts[index].dormitory = false
      town.posts[index].location = town.students[index].location
      town.enterprises[index].maxInterns = nil
      town.enterprises[index].staffOnDuty = 100
    }
    change(&town)
    var changeSolver = Self.changeSolver()
    let before = try allocate(town, using: GLPKSolver(), options: Self.options)
    var whatIf = try WhatIf([try Setting(setting)], before: before, changeSolver: &changeSolver, threads: 1)
    try whatIf.price(using: &changeSolver)
    return whatIf.changes.rows.map { $0[4] }
  }

  @Test func aLoweredQuotaIsNamed() throws {
    #expect(
      try why("posts[P1].seats=0") == [
        "post P1 takes nobody now: post P1 has a quota of 0; "
          + "the quota of post P1 fell from 1 to 0"
      ])
  }

  @Test func aStudentWithoutAPostIsCountedAsOne() throws {
    let told = try why("posts[P1].seats=1") { $0.posts[1].seats = 0 }
    #expect(
      told == [
        "staying without a post would cost the whole plan: 1 more student without a post; "
          + "the quota of post P1 rose from 0 to 1"
      ])
  }

  /// One limit applies to who boards, another to who does not; the other is not told.
  @Test func aBoarderIsToldTheOwnLimit() throws {
    let told = try why("policy.travel.boarding_max_distance_km=5") { town in
      town.students[1].acceptsBoarding = true
      town.posts[1].dormitory = true
      town.posts[1].location = Coordinates(latitude: 30, longitude: 120.2)
      town.posts[0].seats = 1
    }
    #expect(
      told == [
        "staying at post P0 would cost the whole plan: 1 more student without a post, objective 2 (distance) "
          + "−375 points; 1 other comes to post P0; 1 other leaves post P1",
        "post P1 is closed now to the student by distance: at most 5 km for a student who boards; "
          + "1 other comes to post P1; 1 other leaves post P0",
      ])
  }
}
