/// The tree: links, potentials, and how an arc enters it.
extension NetworkSimplex {
  // MARK: Tree links

  @inline(__always) func attach(_ node: Int32, to new: Int32) {
    let n = Int(node)
    let p = Int(new)
    if p < unitCount && firstChild[p] < 0 { link(new, to: parent[p]) }
    if n >= unitCount || firstChild[n] >= 0 { link(node, to: new) }
  }

  @inline(__always) func link(_ node: Int32, to new: Int32) {
    let n = Int(node)
    let p = Int(new)
    let first = firstChild[p]
    nextSibling[n] = first
    previousSibling[n] = -1
    if first >= 0 { previousSibling[Int(first)] = node }
    firstChild[p] = node
  }

  @inline(__always) func unlink(_ node: Int32, from old: Int32) {
    let n = Int(node)
    let before = previousSibling[n]
    let after = nextSibling[n]
    if before >= 0 { nextSibling[Int(before)] = after } else { firstChild[Int(old)] = after }
    if after >= 0 { previousSibling[Int(after)] = before }
  }

  /// Takes a node out of its parent's list. A unit that loses its last child leaves its own parent's list.
  @inline(__always) func detach(_ node: Int32, from old: Int32) {
    let n = Int(node)
    if n >= unitCount || firstChild[n] >= 0 { unlink(node, from: old) }
    let p = Int(old)
    if p < unitCount && firstChild[p] < 0 { unlink(old, from: parent[p]) }
  }

  // MARK: Potentials

  @inline(__always) private func costOfArc(_ arc: Int, unit: Int) -> Int64 {
    if arc < pairCount { return pairCost[arc] }
    return arc == pairCount ? unplacedCost[unit] : arcCost[arc - pairCount - 1]
  }

  @inline(__always) func potentialFromParent(_ n: Int) -> Int64 {
    let above = potential[Int(parent[n])]
    return leadsUp[n] ? above + treeCost[n] : above - treeCost[n]
  }

  @inline(__always) package func unitPotential(_ unit: Int) -> Int64 {
    treeCost[unit] + potential[Int(parent[unit])]
  }

  /// Recomputes all potentials and depths; call it after costs were changed.
  package func refreshPotentials() {
    for node in 0..<root { treeCost[node] = costOfArc(arc[node], unit: node) }
    potential[root] = 0
    depth[root] = 0
    refresh(below: Int32(root))
  }

  /// From costs: what hangs below a node whose own potential and depth are right.
  func refresh(below node: Int32) {
    var top = 1
    stack[0] = node
    while top > 0 {
      top -= 1
      let above = stack[top]
      let deeper = depth[Int(above)] + 1
      var child = firstChild[Int(above)]
      while child >= 0 {
        let c = Int(child)
        potential[c] = potentialFromParent(c)
        depth[c] = deeper
        if firstChild[c] >= 0 {
          stack[top] = child
          top += 1
        }
        child = nextSibling[c]
      }
    }
  }

  /// What hangs below a node: all of it gets dearer by as much.
  @inline(__always) func shift(below node: Int32, by difference: Int64) {
    let (stack, depth, potential) = (stack, depth, potential)
    let (firstChild, nextSibling) = (firstChild, nextSibling)
    var top = 1
    stack[0] = node
    while top > 0 {
      top -= 1
      let above = Int(stack[top])
      let deeper = depth[above] &+ 1
      var child = firstChild[above]
      while child >= 0 {
        let c = Int(child)
        potential[c] &+= difference
        depth[c] = deeper
        if firstChild[c] >= 0 {
          stack[top] = child
          top &+= 1
        }
        child = nextSibling[c]
      }
    }
  }

  @inline(__always) func depthOf(_ n: Int) -> Int32 {
    n < unitCount ? depth[Int(parent[n])] + 1 : depth[n]
  }

  // MARK: Pivots

  /// One pivot: `entering` gets flow from `from` to `to` (against its own direction where `backward`).
  /// - Parameter cost: Of the entering arc, in its own direction.
  func pivot(entering: Int, cost: Int64, from: Int32, to: Int32, backward: Bool) {
    pivots += 1
    // The cycle: apex → … → from → to → … → apex. On the first side flow runs towards `from`, that is down the tree.
    var limit = Int64.max
    if entering > pairCount { limit = arcCapacity[entering - pairCount - 1] }
    var leaving: Int32 = -1
    var leavesOnFirstSide = false
    var a = from
    var b = to
    var depthA = depthOf(Int(a))
    var depthB = depthOf(Int(b))
    while a != b {
      if depthA >= depthB {
        let n = Int(a)
        let room = leadsUp[n] ? flow[n] : room(n)
        // The last blocking arc seen from the apex: here the one nearest to the entering arc, on the other
        // side the one nearest to the apex, and that side before this one.
        if room < limit {
          limit = room
          leaving = a
          leavesOnFirstSide = true
        }
        a = parent[n]
        depthA -= 1
      } else {
        let n = Int(b)
        let room = leadsUp[n] ? room(n) : flow[n]
        if room <= limit {
          limit = room
          leaving = b
          leavesOnFirstSide = false
        }
        b = parent[n]
        depthB -= 1
      }
    }
    push(limit, from: from, to: to, apex: a)
    if leaving < 0 {
      let number = entering - pairCount - 1
      isFull[number].toggle()
      return
    }
    exchange(
      entering: entering, cost: cost, from: from, to: to, backward: backward, leaving: leaving,
      firstSide: leavesOnFirstSide, amount: limit)
  }

  /// What the arc to the parent can still take upwards.
  @inline(__always) func room(_ n: Int) -> Int64 {
    let a = arc[n]
    if a <= pairCount { return Int64.max }
    return arcCapacity[a - pairCount - 1] - flow[n]
  }

  @inline(__always) func push(_ amount: Int64, from: Int32, to: Int32, apex: Int32) {
    if amount == 0 { return }
    var a = from
    while a != apex {
      let n = Int(a)
      flow[n] += leadsUp[n] ? -amount : amount
      a = parent[n]
    }
    var b = to
    while b != apex {
      let n = Int(b)
      flow[n] += leadsUp[n] ? amount : -amount
      b = parent[n]
    }
  }

  /// Puts the entering arc in the leaving one's place: the cut-off subtree is turned round to hang on it.
  func exchange(
    entering: Int, cost: Int64, from: Int32, to: Int32, backward: Bool, leaving: Int32, firstSide: Bool,
    amount: Int64
  ) {
    let gone = arc[Int(leaving)]
    if gone > pairCount { isFull[gone - pairCount - 1] = flow[Int(leaving)] != 0 }
    // The subtree below `leaving` holds the entering arc's end on that side.
    let inner = firstSide ? from : to
    let outer = firstSide ? to : from
    // Flow of the entering arc in its own direction.
    var enteringFlow = amount
    if backward { enteringFlow = arcCapacity[entering - pairCount - 1] - amount }
    if entering > pairCount { isFull[entering - pairCount - 1] = false }
    // Does the arc, in its own direction, leave the inner end?
    let up = (inner == from) != backward

    let i = Int(inner)
    let former = i < unitCount && firstChild[i] < 0 ? unitPotential(i) : potential[i]
    if Int(outer) < unitCount {
      potential[Int(outer)] = unitPotential(Int(outer))
      depth[Int(outer)] = depth[Int(parent[Int(outer)])] + 1
    }
    var node = inner
    var newParent = outer
    var newArc = entering
    var newCost = cost
    var newUp = up
    var newFlow = enteringFlow
    while true {
      let n = Int(node)
      let oldParent = parent[n]
      let oldArc = arc[n]
      let oldCost = treeCost[n]
      let oldUp = leadsUp[n]
      let oldFlow = flow[n]
      detach(node, from: oldParent)
      parent[n] = newParent
      arc[n] = newArc
      treeCost[n] = newCost
      leadsUp[n] = newUp
      flow[n] = newFlow
      attach(node, to: newParent)
      if node == leaving { break }
      newParent = node
      newArc = oldArc
      newCost = oldCost
      newUp = !oldUp
      newFlow = oldFlow
      node = oldParent
    }
    potential[i] = potentialFromParent(i)
    depth[i] = depth[Int(parent[i])] + 1
    if firstChild[i] >= 0 { shift(below: inner, by: potential[i] - former) }
  }
}
