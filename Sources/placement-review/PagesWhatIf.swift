import Foundation
import Placement
import Review

extension PageRoute {
  static let whatIf: [PageRoute] = [
    .get("/what-if", Text(zh: "推演", en: "Scenarios"), if: \.mayAsk) { try showScenarios($0) },
    .get("/what-if/compare", Text(zh: "并排比较", en: "Scenarios side by side"), if: \.mayAsk, compareScenarios),
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
        "settings": PageValue(scenario.settings), "state": .text(request.say(state(scenario.state))),
        "isDone": .flag(scenario.state == .done), "by": .text(scenario.account),
      ]
    }
    return .page(
      "what-if", title: Text(zh: "推演：如果改动一些数", en: "What if"),
      [
        "fault": PageValue(fault.map(request.say)), "rows": .list(rows), "hasRows": .flag(!rows.isEmpty),
        "name": .text(request.form["name"]), "settings": .text(request.form["settings"]),
        "fields": .list(try completions(request)),
      ], status: fault == nil ? .ok : .badRequest)
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
    func isFull(_ kind: QuotaKind, _ id: String) -> Bool {
      (Int(book.quota(kind, id)["free"] ?? "") ?? 1) <= 0
    }
    let posts = book.posts.filter { isFull(.post, $0.id) }.prefix(200).map {
      ("posts[\($0.id)].seats+=1", $0.title)
    }
    let enterprises = book.enterprises.filter { isFull(.enterprise, $0.id) }.prefix(200).map {
      ("enterprises[\($0.id)].max_interns+=1", $0.name)
    }
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
    let value: PageValue = [
      "isRunning": .flag(isRunning), "running": .flag(isRunning),
      "progress": PageValue(request.site.children.job(scenario.id)?.progress),
      "settings": PageValue(scenario.settings),
      "cancel": .text(path("/what-if", scenario.id) + "/cancel"),
      "cancelled": .flag(scenario.state == .cancelled),
      "failed": scenario.state == .failed ? .text(scenario.message) : .none,
      "hasFigures": .flag(tables != nil),
      "changeCount": .number(changes.count), "hasChanges": .flag(!changes.isEmpty),
      "changes": .list(
        changes.prefix(500).map { row in
          let student = row["student_id"] ?? ""
          return [
            "id": .text(student),
            "href": view.student(student) == nil ? .none : .text(path("/students", student)),
            "from": PageValue(row["previous_post_id"]), "to": PageValue(row["post_id"]),
            "why": PageValue(row["why"]),
          ]
        }),
    ]
    return .page("scenario", title: Text(verbatim: scenario.name), value.adding(figures([scenario], request)))
  }

  @Sendable private static func compareScenarios(_ request: PageRequest) async throws -> Answer {
    let scenarios = try request.query.all("id").prefix(6).compactMap { try request.site.scenario($0) }
    guard !scenarios.isEmpty else { return .see("/what-if") }
    return .page(
      "compare", title: Text(zh: "并排比较", en: "Side by side"), .object(figures(Array(scenarios), request)))
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
        let difference = cell["difference"] ?? ""
        return [
          "value": PageValue(cell["after"]),
          "difference": difference.isEmpty || difference == "0" ? .none : .text("(\(difference))"),
        ]
      }
      return [
        "label": .text(key(row).trimmingCharacters(in: .whitespaces)), "before": PageValue(row["before"]),
        "after": .list(after),
      ]
    }
    return ["scenarios": PageValue(tables.map(\.0)), "figures": .list(figures)]
  }

  private static func rows(_ table: PlanTable) -> [[String: String]] {
    table.rows.map { row in
      Dictionary(zip(table.columns, row).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
