import Foundation
import Placement
import Review

extension PageRoute {
  static let approvals: [PageRoute] = [
    .get("/approvals", Text(zh: "各校审核", en: "Approvals"), if: \.seesApprovals) { try showApprovals($0) },
    .post("/approvals/:id", Text(zh: "同意或退回", en: "Approve or return a list"), if: \.mayApprove, approve),
    .post("/publish", Text(zh: "公布", en: "Publish"), if: \.mayPublish, publish),
  ]

  private static func showApprovals(_ request: PageRequest, fault: Text? = nil) throws -> Answer {
    let view = try request.view()
    let approvals = try request.site.approvals(view)
    let open = approvals.count { $0.state != .approved }
    let rows = zip(approvals, view.schools).map { approval, school -> PageValue in
      let (all, unplaced, apart) = (
        school.counts.all, school.counts.with(.unplaced), school.counts.with(.excluded, .selfArranged)
      )
      return [
        "school": .text(approval.school), "name": .text(school.name),
        "href": .text(Form.url("/students", [("school", approval.school)])),
        "students": .number(all),
        "placed": .number(all - unplaced - apart), "apart": .number(apart), "unplaced": .number(unplaced),
        "state": .text(request.say(approval.state.text)), "stateKey": .text(approval.state.rawValue),
        "remarks": .text(approval.remarks), "by": .text(approval.account),
        "at": PageValue(approval.at.map(moment)),
        "list": .text(view.book.list(ofSchool: approval.school)),
        "action": .text(path("/approvals", approval.school)),
        "typed": request.id == approval.school ? .text(request.form["remarks"]) : .none,
      ]
    }
    let publication = request.scope.mayPublish ? try request.site.publication(of: view) : nil
    let line =
      open == 0
      ? Text(zh: "各校均已同意。", en: "All schools have approved.")
      : Text(zh: "还有 \(open) 所学校没有同意。", en: "Schools that have not approved: \(open).")
    return .page(
      "approvals", title: Text(zh: "审核", en: "Approvals"),
      [
        "done": PageValue(done(request)), "fault": PageValue(fault.map(request.say)), "rows": .list(rows),
        "mayApprove": .flag(request.scope.mayApprove), "mayPublish": .flag(request.scope.mayPublish),
        "publishLine": .text(request.say(line)), "openCount": open > 0 ? .number(open) : .none,
        "published": PageValue(publication.map { request.say(published($0)) }),
        "notes": .list(notes(publication, view, request)), "plan": .text(view.book.id),
        "typedReason": .text(request.form["reason"]),
      ], status: fault == nil ? .ok : .conflict)
  }

  private static func moment(_ date: Date) -> String {
    date.formatted(
      Date.FormatStyle(date: .numeric, time: .shortened).locale(Locale(identifier: "zh_CN")))
  }

  /// Whom publishing takes from a post that was agreed: afterwards, who must know by now; before, whom to tell first.
  private static func notes(
    _ publication: PlanPublication?, _ view: PlanView, _ request: PageRequest
  ) -> [PageValue] {
    let before = request.scope.mayPublish ? request.site.brokenAgreements(view) : []
    return [publication.flatMap { told($0.taken) }, toBeTold(before)].compactMap { $0 }
      .map { linked(request.say($0), view, request) }
  }

  private static func published(_ publication: PlanPublication) -> Text {
    let at = moment(publication.at)
    return Text(
      zh: "此方案已由 \(publication.account) 于 \(at) 公布。", en: "Published by \(publication.account), \(at).")
  }

  private static func told(_ students: [String]) -> Text? {
    guard !students.isEmpty else { return nil }
    let ids = Text(listing: students)
    return Text(
      zh: "有 \(students.count) 名学生在公布前已确认、已签协议或已上岗，此方案改到其他岗位或没有岗位；请逐一告知学生和单位：\(ids.zh)",
      en:
        "Students who had confirmed, signed or started a post and did not keep it: \(students.count). Tell each of them, and "
        + "their hosts: \(ids.en)")
  }

  private static func toBeTold(_ students: [String]) -> Text? {
    guard !students.isEmpty else { return nil }
    let ids = Text(listing: students)
    return Text(
      zh: "有 \(students.count) 名学生已确认、已签协议或已上岗，此方案却改到其他岗位或没有岗位；公布前请先告知学生和单位：\(ids.zh)",
      en:
        "Students who have confirmed, signed or started a post and do not keep it: \(students.count). Tell them and their "
        + "hosts before you publish: \(ids.en)")
  }

  @Sendable private static func approve(_ request: PageRequest) async throws -> Answer {
    guard let state = Approval.State(rawValue: request.form["state"]), state != .open else {
      throw PageFault.badRequest(Text(zh: "请选择同意或退回", en: "Approve the list, or return it"))
    }
    do {
      try request.site.say(
        state, ofSchool: request.id, remarks: request.form.trimmed("remarks"), list: request.form["list"],
        try request.view(), by: request.actor)
    } catch let fault as ProposalFault {
      if case .notFound = fault { throw PageFault.notFound }
      return try showApprovals(request, fault: pageFault(fault).text)
    }
    return .see(Form.url("/approvals", [("done", state.rawValue)]))
  }

  @Sendable private static func publish(_ request: PageRequest) async throws -> Answer {
    let view = try request.view()
    do {
      guard request.form["plan"] == view.book.id else {
        throw ProposalFault.refused(
          Text(zh: "方案刚刚有变，请重新查看后再公布", en: "The plan has changed meanwhile: look at it again, then publish"))
      }
      try await request.site.publish(reason: request.form.trimmed("reason"), view, by: request.actor)
    } catch let fault as ProposalFault {
      return try showApprovals(request, fault: pageFault(fault).text)
    }
    return .see(Form.url("/approvals", [("done", "published")]))
  }
}
