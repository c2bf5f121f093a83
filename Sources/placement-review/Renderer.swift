import Foundation
import HTTPTypes
import Hummingbird
import Placement
import Review

/// Makes responses of answers: HTML inside the layout, or JSON.
struct Renderer: Sendable {
  let site: ReviewSite
  let templates: Templates
  let cookie: SessionCookie

  /// The account's own, else the plan's.
  func language(of account: Account?) -> Language {
    account?.language ?? (try? site.book().language) ?? .chinese
  }

  func response(_ answer: Answer, to request: PageRequest, path: String, asJSON: Bool) -> Response {
    switch answer {
    case .page(let template, let title, let value, let status):
      if asJSON { return Self.json(value.adding(["title": .text(title(request.language))]), status) }
      return html(template, title, value, status, to: request, path: path)
    case .see(let address):
      return Response(status: .seeOther, headers: [.location: address])
    case .file(let name, let type, let data):
      return Self.download(name, type, data)
    case .report(let data):
      return Response(
        status: .ok,
        headers: [
          .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: HeadersGuard.reportPolicy,
        ],
        body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
  }

  private func html(
    _ template: String, _ title: Text, _ value: PageValue, _ status: HTTPResponse.Status,
    to request: PageRequest,
    path: String
  ) -> Response {
    let language = request.language
    var frame: [String: PageValue] = [
      "title": .text(title(language)), "version": .text(Assets.version), "me": .text(request.account.name),
      "nav": .list(navigation(request, path)),
      "content": .text(templates.html(template, value, language)),
    ]
    if case .object(let keys) = value {
      for key in ["done", "fault", "subtitle"] { frame[key] = keys[key] ?? PageValue.none }
    }
    if let book = try? site.book() {
      frame["caseName"] = .text(book.summary.name)
      frame["planLine"] = .text(Self.planLine(book)(language))
    }
    return Self.html(templates.page("layout", .object(frame), language), status)
  }

  static func planLine(_ book: PlanBook) -> Text {
    let id = book.id.prefix(12)
    let day = book.summary.asOf ?? ""
    return Text(zh: "方案 \(id)，截至 \(day)", en: "Plan \(id), as of \(day)")
  }

  private func navigation(_ request: PageRequest, _ path: String) -> [PageValue] {
    let (scope, language) = (request.scope, request.language)
    let entries: [(String, Text, Bool)] = [
      ("/", Text(zh: "总览", en: "Overview"), scope.seesFigures),
      ("/students", Text(zh: "学生", en: "Students"), scope.seesStudents),
      ("/unplaced", Text(zh: "未安排", en: "Unplaced"), scope.seesStudents),
      ("/posts", Text(zh: "岗位", en: "Posts"), scope.seesFigures),
      ("/enterprises", Text(zh: "企业", en: "Enterprises"), scope.seesFigures),
      ("/approvals", Text(zh: "审核", en: "Approvals"), scope.seesApprovals),
      ("/what-if", Text(zh: "推演", en: "What if"), scope.mayAsk),
      ("/files", Text(zh: "文件", en: "Files"), scope.seesWholePlan),
      ("/accounts", Text(zh: "账户", en: "Accounts"), scope.administers),
      ("/audit", Text(zh: "日志", en: "Log"), scope.administers),
    ]
    return entries.filter(\.2).map { address, label, _ in
      let isHere = address == "/" ? path == "/" : path == address || path.hasPrefix(address + "/")
      return ["href": .text(address), "label": .text(label(language)), "here": .flag(isHere)]
    }
  }

  // MARK: Without an account

  /// - `chosen`: the language asked for on this page; nil: none.
  /// - `name`: the account that was typed; empty: none yet.
  /// - `unsent`: whether a form came after its session had ended, and was not taken.
  func signIn(
    _ language: Language, chosen: Language?, next: String, name: String = "", unsent: Bool = false,
    fault: Text? = nil
  ) -> Response {
    let lost = Text(
      zh: "登录已过期，刚才提交的内容没有写入。请登录后重新提交。",
      en: "Your session had ended: what you sent was not taken. Sign in, then send it again.")
    let other: Language = language == .chinese ? .english : .chinese
    let value: PageValue = [
      "title": .text(Text(zh: "登录", en: "Sign in")(language)), "version": .text(Assets.version),
      "caseName": PageValue((try? site.book())?.summary.name), "next": .text(next),
      "chosen": PageValue(chosen?.rawValue), "name": name.isEmpty ? .none : .text(name),
      "otherLanguage": .text(Form.url("/sign-in", [("next", next), ("language", other.rawValue)])),
      "fault": PageValue((fault ?? (unsent ? lost : nil))?(language)),
    ]
    return Self.html(templates.page("sign-in", value, language), fault == nil ? .ok : .forbidden)
  }

  func firstPassword(_ language: Language, _ account: String, fault: Text? = nil) -> Response {
    let value: PageValue = [
      "title": .text(Text(zh: "修改初始密码", en: "First password")(language)), "version": .text(Assets.version),
      "fault": PageValue(fault?(language)), "me": .text(account),
    ]
    return Self.html(templates.page("first-password", value, language), fault == nil ? .ok : .badRequest)
  }

  func fault(_ status: HTTPResponse.Status, _ text: Text, _ language: Language, asJSON: Bool) -> Response {
    let titles: [Int: Text] = [
      404: Text(zh: "没有找到", en: "Not found"), 403: Text(zh: "不予受理", en: "Refused"),
      400: Text(zh: "请求有误", en: "A bad request"), 409: Text(zh: "已有变动", en: "Changed meanwhile"),
    ]
    let title = titles[status.code] ?? Text(zh: "未能完成", en: "It could not be done")
    if asJSON { return Self.json(["title": .text(title(language)), "fault": .text(text(language))], status) }
    let value: PageValue = [
      "title": .text(title(language)), "fault": .text(text(language)), "version": .text(Assets.version),
    ]
    return Self.html(templates.page("fault", value, language), status)
  }

  // MARK: Kinds of body

  static func html(_ text: String, _ status: HTTPResponse.Status) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  static func json(_ value: PageValue, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(bytes: value.json)))
  }

  /// The name as RFC 6266 has it: plain ASCII, and the real one beside it.
  static func download(_ name: String, _ type: String, _ data: Data) -> Response {
    let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    return Response(
      status: .ok,
      headers: [
        .contentType: type,
        .contentDisposition: "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Form.encoded(name))",
      ], body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }
}
