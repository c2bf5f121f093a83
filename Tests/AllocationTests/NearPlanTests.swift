import GLPKSolver
import IntegerProgram
import Placement
import PlacementAudit
import TestSupport
import Testing

@testable import Allocation

/// The plan nearest to another, against exhaustive search: with teams, minimums, pins, published students, lots and what
/// else a random case has.
@Suite struct NearPlanTests {
  private static let exact = AllocationOptions(limits: SolverLimits(relativeGap: 0), threads: 1)

  /// Where each student was: anywhere, at posts that are gone or closed now, new, or in a plan of the case as it was
  /// before some of its seats and decisions changed.
  private static func former(_ seed: UInt64, _ placementCase: PlacementCase) -> [String?] {
    guard !placementCase.posts.isEmpty else { return placementCase.students.map { _ in "GONE" } }
    var random = SplitMix64(seed: seed ^ 0xF0E)
    var former = placementCase.students.map { _ -> String? in
      placementCase.posts[random.index(below: placementCase.posts.count)].id
    }
    if seed % 3 > 0 {
      var before = placementCase
      before.decisions = []
      for post in before.posts.indices { before.posts[post].seats += random.index(below: 3) - 1 }
      before.posts[0].seats = max(1, before.posts[0].seats)
      let made = try? allocate(before, using: GLPKSolver(), options: exact)
      if let made { former = made.placement.map { post in post.map { placementCase.posts[$0].id } } }
    }
    for student in former.indices where random.index(below: 6) == 0 {
      former[student] = random.index(below: 2) == 0 ? nil : "GONE"
    }
    return former
  }

  private static func placement(_ former: [String?], _ placementCase: PlacementCase) -> FormerPlacement {
    let known = zip(placementCase.students, former).map { ($0.id, $1 ?? "") }
    // Whoever is not in the case any more counts nothing.
    return FormerPlacement(
      Dictionary(uniqueKeysWithValues: known + [("S-GONE", placementCase.posts.first?.id ?? "GONE")]),
      in: placementCase)
  }

  @Test(arguments: 0..<30) func nobodyMovesWithoutNeed(block: Int) throws {
    for seed in UInt64(block * 40)..<UInt64((block + 1) * 40) {
      let placementCase = RandomCase.draw(seed: seed, size: .tiny)
      let former = Self.former(seed, placementCase)
      let search = CaseSearch(placementCase, near: former)
      var options = Self.exact
      options.near = Self.placement(former, placementCase)
      guard let allocation = try? allocate(placementCase, using: GLPKSolver(), options: options) else {
        #expect(search.best == nil, "seed \(seed)")
        continue
      }
      let rules = AuditRules(placementCase)
      #expect(rules.faults(of: allocation.placement).isEmpty, "seed \(seed)")
      #expect(rules.stageValues(of: allocation.placement) == search.best, "seed \(seed)")
      #expect(allocation.solution.stages.map { Int($0.value) } == search.best, "seed \(seed)")
      let nearness = try #require(allocation.nearness)
      #expect(nearness.moved == search.moved && nearness.isFewest, "seed \(seed): \(nearness)")
      #expect(nearness.moved == Self.moved(former, allocation), "seed \(seed)")
      #expect(nearness.closed <= nearness.moved && nearness.moved <= nearness.students, "seed \(seed)")
      for threads in 2...3 {
        options.threads = threads
        let again = try allocate(placementCase, using: GLPKSolver(), options: options)
        #expect(again.placement == allocation.placement, "seed \(seed)")
      }
    }
  }

  private static func moved(_ former: [String?], _ allocation: Allocation) -> Int {
    let placementCase = allocation.placementProgram.context.placementCase
    return former.indices.count { student in
      guard let post = former[student], placementCase.takesPart(student) else { return false }
      return allocation.placement[student].map { placementCase.posts[$0].id } != post
    }
  }

  /// The cases above are worth something: often a plan that is as good moves more, and often somebody has to move.
  @Test func thereIsSomethingToChoose() throws {
    var (fewer, some, closed) = (0, 0, 0)
    for seed in UInt64(0)..<900 {
      let placementCase = RandomCase.draw(seed: seed, size: .tiny)
      let former = Self.former(seed, placementCase)
      var options = Self.exact
      guard let plain = try? allocate(placementCase, using: GLPKSolver(), options: options) else { continue }
      options.near = Self.placement(former, placementCase)
      let near = try #require(try allocate(placementCase, using: GLPKSolver(), options: options).nearness)
      if near.moved < Self.moved(former, plain) { fewer += 1 }
      if near.moved > near.closed { some += 1 }
      if near.closed > 0 { closed += 1 }
    }
    #expect(fewer > 15 && some > 50 && closed > 50, "\(fewer) \(some) \(closed)")
  }

  /// Cut off at once there is a plan all the same, and what is said of it is true.
  @Test func aLimitEndsItWithWhatThereIs() throws {
    for seed in UInt64(0)..<120 {
      let placementCase = RandomCase.draw(seed: seed, size: .tiny)
      let former = Self.former(seed, placementCase)
      var options = Self.exact
      options.limits.deadline = Deadline(seconds: 0.000_001)
      options.near = Self.placement(former, placementCase)
      guard let found = try? allocate(placementCase, using: GLPKSolver(), options: options) else { continue }
      let nearness = try #require(found.nearness)
      #expect(nearness.moved == Self.moved(former, found), "seed \(seed)")
      let search = CaseSearch(placementCase, near: former)
      let isBest = found.solution.stages.map { Int($0.value) } == search.best
      #expect(!isBest || nearness.least <= search.moved ?? 0, "seed \(seed)")
      #expect(AuditRules(placementCase).faults(of: found.placement).isEmpty, "seed \(seed)")
    }
  }

  /// Larger cases, which take a search, against the whole program with movers as one stage more.
  @Test(arguments: 0..<8 as Range<UInt64>) func theWholeProgramSaysTheSame(_ seed: UInt64) throws {
    let placementCase = RandomCase.draw(seed: seed, size: .middle(students: 40))
    let former = Self.former(seed, placementCase)
    var options = Self.exact
    options.near = Self.placement(former, placementCase)
    guard let ours = try? allocate(placementCase, using: GLPKSolver(), options: options) else { return }
    options.method = .whole
    options.limits.deadline = Deadline(seconds: 60)
    let whole = try allocate(placementCase, using: GLPKSolver(), options: options)
    guard whole.solution.stages.allSatisfy(\.isProven), whole.nearness?.isFewest == true else { return }
    #expect(ours.solution.stages.map(\.value) == whole.solution.stages.map(\.value))
    #expect(ours.nearness == whole.nearness)
  }
}
