import Foundation
import TestSupport
import Testing

@testable import placement_review

/// Every route, every role, and somebody else's id.
@Suite(.waits, .serialized) struct ScopeTests {
  private let page: Page

  init() throws { page = try Page.shared.get() }

  /// Who may ask for what: written down once more, by hand, so that a slip in the routes is a difference.
  private static let allowed: [String: Set<String>] = [
    "GET /": ["wang", "li", "kan", "guan"], "GET /account": ["wang", "li", "kan", "guan"],
    "POST /language": ["wang", "li", "kan", "guan"], "GET /report": ["wang", "li", "kan"],
    "GET /posts": ["wang", "li", "kan"], "GET /posts/:id": ["wang", "li", "kan"],
    "GET /enterprises": ["wang", "li", "kan"], "GET /enterprises/:id": ["wang", "li", "kan"],
    "GET /students": ["wang", "li"], "GET /students.csv": ["wang", "li"],
    "GET /students.xlsx": ["wang", "li"],
    "GET /students/:id": ["wang", "li"], "GET /students/:id/why": ["wang", "li"],
    "GET /unplaced": ["wang", "li"],
    "POST /proposals": ["wang", "li"], "GET /proposals/:id": ["wang", "li"],
    "GET /uploads": ["wang", "li"], "POST /uploads": ["wang", "li"], "POST /suggestions": ["li"],
    "POST /proposals/:id/commit": ["wang", "li"], "POST /proposals/:id/cancel": ["wang", "li"],
    "GET /approvals": ["wang", "li"], "POST /approvals/:id": ["wang"], "POST /publish": ["li"],
    "POST /plans": ["li"], "GET /files": ["li"], "GET /files/:id": ["li"], "GET /what-if": ["li"],
    "GET /what-if/compare": ["li"], "GET /what-if/:id": ["li"], "POST /what-if": ["li"],
    "POST /what-if/:id/cancel": ["li"], "GET /accounts": ["guan"], "POST /accounts": ["guan"],
    "POST /accounts/:id": ["guan"], "GET /audit": ["guan"],
  ]

  /// An id that is there, and belongs to whoever is meant by `wang`.
  private func own(_ path: String) throws -> String {
    if path.hasPrefix("/students") { return try student(of: "X01") }
    if path.hasPrefix("/posts") { return "P0001" }
    if path.hasPrefix("/enterprises") { return "E0001" }
    if path.hasPrefix("/files") { return "quotas.csv" }
    if path.hasPrefix("/approvals") { return "X01" }
    return "nothing"
  }

  private func student(of school: String) throws -> String {
    let name = school == "X01" ? "wang" : "zhao"
    let answer = try page.get("/api/students", as: page.cookie(of: name))
    return try #require(answer.text.firstMatch(of: /"id":"([^"]+)"/).map { String($0.1) })
  }

  @Test func everyRouteIsOpenToItsRolesAlone() throws {
    let routes = PageRoute.all
    #expect(Set(routes.map { "\($0.method.rawValue) \($0.path)" }) == Set(Self.allowed.keys))
    for route in routes {
      let key = "\(route.method.rawValue) \(route.path)"
      let path = route.path.replacing(":id", with: try own(route.path))
      for name in ["wang", "li", "kan", "guan"] {
        let mayAsk = Self.allowed[key]?.contains(name) ?? false
        for path in route.isPage ? [path, "/api" + (path == "/" ? "/overview" : path)] : [path] {
          let cookie = try page.cookie(of: name)
          // A form with nothing in it does nothing: what counts is whether it is there at all.
          if route.method == .post, mayAsk { continue }
          let answer =
            route.method == .get ? try page.get(path, as: cookie) : try page.post(path, [], as: cookie)
          if mayAsk, !path.contains("nothing") {
            #expect([200, 303].contains(answer.status), "\(name) \(key): \(answer.status)")
          } else {
            #expect(answer.status == 404, "\(name) \(key): \(answer.status)")
          }
          let signedOut = route.method == .get ? try page.get(path) : try page.post(path, [])
          #expect(
            signedOut.status == (path.hasPrefix("/api") ? 401 : 303),
            "signed out, \(key): \(signedOut.status)")
        }
      }
    }
  }

  /// The same answer as for an id that nobody has.
  @Test func somebodyElsesIsNotFound() throws {
    let cookie = try page.cookie(of: "wang")
    let other = try student(of: "X02")
    for path in [
      "/students/\(other)", "/students/\(other)/why", "/api/students/\(other)", "/api/students/\(other)/why",
    ] {
      let (theirs, nobodys) = (
        try page.get(path, as: cookie), try page.get(path.replacing(other, with: "S99999"), as: cookie)
      )
      #expect(theirs.status == 404 && theirs.text == nobodys.text, "\(path)")
    }
    let fields = [("action", "pin"), ("target", "P0001"), ("reason", "x")]
    for mark in ["\(other)~0", other, "S99999~0"] {
      let answer = try page.post("/proposals", fields + [("student", mark)], as: cookie)
      #expect(answer.status == 404, "\(mark): \(answer.status)")
    }
    #expect(try page.post("/approvals/X02", [("state", "approved")], as: cookie).status == 404)
    // Not by asking for her school either.
    let filtered = try page.get("/api/students?school=X02", as: cookie)
    #expect(filtered.status == 200 && filtered.text.contains("\"total\":0"))
    #expect(try !page.get("/students.csv?school=X02", as: cookie).text.contains(other))
    #expect(try !page.get("/api/students?q=\(other)", as: cookie).text.contains("\"id\":\"\(other)\""))
  }

  /// No page of a coordinator names a student of another school, and no page of a viewer any.
  @Test func noPageNamesSomebodyElsesStudents() throws {
    let (site, everybody) = (try page.cookie(of: "li"), try allStudents())
    #expect(try page.get("/students.csv", as: site).text.contains(everybody[0].id))
    let paths =
      [
        "/", "/students", "/unplaced", "/approvals", "/posts", "/enterprises", "/report", "/api/overview",
        "/students.csv",
      ] + (1...36).map { "/enterprises/E\(String($0 + 10000).dropFirst())" }
      + (1...79).map { "/posts/P\(String($0 + 10000).dropFirst())" }
    for (name, school) in [("wang", "X01"), ("kan", "")] {
      let cookie = try page.cookie(of: name)
      for path in paths {
        let answer = try page.get(path, as: cookie)
        guard answer.status == 200 else { continue }
        let words = Set(answer.text.matches(of: /S\d{5}/).map { String($0.0) })
        let strangers = everybody.filter { $0.school != school && words.contains($0.id) }
        #expect(strangers.isEmpty, "\(name) \(path): \(strangers.prefix(3).map(\.id))")
      }
    }
  }

  private func allStudents() throws -> [(id: String, school: String)] {
    let text = try page.get("/students.csv", as: page.cookie(of: "li")).text
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return (String(cells[0]), String(cells[2]))
    }
  }

  /// The description names each page's twin, and nothing else.
  @Test func theDescriptionIsThatOfTheRoutes() throws {
    let text = try page.get("/api/openapi.json", as: page.cookie(of: "kan")).text
    let paths = Set(text.matches(of: /"(\/api\/[^"]*)":\{"get"/).map { String($0.1) })
    #expect(paths == Set(PageRoute.all.filter(\.isPage).map(OpenAPI.twin)))
  }
}
