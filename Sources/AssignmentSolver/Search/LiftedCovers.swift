/// Lifted cover inequalities (Balas 1975; Crowder, Johnson and Padberg 1983) of posts and capacity rows that teams go to.
///
/// With zᵢ = Σ x of unit i over the posts, Σ sᵢ zᵢ ≤ C is a knapsack. Units that together are larger than C are not all
/// there: Σ zᵢ ≤ (how many they are) − 1, for a cover of which none can be spared. Every other unit comes in, one after
/// the other, with as much as the row's units at best leave of the right side once it is there. That is reckoned
/// exactly, by what the units so far count at most within every number of seats.
///
/// Single students alone need none: their knapsack is whole already. What the plain rows miss is a part of a team in the
/// seats that the whole of it would not have.
struct LiftedCovers {
  /// Σ weight · x over units and posts ≤ limit; ≤ limit · y where the posts are one that has a minimum.
  typealias Cover = AssignmentProgram.SideRow

  private struct Knapsack {
    let posts: [Int32]
    let limit: Int
    /// Units of more than one that may come.
    let teams: [Int]
  }

  private var knapsacks: [Knapsack]?

  /// - Returns: covers that the present solution violates, one a knapsack at most.
  mutating func violated(_ master: RestrictedMaster) -> [Cover] {
    guard master.largestSize > 1 else { return [] }
    if knapsacks == nil { knapsacks = Self.knapsacks(master.program) }
    let present = Self.present(master)
    return knapsacks!.compactMap { knapsack in
      let open = knapsack.posts.count == 1 ? master.layout.openColumn[Int(knapsack.posts[0])] : -1
      return Self.violated(
        knapsack, present, opening: open < 0 ? 1 : master.values[open], master.program.unitSize)
    }
  }

  private static func knapsacks(_ program: AssignmentProgram) -> [Knapsack] {
    var teams = [[Int]](repeating: [], count: program.postCount)
    for unit in 0..<program.unitCount where program.unitSize[unit] > 1 {
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        teams[Int(program.pairPost[pair])].append(unit)
      }
    }
    func knapsack(_ posts: [Int32], _ limit: Int32) -> Knapsack? {
      let own = posts.count == 1 ? teams[Int(posts[0])] : Set(posts.flatMap { teams[Int($0)] }).sorted()
      guard !own.isEmpty, limit > 0, limit <= SolverParameters.largestKnapsack else { return nil }
      return Knapsack(
        posts: posts, limit: Int(limit),
        teams: own.sorted { (program.unitSize[$1], $0) < (program.unitSize[$0], $1) })
    }
    return (0..<program.postCount).compactMap { knapsack([Int32($0)], program.postLimit[$0]) }
      + program.capacityRows.compactMap { knapsack($0.posts, $0.limit) }
  }

  /// Who is at every post, and how much of them.
  private static func present(_ master: RestrictedMaster) -> [[(unit: Int, part: Double)]] {
    var present = [[(unit: Int, part: Double)]](repeating: [], count: master.program.postCount)
    for unit in 0..<master.unitCount {
      if let post = master.fixedPost(unit), post >= 0 { present[post].append((unit, 1)) }
    }
    for (number, pair) in master.pairOfNumber.enumerated()
    where pair >= 0 && master.solverValues[number] > 1e-6 {
      present[Int(master.program.pairPost[Int(pair)])].append(
        (master.unit(of: pair), master.solverValues[number]))
    }
    return present
  }

  private static func violated(
    _ knapsack: Knapsack, _ present: [[(unit: Int, part: Double)]], opening: Double, _ size: [Int32]
  ) -> Cover? {
    guard opening > 1e-6 else { return nil }
    var part: [Int: Double] = [:]
    for post in knapsack.posts { for own in present[Int(post)] { part[own.unit, default: 0] += own.part } }
    let units = part.keys.sorted()
    guard units.contains(where: { size[$0] > 1 && part[$0]! < opening - 1e-5 }) else { return nil }
    var best: (cover: Cover, gain: Double)?
    for bySeat in [true, false] {
      func missing(_ unit: Int) -> Double {
        max(0, 1 - part[unit]! / opening) / (bySeat ? Double(size[unit]) : 1)
      }
      let order = units.map { (unit: $0, missing: missing($0)) }
        .sorted { ($0.missing, -size[$0.unit], $0.unit) < ($1.missing, -size[$1.unit], $1.unit) }
      guard let members = minimalCover(order.map(\.unit), knapsack.limit, size) else { continue }
      let rest = units.filter { !members.contains($0) }.sorted {
        (part[$1]! * Double(size[$1]), $0) < (part[$0]! * Double(size[$0]), $1)
      }
      let cover = lifted(members, rest + knapsack.teams.filter { part[$0] == nil }, knapsack, size)
      let load = zip(cover.units, cover.weights).reduce(0.0) {
        $0 + Double($1.1) * (part[Int($1.0)] ?? 0)
      }
      let length = cover.weights.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
      let gain = (load - Double(cover.limit) * opening) / length
      if gain > SolverParameters.leastViolation && gain > best?.gain ?? 0 { best = (cover, gain) }
    }
    return best?.cover
  }

  /// The first units that are too many together, without those that can be spared, the last first.
  private static func minimalCover(_ order: [Int], _ limit: Int, _ size: [Int32]) -> [Int]? {
    var members: [Int] = []
    var sum = 0
    for unit in order where sum <= limit {
      members.append(unit)
      sum += Int(size[unit])
    }
    guard sum > limit, members.count > 1 else { return nil }
    for unit in members.reversed() where sum - Int(size[unit]) > limit {
      members.removeAll { $0 == unit }
      sum -= Int(size[unit])
    }
    return members
  }

  private static func lifted(
    _ members: [Int], _ others: [Int], _ knapsack: Knapsack, _ size: [Int32]
  ) -> Cover {
    let limit = members.count - 1
    // Of every number of seats: what the units so far count at most within it.
    var most = [Int](repeating: 0, count: knapsack.limit + 1)
    func take(_ unit: Int, _ weight: Int) {
      let size = Int(size[unit])
      for seats in stride(from: knapsack.limit, through: size, by: -1) {
        most[seats] = max(most[seats], most[seats - size] + weight)
      }
    }
    var weight: [Int: Int] = [:]
    for unit in members {
      weight[unit] = 1
      take(unit, 1)
    }
    // Once one of a size has nothing left, no other has.
    var isSpent: Set<Int32> = []
    for unit in others where !isSpent.contains(size[unit]) {
      let own = Int(size[unit]) > knapsack.limit ? 0 : limit - most[knapsack.limit - Int(size[unit])]
      if own > 0 {
        weight[unit] = own
        take(unit, own)
      } else {
        isSpent.insert(size[unit])
      }
    }
    let units = weight.keys.sorted()
    return Cover(
      units: units.map(Int32.init), weights: units.map { Int32(weight[$0]!) }, posts: knapsack.posts,
      limit: Int32(limit))
  }
}
