import GLPKSolver
import IntegerProgram
import Placement
import Synchronization
import Testing

@testable import Allocation
@testable import AssignmentSolver
@testable import Inquiry
@testable import Plan

private let exact = AllocationOptions(limits: SolverLimits(relativeGap: 0), threads: 1)

private func allocated(_ seed: Int) throws -> Allocation {
  // Every third town without groups and teams: a flow, where `worth` may come without a re-solve.
  try allocate(
    smallTown(seed, groups: seed % 3 != 0, teams: seed % 3 != 0), using: GLPKSolver(), options: exact)
}

private func changeSolver() -> ChangeSolver { ChangeSolver(using: GLPKSolver(), limits: exact.limits) }

private func findings(_ allocation: Allocation) -> PlanFindings {
  allocation.findings(using: changeSolver(), budget: 1000, threads: 1)
}

@Suite struct ReasonTests {
  /// Every reason has its facts: checked on the case by counting, none of it by the code that found it.
  @Test(arguments: 0..<500)
  func reasonsAreTrue(_ seed: Int) throws {
    let allocation = try allocated(seed)
    let program = allocation.placementProgram.program
    let found = findings(allocation)
    #expect(found.reasonsNotPriced == 0)
    for (unit, members) in allocation.placementProgram.units.enumerated()
    where allocation.solution.post[unit] < 0 {
      for student in members {
        let finding = try #require(found.unplaced[student])
        switch finding.reason {
        case .noOpenPost:
          #expect(allocation.openPosts(student).isEmpty)
        case .contested:
          #expect(finding.students.contains(student))
          #expect(allocation.isContested(finding.students), "seed \(seed)")
        case .groupNotReached:
          // Some open post has room under its limits, yet a minimum above who is there.
          #expect(allocation.openPosts(student).count > 0)
          #expect(allocation.placementCase.posts.contains { $0.minStudents > 1 })
        case .team: #expect(members.count > 1)
        case .outweighed: break
        }
        // Nobody stays without for nothing: forcing the unit in costs what exhaustive search says.
        let placing = try #require(program.applying([.place(unit)]))
        let forced = EveryAssignment(program: placing).best()
        var explainer = Explainer(
          allocation.placementProgram, placement: allocation.placement, changeSolver: changeSolver(),
          threads: 1)
        let told = try explainer.difference([.place(unit)])
        #expect(told?.stages == forced.map { zip($0, explainer.values).map { $0 - $1 } })
        #expect(try explainer.costOfPlacing(unit) == told?.stages)
        // What is known without solving holds it.
        let range = explainer.ranges().placing(unit)
        #expect(range.holds(forced.map { zip($0, explainer.values).map { $0 - $1 } }), "seed \(seed)")
        if let told {
          #expect(!told.stages.lexicographicallyPrecedes(told.stages.map { _ in 0 }))
        }
      }
    }
  }
}

@Suite struct ShortageTests {
  /// A town of one period without minimums and teams, some of whose students have found places alone: nothing but a
  /// shortage of seats leaves anybody without there.
  private func townWithPlacesFoundAlone(_ seed: Int) throws -> Allocation {
    var town = smallTown(seed, groups: false, teams: false)
    for index in town.posts.indices {
      (town.posts[index].start, town.posts[index].end) = (town.posts[0].start, town.posts[0].end)
    }
    for index in town.enterprises.indices {
      (town.enterprises[index].staffOnDuty, town.enterprises[index].maxInterns) = (30, 2 + (seed + index) % 2)
    }
    for student in 0..<seed % 3 {
      var place = SelfArranged()
      (place.student, place.enterprise) = (student, (seed / 3 + student) % 2)
      (place.work.start, place.work.end) = (town.posts[0].start, town.posts[0].end)
      (place.guardianConsent, place.approvedOn) = (true, town.posts[0].start)
      place.work.monthlyPay = ExactDecimal(3000)
      town.selfArranged[student] = place
    }
    return try allocate(town, using: GLPKSolver(), options: exact)
  }

  /// The set is a shortage by exhaustive search, and complete: everybody who may go nowhere else is counted.
  @Test func everyoneWithoutAPostIsToldAShortageThatIsOne() throws {
    var (told, withAlone, waiting) = (0, 0, 0)
    for seed in 0..<400 {
      let allocation = try townWithPlacesFoundAlone(seed)
      let found = findings(allocation)
      for student in found.unplaced.keys.sorted() where !allocation.openPosts(student).isEmpty {
        let finding = found.unplaced[student]!
        #expect(finding.reason == .contested, "seed \(seed): \(finding.detail.en)")
        guard let set = finding.contest, !set.posts.isEmpty else { continue }
        #expect(allocation.isContested(set.students), "seed \(seed)")
        let bound = allocation.placementCase.students.indices.filter { other in
          let open = allocation.openPosts(other)
          return allocation.placementCase.takesPart(other) && !open.isEmpty
            && open.allSatisfy { post in
              set.posts.contains(post) || allocation.placementProgram.quotas.posts[post].value == 0
            } && open.contains { set.posts.contains($0) }
        }
        #expect(set.students == bound, "seed \(seed)")
        #expect(set.seats < set.students.count)
        #expect(finding.detail.en.hasPrefix("\(set.students.count) student"))
        told += 1
        withAlone += set.quotas.contains { $0.selfArranged > 0 } ? 1 : 0
        waiting += set.students.count { allocation.placement[$0] == nil } > 1 ? 1 : 0
      }
    }
    #expect(told > 100 && withAlone > 20 && waiting > 20, "\(told), \(withAlone), \(waiting)")
  }

  /// The sentence adds up: three posts have more seats than the enterprise, and one of these is taken.
  @Test func theSentenceNamesTheLimitThatBinds() throws {
    var town = smallTown(1, groups: false, teams: false)
    town.posts = [town.posts[0], town.posts[0]]
    for index in town.posts.indices {
      (town.posts[index].id, town.posts[index].enterprise, town.posts[index].seats) = ("P\(index)", 0, 3)
      (town.posts[index].minStudents, town.posts[index].specialtyCodes) = (1, town.students.map(\.specialty))
    }
    town.wishes = town.students.map { _ in [] }
    town.policy.maxDistance = ExactDecimal(500)
    (town.enterprises[0].staffOnDuty, town.enterprises[0].maxInterns) = (90, 3)
    var place = SelfArranged()
    (place.enterprise, place.guardianConsent, place.approvedOn) = (0, true, town.posts[0].start)
    (place.work.start, place.work.end) = (town.posts[0].start, town.posts[0].end)
    place.work.monthlyPay = ExactDecimal(3000)
    town.selfArranged[0] = place
    let found = try allocate(town, using: GLPKSolver(), options: exact).findings(
      using: changeSolver(), budget: 0, threads: 1)
    let detail = try #require(found.unplaced[found.unplaced.keys.min()!]?.detail)
    let count = town.students.count - 1
    #expect(
      detail.zh.hasPrefix("\(count) 名学生只能去 2 个岗位，这些岗位共 2 个名额（企业 E0 上限 3，自行联系占用 1）：P0、P1"),
      "\(detail.zh)")
    #expect(
      detail.en.hasPrefix(
        "\(count) students may go only to 2 posts, which have 2 seats between them (enterprise E0: limit 3, 1 of it taken "
          + "by self-arranged students): P0, P1"), "\(detail.en)")
  }
}

@Suite struct PostsThatTakeNobodyTests {
  /// The students of a town whose only open post has these seats and that minimum.
  private func findings(seats: Int, minimum: Int) throws -> [UnplacedFinding] {
    var town = smallTown(1, groups: false, teams: false)
    town.posts = [town.posts[0]]
    town.wishes = town.students.map { _ in [] }
    town.posts[0].seats = seats
    town.posts[0].minStudents = minimum
    town.posts[0].specialtyCodes = town.students.map(\.specialty)
    town.policy.maxDistance = ExactDecimal(500)
    let found = try allocate(town, using: GLPKSolver(), options: exact).findings(
      using: changeSolver(), budget: 0, threads: 1)
    return found.unplaced.keys.sorted().map { found.unplaced[$0]! }
  }

  @Test func noSeatsAreCalledSo() throws {
    let found = try findings(seats: 0, minimum: 1)
    #expect(!found.isEmpty)
    for finding in found {
      #expect(finding.reason == .contested)
      #expect(
        finding.detail.en == "the one open post has no seat: P0; no plan at all has a place for the student")
      #expect(finding.detail.zh == "可选的 1 个岗位都没有名额：P0；任何方案都无法安排该生")
    }
  }

  @Test func aMinimumAboveTheSeatsIsNoContest() throws {
    let found = try findings(seats: 1, minimum: 2)
    #expect(!found.isEmpty)
    for finding in found {
      #expect(
        finding.reason == .groupNotReached && finding.detail.en.contains("P0 (0/2)"), "\(finding.detail.en)")
    }
  }
}

@Suite struct WorthTests {
  @Test(arguments: 0..<500)
  func worthIsWhatExhaustiveSearchSays(_ seed: Int) throws {
    let allocation = try allocated(seed)
    let found = findings(allocation)
    #expect(found.worthNotComputed == 0)
    let now = allocation.solution.stages[0].value
    for (row, key) in found.facts.fullQuotas {
      // The case edited by hand where a number of the case says the limit, the program elsewhere.
      let more = try #require(EveryAssignment(program: allocation.oneSeatMore(key)).best())
      #expect(found.worth[row]?.exact == Int(now - more[0]), "seed \(seed), \(key)")
    }
  }

  /// Where two terms of a limit bind equally, or interns are there already, one seat more under the one that is named
  /// may bring nothing.
  @Test(arguments: 0..<500)
  func worthIsWhatTheNamedTermGains(_ seed: Int) throws {
    let allocation = try allocate(tiedTown(seed), using: GLPKSolver(), options: exact)
    let found = findings(allocation)
    #expect(found.worthNotComputed == 0)
    for (row, key) in found.facts.fullQuotas {
      let more = try #require(EveryAssignment(program: allocation.oneSeatMore(key)).best())
      #expect(
        found.worth[row]?.exact == Int(allocation.solution.stages[0].value - more[0]), "seed \(seed), \(key)")
    }
  }

  /// There are ties that make the difference: with every limit raised as a whole some would be worth more.
  @Test func tiesMatter() throws {
    let tied = try (0..<40).contains { seed in
      let quotas = try allocate(tiedTown(seed), using: GLPKSolver(), options: exact).placementProgram.quotas
      return quotas.keys.contains { key in
        quotas[key].limit.map { $0.value > 0 && quotas.changing(key, by: 1)[key].limit?.value == $0.value }
          ?? false
      }
    }
    #expect(tied)
  }

  /// Posts and enterprises without a seat are full too; one seat opens them.
  @Test(arguments: 0..<300)
  func aFirstSeatIsWorthWhatExhaustiveSearchSays(_ seed: Int) throws {
    var town = smallTown(seed, groups: false, teams: false)
    town.posts[seed % 3].seats = 0
    if seed % 2 == 0 { town.enterprises[seed % 4 / 2].maxInterns = 0 }
    let allocation = try allocate(town, using: GLPKSolver(), options: exact)
    let found = findings(allocation)
    #expect(found.worthNotComputed == 0)
    for (row, key) in found.facts.fullQuotas {
      let more = try #require(EveryAssignment(program: allocation.oneSeatMore(key)).best())
      #expect(
        found.worth[row]?.exact == Int(allocation.solution.stages[0].value - more[0]), "seed \(seed), \(key)")
    }
  }

  @Test func theBudgetIsKeptAndCounted() throws {
    for seed in 0..<40 where findings(try allocated(seed)).worth.count > 2 {
      let allocation = try allocated(seed)
      let none = allocation.findings(using: changeSolver(), budget: 0, threads: 1)
      #expect(none.worth.count + none.worthNotComputed == none.facts.fullQuotas.count)
      #expect(none.unplaced.count == findings(allocation).unplaced.count)
    }
  }
}

/// A solver that fails when its turn has come, and answers otherwise.
private struct FailingNowAndThen: IntegerProgramSolver {
  private let calls = Counter()
  private final class Counter: Sendable {
    let count = Atomic<Int>(0)
  }

  private func takeTurn() throws {
    if calls.count.wrappingAdd(1, ordering: .relaxed).newValue % 3 == 1 { throw SolverFailure("out of luck") }
  }

  func solve(_ program: IntegerProgram, limits: SolverLimits) throws -> SolverOutcome {
    try takeTurn()
    return try GLPKSolver().solve(program, limits: limits)
  }

  func makeSession() throws -> any LinearProgramSession {
    try takeTurn()
    return try GLPKSolver().makeSession()
  }
}

@Suite struct PricingTests {
  /// A town in which re-solves are searches.
  private static func searched() throws -> [Allocation] {
    try (0..<600).filter { $0 % 3 != 0 }.map(allocated)
  }

  @Test func aFailedReSolveCostsItsOwnFindingAlone() throws {
    var failed = 0
    for allocation in try Self.searched() {
      let whole = findings(allocation)
      let found = allocation.findings(
        using: ChangeSolver(using: FailingNowAndThen(), limits: exact.limits, exact: true), budget: 1000,
        threads: 1)
      #expect(found.unplaced.count == whole.unplaced.count)
      for (student, finding) in found.unplaced where finding.isPriced && finding.isExact {
        #expect(finding.detail == whole.unplaced[student]?.detail)
      }
      for (row, worth) in found.worth { #expect(worth.contains(whole.worth[row]!.exact!)) }
      let isWhole =
        found.unplaced.values.allSatisfy(\.isExact) && found.worth.values.allSatisfy { $0.exact != nil }
        && found.reasonsNotPriced == 0 && found.worthNotComputed == 0
      #expect(isWhole == (found.failure == nil))
      if found.failure != nil {
        #expect(found.failure == "out of luck")
        failed += 1
      }
    }
    #expect(failed > 0)
  }

  /// Work that is used up ends pricing at the same point every time, and what is there is right.
  @Test func pricingKeepsToItsWork() throws {
    var cut = 0
    for allocation in try Self.searched() {
      let whole = findings(allocation)
      func found() -> PlanFindings {
        PlanFindings(
          allocation, changeSolver: changeSolver(), budget: PricingBudget(resolves: 1000, work: 1),
          withWorth: true,
          threads: 1, onProgress: { _ in })
      }
      let (first, second) = (found(), found())
      #expect(first.worth == second.worth && first.reasonsNotPriced == second.reasonsNotPriced)
      for (row, worth) in first.worth { #expect(worth.contains(whole.worth[row]!.exact!)) }
      if first.worth.values.contains(where: { $0.exact == nil }) { cut += 1 }
    }
    #expect(cut > 0)
  }

  @Test func progressReachesTheEnd() throws {
    let allocation = try allocated(2)
    var last: [PricingProgress.Step: PricingProgress] = [:]
    var steps: [PricingProgress.Step] = []
    let found = allocation.findings(using: changeSolver(), budget: 1000, threads: 1) {
      if steps.last != $0.step { steps.append($0.step) }
      last[$0.step] = $0
    }
    let order: [PricingProgress.Step] = [.counting, .reasons, .worth]
    #expect(steps == order.filter { last[$0] != nil } && steps.first == .counting)
    #expect(last[.worth].map { $0.done == $0.of && $0.of == found.worth.count } ?? found.worth.isEmpty)
  }
}

@Suite struct ExplainerTests {
  /// What going elsewhere costs the whole plan is what exhaustive search says.
  @Test(arguments: 0..<500)
  func pinsCostWhatExhaustiveSearchSays(_ seed: Int) throws {
    let allocation = try allocated(seed)
    let program = allocation.placementProgram.program
    var explainer = Explainer(
      allocation.placementProgram, placement: allocation.placement, changeSolver: changeSolver(), threads: 1)
    for unit in 0..<program.unitCount {
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        let changes = [ProgramChange.hold(unit, at: program.pairPost[pair])]
        let held = try #require(program.applying(changes))
        let told = try explainer.difference(changes)
        let best = EveryAssignment(program: held).best()
        #expect(told?.stages == best.map { zip($0, explainer.values).map { $0 - $1 } })
        if let told { #expect(told.post[unit] == program.pairPost[pair]) }
      }
    }
  }

  @Test func otherStudentsAreNamedOnlyOnRequest() throws {
    for seed in 0..<40 {
      let allocation = try allocated(seed)
      let town = allocation.placementCase
      var explainer = Explainer(
        allocation.placementProgram, placement: allocation.placement, changeSolver: changeSolver(), threads: 1
      )
      for student in town.students {
        let text = try explainer.explainStudent(student.id, names: false).map(\.en).joined(separator: " ")
        for other in town.students where other.id != student.id { #expect(!text.contains(other.id)) }
      }
      for post in town.posts { #expect(try !explainer.explainPost(post.id, names: false).isEmpty) }
      for host in town.enterprises {
        let text = try explainer.explainEnterprise(host.id, names: false).map(\.en).joined(separator: " ")
        for student in town.students { #expect(!text.contains(student.id)) }
      }
    }
  }

  /// What is not known from below is told by the first objective that a known plan changes; that a plan might be bettered
  /// by itself is no price.
  @Test func aPriceThatIsOpenBelowIsSaidSo() throws {
    let allocation = try allocated(1)
    let explainer = Explainer(
      allocation.placementProgram, placement: allocation.placement, changeSolver: changeSolver(), threads: 1)
    func said(_ least: [Int64], _ most: [Int64]) -> String { explainer.text(from: least, to: most).en }
    #expect(said([0, 2], [0, 2]) == said([0, 2], [0, 2, 0]))
    #expect(said([0, 1], [0, 3]).hasSuffix("+1 to +3"), "\(said([0, 1], [0, 3]))")
    #expect(said([-3], [0, 3]).hasPrefix("at most: objective 2"), "\(said([-3], [0, 3]))")
    #expect(said([], [0, 0]) == "at most: no objective changes")
    let partly = said([1], [1, 3])
    #expect(partly.hasPrefix("objective 1") && partly.contains(", at most: objective 2"), "\(partly)")
    #expect(said([1, -2], [1, 3]).hasSuffix("−2 to +3"), "\(said([1, -2], [1, 3]))")
  }

  @Test func unknownIDsAreRefused() throws {
    let allocation = try allocated(1)
    var explainer = Explainer(
      allocation.placementProgram, placement: allocation.placement, changeSolver: changeSolver(), threads: 1)
    #expect(throws: InquiryFault.self) { try explainer.explainStudent("nobody", names: false) }
    // Other students' ids are told to whoever may have them alone.
    let student = allocation.placementCase.students[0].id
    for names in [false, true] {
      let fault = #expect(throws: InquiryFault.self) {
        try explainer.explainStudent(student + "x", names: names)
      }
      #expect(fault?.text.en.contains("; the nearest ids are \(student)") == names, "\(fault?.text.en ?? "")")
      #expect(fault?.mend.zh.contains("\(student)") == names)
    }
    #expect(throws: InquiryFault.self) { try explainer.explainPost("nothing", names: false) }
    #expect(throws: InquiryFault.self) { try explainer.explainEnterprise("nowhere", names: false) }
  }
}

extension PriceRange {
  /// - Parameter real: what exhaustive search says; nil: no plan.
  func holds(_ real: [Int64]?) -> Bool {
    guard let real else { return most == nil }
    for (bound, value) in zip(least, real) where bound != value {
      if bound > value { return false }
      break
    }
    return most.map { !$0.stages.lexicographicallyPrecedes(real) } ?? true
  }
}

extension ClosedRange<Int> {
  /// Nil: it is no single number.
  fileprivate var exact: Int? { count == 1 ? lowerBound : nil }
}

// MARK: Facts by counting

extension Allocation {
  fileprivate func openPosts(_ student: Int) -> [Int] {
    placementCase.posts.indices.filter {
      Rulebook.firstRefusal(student: student, post: $0, in: placementProgram.context) == nil
    }
  }

  /// Whether the students cannot all be seated: exhaustively, over their own posts alone and with no minimum to spoil it.
  fileprivate func isContested(_ students: [Int]) -> Bool {
    var program = placementProgram.program
    program.postMinimum = program.postMinimum.map { _ in 1 }
    for (unit, members) in placementProgram.units.enumerated() {
      program.mustPlace[unit] = students.contains(members[0])
    }
    return EveryAssignment(program: program).best() == nil
  }

  fileprivate func oneSeatMore(_ key: QuotaKey) -> AssignmentProgram {
    var edited = placementCase
    let quotas = placementProgram.quotas
    // The term that binds, one higher; a share of one person is so many staff.
    switch key.kind {
    case .post where quotas.posts[key.index].term == .seats: edited.posts[key.index].seats += 1
    case .post: edited.posts[key.index].samePostStaff! += 5
    case .jobGroup:
      for post in quotas.jobGroups[key.index].posts { edited.posts[post].samePostStaff! += 5 }
    case .enterprise where quotas.enterprises[key.index].limit?.term == .maxInterns:
      edited.enterprises[key.index].maxInterns! += 1
    case .enterprise: edited.enterprises[key.index].staffOnDuty += 10
    }
    var faults: [Diagnostic] = []
    return PlacementProgram.make(edited, threads: 1, faults: &faults)!.program
  }
}
