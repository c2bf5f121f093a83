import CaseGenerator
import Placement

/// Small cases drawn at random, every rule switched on or off at random: what a hand would not think of.
///
/// They are as the reader would hand them over: sorted, cross-referenced, without repeats. Decisions and
/// published placements are *not* made to hold together, so that some cases have no plan at all.
public struct RandomCase {
  /// How large, and how often a row draws a rule that closes it.
  public struct Size: Sendable {
    public var students: ClosedRange<Int>
    public var posts: ClosedRange<Int>
    public var enterprises: ClosedRange<Int>
    /// Probability that a row draws a feature that the case has switched on.
    public var density: Double
    /// Highest number of students pinned by a decision, and share of published placements that hold.
    public var pins: Int
    public var holding: Double
    /// Side of the square that everybody lives in, in kilometres.
    public var side: Double

    /// Small enough for exhaustive search.
    public static let tiny = Size(
      students: 2...7, posts: 1...5, enterprises: 1...3, density: 0.25, pins: 2, holding: 0.1, side: 15)
    /// Small enough for another solver.
    public static func middle(students: Int) -> Size {
      Size(
        students: students...students, posts: students / 8...students / 5,
        enterprises: students / 16...students / 10, density: 0.12, pins: 2, holding: 0.02, side: 60)
    }
  }

  /// The rules that a case may have switched on.
  enum Feature: CaseIterable {
    case minimums, groups, sameStaff, teams, pins, bans, published, periods, availability, travel, zones
    case equivalences, wishes, priorities, equalDistances, zeroQuotas, interns, declared, unapproved, grades
    case ages, reserved, programs, certificates, night, restDays, overtime, dangers, labour, women, pay
    case boarding, ownDistance, excluded, aboveScale, wideMatch
    case unfitHosts, minors, areas, partners, cooperation
    case selfArranged, subsidies, duties
    case perSchool, pairs
    case wishRules, hostRanks, targetStudents, lottery

    /// What came later draws from a stream of its own: the cases of a seed stay what they were but for these.
    static let later: Set<Feature> = [.unfitHosts, .minors, .areas, .partners, .cooperation]
    /// What came later still, from a third stream.
    static let latest: Set<Feature> = [.selfArranged, .subsidies, .duties]
    /// From a fourth.
    static let sides: Set<Feature> = [.perSchool, .pairs]
    /// From a fifth.
    static let wishing: Set<Feature> = [.wishRules, .hostRanks, .targetStudents, .lottery]
    static let notFirst = later.union(latest).union(sides).union(wishing)
  }

  /// - `withLater`: whether the features that came later are drawn too.
  public static func draw(seed: UInt64, size: Size, withLater: Bool = true) -> PlacementCase {
    var maker = RandomCase(seed: seed, size: size, withLater: withLater)
    return maker.make()
  }

  var random: SplitMix64
  /// For the features that came later.
  var later: SplitMix64
  var latest: SplitMix64
  var sides: SplitMix64
  var wishing: SplitMix64
  let size: Size
  let on: Set<Feature>
  /// Specialties of this case: few, so that students and posts meet.
  let palette: [SpecialtyCode]
  var result = PlacementCase(policy: Policy(), students: [], enterprises: [], posts: [])

  init(seed: UInt64, size: Size, withLater: Bool) {
    random = SplitMix64(seed: seed)
    later = SplitMix64(seed: seed ^ 0x5EED)
    latest = SplitMix64(seed: seed ^ 0xA10E)
    sides = SplitMix64(seed: seed ^ 0x51DE)
    wishing = SplitMix64(seed: seed ^ 0x3157)
    self.size = size
    // A few rules, or many: with many at once most posts are closed to most students.
    let share = random.pick([0.1, 0.2, 0.35])
    var on = Set<Feature>()
    for feature in Feature.allCases where !Feature.notFirst.contains(feature) {
      if random.chance(share) { on.insert(feature) }
    }
    for feature in Feature.allCases where withLater && Feature.later.contains(feature) {
      if later.chance(share) { on.insert(feature) }
    }
    for feature in Feature.allCases where withLater && Feature.latest.contains(feature) {
      if latest.chance(share) { on.insert(feature) }
    }
    for feature in Feature.allCases where withLater && Feature.sides.contains(feature) {
      if sides.chance(0.35) { on.insert(feature) }
    }
    for feature in Feature.allCases where withLater && Feature.wishing.contains(feature) {
      if wishing.chance(share * 0.8) { on.insert(feature) }
    }
    self.on = on
    palette = Array(random.shuffled(Self.codes).prefix(random.whole(1...4)))
  }

  static let codes = ["710201", "710202", "710203", "730101", "730102", "660101"].map { SpecialtyCode($0)! }
  static let shortCodes = ["7102", "7301", "71", "66"].map { SpecialtyCode($0)! }
  /// Of two cities of one province, and of another.
  static let areas: [String?] = ["330106", "330110", "330203", "340100", nil]
  static let zones = ["Z1", "Z2", "Z3"]
  static let programs = ["K1", "K2"]
  static let papers = ["c1", "c2"]
  static let autumn = CalendarDate(year: 2026, month: 9, day: 1)!

  /// Whether a row draws a feature.
  mutating func draws(_ feature: Feature) -> Bool {
    guard on.contains(feature) else { return false }
    return Feature.later.contains(feature) ? later.chance(size.density) : random.chance(size.density)
  }

  mutating func place() -> Coordinates {
    guard !on.contains(.equalDistances) else { return Coordinates(latitude: 30.2, longitude: 120.1) }
    // On a lattice, so that ties are common.
    let step = size.side / 8
    return Coordinates(
      latitude: 30 + Double(random.index(below: 9)) * step / 111.2,
      longitude: 120 + Double(random.index(below: 9)) * step / 96.2)
  }

  private mutating func make() -> PlacementCase {
    drawPolicy()
    drawSchools()
    drawEnterprises()
    drawPosts()
    drawStudents()
    drawTravel()
    drawRelations()
    drawPartners()
    drawSelfArranged()
    drawSubsidies()
    drawDuties()
    drawSides()
    drawWishRules()
    drawHostRanks()
    drawTargets()
    drawLottery()
    return result
  }

  private mutating func drawPolicy() {
    result.policy.language = .english
    result.policy.detourFactor = random.pick([1.0, 1.3])
    result.policy.maxDistance = ExactDecimal(random.pick(["16.5", "30", "60"]))!
    result.policy.boardingMaxDistance = ExactDecimal(random.pick(["30", "100"]))!
    if on.contains(.wideMatch) { result.policy.widestMatch = random.pick([.exact, .category]) }
    result.policy.classPenalty = random.pick([0, 30, 200])
    result.policy.categoryPenalty = random.pick([0, 80, 500])
    result.policy.exactPenalty = random.pick([0, 0, 5])
    result.policy.staffShareMax = ExactDecimal(random.pick(["0.10", "0.15", "0.3"]))!
    result.policy.postShareMax = ExactDecimal(random.pick(["0.20", "0.25"]))!
    result.policy.targetShareLow = ExactDecimal(random.pick(["0.02", "0.05", "0.1"]))!
    result.policy.minimumWageByDistrict = random.chance(0.5) ? ["D2": ExactDecimal(2260)] : [:]
    result.policy.preferenceStep = random.pick([0, 10, 40])
    result.policy.preferenceUnlisted = random.pick([0, 60, 15])
    drawObjectives()
  }

  /// Up to four stages of up to four terms; now and then the contract's own.
  private mutating func drawObjectives() {
    defer { drawCooperation() }
    guard random.chance(0.75) else { return }
    let weights = [0, 1, 1, 1, 2, 3, 7, 20, 1000, 1_000_000]
    result.policy.objectives = (0..<random.whole(1...4)).map { _ in
      var stage: [ObjectiveTerm: Int] = [:]
      let terms: [ObjectiveTerm] = [.unplaced, .moves, .match, .preference, .distance, .shortfall]
      for term in random.shuffled(terms).prefix(random.whole(1...4)) {
        stage[term] = random.pick(weights)
      }
      return stage
    }
  }

  private mutating func drawCooperation() {
    guard on.contains(.cooperation) else { return }
    let stage = later.index(below: result.policy.objectives.count)
    result.policy.objectives[stage][.cooperation] = later.pick([1, 2, 7, 1000])
    result.policy.cooperation.partner = later.pick([0, 0, 5])
    result.policy.cooperation.none = later.pick([20, 0, 300])
  }

  /// A number that sorts as text as it does as a number.
  func id(_ letter: String, _ number: Int) -> String {
    let text = String(number)
    return letter + String(repeating: "0", count: 4 - text.count) + text
  }
}
