import NetworkFlow

/// What the optimal tree says without a pivot.
extension Reoptimisation {
  /// What every stage changes by when an unplaced unit has to be placed; nil where it cannot be.
  ///
  /// The tree is strongly feasible and optimal: its path from a post to the root takes one unit more, and none is
  /// cheaper. So the unit's cheapest way over such a path is what placing it costs.
  package func costOfPlacing(_ unit: Int) -> [Int64]? {
    let pairs = program.pairStart[unit]..<program.pairStart[unit + 1]
    func cost(_ pair: Int) -> Int64 {
      network.pairCost[pair] + network.potential[program.unitCount + Int(program.pairPost[pair])]
    }
    guard let best = pairs.min(by: { cost($0) < cost($1) }),
      var sum = costToRoot(program.unitCount + Int(program.pairPost[best]))
    else { return nil }
    for stage in sum.indices {
      sum[stage] += program.pairCost[stage][best] - program.unplacedCost[stage][unit]
    }
    return sum
  }

  /// By how much the first stage falls with one seat more under one limit, where that stage counts nothing but who
  /// is without a post. nil: the tree does not tell.
  ///
  /// One seat more sends one unit of flow over the new seat and back to it. A way back that avoids the root places
  /// nobody. One that goes by the root is the cheapest from the seat's target to there, which is the tree's, and
  /// then from there to the seat: whoever has the highest claim on it comes in.
  ///
  /// - Parameter changes: limits, each raised by one.
  package func gainOfSeat(_ changes: [ProgramChange]) -> Int64? {
    guard countsOnlyUnplaced else { return nil }
    let changed = program.applyingLimits(changes)
    // A limit that is not reached takes one unit more as it is; of two rows over the same posts the lower holds.
    let raised = nodes(under: changes).filter {
      isFull($0) && limit(of: $0, in: changed) != limit(of: $0, in: program)
    }
    guard let node = raised.first else { return 0 }
    guard raised.count == 1 else { return nil }
    return gain(claim: claims[node], through: node)
  }

  /// The same where posts or sets get their first seat: nobody comes but by the posts that open.
  ///
  /// - Parameter claim: the highest on one of these.
  package func gainOfFirstSeat(_ changes: [ProgramChange], claim: Int64) -> Int64? {
    guard countsOnlyUnplaced else { return nil }
    let changed = program.applyingLimits(changes)
    let raised = nodes(under: changes).filter { limit(of: $0, in: changed) != limit(of: $0, in: program) }
    // Sets come after posts. All that is raised must be under the last, so that a single unit gets through.
    guard let top = raised.last, raised.dropLast().allSatisfy({ isNode($0, under: top) }),
      raised.allSatisfy({ limit(of: $0, in: program) == 0 && limit(of: $0, in: changed) == 1 })
    else { return nil }
    return gain(claim: claim, through: top)
  }

  private func gain(claim: Int64, through node: Int) -> Int64 {
    let to = Int(network.target[node])
    guard claim > 0, let back = to == network.root ? 0 : costToRoot(to)?.first else { return 0 }
    return max(0, claim - back)
  }

  private func isNode(_ node: Int, under top: Int) -> Bool {
    var current = node
    while Int(network.target[current]) != network.root {
      current = Int(network.target[current]) - program.unitCount
      if current == top { return true }
    }
    return false
  }

  /// The highest claim of those who could come in where the unit goes elsewhere: its own where it is without a post.
  package func claim(toReplace unit: Int) -> Int64 {
    guard let post = solution?.post[unit], post >= 0 else { return claim(unit) }
    return claims[Int(post)]
  }

  private var countsOnlyUnplaced: Bool {
    guard case .zero = program.pairCost.first else { return false }
    return program.targetRows.allSatisfy { $0.weight.first == 0 }
  }

  private func isFull(_ node: Int) -> Bool {
    limit(of: node, in: program).map { network.flow(ofInner: node) >= $0 } ?? false
  }

  // MARK: Claims

  /// Of every post and set: the highest cost in the first stage of an unplaced unit that could come to it, others making
  /// way as far as nobody loses a post; 0 where none could.
  package func seatClaims() -> [Int64] {
    var claims = [Int64](repeating: 0, count: network.innerCount)
    let seated = unitsAtPosts()
    let children = childrenOfSets()
    let waiting = (0..<program.unitCount).filter { solution?.post[$0] == -1 }
    for unit in waiting.sorted(by: { (claim($0), $1) > (claim($1), $0) }) where claim(unit) > 0 {
      var open = posts(of: unit)
      while let node = open.popLast() {
        guard claims[node] == 0 else { continue }
        claims[node] = claim(unit)
        let to = Int(network.target[node])
        if to != network.root, !isFull(node) { open.append(to - program.unitCount) }
        if node < program.postCount {
          for other in seated[node] { open += posts(of: other) }
        } else {
          open += children[node - program.postCount]
        }
      }
    }
    return claims
  }

  private func claim(_ unit: Int) -> Int64 { program.unplacedCost[0][unit] }

  private func posts(of unit: Int) -> [Int] {
    program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]].map(Int.init)
  }

  private func unitsAtPosts() -> [[Int]] {
    var seated = [[Int]](repeating: [], count: program.postCount)
    for (unit, post) in (solution?.post ?? []).enumerated() where post >= 0 { seated[Int(post)].append(unit) }
    return seated
  }

  /// Posts and sets that send flow to each set.
  private func childrenOfSets() -> [[Int]] {
    var children = [[Int]](repeating: [], count: network.innerCount - program.postCount)
    for node in 0..<network.innerCount where Int(network.target[node]) != network.root {
      if network.flow(ofInner: node) > 0 {
        children[Int(network.target[node]) - program.unitCount - program.postCount].append(node)
      }
    }
    return children
  }

  // MARK: Paths

  /// Of one unit of flow along the tree, a stage; nil where the path is no plan's.
  private func costToRoot(_ start: Int) -> [Int64]? {
    var sum = [Int64](repeating: 0, count: program.stageCount)
    var node = start
    while node != network.root {
      guard add(arc: network.arc[node], of: node, sign: network.leadsUp[node] ? 1 : -1, to: &sum) else {
        return nil
      }
      node = Int(network.parent[node])
    }
    return sum
  }

  /// - Returns: false where the arc is in no plan.
  private func add(arc: Int, of node: Int, sign: Int64, to sum: inout [Int64]) -> Bool {
    if arc < network.pairCount {
      for stage in sum.indices { sum[stage] += sign * program.pairCost[stage][arc] }
    } else if arc == network.pairCount {
      if program.mustPlace[node] { return false }
      for stage in sum.indices { sum[stage] += sign * program.unplacedCost[stage][node] }
    } else {
      return addSeat(arc - network.pairCount - 1, sign: sign, to: &sum)
    }
    return true
  }

  private func addSeat(_ number: Int, sign: Int64, to sum: inout [Int64]) -> Bool {
    let cost = network.arcCost[number]
    if cost == flow.weights.forbidden { return false }
    // A seat that costs anything else is one that counts for a target.
    if cost == 0 { return true }
    let set = number / NetworkSimplex.parallel - program.postCount
    let weight = program.targetRows[Int(flow.family.targetRow[set])].weight
    for stage in sum.indices { sum[stage] -= sign * weight[stage] }
    return true
  }
}
