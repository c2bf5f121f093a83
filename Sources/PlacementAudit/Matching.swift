import Placement

/// How well every specialty among the students matches every post.
struct MatchTable: Sendable {
  /// Row of the table for each student.
  let row: [Int32]
  private let postCount: Int
  /// Levels by row, then post, as positions in ``MatchLevel/allCases``; wider than allowed is none.
  private let levels: ContiguousArray<UInt8>

  init(_ placementCase: PlacementCase) {
    var rows: [SpecialtyCode: Int32] = [:]
    var codes: [SpecialtyCode] = []
    row = placementCase.students.map { student in
      if let known = rows[student.specialty] { return known }
      rows[student.specialty] = Int32(codes.count)
      codes.append(student.specialty)
      return Int32(codes.count - 1)
    }
    postCount = placementCase.posts.count
    let widest = placementCase.policy.widestMatch
    var levels = ContiguousArray<UInt8>()
    levels.reserveCapacity(codes.count * postCount)
    for code in codes {
      let reading = SpecialtyReading(code, placementCase.equivalences)
      for post in placementCase.posts {
        let level = reading.level(with: post.specialtyCodes)
        levels.append(MatchTable.position(level <= widest ? level : .none))
      }
    }
    self.levels = levels
  }

  func level(specialty: Int32, post: Int) -> MatchLevel {
    MatchLevel.allCases[Int(levels[Int(specialty) * postCount + post])]
  }

  @inline(__always) func matches(specialty: Int32, post: Int) -> Bool {
    levels[Int(specialty) * postCount + post] < MatchTable.nonePosition
  }

  private static func position(_ level: MatchLevel) -> UInt8 {
    UInt8(MatchLevel.allCases.firstIndex(of: level)!)
  }

  private static let nonePosition: UInt8 = 3
}

/// One student's specialty against lists of codes, with the equivalences that touch it.
struct SpecialtyReading {
  private let code: SpecialtyCode
  /// Six-digit codes that the student's own may be replaced by.
  private let standIns: [SpecialtyCode]
  private let equivalences: [SpecialtyEquivalence]
  /// Six-digit partners of listed codes.
  private let partners: [SpecialtyCode: [SpecialtyCode]]

  init(_ code: SpecialtyCode, _ equivalences: [SpecialtyEquivalence]) {
    self.code = code
    self.equivalences = equivalences.filter { $0.a.length < 6 }
    var partners: [SpecialtyCode: [SpecialtyCode]] = [:]
    for pair in equivalences where pair.a.length == 6 {
      partners[pair.a, default: []].append(pair.b)
      partners[pair.b, default: []].append(pair.a)
    }
    self.partners = partners
    standIns = partners[code] ?? []
  }

  func level(with listed: [SpecialtyCode]) -> MatchLevel {
    var best = MatchLevel.none
    for entry in listed {
      best = min(best, SpecialtyReading.plain(code, entry))
      // One pair at a time: either the student's code is replaced or the listed one, never both.
      for standIn in standIns { best = min(best, SpecialtyReading.plain(standIn, entry)) }
      for partner in partners[entry] ?? [] { best = min(best, SpecialtyReading.plain(code, partner)) }
      best = min(best, byFamilies(entry))
    }
    return best
  }

  /// Without equivalences.
  private static func plain(_ code: SpecialtyCode, _ entry: SpecialtyCode) -> MatchLevel {
    if code.prefix(entry.length) == entry { return .exact }
    if entry.length >= 4, code.prefix(4) == entry.prefix(4) { return .specialtyClass }
    return code.prefix(2) == entry.prefix(2) ? .category : .none
  }

  /// What pairs of classes and of categories give.
  private func byFamilies(_ entry: SpecialtyCode) -> MatchLevel {
    var best = MatchLevel.none
    for pair in equivalences where entry.length >= pair.a.length {
      let own = code.prefix(pair.a.length)
      let other = entry.prefix(pair.a.length)
      guard (own == pair.a && other == pair.b) || (own == pair.b && other == pair.a) else { continue }
      best = min(best, pair.a.length == 4 ? .specialtyClass : .category)
    }
    return best
  }
}
