import Foundation
import Placement
import Review

// What several pages say.

extension PageRoute {
  /// `/students/S00001`, whatever the id is made of.
  static func path(_ base: String, _ id: String) -> String { base + "/" + Form.encoded(id) }

  /// How long a list is, which page of it is shown, and the way to those beside it.
  ///
  /// - `query`: what the list is asked for, its page left out.
  static func listFields<Row>(
    _ page: ListPage<Row>, in base: String, _ query: [(name: String, value: String)]
  ) -> [String: PageValue] {
    func link(_ number: Int) -> PageValue {
      (1...page.count).contains(number)
        ? .text(Form.url(base, query + [("page", String(number))])) : .none
    }
    return [
      "total": .number(page.total), "page": .number(page.number), "pages": .number(page.count),
      "hasPages": .flag(page.count > 1), "previous": link(page.number - 1), "next": link(page.number + 1),
    ]
  }

  /// `P0112 Fitter (Works 12)`: a post or an enterprise as somebody knows it; an id of neither as it stands.
  static func named(_ id: String, _ view: PlanView, _ request: PageRequest) -> String {
    name(of: id, view, request).map { request.say(Text(zh: "\(id)（\($0)）", en: "\(id) (\($0))")) } ?? id
  }

  private static func name(of id: String, _ view: PlanView, _ request: PageRequest) -> String? {
    guard let post = view.post(id) else { return view.enterprise(id)?.name }
    let host = view.book.enterprises[post.enterprise].name
    return [post.title, host].filter { !$0.isEmpty }.joined(separator: request.say(Text(zh: "，", en: ", ")))
  }

  /// A text in parts: every id of a post, an enterprise or a student whom the account may see a link, the first of each with
  /// its name unless the text has it.
  static func linked(_ text: String, _ view: PlanView, _ request: PageRequest) -> PageValue {
    func part(_ text: String, href: String? = nil, name: String? = nil) -> PageValue {
      ["text": .text(text), "href": PageValue(href), "name": PageValue(name)]
    }
    let pieces = view.book.pieces(of: text)
    var (parts, plain, named): ([PageValue], String, Set<String>) = ([], "", [])
    for (place, piece) in pieces.enumerated() {
      guard piece.isID, let href = address(of: piece.text, view) else {
        plain += piece.text
        continue
      }
      if !plain.isEmpty { parts.append(part(plain)) }
      plain = ""
      let next = place + 1 < pieces.count ? pieces[place + 1].text : ""
      let isKnown = !named.insert(piece.text).inserted || next.hasPrefix("（") || next.hasPrefix(" (")
      let known = isKnown ? nil : name(of: piece.text, view, request)
      // A host's name that stands behind its id is not said twice.
      let isTold = known.map { text.contains(piece.text + " " + $0) } ?? true
      parts.append(part(piece.text, href: href, name: isTold ? nil : known))
    }
    if !plain.isEmpty { parts.append(part(plain)) }
    return ["parts": .list(parts)]
  }

  private static func address(of id: String, _ view: PlanView) -> String? {
    if view.post(id) != nil { return path("/posts", id) }
    if view.enterprise(id) != nil { return path("/enterprises", id) }
    return view.student(id) == nil ? nil : path("/students", id)
  }

  /// Where a form stood, by the address that it goes to.
  ///
  /// - Parameter from: what the address says of it; taken where it is a page of students.
  static func page(ofForm path: String, from: String = "") -> String {
    let parts = path.split(separator: "/").map(String.init)
    switch parts.first {
    case "proposals" where parts.count > 1: return self.path("/proposals", parts[1])
    case "proposals": return isOfStudents(from) ? from : "/students"
    case "what-if": return parts.count > 1 ? self.path("/what-if", parts[1]) : "/what-if"
    case "publish": return "/approvals"
    case "suggestions": return "/what-if"
    case "uploads", "approvals", "accounts": return "/" + parts[0]
    default: return "/"
    }
  }

  private static func isOfStudents(_ page: String) -> Bool {
    page.prefixMatch(of: /\/students([?\/]|$)/) != nil
  }

  /// The address of a form of decisions, with the page that it stands on.
  static func proposing(from page: String) -> PageValue {
    .text(Form.url("/proposals", [("from", page)]))
  }

  /// The list that a page of students belongs to; a form that comes back names it.
  static func listQuery(_ request: PageRequest) -> StudentQuery {
    let page = request.query["from"]
    guard isOfStudents(page) else { return StudentQuery(request.query.first) }
    let query = page.firstIndex(of: "?").map { String(page[page.index(after: $0)...]) } ?? ""
    return StudentQuery((Form(query) ?? Form(pairs: [])).first)
  }

  /// A word of a plan's cell in the language of the reader; a cell that is none as it stands.
  static func word<W: Word>(_ cell: String, _ kind: W.Type, _ request: PageRequest) -> String {
    W(word: cell).map { request.say($0.prose) } ?? cell
  }

  /// What is in the way at a post: a rule, a quota or another word.
  static func obstacle(_ cell: String, _ request: PageRequest) -> String {
    let full = QuotaKind(word: cell).map { Text(zh: "\($0.chinese)名额已满", en: "\($0.prose.en) full") }
    return (Rule(word: cell)?.prose ?? full ?? PlanWord(word: cell)?.prose).map(request.say) ?? cell
  }

  /// The page of the post that a student has; none where it is no post, but a place found alone.
  static func postHref(_ student: PlanStudent) -> PageValue {
    student.post.isEmpty || student.status == .selfArranged ? .none : .text(path("/posts", student.post))
  }

  /// What a file of a plan holds.
  static func about(planFile name: String) -> Text? {
    let others = [
      "report.html": Text(zh: "供打印的报告，只有数字。", en: "The report to print: figures only."),
      "plan.xlsx": Text(zh: "以下各表合成的工作簿。", en: "All the tables as one workbook."),
      "summary.json": Text(
        zh: "各级目标的值、下界和证明，以及所用数据的校验值。",
        en: "Each objective's value, bound and proof, and the hashes of what the plan was made from."),
      "run.json": Text(zh: "运行用时和内存。", en: "How long the run took, and its memory."),
    ]
    return PlanSchema.tables.first { $0.file == name }?.sentence ?? others[name]
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
    let texts: [String: Text] = [
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

  /// Says of ticked students that the page lists besides its own; nil where there is none.
  static func carriedWords(_ count: Int) -> Text? {
    guard count > 0 else { return nil }
    return Text(
      zh: "勾选的学生中有 \(count) 名不在这一页的名单中，列在最前。",
      en:
        "Of the students ticked, \(count) \(count == 1 ? "is" : "are") not on this page of the list and \(count == 1 ? "comes" : "come") first."
    )
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
    case .changedMeanwhile(let changed, let more):
      PageFault(status: .conflict, text: changedWords(changed, more))
    }
  }

  private static func changedWords(_ changed: [ChangedDecisions], _ more: Int) -> Text {
    let others = more > 0 ? [Text(zh: "另有 \(more) 名", en: "and \(more) more")] : []
    return Text(zh: "决定刚刚有改动，现为：", en: "Decisions were changed meanwhile. They now are: ")
      + (changed.map(standingWords) + others).joined(by: .semicolon) + Text(zh: "。", en: ".")
  }

  /// What stands of a student's decisions, and by whom.
  private static func standingWords(_ changed: ChangedDecisions) -> Text {
    let words = changed.now.map { decision -> Text in
      let action = Proposal.Action(rawValue: decision.kind)?.text ?? Text(verbatim: decision.kind)
      let why = [decision.reason, decision.author].filter { !$0.isEmpty }
      let note = Text(
        zh: "（\(why.joined(separator: "，"))）", en: " (\(why.joined(separator: ", ")))")
      return action + Text(verbatim: " " + decision.target) + (why.isEmpty ? Text(verbatim: "") : note)
    }
    let last = changed.account.map { Text(zh: "（最后由 \($0) 改动）", en: " (last changed by \($0))") }
    let none = Text(zh: "没有决定", en: "no decision") + (last ?? Text(verbatim: ""))
    return Text(zh: "\(changed.student)：", en: "\(changed.student): ")
      + (words.isEmpty ? none : words.joined(by: .comma))
  }
}
