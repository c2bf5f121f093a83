import Foundation
import Placement
import PlacementFiles
import TestSupport
import Testing

@testable import Review

/// What schools say of their lists, and what a planner who publishes them is told.
@Suite(.waits) struct ApprovalTests {
  /// Whoever publishes sees before whom that takes from a post that was agreed; nobody else does.
  @Test func whoeverPublishesSeesWhoIsToBeTold() throws {
    let page = try Page()
    defer { page.stop() }
    let book = try PlanBook(plan: page.folder.appendingPathComponent("plan"), of: page.caseFolder)
    let placed = try #require(book.students.first { $0.status == .placed })
    let (student, post) = (placed.id, placed.post)
    let other = try #require(book.posts.first { $0.id != post }).id
    func approvals(_ name: String, told: String, _ stage: String) throws -> String {
      try "student_id,post_id,stage\n\(student),\(told),\(stage)\n".write(
        to: page.caseFolder.appendingPathComponent("published.csv"), atomically: true, encoding: .utf8)
      return try page.get("/approvals", as: page.cookie(of: name)).text
    }
    let said = "公布前请先告知"
    let seen = try approvals("li", told: other, "confirmed")
    #expect(seen.contains(said) && seen.contains("href=\"/students/\(student)\""))
    #expect(try !approvals("li", told: post, "confirmed").contains(said))
    #expect(try !approvals("li", told: other, "announced").contains(said))
    #expect(try !approvals("wang", told: other, "confirmed").contains(said))
  }

  private func expect(_ said: String, _ students: [String], on text: String) {
    #expect(text.contains(said), "\(text)")
    let note = text.components(separatedBy: "note bad").dropFirst().joined()
    let named = note.matches(of: /href="\/students\/([^"]+)"/).map { String($0.1) }
    #expect(named == students)
  }

  /// published.csv tells no more who had agreed to what: the page does, in either language, and after a crash too.
  @Test func whomPublishingTookAPostFromIsToldAfterwards() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    let planned = Dictionary(
      try PlanBook(plan: page.folder.appendingPathComponent("plan"), of: page.caseFolder).students.map {
        ($0.id, ($0.status, $0.post))
      }, uniquingKeysWith: { first, _ in first })
    let students = brokenAgreements(in: page.caseFolder) { planned[$0] }
    #expect(!students.isEmpty)
    func approvals(as cookie: String) throws -> String {
      try page.get("/approvals?done=published", as: cookie).text
    }
    func publish(as cookie: String) throws {
      let plan = try #require(
        try page.get("/api/approvals", as: cookie).text.firstMatch(of: /"plan":"([^"]+)"/).map {
          String($0.1)
        })
      let answer = try page.post("/publish", [("plan", plan), ("reason", "x")], as: cookie)
      #expect(answer.status == 303 && answer.headers["location"] == "/approvals?done=published")
    }
    expect("公布前请先告知", students, on: try approvals(as: cookie))
    try publish(as: cookie)
    expect("请逐一告知学生和单位", students, on: try approvals(as: cookie))
    #expect(try approvals(as: cookie).contains("此方案已由 li 于 "))
    #expect(try !approvals(as: cookie).contains("公布前请先告知"))
    #expect(try !approvals(as: page.cookie(of: "wang")).contains("请逐一告知"))
    // Published again it takes nobody's post any more; whom it did stays known.
    try publish(as: cookie)
    try page.killAndRestart()
    _ = try page.post("/language", [("language", "en")], as: cookie)
    expect("Tell each of them, and their hosts: ", students, on: try approvals(as: cookie))
    #expect(try approvals(as: cookie).contains("Published by li, "))
  }

  /// A planner sees how many schools are still to answer, and once none is, that none is.
  @Test func whatSchoolsHaveSaidWaitsForThePlanner() throws {
    let page = try Page()
    defer { page.stop() }
    let li = try page.cookie(of: "li")
    let schools = try page.get("/api/approvals", as: li).text.matches(of: /"school":"([^"]+)"/).map {
      String($0.1)
    }
    let output = try Page.run(
      "placement-review",
      [
        "user", "add", "--case", page.caseFolder.path, "--plan",
        page.folder.appendingPathComponent("plan").path,
        "--language", "en", "--name", "sun", "--role", "coordinator",
      ] + schools.flatMap { ["--school", $0] })
    let first = try #require(output.split(whereSeparator: \.isWhitespace).last.map(String.init))
    let asked = [("old", first), ("new", Page.password), ("again", Page.password)]
    _ = try page.post("/password", asked, as: page.signIn("sun", first))
    let sun = try page.signIn("sun", Page.password)
    func say(_ state: String, _ school: String) throws {
      let lists = try page.get("/api/approvals", as: sun).text.matches(
        of: /"list":"([^"]+)"[^{}]*"school":"([^"]+)"/)
      let list = try #require(lists.first { $0.2 == school }.map { String($0.1) })
      let answer = try page.post(
        "/approvals/\(school)", [("state", state), ("remarks", "x"), ("list", list)], as: sun)
      #expect(answer.status == 303, "\(answer.text)")
    }
    func waiting() throws -> String { try page.get("/", as: li).text }
    try say("returned", schools[0])
    #expect(try waiting().contains("1 所学校退回了名单"))
    #expect(try waiting().contains("\(schools.count - 1) 所学校尚未审核"))
    for school in schools.dropFirst() { try say("approved", school) }
    #expect(try waiting().contains("各校均已审核（\(schools.count) 所），其中 1 所退回了名单"))
    #expect(try !waiting().contains("可以公布"))
    try say("approved", schools[0])
    #expect(try waiting().contains("各校均已同意，可以公布"))
    #expect(try !waiting().contains("尚未审核"))
    _ = try page.post("/language", [("language", "en")], as: li)
    #expect(try waiting().contains("All schools have approved: the plan may be published"))
    try say("returned", schools[1])
    #expect(
      try waiting().contains(
        "All schools have answered (\(schools.count)); those that have returned their list: 1"))
  }
}
