/// What counting alone proves.
extension SchoolProblem {
  /// No answer leaves fewer students without a supervisor: limits of students, by teacher and with those held; limits
  /// of hosts, by teacher and of all of them together, at the largest hosts.
  var leastUnsupervised: Int {
    let largest = sizeOf.sorted(by: >)
    let reach = teachers.indices.map { teacher in
      min(studentLimit[teacher], largest.prefix(hostLimit[teacher]).reduce(0, +))
    }
    var held = [Int](repeating: 0, count: teachers.count)
    for group in groups { if let teacher = group.held { held[teacher] += group.size } }
    let free = studentCount - held.reduce(0, +)
    let heldWithin = teachers.indices.map { min(reach[$0], held[$0]) }
    let rest = teachers.indices.reduce(0) { $0 + reach[$1] - heldWithin[$1] }
    let byStudents = heldWithin.reduce(0, +) + min(free, rest)
    let byHosts = largest.prefix(min(hostCount, hostLimit.reduce(0, +))).reduce(0, +)
    return studentCount - min(byStudents, byHosts)
  }

  /// No answer that leaves so many without a supervisor has fewer pairs. Where somebody is left out, who is held to whom
  /// is not asked: beside the teachers with the largest limits, leaving the students of the last out saves one.
  func leastPairs(leaving unsupervised: Int) -> Int {
    guard unsupervised > 0 else { return TeacherNeeds(self).pairs }
    let largest = studentLimit.filter { $0 > 0 }.sorted(by: >)
    var savings: [Int] = []
    for size in sizeOf {
      var room = 0
      for limit in largest where room < size {
        savings.append(min(size - room, limit))
        room += limit
      }
    }
    var (needed, left) = (savings.count, unsupervised)
    for saving in savings.sorted() where saving <= left {
      left -= saving
      needed -= 1
    }
    return needed
  }

  /// No answer that leaves so many without a supervisor has fewer points.
  func leastPoints(leaving unsupervised: Int) -> Int {
    var points: [(each: Int, students: Int)] = groups.indices.map { group in
      let allowed = teachers.indices.filter { mayTake(group, $0) }.map { self.points(group, $0) }
      return (allowed.min() ?? 0, groups[group].size)
    }
    points.sort { $0.each > $1.each }
    var left = unsupervised
    return points.reduce(0) { sum, entry in
      let dropped = min(left, entry.students)
      left -= dropped
      return sum + entry.each * (entry.students - dropped)
    }
  }
}
