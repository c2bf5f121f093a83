import Placement
import Threads

/// Who may take what, before bans and distances.
///
/// Every rule says what it reads of a student (``EligibilityRule/traits(of:in:)``); it is asked once for each such
/// trait and post, and its answers are kept as bits, a post a bit. Students who agree in the traits of all rules
/// share a profile, whose open posts are the conjunction of the rules' bits. So the rulebook is never asked
/// pair by pair, and every rule stays a plain question about one student and one post.
package struct OpenPosts: Sendable {
  /// The rules asked here: all but those that look at a single student (bans, the way to the post, wishes).
  package static let shared = Rulebook.rules.filter { ![.banned, .distance, .wishes].contains($0.rule) }

  /// The profile of every student.
  package let profileOfStudent: [Int]
  /// How many students there are of every profile.
  package let sizes: [Int]
  /// Profile × rule: the posts that the rule closes first.
  package let refusals: [[Int]]
  /// Profile × rule: the posts that reach the rule and lack its data.
  package let lacking: [[Int]]
  /// Open posts of every profile, a bit a post, ``words`` words a profile.
  private let open: [UInt64]
  private let words: Int
  /// Rule × trait: the posts that it leaves open, a bit a post; nil where it closes none.
  private let permits: [[[UInt64]?]]
  /// Profile × rule: which of the rule's traits.
  private let traits: [[Int32]]
  /// How the profile's specialty matches every post; profiles of one specialty share a table.
  private let matches: [[MatchLevel]]
  /// The posts that each of those tables has a match for.
  private let matchingPosts: [[Int]]
  private let matchesOfProfile: [Int]

  /// - Parameters:
  ///   - context: the case.
  ///   - threads: at most so many.
  ///   - shouldStop: asked on every thread; once it says so, nothing of this is to be used.
  package init(
    _ context: RuleContext, threads: Int, shouldStop: @Sendable () -> Bool = { false }
  ) {
    let profiles = Profiles(context, threads: threads)
    let words = (context.placementCase.posts.count + 63) / 64
    let answers = Self.shared.indices.map { rule in
      let representatives = profiles.representatives[rule]
      return concurrently(representatives.count, threads: threads) { index in
        RuleAnswers(
          Self.shared[rule], student: representatives[index], words: words, context, shouldStop)
      }
    }
    let judged = concurrently(profiles.traits.count, threads: threads) { index in
      Judgement(answers.indices.map { answers[$0][Int(profiles.traits[index][$0])] }, words: words, context)
    }
    permits = answers.map { $0.map { $0.isPlain ? nil : $0.permits } }
    traits = profiles.traits
    let specialty = Self.shared.firstIndex { $0.rule == .specialty }!
    matches = concurrently(profiles.representatives[specialty].count, threads: threads) { index in
      let student = profiles.representatives[specialty][index]
      return context.placementCase.posts.indices.map {
        SpecialtyRule.level(student: student, post: $0, in: context)
      }
    }
    matchingPosts = matches.map { table in table.indices.filter { table[$0] != .none } }
    matchesOfProfile = profiles.traits.map { Int($0[specialty]) }
    profileOfStudent = profiles.ofStudent
    sizes = profiles.sizes
    refusals = judged.map(\.refusals)
    lacking = judged.map(\.lacking)
    open = judged.flatMap(\.open)
    self.words = words
  }

  /// Some of the posts, a bit each, whether every post is one of them.
  package static func mask(of isOne: [Bool]) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: (isOne.count + 63) / 64)
    for (post, isOne) in isOne.enumerated() where isOne { mask[post / 64] |= 1 << UInt64(post % 64) }
    return mask
  }

  /// How many posts are open to the profile.
  package func openCount(profile: Int) -> Int {
    open[profile * words..<(profile + 1) * words].reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// The posts that the student's specialty matches, whatever other rules say, in increasing order.
  package func matching(student: Int) -> [Int] { matchingPosts[matchesOfProfile[profileOfStudent[student]]] }

  /// What closes those posts to the student: each rule that is the first to close any, in the rulebook's order, with how
  /// many it closes and the first of them.
  package func closing(
    _ posts: [Int], to student: Int, in context: RuleContext
  ) -> [(rule: any EligibilityRule, count: Int, example: Int)] {
    var left = [UInt64](repeating: 0, count: words)
    for post in posts { left[post / 64] |= 1 << UInt64(post % 64) }
    let own = traits[profileOfStudent[student]]
    var found: [(rule: any EligibilityRule, count: Int, example: Int)] = []
    for rule in Rulebook.rules {
      let refused: [UInt64]
      if let index = Self.shared.firstIndex(where: { $0.rule == rule.rule }) {
        guard let permitted = permits[index][Int(own[index])] else { continue }
        refused = zip(left, permitted).map { $0 & ~$1 }
      } else {
        refused = Self.refused(by: rule, of: left, to: student, in: context)
      }
      guard let word = refused.firstIndex(where: { $0 != 0 }) else { continue }
      let count = refused.reduce(0) { $0 + $1.nonzeroBitCount }
      found.append((rule, count, word * 64 + refused[word].trailingZeroBitCount))
      for word in left.indices { left[word] ^= refused[word] }
    }
    return found
  }

  /// Which of the posts a rule closes that looks at a single student, a bit a post.
  private static func refused(
    by rule: some EligibilityRule, of posts: [UInt64], to student: Int, in context: RuleContext
  ) -> [UInt64] {
    posts.enumerated().map { word, bits in
      var (refused, asked) = (bits, bits)
      while asked != 0 {
        let bit = asked & (~asked + 1)
        asked ^= bit
        let post = word * 64 + bit.trailingZeroBitCount
        if rule.permits(student: student, post: post, in: context) { refused ^= bit }
      }
      return refused
    }
  }

  /// The posts that the student may take by every rule, bans and the way included, with match and distance; pins
  /// not asked. Posts increase.
  ///
  /// - Parameter wanted: the posts that are asked about, a bit each (``mask(of:)``); nil: all.
  @inline(__always)
  package func forEachOpen(
    student: Int, in context: RuleContext, among wanted: [UInt64]? = nil,
    _ body: (_ post: Int, _ match: MatchLevel, _ distance: Int32) -> Void
  ) {
    let geography = context.geography
    let home = geography.home(of: student)
    let match = matches[matchesOfProfile[profileOfStudent[student]]]
    forEachPermitted(student: student, in: context, among: wanted) { post, reach in
      guard let distance = geography.distance(from: home, post: post, within: reach) else { return }
      body(post, match[post], distance)
    }
  }

  /// How many posts the student could take if wishes closed none.
  package func countWithinReach(student: Int, in context: RuleContext) -> Int {
    let geography = context.geography
    let home = geography.home(of: student)
    var count = 0
    forEachPermitted(student: student, in: context, askingWishes: false) { post, reach in
      if geography.isWithin(reach, from: home, post: post) { count += 1 }
    }
    return count
  }

  /// How many posts ``forEachOpen(student:in:_:)`` finds that are not closed.
  func countOpen(student: Int, in context: RuleContext, closed: [Bool]) -> Int {
    let geography = context.geography
    let home = geography.home(of: student)
    var count = 0
    forEachPermitted(student: student, in: context) { post, reach in
      if !closed[post], geography.isWithin(reach, from: home, post: post) { count += 1 }
    }
    return count
  }

  /// The posts that the student may take by every rule but the way, and how far that may be.
  @inline(__always)
  private func forEachPermitted(
    student: Int, in context: RuleContext, askingWishes: Bool = true, among wanted: [UInt64]? = nil,
    _ body: (_ post: Int, _ reach: Geography.Reach) -> Void
  ) {
    let near = context.geography.reach(DistanceRule.limit(of: student, dormitory: false, in: context))
    let boarding = context.geography.reach(DistanceRule.limit(of: student, dormitory: true, in: context))
    let mayBeBanned = context.bans[student] != nil
    let profile = profileOfStudent[student]
    let hasDormitory = context.hasDormitory
    let wished = askingWishes ? context.wishMask(of: student, words: words) : nil
    for word in 0..<words {
      var bits = open[profile * words + word]
      if let wished { bits &= wished[word] }
      if let wanted { bits &= wanted[word] }
      while bits != 0 {
        let post = word * 64 + bits.trailingZeroBitCount
        bits &= bits - 1
        if mayBeBanned, context.isBanned(student: student, post: post) { continue }
        body(post, near.limit == boarding.limit || !hasDormitory[post] ? near : boarding)
      }
    }
  }
}

/// Students sorted by the traits that rules read of them.
private struct Profiles: Sendable {
  /// Profile × rule: which of the rule's traits.
  private(set) var traits: [[Int32]] = []
  private(set) var ofStudent: [Int] = []
  private(set) var sizes: [Int] = []
  /// Rule × trait: a student who has it.
  private(set) var representatives: [[Int]]

  init(_ context: RuleContext, threads: Int) {
    let traitsOfStudents = concurrently(OpenPosts.shared.count, threads: threads) {
      TraitNumbers(OpenPosts.shared[$0], context)
    }
    representatives = traitsOfStudents.map(\.representatives)
    var known: [[Int32]: Int] = [:]
    for student in context.placementCase.students.indices {
      let own = traitsOfStudents.map { $0.ofStudent[student] }
      let profile = known[own] ?? traits.count
      if profile == traits.count {
        known[own] = profile
        traits.append(own)
        sizes.append(0)
      }
      ofStudent.append(profile)
      sizes[profile] += 1
    }
  }
}

/// Students by what one rule reads of them.
private struct TraitNumbers: Sendable {
  private(set) var ofStudent: [Int32] = []
  /// A student of every trait.
  private(set) var representatives: [Int] = []

  init(_ rule: some EligibilityRule, _ context: RuleContext) {
    var numbers: [StudentTraits: Int32] = [:]
    // Most students agree with the one before: then nothing is looked up.
    var last: (trait: StudentTraits, number: Int32)?
    for student in context.placementCase.students.indices {
      let trait = rule.traits(of: student, in: context)
      if let last, last.trait == trait {
        ofStudent.append(last.number)
        continue
      }
      let next = Int32(representatives.count)
      let number = numbers[trait] ?? next
      if number == next {
        numbers[trait] = number
        representatives.append(student)
      }
      ofStudent.append(number)
      last = (trait, number)
    }
  }
}

/// What one rule says of students with one trait, a bit a post.
private struct RuleAnswers: Sendable {
  private(set) var permits: [UInt64]
  private(set) var lacks: [UInt64]
  /// Whether it closes nothing and lacks nothing, as most answers.
  private(set) var isPlain = true

  init(
    _ rule: any EligibilityRule, student: Int, words: Int, _ context: RuleContext, _ shouldStop: () -> Bool
  ) {
    permits = Array(repeating: 0, count: words)
    lacks = permits
    if shouldStop() { return }
    for post in context.placementCase.posts.indices {
      let bit: UInt64 = 1 << UInt64(post % 64)
      let permitted = rule.permits(student: student, post: post, in: context)
      let isLacking = rule.lacksData(student: student, post: post, in: context)
      if permitted { permits[post / 64] |= bit }
      if isLacking { lacks[post / 64] |= bit }
      if !permitted || isLacking { isPlain = false }
    }
  }
}

/// The rules' answers in order: what each closes first, and what stays open.
private struct Judgement: Sendable {
  var open: [UInt64]
  var refusals: [Int] = []
  var lacking: [Int] = []

  init(_ answers: [RuleAnswers], words: Int, _ context: RuleContext) {
    open = Array(repeating: UInt64.max, count: words)
    let last = context.placementCase.posts.count % 64
    if last > 0 { open[words - 1] = (1 << UInt64(last)) - 1 }
    for answer in answers {
      var refused = 0
      var missing = 0
      for word in 0..<(answer.isPlain ? 0 : words) {
        missing += (open[word] & answer.lacks[word]).nonzeroBitCount
        refused += (open[word] & ~answer.permits[word]).nonzeroBitCount
        open[word] &= answer.permits[word]
      }
      refusals.append(refused)
      lacking.append(missing)
    }
  }
}
