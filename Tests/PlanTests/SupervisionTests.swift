import Allocation
import CaseGenerator
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementAudit
import Plan
import Supervisors
import Testing

/// Supervisors in a plan's tables, against the audit's second reading.
@Suite struct SupervisionTests {
  struct Supervised {
    let placementCase: PlacementCase
    let plan: Plan
    let tables: [PlanTable]
    private let summary: Data

    init(_ seed: UInt64, students: Int = 120, _ change: (inout PlacementCase) -> Void = { _ in }) throws {
      var placementCase = generateCase(
        GeneratorOptions(students: students, seed: seed, rules: .all, language: .english))
      change(&placementCase)
      self.placementCase = placementCase
      let allocation = try allocate(
        placementCase, using: GLPKSolver(),
        options: .init(limits: SolverLimits(relativeGap: 0.0001), threads: 1))
      let supervision =
        placementCase.hasTeachers
        ? try supervise(
          placementCase, supervisees: allocation.supervisees, using: GLPKSolver(), limits: SolverLimits(),
          threads: 1)
        : nil
      plan = allocation.plan(relativeGap: 0.0001, supervision: supervision, threads: 1)
      tables = plan.tables
      summary = try plan.summary.jsonFile()
    }

    func faults(_ tables: [PlanTable]? = nil, _ summary: PlanSummary? = nil) throws -> [AuditFault] {
      try PlanAudit(
        placementCase, tables: tables ?? self.tables, summary: summary?.jsonFile() ?? self.summary,
        fileHashes: nil
      ).faults
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func madeUpCitiesPassTheAudit(_ seed: UInt64) throws {
    let supervised = try Supervised(seed)
    #expect(try supervised.faults() == [])
    #expect(supervised.plan.supervisors?.contains { !$0.teacherID.isEmpty } == true)
  }

  @Test func withoutTeachersThereIsNoneOfIt() throws {
    let supervised = try Supervised(1) {
      $0.hasTeachers = false
      $0.teachers = []
      for student in $0.students.indices { $0.students[student].teacherID = nil }
    }
    let names = supervised.tables.map(\.file)
    #expect(!names.contains("supervisors.csv") && !names.contains("teacher-practice.csv"))
    #expect(supervised.plan.summary.supervision == nil)
    #expect(try supervised.faults() == [])
  }

  @Test func schoolsWithoutTeachersLeaveEverybodyWithout() throws {
    let supervised = try Supervised(2) {
      $0.teachers = []
      for student in $0.students.indices { $0.students[student].teacherID = nil }
    }
    #expect(try supervised.faults() == [])
    let rows = try #require(supervised.plan.supervisors)
    #expect(rows.allSatisfy { $0.reason == .noTeacher && $0.teacherID.isEmpty })
    // Whoever found a place alone needs somebody too.
    let counts = supervised.plan.summary.counts
    #expect(rows.count == (counts["placed"] ?? 0) + (counts["self_arranged"] ?? 0))
  }

  /// A pair of classes ties those two, not the whole category of one of them.
  @Test func hostsAreSuggestedByCodesThatMatch() throws {
    for (codes, hasHost) in [("99", false), ("9901", true), ("9902", false), ("990101", true)] {
      let supervised = try Supervised(1) { placementCase in
        let listed = placementCase.posts[0].specialtyCodes[0].prefix(4)!
        for post in placementCase.posts.indices { placementCase.posts[post].specialtyCodes = [listed] }
        placementCase.equivalences = [SpecialtyEquivalence(listed, SpecialtyCode("9901")!)]
        var teacher = Teacher(id: "T0000")
        teacher.schoolID = placementCase.teachers[0].schoolID
        teacher.specialtyCodes = [SpecialtyCode(codes)!]
        teacher.maxStudents = 0
        placementCase.teachers.insert(teacher, at: 0)
      }
      let row = try #require(supervised.plan.teacherPractice?.first)
      #expect(row.suggestedEnterpriseID.isEmpty != hasHost, "\(codes)")
      #expect(try supervised.faults() == [])
    }
  }

  @Test func everyCellCounts() throws {
    let supervised = try Supervised(3)
    for (number, table) in supervised.tables.enumerated()
    where ["supervisors.csv", "teacher-practice.csv"].contains(table.file) {
      for (row, cells) in table.rows.enumerated() {
        for column in cells.indices {
          var tables = supervised.tables
          tables[number].rows[row][column] += "1"
          #expect(try !supervised.faults(tables).isEmpty, "\(table.file), row \(row), column \(column)")
        }
      }
    }
  }

  @Test func everyFigureCounts() throws {
    let supervised = try Supervised(3)
    for change: (inout PlanSummary.Supervision) -> Void in [
      { $0.unsupervised.value += 1 }, { $0.pairs.value -= 1 }, { $0.points.value += 10 },
      { $0.pairs.bound = $0.pairs.value + 1 }, { $0.pairs.bound = 0 },
    ] {
      var summary = supervised.plan.summary
      change(&summary.supervision!)
      #expect(try !supervised.faults(nil, summary).isEmpty)
    }
    var summary = supervised.plan.summary
    summary.supervision = nil
    #expect(try !supervised.faults(nil, summary).isEmpty)
  }

  /// One supervisor moved, taken away or made up in assignments.csv.
  @Test func everySupervisorCounts() throws {
    let supervised = try Supervised(4)
    let column = PlanSchema.assignments.columns.firstIndex { $0.name == "supervisor_id" }!
    let teachers = supervised.placementCase.teachers.map(\.id) + ["", "T9999"]
    for row in supervised.tables[0].rows.indices.prefix(25) {
      for teacher in teachers where teacher != supervised.tables[0].rows[row][column] {
        var tables = supervised.tables
        tables[0].rows[row][column] = teacher
        #expect(try !supervised.faults(tables).isEmpty, "row \(row), \(teacher)")
      }
    }
  }
}
