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
      language: .english)
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

  /// What is wrong with the case hides not that there is no plan.
  @Test func aCaseAtFaultAndNoPlanAreToldTogether() throws {
    let (folder, _) = try folders(published: nil)
    let (caseFolder, nothing) = (
      folder.url.appendingPathComponent("case"), folder.url.appendingPathComponent("x")
    )
    try FileManager.default.createDirectory(at: nothing, withIntermediateDirectories: true)
    func faults() -> [String] {
      preparePublication(caseFolder: caseFolder, planFolder: nothing).diagnostics.filter(\.isFault).map(
        \.file)
    }
    let alone = faults()
    #expect(!alone.isEmpty)
    folder.write("indicator,target,due_year\nplaced,0.9,1800\n", to: "case/targets.csv")
    #expect(faults() == ["targets.csv"] + alone)
  }

  @Test func othersAreAnnouncedOrWithdrawn() throws {
    let (folder, plan) = try folders(
      published: "student_id,post_id,stage\nS01,P02,signed\nS02,P02,started\n")
    let caseFolder = folder.url.appendingPathComponent("case")
    let publication = preparePublication(caseFolder: caseFolder, planFolder: plan)
    let text = String(decoding: try #require(publication.data), as: UTF8.self)
    #expect(text == "\u{FEFF}student_id,post_id,stage\r\nS01,P01,announced\r\n")
    #expect(publication.told.kept == 0 && publication.announced == 1)
    #expect(publication.told.elsewhere == 1 && publication.told.without == 1)
    #expect(!publication.isUnchanged)
  }

  /// As the summary of a run counts: who takes no part any more, or has found a place alone, has had no post taken away.
  @Test func whoLeftIsCountedApart() throws {
    let assignments = PlanTable(
      file: "assignments.csv", columns: ["student_id", "status", "post_id"],
      rows: [
        ["A", "kept", "P1"], ["B", "moved", "P2"], ["C", "未安排", ""], ["D", "excluded", ""], ["E", "不参加", ""],
        ["F", "self_arranged", "self:F"], ["G", "自行联系", "self:G"], ["H", "placed", "P1"],
        ["I", "placed", "P2"], ["J", "unplaced", ""], ["K", "unplaced", ""],
      ])
    func known(_ post: String) -> PublishedRows.Entry {
      PublishedRows.Entry(post: post, stage: .announced, isOfKnownPost: true)
    }
    var old = Dictionary(uniqueKeysWithValues: ["A", "B", "C", "D", "E", "F"].map { ($0, known("P1")) })
    old["G"] = PublishedRows.Entry(post: "self:G", stage: .announced)
    // Posts that the case has no more, and one that has ended: nobody was told anything by these.
    old["I"] = PublishedRows.Entry(post: "P9", stage: .announced)
    old["J"] = PublishedRows.Entry(post: "P9", stage: .announced)
    old["K"] = PublishedRows.Entry(post: "P1", stage: nil, isOfKnownPost: true)
    let rows = try #require(PublishedRows(assignments, old: old, language: .english))
    let told = rows.told
    #expect(told.kept == 1 && told.elsewhere == 1 && told.without == 1 && told.left == 3)
    #expect(rows.announced == 3)
    #expect(
      rows.table.rows == [
        ["A", "P1", "announced"], ["B", "P2", "announced"], ["F", "self:F", "announced"],
        ["G", "self:G", "announced"], ["H", "P1", "announced"], ["I", "P2", "announced"],
        ["K", "P1", "ended"],
      ])
  }

  /// Whoever has confirmed or signed a post and does not keep it is named, with the row; nobody else is.
  @Test func whatWasAgreedIsNotTakenBackUnsaid() throws {
    func said(_ rows: String) throws -> [String] {
      let (folder, plan) = try folders(published: "student_id,post_id,stage,consent_on\n" + rows)
      defer { withExtendedLifetime(folder) {} }
      let caseFolder = folder.url.appendingPathComponent("case")
      return preparePublication(caseFolder: caseFolder, planFolder: plan).remarks
        .map { $0.description(in: .english) }
    }
    let broken = try said("S01,P02,confirmed,2020-07-01\nS02,P02,signed,\n")
    #expect(broken.count == 2, "\(broken)")
    #expect(
      broken[0].hasPrefix(
        "published.csv:2:student_id: warning: “S01”: the student's post is confirmed already")
        && broken[0].contains("gives another"))
    #expect(broken[1].hasPrefix("published.csv:3:") && broken[1].contains("gives none"))
    #expect(try said("S01,P01,confirmed,\nS02,P02,announced,\n").isEmpty)
    #expect(try said("S01,P02,announced,\nS02,P02,ended,\n").isEmpty)
  }

  /// Whoever takes no part any more, or has found a place alone, has been asked.
  @Test func whoLeftGoesBackOnNothing() throws {
    let folder = TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    folder.write(
      "student_id,post_id,stage\nA,P1,confirmed\nB,P1,started\nC,P1,signed\nD,self:D,signed\nE,P1,announced\n"
        + "F,P1,confirmed\nG,P1,confirmed\n", to: "published.csv")
    let plan: [String: (status: PlacementStatus, post: String)] = [
      "A": (.moved, "P2"), "B": (.unplaced, ""), "C": (.excluded, ""), "D": (.placed, "P2"),
      "E": (.moved, "P2"),
      "F": (.selfArranged, "self:F"),
    ]
    #expect(brokenAgreements(in: folder.url) { plan[$0] } == ["A", "B"])
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
    let schools = try splitPlan(at: plan, by: .school)
    #expect(schools.files.map(\.name) == ["SCH%2F2.csv", "SCH1.csv", "index.csv"])
    let index = try #require(
      planTable(named: "index.csv", [UInt8](schools.files[2].data), log: DiagnosticLog()))
    #expect(index.rows == [["SCH/2", "", "SCH%2F2.csv", "1"], ["SCH1", "", "SCH1.csv", "1"]])
    let log = DiagnosticLog()
    let first = try #require(planTable(named: "a", [UInt8](schools.files[1].data), log: log))
    #expect(first.columns == Columns.assignments)
    #expect(first.rows.map { $0[0] } == ["S01"])
    let enterprises = try splitPlan(at: plan, by: .enterprise)
    #expect(enterprises.files.map(\.name) == ["E01.csv", "index.csv"])
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
    let schools = try splitPlan(at: plan, by: .school)
    #expect(
      schools.files.map(\.name) == [
        "SCH%2F2.csv", "SCH1.csv", "changes/SCH%2F2.csv", "index.csv", "unplaced/SCH%2F2.csv",
        "unplaced/SCH1.csv",
      ])
    let text = String(decoding: schools.files[5].data, as: UTF8.self)
    #expect(text.contains("S01") && !text.contains("S02"))
    #expect(try splitPlan(at: plan, by: .enterprise).files.map(\.name) == ["E01.csv", "index.csv"])
  }

  @Test func theLockIsHeldByOne() throws {
    let folder = TemporaryFolder()
    do {
      let first = try CaseLock(folder: folder.url)
      #expect(throws: CaseLock.Failure.held(by: getpid())) { try CaseLock(folder: folder.url) }
      withExtendedLifetime(first) {}
    }
    _ = try CaseLock(folder: folder.url)
  }

  /// Whoever may only read a folder cannot stand in the way of those who work in it.
  @Test func whoMayOnlyReadCannotHoldTheLock() throws {
    let folder = TemporaryFolder()
    let file = folder.url.appendingPathComponent(CaseLock.fileName)
    // As wide as somebody's careless copy may have made it.
    _ = FileManager.default.createFile(
      atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o644])
    let directory = open(folder.url.path, O_RDONLY | O_DIRECTORY)
    defer { close(directory) }
    #expect(flock(directory, LOCK_EX | LOCK_NB) == 0)
    let lock = try CaseLock(folder: folder.url)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    withExtendedLifetime(lock) {}
  }

  @Test func whereNoFileCanBeMadeTheLockSaysSo() throws {
    let folder = TemporaryFolder()
    let none = folder.url.appendingPathComponent("none")
    #expect(throws: CaseLock.Failure.unusable(ENOENT)) { try CaseLock(folder: none) }
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent(CaseLock.fileName), withDestinationURL: none)
    #expect(throws: CaseLock.Failure.unusable(ELOOP)) { try CaseLock(folder: folder.url) }
  }

  /// Ids as file names: stable, apart on every file system, no longer than any of them takes.
  @Test func everyIDHasASafeNameOfItsOwn() {
    #expect(FileName.safe("X01") == "X01" && FileName.safe("第一职校") == "第一职校" && FileName.safe("007") == "007")
    let odd = [
      "A", "a", "CON", "con", "Con", "LPT1", "INDEX", "index", "..", "../x", "a/b", "-rf", "x y", "É", "é",
      "e\u{301}", String(repeating: "长", count: 400), String(repeating: "长", count: 401),
      String(repeating: "X", count: 100), String(repeating: "X", count: 101), "\u{1B}[2J", "a\u{0}b",
      "ก" + String(repeating: "\u{E34}", count: 500), "A~ca978112ca1bbdca", "a~CA978112CA1BBDCA",
    ]
    let names = odd.map(FileName.safe)
    #expect(Set(names.map { $0.lowercased() }).count == odd.count)
    for name in names {
      #expect(!name.isEmpty && name.utf8.count <= 100 && !name.contains("/") && !name.hasPrefix("."))
      #expect(!["CON", "LPT1", "INDEX"].contains(name.uppercased()))
    }
  }
}
