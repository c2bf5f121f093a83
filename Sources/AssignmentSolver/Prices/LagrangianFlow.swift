import NetworkFlow

/// What is left of a node's program when every row that is no flow's is priced into the objective: a flow, whose optimum
/// is a bound on the stage at any prices (Geoffrion 1974), and in whose residual network one pass bounds it for every
/// unit that is to be placed as well (Ahuja, Magnanti and Orlin 1993, chapter 9).
///
/// Kept as they are: units, posts' limits, capacity and target rows that nest, posts that the node closes, and the minimum of
/// those that it opens. Priced: minimums and links of posts that are not decided, crossing rows, cuts, stages before. A
/// team's members go each for itself, at an even share of its cost rounded down. Prices are whole multiples of
/// 1 / ``scale``, so that no rounding gets into what is called proven.
final class LagrangianFlow {
  private let master: RestrictedMaster
  private let program: AssignmentProgram
  private let members: TeamMembers
  private let flow: FlowRelaxation
  private var network: NetworkSimplex { flow.network }
  /// Pairs of members by post.
  private let pairsOfPost: PairsByPost
  private let children: [[Int]]

  private(set) var scale: Int64 = 1
  /// Of the last node, times ``scale``.
  private(set) var bound: Int128 = 0
  /// The post of every member in the flow, −1 for none.
  private var postOfMember: [Int32] = []
  /// What a unit that comes to a post or set costs on its way to the root, less the node's potential; `.max`: no way.
  private var excess: [Int64] = []
  /// The next node on that way, and the member who moves there (−1: a seat does).
  private var next: [(node: Int, member: Int)] = []
  private var forbidden: Int64 = 1
  private var openings: [Int: FlowPrices.Opening] = [:]
  /// Of every post: what the bound gains with anybody there, whatever the flow makes of its opening.
  private var openingCosts: [Int64] = []

  init(_ master: RestrictedMaster) {
    self.master = master
    members = TeamMembers(splitting: master.program, scale: 1)
    program = members.flow
    flow = FlowRelaxation(program)
    pairsOfPost = PairsByPost(program)
    var children = [[Int]](repeating: [], count: flow.family.parent.count + 1)
    for (node, parent) in flow.family.parent.enumerated() {
      children[parent < 0 ? flow.family.parent.count : Int(parent)].append(node)
    }
    self.children = children
  }

  enum Outcome {
    case solved
    /// No plan keeps the node's decisions.
    case infeasible
    case stopped
    /// The prices are too large to be any.
    case noPrices
  }

  /// Solves the flow at the solver's duals.
  ///
  /// - Parameter unit: which the linear program has placed: what its links charge it alone for the opening of a post, any
  ///   other unit pays that goes there. nil: none.
  func solve(_ decisions: [Decision], unlinking unit: Int? = nil, shouldStop: () -> Bool) -> Outcome {
    master.meter.work += program.pairCount * SolverParameters.flowWork
    guard let prices = FlowPrices(master, flow, members, decisions, unlinking: unit) else { return .noPrices }
    (scale, forbidden) = (prices.scale, prices.forbidden)
    (openings, openingCosts) = (prices.openings(), prices.openingCosts())
    prices.write(to: network)
    guard flow.solve(shouldStop: shouldStop) else { return .stopped }
    postOfMember = Array(repeating: -1, count: program.unitCount)
    var total = prices.constant
    network.forEachTreePair { unit, pair, amount in
      guard amount > 0 else { return }
      postOfMember[unit] = program.pairPost[pair]
      total += Int128(network.pairCost[pair])
    }
    for unit in 0..<program.unitCount where postOfMember[unit] < 0 {
      total += Int128(network.unplacedCost[unit])
    }
    for arc in 0..<(NetworkSimplex.parallel * network.innerCount) where network.arcCost[arc] != 0 {
      total += Int128(network.arcCost[arc]) * Int128(network.flowOfInnerArc(arc))
    }
    bound = total
    if prices.areBroken(by: network) { return .infeasible }
    findExcess()
    return .solved
  }

  // MARK: Ways to the root

  private func findExcess() {
    let inner = network.innerCount
    var heap = NodeHeap(count: inner + 1)
    next = Array(repeating: (-1, -1), count: inner + 1)
    func offer(_ node: Int, _ value: Int64, to: Int, _ member: Int = -1) {
      if heap.offer(node, value) { next[node] = (to, member) }
    }
    let (posts, pairs, cost) = (postOfMember, pairsOfPost, network.pairCost.numbers)
    let members = posts.indices.map { potential(of: $0) }
    offer(inner, 0, to: -1)
    while let node = heap.pop() {
      let (key, own) = (heap.distance[node], potential(node))
      for child in children[node] {
        for slot in 0..<NetworkSimplex.parallel where hasRoom(child, slot) {
          let cost = network.arcCost[NetworkSimplex.parallel * child + slot]
          offer(child, key + max(0, cost + own - potential(child)), to: node)
        }
      }
      if node == inner {
        for unit in posts.indices where posts[unit] >= 0 {
          let more = network.unplacedCost[unit] - members[unit]
          offer(Int(posts[unit]), key + max(0, more), to: node, unit)
        }
        continue
      }
      let parent = flow.family.parent[node] < 0 ? inner : Int(flow.family.parent[node])
      for slot in 0..<NetworkSimplex.parallel
      where network.flowOfInnerArc(NetworkSimplex.parallel * node + slot) > 0 {
        let cost = network.arcCost[NetworkSimplex.parallel * node + slot]
        offer(parent, key + max(0, own - cost - potential(parent)), to: node)
      }
      guard node < program.postCount else { continue }
      for at in pairs.start[node]..<pairs.start[node + 1] {
        let unit = Int(pairs.unit[at])
        let post = Int(posts[unit])
        if post < 0 || post == node || heap.isDone(post) { continue }
        let more = cost[Int(pairs.pair[at])] + own - members[unit]
        offer(post, key + max(0, more), to: node, unit)
      }
    }
    excess = heap.distance
  }

  private func hasRoom(_ node: Int, _ slot: Int) -> Bool {
    let arc = NetworkSimplex.parallel * node + slot
    return network.flowOfInnerArc(arc) < network.arcCapacity[arc]
  }

  private func potential(_ inner: Int) -> Int64 { network.potential[program.unitCount + inner] }

  /// What the member costs where the flow has it, by way of its post's potential.
  private func potential(of unit: Int) -> Int64 { network.unitPotential(unit) }

  // MARK: What it says

  /// No plan of the node that places the unit is below this; `.max`: there is none.
  func leastOfPlacing(_ unit: Int) -> Int64 {
    let own = members.first[unit]..<(members.first[unit] + Int(master.program.unitSize[unit]))
    let without = own.filter { postOfMember[$0] < 0 }
    guard let member = without.first else { return whole(bound) }
    return cheapestWay(of: member, and: without.count).map { whole(bound + $0.cost) } ?? .max
  }

  /// - Parameter count: of members who go the same way, all to one post.
  private func cheapestWay(of member: Int, and count: Int = 1) -> (cost: Int128, post: Int)? {
    var low: (cost: Int128, post: Int)?
    for pair in program.pairStart[member]..<program.pairStart[member + 1] {
      let post = Int(program.pairPost[pair])
      guard excess[post] != .max else { continue }
      let way = network.pairCost[pair] + potential(post) + excess[post] - network.unplacedCost[member]
      guard way < forbidden / 2 else { continue }
      let cost = Int128(max(0, way)) * Int128(count) + Int128(openingCosts[post])
      if low.map({ cost < $0.cost }) ?? true { low = (cost, post) }
    }
    return low
  }

  /// Where the flow sends every unit, the unit placed besides by its cheapest way; members of a team may part.
  func moves(placing unit: Int) -> [(member: Int, post: Int32)] {
    let member = members.first[unit]
    guard master.program.unitSize[unit] == 1, postOfMember[member] < 0, let way = cheapestWay(of: member)
    else {
      return []
    }
    var moves = [(member, Int32(way.post))]
    var node = way.post
    while next[node].node >= 0 {
      let (to, mover) = next[node]
      if mover >= 0 { moves.append((mover, to == network.innerCount ? -1 : Int32(to))) }
      node = to
    }
    return moves
  }

  /// What the bound gains at least once the flow with so many at the post has to say whether it is open: nothing where
  /// that is decided.
  func misuse(of post: Int, load: Int64) -> Double {
    guard let opening = openings[post] else { return 0 }
    let minimum = Double(program.postMinimum[post])
    if load == 0 { return -opening.chosen }
    let above = opening.minimum * (Double(load) - minimum)
    let below = opening.limit * (Double(program.postLimit[post]) - Double(load))
    return abs(above) + below + opening.open - opening.chosen + (Double(load) < minimum ? 1 : 0)
  }

  func load(of post: Int) -> Int64 { network.flow(ofInner: post) }
  func post(of member: Int) -> Int32 { postOfMember[member] }

  /// The flow with moves made as a plan's units; nil where a team's members part.
  func assignment(_ moves: [(member: Int, post: Int32)]) -> [Int32]? {
    var posts = postOfMember
    for (member, post) in moves { posts[member] = post }
    let count = master.program.unitCount
    guard posts.count > count else { return posts }
    for member in posts.indices where posts[member] != posts[members.first[members.unit[member]]] {
      return nil
    }
    return (0..<count).map { posts[members.first[$0]] }
  }

  private func whole(_ scaled: Int128) -> Int64 {
    let (quotient, rest) = scaled.quotientAndRemainder(dividingBy: Int128(scale))
    return Int64(clamping: rest > 0 ? quotient + 1 : quotient)
  }
}

/// The pairs of every post.
private struct PairsByPost {
  private(set) var start: [Int]
  private(set) var unit: [Int32]
  private(set) var pair: [Int32]

  init(_ program: AssignmentProgram) {
    start = Array(repeating: 0, count: program.postCount + 1)
    for post in program.pairPost { start[Int(post) + 1] += 1 }
    for post in 0..<program.postCount { start[post + 1] += start[post] }
    var next = start
    unit = Array(repeating: 0, count: program.pairCount)
    pair = unit
    for own in 0..<program.unitCount {
      for index in program.pairStart[own]..<program.pairStart[own + 1] {
        let at = next[Int(program.pairPost[index])]
        (unit[at], pair[at]) = (Int32(own), Int32(index))
        next[Int(program.pairPost[index])] += 1
      }
    }
  }
}
