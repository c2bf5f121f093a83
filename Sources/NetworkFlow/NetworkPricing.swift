/// Which arc enters next, until none improves.
extension NetworkSimplex {
  private static let pairsACheck = 5_000_000

  /// Goes on until no arc improves.
  /// - Returns: false where `shouldStop` said so (asked every few milliseconds).
  package func solve(shouldStop: () -> Bool = { false }) -> Bool {
    let unitsABlock = max(1, min(64, unitCount / 8))
    let blocks = max(1, (unitCount + unitsABlock - 1) / unitsABlock)
    var quietBlocks = 0
    // By the pairs that a block looks at: a unit may have thousands.
    let blocksACheck = max(1, min(2000, Self.pairsACheck * blocks / max(1, pairCount)))
    var untilCheck = blocksACheck
    var untilInner = 0
    var innerQuiet = false
    while quietBlocks < blocks || !innerQuiet {
      if untilInner <= 0 {
        innerQuiet = !pivotInnerArcs()
        if !innerQuiet { quietBlocks = 0 }
        untilInner = blocks / 4 + 1
      }
      untilInner -= 1
      cursor = cursor >= blocks ? 0 : cursor
      let first = cursor * unitsABlock
      cursor += 1
      let found = pivotBlock(first..<min(unitCount, first + unitsABlock))
      if found {
        quietBlocks = 0
        innerQuiet = false
      } else {
        quietBlocks += 1
        if quietBlocks >= blocks { untilInner = 0 }
      }
      untilCheck -= 1
      if untilCheck == 0 {
        untilCheck = blocksACheck
        if shouldStop() { return false }
      }
    }
    return true
  }

  /// Pivots on the best arc of each of these units, the most improving first, as long as it still improves. One
  /// walk over the pairs serves many pivots: the walk is what costs.
  func pivotBlock(_ units: Range<Int>) -> Bool {
    candidates.removeAll(keepingCapacity: true)
    for unit in units {
      let own = unitPotential(unit)
      let (low, pair) = cheapestWay(of: unit, below: own)
      if pair >= 0 { candidates.append(Candidate(reduced: low - own, unit: unit, pair: pair)) }
    }
    candidates.sort { ($0.reduced, $0.unit) < ($1.reduced, $1.unit) }
    var found = false
    for candidate in candidates {
      let isUnplaced = candidate.pair == pairCount
      let to = isUnplaced ? root : unitCount + Int(pairPost[candidate.pair])
      let cost = isUnplaced ? unplacedCost[candidate.unit] : pairCost[candidate.pair]
      guard cost + potential[to] < unitPotential(candidate.unit) else { continue }
      pivot(
        entering: candidate.pair, cost: cost, from: Int32(candidate.unit), to: Int32(to), backward: false)
      found = true
    }
    return found
  }

  /// The unit's cheapest arc by cost and potential, where it is below `low`; −1 where none is.
  @inline(__always) func cheapestWay(of unit: Int, below: Int64) -> (low: Int64, pair: Int) {
    let pairs = pairStart[unit]..<pairStart[unit + 1]
    var (low, at) = (below, -1)
    if !pairs.isEmpty {
      (low, at) = pairPost.withUnsafeBufferPointer {
        pairCost.cheapest(pairs, $0.baseAddress!, potential + unitCount, below: below)
      }
    }
    if unplacedCost[unit] < low {
      low = unplacedCost[unit]
      at = pairCount
    }
    return (low, at)
  }

  /// Pivots on every arc between posts, sets and root that improves.
  func pivotInnerArcs() -> Bool {
    var found = false
    for number in 0..<(Self.parallel * innerCount) {
      if arcCapacity[number] == 0 { continue }
      let node = unitCount + number / Self.parallel
      let id = pairCount + 1 + number
      if arc[node] == id { continue }
      let to = target[number / Self.parallel]
      let reduced = arcCost[number] + potential[Int(to)] - potential[node]
      if isFull[number] {
        if reduced > 0 {
          // The arc may hang below its own target when the tree is turned round; then it is the target's arc.
          if parent[Int(to)] == Int32(node) && arc[Int(to)] == id { continue }
          pivot(entering: id, cost: arcCost[number], from: to, to: Int32(node), backward: true)
          found = true
        }
      } else if reduced < 0 {
        if parent[Int(to)] == Int32(node) && arc[Int(to)] == id { continue }
        pivot(entering: id, cost: arcCost[number], from: Int32(node), to: to, backward: false)
        found = true
      }
    }
    return found
  }
}
