import Placement

/// One test of the contract, read a second time.
///
/// All tests stand in one table, ``all``, in the contract's order. A pair of student and post is refused where every
/// part of ``refuses`` holds. Parts that look at the student or the post alone are asked once and kept as bits
/// (``TestBits``), so that a walk over all pairs asks a pair only what no bit has answered.
struct AuditTest: Sendable {
  /// A conjunction of up to three parts; one that is not given holds always. Indices into the case.
  struct Condition: Sendable {
    typealias OfOne = @Sendable (AuditRules, Int) -> Bool
    typealias OfPair = @Sendable (_ rules: AuditRules, _ student: Int, _ post: Int) -> Bool

    let student: OfOne?
    let post: OfOne?
    let pair: PairQuestion?

    init(student: OfOne? = nil, post: OfOne? = nil, pair: PairQuestion? = nil) {
      self.student = student
      self.post = post
      self.pair = pair
    }
  }

  /// A function in a struct of its own: bare in an array or an optional it would be called through a wrapper that
  /// copies its arguments, pair by pair.
  struct PairQuestion: Sendable {
    let holds: Condition.OfPair

    init(_ holds: @escaping Condition.OfPair) { self.holds = holds }
  }

  let rule: Rule
  let refuses: Condition
  /// Where the data that the test would judge by are not there; nil: it needs none that may be missing.
  let lacks: Condition?
  /// Rows of the rule's own table that lack data, counted beside the pairs.
  let rowsLacking: (@Sendable (AuditRules) -> Int)?

  init(
    _ rule: Rule, student: Condition.OfOne? = nil, post: Condition.OfOne? = nil,
    pair: PairQuestion? = nil, lacks: Condition? = nil,
    rowsLacking: (@Sendable (AuditRules) -> Int)? = nil
  ) {
    self.rule = rule
    refuses = Condition(student: student, post: post, pair: pair)
    self.lacks = lacks
    self.rowsLacking = rowsLacking
  }
}

extension AuditTest {
  /// In the contract's order, which is that of the words.
  static let all: [AuditTest] = [
    AuditTest(.excluded, student: { !$0.takesPart($1) }),
    AuditTest(
      .banned, student: { !$0.bans[$1].isEmpty }, pair: PairQuestion { $0.isBanned(student: $1, post: $2) }),
    AuditTest(.host, post: { !$0.isFitHost($1) }),
    AuditTest(
      .refusedByHost, student: { $0.opinions.isRefusedSomewhere[$1] },
      pair: PairQuestion { $0.opinions.refuses($1, at: $2, of: $0.item($2).enterprise) }),
    AuditTest(
      .admitted, student: { $0.partners.restricts($1) },
      pair: PairQuestion { !$0.partners.admits($1, $2) },
      rowsLacking: { $0.placementCase.partners.filter { $0.inspectedOn == nil }.count }),
    AuditTest(.grade, student: { $0.person($1).grade < $0.policy.minimumGrade }),
    AuditTest(
      .age, student: { $0.firstStart < $0.students[$1].oldEnoughOn },
      pair: PairQuestion { $0.posts[$2].start < $0.students[$1].oldEnoughOn }),
    AuditTest(
      .period, student: { $0.person($1).availableFrom != nil || $0.person($1).availableTo != nil },
      pair: PairQuestion {
        $0.posts[$2].start < $0.students[$1].from || $0.posts[$2].end > $0.students[$1].to
      },
      lacks: Condition(student: { $0.person($1).availableFrom == nil && $0.person($1).availableTo == nil })),
    AuditTest(
      .specialty, pair: PairQuestion { !$0.matches.matches(specialty: $0.students[$1].specialty, post: $2) }),
    AuditTest(
      .reserved, post: { !$0.item($1).reservedFor.isEmpty },
      pair: PairQuestion { !$0.names.reservedFor[$2].contains($0.names.school[$1]) }),
    AuditTest(.program, pair: PairQuestion { $0.failsProgram(student: $1, post: $2) }),
    AuditTest(
      .certificates, post: { !$0.item($1).requiredCertificates.isEmpty },
      pair: PairQuestion { rules, student, post in
        let held = rules.names.certificates[student]
        return !rules.names.requiredCertificates[post].allSatisfy { held.contains($0) }
      }),
    AuditTest(
      .nightShift, post: { $0.item($1).nightShift },
      pair: PairQuestion { !$0.isExempt($2, from: .nightShift) || $0.isMinor($1, at: $2) }),
    AuditTest(.restDayWork, post: { $0.item($1).restDayWork && !$0.isExempt($1, from: .restDayWork) }),
    AuditTest(.overtime, post: { $0.item($1).overtime && !$0.isExempt($1, from: .overtime) }),
    AuditTest(
      .hazardous, post: { $0.item($1).hazardous },
      pair: PairQuestion { !$0.isExempt($2, from: .hazardous) || $0.isMinor($1, at: $2) }),
    AuditTest(.prohibitedVenue, post: { $0.item($1).prohibitedVenue }),
    AuditTest(
      .labourGrade,
      post: { rules, post in rules.item(post).labourGrade.map { $0 > rules.policy.labourGradeMax } ?? false },
      lacks: Condition(post: { $0.item($1).labourGrade == nil })),
    AuditTest(
      .minorsProhibited, post: { $0.item($1).minorsProhibited }, pair: PairQuestion { $0.isMinor($1, at: $2) }
    ),
    AuditTest(
      .womenProhibited, student: { $0.person($1).sex == .female }, post: { $0.item($1).womenProhibited },
      lacks: Condition(student: { $0.person($1).sex == nil }, post: { $0.item($1).womenProhibited })),
    AuditTest(
      .pay, post: { !$0.paysEnough($1) },
      lacks: Condition(post: { rules, post in
        let item = rules.item(post)
        return item.independentWork && item.referencePay == nil && item.lowestGradePay == nil
      })),
    AuditTest(
      .crossProvince, post: { $0.item($1).areaCode != nil && $0.item($1).crossProvinceFiling == nil },
      pair: PairQuestion { $0.areas.differ($1, $2, in: .province) },
      lacks: Condition(pair: PairQuestion { $0.areas.isUnknown($1, $2) })),
    AuditTest(
      .lodging, student: { !$0.person($1).ownLodgingConsent }, post: { $0.item($1).areaCode != nil },
      pair: PairQuestion { rules, student, post in
        let hasBed = rules.students[student].boards && rules.posts[post].dormitory
        return !hasBed && rules.areas.differ(student, post, in: .city)
      }, lacks: Condition(pair: PairQuestion { $0.areas.isUnknown($1, $2) })),
    AuditTest(.distance, pair: PairQuestion { $0.isTooFar(student: $1, post: $2) }),
    AuditTest(
      .wishes,
      student: {
        !$0.placementCase.wishes[$1].isEmpty && ($0.policy.listedOnly || $0.policy.worstRank != nil)
      },
      pair: PairQuestion { $0.isNotGranted(student: $1, post: $2) }),
  ]
}

extension AuditRules {
  func person(_ student: Int) -> Student { placementCase.students[student] }
  func item(_ post: Int) -> Post { placementCase.posts[post] }
  func host(_ post: Int) -> Enterprise { placementCase.enterprises[item(post).enterprise] }
  var policy: Policy { placementCase.policy }

  fileprivate func isExempt(_ post: Int, from rule: Rule) -> Bool {
    item(post).exemption != nil && item(post).exemptFrom.contains(rule)
  }

  fileprivate func isMinor(_ student: Int, at post: Int) -> Bool {
    posts[post].start < students[student].adultOn
  }

  /// The host as it stands when the post starts.
  func isFitHost(_ post: Int) -> Bool {
    let host = host(post)
    if !host.approved || host.dishonest || host.agency { return false }
    guard let violation = host.lastSafetyViolation?.components else { return true }
    var start = item(post).start.components
    if start.month == 2, start.day == 29 { start.day = 28 }
    // On the third anniversary it still counts.
    return (violation.year + 3, violation.month, violation.day) < (start.year, start.month, start.day)
  }

  /// Of somebody who has wishes: whether the post is none of them where it must be, or too far down.
  fileprivate func isNotGranted(student: Int, post: Int) -> Bool {
    guard let rank = rank(student: student, post: post) else { return policy.listedOnly }
    guard let worst = policy.worstRank else { return false }
    return rank > worst
  }

  fileprivate func failsProgram(student: Int, post: Int) -> Bool {
    // Both halves of the rule ask the same of the post: that it lists the student's program.
    let listed = names.reservedPrograms[post]
    let own = names.program[student]
    return own >= 0 ? !listed.contains(own) : !listed.isEmpty
  }

  fileprivate func paysEnough(_ post: Int) -> Bool {
    let item = item(post)
    guard item.independentWork else { return true }
    if item.referencePay == nil && item.lowestGradePay == nil {
      return item.monthlyPay >= policy.minimumWage(in: host(post).district)
    }
    if let reference = item.referencePay, item.monthlyPay.isAtLeast(policy.payShareMin, of: reference) {
      return true
    }
    return item.lowestGradePay.map { item.monthlyPay >= $0 } ?? false
  }

  fileprivate func isTooFar(student: Int, post: Int) -> Bool {
    let person = students[student]
    let limit = person.boards && posts[post].dormitory ? person.boardingLimit : person.distanceLimit
    return distances.units(student, post) > Int(limit)
  }
}

/// A condition of every test, as far as student and post answer it by themselves: a bit a test, by its place.
struct TestBits: Sendable {
  private let student: ContiguousArray<UInt32>
  private let post: ContiguousArray<UInt32>
  /// Tests that have a part to ask of the pair.
  private let asks: UInt32
  private let pair: ContiguousArray<AuditTest.PairQuestion>

  /// - Parameter conditions: by the place of the test; nil: never.
  init(_ conditions: [AuditTest.Condition?], of rules: AuditRules) {
    func bits(_ part: (AuditTest.Condition) -> AuditTest.Condition.OfOne?, _ index: Int) -> UInt32 {
      conditions.enumerated().reduce(0) { bits, entry in
        guard let condition = entry.element, part(condition)?(rules, index) ?? true else { return bits }
        return bits | 1 << UInt32(entry.offset)
      }
    }
    student = ContiguousArray(rules.placementCase.students.indices.map { bits({ $0.student }, $0) })
    post = ContiguousArray(rules.placementCase.posts.indices.map { bits({ $0.post }, $0) })
    asks = conditions.enumerated().reduce(0) { $1.element?.pair == nil ? $0 : $0 | 1 << UInt32($1.offset) }
    let always = AuditTest.PairQuestion { _, _, _ in true }
    pair = ContiguousArray(conditions.map { $0?.pair ?? always })
  }

  static let none = TestBits()

  private init() {
    (student, post, asks, pair) = ([], [], 0, [])
  }

  /// The place of the first test whose condition holds; the number of tests where none does.
  @inline(__always)
  func first(_ student: Int, _ post: Int, in rules: AuditRules) -> Int {
    var left = self.student[student] & self.post[post]
    while left != 0 {
      let place = left.trailingZeroBitCount
      if asks & (1 << UInt32(place)) == 0 || pair[place].holds(rules, student, post) { return place }
      left &= left - 1
    }
    return pair.count
  }

  /// The places of all tests up to `last` whose condition holds, increasing.
  @inline(__always)
  func forEach(
    _ student: Int, _ post: Int, upTo last: Int, in rules: AuditRules, _ body: (_ place: Int) -> Void
  ) {
    var left = self.student[student] & self.post[post]
    while left != 0 {
      let place = left.trailingZeroBitCount
      if place > last { return }
      if asks & (1 << UInt32(place)) == 0 || pair[place].holds(rules, student, post) { body(place) }
      left &= left - 1
    }
  }
}
