import Allocation
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementAudit
import Plan
import TestSupport
import Testing

/// Whole plans of random cases against the audit's second reading, with the lists that are drawn from them.
@Suite struct RandomPlanTests {
  /// PLACEMENT_TEST_PLANS asks for more.
  private static let count =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PLANS"].flatMap(Int.init) ?? 120

  private func plan(_ placementCase: PlacementCase) throws -> Plan? {
    do {
      let allocation = try allocate(
        placementCase, using: GLPKSolver(), options: .init(limits: SolverLimits(relativeGap: 0), threads: 1))
      return allocation.plan(relativeGap: 0, threads: 1)
    } catch AllocationFailure.faults {
      return nil
    }
  }

  private func faults(_ placementCase: PlacementCase, _ tables: [PlanTable], _ summary: Data) -> [String] {
    PlanAudit(placementCase, tables: tables, summary: summary, fileHashes: nil).faults
      .map { $0.description(in: .english) }
  }

  private static func draw(_ seed: Int) -> PlacementCase {
    RandomCase.draw(seed: UInt64(7_000 + seed), size: seed % 4 == 0 ? .middle(students: 40) : .tiny)
  }

  @Test func everyPlanPassesTheAudit() throws {
    var (alone, told) = (0, 0)
    var subsidised = 0
    for seed in 0..<Self.count {
      let placementCase = Self.draw(seed)
      guard let plan = try plan(placementCase) else { continue }
      let found = try faults(placementCase, plan.tables, plan.summary.jsonFile())
      #expect(found.isEmpty, "seed \(seed): \(found.prefix(3))")
      #expect(plan.told.changed == plan.changes?.count ?? 0, "seed \(seed)")
      #expect(plan.told.all == placementCase.published.count { $0 != nil }, "seed \(seed)")
      told += plan.told.all
      alone += plan.assignments.count { $0.status == .selfArranged }
      subsidised += plan.subsidies?.count ?? 0
    }
    // Comparisons that compare nothing say nothing.
    #expect(alone > Self.count / 20 && subsidised > Self.count / 12, "\(alone) \(subsidised)")
    #expect(told > Self.count / 4, "\(told)")
  }

  /// The year goes on: of those who were told a post some confirm it, sign or start, some are pinned to it with
  /// their mates, and the next plan keeps them and passes as well.
  @Test func theNextPlanPassesTheAuditToo() throws {
    var withPinnedMate = 0
    for seed in 0..<Self.count {
      var placementCase = Self.draw(seed)
      guard let told = try plan(placementCase) else { continue }
      tell(told, in: &placementCase, seed: seed)
      guard let next = try plan(placementCase) else {
        Issue.record("seed \(seed): whom the plan before placed, no plan can keep")
        continue
      }
      let found = try faults(placementCase, next.tables, next.summary.jsonFile())
      #expect(found.isEmpty, "seed \(seed): \(found.prefix(3))")
      let pinned = Set(placementCase.decisions.filter { $0.kind == .pin }.map(\.student))
      withPinnedMate += placementCase.students.indices.count { student in
        let (team, holds) = (placementCase.students[student].teamID, placementCase.published[student]?.holds)
        return team != nil && holds == true && !pinned.contains(student)
          && pinned.contains { placementCase.students[$0].teamID == team }
      }
    }
    #expect(withPinnedMate > Self.count / 10, "\(withPinnedMate)")
  }

  /// Students fall ill, end early, are kept from where they were or sent elsewhere, after they were told: whatever plan is
  /// made then passes.
  @Test func plansOfAYearWithChangesPassTheAudit() throws {
    var (plans, changed) = (0, 0)
    for seed in 0..<Self.count {
      var placementCase = Self.draw(seed)
      guard let told = try plan(placementCase) else { continue }
      tell(told, in: &placementCase, seed: seed)
      change(&placementCase, seed: seed)
      guard let next = try plan(placementCase) else { continue }
      let found = try faults(placementCase, next.tables, next.summary.jsonFile())
      #expect(found.isEmpty, "seed \(seed): \(found.prefix(3))")
      plans += 1
      changed += next.told.changed
    }
    #expect(plans > Self.count / 4 && changed > Self.count / 20, "\(plans) \(changed)")
  }

  private func change(_ placementCase: inout PlacementCase, seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) ^ 0x7EA2)
    for student in placementCase.students.indices {
      guard let told = placementCase.published[student], placementCase.selfArranged[student] == nil
      else { continue }
      let event = random.index(below: 12)
      // What has ended is no published placement any more.
      if event < 2 { placementCase.published[student] = nil }
      switch event {
      case 0: placementCase.students[student].excluded = "ill"
      case 2, 3: decide(student, .post(told.post), .ban, in: &placementCase)
      case 4:
        let host = placementCase.posts[told.post].enterprise
        decide(student, .enterprise(host), .ban, in: &placementCase)
      case 5:
        let post = random.index(below: placementCase.posts.count)
        decide(student, .post(post), .pin, in: &placementCase)
      case 6: placementCase.students[student].availableTo = Self.spring
      default: break
      }
    }
    placementCase.decisions.sort { ($0.student, $0.row) < ($1.student, $1.row) }
  }

  private static let spring = CalendarDate(year: 2027, month: 3, day: 31)!

  private func decide(
    _ student: Int, _ target: Target, _ kind: Decision.Kind, in placementCase: inout PlacementCase
  ) {
    guard !placementCase.decisions.contains(where: { $0.student == student }) else { return }
    let row = (placementCase.decisions.map(\.row).max() ?? 1) + 1
    placementCase.decisions.append(
      Decision(
        student: student, target: target, kind: kind, reason: "since", author: "", decidedOn: nil, row: row))
  }

  /// Students of one post become teams of two, as few teams of a draw are placed.
  private func tell(_ plan: Plan, in placementCase: inout PlacementCase, seed: Int) {
    let stages: [PublishedPlacement.Stage] = [.announced, .confirmed, .signed, .started]
    let posts = Dictionary(uniqueKeysWithValues: placementCase.posts.enumerated().map { ($1.id, $0) })
    var single: [Int: Int] = [:]
    placementCase.hasPublished = true
    for (student, row) in plan.assignments.enumerated() where row.status != .selfArranged {
      let post = row.place.flatMap { posts[$0.postID] }
      placementCase.published[student] = post.map {
        PublishedPlacement(post: $0, stage: stages[(seed + student) % stages.count], row: student + 2)
      }
      guard let post, placementCase.students[student].teamID == nil else { continue }
      guard let mate = single.removeValue(forKey: post) else {
        single[post] = student
        continue
      }
      for member in [mate, student] { placementCase.students[member].teamID = "told \(mate)" }
      let isPinned = placementCase.decisions.contains { $0.student == mate && $0.kind == .pin }
      guard !isPinned else { continue }
      placementCase.decisions.append(
        Decision(
          student: mate, target: .post(post), kind: .pin, reason: "as told", author: "", decidedOn: nil,
          row: placementCase.decisions.count + 2))
    }
    placementCase.decisions.sort { ($0.student, $0.row) < ($1.student, $1.row) }
  }

  /// Any cell of the lists for others, or of subsidies.csv, that is changed is found.
  @Test(arguments: ["filing.csv", "hosts.csv", "subsidies.csv"]) func everyCellCounts(_ file: String) throws {
    var changed = 0
    for seed in 0..<Self.count where changed < 400 {
      let placementCase = Self.draw(seed)
      guard file != "filing.csv" || !placementCase.approvedSelfArranged.isEmpty,
        let plan = try plan(placementCase),
        let number = plan.tables.firstIndex(where: { $0.file == file })
      else { continue }
      let made = plan.tables
      let summary = try plan.summary.jsonFile()
      for row in made[number].rows.indices.prefix(3) {
        for column in made[number].columns.indices {
          var tables = made
          tables[number].rows[row][column] += "1"
          changed += 1
          let name = tables[number].columns[column]
          #expect(!faults(placementCase, tables, summary).isEmpty, "seed \(seed), row \(row), \(name)")
        }
      }
    }
    #expect(changed > 50)
  }
}
