import Foundation
import Placement

@testable import AssignmentSolver

/// A made-up city as an ``AssignmentProgram``, any size.
struct MadeUpCity {
  var students = 1000
  var seed: UInt64 = 1
  var groups = false
  var teams = false
  var periods = false
  var published = false
  var pins = false

  private static let districts: [(lat: Double, lon: Double, spread: Double)] = [
    (30.24, 120.17, 0.03), (30.28, 120.16, 0.05), (30.27, 120.12, 0.08), (30.32, 120.13, 0.06),
    (30.42, 120.30, 0.08), (30.18, 120.26, 0.10), (30.21, 120.20, 0.05), (30.28, 119.98, 0.12),
    (30.31, 120.35, 0.07), (30.05, 119.95, 0.12), (30.23, 119.72, 0.18), (29.80, 119.68, 0.15),
    (29.61, 119.04, 0.18),
  ]

  func make() -> AssignmentProgram {
    var random = SplitMix64(seed: seed &* 7919)
    func place(_ random: inout SplitMix64) -> (Double, Double) {
      let district = Self.districts[Int.random(in: 0..<13, using: &random)]
      func normal() -> Double {
        (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &random) } / 2
      }
      return (district.lat + district.spread * normal(), district.lon + district.spread * normal())
    }
    let families = 8
    var unitSize: [Int32] = []
    var left = students
    while left > 0 {
      let size =
        teams && Int.random(in: 0..<20, using: &random) == 0 ? Int.random(in: 2...4, using: &random) : 1
      unitSize.append(Int32(min(size, left)))
      left -= min(size, left)
    }
    let units = unitSize.count
    let homes = (0..<units).map { _ in place(&random) }
    let specialty = (0..<units).map { _ in Int.random(in: 0..<(families * 4), using: &random) }
    let posts = max(2, Int(Double(students) * 0.13))
    let enterprises = max(1, Int(Double(posts) / 2.2))
    let sites = (0..<enterprises).map { _ in place(&random) }
    let employer = (0..<posts).map { _ in Int.random(in: 0..<enterprises, using: &random) }
    let wanted = (0..<posts).map { _ in Int.random(in: 0..<(families * 4), using: &random) }
    let seats = (0..<posts).map { _ in Int32.random(in: 2...16, using: &random) }
    let period = (0..<posts).map { _ in periods ? Int.random(in: 0..<3, using: &random) : 0 }
    var rows: [AssignmentProgram.CapacityRow] = []
    var targets: [AssignmentProgram.TargetRow] = []
    for enterprise in 0..<enterprises {
      let own = (0..<posts).filter { employer[$0] == enterprise }.map(Int32.init)
      if own.isEmpty { continue }
      let offered = own.reduce(Int32(0)) { $0 + seats[Int($1)] }
      let quota = max(1, Int32(Double(offered) * Double.random(in: 0.55...0.95, using: &random)))
      // Periods 0 and 2 meet period 1, not each other.
      let cliques =
        periods
        ? [own.filter { period[Int($0)] <= 1 }, own.filter { period[Int($0)] >= 1 }]
        : [own]
      for clique in cliques where clique.count > 1 { rows.append(.init(posts: clique, limit: quota)) }
      if Int.random(in: 0..<4, using: &random) == 0 {
        let target = max(1, quota * Int32.random(in: 2...10, using: &random) / 10)
        targets.append(.init(posts: own, target: target, weight: [0, 0, 20]))
      }
    }
    let minimum = (0..<posts).map { groups && seats[$0] >= 4 ? (seats[$0] + 1) / 2 : 1 }
    var start = [0]
    var pairPost: [Int32] = []
    var cost: [Int32] = []
    var moves: [Int32] = []
    var unplacedMoves = [Int64](repeating: 0, count: units)
    var mustPlace = [Bool](repeating: false, count: units)
    for unit in 0..<units {
      let first = pairPost.count
      for post in 0..<posts where wanted[post] / 4 == specialty[unit] / 4 {
        let site = sites[employer[post]]
        let dy = (homes[unit].0 - site.0) * 111.2
        let dx = (homes[unit].1 - site.1) * 96.2
        let km = 1.3 * (dx * dx + dy * dy).squareRoot()
        if km > 40 { continue }
        let size = unitSize[unit]
        let penalty: Int32 = wanted[post] == specialty[unit] ? 0 : 30
        pairPost.append(Int32(post))
        cost.append((Int32((km * 10).rounded()) + penalty) * size)
      }
      moves += Array(repeating: 0, count: pairPost.count - first)
      if published && pairPost.count > first && Int.random(in: 0..<3, using: &random) > 0 {
        let kept = Int.random(in: first..<pairPost.count, using: &random)
        for pair in first..<pairPost.count where pair != kept { moves[pair] = unitSize[unit] }
        unplacedMoves[unit] = Int64(unitSize[unit])
      }
      if pins && pairPost.count > first && Int.random(in: 0..<200, using: &random) == 0 {
        let pinned = Int.random(in: first..<pairPost.count, using: &random)
        if minimum[Int(pairPost[pinned])] == 1 {
          mustPlace[unit] = true
          let keep = (pairPost[pinned], cost[pinned], moves[pinned])
          pairPost.removeSubrange(first...)
          cost.removeSubrange(first...)
          moves.removeSubrange(first...)
          pairPost.append(keep.0)
          cost.append(keep.1)
          moves.append(keep.2)
        }
      }
      start.append(pairPost.count)
    }
    return AssignmentProgram(
      stageCount: 3, unitSize: unitSize, mustPlace: mustPlace,
      unplacedCost: [unitSize.map(Int64.init), unplacedMoves, Array(repeating: 0, count: units)],
      postLimit: seats, postMinimum: minimum, capacityRows: rows, targetRows: targets, pairStart: start,
      pairPost: pairPost, pairCost: [.zero, published ? .narrow(moves) : .zero, .narrow(cost)])
  }
}
