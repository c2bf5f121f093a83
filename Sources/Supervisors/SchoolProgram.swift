import IntegerProgram

/// The program of one school, in the field's order.
///
/// - Sets: groups of students, hosts, teachers.
/// - Variables: `count` (group, teacher), how many of the group the teacher has; `open` (host, teacher), whether the
///   teacher goes to the host; `without` (group), how many have no supervisor.
/// - Rows: every student once; a teacher's students and hosts within the limits; nobody at a host that is not open;
///   of teachers that nothing tells apart, an earlier one goes to at least as many hosts; what earlier objectives
///   have come to.
/// - Objectives, one after the other: students without a supervisor, open pairs, points.
struct SchoolProgram {
  static let stageCount = 3

  private let problem: SchoolProblem
  private(set) var program = IntegerProgram()
  /// Column of every group and teacher, of every host and teacher, of every group; −1 where there is none.
  private var countColumn: [[Int32]] = []
  private var openColumn: [[Int32]] = []
  private var withoutColumn: [Int32] = []

  /// - Parameters:
  ///   - stage: from 0.
  ///   - earlier: what the stages before came to.
  init(_ problem: SchoolProblem, stage: Int, holding earlier: SchoolValue) {
    self.problem = problem
    addColumns(stage)
    addStudents()
    addOpenPairs()
    addLimits()
    addOrder()
    if stage > 0 { addAtMost(earlier.unsupervised, withoutColumn) }
    if stage > 1 { addAtMost(earlier.pairs, openColumn.joined().filter { $0 >= 0 }) }
    if stage > 0, earlier.unsupervised == 0 { addCovers() }
  }

  /// How many columns there are, without making them.
  static func columnCount(_ problem: SchoolProblem) -> Int {
    let teachers = problem.teachers.count
    let counts = problem.groups.reduce(0) { $0 + ($1.held == nil ? teachers : 1) }
    return counts + problem.hostCount * teachers + problem.groups.count
  }

  /// A solver's values as an answer.
  func answer(_ values: [Double]) -> SchoolSolution {
    let counts = countColumn.map { columns in
      columns.map { $0 < 0 ? 0 : Int(values[Int($0)].rounded()) }
    }
    return SchoolSolution(counts, of: problem)
  }

  /// Demands better than what is known: whatever is left to find is worth finding.
  mutating func demand(atMost value: Int) {
    let costs = program.columns.enumerated().filter { $0.element.cost != 0 }
    program.rows.append(
      .init(
        lower: -.infinity, upper: Double(value), columns: costs.map { Int32($0.offset) },
        values: costs.map(\.element.cost)))
  }

  // MARK: Variables and objective

  private mutating func addColumns(_ stage: Int) {
    let teachers = problem.teachers.indices
    countColumn = problem.groups.indices.map { group in
      teachers.map { teacher in
        guard problem.mayTake(group, teacher) else { return -1 }
        let most = min(problem.groups[group].size, problem.studentLimit[teacher])
        return program.add(most, cost: stage == 2 ? problem.points(group, teacher) : 0)
      }
    }
    openColumn = problem.groupsOf.map { groups in
      teachers.map { teacher in
        let isPossible = groups.contains { problem.mayTake($0, teacher) }
        return isPossible ? program.add(1, cost: stage == 1 ? 1 : 0) : -1
      }
    }
    withoutColumn = problem.groups.map { program.add($0.size, cost: stage == 0 ? 1 : 0) }
  }

  // MARK: Rows

  private mutating func addAtMost(_ most: Int, _ columns: [Int32]) {
    program.add(-.infinity, Double(most), columns)
  }

  private mutating func addStudents() {
    for (group, columns) in countColumn.enumerated() {
      let size = Double(problem.groups[group].size)
      program.add(size, size, columns.filter { $0 >= 0 } + [withoutColumn[group]])
    }
  }

  /// By group and by host: the second is weaker where a host has one group, and there is left out.
  private mutating func addOpenPairs() {
    for (host, groups) in problem.groupsOf.enumerated() {
      for (teacher, open) in openColumn[host].enumerated() where open >= 0 {
        let own = groups.filter { countColumn[$0][teacher] >= 0 }
        for group in own {
          let most = min(problem.groups[group].size, problem.studentLimit[teacher])
          program.add(-.infinity, 0, [countColumn[group][teacher], open], [1, -Double(most)])
        }
        let most = min(own.reduce(0) { $0 + problem.groups[$1].size }, problem.studentLimit[teacher])
        guard own.count > 1, most == problem.studentLimit[teacher] else { continue }
        program.add(
          -.infinity, 0, own.map { countColumn[$0][teacher] } + [open],
          own.map { _ in 1 } + [-Double(most)])
      }
    }
  }

  private mutating func addLimits() {
    for teacher in problem.teachers.indices {
      addAtMost(problem.studentLimit[teacher], countColumn.map { $0[teacher] }.filter { $0 >= 0 })
      addAtMost(problem.hostLimit[teacher], openColumn.map { $0[teacher] }.filter { $0 >= 0 })
    }
  }

  private mutating func addOrder() {
    var last: [Int: Int] = [:]
    for teacher in problem.teachers.indices {
      defer { last[problem.typeOf[teacher]] = teacher }
      guard let earlier = last[problem.typeOf[teacher]] else { continue }
      let pairs = openColumn.filter { $0[teacher] >= 0 && $0[earlier] >= 0 }
      program.add(
        0, .infinity, pairs.map { $0[earlier] } + pairs.map { $0[teacher] },
        pairs.map { _ in 1 } + pairs.map { _ in -1 })
    }
  }

  /// Where everybody is supervised, hosts need so many teachers.
  private mutating func addCovers() {
    let needs = TeacherNeeds(problem)
    let columns = openColumn.map { $0.filter { $0 >= 0 } }
    for (host, needed) in needs.teachers.enumerated() {
      program.add(Double(needed), .infinity, columns[host])
    }
    for pool in needs.pools {
      let needed = pool.hosts.reduce(pool.extra) { $0 + needs.teachers[$1] }
      program.add(Double(needed), .infinity, pool.hosts.flatMap { columns[$0] })
    }
  }
}

extension SchoolProgram {
  /// The programs of several schools side by side, as one: their answers do not touch.
  static func joined(_ programs: [IntegerProgram]) -> IntegerProgram {
    var whole = IntegerProgram()
    for program in programs {
      let shift = Int32(whole.columns.count)
      whole.columns += program.columns
      whole.rows += program.rows.map { row in
        var row = row
        row.columns = row.columns.map { $0 + shift }
        return row
      }
    }
    return whole
  }
}
