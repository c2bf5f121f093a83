import Foundation
import Nightly
import Placement
import Review

extension PageRoute {
  static let overview: [PageRoute] = [
    .get("/", Text(zh: "总览", en: "Overview"), if: { _ in true }, showOverview),
    .get("/report", Text(zh: "方案报告", en: "The plan's report"), file: true, if: \.seesFigures) { request in
      .report(try planFile("report.html", try request.view().book))
    },
    .get("/files", Text(zh: "方案的文件", en: "The plan's files"), if: \.seesWholePlan) { request in
      let files = try request.view().book.files
      let rows = files.map { name -> PageValue in
        [
          "name": .text(name), "href": .text(path("/files", name)),
          "about": PageValue(about(planFile: name).map(request.say)),
        ]
      }
      return .page("files", title: Text(zh: "方案文件", en: "Files of the plan"), ["rows": .list(rows)])
    },
    .get("/files/:id", Text(zh: "方案的一个文件", en: "A file of the plan"), file: true, if: \.seesWholePlan) {
      request in
      let book = try request.view().book
      guard book.files.contains(request.id) else { throw PageFault.notFound }
      try request.site.database.log(request.actor, .exported, subject: "", after: request.id)
      return .file(name: request.id, type: "application/octet-stream", try planFile(request.id, book))
    },
    .post("/plans", Text(zh: "重新求解", en: "Make a new plan"), if: \.mayPublish) { request in
      try request.site.makePlan(by: request.actor)
      return .see("/")
    },
  ]

  private static func planFile(_ name: String, _ book: PlanBook) throws -> Data {
    guard let data = try? Data(contentsOf: book.folder.appendingPathComponent(name)) else {
      throw PageFault.notFound
    }
    return data
  }

  @Sendable private static func showOverview(_ request: PageRequest) async throws -> Answer {
    // Whoever administers begins with the accounts.
    guard request.scope.seesFigures else { return .see("/accounts") }
    let view = try request.view()
    let (todo, reasons, night) = (try todo(view, request), reasons(view, request), night(view, request))
    let value: PageValue = [
      "done": PageValue(done(request)), "figures": .list(figures(view, request)),
      "todo": .list(todo),
      "hasTodo": .flag(!todo.isEmpty), "objectives": .list(objectives(view, request)),
      "reasons": .list(reasons), "hasReasons": .flag(!reasons.isEmpty),
      "night": PageValue(night), "hasNight": .flag(!night.isEmpty),
    ]
    return .page(
      "overview", title: Text(zh: "总览", en: "Overview"),
      value.adding(request.scope.mayPublish ? planning(request) : [:]))
  }

  /// The city's figures for those who see it; of a school, its own.
  private static func figures(_ view: PlanView, _ request: PageRequest) -> [PageValue] {
    func figure(_ value: Int, _ label: Text, note: Text? = nil) -> PageValue {
      ["value": .number(value), "label": .text(request.say(label)), "note": PageValue(note.map(request.say))]
    }
    func toldFigures(_ told: ToldStudents) -> [PageValue] {
      guard told.all > 0 else { return [] }
      let note = Text(zh: "共 \(told.all)", en: "of \(told.all)")
      return [figure(told.changed, ToldStudents.changedLabel, note: note)]
    }
    if view.scope.account.role == .coordinator {
      let own = view.counts
      let apart = [PlacementStatus.selfArranged, .excluded].compactMap { status in
        own.with(status) > 0 ? figure(own.with(status), status.prose) : nil
      }
      return [
        figure(own.all, Text(zh: "本校学生", en: "own students")),
        figure(own.with(.pinned, .kept, .moved, .placed), Text(zh: "已安排", en: "placed")),
        figure(own.with(.unplaced), Text(zh: "未安排", en: "without a post")),
        figure(own.with(.placed), Text(zh: "新安排", en: "newly placed")),
      ] + toldFigures(own.told) + apart
    }
    let counts = view.book.summary.counts
    let words: [CountWord] = [.takingPart, .placed, .unplaced, .pinned, .kept, .moved, .new]
    return words.map { figure(counts[$0.rawValue] ?? 0, $0.prose) } + toldFigures(view.book.told) + [
      figure(
        counts[CountWord.targetMet.rawValue] ?? 0, CountWord.targetMet.prose,
        note: Text(
          zh: "规模以上企业共 \(counts[CountWord.aboveScale.rawValue] ?? 0) 家",
          en: "of \(counts[CountWord.aboveScale.rawValue] ?? 0) above scale"))
    ]
  }

  private struct ToDo {
    let href: String
    let label: Text
  }

  /// What waits for whoever looks.
  private static func todo(_ view: PlanView, _ request: PageRequest) throws -> [PageValue] {
    let items =
      troubledNight(request) + undecided(view, request) + (try waiting(view, request))
      + (try approvals(view, request)) + newerDecisions(view, request)
    return items.map { ["href": .text($0.href), "label": .text(request.say($0.label))] }
  }

  private static func troubledNight(_ request: PageRequest) -> [ToDo] {
    guard request.scope.seesWholePlan, let night = request.site.configuration.night,
      !NightStatus(night).isGood
    else { return [] }
    return [
      ToDo(href: "/#night", label: Text(zh: "夜间运行有待办事项", en: "The night has left something to do"))
    ]
  }

  private static func undecided(_ view: PlanView, _ request: PageRequest) -> [ToDo] {
    guard view.scope.seesStudents else { return [] }
    let decided = request.site.decisions.read().rows.keys.count { view.student($0)?.status == .unplaced }
    let undecided = view.counts.with(.unplaced) - decided
    guard undecided > 0 else { return [] }
    return [
      ToDo(
        href: Form.url("/students", [("status", "unplaced"), ("decided", "no")]),
        label: Text(
          zh: "\(undecided) 名学生没有岗位，也没有决定", en: "Students with neither post nor decision: \(undecided)"))
    ]
  }

  private static func waiting(_ view: PlanView, _ request: PageRequest) throws -> [ToDo] {
    guard view.scope.mayDecide else { return [] }
    return try request.site.waitingProposals(of: request.account.name).map { proposal in
      let ids = proposal.students.prefix(3).joined(separator: " ")
      let about = proposal.students.count > 3 ? ids + " …" : ids
      return ToDo(
        href: path("/proposals", proposal.id),
        label: Text(
          zh: "\(about) 的决定已试算，尚未写入", en: "Decisions on \(about) are worked out and not committed"))
    }
  }

  private static func approvals(_ view: PlanView, _ request: PageRequest) throws -> [ToDo] {
    guard view.scope.seesApprovals else { return [] }
    let approvals = try request.site.approvals(view)
    let open = approvals.filter { $0.state == .open }
    let returned = approvals.filter { $0.state == .returned }
    var labels: [Text] = []
    if view.scope.mayApprove, !open.isEmpty {
      labels.append(
        open.contains(where: \.isOutdated)
          ? Text(zh: "名单在上次审核之后有变，请再次审核", en: "The list has changed since you said: say again")
          : Text(zh: "本校名单待审核", en: "Your list waits for your approval"))
    }
    if view.scope.mayPublish {
      let isPublished = try request.site.publication(of: view) != nil
      labels += answers(open.count, returned.count, of: approvals.count, isPublished)
    }
    return labels.map { ToDo(href: "/approvals", label: $0) }
  }

  /// What the schools have said; once all have, that nobody needs to wait for more.
  private static func answers(_ open: Int, _ returned: Int, of all: Int, _ isPublished: Bool) -> [Text] {
    switch (open, returned) {
    case (0, 0) where isPublished: []
    case (0, 0): [Text(zh: "各校均已同意，可以公布", en: "All schools have approved: the plan may be published")]
    case (0, _):
      [
        Text(
          zh: "各校均已审核（\(all) 所），其中 \(returned) 所退回了名单",
          en: "All schools have answered (\(all)); those that have returned their list: \(returned)")
      ]
    default:
      (returned == 0
        ? []
        : [Text(zh: "\(returned) 所学校退回了名单", en: "Schools that have returned their list: \(returned)")])
        + [Text(zh: "\(open) 所学校尚未审核", en: "Schools that have not said yet: \(open)")]
    }
  }

  private static func newerDecisions(_ view: PlanView, _ request: PageRequest) -> [ToDo] {
    guard view.scope.mayPublish, request.site.decisionsDiffer(view.book) else { return [] }
    return [
      ToDo(
        href: "/#plan",
        label: Text(zh: "方案生成之后有新的决定，需要重新求解", en: "There are decisions newer than the plan: make a new one"))
    ]
  }

  private static func objectives(_ view: PlanView, _ request: PageRequest) -> [PageValue] {
    view.book.summary.objectives.map { objective in
      let gap = String(format: "%.2f %%", objective.gap * 100)
      let proof =
        objective.proven
        ? Text(zh: "已证明最优", en: "proven optimal")
        : Text(zh: "差距至多 \(gap)，下界 \(objective.bound)", en: "gap at most \(gap), bound \(objective.bound)")
      return [
        "title": .text(request.say(objective.title)),
        "inWords": .text(request.say(view.book.summary.words(of: objective))),
        "value": .number(Int(objective.value)),
        "proof": .text(request.say(proof)),
      ]
    }
  }

  private static func reasons(_ view: PlanView, _ request: PageRequest) -> [PageValue] {
    let own = view.counts
    return UnplacedReason.allCases.compactMap { reason in
      let count =
        view.scope.seesStudents
        ? own.unplaced(for: reason)
        : view.book.summary.unplacedByReason[reason.rawValue] ?? 0
      guard count > 0 else { return nil }
      let href = Form.url("/students", [("status", "unplaced"), ("reason", reason.rawValue)])
      return [
        "label": .text(request.say(reason.prose)), "count": .number(count),
        "href": view.scope.seesStudents ? .text(href) : .none,
      ]
    }
  }

  /// What faults name, ids of every school among it, is for those alone who see every school.
  private static func night(_ view: PlanView, _ request: PageRequest) -> [String] {
    guard request.scope.seesFigures, let night = request.site.configuration.night else { return [] }
    let status = NightStatus(night)
    let lines = request.scope.seesWholePlan ? status.lines : status.brief
    let own = request.site.isMadeHere(view.book) ? [madeHere] : []
    return (lines + own).map(request.say)
  }

  private static let madeHere = Text(
    zh: "注意：各页显示的是在“重新求解”中得到的方案，比夜间的现行方案新，数字可能不同。",
    en:
      "Note: what the pages show is the plan made by “A new plan”, which is newer than the night's; figures may differ."
  )

  private static func planning(_ request: PageRequest) -> [String: PageValue] {
    let job = request.site.planning
    var value: [String: PageValue] = [
      "running": false, "failed": .none, "progress": PageValue(job?.progress),
    ]
    switch job?.current {
    case .waiting, .running: value["running"] = true
    case .ended(let code, let words) where code != 0 && code != 3: value["failed"] = .text(words)
    default: break
    }
    return [
      "planning": .object(value), "isRunning": value["running"] ?? false,
      "progress": value["progress"] ?? .none,
    ]
  }
}
