import Placement

/// Posts or students, of which features are dealt: nobody draws two.
struct Deck {
  /// By index: whether it has drawn nothing, nor become special otherwise.
  var isPlain: [Bool]
  /// Those that have drawn nothing, in shuffled order; dealt from the end.
  private var left: [Int]
  /// With so many in all, each feature has at least one.
  private let everyFeatureFrom: Int

  init(_ count: Int, everyFeatureFrom: Int, _ random: inout SplitMix64) {
    isPlain = Array(repeating: true, count: count)
    left = random.shuffled(Array(0..<count))
    self.everyFeatureFrom = everyFeatureFrom
  }

  /// Who draws a feature that `share` of all have, in increasing order.
  mutating func deal(_ share: Double) -> [Int] {
    let all = isPlain.count
    let count = max(all >= everyFeatureFrom ? 1 : 0, Int((Double(all) * share).rounded()))
    let dealt = Array(left.suffix(count))
    left.removeLast(dealt.count)
    for index in dealt { isPlain[index] = false }
    return dealt.sorted()
  }
}

/// Brings every rule of the contract into a made-up case.
///
/// Features are dealt from shuffled decks, so that each is there even in a small case and few rows carry two.
/// Posts and students that drew nothing are *plain*: pins and published placements use these alone, because
/// they must be lawful and must all hold together.
struct AllRules {
  var placementCase: PlacementCase
  var random: SplitMix64
  let language: Language
  var postDeck: Deck
  var studentDeck: Deck
  /// Hosts that a school has admitted without an end, where it restricts its students at all.
  var admittedHosts: [String: Set<Int>] = [:]

  init(_ placementCase: PlacementCase, _ random: SplitMix64, _ language: Language) {
    self.placementCase = placementCase
    self.random = random
    self.language = language
    postDeck = Deck(placementCase.posts.count, everyFeatureFrom: 30, &self.random)
    studentDeck = Deck(placementCase.students.count, everyFeatureFrom: 100, &self.random)
  }

  mutating func add() {
    let districts = District.all.map { $0.name(language) }
    placementCase.policy.minimumWageByDistrict = [districts[11]: ExactDecimal(2260)]
    setPeriods()
    setEnterprises()
    setWorkingConditions()
    setDoors()
    setMinimums()
    setStudents()
    setTeams()
    if placementCase.travel.isEmpty { setZones() }
    setEquivalences()
    setWishes()
    setLaw()
    // From a stream of its own, so that the rest of a city stays what it was.
    var own = random
    _ = own.next()
    var alone = SplitMix64(seed: own.next())
    setSelfArranged(&alone)
    setSubsidies(&alone)
    setYears()
    var fixed = FixedPlacements(self)
    fixed.publish()
    fixed.decide()
    self = fixed.allRules
    setDuties(&alone)
    // Last, so that the rest of a seed's city stays as it is.
    setTeachers()
  }

  func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day)!
  }

  /// Autumn, spring, or the whole school year.
  private mutating func setPeriods() {
    for index in placementCase.posts.indices {
      let draw = random.unit()
      placementCase.posts[index].start = draw < 0.6 || draw >= 0.85 ? day(2026, 9, 1) : day(2027, 3, 1)
      placementCase.posts[index].end = draw < 0.6 ? day(2027, 1, 31) : day(2027, 6, 30)
    }
  }

  private mutating func setEnterprises() {
    for index in placementCase.enterprises.indices {
      let limit = placementCase.enterprises[index].staffOnDuty / 10
      placementCase.enterprises[index].aboveScale = random.chance(0.4)
      if random.chance(0.25) {
        placementCase.enterprises[index].maxInterns = max(1, limit * random.whole(5...12) / 10)
      }
      if random.chance(0.2), limit >= 5 {
        placementCase.enterprises[index].currentInterns = random.whole(1...(limit / 5))
      }
    }
    // Current interns of an enterprise are somebody's: half the time those of its first post.
    for index in placementCase.posts.indices where index % 2 == 0 {
      let owner = placementCase.posts[index].enterprise
      let isFirst = index == 0 || placementCase.posts[index - 1].enterprise != owner
      if isFirst {
        placementCase.posts[index].currentInterns = min(1, placementCase.enterprises[owner].currentInterns)
      }
    }
    setUnapproved()
    setJobGroups()
  }

  private mutating func setUnapproved() {
    let count = placementCase.enterprises.count
    guard count >= 10 else { return }
    let unapproved = random.shuffled(Array(0..<count)).prefix(max(1, count * 3 / 100))
    for index in unapproved { placementCase.enterprises[index].approved = false }
    for index in placementCase.posts.indices
    where !placementCase.enterprises[placementCase.posts[index].enterprise].approved {
      postDeck.isPlain[index] = false
    }
  }

  /// Neighbouring posts of one enterprise in one class of specialties are the same kind of work.
  private mutating func setJobGroups() {
    for index in placementCase.posts.indices.dropFirst() {
      let before = placementCase.posts[index - 1]
      let post = placementCase.posts[index]
      guard before.enterprise == post.enterprise,
        before.specialtyCodes[0].prefix(4) == post.specialtyCodes[0].prefix(4)
      else { continue }
      let group = before.jobGroup ?? Text(zh: "同类组\(index)", en: "G\(index)")(language)
      let onDuty = placementCase.enterprises[post.enterprise].staffOnDuty
      let beside = min(onDuty, before.samePostStaff! + post.samePostStaff! / 2)
      var first = index - 1
      while first > 0, placementCase.posts[first - 1].enterprise == post.enterprise,
        placementCase.posts[first - 1].jobGroup == group
      { first -= 1 }
      for member in first...index {
        placementCase.posts[member].jobGroup = group
        placementCase.posts[member].samePostStaff = beside
      }
    }
  }
}
