import Placement

// What posts ask and offer: working conditions, pay, and who is let in.
extension AllRules {
  mutating func setWorkingConditions() {
    for index in postDeck.deal(0.02) { placementCase.posts[index].hazardous = true }
    for index in postDeck.deal(0.015) { placementCase.posts[index].prohibitedVenue = true }
    for index in postDeck.deal(0.02) { placementCase.posts[index].labourGrade = random.whole(3...4) }
    for index in postDeck.deal(0.03) { placementCase.posts[index].womenProhibited = true }
    setExemptable(\.nightShift, .nightShift)
    setExemptable(\.restDayWork, .restDayWork)
    setExemptable(\.overtime, .overtime)
    setPay()
    for index in placementCase.posts.indices where postDeck.isPlain[index] && random.chance(0.6) {
      placementCase.posts[index].labourGrade = random.whole(1...2)
    }
  }

  /// Some with an exemption on file, some without.
  private mutating func setExemptable(_ condition: WritableKeyPath<Post, Bool>, _ rule: Rule) {
    for (number, index) in postDeck.deal(0.04).enumerated() {
      placementCase.posts[index][keyPath: condition] = true
      guard number % 2 == 0 else { continue }
      let filed = padded(index + 1, to: 5)
      placementCase.posts[index].exemption = Text(zh: "示例备案2026-\(filed)", en: "EX-2026-\(filed)")(language)
      placementCase.posts[index].exemptFrom = [rule]
    }
  }

  private mutating func setPay() {
    for index in postDeck.deal(0.03) {  // under four fifths of what the same post pays
      placementCase.posts[index].monthlyPay = ExactDecimal(2300)
      placementCase.posts[index].referencePay = ExactDecimal(3000)
    }
    for index in postDeck.deal(0.03) {  // that too, but no less than the lowest grade
      placementCase.posts[index].monthlyPay = ExactDecimal(2520)
      placementCase.posts[index].referencePay = ExactDecimal(3400)
      placementCase.posts[index].lowestGradePay = ExactDecimal(2500)
    }
    for index in postDeck.deal(0.03) {  // around the minimum wage
      placementCase.posts[index].monthlyPay = ExactDecimal(random.pick([2200, 2300, 2490]))
      placementCase.posts[index].referencePay = nil
    }
    for index in postDeck.deal(0.02) {
      placementCase.posts[index].monthlyPay = ExactDecimal(1500)
      placementCase.posts[index].independentWork = false
    }
  }

  /// Certificates, schools, order classes, dormitories.
  mutating func setDoors() {
    let certificates = [Text(zh: "健康证", en: "health"), Text(zh: "电工证", en: "electrician")]
    for index in postDeck.deal(0.06) {
      placementCase.posts[index].requiredCertificates = [random.pick(certificates)(language)]
    }
    for index in placementCase.students.indices where random.chance(0.4) {
      let held = certificates.filter { _ in random.chance(0.6) }.map { $0(language) }
      placementCase.students[index].certificates = held.sorted(by: String.utf8Precedes)
    }
    for index in postDeck.deal(0.04) {
      let schools = (0..<2).map { _ in random.pick(placementCase.schools).id }
      placementCase.posts[index].reservedFor = Set(schools).sorted(by: String.utf8Precedes)
    }
    setOrderClasses()
    for index in placementCase.posts.indices {
      let remote = District.all.contains {
        $0.remote
          && $0.name(language) == placementCase.enterprises[placementCase.posts[index].enterprise].district
      }
      placementCase.posts[index].dormitory = random.chance(remote ? 0.5 : 0.05)
    }
  }

  /// A post reserves itself for an order class a third larger than its seats, of students of its specialties.
  private mutating func setOrderClasses() {
    var joined = Set<Int>()
    for (number, index) in postDeck.deal(0.04).enumerated() {
      let name = Text(
        zh: "示例订单班\(padded(number + 1, to: 3))", en: "Order class \(padded(number + 1, to: 3))")(
          language)
      placementCase.posts[index].reservedPrograms = [name]
      let wanted = placementCase.posts[index].seats * 4 / 3 + 1
      let family = placementCase.posts[index].specialtyCodes[0].prefix(4)
      let offset = random.index(below: placementCase.students.count)
      var found = 0
      // One stretch of the list is enough: a class comes from a few schools, not from the whole city.
      for step in 0..<min(placementCase.students.count, 60 * wanted) where found < wanted {
        let student = (offset + step) % placementCase.students.count
        guard placementCase.students[student].specialty.prefix(4) == family, joined.insert(student).inserted
        else { continue }
        placementCase.students[student].program = name
        studentDeck.isPlain[student] = false
        found += 1
      }
    }
  }

  mutating func setMinimums() {
    let full = placementCase.posts
    for index in full.indices where full[index].seats >= 4 && random.chance(0.4) {
      let limit = full[index].samePostStaff! / 5 - full[index].currentInterns
      placementCase.posts[index].minStudents = max(1, min((full[index].seats + 1) / 2, limit))
      if placementCase.posts[index].minStudents > 1 { postDeck.isPlain[index] = false }
    }
  }

  /// The two halves of every district are zones; the roads between some of them have been measured.
  mutating func setZones() {
    for index in placementCase.students.indices {
      placementCase.students[index].zone = zone(of: placementCase.students[index].location)
    }
    for index in placementCase.posts.indices {
      placementCase.posts[index].zone = zone(of: placementCase.posts[index].location)
    }
    let zones = District.all.indices.flatMap { [zoneName($0, true), zoneName($0, false)] }
    for (a, from) in zones.enumerated() {
      for (b, to) in zones.enumerated() where a / 2 != b / 2 && random.chance(0.15) {
        let line = kilometres(District.all[a / 2].centre, District.all[b / 2].centre)
        let measured = line * (1.15 + 0.4 * random.unit())
        placementCase.travel[ZonePair(from: from, to: to)] = Int32((measured * 10).rounded())
      }
    }
  }

  private func zone(of place: Coordinates) -> String {
    let nearest = District.all.indices.min {
      kilometres(place, District.all[$0].centre) < kilometres(place, District.all[$1].centre)
    }!
    return zoneName(nearest, place.latitude >= District.all[nearest].centre.latitude)
  }

  private func zoneName(_ district: Int, _ north: Bool) -> String {
    let name = District.all[district].name
    return Text(zh: name.zh + (north ? "北片" : "南片"), en: name.en + (north ? " north" : " south"))(language)
  }

  mutating func setEquivalences() {
    placementCase.equivalences = [("710204", "750101"), ("660301", "660103"), ("7308", "7307"), ("70", "66")]
      .map { SpecialtyEquivalence(SpecialtyCode($0.0)!, SpecialtyCode($0.1)!) }
  }
}
