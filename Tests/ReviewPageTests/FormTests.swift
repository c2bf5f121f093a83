import Foundation
import TestSupport
import Testing

@testable import placement_review

/// Forms that are not taken, and where they lead back to; what the first page tells whom.
@Suite(.waits) struct FormTests {
  private static let list = "/students?status=unplaced&sort=name"

  private func marks(_ page: Page, _ query: String, as cookie: String) throws -> [String] {
    try page.get("/api/students?" + query, as: cookie).text.matches(of: /"mark":"([^"]+)"/).map {
      String($0.1)
    }
  }

  /// Ticks, words and the list itself are still there when a form for several students comes back.
  @Test func aFormForSeveralStudentsComesBackWithAllThatItHeld() throws {
    let page = try Page.shared.get()
    let cookie = try page.cookie(of: "li")
    let place = "/proposals?from=" + Page.encoded(Self.list)
    #expect(
      try page.get(Self.list, as: cookie).text.contains(#"action="/proposals?from=%2Fstudents%3F"#))
    let none = try page.post(place, [("action", "ban"), ("target", "P0007"), ("words", "仍在")], as: cookie)
    #expect(none.status == 400 && none.text.contains("请先勾选学生"))
    let two = try marks(page, "status=unplaced&sort=name", as: cookie).prefix(2)
    let fields = two.map { ("student", $0) } + [("action", "ban"), ("target", "P9999"), ("words", "仍在")]
    let unknown = try page.post(place, fields, as: cookie)
    #expect(unknown.status == 400 && unknown.text.contains("没有编号为 P9999 的岗位或企业"))
    for (answer, ticks) in [(none, 0), (unknown, 2)] {
      #expect(answer.text.contains(#"name="words" value="仍在""#))
      #expect(answer.text.contains(/<option value="unplaced" selected/))
      #expect(answer.text.contains(/<option value="ban" selected/))
      #expect(answer.text.matches(of: /name="student" [^>]* checked>/).count == ticks)
    }
  }

  /// Nobody's decision is overridden unseen: whom somebody else has decided on meanwhile is named and ticked no more.
  @Test func aFormForSeveralStudentsNamesAllThatWereChangedMeanwhile() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    let place = "/proposals?from=" + Page.encoded("/students?status=placed&decided=no")
    let file = page.caseFolder.appendingPathComponent("decisions.csv")
    let before = try Data(contentsOf: file)
    func send(_ marks: [String]) throws -> (answer: Page.Answer, ticked: [String]) {
      let fields = marks.map { ("student", $0) } + [("action", "ban"), ("target", "E0036"), ("words", "仍在")]
      let answer = try page.post(place, fields, as: cookie)
      return (
        answer,
        answer.text.matches(of: /name="student" value="([^"]+)"[^>]* checked>/).map { String($0.1) }
      )
    }
    let three = Array(try marks(page, "status=placed&decided=no", as: cookie).prefix(3))
    let students = three.map { String($0.prefix { $0 != "~" }) }
    let rows = students.prefix(2).map { "\($0),,E0011,不安排,电话中说定,陈老师,2026-06-01\n" }.joined()
    try (before + Data(rows.utf8)).write(to: file)
    let changed = try send(three)
    #expect(changed.answer.status == 409)
    for student in students.prefix(2) {
      #expect(changed.answer.text.contains("\(student)：不安排 E0011（电话中说定，陈老师）"), "\(changed.answer.text)")
    }
    #expect(!changed.answer.text.contains("\(students[2])：") && changed.ticked == [three[2]])
    #expect(changed.answer.text.contains(#"name="words" value="仍在""#))
    // Nor is the end of a decision missed.
    let two = try students.prefix(2).map { try #require(marks(page, "q=\($0)", as: cookie).first) }
    try before.write(to: file)
    let ended = try send([two[0], two[1], three[2]])
    #expect(ended.answer.status == 409 && ended.ticked == [three[2]])
    for student in students.prefix(2) { #expect(ended.answer.text.contains("\(student)：没有决定")) }
    // What is still ticked, and may be sent again, overrides nothing.
    #expect(try send(ended.ticked).answer.headers["location"]?.hasPrefix("/proposals/") == true)
  }

  /// Why a form is not taken is said over a list that has become empty too, and what is ticked outlives its filter.
  @Test func aFormThatComesBackToAnotherListLosesNoTick() throws {
    let page = try Page.shared.get()
    let cookie = try page.cookie(of: "li")
    let place = "/proposals?from=" + Page.encoded("/students?q=nobody-is-called-so")
    let fields = [("action", "ban"), ("target", "P9999"), ("words", "仍在")]
    let none = try page.post(place, fields, as: cookie)
    #expect(none.status == 400 && none.text.contains("请先勾选学生"), "\(none.text)")
    let two = try marks(page, "status=unplaced&sort=name", as: cookie).prefix(2)
    let answer = try page.post(place, two.map { ("student", $0) } + fields, as: cookie)
    #expect(answer.status == 400 && answer.text.contains("没有编号为 P9999 的岗位或企业"))
    #expect(answer.text.contains("勾选的学生中有 2 名不在这一页的名单中"))
    #expect(answer.text.matches(of: /name="student" [^>]* checked>/).count == 2)
    #expect(answer.text.contains(#"name="words" value="仍在""#))
  }

  /// Whoever has to sign in again is led to the student, not to the beginning of all of them; nowhere else.
  @Test func afterSigningInTheFormIsWhereItWas() throws {
    let page = try Page.shared.get()
    func next(_ from: String) throws -> String {
      let answer = try page.post("/proposals?from=" + Page.encoded(from), [("words", "x")])
      return try #require(answer.headers["location"]?.firstMatch(of: /next=([^&]*)/).map { String($0.1) })
    }
    #expect(try next("/students/S00255?status=unplaced") == "%2Fstudents%2FS00255%3Fstatus%3Dunplaced")
    #expect(try next(Self.list) == "%2Fstudents%3Fstatus%3Dunplaced%26sort%3Dname")
    for other in [
      "", "//elsewhere.example.org", "/studentsx", "https://elsewhere.example.org/students", "/accounts",
    ] {
      #expect(try next(other) == "%2Fstudents", "\(other)")
    }
    // From a student's page a form that comes back keeps the list that she was found in.
    let cookie = try page.cookie(of: "li")
    let mark = try #require(try marks(page, "q=S00255", as: cookie).first)
    let again = try page.post(
      "/proposals?from=" + Page.encoded("/students/S00255?status=unplaced"),
      [("student", mark), ("action", "ban"), ("words", "x")], as: cookie)
    #expect(again.text.contains("请填写岗位编号或企业编号"))
    #expect(again.text.contains(#"href="/students?status=unplaced""#))
  }

  /// As in an edited list.
  @Test func aPinWithoutAPostIsOfTheStudentsOwn() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    let text = try page.get("/api/students?status=placed", as: cookie).text
    let mark = try #require(text.firstMatch(of: /"mark":"([^"]+)"/).map { String($0.1) })
    let post = try #require(text.firstMatch(of: /"post":"([^"]+)"/).map { String($0.1) })
    let answer = try page.post(
      "/proposals", [("student", mark), ("action", "pin"), ("target", ""), ("words", "x")], as: cookie)
    let place = try #require(answer.headers["location"])
    #expect(place.hasPrefix("/proposals/"), "\(answer.text)")
    let proposal = try page.settled(place, as: cookie)
    #expect(proposal.contains(post) && proposal.contains("\"moveCount\":0"), "\(proposal)")
    // Tried twice it waits once, and once it is committed no trial waits any more.
    let again = try page.post(
      "/proposals", [("student", mark), ("action", "ban"), ("target", post), ("words", "x")], as: cookie)
    _ = try page.settled(try #require(again.headers["location"]), as: cookie)
    func waiting() throws -> Int {
      try page.get("/api/overview", as: cookie).text.components(separatedBy: "尚未写入").count - 1
    }
    #expect(try waiting() == 1)
    #expect(try page.post(place + "/commit", [], as: cookie).status == 303)
    #expect(try waiting() == 0)
  }

  /// Faults of a night name students of every school: a coordinator and a viewer are told how it ended, and no more.
  @Test func aBadNightNamesStudentsToPlannersAlone() throws {
    let page = try Page(nightly: true)
    defer { page.stop() }
    let students = page.caseFolder.appendingPathComponent("students.csv")
    let whole = try String(contentsOf: students, encoding: .utf8)
    let lines = whole.split(whereSeparator: \.isNewline)
    try Data(lines.prefix(250).joined(separator: "\n").utf8).write(to: students)
    let night = try Process.run(
      Page.program("placement"), arguments: ["nightly", try #require(page.nights).path])
    night.waitUntilExit()
    #expect(night.terminationStatus == 65)
    try Data(whole.utf8).write(to: students)
    for name in ["li", "wang", "kan"] {
      let cookie = try page.cookie(of: name)
      for path in ["/", "/api/overview"] {
        let text = try page.get(path, as: cookie).text
        #expect(text.contains("数据有误") && text.contains("现行方案"), "\(name)")
        #expect(text.contains("preferences.csv") == (name == "li"), "\(name)")
        #expect(text.contains("夜间运行有待办事项") == (name == "li"), "\(name)")
      }
    }
  }

  /// A plan made on the page is newer than the night's, whose figures stand beside it.
  @Test func aPlanMadeOnThePageIsSaidToBeNewerThanTheNights() throws {
    let page = try Page(nightly: true)
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    #expect(try !page.get("/", as: cookie).text.contains("比夜间的现行方案新"))
    #expect(try page.post("/plans", [], as: cookie).status == 303)
    _ = try page.settled("/overview", as: cookie)
    #expect(try page.get("/", as: cookie).text.contains("比夜间的现行方案新"))
    #expect(try page.get("/", as: try page.cookie(of: "wang")).text.contains("比夜间的现行方案新"))
  }
}
