import Placement

/// A school with the specialties it teaches.
struct MadeSchool {
  var school: School
  /// Index into `District.all`.
  var district: Int
  var specialties: [SpecialtyCode]

  static func make(count: Int, _ language: Language, _ random: inout SplitMix64) -> [MadeSchool] {
    let families = cumulative(SpecialtyFamily.all.map(\.weight))
    let districts = districtDeck(count: count, &random)
    return (0..<count).map { index in
      let district = districts[index]
      var school = School(id: madeID("X", index + 1, of: count, atLeast: 2))
      let number = padded(index + 1, to: max(2, String(count).utf8.count))
      school.name = Text(zh: "样例职业学校\(number)", en: "Sample Vocational School \(number)")(language)
      school.district = District.all[district].name(language)
      school.location = District.all[district].centre.scattered(kilometres: 4, &random)
      return MadeSchool(
        school: school, district: district, specialties: draw(families: families, &random))
    }
  }

  /// Three to six specialties of two or three families.
  private static func draw(families: [Double], _ random: inout SplitMix64) -> [SpecialtyCode] {
    var codes: [SpecialtyCode] = []
    for _ in 0..<random.whole(2...3) {
      let family = SpecialtyFamily.all[random.index(cumulative: families)]
      let first = random.whole(1...4)
      for number in [first, first % 4 + 1].prefix(random.whole(1...2)) {
        let code = family.specialty(number)
        if !codes.contains(code) { codes.append(code) }
      }
    }
    return codes
  }

  /// Districts by population, the large ones first, so that a handful of schools is spread believably.
  private static func districtDeck(count: Int, _ random: inout SplitMix64) -> [Int] {
    let weights = cumulative(District.all.map(\.population))
    let total = weights[weights.count - 1]
    let offset = random.unit()
    return (0..<count).map { index in
      let value = (Double(index) + offset) / Double(count) * total
      return weights.firstIndex { $0 > value } ?? weights.count - 1
    }
  }
}
