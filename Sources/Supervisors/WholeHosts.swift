import IntegerProgram

/// What bounds the points where everybody is supervised with as few pairs as counting allows, or a few more: hosts that
/// one teacher can have go to one teacher as a whole, and teachers whom nothing tells apart are one kind.
///
/// It is a relaxation: the students and hosts of a kind are within its limits together, which the single teachers'
/// limits imply. `spare` hosts may have more teachers than they need, which costs them their least points and nobody's
/// room. Its optimum therefore bounds that of ``SchoolProgram``, from a tenth of the columns and without symmetry.
struct WholeHosts {
  private let problem: SchoolProblem
  /// Pairs beyond those that counting asks for.
  private let spare: Int
  private(set) var program = IntegerProgram()
  /// The teachers of every kind.
  private let members: [[Int]]
  private var wholeColumns: [(host: Int, type: Int, column: Int)] = []
  private var students: [[(column: Int32, value: Double)]]
  private var hosts: [[Int32]]
  private var spareColumns: [Int32] = []

  init(_ problem: SchoolProblem, pairs: Int) {
    self.problem = problem
    spare = pairs - problem.leastPairs(leaving: 0)
    var members: [[Int]] = []
    for (teacher, type) in problem.typeOf.enumerated() {
      if type == members.count { members.append([]) }
      members[type].append(teacher)
    }
    self.members = members
    students = Array(repeating: [], count: members.count)
    hosts = Array(repeating: [], count: members.count)
    for host in problem.groupsOf.indices {
      if problem.teachersNeeded(host) == 1 { addWhole(host) } else { addShared(host) }
    }
    for type in members.indices {
      let limits = (
        students: members[type].reduce(0) { $0 + problem.studentLimit[$1] },
        hosts: members[type].reduce(0) { $0 + problem.hostLimit[$1] }
      )
      program.add(
        -.infinity, Double(limits.students), students[type].map(\.column), students[type].map(\.value))
      program.add(-.infinity, Double(limits.hosts), hosts[type])
    }
    if spare > 0 { program.add(-.infinity, Double(spare), spareColumns) }
  }

  private func mayTakeAll(_ host: Int, _ type: Int) -> Bool {
    members[type].contains { teacher in
      problem.studentLimit[teacher] >= problem.sizeOf[host] && problem.hostLimit[teacher] > 0
        && problem.groupsOf[host].allSatisfy { problem.mayTake($0, teacher) }
    }
  }

  /// A host that one teacher can have.
  private mutating func addWhole(_ host: Int) {
    var columns: [Int32] = []
    for type in members.indices where mayTakeAll(host, type) {
      let cost = problem.groupsOf[host].reduce(0) {
        $0 + problem.groups[$1].size * problem.points($1, members[type][0])
      }
      let column = program.add(1, cost: cost)
      columns.append(column)
      wholeColumns.append((host, type, Int(column)))
      students[type].append((column, Double(problem.sizeOf[host])))
      hosts[type].append(column)
    }
    if spare > 0 {
      let least = problem.groupsOf[host].reduce(0) { sum, group in
        let allowed = problem.teachers.indices.filter { problem.mayTake(group, $0) }
        return sum + problem.groups[group].size * (allowed.map { problem.points(group, $0) }.min() ?? 0)
      }
      let column = program.add(1, cost: least)
      columns.append(column)
      spareColumns.append(column)
    }
    program.add(1, 1, columns)
  }

  /// A host that needs several teachers: how many of each kind, and who has how many of each group.
  private mutating func addShared(_ host: Int) {
    var opens: [Int32] = []
    var counts: [[Int32]] = problem.groupsOf[host].map { _ in [] }
    for type in members.indices {
      let most = members[type].map { problem.studentLimit[$0] }.max() ?? 0
      let groups = problem.groupsOf[host].filter { problem.mayTake($0, members[type][0]) && most > 0 }
      guard !groups.isEmpty else { continue }
      let open = program.add(members[type].count, cost: 0)
      opens.append(open)
      hosts[type].append(open)
      for group in groups {
        let size = problem.groups[group].size
        let column = program.add(size, cost: problem.points(group, members[type][0]))
        counts[group - problem.groupsOf[host].lowerBound].append(column)
        students[type].append((column, 1))
        program.add(-.infinity, 0, [column, open], [1, -Double(min(size, most))])
      }
      let own = groups.map { counts[$0 - problem.groupsOf[host].lowerBound].last! }
      program.add(-.infinity, 0, own + [open], own.map { _ in 1 } + [-Double(most)])
    }
    for (group, columns) in zip(problem.groupsOf[host], counts) {
      let size = Double(problem.groups[group].size)
      program.add(size, size, columns)
    }
    let needed = Double(problem.teachersNeeded(host))
    guard spare > 0 else { return program.add(needed, needed, opens) }
    let more = program.add(spare, cost: 0)
    spareColumns.append(more)
    program.add(needed, needed, opens + [more], opens.map { _ in 1 } + [-1])
  }

  // MARK: Answer

  /// Single teachers for what the kinds have: largest hosts first, each to whom the least room is left. Nil where that
  /// does not come out, and where hosts need several teachers.
  func answer(_ values: [Double]) -> SchoolAnswer? {
    guard spare == 0, wholeColumns.count == program.columns.count else { return nil }
    var counts = problem.groups.map { _ in [Int](repeating: 0, count: problem.teachers.count) }
    var room = problem.studentLimit
    var hostRoom = problem.hostLimit
    let chosen = wholeColumns.filter { values[$0.column] > 0.5 }
      .sorted { (-problem.sizeOf[$0.host], $0.host) < (-problem.sizeOf[$1.host], $1.host) }
    for (host, type, _) in chosen {
      let size = problem.sizeOf[host]
      let fitting = members[type].filter { room[$0] >= size && hostRoom[$0] > 0 }
      guard let teacher = fitting.min(by: { (room[$0], $0) < (room[$1], $1) }) else { return nil }
      room[teacher] -= size
      hostRoom[teacher] -= 1
      for group in problem.groupsOf[host] { counts[group][teacher] = problem.groups[group].size }
    }
    return SchoolAnswer(counts, of: problem)
  }
}
