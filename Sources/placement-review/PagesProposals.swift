import Foundation
import Placement
import PlacementFiles
import Review

extension PageRoute {
  static let proposals: [PageRoute] = [
    .post("/proposals", Text(zh: "试算决定", en: "See what decisions would do"), if: \.mayDecide, propose),
    .get("/proposals/:id", Text(zh: "决定的作用", en: "What decisions would do"), if: \.mayDecide) { request in
      try showProposal(request)
    },
    .post("/proposals/:id/commit", Text(zh: "写入决定", en: "Commit decisions"), if: \.mayDecide, commit),
    .post("/proposals/:id/cancel", Text(zh: "放弃决定", en: "Discard decisions"), if: \.mayDecide) { request in
      guard let proposal = try request.site.proposal(request.id, of: request.account.name) else {
        throw PageFault.notFound
      }
      try request.site.cancel(proposal)
      return .see(path("/proposals", proposal.id))
    },
  ]

  @Sendable private static func propose(_ request: PageRequest) async throws -> Answer {
    let view = try request.view()
    let form = request.form
    let marks = Array(Set(form.all("student"))).sorted(by: String.utf8Precedes).map(marked)
    guard let action = Proposal.Action(rawValue: form["action"]) else {
      throw PageFault.badRequest(Text(zh: "请选择决定", en: "Choose a decision"))
    }
    let (words, target) = (form.trimmed("words"), form.trimmed("target"))
    let items = marks.map { mark in
      // As in an edited list: a pin that names no post is of the student's own. A place found alone is none.
      let own =
        action == .pin && target.isEmpty ? view.student(mark.student).flatMap { view.post($0.post)?.id } : nil
      return Proposal.Item(
        student: mark.student, action: action, target: action == .clear ? "" : own ?? target,
        reason: words.isEmpty ? form.trimmed("reason") : words)
    }
    let standing = request.site.decisions.read().rows
    if action == .clear, marks.count == 1, standing[marks[0].student, default: []].isEmpty {
      let fault = Text(zh: "没有决定可以撤销", en: "There is no decision to clear")
      return try again(.refused(fault), marks.map(\.student), form, request)
    }
    // What each row bore must be so still; then the word for all of them is that of the same moment.
    let changed = marks.filter { !holds($0, standing) }
    do {
      guard changed.allSatisfy({ view.student($0.student) != nil }) else { throw ProposalFault.notFound }
      if !changed.isEmpty {
        let named = changed.prefix(ProposalFault.mostNamed)
        throw ProposalFault.changedMeanwhile(
          try named.map { try request.site.changedDecisions(of: $0.student, standing) },
          more: changed.count - named.count)
      }
      let fingerprint = StandingDecisions.fingerprint(of: items.map(\.student), standing)
      let id = try request.site.propose(items, fingerprint: fingerprint, view, by: request.actor)
      return .see(path("/proposals", id))
    } catch let fault as ProposalFault {
      return try again(fault, items.map(\.student), form, request)
    }
  }

  /// `S00001~0123456789abcdef`
  static func marked(_ mark: String) -> (student: String, fingerprint: String) {
    guard let cut = mark.lastIndex(of: "~") else { return (mark, "") }
    return (String(mark[..<cut]), String(mark[mark.index(after: cut)...]))
  }

  /// Whether what stands of the student's decisions is what the mark was made of.
  static func holds(
    _ mark: (student: String, fingerprint: String), _ standing: [String: [StandingDecision]]
  ) -> Bool {
    StandingDecisions.fingerprint(of: [mark.student], standing) == mark.fingerprint
  }

  /// The student's page with what was typed; of several students, or none, their list.
  private static func again(
    _ fault: ProposalFault, _ students: [String], _ form: Form, _ request: PageRequest
  ) throws -> Answer {
    if case .notFound = fault { throw PageFault.notFound }
    let isOne = students.count == 1
    var pageFault = pageFault(fault)
    if case .changedMeanwhile = fault {
      let unticked = Text(
        zh: "改动过的学生不再勾选；", en: " Students whose decisions were changed are no longer ticked.")
      let next = Text(
        zh: "您填写的内容还在下面，核对后可再次提交。", en: " What you typed is still below: check it and send it again.")
      pageFault = PageFault(
        status: pageFault.status, text: pageFault.text + (isOne ? next : unticked + next))
    }
    guard isOne else { return try showStudents(request, typed: form, fault: pageFault) }
    return try showStudent(request, id: students[0], typed: form, conflict: pageFault.text)
  }

  private static func showProposal(_ request: PageRequest, conflict: Text? = nil) throws -> Answer {
    guard let proposal = try request.site.proposal(request.id, of: request.account.name) else {
      throw PageFault.notFound
    }
    let view = try request.view()
    try request.site.renewPreview(proposal, language: request.language)
    let job = request.site.children.job(proposal.id)
    let (isWaiting, items) = (proposal.state == .waiting, items(proposal, view, request))
    let value: PageValue = [
      "fault": PageValue(conflict.map(request.say)), "isRunning": .flag(isWaiting),
      "waiting": .flag(isWaiting),
      "progress": PageValue((job?.progress).map(view.redacted)),
      "committed": .flag(proposal.state == .committed),
      "cancelled": .flag(proposal.state == .cancelled),
      "failed": proposal.state == .failed ? .text(view.redacted(shown(proposal))) : .none,
      "count": .number(proposal.students.count), "files": PageValue(proposal.files),
      "items": .list(items), "hasItems": .flag(!items.isEmpty),
      "preview": proposal.state == .previewed && conflict == nil
        ? proposal.preview.map { preview($0, proposal, view, request) } ?? .none : .none,
      "commit": .text(path("/proposals", proposal.id) + "/commit"),
      "cancel": .text(path("/proposals", proposal.id) + "/cancel"), "again": again(proposal),
    ]
    return .page(
      "proposal", title: Text(zh: "决定的作用", en: "What the decisions would do"), value,
      status: conflict == nil ? .ok : .conflict)
  }

  /// Why it cannot be. What was typed has no file, no rows and no columns to point at.
  private static func shown(_ proposal: Proposal) -> String {
    let words = Diagnostic.withoutWarnings(proposal.message)
    guard proposal.files.isEmpty else { return words }
    return words.replacing(#/^:[0-9]+(:[a-z_]+)?: /#.anchorsMatchLineEndings(), with: "")
  }

  /// Back to the student, with what was typed; to the list, for several.
  private static func again(_ proposal: Proposal) -> PageValue {
    guard proposal.state != .waiting else { return .none }
    guard let item = proposal.items.first else { return "/uploads" }
    guard proposal.items.count == 1 else { return "/students" }
    guard proposal.state != .committed else { return .text(path("/students", item.student)) }
    return .text(
      Form.url(
        path("/students", item.student),
        [("action", item.action.rawValue), ("target", item.target), ("words", item.reason)]) + "#decide")
  }

  /// What files decide, as the preview has it.
  private static func changes(_ proposal: Proposal, _ view: PlanView, _ request: PageRequest) -> [PageValue] {
    (proposal.preview?.changes ?? []).map { change in
      let word =
        change.kind == .dropped
        ? request.say(Proposal.Action.clear.text) : decisionWord(change.decision, request)
      return [
        "id": .text(change.studentID), "href": .text(path("/students", change.studentID)),
        "name": PageValue(view.student(change.studentID)?["student_name"]), "decision": .text(word),
        "target": .text(named(change.targetID, view, request)), "reason": .text(change.reason),
        "effects": PageValue(change.effects.map(view.redacted)),
      ]
    }
  }

  private static func items(_ proposal: Proposal, _ view: PlanView, _ request: PageRequest) -> [PageValue] {
    guard proposal.files.isEmpty else { return changes(proposal, view, request) }
    let changes = Dictionary(grouping: proposal.preview?.changes ?? [], by: \.studentID)
    return proposal.items.map { item in
      let effects = (changes[item.student] ?? []).flatMap(\.effects).map(view.redacted)
      return [
        "id": .text(item.student), "href": .text(path("/students", item.student)),
        "name": PageValue(view.student(item.student)?["student_name"]),
        "decision": .text(request.say(item.action.text)),
        "target": .text(named(item.target, view, request)), "reason": .text(item.reason),
        "effects": PageValue(effects),
      ]
    }
  }

  /// What it comes to for students about whom nothing is decided; nil where that is not known.
  private static func verdict(_ preview: DecisionReport, _ proposal: Proposal) -> Text? {
    guard preview.placedBefore != nil else { return nil }
    let decided = Set(proposal.students)
    let others = preview.moves.filter { !decided.contains($0.studentID) }
    let (lost, moved) = (others.count { $0.to == nil }, others.count { $0.to != nil })
    if others.isEmpty { return Text(zh: "不影响其他学生。", en: "No other student is affected.") }
    let lose = Text(
      zh: "另有 \(lost) 名学生会失去岗位",
      en: "\(lost) other \(lost == 1 ? "student loses a post" : "students lose their posts")")
    let move = Text(
      zh: "另有 \(moved) 名学生会换岗位或得到岗位",
      en: "\(moved) other \(moved == 1 ? "student changes or gets a post" : "students change or get posts")")
    guard lost > 0 else { return move + Text(zh: "，没有人失去岗位。", en: "; nobody loses a post.") }
    let all = moved > 0 ? lose + Text(zh: "；", en: "; ") + move : lose
    return all + Text(zh: "。", en: ".")
  }

  private static func preview(
    _ preview: DecisionReport, _ proposal: Proposal, _ view: PlanView, _ request: PageRequest
  ) -> PageValue {
    let none = request.say(Text(zh: "无岗位", en: "no post"))
    let own = preview.moves.filter { view.student($0.studentID) != nil }
    let objectives = preview.objectives.map { objective -> PageValue in
      let change = objective.after - objective.before
      return [
        "title": .text(objective.title), "before": .number(Int(objective.before)),
        "after": .number(Int(objective.after)),
        "change": .text(change > 0 ? "+\(change)" : change == 0 ? "0" : "−\(-change)"),
      ]
    }
    func place(_ post: String?) -> String { post.map { named($0, view, request) } ?? none }
    let moves = own.map { move -> PageValue in
      let student = view.student(move.studentID)
      return [
        "id": .text(move.studentID), "href": .text(path("/students", move.studentID)),
        "name": PageValue(student?["student_name"]),
        "school": view.schools.count > 1 ? PageValue(student?["school_name"]) : .none,
        "from": .text(place(move.from)), "to": .text(place(move.to)),
      ]
    }
    return [
      "verdict": PageValue(verdict(preview, proposal).map(request.say)),
      "untold": PageValue(preview.untold.flatMap(DecisionReport.note(untold:)).map(request.say)),
      "remark": PageValue(preview.remark), "hasFigures": .flag(preview.placedBefore != nil),
      "placedBefore": PageValue(preview.placedBefore), "placedAfter": PageValue(preview.placedAfter),
      "moveCount": .number(preview.moves.count), "lostCount": .number(preview.moves.count { $0.to == nil }),
      "objectives": .list(objectives), "moves": .list(moves), "hasMoves": .flag(!moves.isEmpty),
      "others": own.count < preview.moves.count ? .number(preview.moves.count - own.count) : .none,
    ]
  }

  @Sendable private static func commit(_ request: PageRequest) async throws -> Answer {
    guard let proposal = try request.site.proposal(request.id, of: request.account.name) else {
      throw PageFault.notFound
    }
    let view = try request.view()
    do {
      try await request.site.commitAside(proposal, view, by: request.actor)
    } catch let fault as ProposalFault {
      if case .notFound = fault { throw PageFault.notFound }
      return try showProposal(request, conflict: pageFault(fault).text)
    }
    let page = proposal.items.count == 1 ? path("/students", proposal.items[0].student) : "/students"
    return .see(Form.url(page, [("done", "decided")]))
  }
}
