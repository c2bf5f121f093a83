import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Placement
import Review
import Synchronization

/// Where and how the page listens.
struct ServerSettings: Sendable {
  var address = "127.0.0.1"
  var port = 8080
  /// The name under which a proxy with TLS shows the page; nil: there is none, and only loopback is listened to.
  var publicName: String?
  /// Seconds that a connection may say nothing, or take over a request's headers.
  var idleSeconds = 30

  var hosts: Set<String> {
    Set(["localhost", "127.0.0.1", "[::1]"] + [publicName?.lowercased()].compactMap { $0 })
  }
}

/// The page as a web server.
struct Server: Sendable {
  /// Bytes of a form, and of all headers of a request.
  static let largestForm = 2_000_000
  static let largestUpload = 20_000_000
  static let largestHeaders = 32_768
  /// Each is an open file, of which a process often has 1024.
  static let mostConnections = 800

  let site: ReviewSite
  let settings: ServerSettings
  let renderer: Renderer
  private let cookie: SessionCookie
  private let passwords = PasswordQueue()
  private let uploads = Uploads()

  init(_ site: ReviewSite, _ settings: ServerSettings) throws {
    self.site = site
    self.settings = settings
    cookie = SessionCookie(isSecure: settings.publicName != nil)
    renderer = Renderer(site: site, templates: try Templates(), cookie: cookie)
  }

  func run(_ logger: Logger, started: @escaping @Sendable (Int) -> Void) async throws {
    let idle = TimeAmount.seconds(Int64(settings.idleSeconds))
    let connections = OpenConnections(atMost: Self.mostConnections)
    let application = Application(
      router: router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionGuard(connections, idle: idle)],
          idleTimeout: idle,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 8192, maxHeaderListSize: Self.largestHeaders, maxHeaderFieldCount: 100))),
      configuration: .init(
        address: .hostname(settings.address, port: settings.port)),
      onServerRunning: { channel in started(channel.localAddress?.port ?? 0) },
      logger: logger)
    try await application.runService()
  }

  func router() -> Router<ReviewContext> {
    let router = Router(context: ReviewContext.self)
    router.add(middleware: HeadersGuard(isSecure: settings.publicName != nil))
    router.add(middleware: FaultGuard(renderer: renderer))
    router.add(middleware: OriginGuard(hosts: settings.hosts))
    router.add(
      middleware: SessionGuard(site: site, cookie: cookie, trustsProxy: settings.publicName != nil))
    // Once more: from here on it is known whose language a fault is told in.
    router.add(middleware: FaultGuard(renderer: renderer))
    for (name, asset) in Assets.all { addAsset(name, asset, to: router) }
    router.get("/sign-in") { request, context in
      let query = query(request)
      let chosen = Language(rawValue: query["language"])
      return renderer.signIn(
        chosen ?? renderer.language(of: context.account), chosen: chosen, next: query["next"],
        unsent: !query["unsent"].isEmpty)
    }
    router.post("/sign-in") { request, context in try await signIn(request, context) }
    router.post("/sign-out") { request, context in try signOut(context) }
    router.post("/password") { request, context in try await changePassword(request, context) }
    router.get("/api/openapi.json") { request, context in
      guard context.account != nil else { throw HTTPError(.unauthorized) }
      return Renderer.json(OpenAPI.document(PageRoute.all))
    }
    for route in PageRoute.all { add(route, to: router) }
    return router
  }

  private func addAsset(_ name: String, _ asset: Assets.Asset, to router: Router<ReviewContext>) {
    router.get("/assets/\(name)") { _, _ in
      Response(
        status: .ok,
        headers: [.contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable"],
        body: .init(byteBuffer: ByteBuffer(string: asset.text)))
    }
  }

  private func add(_ route: PageRoute, to router: Router<ReviewContext>) {
    let path = RouterPath(route.path)
    router.on(path, method: route.method) { request, context in
      try await answer(route, request, context, asJSON: false)
    }
    guard route.isPage else { return }
    router.on(RouterPath("/api" + (route.path == "/" ? "/overview" : route.path)), method: .get) {
      request, context in
      try await answer(route, request, context, asJSON: true)
    }
  }

  private func answer(
    _ route: PageRoute, _ request: Request, _ context: ReviewContext, asJSON: Bool
  ) async throws -> Response {
    guard let account = context.account else {
      if asJSON { throw HTTPError(.unauthorized) }
      let pairs =
        route.method == .get
        ? [("next", request.uri.string)]
        : [
          ("next", PageRoute.page(ofForm: request.uri.path, from: query(request)["from"])), ("unsent", "yes"),
        ]
      return Response(status: .seeOther, headers: [.location: Form.url("/sign-in", pairs)])
    }
    if account.mustChange {
      if asJSON { throw HTTPError(.forbidden) }
      return renderer.firstPassword(renderer.language(of: account), account.name)
    }
    guard let id = decodedID(context) else { throw PageFault.notFound }
    // Nothing is read of a form that the account has no business with.
    guard route.isOpen(Scope(account)) else { throw PageFault.notFound }
    let form = route.method == .post && !route.takesFiles ? try await self.form(request) : Form(pairs: [])
    var page = PageRequest(
      site: site, account: account, actor: Actor(name: account.name, address: context.address), id: id,
      query: query(request), form: form, language: renderer.language(of: account))
    if route.takesFiles { page.files = try await uploads.run { try await files(request) } }
    return renderer.response(try await route.answer(page), to: page, path: request.uri.path, asJSON: asJSON)
  }

  /// Empty where the path has none; nil where it is no text.
  private func decodedID(_ context: ReviewContext) -> String? {
    guard let raw = context.parameters.get("id") else { return "" }
    return raw.removingPercentEncoding.flatMap { $0.utf8.contains(0) ? nil : $0 }
  }

  private func query(_ request: Request) -> Form { Form(request.uri.query ?? "") ?? Form(pairs: []) }

  private func form(_ request: Request) async throws -> Form {
    guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? true else {
      throw HTTPError(.unsupportedMediaType)
    }
    let body = try await request.body.collect(upTo: Self.largestForm)
    guard let text = String(validating: body.readableBytesView, as: UTF8.self), let form = Form(text) else {
      throw HTTPError(.badRequest)
    }
    return form
  }

  private func files(_ request: Request) async throws -> [UploadedFile] {
    guard let boundary = request.headers[.contentType].flatMap(Multipart.boundary) else {
      throw HTTPError(.unsupportedMediaType)
    }
    let body = try await request.body.collect(upTo: Self.largestUpload)
    guard let files = Multipart.files(Data(body.readableBytesView), boundary: boundary) else {
      throw HTTPError(.badRequest)
    }
    return files
  }

  // MARK: Accounts

  private func signIn(_ request: Request, _ context: ReviewContext) async throws -> Response {
    let form = try await form(request)
    let (next, name) = (form["next"], form.trimmed("name"))
    let chosen = Language(rawValue: form["language"])
    let address = context.address
    let token = try await passwords.run { [site] in
      try site.database.signIn(name, form["password"], address: address)
    }
    guard let token else {
      return renderer.signIn(
        chosen ?? renderer.language(of: context.account), chosen: chosen, next: next,
        name: name,
        fault: Text(
          zh: "账户或密码不对，或者暂时不能登录", en: "Account or password is wrong, or sign-in is barred for a while"))
    }
    if let chosen { try site.database.setLanguage(chosen, of: name) }
    // Only to ourselves: `//elsewhere` and `/\elsewhere` are other hosts.
    let isOwn =
      next.hasPrefix("/") && !next.hasPrefix("//") && !next.contains("\\")
      && !next.contains(where: \.isNewline)
    return Response(
      status: .seeOther, headers: [.location: isOwn ? next : "/", .setCookie: cookie.header(token)])
  }

  private func signOut(_ context: ReviewContext) throws -> Response {
    if let account = context.account {
      try site.database.signOut(context.token, by: Actor(name: account.name, address: context.address))
    }
    return Response(status: .seeOther, headers: [.location: "/sign-in", .setCookie: cookie.header(nil)])
  }

  private func changePassword(_ request: Request, _ context: ReviewContext) async throws -> Response {
    guard let account = context.account else { throw HTTPError(.unauthorized) }
    let form = try await form(request)
    do {
      guard form["new"] == form["again"] else {
        throw AccountFault(text: Text(zh: "两次输入的新密码不同", en: "the two new passwords differ"))
      }
      let actor = Actor(name: account.name, address: context.address)
      let token = try await passwords.run { [site] in
        try site.database.changePassword(of: account.name, from: form["old"], to: form["new"], by: actor)
        return try site.database.signIn(account.name, form["new"], address: actor.address)
      }
      return Response(
        status: .seeOther, headers: [.location: "/?done=password", .setCookie: cookie.header(token)])
    } catch let fault as AccountFault {
      return renderer.firstPassword(renderer.language(of: account), account.name, fault: fault.text)
    }
  }
}

/// Checks passwords one after the other, off the threads that pages are made on: however many come at once, they take
/// one processor and the memory of one.
final class PasswordQueue: Sendable {
  private let queue = DispatchQueue(label: "passwords")
  /// Checks that wait: more are trials, and whoever waits longer has given up.
  private static let most = 60
  private let count = Mutex(0)

  func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    let isFree = count.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    guard isFree else { throw HTTPError(.serviceUnavailable) }
    defer { count.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }
}

/// Lets a few uploads in at once: each is held in memory as it comes.
final class Uploads: Sendable {
  private static let most = 3
  private let count = Mutex(0)

  func run<T: Sendable>(_ work: () async throws -> T) async throws -> T {
    let isFree = count.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    guard isFree else {
      throw PageFault(
        status: .serviceUnavailable,
        text: Text(zh: "正在接收其他文件，请稍后再试", en: "Other files are just being received; try again in a moment"))
    }
    defer { count.withLock { $0 -= 1 } }
    return try await work()
  }
}

/// Turns whatever is thrown into a page that tells no more than it should, in the language of the account where it is known
/// by then.
struct FaultGuard: RouterMiddleware {
  let renderer: Renderer

  func handle(
    _ request: Request, context: ReviewContext, next: (Request, ReviewContext) async throws -> Response
  ) async throws -> Response {
    func page(_ status: HTTPResponse.Status, _ text: Text) -> Response {
      let isAPI = request.uri.path.hasPrefix("/api/")
      return renderer.fault(status, text, renderer.language(of: context.account), asJSON: isAPI)
    }
    do {
      return try await next(request, context)
    } catch let fault as PageFault {
      return page(fault.status, fault.text)
    } catch let fault as ReadingFault {
      return page(.serviceUnavailable, fault.text)
    } catch let error as any HTTPResponseError {
      return page(
        error.status,
        error.status == .notFound
          ? PageFault.notFound.text : Text(zh: "这个请求不被接受", en: "This request is not accepted"))
    } catch {
      context.logger.error("\(type(of: error))")
      return page(
        .internalServerError,
        Text(zh: "出了差错，请告诉管理员", en: "Something went wrong; please tell the administrator"))
    }
  }
}
