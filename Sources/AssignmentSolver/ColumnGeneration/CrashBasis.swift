import IntegerProgram
import NetworkFlow

extension FlowRelaxation {
  /// How far every post is on its way to its minimum, 1 at most.
  var openings: [Double] {
    (0..<program.postCount).map { min(1, Double(load(post: $0)) / Double(program.postMinimum[$0])) }
  }

  /// The pair of every unit that the flow and a plan send the same way (−1: to no post), as long as that is its only arc
  /// in the flow's tree: without its row and that arc the tree is a basis still. The others are
  /// ``FixedUnits/notFixed``.
  func fixedPairs(_ plan: [Int32]?) -> [Int32] {
    var pairs = [Int32](repeating: FixedUnits.notFixed, count: program.unitCount)
    guard let plan else { return pairs }
    for unit in 0..<program.unitCount {
      let pair = network.arc[unit]
      let isUnplaced = pair == network.pairCount
      if plan[unit] == (isUnplaced ? -1 : program.pairPost[pair]) && !(isUnplaced && program.mustPlace[unit])
      {
        pairs[unit] = isUnplaced ? -1 : Int32(pair)
      }
    }
    for node in program.unitCount..<network.root where network.arc[node] < network.pairCount {
      pairs[Int(network.parent[node])] = FixedUnits.notFixed
    }
    return pairs
  }

  /// The pairs of the flow's tree and of a plan, and of every unit the `count` cheapest at the flow's potentials.
  func promisingPairs(_ count: Int, _ plan: [Int32]?) -> [Int32] {
    var isIn = Set<Int32>()
    let check = PlanValue(program: program)
    for (unit, post) in (plan ?? []).enumerated() where post >= 0 {
      if let pair = check.pair(unit: unit, post: post) { isIn.insert(Int32(pair)) }
    }
    network.forEachTreePair { _, pair, _ in isIn.insert(Int32(pair)) }
    for unit in 0..<program.unitCount {
      var cheapest: [(Int64, Int32)] = []
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        let post = program.unitCount + Int(program.pairPost[pair])
        let value = network.pairCost[pair] + network.potential[post]
        if cheapest.count == count && value >= cheapest.last!.0 { continue }
        let at = cheapest.firstIndex { value < $0.0 } ?? cheapest.count
        cheapest.insert((value, Int32(pair)), at: at)
        if cheapest.count > count { cheapest.removeLast() }
      }
      for (_, pair) in cheapest { isIn.insert(pair) }
    }
    return isIn.sorted()
  }

  /// The flow's tree as a crash basis of the linear program: where minimums, teams and crossing rows cost nothing it is the
  /// optimal one. Each post or set has one arc in the tree or a full or empty pair of them, which says which of
  /// its row and column is basic.
  func basis(for master: RestrictedMaster) -> (rows: [BasisStatus], columns: [BasisStatus]) {
    var rows = [BasisStatus](repeating: .basic, count: master.session.rowCount)
    var columns = [BasisStatus](repeating: .atLower, count: master.session.columnCount)
    for post in 0..<program.postCount { rows[master.postRow(post)] = .fixed }
    for row in master.unitRow where row >= 0 { rows[Int(row)] = .fixed }
    var inTree = [Bool](repeating: false, count: NetworkSimplex.parallel * network.innerCount)
    for node in 0..<network.root where network.arc[node] > network.pairCount {
      inTree[network.arc[node] - network.pairCount - 1] = true
    }
    network.forEachTreePair { unit, pair, _ in
      guard master.unitRow[unit] >= 0 else { return }
      let column = master.pairNumber[pair]
      if column >= 0 {
        columns[Int(column)] = .basic
      } else {
        // A pair that no plan can afford: the end of the arc that is further from the root has its row instead.
        let isUnitsOwn = network.arc[unit] == pair
        rows[isUnitsOwn ? Int(master.unitRow[unit]) : master.postRow(Int(program.pairPost[pair]))] = .basic
      }
    }
    for unit in 0..<program.unitCount where network.arc[unit] == network.pairCount {
      let column = master.unplacedColumn[unit]
      if column >= 0 { columns[Int(master.number[column])] = .basic }
    }
    for post in 0..<program.postCount {
      let arc = NetworkSimplex.parallel * post
      setPost(post, inTree[arc] || inTree[arc + 1], master, &rows, &columns)
    }
    for (row, column) in master.layout.capacityColumn.enumerated() where column >= 0 {
      rows[master.layout.capacityRow[row]] = .fixed
      columns[Int(master.number[column])] = .basic
    }
    // Of several rows on one set the lowest limit counts, and the first of those.
    var lowest: [Int32: Int] = [:]
    for (row, set) in family.setOfRow.enumerated() where set >= 0 {
      let limit = program.capacityRows[row].limit
      if lowest[set].map({ limit < program.capacityRows[$0].limit }) ?? true { lowest[set] = row }
    }
    for (set, row) in lowest { setCapacity(row, Int(set), inTree, master, &rows, &columns) }
    for row in program.targetRows.indices { setTarget(row, inTree, master, &rows, &columns) }
    return (rows, columns)
  }

  private func setPost(
    _ post: Int, _ isInTree: Bool, _ master: RestrictedMaster, _ rows: inout [BasisStatus],
    _ columns: inout [BasisStatus]
  ) {
    let load = load(post: post)
    let column = master.loadColumn(post)
    columns[column] = isInTree ? .basic : load > 0 ? .atUpper : .atLower
    let open = master.layout.openColumn[post]
    guard open >= 0 else { return }
    let minimum = Int64(program.postMinimum[post])
    if load >= minimum { columns[open] = .atUpper }
    if load > 0 && load < minimum {
      columns[open] = .basic
      rows[master.layout.minimumRow[post]] = .atLower
    }
    if !isInTree && load == minimum && load < Int64(program.postLimit[post]) {
      columns[column] = .basic
      rows[master.layout.minimumRow[post]] = .atLower
    }
  }

  private func setCapacity(
    _ row: Int, _ set: Int, _ inTree: [Bool], _ master: RestrictedMaster, _ rows: inout [BasisStatus],
    _ columns: inout [BasisStatus]
  ) {
    let arc = NetworkSimplex.parallel * (program.postCount + set)
    if inTree[arc] || inTree[arc + 1] { return }
    let status: BasisStatus
    if network.isFull[arc + 1] || network.arcCapacity[arc + 1] == 0 && network.isFull[arc] {
      status = .atUpper
    } else if family.target[set] == 0 {
      status = .atLower
    } else {
      return
    }
    let column = master.layout.capacityColumn[row]
    if column >= 0 {
      columns[Int(master.number[column])] = status
    } else {
      rows[master.layout.capacityRow[row]] = status
    }
  }

  private func setTarget(
    _ row: Int, _ inTree: [Bool], _ master: RestrictedMaster, _ rows: inout [BasisStatus],
    _ columns: inout [BasisStatus]
  ) {
    let target = program.targetRows[row]
    let load = target.posts.reduce(Int64(0)) { $0 + self.load(post: Int($1)) }
    let set = family.setOfTarget[row]
    let column = master.layout.shortColumn[row]
    let arc = NetworkSimplex.parallel * (program.postCount + max(0, Int(set)))
    if load < Int64(target.target) {
      let isStuck = set >= 0 && load == 0 && !inTree[arc]
      columns[column] = isStuck ? .atUpper : .basic
      rows[master.layout.targetRow[row]] = .atLower
      return
    }
    guard set >= 0, load == Int64(target.target) else { return }
    if inTree[arc] {
      columns[column] = .basic
      rows[master.layout.targetRow[row]] = .atLower
    } else if !inTree[arc + 1] && !network.isFull[arc + 1] {
      rows[master.layout.targetRow[row]] = .atLower
    }
  }
}
