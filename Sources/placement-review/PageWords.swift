import Foundation
import Placement
import Review

// What several pages say.

extension PageRoute {
  /// `/students/S00001`, whatever the id is made of.
  static func path(_ base: String, _ id: String) -> String { base + "/" + Form.encoded(id) }

  /// A word of a plan's cell in the language of the reader; a cell that is none as it stands.
  static func word<W: Word>(_ cell: String, _ kind: W.Type, _ request: PageRequest) -> String {
    W(word: cell).map { request.say($0.text) } ?? cell
  }

  static func decisionWord(_ kind: String, _ request: PageRequest) -> String {
    Proposal.Action(rawValue: kind).map { request.say($0.text) } ?? kind
  }

  /// A student's id with a word for what stands of the student's decisions: forms carry it, see ``Proposal/fingerprint``.
  static func mark(_ student: String, _ standing: [String: [StandingDecision]]) -> String {
    student + "~" + StandingDecisions.fingerprint(of: [student], standing)
  }

  /// The fields of a decision, with what was typed.
  static func decisionFields(_ request: PageRequest, typed: Form = Form(pairs: [])) -> [String: PageValue] {
    func choice(_ value: String, _ label: String, _ isChosen: Bool) -> PageValue {
      ["value": .text(value), "label": .text(label), "chosen": .flag(isChosen)]
    }
    let actions = Proposal.Action.allCases.map {
      choice($0.rawValue, request.say($0.text), typed["action"] == $0.rawValue)
    }
    let reasons = request.site.configuration.reasons
    let none = request.say(Text(zh: "（请选择）", en: "(choose)"))
    return [
      "actions": .list(actions), "target": .text(typed["target"]), "words": .text(typed["words"]),
      "reasons": .list(
        [choice("", none, typed["reason"].isEmpty)] + reasons.map { choice($0, $0, typed["reason"] == $0) }),
      "targets": [],
    ]
  }

  /// What a redirect says has been done.
  static func done(_ request: PageRequest) -> String? {
    let texts = [
      "decided": Text(
        zh: "已写入 decisions.csv，下一次求解时生效。", en: "Written into decisions.csv; the next plan keeps to it."),
      "approved": Text(zh: "已同意本校名单。", en: "The list is approved."),
      "returned": Text(zh: "已退回名单。", en: "The list is returned."),
      "password": Text(zh: "密码已修改，其他登录均已退出。", en: "The password is changed; other sessions have ended."),
      "account": Text(zh: "已完成。", en: "Done."),
      "published": Text(zh: "已公布。published.csv 已更新。", en: "Published: published.csv is this plan."),
    ]
    return texts[request.query["done"]].map(request.say)
  }

  /// What ends a form's work, as a page.
  static func pageFault(_ fault: ProposalFault) -> PageFault {
    switch fault {
    case .notFound: .notFound
    case .refused(let text): PageFault(status: .badRequest, text: text)
    case .busy:
      PageFault(
        status: .conflict,
        text: Text(zh: "另一个运行正在使用此案例，请稍后再试", en: "Another run holds the case; try again in a while"))
    case .changedMeanwhile(let student, _, let author):
      PageFault(
        status: .conflict,
        text: Text(
          zh: "学生 \(student) 的决定刚刚由 \(author) 改动",
          en: "The decisions of student \(student) were changed meanwhile by \(author)"))
    }
  }
}
