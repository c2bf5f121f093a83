import Foundation
import Placement

/// Who may take what, before distances: posts open to each profile of students.
///
/// Students who agree in everything that the rules read, but for bans and the way to the post, share a profile;
/// the rulebook is asked once a profile and post, not once a pair.
struct OpenPosts: Sendable {
  struct Opening: Sendable {
    let post: Int32
    let match: MatchLevel
  }

  /// What the rules between `host` and `pay` read of a student.
  private struct Profile: Hashable {
    let excluded: Bool
    let grade: Int
    let ages: [Int]
    let from: CalendarDate?
    let to: CalendarDate?
    let specialty: SpecialtyCode
    let school: String
    let program: String?
    let certificates: [String]
    let sex: Student.Sex?
  }

  /// The profile of every student.
  let profileOfStudent: [Int]
  /// A student of every profile, and how many there are.
  let representatives: [Int]
  let sizes: [Int]
  /// Open posts of every profile, increasing.
  let openings: [[Opening]]
  /// Profile × rule: the posts that the rule closes first (bans and distance not asked).
  let refusals: [[Int]]
  /// Profile × rule: the posts that reach the rule and lack its data.
  let lacking: [[Int]]

  /// The rules asked here: all but those of a single student's (bans, the way to the post).
  static let shared = Rulebook.rules.filter { $0.rule != .banned && $0.rule != .distance }

  init(_ context: RuleContext, threads: Int) {
    let placementCase = context.placementCase
    let starts = Set(placementCase.posts.map(\.start)).sorted()
    let thresholds = [context.policy.minimumAge, NightShiftRule.adultAge]
    let schoolsMatter = placementCase.posts.contains { !$0.reservedFor.isEmpty }
    var numbers: [Profile: Int] = [:]
    var profileOf: [Int] = []
    var first: [Int] = []
    var sizes: [Int] = []
    for (index, student) in placementCase.students.enumerated() {
      let profile = Profile(
        excluded: student.excluded != nil, grade: student.grade,
        // Ages matter by which thresholds they reach; the sum tells, as the thresholds are ordered in time.
        ages: starts.map { day in
          let age = RuleContext.age(born: student.birthDate, on: day)
          return thresholds.reduce(0) { $0 * 2 + (age >= $1 ? 1 : 0) }
        },
        from: student.availableFrom, to: student.availableTo, specialty: student.specialty,
        school: schoolsMatter ? student.schoolID : "", program: student.program,
        certificates: student.certificates, sex: student.sex)
      if let known = numbers[profile] {
        profileOf.append(known)
        sizes[known] += 1
      } else {
        numbers[profile] = first.count
        profileOf.append(first.count)
        first.append(index)
        sizes.append(1)
      }
    }
    let representatives = first
    let results = concurrently(first.count, threads: threads) {
      Self.evaluate(student: representatives[$0], context)
    }
    profileOfStudent = profileOf
    self.representatives = representatives
    self.sizes = sizes
    openings = results.map(\.openings)
    refusals = results.map(\.refusals)
    lacking = results.map(\.lacking)
  }

  private static func evaluate(
    student: Int, _ context: RuleContext
  ) -> (openings: [Opening], refusals: [Int], lacking: [Int]) {
    var openings: [Opening] = []
    var refusals = [Int](repeating: 0, count: shared.count)
    var lacking = refusals
    for post in context.placementCase.posts.indices {
      var open = true
      for (index, rule) in shared.enumerated() {
        if rule.lacksData(student: student, post: post, in: context) { lacking[index] += 1 }
        if !rule.permits(student: student, post: post, in: context) {
          refusals[index] += 1
          open = false
          break
        }
      }
      if open {
        let match = SpecialtyRule.level(student: student, post: post, in: context)
        openings.append(Opening(post: Int32(post), match: match))
      }
    }
    return (openings, refusals, lacking)
  }

  /// The posts that the student may take by every rule, the way included, with match and distance; pins not asked.
  func forEachOpen(
    student: Int, in context: RuleContext,
    _ body: (_ post: Int, _ match: MatchLevel, _ distance: Int32) -> Void
  ) {
    let person = context.placementCase.students[student]
    let near = DistanceRule.limit(person, dormitory: false, context.policy)
    let boarding = DistanceRule.limit(person, dormitory: true, context.policy)
    let mayBeBanned = context.bans[student] != nil
    for opening in openings[profileOfStudent[student]] {
      let post = Int(opening.post)
      let distance = context.geography.distance(student: student, post: post)
      let limit = near == boarding || !context.hasDormitory[post] ? near : boarding
      guard Int(distance) <= limit else { continue }
      if mayBeBanned, context.isBanned(student: student, post: post) { continue }
      body(post, opening.match, distance)
    }
  }
}
