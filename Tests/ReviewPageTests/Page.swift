import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// The built server on the made-up city, over a loopback port; one for all tests of a run.
final class Page: @unchecked Sendable {
  // Made once, under Swift's own lock; its process is touched by nobody afterwards, so that no two threads meet.
  static let shared = Result { try Page() }

  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A program beside the test bundle.
  static func program(_ name: String) -> URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent(name)
  }

  /// Seconds that a connection may say nothing; thirty outside tests.
  static let idleSeconds = 5
  static let password = "Regen-im-Juni-7"
  static let people = [
    "wang": ["coordinator", "--school", "X01"], "zhao": ["coordinator", "--school", "X02"], "li": ["planner"],
    "kan": ["viewer"], "guan": ["administrator"],
  ]

  let folder: URL
  private(set) var port = 0
  let firstPasswords: [String: String]
  private var server = Process()

  var caseFolder: URL { folder.appendingPathComponent("city") }
  var address: String { "http://127.0.0.1:\(port)" }

  /// The city with its plan and everybody's account, made once: what every page begins with.
  private struct Beginning {
    let folder = Temporary.folder.appendingPathComponent("review-\(UUID().uuidString)")
    private(set) var firstPasswords: [String: String] = [:]

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let (city, plan) = (
        folder.appendingPathComponent("city").path, folder.appendingPathComponent("plan").path
      )
      try FileManager.default.copyItem(
        atPath: Page.package.appendingPathComponent("Fixtures/hangzhou").path, toPath: city)
      _ = try Page.run("placement", ["allocate", city, "--output", plan, "--quiet"])
      for (name, words) in Page.people {
        let output = try Page.run(
          "placement-review",
          ["user", "add", "--case", city, "--plan", plan, "--language", "en", "--name", name, "--role"]
            + words)
        firstPasswords[name] = output.split(separator: " ").last.map {
          $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
      }
    }
  }

  private static let beginning = Result { try Beginning() }

  /// Where nights make the plans: their configuration; nil where the page is of a case and a plan.
  let nights: URL?

  /// - Parameter nightly: whether it serves what nights make; one of them has run.
  init(nightly: Bool = false) throws {
    let beginning = try Page.beginning.get()
    folder = Temporary.folder.appendingPathComponent("review-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: beginning.folder, to: folder)
    firstPasswords = beginning.firstPasswords
    nights = nightly ? folder.appendingPathComponent("nightly.yaml") : nil
    if let nights {
      try Data("case: city\nplans: plans\ndeadline: 60\n".utf8).write(to: nights)
      try Page.run("placement", ["nightly", nights.path, "--language", "en"])
    }
    try start()
  }

  private var about: [String] {
    let plan =
      nights.map { [$0.path] } ?? [
        "--case", caseFolder.path, "--plan", folder.appendingPathComponent("plan").path,
      ]
    return plan + ["--language", "en"]
  }

  func audit() throws -> String { try Page.run("placement-review", ["audit", "verify"] + about) }

  private func start() throws {
    let log = folder.appendingPathComponent("server-\(UUID().uuidString).txt")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    // The kernel ends it with the tests, however they end.
    server.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    server.arguments =
      ["--pdeathsig", "KILL", Page.program("placement-review").path, "serve"] + about
      + ["--port", "0", "--idle-seconds", String(Page.idleSeconds)]
    server.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    server.standardOutput = try FileHandle(forWritingTo: log)
    server.standardError = server.standardOutput
    // It dies with the thread that starts it, which therefore waits for its end.
    let isRunning = DispatchSemaphore(value: 0)
    let starter = Thread { [self] in
      let server = self.server
      try? server.run()
      isRunning.signal()
      if server.processIdentifier > 0 { server.waitUntilExit() }
    }
    starter.start()
    isRunning.wait()
    for _ in 0..<300 {
      let text = try String(contentsOf: log, encoding: .utf8)
      if let match = text.firstMatch(of: /127\.0\.0\.1:(\d+)\//), let found = Int(match.1) {
        port = found
        return
      }
      usleep(100_000)
    }
    throw PageTestFault(text: "the server did not start: " + (try String(contentsOf: log, encoding: .utf8)))
  }

  /// Ends it at once, as a power cut would, and starts it anew on the same files.
  func killAndRestart() throws {
    kill(server.processIdentifier, SIGKILL)
    server.waitUntilExit()
    server = Process()
    try start()
  }

  func stop() {
    server.terminate()
    server.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Asks until a proposal or a scenario is worked out. - Returns: its JSON.
  func settled(_ path: String, as cookie: String) throws -> String {
    for _ in 0..<1200 {
      let text = try get("/api" + path, as: cookie).text
      if text.contains("\"isRunning\":false") { return text }
      usleep(50_000)
    }
    throw PageTestFault(text: "\(path) does not come to an end")
  }

  var residentMegabytes: Int {
    let status =
      (try? String(contentsOfFile: "/proc/\(server.processIdentifier)/status", encoding: .utf8)) ?? ""
    return status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) }.map { $0 / 1024 } ?? 0
  }

  @discardableResult
  static func run(_ name: String, _ arguments: [String]) throws -> String {
    let (code, text) = try said(
      by: name, arguments, environment: ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 })
    guard [0, 1, 3].contains(code) else {
      throw PageTestFault(text: "\(name) \(arguments): exit \(code)")
    }
    return text
  }

  /// - Parameter errors: where standard error goes; nil: into `text`, among the results.
  /// - Returns: the exit code, and what the program has printed.
  static func said(
    by name: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String],
    errors: FileHandle? = .standardError
  ) throws -> (code: Int32, text: String) {
    let (process, output) = (Process(), Pipe())
    process.executableURL = program(name)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardOutput = output
    process.standardError = errors ?? output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  // MARK: Asking

  struct Answer {
    let status: Int
    let headers: [String: String]
    let text: String
  }

  /// A new connection; nil where there is none to be had.
  func connection() -> Int32? {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(port).bigEndian
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, length) == 0 }
    }
    if isOpen { return socket }
    if socket >= 0 { close(socket) }
    return nil
  }

  /// One request on a connection of its own, made of bytes: nothing is followed, kept or mended on the way.
  func raw(_ request: String, waiting seconds: Int = 20) throws -> Answer {
    guard let socket = connection() else { throw PageTestFault(text: "no connection") }
    defer { close(socket) }
    var patience = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let bytes = Array(request.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      received += buffer[..<count]
    }
    return Page.parsed(String(decoding: received, as: UTF8.self))
  }

  private static func parsed(_ text: String) -> Answer {
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let headers = lines.dropFirst().map { line in
      let pair = line.split(separator: ":", maxSplits: 1)
      return (pair[0].lowercased(), pair.count > 1 ? pair[1].trimmingCharacters(in: .whitespaces) : "")
    }
    return Answer(
      status: status, headers: Dictionary(headers, uniquingKeysWith: { $0 + "\n" + $1 }),
      text: parts.count > 1 ? String(parts[1]) : "")
  }

  func get(_ path: String, as cookie: String = "") throws -> Answer {
    try raw(
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\nCookie: \(cookie)\r\n\r\n")
  }

  func post(
    _ path: String, _ fields: [(String, String)], as cookie: String = "", headers: String? = nil
  ) throws -> Answer {
    let body = fields.map { "\($0.0)=\(Page.encoded($0.1))" }.joined(separator: "&")
    return try raw(
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\nCookie: \(cookie)\r\n"
        + (headers ?? "Sec-Fetch-Site: same-origin\r\n")
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        + body)
  }

  /// A form with one file.
  func upload(
    _ name: String, _ content: Data, as cookie: String = "", type: String = "multipart/form-data; boundary=x7"
  ) throws -> Answer {
    let body =
      "--x7\r\nContent-Disposition: form-data; name=\"lists\"; filename=\"\(name)\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n" + String(decoding: content, as: UTF8.self)
      + "\r\n--x7--\r\n"
    return try raw(
      "POST /uploads HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\nCookie: \(cookie)\r\n"
        + "Sec-Fetch-Site: same-origin\r\nContent-Type: \(type)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
  }

  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private var cookies: [String: String] = [:]
  private let signing = NSLock()

  /// The cookie of somebody signed in, past the first password.
  func cookie(of name: String) throws -> String {
    try signing.withLock {
      if let cookie = cookies[name] { return cookie }
      let first = try signIn(name, firstPasswords[name] ?? "")
      let answer = try post(
        "/password", [("old", firstPasswords[name] ?? ""), ("new", Page.password), ("again", Page.password)],
        as: first)
      cookies[name] = try cookie(in: answer)
      return cookies[name]!
    }
  }

  func signIn(_ name: String, _ password: String) throws -> String {
    try cookie(in: try post("/sign-in", [("name", name), ("password", password)]))
  }

  private func cookie(in answer: Answer) throws -> String {
    guard let header = answer.headers["set-cookie"] else {
      throw PageTestFault(text: "no cookie: \(answer.status) \(answer.text)")
    }
    return String(header.prefix { $0 != ";" })
  }
}

struct PageTestFault: Error { let text: String }
