/// How many students of every group each teacher has, and what that comes to.
struct SchoolSolution: Sendable, Equatable {
  /// Group × teacher.
  var counts: [[Int]]
  private(set) var value: SchoolValue

  init(_ counts: [[Int]], of problem: SchoolProblem) {
    self.counts = counts
    value = SchoolValue(counts, of: problem)
  }

  /// The limits hold, nobody is counted twice, and those who are held are with nobody else.
  func isAllowed(by problem: SchoolProblem) -> Bool {
    var load = [Int](repeating: 0, count: problem.teachers.count)
    var hosts = load
    for groups in problem.groupsOf {
      for teacher in problem.teachers.indices {
        let here = groups.reduce(0) { $0 + counts[$1][teacher] }
        load[teacher] += here
        if here > 0 { hosts[teacher] += 1 }
      }
    }
    return load.indices.allSatisfy {
      load[$0] <= problem.studentLimit[$0] && hosts[$0] <= problem.hostLimit[$0]
    }
      && problem.groups.indices.allSatisfy { group in
        counts[group].reduce(0, +) <= problem.groups[group].size
          && counts[group].indices.allSatisfy { counts[group][$0] == 0 || problem.mayTake(group, $0) }
      }
  }
}

/// The objectives in order.
struct SchoolValue: Sendable, Equatable, Comparable {
  var unsupervised = 0
  var pairs = 0
  var points = 0

  init(unsupervised: Int = 0, pairs: Int = 0, points: Int = 0) {
    self.unsupervised = unsupervised
    self.pairs = pairs
    self.points = points
  }

  init(_ counts: [[Int]], of problem: SchoolProblem) {
    for groups in problem.groupsOf {
      for teacher in problem.teachers.indices {
        var here = 0
        for group in groups {
          here += counts[group][teacher]
          points += counts[group][teacher] * problem.points(group, teacher)
        }
        if here > 0 { pairs += 1 }
        unsupervised -= here
      }
    }
    unsupervised += problem.studentCount
  }

  static func < (a: SchoolValue, b: SchoolValue) -> Bool {
    (a.unsupervised, a.pairs, a.points) < (b.unsupervised, b.pairs, b.points)
  }

  subscript(stage: Int) -> Int { [unsupervised, pairs, points][stage] }
}
