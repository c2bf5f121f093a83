import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import Synchronization
import Testing

@testable import Allocation
@testable import AssignmentSolver
@testable import Inquiry
@testable import Plan

@Suite struct SettingTests {
  private func changed(_ settings: String...) throws -> PlacementCase {
    try town.changed(by: settings.map { try Setting($0) }).placementCase
  }

  /// Posts of both enterprises.
  private var town: PlacementCase {
    var town = smallTown(1)
    town.posts[0].enterprise = 0
    town.posts[1].enterprise = 1
    return town
  }

  @Test func addressesByIDByConditionAndAll() throws {
    #expect(try changed("posts[P1].seats=12").posts[1].seats == 12)
    #expect(try changed("posts[P1].名额=12").posts[1].seats == 12)
    let more = try changed("posts[enterprise.district=萧山区].seats+=2")
    for (old, new) in zip(town.posts, more.posts) {
      #expect(new.seats == old.seats + (old.enterprise == 0 ? 2 : 0))
    }
    #expect(try changed("students[*].accepts_boarding=是").students.allSatisfy { $0.acceptsBoarding })
    #expect(try changed("enterprises[E1].max_interns=").enterprises[1].maxInterns == nil)
  }

  @Test func tablesAndFieldsHaveChineseNames() throws {
    #expect(try changed("岗位[P1].名额=12").posts[1].seats == 12)
    let named = try changed("岗位[企业.区县=萧山区].名额+=2")
    #expect(
      named.posts.map(\.seats) == (try changed("posts[enterprise.district=萧山区].seats+=2")).posts.map(\.seats))
    #expect(try changed("政策.travel.max_distance_km=50").policy.maxDistance == ExactDecimal(50))
  }

  @Test func listsQuotesAndPercentages() throws {
    for text in ["posts[P0,P1].seats=7", "posts[P0；P1].seats=7", "岗位[“P0”、P1].名额=7"] {
      #expect(try changed(text).posts.prefix(2).allSatisfy { $0.seats == 7 }, "\(text)")
    }
    #expect(try changed("enterprises[district=\"萧山区\"].max_interns=9").enterprises[0].maxInterns == 9)
    let more = try changed("enterprises[E0].max_interns=19", "enterprises[E0].max_interns+=10%")
    #expect(more.enterprises[0].maxInterns == 20)
    let fewer = try changed("enterprises[E0].max_interns=20", "enterprises[E0].max_interns-=10%")
    #expect(fewer.enterprises[0].maxInterns == 18)
    #expect(try changed("policy.quotas.staff_share_max=8%").policy.staffShareMax == ExactDecimal("0.08")!)
  }

  @Test func decisionsAndPublishedPostsCanBeSet() throws {
    let id = town.students[0].id
    let pinned = try changed("decisions[\(id)].pin=P0", "决定[\(id)].锁定=P1")
    #expect(pinned.decisions.map(\.target) == [.post(1)] && pinned.decisions[0].kind == .pin)
    #expect(try changed("decisions[\(id)].pin=P0", "decisions[*].pin=").decisions.isEmpty)
    #expect(try changed("decisions[\(id)].ban=E1").decisions.map(\.target) == [.enterprise(1)])
    let told = try changed("published[\(id)].post_id=P1", "公示[\(id)].进度=已签协议")
    #expect(told.published[0]?.post == 1 && told.published[0]?.stage == .signed && told.hasPublished)
    #expect(try changed("published[\(id)].post_id=P1", "published[*].post_id=").published[0] == nil)
    for wrong in ["decisions[\(id)].pin=E1", "decisions[\(id)].pin+=P1", "published[\(id)].stage=nonsense"] {
      #expect(throws: InquiryFault.self, "\(wrong)") { try changed(wrong) }
    }
  }

  /// As in the files' own cells.
  @Test func yesAndNoHaveTheWordsOfTheFiles() throws {
    for word in ["有", "Y", "√", "TRUE"] {
      #expect(
        try changed("posts[P1].dormitory=否", "posts[P1].dormitory=\(word)").posts[1].dormitory, "\(word)")
    }
    for word in ["无", "N", "×"] {
      #expect(
        try !changed("posts[P1].dormitory=是", "posts[P1].dormitory=\(word)").posts[1].dormitory, "\(word)")
      let chosen = try changed("posts[*].dormitory=否", "posts[提供住宿=\(word)].seats=77")
      #expect(chosen.posts.allSatisfy { $0.seats == 77 }, "\(word)")
    }
  }

  /// As in the files' own cells: a sign or a stroke too many is a slip, and no date.
  @Test func daysAreWrittenAsInTheFiles() throws {
    let day = CalendarDate(year: 2026, month: 9, day: 2)
    for word in ["2026-09-02", "2026-9-2", "2026/9/02"] {
      #expect(try changed("posts[P1].start_date=\(word)").posts[1].start == day, "\(word)")
    }
    for word in ["-2026-9-2", "2026--9-2", "2026-9/2", "2026-+9-2", "2026-2-30", "26-9-2"] {
      #expect(throws: InquiryFault.self, "\(word)") { try changed("posts[P1].start_date=\(word)") }
    }
  }

  /// Whoever else is pinned.
  @Test func aPinThatIsThereAlreadyIsNoChange() throws {
    let ids = town.students.prefix(2).map(\.id)
    let said = try remarks(
      "decisions[\(ids[0])].pin=P0", "decisions[\(ids[1])].pin=P1", "decisions[\(ids[0])].pin=P0")
    #expect(said.contains("stays as it was: 1 (\(ids[0]))"), "\(said)")
    let all = try changed("decisions[*].ban=E1", "decisions[\(ids[0])].ban=")
    #expect(all.decisions.map(\.student) == Array(town.students.indices.dropFirst()))
  }

  private func remarks(_ settings: String...) throws -> String {
    try town.changed(by: settings.map { try Setting($0) }).remarks(QuotaBook(town)).map(\.en).joined(
      separator: "\n")
  }

  @Test func aSettingSaysWhichRowsItTookAndWhy() throws {
    let count = town.posts.count { $0.enterprise == 0 }
    #expect(try remarks("posts[P1].monthly_pay=9876").isEmpty)
    #expect(try remarks("posts[enterprise.district=萧山区].dormitory=yes").contains("rows changed: \(count)"))
    #expect(try remarks("posts[P1].seats+=0").contains("stays as it was: 1 (P1)"))
    let passedOver = try remarks(
      "enterprises[E0].max_interns=5", "enterprises[E1].max_interns=", "enterprises[*].max_interns+=1")
    #expect(passedOver.contains("passed over because max_interns is empty: ") && passedOver.contains("E1"))
    // Of several conditions it is told which one fits nobody.
    let fault = #expect(throws: InquiryFault.self) {
      try changed("posts[enterprise.district=萧山区,title=nothing].seats=1")
    }
    #expect(fault?.message.en.contains("title=nothing fits 0") == true, "\(fault?.message.en ?? "")")
    let list = #expect(throws: InquiryFault.self) { try changed("posts[P0,P77].seats=1") }
    #expect(list?.message.en.contains("P77 (P0 are there)") == true, "\(list?.message.en ?? "")")
  }

  /// More seats, or a higher limit of its own, help nobody where another limit of the enterprise stays.
  @Test func whatStillLimitsAnEnterpriseIsSaid() throws {
    var town = town
    let post = try #require(town.posts.firstIndex { $0.enterprise == 0 })
    for index in town.posts.indices { town.posts[index].seats = 9 }
    (town.enterprises[0].staffOnDuty, town.enterprises[0].maxInterns) = (50, 7)
    func said(_ settings: String...) throws -> [String] {
      try town.changed(by: settings.map { try Setting($0) }).remarks(QuotaBook(town)).map(\.en)
    }
    let still =
      "enterprise E0 still takes at most 5 at all its posts together, limited by the staff share max"
    #expect(try said("enterprises[E0].max_interns=9") == [still])
    let seats = try said("posts[\(town.posts[post].id)].seats+=2")
    #expect(seats.first == still && seats.count == 2, "\(seats)")
    #expect(try !said("enterprises[E0].staff_on_duty=60").contains { $0.hasPrefix("enterprise") })
    // Where the enterprise has room for all its seats there is nothing to say of it.
    (town.enterprises[0].staffOnDuty, town.enterprises[0].maxInterns) = (900, nil)
    #expect(try said("posts[\(town.posts[post].id)].seats+=2").isEmpty)
  }

  @Test func whatLeavesTheLawIsSaidWithItsSource() throws {
    #expect(
      try remarks("policy.quotas.staff_share_max=12%").contains("staff_share_max of the policy goes beyond"))
    #expect(try remarks("policy.quotas.staff_share_max=8%").isEmpty)
    #expect(try remarks("policy.eligibility.minimum_age=15").contains("[2021] No. 4"))
  }

  @Test func policyNumbers() throws {
    #expect(try changed("policy.travel.max_distance_km+=10").policy.maxDistance == ExactDecimal(50))
    #expect(try changed("policy.quotas.staff_share_max=0.08").policy.staffShareMax == ExactDecimal("0.08")!)
    #expect(try changed("policy.objectives[3].distance=7").policy.objectives[2][.distance] == 7)
    #expect(
      try changed("policy.eligibility.minimum_wage.淳安县=2260").policy.minimumWage(in: "淳安县")
        == ExactDecimal(2260))
  }

  @Test func productsAreRoundedDown() throws {
    let town = try changed("enterprises[E0].max_interns=5", "enterprises[E0].max_interns*=1.1")
    #expect(town.enterprises[0].maxInterns == 5)
    let ten = try changed("enterprises[E0].max_interns=10", "enterprises[E0].max_interns*=1.1")
    #expect(ten.enterprises[0].maxInterns == 11)
  }

  @Test(arguments: [
    "foo", "posts[P1].seats", "posts[P99].seats=1", "posts[P1].seat=1", "posts[P1].seats=-1",
    "posts[P1].seats=1.5", "posts[P1].seats-=100", "posts[P1].min_students=0", "posts[P1].title=x",
    "teachers[1].x=1", "enterprises[district=火星].max_interns=1", "policy.travel.max=1",
    "policy.quotas.staff_share_max=1.1", "policy.quotas.target_share[0]=0.5", "posts[P1].dormitory+=1",
    "posts[P1].end_date=2020-01-01", "posts[P1].seats=", "policy.objectives[9].distance=1",
    "policy.specialty.widest=none",
  ])
  func nonsenseIsRefused(_ text: String) {
    #expect(throws: InquiryFault.self) { try changed(text) }
  }

  @Test func aWrongIDNamesTheNearest() throws {
    let key = #expect(throws: InquiryFault.self) { try changed("policy.staff_share_max=12%") }
    #expect(key?.mend.en.hasPrefix("the nearest is policy.quotas.staff_share_max; ") == true)
    let slip = #expect(throws: InquiryFault.self) { try changed("policy.travel.max_distance=50") }
    #expect(slip?.mend.zh.hasPrefix("最接近的是 policy.travel.max_distance_km") == true)
    let fault = #expect(throws: InquiryFault.self) { try changed("posts[P11].seats=1") }
    #expect(fault?.mend.en.contains("P1") == true)
    #expect(fault?.message.zh == "岗位表中没有编号 P11")
    // A key by itself: what to write is said in full, and can be.
    for text in ["quotas.staff_share_max=8%", "staff_share_max=8%"] {
      let bare = #expect(throws: InquiryFault.self) { try changed(text) }
      #expect(bare?.mend.zh == "政策的键前面写 policy.：policy.quotas.staff_share_max=8%", "\(text)")
    }
    _ = try changed("policy.quotas.staff_share_max=8%")
    // The words of the language: fields as the files head them.
    let field = #expect(throws: InquiryFault.self) { try changed("岗位[P1].名而=1") }
    #expect(field?.mend.zh.contains("名额、最少人数") == true && field?.mend.zh.contains("seats") == false)
    #expect(field?.mend.en.contains("seats, min_students") == true)
  }
}

@Suite struct WhatIfTests {
  private static let options = AllocationOptions(limits: SolverLimits(relativeGap: 0), threads: 1)

  /// Stage by stage what exhaustive search says of a case edited by hand, and students move only where they must.
  @Test(arguments: 0..<500)
  func aWhatIfEqualsACaseEditedByHand(_ seed: Int) throws {
    let town = smallTown(seed)
    var edited = town
    edited.posts[0].seats += 1
    edited.policy.maxDistance = ExactDecimal(55)
    let before = try allocate(town, using: GLPKSolver(), options: Self.options)
    var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits)
    let settings = try ["posts[P0].seats+=1", "policy.travel.max_distance_km=55"].map { try Setting($0) }
    let whatIf = try WhatIf(settings, before: before, changeSolver: &changeSolver, threads: 1)
    var faults: [Diagnostic] = []
    let program = try #require(PlacementProgram.make(edited, threads: 1, faults: &faults)).program
    #expect(whatIf.after.solution.stages.map(\.value) == EveryAssignment(program: program).best())
    #expect(whatIf.changes.rows.count == whatIf.changedStudents.count)
    #expect(whatIf.comparison(relativeGap: 0).rows.count == before.figures.count)
  }

  /// Whoever waits is told which of the solves goes on.
  @Test func reSolvesSayWhichTheyAre() throws {
    let numbers = Mutex<[Int]>([])
    var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits) { number, _ in
      numbers.withLock { $0.append(number) }
    }
    for seed in 0..<50 {
      let before = try allocate(smallTown(seed), using: GLPKSolver(), options: Self.options)
      let setting = try Setting("posts[P0].seats+=1")
      _ = try? WhatIf([setting], before: before, changeSolver: &changeSolver, threads: 1)
    }
    let shown = numbers.withLock { $0 }
    #expect(!shown.isEmpty && shown == shown.sorted())
    #expect(shown.allSatisfy { (1...changeSolver.count).contains($0) })
  }

  /// Where settings change limits alone, what they leave as it was is taken over: it is what would be made anew.
  @Test func whatIsTakenOverUnderOtherLimitsIsWhatWouldBeMade() throws {
    var (taken, differ) = (0, 0)
    for seed in 0..<300 {
      let town = smallTown(seed)
      let settings = try [
        "posts[P\(seed % 2)].seats\(seed % 3 == 0 ? "=0" : "+=1")",
        "enterprises[*].max_interns=\(1 + seed % 5)",
      ].map { try Setting($0) }
      let before = try allocate(town, using: GLPKSolver(), options: Self.options)
      let change = try town.changed(by: settings)
      let (changed, limits) = (change.placementCase, try #require(change.limits))
      var faults: [Diagnostic] = []
      guard let anew = PlacementProgram.make(changed, threads: 1, faults: &faults) else {
        #expect(before.placementProgram.remade(for: changed, limits, threads: 1) == nil)
        continue
      }
      let remade = try #require(before.placementProgram.remade(for: changed, limits, threads: 1))
      #expect(remade.program == anew.program, "town \(seed)")
      #expect(remade.rows.capacity == anew.rows.capacity && remade.rows.target == anew.rows.target)
      #expect(remade.quotas.keys.allSatisfy { remade.quotas[$0].limit == anew.quotas[$0].limit })
      #expect(
        remade.quotas.posts.indices.allSatisfy { remade.quotas.limit(of: $0) == anew.quotas.limit(of: $0) })
      #expect(remade.points.keepable == anew.points.keepable)
      taken += 1
      var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits)
      guard let whatIf = try? WhatIf(settings, before: before, changeSolver: &changeSolver, threads: 1) else {
        continue
      }
      let figures = CityFigures(before).after(whatIf).figures
      #expect(whatIf.areOfLimits && figures == CityFigures(whatIf.after).figures, "town \(seed)")
      #expect(figures == Array(whatIf.after.figures.prefix(figures.count)))
      differ += figures == CityFigures(before).figures ? 0 : 1
    }
    #expect(taken > 200 && differ > 50)
  }

  /// What is said to differ in limits alone does: anything but seats and declared maxima is as it was.
  @Test(arguments: [
    ("posts[P0].seats+=1", true), ("岗位[*].名额=3", true), ("enterprises[*].max_interns=7", true),
    ("企业[E0].接纳上限=", true), ("posts[P0].min_students=2", false),
    ("posts[P0].seats+=1; posts[P0].dormitory=yes", false),
    ("enterprises[E0].staff_on_duty=90", false), ("students[*].accepts_boarding=是", false),
    ("policy.travel.max_distance_km=33", false), ("decisions[S0].ban=P1", false),
    ("published[*].post_id=", false),
  ])
  func limitsAreToldFromTheRest(_ text: String, _ areLimits: Bool) throws {
    let town = smallTown(5)
    let settings = try text.components(separatedBy: "; ").map { try Setting($0) }
    let change = try town.changed(by: settings)
    #expect((change.limits != nil) == areLimits)
    guard let limits = change.limits else { return }
    var back = change.placementCase
    for post in limits.posts { back.posts[post].seats = town.posts[post].seats }
    for enterprise in limits.enterprises {
      back.enterprises[enterprise].maxInterns = town.enterprises[enterprise].maxInterns
    }
    #expect(
      back.posts == town.posts && back.enterprises == town.enterprises && back.students == town.students)
    #expect(
      back.policy == town.policy && back.decisions == town.decisions && back.published == town.published)
  }

  @Test func nothingChangesWhereNothingIsChanged() throws {
    for seed in 0..<20 {
      let town = smallTown(seed)
      let before = try allocate(town, using: GLPKSolver(), options: Self.options)
      var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits)
      let whatIf = try WhatIf(
        [try Setting("posts[P0].seats+=0")], before: before, changeSolver: &changeSolver, threads: 1)
      #expect(whatIf.changedStudents.isEmpty)
      #expect(whatIf.comparison(relativeGap: 0).rows.allSatisfy { Double($0[4]) == 0 })
    }
  }

  /// Bound and proof of either side stand beside the values; so do equally many decimals.
  @Test func anUnprovenSideIsCalledSo() throws {
    let town = smallTown(3)
    var before = try allocate(town, using: GLPKSolver(), options: Self.options)
    var solution = before.solution
    solution.stages[0].bound -= 1
    before = Allocation(before.placementProgram, solution, seconds: (0, 0))
    var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits)
    let whatIf = try WhatIf(
      [try Setting("posts[P0].seats=0")], before: before, changeSolver: &changeSolver, threads: 1)
    let rows = whatIf.comparison(relativeGap: 0).rows
    #expect(rows[0][0] == "第 1 级目标（未安排）" && rows[0][1].isEmpty)
    #expect(rows[0][5...] == [String(solution.stages[0].bound), "否", rows[0][3], "是"])
    let mean = try #require(rows.first { $0[0] == FigureKind.meanDistance.chinese })
    #expect(mean[2...4].allSatisfy { $0.split(separator: ".").last?.count == 2 })
  }

  @Test func suggestionsAreVerifiedAndRanked() throws {
    for seed in 0..<10 {
      let town = smallTown(seed)
      let before = try allocate(town, using: GLPKSolver(), options: Self.options)
      var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits)
      let found = try SuggestionSearch(before: before, district: nil, threads: 1).best(
        3, budget: 50, changeSolver: &changeSolver)
      // A change that leaves the program as it is needs none.
      #expect(changeSolver.count <= found.solved && found.priced == found.candidates)
      for suggestion in found.suggestions {
        var faults: [Diagnostic] = []
        let edited = try town.changed(by: [suggestion.setting]).placementCase
        let program = try #require(PlacementProgram.make(edited, threads: 1, faults: &faults)).program
        let best = try #require(EveryAssignment(program: program).best())
        #expect(suggestion.stageGains == zip(before.solution.stages, best).map { $0.value - $1 })
      }
      let gains = found.suggestions.map(\.stageGains)
      #expect(gains == gains.sorted { $1.lexicographicallyPrecedes($0) })
    }
  }

  /// What is ruled out without a solve is none of the best: they are the same where every change is solved for.
  @Test func theBestAreThoseOfAllChanges() throws {
    let towns = ProcessInfo.processInfo.environment["PLACEMENT_RANDOM_TOWNS"].flatMap(Int.init) ?? 60
    var ruledOut = 0
    for seed in 0..<towns {
      var town = smallTown(seed, groups: seed % 2 == 0, teams: seed % 3 == 0)
      for student in town.students.indices {
        town.students[student].acceptsBoarding = (seed + student) % 2 == 0
      }
      if seed % 4 == 0 { town.policy.maxDistance = ExactDecimal(8) }
      let before = try allocate(town, using: GLPKSolver(), options: Self.options)
      func best(_ count: Int) throws -> FoundSuggestions {
        var changeSolver = ChangeSolver(using: GLPKSolver(), limits: Self.options.limits)
        return try SuggestionSearch(before: before, district: nil, threads: 1).best(
          count, budget: 1000, changeSolver: &changeSolver)
      }
      let all = try best(1000)
      #expect(all.areProven && all.priced == all.candidates, "seed \(seed)")
      for count in 1...3 {
        let found = try best(count)
        ruledOut += found.ruledOut
        let (told, real) = (found.suggestions, all.suggestions.prefix(count))
        #expect(told.map(\.setting.text) == real.map(\.setting.text), "seed \(seed)")
        #expect(told.map(\.stageGains) == real.map(\.stageGains), "seed \(seed)")
        #expect(found.areProven)
      }
    }
    #expect(ruledOut > towns)
  }
}
