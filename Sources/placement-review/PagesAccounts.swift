import Foundation
import Placement
import Review

extension PageRoute {
  static let accounts: [PageRoute] = [
    .get("/accounts", Text(zh: "账户", en: "Accounts"), if: \.administers) { try showAccounts($0) },
    .post("/accounts", Text(zh: "新建账户", en: "Add an account"), if: \.administers, addAccount),
    .post(
      "/accounts/:id", Text(zh: "停用、启用、重置", en: "Lock, unlock or reset an account"), if: \.administers,
      changeAccount),
    .get("/audit", Text(zh: "日志", en: "The log"), query: ["before"], if: \.administers, showLog),
  ]

  /// What everybody has.
  static let own: [PageRoute] = [
    .get("/account", Text(zh: "我的账户", en: "My account"), if: { _ in true }) { request in
      .page(
        "account", title: Text(zh: "我的账户", en: "My account"),
        [
          "isChinese": .flag(request.language == .chinese), "name": .text(request.account.name),
          "me": .text(request.account.name),
          "role": .text(request.say(request.account.role.text)),
          "schools": PageValue(request.account.schools),
          "subtitle": .text(
            request.account.name + " · " + request.say(request.account.role.text)
              + (request.account.schools.isEmpty
                ? "" : " · " + request.say(Text(listing: request.account.schools)))),
        ])
    },
    .post("/language", Text(zh: "语言", en: "Choose a language"), if: { _ in true }) { request in
      guard let language = Language(rawValue: request.form["language"]) else {
        throw PageFault.badRequest(Text(zh: "没有这种语言", en: "there is no such language"))
      }
      try request.site.database.setLanguage(language, of: request.account.name)
      return .see("/account")
    },
  ]

  private static func showAccounts(
    _ request: PageRequest, password: String? = nil, fault: Text? = nil
  ) throws -> Answer {
    let rows = try request.site.database.accounts().map { account -> PageValue in
      let state =
        account.isLocked
        ? Text(zh: "已停用", en: "locked")
        : account.mustChange ? Text(zh: "尚未首次登录", en: "first password") : Text(zh: "正常", en: "in use")
      return [
        "name": .text(account.name), "role": .text(request.say(account.role.text)),
        "schools": .text(request.say(Text(listing: account.schools))), "state": .text(request.say(state)),
        "href": .text(path("/accounts", account.name)), "lockWord": account.isLocked ? "unlock" : "lock",
        "lockLabel": .text(
          request.say(account.isLocked ? Text(zh: "启用", en: "Unlock") : Text(zh: "停用", en: "Lock"))),
      ]
    }
    let roles = Role.allCases.map { role -> PageValue in
      [
        "value": .text(role.rawValue), "label": .text(request.say(role.text)),
        "chosen": .flag(request.form["role"] == role.rawValue),
      ]
    }
    return .page(
      "accounts", title: Text(zh: "账户", en: "Accounts"),
      [
        "rows": .list(rows), "roles": .list(roles), "password": PageValue(password),
        "fault": PageValue(fault.map(request.say)), "done": PageValue(done(request)),
        "typedName": fault == nil ? .none : .text(request.form["name"]),
        "typedSchools": fault == nil ? .none : .text(request.form["schools"]),
      ], status: fault == nil ? .ok : .badRequest)
  }

  @Sendable private static func addAccount(_ request: PageRequest) async throws -> Answer {
    let form = request.form
    let schools = form["schools"].split { ";；、,， ".contains($0) }.map(String.init)
    do {
      guard let role = Role(rawValue: form["role"]) else {
        throw AccountFault(text: Text(zh: "请选择角色", en: "choose a role"))
      }
      try request.site.checkSchools(schools)
      let password = try request.site.database.addAccount(
        form.trimmed("name"), role, schools: schools, by: request.actor)
      return try showAccounts(request, password: password)
    } catch let fault as AccountFault {
      return try showAccounts(request, fault: fault.text)
    }
  }

  @Sendable private static func changeAccount(_ request: PageRequest) async throws -> Answer {
    let database = request.site.database
    do {
      switch request.form["do"] {
      case "lock": try database.setLocked(request.id, true, by: request.actor)
      case "unlock": try database.setLocked(request.id, false, by: request.actor)
      case "reset":
        return try showAccounts(
          request, password: try database.resetPassword(request.id, by: request.actor))
      default: throw PageFault.badRequest(Text(zh: "没有这项操作", en: "there is no such thing to do"))
      }
    } catch is AccountFault {
      throw PageFault.notFound
    }
    return .see(Form.url("/accounts", [("done", "account")]))
  }

  @Sendable private static func showLog(_ request: PageRequest) async throws -> Answer {
    let before = Int64(request.query["before"]) ?? .max
    let entries = try request.site.database.entries(before: before)
    let rows = entries.map { entry -> PageValue in
      let action = LogEntry.Action(rawValue: entry.action).map { request.say($0.text) } ?? entry.action
      return [
        "id": .number(Int(entry.id)), "at": .text(entry.at), "account": .text(entry.account),
        "address": .text(entry.address), "action": .text(action), "subject": .text(shortened(entry.subject)),
        "before": .text(shortened(entry.before)), "after": .text(shortened(entry.after)),
      ]
    }
    let next = entries.last.map { $0.id > 1 ? Form.url("/audit", [("before", String($0.id))]) : "" } ?? ""
    let line = Text(
      zh: "只增不改；placement-review audit verify 逐条核对。",
      en: "Append-only: placement-review audit verify checks every entry.")
    return .page(
      "audit", title: Text(zh: "日志", en: "Log"),
      ["rows": .list(rows), "next": .text(next), "verdict": .text(request.say(line))])
  }

  private static func shortened(_ text: String) -> String {
    text.count > 400 ? text.prefix(400) + "…" : text
  }
}
