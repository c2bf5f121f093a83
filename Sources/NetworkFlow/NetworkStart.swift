/// A tree for a flow that is there already, instead of a solve.
extension NetworkSimplex {
  /// Goes over to a flow in which every unit's supply goes whole to one post or stays without, if it is an optimum. What
  /// is asked afterwards goes on from there, and ``solve(shouldStop:)`` finds nothing to better.
  ///
  /// - Parameters:
  ///   - places: of every unit the post, −1 where it stays without.
  ///   - distances: ``distances`` after a start at the same places, which then need not be searched for; they are proven by
  ///     one walk over the pairs, and the tree is the same.
  /// - Returns: false where it is no flow of this network, or no optimum, or distances are others; then all is as it was.
  package func start(at places: [Int32], distances: [Int64]? = nil) -> Bool {
    guard let paths = ResidualPaths(self, places, distances), let steps = paths.cheapestSteps() else {
      return false
    }
    for unit in 0..<unitCount {
      parent[unit] = places[unit] < 0 ? Int32(root) : Int32(unitCount) + places[unit]
      arc[unit] = paths.pair[unit]
      flow[unit] = supply[unit]
      leadsUp[unit] = true
    }
    for number in 0..<Self.parallel * innerCount {
      isFull[number] = arcCapacity[number] > 0 && paths.flow[number] == arcCapacity[number]
    }
    for index in 0..<innerCount { set(steps[index], of: unitCount + index, paths) }
    for node in 0...root {
      firstChild[node] = -1
      nextSibling[node] = -1
      previousSibling[node] = -1
    }
    for node in unitCount..<root { attach(Int32(node), to: parent[node]) }
    cursor = 0
    refreshPotentials()
    return true
  }

  /// After ``start(at:distances:)``: what a unit of flow more costs at every post and set.
  package var distances: [Int64] { (unitCount..<root).map { potential[$0] } }

  private func set(_ step: ResidualPaths.Step, of node: Int, _ paths: ResidualPaths) {
    switch step {
    case .up(let number), .down(let number):
      let child = unitCount + number / Self.parallel
      let isUp = child == node
      parent[node] = isUp ? target[number / Self.parallel] : Int32(child)
      arc[node] = pairCount + 1 + number
      leadsUp[node] = isUp
      flow[node] = paths.flow[number]
      isFull[number] = false
    case .move(let move):
      let unit = Int(move.unit)
      parent[node] = move.unit
      arc[node] = paths.pair[unit]
      leadsUp[node] = false
      flow[node] = supply[unit]
      parent[unit] = Int32(unitCount) + move.head
      arc[unit] = move.pair
      flow[unit] = 0
    }
  }
}
