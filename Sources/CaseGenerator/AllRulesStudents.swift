import Placement

// What sets single students apart: who takes no part, who is too young, who goes with whom.
extension AllRules {
  mutating func setStudents() {
    let reasons = [
      Text(zh: "自主联系实习单位", en: "arranges it alone"), Text(zh: "监护人未签知情同意书", en: "no consent of the guardian"),
      Text(zh: "因病休学", en: "on sick leave"),
    ]
    for index in studentDeck.deal(0.015) {
      placementCase.students[index].excluded = random.pick(reasons)(language)
    }
    for index in studentDeck.deal(0.01) { placementCase.students[index].grade = 1 }
    for index in studentDeck.deal(0.015) {  // sixteen only in the course of the school year
      placementCase.students[index].birthDate = CalendarDate(
        dayNumber: day(2010, 9, 15).dayNumber + Int32(random.index(below: 400)))
    }
    for index in studentDeck.deal(0.04) {
      placementCase.students[index].priority = random.pick([2, 3, 5, 10])
    }
    for index in studentDeck.deal(0.05) {
      let limit = random.pick(["8", "12.5", "15", "20"])
      placementCase.students[index].maxDistance = ExactDecimal(limit)
    }
    for index in placementCase.students.indices {
      placementCase.students[index].acceptsBoarding = random.chance(0.25)
    }
    setAvailability()
  }

  private mutating func setAvailability() {
    for index in studentDeck.deal(0.08) {  // autumn only
      placementCase.students[index].availableFrom = day(2026, 8, 25)
      placementCase.students[index].availableTo = day(2027, 2, 10)
    }
    for index in studentDeck.deal(0.06) {  // spring only
      placementCase.students[index].availableFrom = day(2027, 2, 20)
    }
    for index in studentDeck.deal(0.02) {  // spring posts end too late
      placementCase.students[index].availableTo = day(2027, 5, 31)
    }
  }

  /// Two or three of one school, class and neighbourhood.
  mutating func setTeams() {
    var number = 0
    for leader in studentDeck.deal(0.025) {
      let model = placementCase.students[leader]
      guard model.program == nil else { continue }
      let last = min(leader + 400, placementCase.students.count)
      let mates = ((leader + 1)..<last).filter {
        studentDeck.isPlain[$0] && goesWith(placementCase.students[$0], model)
      }
      let members = [leader] + mates.prefix(random.whole(1...2))
      guard members.count > 1 else { continue }
      number += 1
      for member in members {
        placementCase.students[member].teamID = "T" + padded(number, to: 5)
        studentDeck.isPlain[member] = false
      }
    }
  }

  private func goesWith(_ a: Student, _ b: Student) -> Bool {
    a.schoolID == b.schoolID && a.specialty == b.specialty && a.teamID == nil && a.program == nil
      && kilometres(a.location, b.location) < 20
  }

  /// Four students in ten name up to three posts, or an enterprise, in their class of specialties.
  mutating func setWishes() {
    let byFamily = postsByFamily { _ in true }
    for index in placementCase.students.indices where random.chance(0.4) {
      guard let open = byFamily[placementCase.students[index].specialty.prefix(4)!.number] else { continue }
      var wishes: [Wish] = []
      for rank in 1...random.whole(1...3) {
        let post = nearest(to: index, among: open, tries: 6)
        let target: Target =
          random.chance(0.2) ? .enterprise(placementCase.posts[post].enterprise) : .post(post)
        if !wishes.contains(where: { $0.target == target }) {
          wishes.append(Wish(rank: rank, target: target))
        }
      }
      placementCase.wishes[index] = wishes
    }
  }

  /// Posts by the classes (four digits) that they list.
  func postsByFamily(where isWanted: (Int) -> Bool) -> [Int32: [Int]] {
    var result: [Int32: [Int]] = [:]
    for index in placementCase.posts.indices where isWanted(index) {
      for family in Set(placementCase.posts[index].specialtyCodes.map { $0.prefix(4)!.number }) {
        result[family, default: []].append(index)
      }
    }
    return result
  }

  /// The nearest of a few posts drawn at random.
  mutating func nearest(to student: Int, among posts: [Int], tries: Int) -> Int {
    let drawn = (0..<tries).map { _ in random.pick(posts) }
    return drawn.min { travel(student, $0) < travel(student, $1) }!
  }

  /// Road distance in kilometres.
  func travel(_ student: Int, _ post: Int) -> Double {
    let (a, b) = (placementCase.students[student], placementCase.posts[post])
    if let from = a.zone, let to = b.zone, let measured = placementCase.travel[ZonePair(from: from, to: to)] {
      return Double(measured) / 10
    }
    return kilometres(a.location, b.location) * placementCase.policy.detourFactor
  }
}
