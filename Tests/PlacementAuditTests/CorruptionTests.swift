import Foundation
import Placement
import PlacementAudit
import Synchronization
import Testing

@Suite struct CorruptionTests {
  /// The plan with one cell of assignments.csv changed.
  private func faults(_ id: String, movedTo post: String) -> [AuditFault.Kind] {
    var plan = GoodPlan()
    let table = plan.index("assignments.csv")
    let row = plan.tables[table].rows.firstIndex { $0[0] == id }!
    plan.tables[table].rows[row][Columns.assignments.firstIndex(of: "post_id")!] = post
    return plan.faults().map(\.kind)
  }

  @Test func aStudentMovedToAPostThatIsClosedOrFull() {
    #expect(faults("A0", movedTo: "P5").contains(.rule(.specialty)))
    #expect(faults("A6", movedTo: "P2").contains(.rule(.excluded)))
    #expect(faults("A8", movedTo: "P1").contains(.quota(.post)))
    #expect(faults("A3", movedTo: "P2").contains(.team))
    #expect(faults("A4", movedTo: "").contains(.pin))
    #expect(faults("A8", movedTo: "P9").contains(.cell))
  }

  @Test func everyKindOfRowFault() {
    for number in GoodPlan().tables.indices {
      var lost = GoodPlan()
      let removed = lost.tables[number].rows.removeLast()
      #expect(lost.faults().contains { $0.kind == .row }, "\(lost.tables[number].file)")
      var doubled = GoodPlan()
      doubled.tables[number].rows.append(removed)
      #expect(doubled.faults().contains { $0.kind == .row })
      var swapped = GoodPlan()
      swapped.tables[number].rows.swapAt(0, 1)
      #expect(swapped.faults().contains { $0.kind == .row })
      var gone = GoodPlan()
      let file = gone.tables.remove(at: number).file
      #expect(gone.faults().contains { $0.kind == .file && $0.file == file })
      var narrower = GoodPlan()
      narrower.tables[number].columns.removeLast()
      for row in narrower.tables[number].rows.indices { narrower.tables[number].rows[row].removeLast() }
      #expect(narrower.faults().contains { $0.kind == .file })
      var ragged = GoodPlan()
      ragged.tables[number].rows[0].append("more")
      #expect(ragged.faults().contains { $0.kind == .row })
    }
  }

  @Test func filesThatDoNotBelong() {
    var extra = GoodPlan()
    extra.tables.append(PlanTable(file: "other.csv", columns: ["a"]))
    #expect(extra.faults().map(\.file) == ["other.csv"])
    var unpublished = GoodPlan()
    unpublished.placementCase.hasPublished = false
    #expect(unpublished.faults().contains { $0.kind == .file && $0.file == "changes.csv" })
    var unhashed = GoodPlan()
    unhashed.hashes["run.json"] = nil
    #expect(unhashed.faults().map(\.file) == ["run.json"])
    let plan = GoodPlan()
    let without = PlanAudit(plan.placementCase, tables: plan.tables, summary: nil, fileHashes: nil).faults
    #expect(without.map(\.file) == ["summary.json"])
    let broken = PlanAudit(plan.placementCase, tables: plan.tables, summary: Data("[1".utf8), fileHashes: nil)
      .faults
    #expect(broken.map(\.kind) == [.file])
  }

  @Test(arguments: [1, 3]) func progressReachesTheEnd(_ threads: Int) {
    let plan = GoodPlan()
    let told = Mutex<[AuditProgress]>([])
    let audit = PlanAudit(
      plan.placementCase, tables: plan.tables, summary: plan.summaryBytes, fileHashes: plan.hashes,
      threads: threads
    ) { progress in told.withLock { $0.append(progress) } }
    #expect(audit.faults.isEmpty)
    let steps = told.withLock { $0 }
    let (students, rows) = (steps.filter { $0.step == .students }, steps.filter { $0.step == .rows })
    #expect(students.map(\.done).sorted() == Array(0...audit.students))
    #expect(students.allSatisfy { $0.of == audit.students })
    #expect(rows.map(\.done).sorted() == Array(0...rows[0].of) && rows[0].of > audit.students)
  }

  /// A column that recomputation gives in part: other text passes here, and changes the file's hash.
  private let free: Set<String> = ["detail"]

  @Test(arguments: [Language.english, .chinese]) func everyCellCounts(_ language: Language) {
    let good = GoodPlan(Town.make(language))
    for (number, table) in good.tables.enumerated() {
      for row in table.rows.indices {
        for (place, column) in table.columns.enumerated() where !free.contains(column) {
          var plan = good
          plan.tables[number].rows[row][place] += "x"
          let faults = plan.faults()
          #expect(!faults.isEmpty, "\(table.file) \(row) \(column)")
          let names = faults.contains { $0.description(in: language).contains("Name ") }
          #expect(!names, "a message repeats a name")
        }
      }
    }
  }

  @Test func freeTextIsCheckedAsFarAsFactsAllow() {
    func changed(_ file: String, _ id: String, _ column: String, _ text: String) -> Bool {
      var plan = GoodPlan()
      let number = plan.index(file)
      let row = plan.tables[number].rows.firstIndex { $0.prefix(2).contains(id) }!
      plan.tables[number].rows[row][plan.tables[number].columns.firstIndex(of: column)!] = text
      return !plan.faults().isEmpty
    }
    #expect(changed("unplaced.csv", "A8", "detail", ""))
    // A reason with a price beside it that the summary does not count.
    #expect(changed("unplaced.csv", "A8", "detail", "Because; to place the student: nothing"))
    #expect(changed("unplaced.csv", "A7", "detail", "4 posts match the specialty: 3 closed by grade"))
    #expect(changed("unplaced.csv", "A8", "reason", "no_open_post"))
    #expect(changed("unplaced.csv", "A8", "reason", "team"))
    #expect(changed("unplaced.csv", "A7", "reason", "contested"))
    #expect(changed("unplaced.csv", "B0", "reason", "contested"))
    for bad in ["-1", "1.5", "03", "+1", "x"] { #expect(changed("quotas.csv", "P1", "worth", bad)) }
  }

  /// The town leaves four students of priority 1 out; P1 is full, P2 is not.
  @Test func worthIsOneOfTheUnplacedAtAFullQuota() {
    func faults(_ id: String, _ worth: String, notComputed: Int) -> [String?] {
      var plan = GoodPlan()
      let number = plan.index("quotas.csv")
      let row = plan.tables[number].rows.firstIndex { $0[1] == id }!
      let columns = plan.tables[number].columns
      for name in ["worth", "worth_at_most"] {
        plan.tables[number].rows[row][columns.firstIndex(of: name)!] = worth
      }
      plan.summary["worth_not_computed"] = notComputed
      return plan.faults().map(\.column)
    }
    #expect(faults("P1", "4", notComputed: 2) == [])
    #expect(faults("P1", "4", notComputed: 3) == ["worth_not_computed"])
    #expect(faults("P1", "5", notComputed: 2) == ["worth", "worth_at_most"])
    #expect(faults("P2", "1", notComputed: 2) == ["worth", "worth_at_most"])
  }

  @Test func whatOneFileSaysTheOtherSaysToo() {
    func faults(_ change: (inout GoodPlan) -> Void) -> [String?] {
      var plan = GoodPlan()
      change(&plan)
      return plan.faults().map(\.column)
    }
    func set(_ plan: inout GoodPlan, _ file: String, _ id: String, _ column: String, _ text: String) {
      let number = plan.index(file)
      let row = plan.tables[number].rows.firstIndex { $0.prefix(2).contains(id) }!
      plan.tables[number].rows[row][plan.tables[number].columns.firstIndex(of: column)!] = text
    }
    // P2 has a free seat that A8 may take: nothing is contested.
    #expect(
      faults {
        set(&$0, "unplaced.csv", "A8", "reason", "contested")
        set(&$0, "assignments.csv", "A8", "reason", "contested")
        $0.summary["unplaced_by_reason"] = ["no_open_post": 1, "contested": 1, "team": 2]
      } == ["reason", "reason"])
    // A student whom no plan can place has no alternatives.
    let impossible = "Because; no plan at all has a place for the student"
    #expect(
      faults {
        set(&$0, "unplaced.csv", "A8", "detail", impossible)
        $0.summary["reasons_not_priced"] = 0
      } == ["alternatives", "alternatives_detail"])
    #expect(faults { set(&$0, "unplaced.csv", "B0", "detail", "Because.") }.contains("detail"))
    #expect(
      faults {
        set(&$0, "quotas.csv", "P1", "worth", "3")
        set(&$0, "quotas.csv", "P1", "worth_at_most", "2")
        $0.summary["worth_not_computed"] = 2
      } == ["worth_at_most"])
  }

  @Test func runJSON() {
    func columns(_ json: String) -> [String?] {
      let plan = GoodPlan()
      let data = try! JSONSerialization.data(withJSONObject: plan.summary)
      let faults = PlanAudit(
        plan.placementCase, tables: plan.tables, summary: data, fileHashes: plan.hashes, run: Data(json.utf8)
      ).faults
      return faults.map(\.column)
    }
    let rest = #""version": "1", "threads": 2, "peak_memory_mib": 9, "interrupted": false"#
    #expect(columns(#"{"started": "2026", "seconds": {"total": 1.5}, \#(rest)}"#) == [])
    #expect(columns(#"{"seconds": {"total": 1.5}, \#(rest)}"#) == ["started"])
    #expect(columns(#"{"started": "2026", "seconds": {"total": "x"}, \#(rest)}"#) == ["seconds"])
    #expect(columns("{") == [nil])
  }

  @Test func proofsAreOfAKnownKind() {
    func isRight(_ proof: String, gap: Double = 0.0001) -> Bool {
      var plan = GoodPlan()
      var stages = plan.summary["objectives"] as! [[String: Any]]
      stages[0]["proved_by"] = proof
      plan.summary["objectives"] = stages
      plan.summary["relative_gap"] = gap
      return plan.faults().isEmpty
    }
    #expect(isRight("network_flow") && isRight("branch_and_bound"))
    // The first stage's bound is 4.
    #expect(!isRight("zero") && !isRight("guess") && !isRight(""))
    #expect(isRight("network_flow", gap: 0) && !isRight("network_flow", gap: 1))
  }

  @Test func everyFigureOfTheSummaryCounts() {
    for path in leaves(GoodPlan().summary) {
      for change in [-1, 1] {
        var plan = GoodPlan()
        plan.summary = altered(plan.summary, path[...], by: change) as! [String: Any]
        #expect(!plan.faults().isEmpty, "\(path) \(change)")
      }
    }
  }

  @Test func boundsBelowTheValue() {
    func status(bound: Double, gap: Double, proven: Bool, _ status: String) -> [String?] {
      var plan = GoodPlan()
      var stages = plan.summary["objectives"] as! [[String: Any]]
      stages[0]["bound"] = bound
      stages[0]["gap"] = gap
      stages[0]["proven"] = proven
      plan.summary["objectives"] = stages
      plan.summary["status"] = status
      return plan.faults().map(\.column)
    }
    // The town leaves four students of weight 1 out.
    #expect(status(bound: 3, gap: 0.25, proven: false, "feasible") == [])
    #expect(status(bound: 3, gap: 0.25, proven: false, "optimal") == ["status"])
    #expect(status(bound: 3, gap: 0.2, proven: false, "feasible") == ["objectives[0].gap"])
    #expect(status(bound: 3, gap: 0.25, proven: true, "optimal") == ["objectives[0].proven"])
    #expect(status(bound: 3.5, gap: 0.125, proven: true, "optimal") == [])
    #expect(status(bound: 5, gap: -0.25, proven: true, "optimal") == ["objectives[0].bound"])
  }
}

/// Paths of every number, text and truth in a JSON value.
private func leaves(_ value: Any) -> [[any Sendable]] {
  if let members = value as? [String: Any] {
    return members.keys.sorted().flatMap { key in leaves(members[key]!).map { [key] + $0 } }
  }
  if let items = value as? [Any] {
    return items.indices.flatMap { index in leaves(items[index]).map { [index] + $0 } }
  }
  return [[]]
}

private func altered(_ value: Any, _ path: ArraySlice<any Sendable>, by change: Int) -> Any {
  if let key = path.first as? String, var members = value as? [String: Any] {
    members[key] = altered(members[key]!, path.dropFirst(), by: change)
    return members
  }
  if let index = path.first as? Int, var items = value as? [Any] {
    items[index] = altered(items[index], path.dropFirst(), by: change)
    return items
  }
  switch value {
  case let flag as Bool: return !flag
  case let number as Int: return number + change
  case let number as Double: return number + Double(change)
  default: return "\(value)x"
  }
}
