import Allocation
import AssignmentSolver

/// What the whole plan after some settings would come to if a unit stayed as it was before them.
enum Stay: Equatable {
  /// A rule closes the post to a member now.
  case closed(Int)
  /// The post takes nobody now: the lowest of its quotas is below its minimum.
  case takesNobody
  /// No plan within the quotas and minimums leaves the unit as it was.
  case impossible
  /// New value less the plan's, a stage; stages behind an unproven one are left out. The first that differs is above 0.
  case costs([Int64])
  /// Nothing: an equally good plan leaves the unit as it was, and moves others who are not moved now.
  case movesOthers
  /// Nothing; whether others would have to move was not worked out.
  case costsNothing
  case notComputed
}

extension WhatIf {
  /// Works out for everybody who is placed otherwise what staying would cost the whole plan, by a re-solve each. Whoever
  /// could stay at no cost with all those who do stay, does: in the end no change can be undone for nothing
  /// without another one.
  ///
  /// - `budget`: re-solves, in order of student id; nil: what is cheap.
  /// - Throws: `AllocationFailure`
  public mutating func price(using changeSolver: inout ChangeSolver, budget: Int? = nil) throws {
    let end = changeSolver.count + (budget ?? affordablePrices)
    changeSolver.allow(work: budget == nil ? before.work + after.affordableWork : nil)
    stays = [:]
    for unit in former.indices where after.solution.post[unit] != former[unit] {
      stays[unit] = counted(unit) ?? .notComputed
      guard stays[unit] == .notComputed, changeSolver.count < end, !changeSolver.isUsedUp else { continue }
      do {
        stays[unit] = price(try solve(staying: [unit], near: after.solution.post, &changeSolver))
        guard stays[unit] == .costsNothing else { continue }
        if isNearest {
          stays[unit] = .movesOthers
        } else if changeSolver.count < end {
          let kept = former.indices.filter { $0 == unit || after.solution.post[$0] == former[$0] }
          keep(unit, try solve(staying: kept, near: former, &changeSolver))
        }
      } catch AllocationFailure.noPlanInTime {
        continue
      }
    }
  }

  private var former: [Int32] { before.solution.post }

  /// A what-if is asked once, and for its reasons: where re-solves are searches it may take some seconds for them. What
  /// they may do ends them as well.
  private var affordablePrices: Int {
    let program = after.placementProgram.program
    if Reoptimisation.isWhole(program) { return after.affordableResolves }
    return max(10 * after.affordableResolves, program.pairCount <= Self.mostPairsSearched ? 40 : 0)
  }

  /// Among so many pairs a search takes a tenth of a second, as in a city of 2,500 students.
  private static let mostPairsSearched = 100_000

  /// Students placed otherwise of whom it was not worked out what staying would cost.
  public var notPriced: Int {
    changedUnits.filter { [.notComputed, .costsNothing, nil].contains(stays[$0]) }
      .reduce(0) { $0 + after.placementProgram.units[$1].count }
  }

  var changedUnits: [Int] { former.indices.filter { after.solution.post[$0] != former[$0] } }

  /// What needs no re-solve; nil where it does.
  private func counted(_ unit: Int) -> Stay? {
    guard former[unit] >= 0 else { return nil }
    let placementProgram = after.placementProgram
    let refused = placementProgram.units[unit].first {
      Rulebook.firstRefusal(student: $0, post: Int(former[unit]), in: placementProgram.context) != nil
    }
    if let refused { return .closed(refused) }
    return placementProgram.program.pair(unit, former[unit]) == nil ? .takesNobody : nil
  }

  /// - Parameter plan: the best one in which the unit stays; nil: there is none.
  private func price(_ plan: AssignmentSolution?) -> Stay {
    guard let plan else { return .impossible }
    let stages = zip(plan.stages, after.solution.stages)
    if stages.allSatisfy({ $0.value == $1.value }) { return .costsNothing }
    let proven = stages.prefix { $0.isProven && $1.isProven }.map { $0.value - $1.value }
    return proven.contains { $0 != 0 } ? .costs(proven) : .notComputed
  }

  /// The best plan in which the units stay as they were.
  private func solve(
    staying units: [Int], near plan: [Int32], _ changeSolver: inout ChangeSolver
  ) throws -> AssignmentSolution? {
    let stays = units.map { former[$0] < 0 ? ProgramChange.leave($0) : .hold($0, at: former[$0]) }
    return try changeSolver.solve(stays, of: after.placementProgram.program, near: plan)
  }

  /// Takes the plan that leaves the unit as it was, and everybody who is so now, where it is as good.
  private mutating func keep(_ unit: Int, _ plan: AssignmentSolution?) {
    switch price(plan) {
    case .costsNothing:
      stays[unit] = nil
      after = Allocation(
        after.placementProgram, AssignmentSolution(post: plan!.post, stages: after.solution.stages),
        seconds: after.seconds)
    case .notComputed: break
    default: stays[unit] = .movesOthers
    }
  }
}
