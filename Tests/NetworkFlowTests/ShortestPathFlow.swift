/// Minimum cost by successive shortest paths (Bellman–Ford): slow, plain, and nothing of the network simplex.
struct ShortestPathFlow {
  private struct Arc {
    let from: Int
    let to: Int
    var room: Int64
    let cost: Int64
  }

  /// Arcs in pairs: the one at an odd place takes back what the one before it carries.
  private var arcs: [Arc] = []
  private let nodes: Int

  /// The least cost of sending all supply to the root.
  static func cost(of network: RandomNetwork) -> Int64 {
    var flow = ShortestPathFlow(network)
    return flow.run(network)
  }

  private init(_ network: RandomNetwork) {
    let units = network.supply.count
    let root = units + network.parent.count
    nodes = root + 1
    for unit in 0..<units {
      add(unit, root, .max, network.unplacedCost[unit])
      for pair in network.pairStart[unit]..<network.pairStart[unit + 1] {
        add(unit, units + Int(network.pairPost[pair]), .max, network.pairCost[pair])
      }
    }
    for (node, parent) in network.parent.enumerated() {
      for kind in network.seats[node] {
        add(units + node, parent < 0 ? root : units + parent, kind.capacity, kind.cost)
      }
    }
  }

  private mutating func add(_ from: Int, _ to: Int, _ room: Int64, _ cost: Int64) {
    arcs.append(Arc(from: from, to: to, room: room, cost: cost))
    arcs.append(Arc(from: to, to: from, room: 0, cost: -cost))
  }

  private mutating func run(_ network: RandomNetwork) -> Int64 {
    var total: Int64 = 0
    for (unit, supply) in network.supply.enumerated() {
      for _ in 0..<supply { total += sendOne(from: unit, to: nodes - 1) }
    }
    return total
  }

  private mutating func sendOne(from source: Int, to sink: Int) -> Int64 {
    var distance = [Int64?](repeating: nil, count: nodes)
    var last = [Int](repeating: -1, count: nodes)
    distance[source] = 0
    var isChanging = true
    while isChanging {
      isChanging = false
      for (number, arc) in arcs.enumerated() where arc.room > 0 {
        guard let here = distance[arc.from] else { continue }
        if distance[arc.to].map({ here + arc.cost < $0 }) ?? true {
          distance[arc.to] = here + arc.cost
          last[arc.to] = number
          isChanging = true
        }
      }
    }
    var node = sink
    while node != source {
      arcs[last[node]].room -= arcs[last[node]].room == .max ? 0 : 1
      arcs[last[node] ^ 1].room += arcs[last[node] ^ 1].room == .max ? 0 : 1
      node = arcs[last[node]].from
    }
    return distance[sink]!
  }
}
