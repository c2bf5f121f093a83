/// The cheapest choice of hosts for one teacher, by dynamic programming over students and hosts.
struct Knapsack {
  private let students: Int
  /// Layer × students at most: the least cost with so many hosts at most. One layer where the limit of hosts is none,
  /// because every host has a student at least.
  private let layers: Range<Int>
  private var best: [Double]
  private var hosts: [Int] = []
  /// Item × layer × students: how many students of the item.
  private var taken: [UInt16] = []

  init(students: Int, hosts: Int) {
    self.students = students
    layers = hosts < students ? 1..<(hosts + 1) : 0..<1
    best = Array(repeating: 0, count: layers.upperBound * (students + 1))
  }

  /// How far back the layer before is.
  private var step: Int { layers.lowerBound * (students + 1) }

  /// - Parameter options: students of the host, and what they cost together; the host is chosen once.
  mutating func add(_ host: Int, _ options: [(students: Int, cost: Double)]) {
    let (width, step) = (students + 1, step)
    let start = taken.count
    hosts.append(host)
    taken.append(contentsOf: repeatElement(0, count: best.count))
    best.withUnsafeMutableBufferPointer { best in
      taken.withUnsafeMutableBufferPointer { taken in
        for layer in layers.reversed() {
          for room in stride(from: students, to: 0, by: -1) {
            let place = layer * width + room
            for (count, cost) in options where count <= room {
              let sum = best[place - step - count] + cost
              guard sum < best[place] else { continue }
              best[place] = sum
              taken[start + place] = UInt16(count)
            }
          }
        }
      }
    }
  }

  var value: Double { best[best.count - 1] }

  var chosen: [(host: Int, students: Int)] {
    var place = best.count - 1
    var found: [(Int, Int)] = []
    for item in hosts.indices.reversed() {
      let count = Int(taken[item * best.count + place])
      guard count > 0 else { continue }
      found.append((hosts[item], count))
      place -= step + count
    }
    return found
  }
}
