import CommandWords
import Foundation
import Placement
import Review

extension PageRoute {
  static let whatIf: [PageRoute] = [
    .get("/what-if", Text(zh: "推演", en: "Scenarios"), query: ["settings"], if: \.mayAsk) {
      try showScenarios($0)
    },
    .get(
      "/what-if/compare", Text(zh: "并排比较", en: "Scenarios side by side"), query: ["id"], if: \.mayAsk,
      compareScenarios),
    .get("/what-if/:id", Text(zh: "一次推演", en: "A scenario"), if: \.mayAsk, showScenario),
    .post("/what-if", Text(zh: "新的推演", en: "Run a scenario"), if: \.mayAsk) { request in
      do {
        let id = try request.site.ask(
          name: request.form.trimmed("name"),
          settings: request.form["settings"].split(whereSeparator: \.isNewline).map(String.init),
          language: request.language, by: request.actor)
        return .see(path("/what-if", id))
      } catch let fault as ProposalFault {
        return try showScenarios(request, fault: pageFault(fault).text)
      }
    },
    .post("/suggestions", Text(zh: "求建议", en: "Search for suggestions"), if: \.mayAsk) { request in
      do {
        let id = try request.site.suggest(
          name: request.form.trimmed("name"), count: Int(request.form.trimmed("count")) ?? 0,
          district: request.form.trimmed("district"), language: request.language, by: request.actor)
        return .see(path("/what-if", id))
      } catch let fault as ProposalFault {
        return try showScenarios(request, fault: pageFault(fault).text)
      }
    },
    .post("/what-if/:id/cancel", Text(zh: "取消推演", en: "Cancel a scenario"), if: \.mayAsk) { request in
      guard let scenario = try request.site.scenario(request.id) else { throw PageFault.notFound }
      try request.site.cancel(scenario)
      return .see(path("/what-if", scenario.id))
    },
  ]

  private static func showScenarios(_ request: PageRequest, fault: Text? = nil) throws -> Answer {
    let rows = try request.site.scenarios().map { scenario -> PageValue in
      [
        "id": .text(scenario.id), "name": .text(scenario.name), "href": .text(path("/what-if", scenario.id)),
        "settings": PageValue(searchWords(scenario, request).map { [$0] } ?? scenario.settings),
        "state": .text(request.say(state(scenario.state))),
        "isDone": .flag(scenario.state == .done && scenario.search == nil), "by": .text(scenario.account),
      ]
    }
    return .page(
      "what-if", title: Text(zh: "推演：如果改动一些数", en: "What if"),
      [
        "fault": PageValue(fault.map(request.say)), "rows": .list(rows), "hasRows": .flag(!rows.isEmpty),
        "name": .text(request.form.first("name") ?? String(request.query["settings"].prefix(60))),
        "settings": .text(request.form.first("settings") ?? request.query["settings"]),
        "districts": .list(
          Set(try request.view().book.enterprises.map(\.district)).sorted(by: String.utf8Precedes).map(
            PageValue.text)),
        "fields": .list(try completions(request)),
      ], status: fault == nil ? .ok : .badRequest)
  }

  /// What a search is for; nil of a scenario with settings.
  private static func searchWords(_ scenario: Scenario, _ request: PageRequest) -> String? {
    scenario.search.map { search in
      let district =
        search.district.isEmpty
        ? "" : request.say(Text(zh: "（\(search.district)）", en: " (\(search.district))"))
      return request.say(Text(zh: "求 \(search.count) 项建议", en: "\(search.count) suggestions")) + district
    }
  }

  private static func suggestions(_ scenario: Scenario, _ request: PageRequest) -> [PageValue]? {
    request.site.suggestions(of: scenario).map { table in
      rows(table).map { row -> PageValue in
        let setting = row["suggestion"] ?? ""
        return [
          "setting": .text(setting), "detail": PageValue(row["detail"]),
          "more": PageValue(row["placed_more"]),
          "href": .text(Form.url("/what-if", [("settings", setting)]) + "#new"),
        ]
      }
    }
  }

  private static func state(_ state: Scenario.State) -> Text {
    switch state {
    case .running: Text(zh: "推演中", en: "running")
    case .done: Text(zh: "已完成", en: "done")
    case .failed: Text(zh: "不成立", en: "failed")
    case .cancelled: Text(zh: "已取消", en: "cancelled")
    }
  }

  /// What settings may begin with: full posts and enterprises first, then what the policy says for all.
  private static func completions(_ request: PageRequest) throws -> [PageValue] {
    let book = try request.view().book
    func full(_ kind: QuotaKind) -> [Place] {
      Array((book.places[kind] ?? []).lazy.filter(\.isFull).prefix(200))
    }
    let posts = full(.post).map { (oneMoreSeat($0.id, request), $0.name) }
    let enterprises = full(.enterprise).map { ("enterprises[\($0.id)].max_interns+=1", $0.name) }
    let policy = ["travel.max_distance_km", "quotas.staff_share_max", "quotas.post_share_max"].map { key in
      (
        "policy.\(key)=",
        request.say(PolicySchema.keys.first { $0.path == key }?.sentence ?? Text(verbatim: ""))
      )
    }
    return (policy + posts + enterprises).map { ["value": .text($0.0), "label": .text($0.1)] }
  }

  @Sendable private static func showScenario(_ request: PageRequest) async throws -> Answer {
    guard let scenario = try request.site.scenario(request.id) else { throw PageFault.notFound }
    let tables = request.site.tables(of: scenario)
    let isRunning = scenario.state == .running
    let changes = tables.map { rows($0.changes) } ?? []
    let view = try request.view()
    let (found, map) = (
      suggestions(scenario, request), tables == nil ? nil : request.site.map(of: scenario, view)
    )
    let none = request.say(Text(zh: "无岗位", en: "no post"))
    func place(_ post: String?) -> String { (post ?? "").isEmpty ? none : named(post!, view, request) }
    let value: PageValue = [
      "hasNothing": .flag(tables != nil && changes.isEmpty),
      "nothing": PageValue(limits(scenario, view, request)),
      "suggestions": .list(found ?? []), "hasSuggestions": .flag(found?.isEmpty == false),
      "hasNone": .flag(found?.isEmpty == true), "map": PageValue(map),
      "isRunning": .flag(isRunning), "running": .flag(isRunning),
      "progress": PageValue(request.site.children.job(scenario.id)?.progress),
      "settings": PageValue(searchWords(scenario, request).map { [$0] } ?? scenario.settings),
      "cancel": .text(path("/what-if", scenario.id) + "/cancel"),
      "cancelled": .flag(scenario.state == .cancelled),
      "failed": scenario.state == .failed
        ? .text(ParserMessages.complaint(in: Diagnostic.withoutWarnings(scenario.message))) : .none,
      "hasFigures": .flag(tables != nil),
      "changeCount": .number(changes.count), "hasChanges": .flag(!changes.isEmpty),
      "changes": .list(
        changes.prefix(500).map { row in
          let student = row["student_id"] ?? ""
          return [
            "id": .text(student),
            "href": view.student(student) == nil ? .none : .text(path("/students", student)),
            "name": PageValue(view.student(student)?["student_name"]),
            "from": .text(place(row["previous_post_id"])), "to": .text(place(row["post_id"])),
            "why": PageValue(row["why"]),
          ]
        }),
    ]
    return .page("scenario", title: Text(verbatim: scenario.name), value.adding(figures([scenario], request)))
  }

  /// Why a scenario may have moved nobody: what limits the posts and enterprises that it speaks of.
  private static func limits(_ scenario: Scenario, _ view: PlanView, _ request: PageRequest) -> [String] {
    let ids = scenario.settings.flatMap { setting in
      setting.matches(of: #/\[([^\]=]+)\]/#).map { String($0.1).trimmingCharacters(in: .whitespaces) }
    }
    func line(_ kind: QuotaKind, _ id: String) -> String? {
      let quota = view.book.quota(kind, id)
      guard let limit = quota["limit"], !limit.isEmpty else { return nil }
      let from = word(quota["limit_from"] ?? "", LimitTerm.self, request)
      let free = quota["free"] ?? ""
      return request.say(
        Text(
          zh: "\(named(id, view, request))：现在的上限 \(limit)，由\(from)决定，剩余 \(free)",
          en: "\(named(id, view, request)): its limit is \(limit) now, set by \(from); \(free) free"))
    }
    let lines = ids.prefix(5).flatMap { id -> [String?] in
      guard let post = view.post(id) else { return [line(.enterprise, id)] }
      return [line(.post, id), line(.enterprise, view.book.enterprises[post.enterprise].id)]
    }.compactMap { $0 }
    return [request.say(Text(zh: "这些改动不改变任何学生的安排。", en: "These changes move no student."))] + lines
  }

  @Sendable private static func compareScenarios(_ request: PageRequest) async throws -> Answer {
    let scenarios = try request.query.all("id").prefix(6).compactMap { try request.site.scenario($0) }
    guard !scenarios.isEmpty else { return .see("/what-if") }
    let view = try request.view()
    let today = request.say(Text(zh: "现状", en: "Now"))
    let maps =
      [(today, request.site.map(of: nil, view))]
      + scenarios.filter { $0.state == .done }.map { ($0.name, request.site.map(of: $0, view)) }
    let shown = maps.enumerated().compactMap { number, item -> PageValue? in
      // Every map has an arrow's head of its own, by a name that may stand on a page once.
      item.1.map { map -> PageValue in
        let own = map.replacing("id=\"a\"", with: "id=\"a\(number)\"").replacing(
          "url(#a)", with: "url(#a\(number))")
        return ["name": .text(item.0), "map": .text(own)]
      }
    }
    return .page(
      "compare", title: Text(zh: "并排比较", en: "Side by side"),
      PageValue.object(figures(Array(scenarios), request)).adding([
        "maps": .list(shown), "hasMaps": .flag(shown.count > 1),
      ]))
  }

  /// Every figure that any of the scenarios changes, beside today's; of several, those that all of them have.
  private static func figures(_ scenarios: [Scenario], _ request: PageRequest) -> [String: PageValue] {
    let tables = scenarios.compactMap { scenario in
      request.site.tables(of: scenario).map { (scenario.name, rows($0.comparison)) }
    }
    guard let first = tables.first?.1 else { return ["scenarios": [], "figures": []] }
    func key(_ row: [String: String]) -> String { (row["figure"] ?? "") + " " + (row["of"] ?? "") }
    let others = tables.map { Dictionary($0.1.map { (key($0), $0) }, uniquingKeysWith: { a, _ in a }) }
    let figures = first.compactMap { row -> PageValue? in
      let cells = others.map { $0[key(row)] ?? [:] }
      guard (row["of"] ?? "").isEmpty || cells.contains(where: { $0["before"] != $0["after"] }) else {
        return nil
      }
      let after = cells.map { cell -> PageValue in
        return ["value": PageValue(cell["after"]), "difference": PageValue(difference(cell["difference"]))]
      }
      return [
        "label": .text(key(row).trimmingCharacters(in: .whitespaces)), "before": PageValue(row["before"]),
        "after": .list(after),
      ]
    }
    return ["scenarios": PageValue(tables.map(\.0)), "figures": .list(figures)]
  }

  /// `+888`, `−3`; nil where nothing changes.
  private static func difference(_ cell: String?) -> String? {
    guard let cell, cell.contains(where: { ("1"..."9").contains($0) }) else { return nil }
    return cell.hasPrefix("-") ? "−" + cell.dropFirst() : "+" + cell
  }

  private static func rows(_ table: PlanTable) -> [[String: String]] {
    table.rows.map { row in
      Dictionary(zip(table.columns, row).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
