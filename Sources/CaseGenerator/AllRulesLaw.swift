import Placement

// The national rules beyond the single post: who may host, where minors may not work, what a border needs.
extension AllRules {
  /// Draws from a stream of its own, so that the rest of a city stays what it was.
  mutating func setLaw() {
    var own = random
    var law = SplitMix64(seed: own.next())
    setHosts(&law)
    setAreas(&law)
    setPartners(&law)
    for index in placementCase.posts.indices where placementCase.posts[index].hazardous && law.chance(0.5) {
      placementCase.posts[index].exemption = filed(index)
      placementCase.posts[index].exemptFrom = [.hazardous]
    }
    for index in placementCase.posts.indices where law.chance(0.02) {
      placementCase.posts[index].minorsProhibited = true
      postDeck.isPlain[index] = false
    }
    for index in placementCase.students.indices {
      placementCase.students[index].ownLodgingConsent = law.chance(0.15)
    }
  }

  private func filed(_ post: Int) -> String {
    let number = padded(post + 1, to: 5)
    return Text(zh: "示例备案2026-\(number)", en: "EX-2026-\(number)")(language)
  }

  /// Every host has a credit code; a few are dishonest, agencies, or have a violation behind them.
  private mutating func setHosts(_ law: inout SplitMix64) {
    for index in placementCase.enterprises.indices {
      let start = "91330100MA2E" + padded(index, to: 5)
      placementCase.enterprises[index].creditCode = CreditCode.completed(start) ?? ""
    }
    let few = law.shuffled(Array(placementCase.enterprises.indices))
      .prefix(placementCase.enterprises.count * 6 / 100)
    for (number, index) in few.enumerated() {
      switch number % 3 {
      case 0: placementCase.enterprises[index].dishonest = true
      case 1: placementCase.enterprises[index].agency = true
      default:
        // Some are three years past when the spring begins.
        placementCase.enterprises[index].lastSafetyViolation = law.pick([
          day(2022, 5, 6), day(2023, 12, 1), day(2025, 3, 9),
        ])
      }
    }
    let unfit = Set(few)
    for index in placementCase.posts.indices where unfit.contains(placementCase.posts[index].enterprise) {
      postDeck.isPlain[index] = false
    }
  }

  /// Every third school has admitted its hosts: most of the city's, some of them partners, a few for a part of the year.
  private mutating func setPartners(_ law: inout SplitMix64) {
    let last = placementCase.policy.objectives.count - 1
    placementCase.policy.objectives[last][.cooperation] = 1
    let alliances = [Text(zh: "示例产教联盟一", en: "Alliance one"), Text(zh: "示例产教联盟二", en: "Alliance two")]
      .map { $0(language) }
    for index in placementCase.schools.indices where law.chance(0.3) {
      placementCase.schools[index].alliances = [law.pick(alliances)]
    }
    for index in placementCase.enterprises.indices where law.chance(0.2) {
      placementCase.enterprises[index].alliances = [law.pick(alliances)]
    }
    for (number, school) in placementCase.schools.enumerated() where number % 3 == 0 {
      for enterprise in placementCase.enterprises.indices where law.chance(0.85) {
        var partner = Partner()
        (partner.schoolID, partner.enterprise) = (school.id, enterprise)
        let draw = law.unit()
        partner.tie = draw < 0.7 ? .host : law.pick([.partner, .group, .base, .campusBase])
        partner.from = law.chance(0.5) ? day(2025, 9, 1) : nil
        partner.to = law.chance(0.04) ? day(2027, 5, 31) : nil
        partner.inspectedOn = law.chance(0.95) ? day(2026, 5, 20) : nil
        partner.publishedOn = law.chance(0.8) ? day(2026, 6, 1) : nil
        placementCase.partners.append(partner)
        if partner.to == nil { admittedHosts[school.id, default: []].insert(enterprise) }
      }
    }
  }

  /// Whether the student's school has admitted the post's host for the whole period, or restricts nobody.
  func admits(_ student: Int, _ post: Int) -> Bool {
    guard let hosts = admittedHosts[placementCase.students[student].schoolID] else { return true }
    return hosts.contains(placementCase.posts[post].enterprise)
  }

  /// Schools and posts lie in Hangzhou's districts, a few posts over the border of the city or of the province.
  private mutating func setAreas(_ law: inout SplitMix64) {
    let codes = Dictionary(
      District.all.map { ($0.name(language), $0.areaCode) }, uniquingKeysWith: { first, _ in first })
    for index in placementCase.schools.indices {
      placementCase.schools[index].areaCode = codes[placementCase.schools[index].district]
    }
    let beyond = [
      ("330481", Text(zh: "嘉兴市海宁市", en: "Haining, Jiaxing")),
      ("341802", Text(zh: "宣城市宣州区", en: "Xuanzhou, Xuancheng")),
    ]
    for index in placementCase.posts.indices {
      let district = placementCase.enterprises[placementCase.posts[index].enterprise].district
      placementCase.posts[index].areaCode = codes[district]
      guard law.chance(0.03) else { continue }
      postDeck.isPlain[index] = false
      let (code, place) = law.pick(beyond)
      placementCase.posts[index].areaCode = code
      placementCase.posts[index].address = Text(zh: "\(place.zh)示例路1号", en: "1 Example Road, \(place.en)")(
        language)
      placementCase.posts[index].dormitory = law.chance(0.6)
      if code.hasPrefix("34"), law.chance(0.6) {
        placementCase.posts[index].crossProvinceFiling = filed(index)
      }
    }
  }
}
