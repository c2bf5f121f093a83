import Placement

/// How well specialties match posts' lists, equivalent codes included.
///
/// A pair of six-digit codes lets either stand for the other, in the student's place or in the list's, one pair
/// at a time: pairs do not chain. Shorter pairs give a class or a category match and nothing more.
package struct SpecialtyMatching: Sendable {
  private let equivalents: [SpecialtyCode: [SpecialtyCode]]

  package init(_ equivalences: [SpecialtyEquivalence]) {
    var table: [SpecialtyCode: [SpecialtyCode]] = [:]
    for pair in equivalences where pair.a != pair.b {
      table[pair.a, default: []].append(pair.b)
      table[pair.b, default: []].append(pair.a)
    }
    equivalents = table
  }

  /// The best match of a student's six digits (or of one of a teacher's shorter codes) with a list; `.none` where there is none of any width.
  package func level(of specialty: SpecialtyCode, in list: [SpecialtyCode]) -> MatchLevel {
    var best = MatchLevel.none
    for listed in list where best != .exact {
      let found = plainLevel(of: specialty, with: listed)
      best = min(best, equivalents.isEmpty ? found : level(of: specialty, with: listed, plainly: found))
    }
    return best
  }

  /// - Parameter plainly: the level without equivalents.
  private func level(
    of specialty: SpecialtyCode, with listed: SpecialtyCode, plainly: MatchLevel
  ) -> MatchLevel {
    var best = plainly
    if specialty.length == 6 {
      for other in equivalents[specialty] ?? [] { best = min(best, plainLevel(of: other, with: listed)) }
    }
    if listed.length == 6 {
      for other in equivalents[listed] ?? [] { best = min(best, plainLevel(of: specialty, with: other)) }
    }
    if best > .specialtyClass, let own = specialty.prefix(4), let theirs = listed.prefix(4),
      equivalents[own]?.contains(theirs) == true
    {
      best = .specialtyClass
    }
    if best > .category, let own = specialty.prefix(2), let theirs = listed.prefix(2),
      equivalents[own]?.contains(theirs) == true
    {
      best = .category
    }
    return best
  }

  private func plainLevel(of specialty: SpecialtyCode, with listed: SpecialtyCode) -> MatchLevel {
    // Most are of other categories.
    guard specialty.prefix(2) == listed.prefix(2) else { return .none }
    if specialty.prefix(listed.length) == listed { return .exact }
    return listed.length >= 4 && specialty.prefix(4) == listed.prefix(4) ? .specialtyClass : .category
  }
}
