/// What every teacher could have alone, where everybody is supervised: the sets of hosts within one teacher's limits.
///
/// A choice of sets is an answer where every host stands in as many of them as it needs teachers. With prices for that in
/// place of the rows the sets part, a knapsack a teacher, and what they come to bounds the points: the Lagrangian
/// relaxation of the generalised assignment problem by its assignment rows (Ross and Soland 1975, Fisher 1981). It is as
/// good as the linear program over all sets (``TeacherSetMaster``).
///
/// A host that one teacher can have goes to one as a whole, and `spare` hosts may have more teachers than they need,
/// which costs them their least points and nobody's room.
struct TeacherSets {
  /// What one teacher of a kind has: students by group, and the hosts that they are at.
  struct Choice: Hashable {
    var kind: Int
    /// In order of group.
    var counts: [Int: Int]
    var hosts: Set<Int>
  }

  /// Teachers whom nothing tells apart.
  struct Kind {
    let members: [Int]
    let students: Int
    let hosts: Int
    /// Whole hosts that fit, with their points.
    let whole: [(host: Int, size: Int, cost: Double)]
    /// Shared hosts, with the groups that may be taken and the points of a student.
    let shared: [(host: Int, groups: [(group: Int, cost: Double)])]
  }

  /// What a host (a whole one, or one more teacher at a shared one) and a student of a shared host's group are paid. In
  /// 1024ths: sums of prices and points are exact, and so is the bound.
  struct Prices {
    var host: [Double]
    var student: [Double]

    func mixed(with other: Prices, _ share: Double) -> Prices {
      func mix(_ a: Double, _ b: Double) -> Double { ((a + share * (b - a)) * 1024).rounded() / 1024 }
      return Prices(host: zip(host, other.host).map(mix), student: zip(student, other.student).map(mix))
    }
  }

  /// What is still to be given away.
  struct Rest {
    /// Teachers by host, students by group, teachers by kind.
    var needed: [Int]
    var students: [Int]
    var teachers: [Int]

    func has(_ choice: Choice) -> Bool {
      teachers[choice.kind] > 0 && choice.hosts.allSatisfy { needed[$0] > 0 }
        && choice.counts.allSatisfy { students[$0.key] >= $0.value }
    }

    mutating func give(_ choice: Choice) {
      teachers[choice.kind] -= 1
      for host in choice.hosts { needed[host] -= 1 }
      for (group, count) in choice.counts { students[group] -= count }
    }
  }

  let problem: SchoolProblem
  let spare: Int
  let kinds: [Kind]
  /// Of every host: whether one teacher has it as a whole.
  let isWhole: [Bool]
  /// Points of a host at the least.
  let least: [Double]
  let whole: Rest

  init(_ problem: SchoolProblem, pairs: Int) {
    self.problem = problem
    let needed = problem.groupsOf.indices.map(problem.teachersNeeded)
    let isWhole = needed.map { $0 == 1 }
    self.isWhole = isWhole
    spare = pairs - needed.reduce(0, +)
    func mayTakeAll(_ host: Int, _ teacher: Int) -> Bool {
      problem.sizeOf[host] <= problem.studentLimit[teacher] && problem.hostLimit[teacher] > 0
        && problem.groupsOf[host].allSatisfy { problem.mayTake($0, teacher) }
    }
    func points(_ host: Int, _ teacher: Int) -> Double {
      Double(problem.groupsOf[host].reduce(0) { $0 + problem.groups[$1].size * problem.points($1, teacher) })
    }
    let members = Dictionary(grouping: problem.teachers.indices) { problem.typeOf[$0] }
    kinds = members.sorted { $0.key < $1.key }.map { _, members in
      let first = members[0]
      return Kind(
        members: members, students: problem.studentLimit[first], hosts: problem.hostLimit[first],
        whole: problem.groupsOf.indices.filter { isWhole[$0] && mayTakeAll($0, first) }
          .map { ($0, problem.sizeOf[$0], points($0, first)) },
        shared: problem.groupsOf.indices.filter { !isWhole[$0] }.map { host in
          let groups = problem.groupsOf[host].filter { problem.mayTake($0, first) }
          return (host, groups.map { ($0, Double(problem.points($0, first))) })
        })
    }
    least = problem.groupsOf.map { groups in
      Double(groups.reduce(0) { $0 + problem.groups[$1].size * Self.leastPoints(problem, $1) })
    }
    whole = Rest(needed: needed, students: problem.groups.map(\.size), teachers: kinds.map(\.members.count))
  }

  private static func leastPoints(_ problem: SchoolProblem, _ group: Int) -> Int {
    problem.teachers.indices.filter { problem.mayTake(group, $0) }.map { problem.points(group, $0) }.min()
      ?? 0
  }

  /// What the least points would pay.
  var firstPrices: Prices {
    let host = problem.groupsOf.indices.map { isWhole[$0] ? least[$0] : 0 }
    return Prices(host: host, student: problem.groups.indices.map { Double(Self.leastPoints(problem, $0)) })
  }

  /// The best choice of every kind at the prices, of what is left; and what it costs less what it is paid.
  func best(at prices: Prices, of rest: Rest) -> [(choice: Choice, value: Double)] {
    kinds.indices.filter { rest.teachers[$0] > 0 }.map { kind in
      let item = kinds[kind]
      var knapsack = Knapsack(students: item.students, hosts: item.hosts)
      for (host, size, cost) in item.whole where rest.needed[host] > 0 && cost < prices.host[host] {
        knapsack.add(host, [(size, cost - prices.host[host])])
      }
      for (host, groups) in item.shared where rest.needed[host] > 0 {
        let options = options(host, groups, item.students, prices, rest)
        if !options.isEmpty { knapsack.add(host, options) }
      }
      var choice = Choice(kind: kind, counts: [:], hosts: [])
      for (host, students) in knapsack.chosen { add(host, students, prices, rest, to: &choice) }
      return (choice, knapsack.value)
    }
  }

  /// No answer has fewer points than the choices come to.
  func bound(at prices: Prices, _ choices: [(choice: Choice, value: Double)]) -> Double {
    var bound = choices.reduce(0) { $0 + $1.value * Double(whole.teachers[$1.choice.kind]) }
    var savings: [Double] = []
    for host in problem.groupsOf.indices {
      bound += prices.host[host] * Double(whole.needed[host])
      // With more teachers than it needs a host costs its least points; every one is a spare pair.
      let saving = isWhole[host] ? prices.host[host] - least[host] : -prices.host[host]
      if saving > 0 { savings += Array(repeating: saving, count: isWhole[host] ? 1 : max(0, spare)) }
      guard !isWhole[host] else { continue }
      for group in problem.groupsOf[host] {
        bound += prices.student[group] * Double(whole.students[group])
      }
    }
    return bound - savings.sorted(by: >).prefix(max(0, spare)).reduce(0, +)
  }

  /// What one to so many students of a shared host come to, the cheapest first.
  private func options(
    _ host: Int, _ groups: [(group: Int, cost: Double)], _ room: Int, _ prices: Prices, _ rest: Rest
  ) -> [(Int, Double)] {
    var options: [(Int, Double)] = []
    var (count, sum) = (0, -prices.host[host])
    for (group, cost) in cheapestFirst(groups, prices) {
      for _ in 0..<min(rest.students[group], room - count) {
        count += 1
        sum += cost - prices.student[group]
        if sum < 0 { options.append((count, sum)) }
      }
    }
    return options
  }

  private func cheapestFirst(_ groups: [(group: Int, cost: Double)], _ prices: Prices) -> [(
    group: Int, cost: Double
  )] {
    groups.sorted {
      ($0.cost - prices.student[$0.group], $0.group) < ($1.cost - prices.student[$1.group], $1.group)
    }
  }

  private func add(_ host: Int, _ students: Int, _ prices: Prices, _ rest: Rest, to choice: inout Choice) {
    choice.hosts.insert(host)
    guard !isWhole[host] else {
      for group in problem.groupsOf[host] { choice.counts[group] = problem.groups[group].size }
      return
    }
    var left = students
    let groups = kinds[choice.kind].shared.first { $0.host == host }!.groups
    for (group, _) in cheapestFirst(groups, prices) where left > 0 {
      let taken = min(left, rest.students[group])
      if taken > 0 { choice.counts[group] = taken }
      left -= taken
    }
  }

  func choice(of teacher: Int, _ kind: Int, in answer: SchoolAnswer) -> Choice {
    var choice = Choice(kind: kind, counts: [:], hosts: [])
    for (group, counts) in answer.counts.enumerated() where counts[teacher] > 0 {
      choice.counts[group] = counts[teacher]
      choice.hosts.insert(problem.groups[group].host)
    }
    return choice
  }

  /// What a choice costs less what it is paid.
  func value(_ choice: Choice, at prices: Prices) -> Double {
    let paid = choice.hosts.sorted().reduce(0) { $0 + prices.host[$1] }
    let students = choice.counts.sorted { $0.key < $1.key }
      .reduce(0) { $0 + prices.student[$1.key] * Double($1.value) }
    return Double(cost(choice)) - paid - students
  }

  /// How much more every teacher's choice costs than the best at the prices: what an answer has beyond the bound is
  /// nothing but the sum of this.
  func regrets(_ answer: SchoolAnswer, at prices: Prices) -> [Double] {
    var regrets = [Double](repeating: 0, count: problem.teachers.count)
    for ((choice, value), kind) in zip(best(at: prices, of: whole), kinds) {
      for teacher in kind.members {
        regrets[teacher] = max(
          0, self.value(self.choice(of: teacher, choice.kind, in: answer), at: prices) - value)
      }
    }
    return regrets
  }

  /// The prices as a part of the school has them.
  func prices(_ prices: Prices, of part: TeacherSets) -> Prices {
    var own = part.firstPrices
    for (host, groups) in part.problem.groupsOf.enumerated() {
      let origins = groups.map { part.problem.groupOf[$0] }
      let whole = problem.groups[origins[0]].host
      own.host[host] = prices.host[whole]
      for (group, origin) in zip(groups, origins) where !isWhole[whole] {
        if part.isWhole[host] {
          own.host[host] += prices.student[origin] * Double(part.problem.groups[group].size)
        } else {
          own.student[group] = prices.student[origin]
        }
      }
    }
    return own
  }

  /// Points of a choice.
  func cost(_ choice: Choice) -> Int {
    let teacher = kinds[choice.kind].members[0]
    return choice.counts.reduce(0) { $0 + $1.value * problem.points($1.key, teacher) }
  }
}

/// The cheapest choice of hosts for one teacher, by dynamic programming over students and hosts.
private struct Knapsack {
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
