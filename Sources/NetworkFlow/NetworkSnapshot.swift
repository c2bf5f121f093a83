extension NetworkSimplex {
  /// A tree to come back to: restoring is cheaper than solving back.
  package final class Snapshot {
    fileprivate var parent: [Int32] = []
    fileprivate var arc: [Int] = []
    fileprivate var treeCost: [Int64] = []
    fileprivate var leadsUp: [Bool] = []
    fileprivate var flow: [Int64] = []
    fileprivate var depth: [Int32] = []
    fileprivate var firstChild: [Int32] = []
    fileprivate var nextSibling: [Int32] = []
    fileprivate var previousSibling: [Int32] = []
    fileprivate var potential: [Int64] = []
    fileprivate var isFull: [Bool] = []
    fileprivate var arcCost: [Int64] = []
    fileprivate var arcCapacity: [Int64] = []

    package init() {}
  }

  package func save(in snapshot: Snapshot) {
    let nodes = root + 1
    func keep<T>(_ source: UnsafeMutablePointer<T>, _ target: inout [T], _ count: Int) {
      target.removeAll(keepingCapacity: true)
      target.append(contentsOf: UnsafeBufferPointer(start: source, count: count))
    }
    keep(parent, &snapshot.parent, nodes)
    keep(arc, &snapshot.arc, nodes)
    keep(treeCost, &snapshot.treeCost, nodes)
    keep(leadsUp, &snapshot.leadsUp, nodes)
    keep(flow, &snapshot.flow, nodes)
    keep(depth, &snapshot.depth, nodes)
    keep(firstChild, &snapshot.firstChild, nodes)
    keep(nextSibling, &snapshot.nextSibling, nodes)
    keep(previousSibling, &snapshot.previousSibling, nodes)
    keep(potential, &snapshot.potential, nodes)
    keep(isFull, &snapshot.isFull, Self.parallel * innerCount)
    keep(arcCost, &snapshot.arcCost, Self.parallel * innerCount)
    keep(arcCapacity, &snapshot.arcCapacity, Self.parallel * innerCount)
  }

  package func restore(_ snapshot: Snapshot) {
    func put<T>(_ source: [T], _ target: UnsafeMutablePointer<T>) {
      source.withUnsafeBufferPointer { buffer in
        if let base = buffer.baseAddress { target.update(from: base, count: buffer.count) }
      }
    }
    put(snapshot.parent, parent)
    put(snapshot.arc, arc)
    put(snapshot.treeCost, treeCost)
    put(snapshot.leadsUp, leadsUp)
    put(snapshot.flow, flow)
    put(snapshot.depth, depth)
    put(snapshot.firstChild, firstChild)
    put(snapshot.nextSibling, nextSibling)
    put(snapshot.previousSibling, previousSibling)
    put(snapshot.potential, potential)
    put(snapshot.isFull, isFull)
    put(snapshot.arcCost, arcCost)
    put(snapshot.arcCapacity, arcCapacity)
    // Of equally good arcs the first that is looked at enters: wherever the walk over the units had come to.
    cursor = 0
  }
}
