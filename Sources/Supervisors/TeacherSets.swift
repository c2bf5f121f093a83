/// What every teacher could have alone, where everybody is supervised: the sets of hosts within one teacher's limits.
///
/// A choice of sets is an answer where every host stands in as many of them as it needs teachers. With prices for that in
/// place of the rows the sets part, a knapsack a teacher, and what they come to bounds the points: the Lagrangian
/// relaxation of the generalised assignment problem by its assignment rows (Ross and Soland 1975, Fisher 1981). It is as
/// good as the linear program over all sets (``TeacherSetMaster``).
///
/// A host goes to one teacher as a whole where one is all it can have; another is shared, student by student. Of some
/// hosts so many teachers beyond what each needs are to be had together (``pools``).
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
    /// Teachers by host, students by group, teachers by kind, and teachers beyond those by pool.
    var needed: [Int]
    var students: [Int]
    var teachers: [Int]
    var spare: [Int]
    let poolOf: [Int?]

    var isEmpty: Bool { students.allSatisfy { $0 == 0 } }

    func mayTake(_ host: Int) -> Bool { needed[host] > 0 || poolOf[host].map { spare[$0] > 0 } ?? false }

    func has(_ choice: Choice) -> Bool {
      guard teachers[choice.kind] > 0, choice.hosts.allSatisfy(mayTake),
        choice.counts.allSatisfy({ students[$0.key] >= $0.value })
      else { return false }
      let beyond = choice.hosts.filter { needed[$0] == 0 }
      return spare.indices.allSatisfy { pool in beyond.count { poolOf[$0] == pool } <= spare[pool] }
    }

    mutating func give(_ choice: Choice) {
      teachers[choice.kind] -= 1
      for host in choice.hosts {
        if needed[host] > 0 { needed[host] -= 1 } else { spare[poolOf[host]!] -= 1 }
      }
      for (group, count) in choice.counts { students[group] -= count }
    }
  }

  let problem: SchoolProblem
  let pools: [TeacherNeeds.Pool]
  let kinds: [Kind]
  /// Of every host: whether one teacher has it as a whole.
  let isWhole: [Bool]
  let whole: Rest

  init(_ problem: SchoolProblem, pairs: Int) {
    self.problem = problem
    let needs = TeacherNeeds(problem)
    pools = Self.pools(problem, needs, pairs: pairs)
    var poolOf = [Int?](repeating: nil, count: problem.hostCount)
    for (index, pool) in pools.enumerated() { for host in pool.hosts { poolOf[host] = index } }
    let isWhole = problem.groupsOf.indices.map { needs.teachers[$0] == 1 && poolOf[$0] == nil }
    self.isWhole = isWhole
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
    whole = Rest(
      needed: needs.teachers, students: problem.groups.map(\.size), teachers: kinds.map(\.members.count),
      spare: pools.map(\.extra), poolOf: poolOf)
  }

  /// With no more pairs than are needed, who may have more is known; otherwise it is every host that has the students.
  private static func pools(
    _ problem: SchoolProblem, _ needs: TeacherNeeds, pairs: Int
  ) -> [TeacherNeeds.Pool] {
    let needed = needs.teachers
    guard pairs > needs.pairs else { return needs.pools }
    let hosts = problem.groupsOf.indices.filter { needed[$0] < problem.sizeOf[$0] }
    return [TeacherNeeds.Pool(hosts: hosts, extra: pairs - needed.reduce(0, +))]
  }

  private static func leastPoints(_ problem: SchoolProblem, _ group: Int) -> Int {
    problem.teachers.indices.filter { problem.mayTake(group, $0) }.map { problem.points(group, $0) }.min()
      ?? 0
  }

  /// What the least points would pay.
  var firstPrices: Prices {
    let student = problem.groups.indices.map { Double(Self.leastPoints(problem, $0)) }
    let host = problem.groupsOf.enumerated().map { host, groups in
      isWhole[host] ? groups.reduce(0) { $0 + student[$1] * Double(problem.groups[$1].size) } : 0
    }
    return Prices(host: host, student: student)
  }

  /// The best choice of every kind at the prices, of what is left; and what it costs less what it is paid.
  func best(at prices: Prices, of rest: Rest) -> [(choice: Choice, value: Double)] {
    kinds.indices.filter { rest.teachers[$0] > 0 }.map { kind in
      let item = kinds[kind]
      var knapsack = Knapsack(students: item.students, hosts: item.hosts)
      for (host, size, cost) in item.whole where rest.mayTake(host) && cost < prices.host[host] {
        knapsack.add(host, [(size, cost - prices.host[host])])
      }
      for (host, groups) in item.shared where rest.mayTake(host) {
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
    for host in problem.groupsOf.indices {
      bound += prices.host[host] * Double(whole.needed[host])
      guard !isWhole[host] else { continue }
      for group in problem.groupsOf[host] {
        bound += prices.student[group] * Double(whole.students[group])
      }
    }
    // One teacher more pays for itself at the host where they are dearest.
    for pool in pools {
      let dearest = pool.hosts.map { -prices.host[$0] }.max() ?? 0
      bound -= Double(pool.extra) * max(0, dearest)
    }
    return bound
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

  func choice(of teacher: Int, _ kind: Int, in answer: SchoolSolution) -> Choice {
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
  func regrets(_ answer: SchoolSolution, at prices: Prices) -> [Double] {
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
      if isWhole[whole], !part.isWhole[host] {
        let each = prices.host[whole] / Double(part.problem.sizeOf[host])
        own.host[host] = 0
        for group in groups { own.student[group] = (each * 1024).rounded() / 1024 }
      }
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
