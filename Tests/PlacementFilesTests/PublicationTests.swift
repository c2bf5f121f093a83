import Foundation
import Placement
import Testing

@testable import PlacementFiles

@Suite struct PublicationTests {
  private static let assignments = PlanTable(
    file: "assignments.csv", columns: Columns.assignments,
    rows: [
      row("S01", school: "SCH1", post: "P01", enterprise: "E01"),
      row("S02", school: "SCH/2", post: "", enterprise: ""),
    ])

  /// A row with recognisable text in the columns that an enterprise must not see.
  private static func row(
    _ student: String, school: String, post: String, enterprise: String
  ) -> [String] {
    let cells = [
      "student_id": student, "school_id": school, "post_id": post, "enterprise_id": enterprise,
      "distance_km": "SECRET", "preference_rank": "SECRET", "previous_post_id": "SECRET",
      "alternatives": "SECRET", "alternatives_detail": "SECRET", "wishes": "SECRET", "team": "SECRET",
      "reason": "SECRET", "note": "SECRET", "overridden_rules": "SECRET", "teacher": "Teacher",
    ]
    return Columns.assignments.map { cells[$0] ?? "" }
  }

  /// A case with a plan made from it, as far as publishing looks at it.
  private func folders(published: String?) throws -> (folder: TemporaryFolder, plan: URL) {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("case"), withIntermediateDirectories: true)
    for (file, data) in SampleCase.standard { folder.write(data, to: "case/" + file) }
    if let published { folder.write(published, to: "case/published.csv") }
    let inputs = try #require(
      readCase(at: folder.url.appendingPathComponent("case")).placementCase
    ).inputs
    let hashes = inputs.map { "\"\($0.name)\": \"\($0.sha256)\"" }.joined(separator: ", ")
    let summary = Data("{\"language\": \"en\", \"inputs\": {\(hashes)}}".utf8)
    let plan = folder.url.appendingPathComponent("plan")
    try OutputWriter().writePlan(
      tables: [PublicationTests.assignments], json: [("summary.json", summary)], to: plan,
      language: .english, replacing: false)
    return (folder, plan)
  }

  @Test func stagesOfThoseWhoStayAreKept() throws {
    let (folder, plan) = try folders(
      published: "student_id,post_id,stage\nS01,P01,已签协议\nS02,P02,ended\n")
    let caseFolder = folder.url.appendingPathComponent("case")
    let publication = preparePublication(caseFolder: caseFolder, planFolder: plan)
    #expect(publication.differingInputs == [])
    let text = String(decoding: try #require(publication.data), as: UTF8.self)
    #expect(text == "\u{FEFF}student_id,post_id,stage\r\nS01,P01,signed\r\nS02,P02,ended\r\n")
    #expect(publication.isUnchanged)
  }

  @Test func othersAreAnnouncedOrWithdrawn() throws {
    let (folder, plan) = try folders(
      published: "student_id,post_id,stage\nS01,P02,signed\nS02,P02,started\n")
    let caseFolder = folder.url.appendingPathComponent("case")
    let publication = preparePublication(caseFolder: caseFolder, planFolder: plan)
    let text = String(decoding: try #require(publication.data), as: UTF8.self)
    #expect(text == "\u{FEFF}student_id,post_id,stage\r\nS01,P01,announced\r\n")
    #expect(publication.kept == 0 && publication.announced == 1 && publication.withdrawn == 1)
    #expect(!publication.isUnchanged)
  }

  @Test func otherInputsAreNamed() throws {
    let (folder, plan) = try folders(published: nil)
    let caseFolder = folder.url.appendingPathComponent("case")
    folder.write(SampleCase.posts + "\n", to: "case/posts.csv")
    folder.write("student_id,rank,post_id\n", to: "case/preferences.csv")
    let publication = preparePublication(caseFolder: caseFolder, planFolder: plan)
    #expect(publication.differingInputs == ["posts.csv", "preferences.csv"])
    let nothing = preparePublication(caseFolder: caseFolder, planFolder: caseFolder)
    #expect(nothing.diagnostics.map(\.kind) == [.missing])
  }

  @Test func eachSchoolItsOwnEachEnterpriseNoMoreThanItNeeds() throws {
    let (folder, plan) = try folders(published: nil)
    defer { withExtendedLifetime(folder) {} }
    let schools = splitPlan(at: plan, by: .school)
    #expect(schools.files.map(\.name) == ["SCH%2F2.csv", "SCH1.csv"])
    let log = DiagnosticLog()
    let first = try #require(planTable(named: "a", [UInt8](schools.files[1].data), log: log))
    #expect(first.columns == Columns.assignments)
    #expect(first.rows.map { $0[0] } == ["S01"])
    let enterprises = splitPlan(at: plan, by: .enterprise)
    #expect(enterprises.files.map(\.name) == ["E01.csv"])
    let text = String(decoding: enterprises.files[0].data, as: UTF8.self)
    #expect(text.contains("Teacher") && !text.contains("SECRET") && !text.contains("S02"))
  }

  /// In folders of their own: the lists at the top are all of one kind, as `decide` reads them.
  @Test func aSchoolHasItsUnplacedAndItsChanges() throws {
    let (folder, plan) = try folders(published: nil)
    defer { withExtendedLifetime(folder) {} }
    for table in [PlanSchema.unplaced, PlanSchema.changes] {
      let columns = table.columns.map(\.name)
      let rows = [("S01", "SCH1"), ("S02", "SCH/2")].map { id, school in
        columns.map { $0 == "student_id" ? id : $0 == "school_id" ? school : "" }
      }
      let data = csvData(
        table: PlanTable(
          file: table.file, columns: columns, rows: Array(rows.suffix(table.file == "changes.csv" ? 1 : 2))),
        language: .english)
      folder.write(data, to: "plan/" + table.file)
    }
    let schools = splitPlan(at: plan, by: .school)
    #expect(
      schools.files.map(\.name) == [
        "SCH%2F2.csv", "SCH1.csv", "changes/SCH%2F2.csv", "unplaced/SCH%2F2.csv", "unplaced/SCH1.csv",
      ])
    let text = String(decoding: schools.files[4].data, as: UTF8.self)
    #expect(text.contains("S01") && !text.contains("S02"))
    #expect(splitPlan(at: plan, by: .enterprise).files.map(\.name) == ["E01.csv"])
  }

  @Test func theLockIsHeldByOne() throws {
    let folder = TemporaryFolder()
    do {
      let first = try #require(CaseLock(folder: folder.url))
      #expect(CaseLock(folder: folder.url) == nil)
      withExtendedLifetime(first) {}
    }
    #expect(CaseLock(folder: folder.url) != nil)
  }
}
