import Foundation
import Testing

/// What a page on a network is asked by those who mean no good.
@Suite(.serialized) struct HostileTests {
  private let page: Page

  init() throws { page = try Page.shared.get() }

  private var host: String { "Host: 127.0.0.1:\(page.port)\r\nConnection: close\r\n" }

  @Test func everyAnswerBearsItsHeaders() throws {
    for path in ["/sign-in", "/", "/nowhere", "/api/students", "/assets/review.css"] {
      let headers = try page.get(path).headers
      #expect(headers["content-security-policy"]?.contains("default-src 'none'") == true, "\(path)")
      #expect(headers["content-security-policy"]?.contains("unsafe") == false, "\(path)")
      #expect(headers["x-content-type-options"] == "nosniff" && headers["referrer-policy"] == "no-referrer")
      #expect(headers["x-frame-options"] == "DENY")
      if !path.hasPrefix("/assets") { #expect(headers["cache-control"] == "no-store", "\(path)") }
    }
  }

  /// Posts from elsewhere: by form, by image, by fetch, with no word of where from.
  @Test(arguments: [
    "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n", "Sec-Fetch-Site: none\r\n",
    "Origin: https://elsewhere.example\r\n", "Origin: null\r\n", "",
    "Sec-Fetch-Site: cross-site\r\nOrigin: http://127.0.0.1:PORT\r\n",
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n",
    "Origin: http://127.0.0.1:PORT.elsewhere.example\r\n", "Referer: http://127.0.0.1:PORT/\r\n",
  ])
  func aPostFromElsewhereIsRefused(_ headers: String) throws {
    let headers = headers.replacing("PORT", with: String(page.port))
    let answer = try page.post(
      "/language", [("language", "en")], as: page.cookie(of: "kan"), headers: headers)
    #expect(answer.status == 403, "\(headers)")
  }

  @Test func aPostFromOurOwnPageIsTaken() throws {
    for headers in ["Sec-Fetch-Site: same-origin\r\n", "Origin: http://127.0.0.1:\(page.port)\r\n"] {
      let answer = try page.post(
        "/language", [("language", "zh-Hans")], as: page.cookie(of: "kan"), headers: headers)
      #expect(answer.status == 303)
    }
  }

  @Test(arguments: [
    "review=0000000000000000000000000000000000000000000000000000000000000000", "review=",
    "review=' OR 1=1 --",
    "review=../../etc/passwd", "REVIEW=x; review", "review=%00",
  ])
  func aForgedCookieIsNobodys(_ cookie: String) throws {
    #expect(try page.get("/api/students", as: cookie).status == 401)
  }

  @Test func aCookieIsWorthlessAfterSigningOutAndBesideAnother() throws {
    _ = try page.cookie(of: "zhao")
    let cookie = try page.signIn("zhao", Page.password)
    #expect(try page.get("/api/students", as: cookie).status == 200)
    #expect(try page.get("/api/students", as: cookie + "; " + cookie).status == 401)
    _ = try page.post("/sign-out", [], as: cookie)
    #expect(try page.get("/api/students", as: cookie).status == 401)
  }

  @Test func cookiesAreOutOfReach() throws {
    _ = try page.cookie(of: "zhao")
    let answer = try page.post("/sign-in", [("name", "zhao"), ("password", Page.password)])
    let header = try #require(answer.headers["set-cookie"])
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(header.contains(word)) }
  }

  @Test(arguments: [
    "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)",
  ])
  func signingInLeadsNowhereElse(_ next: String) throws {
    _ = try page.cookie(of: "zhao")
    let answer = try page.post("/sign-in", [("name", "zhao"), ("password", Page.password), ("next", next)])
    #expect(answer.status == 303 && answer.headers["location"] == "/")
  }

  @Test(arguments: [
    "/students/..%2f..%2fetc%2fpasswd", "/files/..%2f..%2fcity%2fstudents.csv",
    "/files/../../city/students.csv",
    "/files/.placement.json", "/files/%00", "/students/%00", "/students/%ff", "/assets/../review.css",
    "//etc/passwd",
    "/students/S00001%0d%0aX:1", "/students/%E2%80%AE", "/posts/%3Cscript%3E",
  ])
  func aStrangePathIsNotFound(_ path: String) throws {
    let answer = try page.get(path, as: page.cookie(of: "li"))
    #expect(answer.status == 404, "\(answer.status)")
  }

  @Test(arguments: [
    "q=%00", "q=%ff%fe", "page=-1", "page=99999999999999999999", "page=x", "sort=name;DROP",
    "q=" + String(repeating: "a", count: 4000),
    "school[]=1", "&&&===", "q=%", "status=nothing&reason=nothing&decided=maybe",
  ])
  func aStrangeQueryDoesNoHarm(_ query: String) throws {
    for path in ["/students", "/api/students", "/posts", "/students.csv"] {
      let answer = try page.get(path + "?" + query, as: page.cookie(of: "li"))
      #expect(answer.status == 200, "\(path)?\(query.prefix(40)): \(answer.status)")
    }
  }

  @Test func whatIsTooLongIsRefused() throws {
    let cookie = try page.cookie(of: "li")
    #expect(try page.get("/students?q=" + String(repeating: "a", count: 9000), as: cookie).status >= 400)
    let header = try page.raw(
      "GET /sign-in HTTP/1.1\r\n\(host)X: \(String(repeating: "a", count: 100_000))\r\n\r\n")
    #expect(header.status >= 400 || header.status == 0)
    let many = try page.raw(
      "GET /sign-in HTTP/1.1\r\n\(host)" + (0..<500).map { "X\($0): a\r\n" }.joined() + "\r\n")
    #expect(many.status >= 400 || many.status == 0)
    let body = try page.post("/what-if", [("settings", String(repeating: "a", count: 2_100_000))], as: cookie)
    #expect(body.status >= 400 || body.status == 0, "\(body.status)")
  }

  @Test(arguments: [
    "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Transfer-Encoding: nonsense\r\n",
  ])
  func aLengthThatIsNoneIsRefused(_ headers: String) throws {
    let answer = try page.raw(
      "POST /sign-in HTTP/1.1\r\n\(host)Sec-Fetch-Site: same-origin\r\n\(headers)\r\nab", waiting: 5)
    #expect(answer.status >= 400 || answer.status == 0, "\(answer.status)")
  }

  @Test(arguments: ["elsewhere.example", "127.0.0.1.elsewhere.example", "elsewhere.example:PORT", ""])
  func anotherHostsNameIsRefused(_ name: String) throws {
    let name = name.replacing("PORT", with: String(page.port))
    let answer = try page.raw("GET /sign-in HTTP/1.1\r\nHost: \(name)\r\nConnection: close\r\n\r\n")
    #expect([400, 421].contains(answer.status), "\(answer.status)")
  }

  @Test(arguments: ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"])
  func otherMethodsAreRefused(_ method: String) throws {
    let answer = try page.raw("\(method) /students HTTP/1.1\r\n\(host)\r\n", waiting: 5)
    #expect(answer.status >= 400 || answer.status == 0, "\(answer.status)")
  }

  /// Many connections that say nothing: others are still answered, and memory stays as it is.
  @Test func silentConnectionsKeepNobodyWaiting() throws {
    let before = page.residentMegabytes
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    for _ in 0..<400 {
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var place = sockaddr_in()
      place.sin_family = sa_family_t(AF_INET)
      place.sin_port = in_port_t(page.port).bigEndian
      place.sin_addr.s_addr = inet_addr("127.0.0.1")
      let length = socklen_t(MemoryLayout<sockaddr_in>.size)
      _ = withUnsafePointer(to: &place) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, length) }
      }
      _ = send(socket, "GET / HTTP/1.1\r\nX", 17, Int32(MSG_NOSIGNAL))
      sockets.append(socket)
    }
    #expect(try page.get("/sign-in").status == 200)
    #expect(page.residentMegabytes - before < 60)
  }

  @Test func textIsShownAsItIs() throws {
    let hostile = "<script>alert(1)</script>\"'&\u{202E}" + String(repeating: "长", count: 60)
    let answer = try page.get("/students?q=" + Page.encoded(hostile), as: page.cookie(of: "li"))
    #expect(answer.status == 200 && !answer.text.contains("<script>alert"))
    #expect(answer.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
  }
}
