import Foundation
import Review
import TestSupport
import Testing

/// What the page says to somebody who has slipped, and in which words.
@Suite(.waits) struct WordingTests {
  private func mark(_ page: Page, _ student: String, as cookie: String) throws -> String {
    let text = try page.get("/api/students?q=\(student)", as: cookie).text
    return try #require(text.firstMatch(of: /"mark":"([^"]+)"/).map { String($0.1) })
  }

  /// Every link of the lists leads somewhere: a place that a student has found alone is no post.
  @Test func everyLinkOfTheListsLeadsSomewhere() throws {
    let page = try Page.shared.get()
    let cookie = try page.cookie(of: "li")
    let list = try page.get("/students?status=self_arranged", as: cookie)
    let students = list.text.matches(of: /href="(\/students\/S[0-9]+)/).map { String($0.1) }
    #expect(!students.isEmpty)
    let one = try page.get(try #require(students.first), as: cookie)
    for text in [list.text, one.text, try page.get("/unplaced", as: cookie).text] {
      for link in Set(
        text.matches(of: /href="(\/(?:posts|enterprises|students)\/[^"?]+)/).map { String($0.1) })
      { #expect(try page.get(link, as: cookie).status == 200, "\(link)") }
    }
  }

  @Test func aTargetThatIsNoneIsNamed() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    let text = try page.get("/api/students?status=unplaced&decided=no", as: cookie).text
    let student = try #require(text.firstMatch(of: /"id":"([^"]+)","mark"/).map { String($0.1) })
    func answer(_ action: String, _ target: String) throws -> String {
      let fields = [("student", try mark(page, student, as: cookie)), ("action", action)]
      return try page.post("/proposals", fields + [("target", target), ("words", "x")], as: cookie).text
    }
    #expect(try answer("pin", "P9999").contains("没有编号为 P9999 的岗位或企业"))
    #expect(try answer("ban", "p0001").contains("没有编号为 p0001 的岗位或企业"))
    #expect(try answer("pin", "E0001").contains("E0001 是企业"))
    #expect(try answer("pin", "").contains("请填写岗位编号"))
    #expect(try answer("clear", "").contains("没有决定可以撤销"))
    // A place found alone is no post to pin the student at.
    let alone = try page.get("/api/students?status=self_arranged", as: cookie).text
    let own = try #require(alone.firstMatch(of: /"mark":"([^"~]+)(~[^"]+)"/))
    let pin = try page.post(
      "/proposals", [("student", String(own.1 + own.2)), ("action", "pin"), ("words", "x")], as: cookie)
    #expect(pin.status == 409 && pin.text.contains("\(own.1) 没有现有岗位，请填写岗位编号"), "\(pin.text)")
  }

  /// Whoever does not read the plan's language chooses hers before she signs in, and it stays hers.
  @Test func theLanguageIsChosenBeforeSigningIn() throws {
    let page = try Page()
    defer { page.stop() }
    let chinese = try page.get("/sign-in?next=/posts").text
    #expect(chinese.contains(#"<a href="/sign-in?next=%2Fposts&amp;language=en""#), "\(chinese)")
    #expect(try page.get("/sign-in?language=en").text.contains("Account"))
    #expect(try page.get("/sign-in?language=xx").text.contains("账户"))
    _ = try page.cookie(of: "li")
    let wrong = [("name", "li"), ("password", "no"), ("language", "en")]
    #expect(try page.post("/sign-in", wrong).text.contains("Account or password is wrong"))
    #expect(try page.get("/account", as: page.cookie(of: "li")).text.contains("我的账户"))
    let answer = try page.post(
      "/sign-in", [("name", "li"), ("password", Page.password), ("language", "en")])
    let cookie = try #require(answer.headers["set-cookie"]?.split(separator: ";").first.map(String.init))
    #expect(try page.get("/account", as: cookie).text.contains("My account"))
  }

  /// Whoever sends a form after the session has ended is told that it was not taken, and comes back to it.
  @Test func aFormWithoutASessionIsNotLostInSilence() throws {
    let page = try Page.shared.get()
    for (path, back) in [
      ("/proposals", "%2Fstudents"), ("/proposals/0123/commit", "%2Fproposals%2F0123"),
      ("/approvals/X01", "%2Fapprovals"), ("/publish", "%2Fapprovals"), ("/plans", "%2F"),
    ] {
      let answer = try page.post(path, [("words", "x")])
      let place = try #require(answer.headers["location"])
      #expect(place.contains("next=\(back)&") && place.contains("unsent"), "\(path): \(place)")
      #expect(try page.get(place).text.contains("没有写入"))
    }
    #expect(try !page.get("/sign-in?next=%2F").text.contains("没有写入"))
  }

  /// What a command line says of its rows, columns and usage is nothing to whoever has filled in a form.
  @Test func aPageDoesNotSpeakLikeACommandLine() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    let list = try page.get("/api/students?status=excluded", as: cookie).text
    let student = try #require(list.firstMatch(of: /"id":"([^"]+)","mark"/).map { String($0.1) })
    let proposed = try page.post(
      "/proposals",
      [
        ("student", try mark(page, student, as: cookie)), ("action", "pin"), ("target", "P0057"),
        ("words", "x"),
      ], as: cookie)
    let scenario = try page.post(
      "/what-if", [("name", "x"), ("settings", "岗位[P0005].名额")], as: cookie)
    for (answer, said) in [(proposed, "不参加，不能锁定"), (scenario, "不是一项设定")] {
      let place = try #require(answer.headers["location"])
      _ = try page.settled(place, as: cookie)
      let text = try page.get(place, as: cookie).text
      #expect(text.contains(said))
      for word in [":2:", "decision: ", "错误：", "用法：", "--help"] {
        #expect(!text.contains(word), "\(word)")
      }
    }
  }

  /// What is wrong with a form stands where the eye and the reader go first, and nothing has to be typed twice.
  @Test func aFormThatIsNotTakenSaysWhyAtOnce() throws {
    let page = try Page.shared.get()
    let wrong = try page.post("/sign-in", [("name", "nobody <b>"), ("password", "no")]).text
    #expect(wrong.contains(#"name="name" value="nobody &lt;b&gt;""#))
    #expect(wrong.components(separatedBy: " autofocus").count == 2)
    #expect(wrong.contains(/<input id="password"[^>]* autofocus/))
    #expect(try page.get("/sign-in").text.contains(/<input id="name"[^>]* autofocus/))
    let cookie = try page.cookie(of: "li")
    let answer = try page.post(
      "/proposals", [("student", try mark(page, "S00255", as: cookie)), ("action", "pin")], as: cookie)
    #expect(answer.text.contains(/role="alert" tabindex="-1" autofocus><p>请/))
  }

  /// Codes of files are no words of a page.
  @Test func englishPagesSayWordsAndNotCodes() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    _ = try page.post("/language", [("language", "en")], as: cookie)
    for path in [
      "/", "/students", "/unplaced", "/posts", "/enterprises", "/posts/P0007", "/enterprises/E0003",
      "/approvals", "/what-if", "/files", "/students?status=pinned",
    ] {
      let text = try page.get(path, as: cookie).text.replacing(/<[^>]*>/, with: " ")
      let codes = text.matches(of: /[a-z]+_[a-z_]+/).map { String($0.0) }.filter {
        // Of the example of a setting.
        !["max_distance_km"].contains($0)
      }
      #expect(codes.isEmpty, "\(path): \(Set(codes))")
      #expect(!text.contains(/（[0-9A-Za-z ]+）/), "\(path)")
      // Lists of ids have English commas.
      #expect(!text.contains(/[0-9A-Za-z][、；][0-9A-Za-z]/), "\(path)")
    }
  }

  /// What goes wrong is told in the language of whoever asked.
  @Test func faultsAreToldInTheReadersLanguage() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "li")
    #expect(try page.get("/students/none", as: cookie).text.contains("没有这个页面"))
    _ = try page.post("/language", [("language", "en")], as: cookie)
    for path in ["/students/none", "/nowhere", "/api/students/none"] {
      let text = try page.get(path, as: cookie).text
      #expect(text.contains("There is no such page") && !text.contains("没有"), "\(path): \(text)")
    }
    let refused = try page.post("/proposals", [("action", "none")], as: cookie)
    #expect(refused.status == 400 && refused.text.contains("Choose a decision"), "\(refused.text)")
    // Nobody has signed in: the plan's language.
    let foreign = try page.post("/sign-in", [("name", "li")], headers: "Origin: http://elsewhere\r\n")
    #expect(foreign.status == 403 && foreign.text.contains("不被接受"), "\(foreign.text)")
  }

  /// Of an English plan, to an account that has chosen no language.
  @Test func whatIsTakenOutOfATextIsNamedInThePlansLanguage() throws {
    let folder = Temporary.folder.appendingPathComponent("redacted-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (city, plan) = (
      Page.package.appendingPathComponent("Fixtures/tiny"), folder.appendingPathComponent("plan")
    )
    let database = try ReviewDatabase(folder: folder)
    _ = try Page.run("placement", ["allocate", city.path, "--output", plan.path, "--quiet"])
    _ = try database.addAccount("wang", .coordinator, schools: ["none"], by: Actor(name: "root", address: ""))
    let view = PlanView(
      try PlanBook(plan: plan, of: city), Scope(try #require(try database.accounts().first)))
    #expect(view.redacted("S1 to P1") == "(another school's) to P1")
  }
}
