import Foundation
import HTTPTypes
import Hummingbird
import Placement
import Review

/// Headers of every answer: nothing is loaded from elsewhere, framed, guessed or kept.
struct HeadersGuard: RouterMiddleware {
  static let policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
  /// Of the report, which bears its style with it and runs nothing.
  static let reportPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
    + "form-action 'none'; sandbox"

  let isSecure: Bool

  func handle(
    _ request: Request, context: ReviewContext, next: (Request, ReviewContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    let headers: [(String, String)] =
      [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
      ] + (isSecure ? [("Strict-Transport-Security", "max-age=31536000")] : [])
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = Self.policy
    }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}

/// Refuses what does not come from our own pages: another host's name, a post from elsewhere.
struct OriginGuard: RouterMiddleware {
  /// Names under which the page may be asked for, without a port; a proxy's own name among them.
  let hosts: Set<String>

  func handle(
    _ request: Request, context: ReviewContext, next: (Request, ReviewContext) async throws -> Response
  ) async throws -> Response {
    guard let authority = request.head.authority, hosts.contains(Self.name(authority)) else {
      throw HTTPError(.misdirectedRequest)
    }
    guard request.uri.path.hasPrefix("/"), request.uri.string.utf8.count <= 8192 else {
      throw HTTPError(.badRequest)
    }
    switch request.method {
    case .get, .head: break
    case .post:
      guard Self.isOwn(request.headers, authority) else { throw HTTPError(.forbidden) }
    default: throw HTTPError(.methodNotAllowed)
    }
    return try await next(request, context)
  }

  /// A browser's own word for where a post comes from; an old one's Origin, else; neither: no.
  static func isOwn(_ headers: HTTPFields, _ authority: String) -> Bool {
    let sites = headers[values: .secFetchSite]
    if !sites.isEmpty { return sites == ["same-origin"] }
    let origins = headers[values: .origin]
    guard origins.count == 1, let mark = origins[0].range(of: "://") else { return false }
    return origins[0][mark.upperBound...] == authority
  }

  static func name(_ authority: String) -> String {
    if authority.hasPrefix("[") { return String(authority.prefix { $0 != "]" }) + "]" }
    return String(authority.prefix { $0 != ":" }).lowercased()
  }
}

/// Tells from the cookie whose session it is, and from where.
struct SessionGuard: RouterMiddleware {
  let site: ReviewSite
  let cookie: SessionCookie
  let trustsProxy: Bool

  func handle(
    _ request: Request, context: ReviewContext, next: (Request, ReviewContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.address = address(request, context)
    if let token = cookie.token(request) {
      context.token = token
      context.account = try site.database.session(token)
    }
    return try await next(request, context)
  }

  /// Behind a proxy, what it has added last; whatever stands before that anybody may have written.
  private func address(_ request: Request, _ context: ReviewContext) -> String {
    guard trustsProxy, let name = HTTPField.Name("X-Forwarded-For"),
      let last = request.headers[values: name].last?.split(separator: ",").last
    else { return context.peer }
    return String(last.trimmingCharacters(in: .whitespaces).prefix(64))
  }
}

/// The session's cookie: for this host alone, out of scripts' reach, never sent along from elsewhere.
struct SessionCookie: Sendable {
  let isSecure: Bool

  var name: String { isSecure ? "__Host-review" : "review" }

  /// Nil where there is none, or more than one, or it is not of our making.
  func token(_ request: Request) -> String? {
    let values = request.headers[values: .cookie].joined(separator: "; ").split(separator: ";").compactMap {
      pair in
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      return parts.count == 2 && parts[0] == name ? parts[1] : nil
    }
    guard values.count == 1, values[0].utf8.count == 64,
      values[0].utf8.allSatisfy({ $0.isDigit || (0x61...0x66).contains($0) })
    else { return nil }
    return values[0]
  }

  func header(_ token: String?) -> String {
    let value = token.map { "\(name)=\($0)" } ?? "\(name)=; Max-Age=0"
    return value + "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }
}

extension HTTPField.Name {
  static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
