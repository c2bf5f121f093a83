/// Nodes by their distance, every one at most once: what a shortest path takes out next (Dijkstra 1959). Of equal distances
/// the lower node comes first.
struct NodeHeap {
  /// Of every node; `.max`: none is known.
  private(set) var distance: [Int64]
  private var heap: [Int32] = []
  /// Where in the heap a node is; −1: not yet; −2: it was taken out.
  private var place: [Int32]

  init(count: Int) {
    distance = Array(repeating: .max, count: count)
    place = Array(repeating: -1, count: count)
  }

  func isDone(_ node: Int) -> Bool { place[node] == -2 }

  /// - Returns: Whether this is shorter than what was known of the node, which was not taken out yet.
  mutating func offer(_ node: Int, _ value: Int64) -> Bool {
    guard value < distance[node], place[node] != -2 else { return false }
    distance[node] = value
    if place[node] < 0 {
      place[node] = Int32(heap.count)
      heap.append(Int32(node))
    }
    rise(Int(place[node]))
    return true
  }

  mutating func pop() -> Int? {
    guard let first = heap.first else { return nil }
    place[Int(first)] = -2
    let last = heap.removeLast()
    if !heap.isEmpty {
      put(last, at: 0)
      sink()
    }
    return Int(first)
  }

  private func precedes(_ a: Int32, _ b: Int32) -> Bool {
    let (left, right) = (distance[Int(a)], distance[Int(b)])
    return left != right ? left < right : a < b
  }

  private mutating func put(_ node: Int32, at index: Int) {
    heap[index] = node
    place[Int(node)] = Int32(index)
  }

  private mutating func rise(_ from: Int) {
    var child = from
    let node = heap[child]
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(node, heap[parent]) else { break }
      put(heap[parent], at: child)
      child = parent
    }
    put(node, at: child)
  }

  private mutating func sink() {
    var parent = 0
    let node = heap[parent]
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count && precedes(heap[child + 1], heap[child]) { child += 1 }
      guard precedes(heap[child], node) else { break }
      put(heap[child], at: parent)
      parent = child
    }
    put(node, at: parent)
  }
}
