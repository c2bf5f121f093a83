/// Other limits and targets for posts and sets of a network that is solved already.
extension NetworkSimplex {
  /// Seats of one cost.
  package struct Seats {
    package var capacity: Int64
    package var cost: Int64

    package init(capacity: Int64, cost: Int64) {
      self.capacity = capacity
      self.cost = cost
    }
  }

  /// The flow that a post or set sends to its target.
  package func flow(ofInner index: Int) -> Int64 {
    (0..<Self.parallel).reduce(0) { $0 + flowOfInnerArc(Self.parallel * index + $1) }
  }

  /// Gives a post or set other seats. Its flow stays as it is, so that the tree stays a flow's and strongly feasible:
  /// what finds no seat pays `above`, which the simplex then takes off as far as it can. Refresh potentials afterwards.
  ///
  /// - Parameter seats: at most two kinds, the cheaper first.
  package func reshape(_ index: Int, to seats: [Seats], above: Int64) {
    let first = Self.parallel * index
    let total = flow(ofInner: index)
    let holder = treeEnd(ofInner: index)
    var slots = Self.filled(seats, with: total, above: above)
    var treeSlot = -1
    if let holder {
      // Flow must still be able to go up to the root: an arc that leads up needs room, one that leads down flow.
      if leadsUp[holder] {
        if !slots.contains(where: { $0.flow < $0.capacity }) { Self.addRoom(to: &slots, above: above) }
        treeSlot = slots.firstIndex { $0.flow < $0.capacity }!
      } else {
        treeSlot = slots.lastIndex { $0.flow > 0 }!
      }
      arc[holder] = pairCount + 1 + first + treeSlot
      flow[holder] = slots[treeSlot].flow
    } else if let part = slots.firstIndex(where: { $0.flow > 0 && $0.flow < $0.capacity }) {
      // Arcs outside the tree are empty or full.
      let slot = slots[part]
      slots[part].capacity = slot.flow
      slots.insert(Slot(capacity: slot.capacity - slot.flow, cost: slot.cost, flow: 0), at: part + 1)
    }
    for number in 0..<Self.parallel {
      let slot = number < slots.count ? slots[number] : Slot(capacity: 0, cost: 0, flow: 0)
      arcCapacity[first + number] = slot.capacity
      arcCost[first + number] = slot.cost
      isFull[first + number] = number != treeSlot && slot.flow > 0
    }
  }

  private struct Slot {
    var capacity: Int64
    var cost: Int64
    var flow: Int64
  }

  private static func filled(_ seats: [Seats], with total: Int64, above: Int64) -> [Slot] {
    var left = total
    var slots: [Slot] = []
    for kind in seats where kind.capacity > 0 {
      let used = min(left, kind.capacity)
      slots.append(Slot(capacity: kind.capacity, cost: kind.cost, flow: used))
      left -= used
    }
    if left > 0 { slots.append(Slot(capacity: left, cost: above, flow: left)) }
    return slots
  }

  private static func addRoom(to slots: inout [Slot], above: Int64) {
    if let last = slots.indices.last, slots[last].cost == above {
      slots[last].capacity += 1
    } else {
      slots.append(Slot(capacity: 1, cost: above, flow: 0))
    }
  }

  /// The node whose arc to its parent is one of the post's or set's own; nil where none is in the tree.
  private func treeEnd(ofInner index: Int) -> Int? {
    let own = (pairCount + 1 + Self.parallel * index)..<(pairCount + 1 + Self.parallel * (index + 1))
    let node = unitCount + index
    if own.contains(arc[node]) { return node }
    let to = Int(target[index])
    return to != root && own.contains(arc[to]) ? to : nil
  }
}
