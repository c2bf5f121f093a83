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
  /// How the profile's specialty matches every post; profiles of one specialty share a table.
  private let matches: [[MatchLevel]]
  private let matchesOfProfile: [Int]

  package init(_ context: RuleContext, threads: Int) {
    let profiles = Profiles(context)
    let words = (context.placementCase.posts.count + 63) / 64
    let answers = Self.shared.indices.map { rule in
      let representatives = profiles.representatives[rule]
      return concurrently(representatives.count, threads: threads) { index in
        RuleAnswers(Self.shared[rule], student: representatives[index], words: words, context)
      }
    }
    let judged = concurrently(profiles.traits.count, threads: threads) { index in
      Judgement(answers.indices.map { answers[$0][Int(profiles.traits[index][$0])] }, words: words, context)
    }
    let specialty = Self.shared.firstIndex { $0.rule == .specialty }!
    matches = concurrently(profiles.representatives[specialty].count, threads: threads) { index in
      let student = profiles.representatives[specialty][index]
      return context.placementCase.posts.indices.map {
        SpecialtyRule.level(student: student, post: $0, in: context)
      }
    }
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
    let match = matches[matchesOfProfile[profileOfStudent[student]]]
    forEachPermitted(student: student, in: context, among: wanted) { post, reach in
      guard let distance = geography.distance(student: student, post: post, within: reach) else { return }
      body(post, match[post], distance)
    }
  }

  /// How many posts the student could take if wishes closed none.
  package func countWithinReach(student: Int, in context: RuleContext) -> Int {
    let geography = context.geography
    var count = 0
    forEachPermitted(student: student, in: context, askingWishes: false) { post, reach in
      if geography.isWithin(reach, student: student, post: post) { count += 1 }
    }
    return count
  }

  /// How many posts ``forEachOpen(student:in:_:)`` finds that are not closed.
  func countOpen(student: Int, in context: RuleContext, closed: [Bool]) -> Int {
    let geography = context.geography
    var count = 0
    forEachPermitted(student: student, in: context) { post, reach in
      if !closed[post], geography.isWithin(reach, student: student, post: post) { count += 1 }
    }
    return count
  }

  /// The posts that the student may take by every rule but the way, and how far that may be.
  @inline(__always)
  private func forEachPermitted(
    student: Int, in context: RuleContext, askingWishes: Bool = true, among wanted: [UInt64]? = nil,
    _ body: (_ post: Int, _ reach: Geography.Reach) -> Void
  ) {
    let person = context.placementCase.students[student]
    let near = context.geography.reach(DistanceRule.limit(person, dormitory: false, context.policy))
    let boarding = context.geography.reach(DistanceRule.limit(person, dormitory: true, context.policy))
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

  init(_ context: RuleContext) {
    let rules = OpenPosts.shared
    representatives = rules.map { _ in [] }
    var numbers: [[StudentTraits: Int32]] = rules.map { _ in [:] }
    var known: [[Int32]: Int] = [:]
    for student in context.placementCase.students.indices {
      let own = rules.indices.map { rule in
        let trait = rules[rule].traits(of: student, in: context)
        if let number = numbers[rule][trait] { return number }
        let number = Int32(representatives[rule].count)
        numbers[rule][trait] = number
        representatives[rule].append(student)
        return number
      }
      if let profile = known[own] {
        ofStudent.append(profile)
        sizes[profile] += 1
      } else {
        known[own] = traits.count
        ofStudent.append(traits.count)
        traits.append(own)
        sizes.append(1)
      }
    }
  }
}

/// What one rule says of students with one trait, a bit a post.
private struct RuleAnswers: Sendable {
  private(set) var permits: [UInt64]
  private(set) var lacks: [UInt64]
  /// Whether it closes nothing and lacks nothing, as most answers.
  private(set) var isPlain = true

  init(_ rule: any EligibilityRule, student: Int, words: Int, _ context: RuleContext) {
    permits = Array(repeating: 0, count: words)
    lacks = permits
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
