import Foundation
import TestSupport
import Testing

/// What a page on a network is asked by those who mean no good.
@Suite(.waits, .serialized) struct HostileTests {
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

  private static let tricks = [
    // Chunks: longer than any number, negative, none, with endless extensions, ended by a bare line feed.
    ("chunked", "FFFFFFFFFFFFFFFFF\r\nab"), ("chunked", "-1\r\nab\r\n0\r\n\r\n"), ("chunked", "zz\r\n\r\n"),
    ("chunked", "1;" + String(repeating: "a", count: 100_000) + "\r\na\r\n0\r\n\r\n"),
    ("chunked", "2\r\nabcd\r\n0\r\n\r\n"),
    ("chunked, identity", "0\r\n\r\n"), ("xchunked", "0\r\n\r\n"),
    ("chunked\r\nTransfer-Encoding: x", "0\r\n\r\n"),
  ]

  @Test(arguments: tricks) func aTrickWithChunksIsRefused(_ encoding: String, _ body: String) throws {
    let answer = try page.raw(
      "POST /sign-in HTTP/1.1\r\n\(host)Sec-Fetch-Site: same-origin\r\nTransfer-Encoding: \(encoding)\r\n\r\n"
        + body, waiting: 12)
    #expect(answer.status >= 400 || answer.status == 0, "\(answer.status)")
    #expect(try page.get("/sign-in").status == 200)
  }

  /// More than a form may hold, in chunks that never say how much is to come.
  @Test func endlessChunksAreRefused() throws {
    let chunk = "10000\r\n" + String(repeating: "a", count: 65_536) + "\r\n"
    let answer = try page.raw(
      "POST /sign-in HTTP/1.1\r\n\(host)Sec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\n"
        + String(repeating: chunk, count: 60))
    #expect(answer.status >= 400 || answer.status == 0, "\(answer.status)")
  }

  @Test(arguments: [
    "GET /sign-in HTTP/9.9\r\nHost: HOST\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET /sign-in HTTP/1.1\r\nHost: HOST\r\nA\u{0}B: c\r\n\r\n",
    "GET /sign-in HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "GET /sign-in HTTP/1.1\r\nHost: HOST\r\n: nameless\r\n\r\n",
    "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", "\r\n\r\n\r\n", "GET /sign-in\r\n\r\n",
    "GET /sign-in HTTP/1.1\r\nHost: HOST\r\nHost: elsewhere.example\r\n\r\n",
    "GET /sign-in HTTP/1.1\r\n\r\n", "GET http://elsewhere.example/sign-in HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "GET * HTTP/1.1\r\nHost: HOST\r\n\r\n", "GET sign-in HTTP/1.1\r\nHost: HOST\r\n\r\n",
  ])
  func aBrokenRequestIsRefused(_ request: String) throws {
    let answer = try page.raw(
      request.replacing("HOST", with: "127.0.0.1:\(page.port)"), waiting: 2 * Page.idleSeconds + 10)
    #expect(answer.status >= 400 || answer.status == 0, "\(answer.status)")
    #expect(try page.get("/sign-in").status == 200)
  }

  /// A header that comes a byte at a time, and a body that does: each is ended, and meanwhile others are answered.
  @Test(arguments: [
    "GET /sign-in HTTP/1.1\r\nHost: HOST\r\nX: ",
    "POST /sign-in HTTP/1.1\r\nHost: HOST\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 1000\r\n\r\n",
  ])
  func whoeverDawdlesIsCutOff(_ start: String) throws {
    let socket = try #require(page.connection())
    defer { close(socket) }
    var received = Array(start.replacing("HOST", with: "127.0.0.1:\(page.port)").utf8)
    _ = send(socket, received, received.count, Int32(MSG_NOSIGNAL))
    let begin = ContinuousClock.now
    while ContinuousClock.now - begin < .seconds(60) {
      usleep(500_000)
      guard send(socket, "a", 1, Int32(MSG_NOSIGNAL)) == 1 else { break }
      // The other end's close shows as an end of what it sends.
      received = [0]
      let count = recv(socket, &received, 1, Int32(MSG_DONTWAIT))
      if count == 0 || count < 0 && errno != EAGAIN { break }
    }
    #expect(ContinuousClock.now - begin < .seconds(6 * Page.idleSeconds))
    #expect(try page.get("/sign-in").status == 200)
  }

  /// More connections than the server keeps, half of them in the middle of a header: whoever asks is answered, and
  /// memory stays as it is.
  @Test func silentConnectionsKeepNobodyWaiting() throws {
    let wanted = ProcessInfo.processInfo.environment["PLACEMENT_TEST_CONNECTIONS"].flatMap(Int.init) ?? 1500
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    // What the server takes once for as many as it keeps is no leak.
    let before = page.residentMegabytes
    for number in 0..<wanted {
      guard let socket = page.connection() else { break }
      if number.isMultiple(of: 2) { _ = send(socket, "GET / HTTP/1.1\r\nX", 17, Int32(MSG_NOSIGNAL)) }
      sockets.append(socket)
      if number.isMultiple(of: 500) { #expect(try page.get("/sign-in").status == 200) }
    }
    #expect(sockets.count == wanted, "no more than \(sockets.count) could be opened")
    let begin = ContinuousClock.now
    #expect(try page.get("/sign-in").status == 200)
    #expect(ContinuousClock.now - begin < .seconds(3))
    #expect(page.residentMegabytes - before < 80, "\(page.residentMegabytes - before) MB")
  }

  /// Guesses in a flood: the address is barred, and costs nothing more.
  @Test func aFloodOfGuessesKeepsNobodyWaiting() throws {
    let page = try Page()
    defer { page.stop() }
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      let answer = try? page.post(
        "/sign-in", [("name", "nobody\(number % 3)"), ("password", "guess-\(number)")])
      #expect([403, 503].contains(answer?.status ?? 0), "\(answer?.status ?? 0)")
    }
    let begin = ContinuousClock.now
    #expect(try page.post("/sign-in", [("name", "li"), ("password", "x")]).status == 403)
    #expect(ContinuousClock.now - begin < .seconds(3))
  }

  @Test func aStrangeUploadIsRefused() throws {
    let cookie = try page.cookie(of: "li")
    for name in ["../../etc/passwd", "a.exe", "a.csv.sh", "", ".csv", "..csv/.."] {
      let answer = try page.upload(name, Data("a,b\n".utf8), as: cookie)
      #expect(answer.status == 400, "\(name): \(answer.status)")
    }
    for type in [
      "text/plain", "multipart/form-data", "multipart/form-data; boundary=",
      "multipart/form-data; boundary=other",
    ] {
      let answer = try page.upload("a.csv", Data("a,b\n".utf8), as: cookie, type: type)
      #expect([400, 415].contains(answer.status), "\(type): \(answer.status)")
    }
    let large = try page.upload("a.csv", Data(repeating: 0x61, count: 20_500_000), as: cookie)
    #expect(large.status >= 400 || large.status == 0, "\(large.status)")
    // Nobody who has not signed in is read.
    #expect(try page.upload("a.csv", Data("a\n".utf8)).status == 303)
  }

  @Test func textIsShownAsItIs() throws {
    let hostile = "<script>alert(1)</script>\"'&\u{202E}" + String(repeating: "长", count: 60)
    let answer = try page.get("/students?q=" + Page.encoded(hostile), as: page.cookie(of: "li"))
    #expect(answer.status == 200 && !answer.text.contains("<script>alert"))
    #expect(answer.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
  }
}
