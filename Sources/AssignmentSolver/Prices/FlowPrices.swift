import NetworkFlow

/// The costs of a ``LagrangianFlow`` at a node: the solver's duals, rounded, and what the node decides.
struct FlowPrices {
  let scale: Int64
  /// Above what any way round the network could gain.
  private(set) var forbidden: Int64 = 0
  /// What all plans cost whatever the flow: sides of priced rows, columns that are no flow's.
  private(set) var constant: Int128 = 0

  private let master: RestrictedMaster
  private let flow: FlowRelaxation
  private let members: TeamMembers
  /// A row; 0 where it is kept.
  private var price: [Int64]
  /// Of every stage before, what a unit of its cost weighs besides this stage's.
  private var held: [Int64] = []
  /// − the price of the row that links a pair to its post's opening, by pair.
  private var links: [(pair: Int, price: Int64)] = []
  /// Of every side row: − its price.
  private var side: [Int64] = []
  /// Of every post: what a unit there costs besides.
  private var offset: [Int64] = []
  /// Of every set: what a unit that its target misses costs.
  private var short: [Int: Int64] = [:]
  private var isOpen: [Int: Bool] = [:]
  private var isIn: [(pair: Int32, Bool)] = []

  private let program: AssignmentProgram

  /// - Returns: nil where the duals are too large.
  init?(
    _ master: RestrictedMaster, _ flow: FlowRelaxation, _ members: TeamMembers, _ decisions: [Decision],
    unlinking unit: Int?
  ) {
    let duals = master.session.rowDuals()
    var scale = Int64(1) << 30
    while scale > 0 {
      if let prices = FlowPrices(master, flow, members, decisions, unit, duals, scale) {
        self = prices
        return
      }
      scale >>= 3
    }
    return nil
  }

  /// - Returns: nil where the sums do not fit at this scale.
  private init?(
    _ master: RestrictedMaster, _ flow: FlowRelaxation, _ members: TeamMembers, _ decisions: [Decision],
    _ unlinked: Int?, _ duals: [Double], _ scale: Int64
  ) {
    (self.master, self.flow, self.members, self.scale) = (master, flow, members, scale)
    program = master.program
    let largest = duals.reduce(Double(master.lift.max() ?? 0)) { max($0, $1.magnitude) }
    guard largest * Double(scale) < 0x1p52 else { return nil }
    price = master.wholePrices(duals, scale: scale)
    guard largestSum(master.columns) < 0x1p61 else { return nil }
    var opened: Int64 = 0
    for decision in decisions {
      switch decision {
      case .open(let post, let value):
        isOpen[post] = value
        if value { opened += Int64(master.program.postMinimum[post]) }
      case .pair(let pair, let value): isIn.append((pair, value))
      }
    }
    keepRows()
    if let unlinked { unlink(unlinked) }
    for post in 0..<program.postCount {
      self.price[master.postRow(post)] = 0
      offset.append(-priced(master.columns[master.loadColumn(post)]))
    }
    addConstants()
    held = master.layout.heldRow.indices.map {
      scale * master.lift[$0] - self.price[master.layout.heldRow[$0]]
    }
    for (pair, row) in master.linkRow where self.price[Int(row)] != 0 {
      links.append((Int(pair), -self.price[Int(row)]))
    }
    links.sort { $0.pair < $1.pair }
    side = master.layout.sideRow.map { -self.price[$0] }
    // A cycle meets every post and set once.
    func dearest(_ cost: (Int) -> Int64) -> Double {
      held.indices.reduce(Double(scale) * Double(cost(master.stage))) {
        $0 + Double(held[$1].magnitude) * Double(cost($1))
      }
    }
    let sides = master.sideTerms.dearest(side.map(Double.init))
    let links = Double(links.reduce(0) { max($0, $1.price.magnitude) }) + sides
    let pairs = (dearest(program.largestPairCost) + links) * Double(program.postCount + 1)
    let unplaced = 2 * dearest { program.unplacedCost[$0].max() ?? 0 }
    let arcs = offset.reduce(0.0) { $0 + Double($1.magnitude) } + short.values.reduce(0.0) { $0 + Double($1) }
    let cycle = 2 * (pairs + unplaced + arcs) + 2
    guard cycle * Double(4 * flow.family.parent.count + 16) < Double(Int64.max / 8) else { return nil }
    forbidden = 2 * Int64(cycle)
    constant += Int128(forbidden) * Int128(opened)
  }

  /// Of any column: what its rows' prices come to, whatever the signs.
  private func largestSum(_ columns: [RestrictedMaster.Column]) -> Double {
    var most = 0.0
    for index in columns.indices {
      var sum = 0.0
      for at in columns[index].rows.indices {
        sum += (Double(price[Int(columns[index].rows[at])]) * Double(columns[index].values[at])).magnitude
      }
      most = max(most, sum)
    }
    return most
  }

  private mutating func keepRows() {
    let layout = master.layout
    for (row, set) in flow.family.setOfRow.enumerated() where set >= 0 && layout.capacityColumn[row] < 0 {
      price[layout.capacityRow[row]] = 0
    }
    for (row, set) in flow.family.setOfTarget.enumerated() where set >= 0 {
      let own = price[layout.targetRow[row]]
      price[layout.targetRow[row]] = 0
      let column = master.columns[layout.shortColumn[row]]
      let weight = scale * master.lifted(column.cost) - priced(column)
      if weight < 0 { price[layout.targetRow[row]] = own } else { short[Int(set)] = weight }
    }
    for (post, isOpen) in isOpen where isOpen && layout.minimumRow[post] >= 0 {
      price[layout.minimumRow[post]] = 0
      price[layout.minimumRow[post] + 1] = 0
    }
  }

  /// What a unit's own links charge it for the opening of a post is left to whoever is there: ``openingCosts()``.
  private mutating func unlink(_ unit: Int) {
    for pair in master.program.pairStart[unit]..<master.program.pairStart[unit + 1] {
      if let row = master.linkRow[Int32(pair)] { price[Int(row)] = 0 }
    }
  }

  private func priced(_ column: RestrictedMaster.Column) -> Int64 {
    zip(column.rows, column.values).reduce(0) { $0 + price[Int($1.0)] * $1.1 }
  }

  private mutating func addConstants() {
    let layout = master.layout
    for row in master.rows.indices where !master.rows[row].isUnit && price[row] != 0 {
      let side = price[row] > 0 ? master.rows[row].lower : master.rows[row].upper
      constant += Int128(price[row]) * Int128(side ?? 0)
    }
    var isFlows = [Bool](repeating: false, count: master.columns.count)
    for post in 0..<program.postCount { isFlows[master.loadColumn(post)] = true }
    for (row, set) in flow.family.setOfTarget.enumerated() where set >= 0 {
      guard let weight = short[Int(set)] else { continue }
      isFlows[layout.shortColumn[row]] = true
      constant += Int128(weight) * Int128(max(0, program.targetRows[row].target))
    }
    for (index, column) in master.columns.enumerated()
    where !isFlows[index] && !column.isArtificial && !column.isUnplaced {
      let reduced = Int128(scale) * Int128(master.cost(column)) - Int128(priced(column))
      constant += reduced * Int128(reduced >= 0 ? column.lower : column.upper!)
    }
    constant -= Int128(scale) * Int128(master.lifted)
  }

  // MARK: Undecided posts

  /// What the prices say of an undecided post with a minimum.
  struct Opening {
    /// Of a unit above the minimum, and of one below the limit, where it is open.
    let minimum: Double
    let limit: Double
    /// Of being open, and of what the prices choose.
    let open: Double
    let chosen: Double
  }

  /// In the stage's own terms, of every post with a minimum that the node does not decide.
  func openings() -> [Int: Opening] {
    var openings: [Int: Opening] = [:]
    let layout = master.layout
    for post in master.grouped where isOpen[post] == nil {
      let column = master.columns[layout.openColumn[post]]
      let reduced = Double(-priced(column)) / Double(scale)
      openings[post] = Opening(
        minimum: Double(price[layout.minimumRow[post]]) / Double(scale),
        limit: Double(-price[layout.minimumRow[post] + 1]) / Double(scale), open: reduced,
        chosen: min(0, reduced))
    }
    return openings
  }

  /// Of every post, what it costs besides that it is open, which it is with anybody there.
  func openingCosts() -> [Int64] {
    var costs = [Int64](repeating: 0, count: program.postCount)
    for post in master.grouped {
      let column = master.columns[master.layout.openColumn[post]]
      if column.lower == 0 && column.upper == 1 { costs[post] = max(0, -priced(column)) }
    }
    return costs
  }

  // MARK: Into the network

  func write(to network: NetworkSimplex) {
    let (costs, without) = (weighed(), unplaced())
    let numbers = network.pairCost.numbers
    var next = 0
    for unit in without.indices {
      let size = Int64(program.unitSize[unit])
      let own = program.pairStart[unit]..<program.pairStart[unit + 1]
      for member in members.first[unit]..<(members.first[unit] + Int(size)) {
        for pair in own {
          numbers[next] = size == 1 ? costs[pair] : Self.share(costs[pair], size)
          next += 1
        }
        network.unplacedCost[member] = program.mustPlace[unit] ? forbidden : Self.share(without[unit], size)
      }
    }
    for (pair, isIn) in isIn { decide(pair, isIn, in: network) }
    for post in 0..<program.postCount {
      let arc = NetworkSimplex.parallel * post
      let more = isOpen[post].map { $0 ? -forbidden : forbidden } ?? 0
      network.arcCost[arc] = offset[post] + more
      network.arcCost[arc + 1] = offset[post] + max(0, more)
    }
    for set in 0..<(flow.family.parent.count - program.postCount) {
      network.arcCost[NetworkSimplex.parallel * (program.postCount + set)] = -(short[set] ?? 0)
    }
  }

  /// The cost of every pair.
  private func weighed() -> [Int64] {
    var costs = [Int64](repeating: 0, count: program.pairCount)
    program.pairCost[master.stage].add(times: scale, to: &costs)
    for (stage, weight) in held.enumerated() where weight != 0 {
      program.pairCost[stage].add(times: weight, to: &costs)
    }
    for (pair, price) in links { costs[pair] += price }
    if !side.isEmpty { master.sideTerms.add(side, to: &costs) }
    return costs
  }

  /// Of every unit, what it costs to leave it without a post.
  private func unplaced() -> [Int64] {
    var costs = program.unplacedCost[master.stage].map { scale * $0 }
    for (stage, weight) in held.enumerated() where weight != 0 {
      for (unit, cost) in program.unplacedCost[stage].enumerated() { costs[unit] += weight * cost }
    }
    return costs
  }

  private static func share(_ cost: Int64, _ size: Int64) -> Int64 {
    cost >= 0 ? cost / size : -((size - 1 - cost) / size)
  }

  private func decide(_ pair: Int32, _ isIn: Bool, in network: NetworkSimplex) {
    let unit = master.unit(of: pair)
    let start = program.pairStart[unit]
    for member in members.first[unit]..<(members.first[unit] + Int(program.unitSize[unit])) {
      let first = flow.program.pairStart[member]
      guard isIn else {
        network.pairCost[first + Int(pair) - start] = forbidden
        continue
      }
      network.unplacedCost[member] = forbidden
      for other in start..<program.pairStart[unit + 1] where other != Int(pair) {
        network.pairCost[first + other - start] = forbidden
      }
    }
  }

  /// Does the flow break what the node decides, or leave somebody without who must not be? Then every plan does.
  func areBroken(by network: NetworkSimplex) -> Bool {
    for (post, isOpen) in isOpen {
      let arc = NetworkSimplex.parallel * post
      let load = network.flow(ofInner: post)
      if isOpen ? network.flowOfInnerArc(arc) < network.arcCapacity[arc] : load > 0 { return true }
    }
    for member in 0..<network.unitCount
    where network.arc[member] == network.pairCount && network.flow[member] > 0
      && network.unplacedCost[member] >= forbidden
    { return true }
    var isBroken = false
    if !isIn.isEmpty {
      network.forEachTreePair { _, pair, amount in
        if amount > 0 && network.pairCost[pair] >= forbidden { isBroken = true }
      }
    }
    return isBroken
  }
}
