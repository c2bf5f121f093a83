/// The reduced costs of pairs at some prices, but for their unit's row. The scale is such that they fit 64 bits, but for
/// those of ``RestrictedMaster/finerBound()``.
struct ReducedCosts {
  let scale: Int64
  /// Of every post: − its price a unit of load.
  let post: [Int64]
  /// What a unit of cost weighs, of every stage that has any weight.
  let weights: [(stage: Int, weight: Int64)]
  /// Pairs whose link has a price, increasing, and − that price.
  let links: [(pair: Int32, price: Int64)]
  let sideTerms: SideTerms
  /// Of every side row: − its price.
  let side: [Int64]

  func reduced(unit: Int, pair: Int32, in program: AssignmentProgram) -> Int64 {
    reduced(unit: unit, pair: pair, in: program, as: Int64.self)
  }

  func unplaced(unit: Int, in program: AssignmentProgram) -> Int64 {
    unplaced(unit: unit, in: program, as: Int64.self)
  }

  @inline(__always) func reduced<Number: FixedWidthInteger>(
    unit: Int, pair: Int32, in program: AssignmentProgram, as: Number.Type
  ) -> Number {
    var sum = Number(program.unitSize[unit]) &* Number(post[Int(program.pairPost[Int(pair)])])
    for (stage, weight) in weights { sum &+= Number(weight) &* Number(program.pairCost[stage][Int(pair)]) }
    let link = links.firstIndex(from: pair)
    if link < links.count, links[link].pair == pair { sum &+= Number(links[link].price) }
    sideTerms.forEach(Int(pair)) { row, weight in sum &+= Number(weight) &* Number(side[row]) }
    return sum
  }

  @inline(__always) func unplaced<Number: FixedWidthInteger>(
    unit: Int, in program: AssignmentProgram, as: Number.Type
  ) -> Number {
    var sum: Number = 0
    for (stage, weight) in weights { sum &+= Number(weight) &* Number(program.unplacedCost[stage][unit]) }
    return sum
  }

  /// Calls `body` with the pairs of each of these units that the domain leaves it, and their reduced costs.
  @inline(__always) func forEachUnit(
    _ units: Range<Int>, of domain: PairDomain, in program: AssignmentProgram,
    _ body: (_ unit: Int, _ pairs: UnsafeBufferPointer<Int32>, _ reduced: UnsafeMutablePointer<Int64>) -> Void
  ) {
    let most = units.reduce(0) { max($0, domain.start[$1 + 1] - domain.start[$1]) }
    let reduced = UnsafeMutablePointer<Int64>.allocate(capacity: most)
    defer { reduced.deallocate() }
    var link = links.firstIndex(from: Int32(program.pairStart[units.lowerBound]))
    domain.free.withUnsafeBufferPointer { free in
      for unit in units {
        let pairs = UnsafeBufferPointer(rebasing: free[domain.start[unit]..<domain.start[unit + 1]])
        write(pairs, Int64(program.unitSize[unit]), program, to: reduced)
        while link < links.count, Int(links[link].pair) < program.pairStart[unit + 1] {
          let at = pairs.firstIndex(from: links[link].pair)
          if at < pairs.count, pairs[at] == links[link].pair { reduced[at] &+= links[link].price }
          link += 1
        }
        body(unit, pairs, reduced)
      }
    }
  }

  @inline(__always) private func write(
    _ pairs: UnsafeBufferPointer<Int32>, _ size: Int64, _ program: AssignmentProgram,
    to reduced: UnsafeMutablePointer<Int64>
  ) {
    post.withUnsafeBufferPointer { price in
      program.pairPost.withUnsafeBufferPointer { post in
        for at in pairs.indices { reduced[at] = size &* price[Int(post[Int(pairs[at])])] }
      }
    }
    @inline(__always) func add<Cost: FixedWidthInteger>(_ costs: [Cost], times weight: Int64) {
      costs.withUnsafeBufferPointer { costs in
        for at in pairs.indices { reduced[at] &+= weight &* Int64(truncatingIfNeeded: costs[Int(pairs[at])]) }
      }
    }
    for (stage, weight) in weights {
      switch program.pairCost[stage] {
      case .zero: break
      case .small(let costs): add(costs, times: weight)
      case .narrow(let costs): add(costs, times: weight)
      case .wide(let costs): add(costs, times: weight)
      }
    }
    if sideTerms.isEmpty { return }
    for at in pairs.indices { reduced[at] &+= sideTerms.sum(Int(pairs[at]), side) }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index, of increasing pairs, that is not before `pair`.
  fileprivate func firstIndex(from pair: Int32) -> Int where Element == Int32 { partition { $0 < pair } }

  fileprivate func firstIndex(from pair: Int32) -> Int where Element == (pair: Int32, price: Int64) {
    partition { $0.pair < pair }
  }

  @inline(__always) private func partition(_ isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
