import Placement

extension RandomCase {
  mutating func drawStudents() {
    let count = random.whole(size.students)
    result.students = (0..<count).map { index in
      var student = Student(
        id: id("S", index), schoolID: random.pick(["X1", "X2", "X3"]), specialty: random.pick(palette),
        grade: draws(.grades) ? random.whole(1...4) : 3, birthDate: birthDate(), location: place())
      student.sex = random.pick([.female, .male, nil])
      if draws(.zones) || draws(.travel) { student.zone = random.pick(Self.zones) }
      student.acceptsBoarding = draws(.boarding)
      student.ownLodgingConsent = on.contains(.areas) && later.chance(0.4)
      if draws(.ownDistance) { student.maxDistance = ExactDecimal(random.pick(["4.9", "10", "15.05"])) }
      if on.contains(.certificates) { student.certificates = Self.papers.filter { _ in random.chance(0.6) } }
      if draws(.programs) { student.program = random.pick(Self.programs + ["K3"]) }
      if draws(.priorities) { student.priority = random.whole(1...100) }
      if draws(.excluded) { student.excluded = "away" }
      setAvailability(&student)
      return student
    }
    drawTeams()
  }

  /// About the sixteenth and the eighteenth birthdays at the posts' starts, those of leap days among them.
  private mutating func birthDate() -> CalendarDate {
    guard draws(.ages) else { return CalendarDate(year: 2008, month: 5, day: 1)! }
    let days = [
      (2010, 9, 1), (2010, 9, 2), (2011, 2, 28), (2011, 3, 1), (2011, 3, 2), (2008, 2, 29), (2008, 9, 2),
    ]
    let (year, month, day) = random.pick(days)
    return CalendarDate(year: year, month: month, day: day)!
  }

  private mutating func setAvailability(_ student: inout Student) {
    guard draws(.availability) else { return }
    if random.chance(0.7) {
      student.availableFrom = random.pick([Self.autumn, CalendarDate(year: 2026, month: 9, day: 2)!])
    }
    if random.chance(0.7) {
      student.availableTo = CalendarDate(year: 2027, month: 2, day: random.pick([27, 28]))!
    }
  }

  private mutating func drawTeams() {
    guard on.contains(.teams) else { return }
    let names = (0..<max(2, result.students.count / 6)).map { id("T", $0) }
    for index in result.students.indices where random.chance(size.density * 1.5) {
      result.students[index].teamID = random.pick(names)
      // Mates mostly learn the same: teams with nowhere to go are dull.
      let mate = result.students[..<index].last { $0.teamID == result.students[index].teamID }
      if let mate, random.chance(0.7) { result.students[index].specialty = mate.specialty }
    }
  }

  mutating func drawTravel() {
    guard on.contains(.travel) else { return }
    for from in Self.zones {
      for to in Self.zones where random.chance(0.5) {
        result.travel[ZonePair(from: from, to: to)] = random.pick([0, 49, 50, 100, 125, 126, 200, 400, 401])
      }
    }
  }

  /// Wishes, equivalences, decisions and what is published.
  mutating func drawRelations() {
    result.wishes = Array(repeating: [], count: result.students.count)
    result.published = Array(repeating: nil, count: result.students.count)
    drawEquivalences()
    guard !result.posts.isEmpty else { return }
    drawWishes()
    drawPublished()
    drawDecisions()
  }

  private mutating func drawEquivalences() {
    guard on.contains(.equivalences) else { return }
    for _ in 0..<random.whole(1...3) {
      let length = random.pick([2, 4, 6])
      let (a, b) = (random.pick(palette).prefix(length)!, random.pick(palette).prefix(length)!)
      if a != b { result.equivalences.append(SpecialtyEquivalence(a, b)) }
    }
  }

  private mutating func drawWishes() {
    guard on.contains(.wishes) else { return }
    for student in result.students.indices where random.chance(0.6) {
      var best: [Target: Int] = [:]
      for _ in 0..<random.whole(1...3) {
        let post = random.index(below: result.posts.count)
        let target: Target = random.chance(0.3) ? .enterprise(result.posts[post].enterprise) : .post(post)
        best[target] = min(best[target] ?? 9, random.whole(1...4))
      }
      result.wishes[student] = best.map { Wish(rank: $0.value, target: $0.key) }.sorted { precedes($0, $1) }
    }
  }

  private func precedes(_ a: Wish, _ b: Wish) -> Bool {
    func key(_ wish: Wish) -> (Int, Int, Int) {
      switch wish.target {
      case .post(let index): (wish.rank, 0, index)
      case .enterprise(let index): (wish.rank, 1, index)
      }
    }
    return key(a) < key(b)
  }

  private mutating func drawPublished() {
    guard on.contains(.published) else { return }
    result.hasPublished = true
    for student in result.students.indices where random.chance(0.6) {
      let stage: PublishedPlacement.Stage =
        random.chance(size.holding)
        ? random.pick([.signed, .started]) : random.pick([.announced, .confirmed])
      result.published[student] = PublishedPlacement(
        post: random.index(below: result.posts.count), stage: stage, row: student + 2)
    }
  }

  private mutating func drawDecisions() {
    var decisions: [Decision] = []
    func add(_ target: Target, _ kind: Decision.Kind, _ student: Int) {
      decisions.append(
        Decision(
          student: student, target: target, kind: kind, reason: "r", author: "", decidedOn: nil,
          row: decisions.count + 2))
    }
    if on.contains(.pins) {
      for _ in 0..<random.whole(1...max(1, size.pins)) {
        add(.post(random.index(below: result.posts.count)), .pin, random.index(below: result.students.count))
      }
    }
    if on.contains(.bans) {
      for student in result.students.indices where random.chance(size.density) {
        let post = random.index(below: result.posts.count)
        add(random.chance(0.3) ? .enterprise(result.posts[post].enterprise) : .post(post), .ban, student)
      }
    }
    result.decisions = decisions.sorted { ($0.student, $0.row) < ($1.student, $1.row) }
  }
}
