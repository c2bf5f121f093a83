import Allocation
import AssignmentSolver
import Foundation
import IntegerProgram
import Placement
import Plan

/// Answers questions about a plan: exact costs by re-solving the program with a pin or a changed quota.
public struct Explainer {
  let placementProgram: PlacementProgram
  let facts: PlanFacts
  /// The post of every unit in the plan, −1 for none.
  let former: [Int32]
  /// The plan's value of every stage.
  let values: [Int64]
  let unitOf: [Int?]
  let points: PointsTable
  var changeSolver: ChangeSolver
  let threads: Int
  /// What is proven of the plan; nil: not known.
  private let outcomes: [StageOutcome]?
  /// What the search that proved the plan told of prices; nil: nothing.
  private let prices: UnitPrices?
  private var knownRanges: PriceRanges?
  let seats = LackingSeats()
  /// Above so many pairs what is not known at once is told as a range. The benchmarks' largest city below it, 3,000
  /// students with minimums, takes seconds a solve.
  var quicklySolvedPairs = 100_000

  var placementCase: PlacementCase { facts.placementCase }
  var policy: Policy { facts.policy }

  /// - `placement`: the post of every student in the plan.
  /// - `isProven`: whether the plan is known to be an optimum.
  /// - Throws: `AllocationFailure` where the case itself is at fault, and where a limit struck first.
  public init(
    _ placementCase: PlacementCase, placement: [Int?], isProven: Bool, changeSolver: ChangeSolver,
    threads: Int
  ) throws {
    // What counting alone tells is told whatever the limit, so that this may take a second more than there was.
    let (hasEnded, grace) = (changeSolver.hasEnded, Deadline(seconds: 1))
    let program = try PlacementProgram(
      placementCase, threads: threads, shouldStop: { hasEnded() && grace.hasPassed })
    let facts = PlanFacts(program, placement: placement, threads: threads)
    self.init(facts, outcomes: nil, isProven: isProven, changeSolver: changeSolver, threads: threads)
  }

  /// - Parameters:
  ///   - outcomes: what is proven of the plan; nil: see `isProven`.
  ///   - prices: what the search that proved it told of prices.
  init(
    _ facts: PlanFacts, outcomes: [StageOutcome]?, isProven: Bool = false, prices: UnitPrices? = nil,
    changeSolver: ChangeSolver, threads: Int
  ) {
    self.prices = prices
    let (program, placement) = (facts.placementProgram, facts.placement)
    placementProgram = program
    self.facts = facts
    former = program.plan(placement)
    values = program.program.stageValues(of: former)
    var unitOf = [Int?](repeating: nil, count: placement.count)
    for (unit, members) in program.units.enumerated() {
      for member in members { unitOf[member] = unit }
    }
    self.unitOf = unitOf
    points = program.points
    self.changeSolver = changeSolver
    self.threads = threads
    self.outcomes =
      outcomes ?? (isProven ? values.map { StageOutcome(value: $0, bound: $0, proof: "") } : nil)
  }

  /// What one unit's price or one seat can be, without solving.
  mutating func ranges() -> PriceRanges {
    if let knownRanges { return knownRanges }
    let ranges = PriceRanges(
      placementProgram.program, plan: former,
      network: changeSolver.network(of: placementProgram.program, at: former),
      stages: outcomes ?? [], prices: prices, shouldStop: changeSolver.mustStop)
    knownRanges = ranges
    return ranges
  }

  /// Another plan against this one.
  struct Difference {
    /// New value less the plan's, a stage.
    private(set) var stages: [Int64]
    /// Students whose post differs.
    let moved: [Int]
    let post: [Int32]
    /// Whether no plan as good moves fewer.
    let isNearest: Bool
    /// So many students at least move in every plan as good; 0 where nobody knows.
    var leastMoved = 0
    /// Whether every stage is proven: where not, there may be a better plan than this.
    let isProven: Bool
    /// No plan comes to less: the first stages, as many as are known. Empty where this plan is proven.
    private(set) var least: [Int64] = []

    func adding(_ other: [Int64]) -> Difference {
      var sum = self
      for stage in stages.indices { sum.stages[stage] += other[stage] }
      for stage in least.indices { sum.least[stage] += other[stage] }
      return sum
    }
  }

  /// What the changed program's best plan comes to; nil where it has none. Of equally good plans it is the nearest,
  /// so that `moved` is as short as can be.
  mutating func difference(_ changes: [ProgramChange]) throws -> Difference? {
    try changeSolver.nearest(changes, of: placementProgram.program, to: former).map(difference)
  }

  /// The same with one quota changed by some seats.
  mutating func difference(changing key: QuotaKey, by seats: Int) throws -> Difference? {
    let change = placementProgram.change(key, by: seats)
    if change.toggled.isEmpty { return try difference(change.limits) }
    let changed = placementProgram.program(
      under: placementProgram.quotas.changing(key, by: seats), threads: threads)
    return try changeSolver.nearest(changed, to: former).map(difference)
  }

  private func difference(_ nearest: ChangeSolver.NearestPlan) -> Difference {
    let solution = nearest.solution
    return Difference(
      stages: zip(solution.stages, values).map { $0.value - $1 }, moved: movers(solution.post),
      post: solution.post,
      isNearest: nearest.isNearest, leastMoved: nearest.leastMoved,
      isProven: solution.stages.allSatisfy(\.isProven))
  }

  /// The plan that a range knows of; nil where it knows none.
  func difference(_ range: PriceRange) -> Difference? {
    range.most.map { change in
      let moved = change.moves.filter { $0.post != former[$0.unit] }
      return Difference(
        stages: change.stages, moved: moved.flatMap { placementProgram.units[$0.unit] }.sorted(),
        post: change.applied(to: former),
        isNearest: changeSolver.isExact(placementProgram.program, at: former),
        isProven: range.isExact, least: range.isExact ? [] : range.least)
    }
  }

  /// The same with as few movers as can be found, where the plan's network does not tell.
  ///
  /// - Parameter changes: what the range is about.
  func difference(_ range: PriceRange, _ changes: [ProgramChange]) -> Difference? {
    guard let known = difference(range) else { return nil }
    // To change the program takes its time too, in a large city.
    guard !known.isNearest, !changeSolver.hasEnded(),
      let program = placementProgram.program.applying(changes),
      let found = changeSolver.fewestMovers(of: program, known: known.post, near: former)
    else { return known }
    return Difference(
      stages: known.stages, moved: movers(found.plan), post: found.plan,
      isNearest: found.moved == found.least, leastMoved: found.least, isProven: known.isProven,
      least: known.least)
  }

  private func movers(_ post: [Int32]) -> [Int] {
    post.indices.filter { post[$0] != former[$0] }.flatMap { placementProgram.units[$0] }.sorted()
  }

  /// What every stage changes by where the unit has to be placed; nil where no plan places it.
  mutating func costOfPlacing(_ unit: Int) throws -> [Int64]? {
    try changeSolver.solve([.place(unit)], of: placementProgram.program, near: former).map {
      zip($0.stages, values).map { $0.value - $1 }
    }
  }

  /// Whether every price of one unit is known without solving.
  mutating func isFlowOptimum() -> Bool {
    changeSolver.network(of: placementProgram.program, at: former)?.isExact ?? false
  }

  /// Which of a table's ids it is.
  ///
  /// - Parameter names: whether other ids of the table may be told.
  /// - Throws: ``InquiryFault`` where it is none of them, with the nearest.
  func known(
    _ id: String, among ids: [String], _ table: TableSchema, mend: Text, names: Bool = true
  ) throws -> Int {
    if let index = ids.firstIndex(of: id) { return index }
    throw InquiryFault(
      Text(
        zh: "\(table.chinese)表中没有编号 \(id)", en: "\(placementCase.name(of: table.file)) has no id \(id)"),
      mend: names ? mend + RowChooser.nearestIDs(to: id, among: ids) : mend)
  }

  // MARK: Words

  func demand(_ rule: any EligibilityRule, student: Int, post: Int) -> Text {
    rule.text(student: student, post: post, in: placementProgram.context)
  }

  func postName(_ post: Int) -> Text { placementCase.name(ofPost: post) }
}

extension PlacementCase {
  /// `岗位 P0001（汽车售后，企业 E0001 某某）`
  func name(ofPost post: Int) -> Text {
    let item = posts[post]
    let enterprise = enterprises[item.enterprise]
    return Text(
      zh: "岗位 \(item.id)（\(item.title)，企业 \(enterprise.id) \(enterprise.name)）",
      en: "post \(item.id) (\(item.title), enterprise \(enterprise.id) \(enterprise.name))")
  }
}

extension EligibilityRule {
  /// What the rule asks of the student at the post, and where its number comes from.
  func text(student: Int, post: Int, in context: RuleContext) -> Text {
    let demand = demand(student: student, post: post, in: context)
    let source = source(student: student, post: post, in: context)
    return Text(
      zh: "\(rule.chinese)：\(demand.zh)\(source.isEmpty ? "" : "（依据：\(source)）")",
      en: "\(rule.rawValue): \(demand.en)\(source.isEmpty ? "" : " (\(source))")")
  }
}
