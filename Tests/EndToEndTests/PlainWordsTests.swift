import Foundation
import Testing

/// What somebody reads who knows the policy and no programs: it is true of the rows at hand, and says what to do.
@Suite struct PlainWordsTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/tiny"),
      to: scratch.url.appendingPathComponent("city"))
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: scratch.url.appendingPathComponent("city/" + name))
  }

  private func run(_ arguments: String...) throws -> Binary.Result {
    try Binary.run(arguments, in: scratch.url)
  }

  /// A table of the case with one more column.
  private func add(_ column: String, _ cells: [String: String], to file: String) throws {
    let text = try String(
      contentsOf: scratch.url.appendingPathComponent("city/" + file), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).enumerated().map { place, row in
      let id = String(row.split(separator: ",")[0])
      return "\(row),\(place == 0 ? column : cells[id] ?? "")"
    }
    try write(rows.joined(separator: "\n") + "\n", to: file)
  }

  /// A post that its enterprise's share leaves too few seats is not said to have too few of its own.
  @Test func aMinimumOutOfReachNamesTheQuota() throws {
    defer { scratch.remove() }
    try write(
      "enterprise_id,name,district,staff_total,staff_on_duty\nE1,enterprise E1,D1,30,10\nE2,enterprise E2,D1,100,100\n",
      to: "enterprises.csv")
    try add("min_students", ["P1": "2"], to: "posts.csv")
    let said = try run("check", "city", "--quiet").errors
    #expect(said.contains("post P1 has a quota of 1 (of enterprise E1), below its minimum of 2"), "\(said)")
  }

  /// In a year under way nobody is sent to a post's first day in the past without a word.
  @Test func postsThatHaveBegunAreSaid() throws {
    defer { scratch.remove() }
    try write("student_id,post_id,stage\nS1,P1,started\n", to: "published.csv")
    let before = try run("allocate", "city", "--output", "plan", "--as-of", "2026-09-01", "--quiet")
    #expect(before.code == 0 && !before.errors.contains("available_from"), "\(before.errors)")
    let after = try run("allocate", "city", "--output", "plan", "--force", "--as-of", "2026-09-02", "--quiet")
    #expect(after.code == 0 && after.errors.contains("began before 2026-09-02"), "\(after.errors)")
    #expect(after.errors.contains("available_from"))
    // Before anybody has started it is a plan like any other.
    try write("student_id,post_id,stage\nS1,P1,signed\n", to: "published.csv")
    let first = try run("allocate", "city", "--output", "plan", "--force", "--as-of", "2026-09-02", "--quiet")
    #expect(first.code == 0 && !first.errors.contains("available_from"), "\(first.errors)")
  }

  /// Seats are no answer to why nobody is at a post that is open to nobody.
  @Test func explainSaysThatNobodyMayCome() throws {
    defer { scratch.remove() }
    try add("approved", ["E1": "yes", "E2": "no"], to: "enterprises.csv")
    #expect(try run("allocate", "city", "--output", "plan", "--quiet").code == 0)
    let host = try run("explain", "city", "plan", "--enterprise", "E2")
    #expect(
      host.output.contains("open to nobody, 6 students by host: an approved host enterprise"),
      "\(host.output)")
    #expect(try !run("explain", "city", "plan", "--enterprise", "E1").output.contains("open to nobody"))
  }

  /// Dates that are filled in once a plan is published lie behind the plan's day; they are true, and no fault.
  @Test func aPublishedPlanIsExplainedWhileDatesAreFilledIn() throws {
    defer { scratch.remove() }
    #expect(try run("allocate", "city", "--output", "plan", "--as-of", "2024-06-15", "--quiet").code == 0)
    #expect(try run("publish", "city", "plan", "--quiet").code == 0)
    let file = scratch.url.appendingPathComponent("city/published.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).enumerated()
      .map { place, row in "\(row),\(place == 0 ? "consent_on" : "2024-07-01")" }
    try write(rows.joined(separator: "\n") + "\n", to: "published.csv")
    let told = try run("explain", "city", "plan", "--student", "S1")
    #expect(told.code == 0, "\(told.errors)")
    let verified = try run("verify", "city", "plan", "--quiet")
    #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    // A case looked at on an earlier day has it as a fault all the same.
    #expect(try run("check", "city", "--as-of", "2024-06-15", "--quiet").code == 65)
  }

  /// A year that is closed too early is closed again.
  @Test func aYearThatIsClosedTooEarlySaysSo() throws {
    defer { scratch.remove() }
    for (day, isEarly) in [("2027-02-27", true), ("2027-02-28", false)] {
      #expect(try run("allocate", "city", "--output", "plan", "--as-of", day, "--force", "--quiet").code == 0)
      let closed = try run("publish", "city", "plan", "--close-year", "--force")
      #expect(
        closed.code == 0 && closed.errors.contains("have not ended yet, the last on 2027-02-28") == isEarly)
    }
  }

  /// Of posts that ask for different things, what one of them asks for is said with its id.
  @Test func anExampleIsSaidToBeOne() throws {
    defer { scratch.remove() }
    let posts = ["P1": "9000", "P2": "8000"]
    let text = try String(contentsOf: scratch.url.appendingPathComponent("city/posts.csv"), encoding: .utf8)
    let ids = text.split(whereSeparator: \.isNewline).dropFirst().map { String($0.split(separator: ",")[0]) }
    let pay = Dictionary(ids.map { ($0, posts[$0] ?? "7000") }) { first, _ in first }
    try add("reference_pay", pay, to: "posts.csv")
    #expect(try run("allocate", "city", "--output", "plan", "--quiet").code == 0)
    let unplaced = try String(
      contentsOf: scratch.url.appendingPathComponent("plan/unplaced.csv"), encoding: .utf8)
    #expect(
      unplaced.contains("closed by pay (such as post P1: monthly pay of at least 0.8 of the post's 9000 yuan")
    )
    #expect(try run("verify", "city", "plan", "--quiet").code == 0)
  }
}
