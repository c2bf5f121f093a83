import Foundation
import Placement
import TestSupport
import Testing

/// What a run must not leave unsaid.
@Suite struct WarningTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try FileManager.default.copyItem(
      atPath: Binary.package.appendingPathComponent("Fixtures/tiny").path, toPath: path("city"))
  }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: scratch.url.appendingPathComponent(name))
  }

  private func run(_ arguments: String...) throws -> Binary.Result {
    try Binary.run(arguments, in: scratch.url)
  }

  @Test func verifySaysFirstThatTheCaseHasChanged() throws {
    defer { scratch.remove() }
    #expect(try run("allocate", "city", "--output", "plan", "--quiet").code == 0)
    #expect(try !run("verify", "city", "plan", "--quiet").errors.contains("has changed"))
    try write("from_zone,to_zone,distance_km\nhome,near,7.0\nhome,next,3.0\n", to: "city/travel.csv")
    let result = try run("verify", "city", "plan", "--quiet")
    #expect(result.code == 1)
    #expect(
      result.errors.hasPrefix("the case has changed since the plan was made (travel.csv)"), "\(result.errors)"
    )
  }

  /// A folder that was copied for the next year, with the posts of this one still in it.
  @Test func lastYearsPostsAreNoticed() throws {
    defer { scratch.remove() }
    let words = "posts.csv:end_date: warning: all posts have ended before the school year of 2027 begins"
    for (year, isSaid) in [(2026, false), (2027, true)] {
      try write("name: tiny\nlanguage: en\nacademic_year: \(year)\n", to: "city/policy.yaml")
      let result = try run("check", "city", "--quiet")
      #expect(result.code == 0 && result.errors.contains(words) == isSaid, "\(result.errors)")
    }
    // Whatever names last year's students is named.
    let said = try run("check", "city", "--quiet", "--language", "zh-Hans").errors
    for table in CaseSchema.tablesOfStudents { #expect(said.contains(table.chinese), "\(table.chinese)") }
  }

  /// A plan of nobody is no success that goes by unseen, not even where nothing else is said.
  @Test func aPlanOfNobodyIsSaid() throws {
    defer { scratch.remove() }
    let header = try String(contentsOfFile: path("city/posts.csv"), encoding: .utf8).prefix { $0 != "\n" }
    try write(header + "\n", to: "city/posts.csv")
    let empty = try run("allocate", "city", "--output", "plan", "--quiet")
    #expect(empty.errors.contains("posts.csv:1: warning: there is a header and no row yet"))
    #expect(empty.errors.contains("nobody was placed"))
  }

  /// What is found out after reading is said of the cell where it stands, as what is found by reading.
  @Test func whatIsFoundAfterReadingNamesTheCell() throws {
    defer { scratch.remove() }
    let fixture = Binary.package.appendingPathComponent("Fixtures/hangzhou/posts.csv")
    let posts = try String(contentsOf: fixture, encoding: .utf8)
      .replacing(",710104,5,3,同类组1,", with: ",710104,2,3,同类组1,", maxReplacements: 1)
    try FileManager.default.removeItem(atPath: path("city"))
    try FileManager.default.copyItem(
      atPath: fixture.deletingLastPathComponent().path, toPath: path("city"))
    try write(posts, to: "city/posts.csv")
    let warning = "提醒：岗位 P0001 最多 2 人，低于最少人数 3"
    #expect(try run("check", "city", "--quiet").errors.contains("posts.csv:2:最少人数: " + warning))
    let sheet = try Sheet(scratch.url.appendingPathComponent("city/posts.csv"))
    try FileManager.default.removeItem(atPath: path("city/posts.csv"))
    let workbook = WorkbookBuilder(tables: [("岗位", [sheet.header] + sheet.rows)])
    try Data(workbook.bytes).write(to: scratch.url.appendingPathComponent("city/case.xlsx"))
    #expect(try run("check", "city", "--quiet").errors.contains("case.xlsx!岗位:G2: " + warning))
  }

  @Test func objectivesWithoutTheUnplacedAreSaid() throws {
    defer { scratch.remove() }
    let policy = try String(contentsOfFile: path("city/policy.yaml"), encoding: .utf8)
      .components(separatedBy: "objectives:")[0]
    try write(policy + "objectives:\n  - {distance: 1}\n", to: "city/policy.yaml")
    #expect(
      try run("check", "city", "--quiet").errors.contains(
        "policy.yaml:objectives: warning: without `unplaced`"))
  }

  /// Another user's closed folder is there; that it cannot be read is something else.
  @Test func aClosedFolderIsNotAMissingOne() throws {
    defer { scratch.remove() }
    let setpriv = "/usr/bin/setpriv"
    guard getuid() == 0, FileManager.default.isExecutableFile(atPath: setpriv) else { return }
    #expect(try run("allocate", "city", "--output", "plan", "--quiet").code == 0)
    // A copy that anybody may run: the build's own folder may be closed.
    let copy = path("placement")
    try FileManager.default.copyItem(atPath: Binary.path.path, toPath: copy)
    for (place, mode) in [
      (scratch.url.path, 0o755), (copy, 0o755), (path("city"), 0o755), (path("plan"), 0o700),
    ] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: setpriv)
    process.arguments = [
      "--reuid=65534", "--regid=65534", "--clear-groups", copy, "explain", path("city"), path("plan"),
      "--student", "S1",
    ]
    let errors = scratch.url.appendingPathComponent("errors")
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 66)
    let words = try String(contentsOf: errors, encoding: .utf8)
    #expect(words.contains("this account may not read the folder"), "\(words)")
  }
}
