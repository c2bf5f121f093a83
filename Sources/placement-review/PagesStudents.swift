import Foundation
import Placement
import PlacementFiles
import Review

extension PageRoute {
  static let students: [PageRoute] = [
    .get(
      "/students", Text(zh: "学生名单", en: "List of students"), query: StudentQuery.names, if: \.seesStudents,
      listStudents),
    .get("/students.csv", Text(zh: "名单，CSV", en: "The list as CSV"), file: true, if: \.seesStudents) {
      try exportStudents($0, asWorkbook: false)
    },
    .get("/students.xlsx", Text(zh: "名单，Excel", en: "The list as a workbook"), file: true, if: \.seesStudents)
    {
      try exportStudents($0, asWorkbook: true)
    },
    .get(
      "/students/:id", Text(zh: "一名学生", en: "A student"), query: StudentQuery.names, if: \.seesStudents
    ) { try showStudent($0) },
    .get("/students/:id/why", Text(zh: "为什么", en: "Why, worked out"), if: \.seesStudents, explainStudent),
  ]

  // MARK: The list

  @Sendable private static func listStudents(_ request: PageRequest) async throws -> Answer {
    try showStudents(request)
  }

  /// - Parameters:
  ///   - typed: what somebody has ticked and typed, and must not lose.
  ///   - fault: why it was not taken.
  static func showStudents(
    _ request: PageRequest, typed: Form = Form(pairs: []), fault: PageFault? = nil
  ) throws -> Answer {
    let view = try request.view()
    let query = listQuery(request)
    let standing = request.site.decisions.read().rows
    let page = query.page(view, decided: Array(standing.keys))
    // A mark that no longer holds was given to what is seen no more: whoever means it still ticks it anew.
    let ticked = Set(typed.all("student").map(marked).filter { holds($0, standing) }.map(\.student))
    // Who is ticked and has left this page since comes first: no tick is lost.
    let carried = ticked.subtracting(page.rows.map(\.id)).sorted(by: String.utf8Precedes).compactMap {
      view.student($0)
    }
    let rows = carried + page.rows
    try request.site.database.log(
      request.actor, .listed, subject: rows.map(\.id).joined(separator: " "),
      after: Form.url("", query.pairs))
    let own = query.pairs.filter { $0.name != "page" }
    let value: PageValue = [
      "propose": proposing(from: Form.url("/students", query.pairs)),
      "conflict": PageValue((fault?.text).map(request.say)), "done": PageValue(done(request)),
      "noun": .text(request.say(Text(zh: "名学生", en: page.total == 1 ? "student" : "students"))),
      "csv": .text(Form.url("/students.csv", own)), "xlsx": .text(Form.url("/students.xlsx", own)),
      "carried": PageValue(carriedWords(carried.count).map(request.say)),
      "any": .flag(!rows.isEmpty), "heads": .list(heads(query, request)),
      "rows": .list(
        rows.map {
          row($0, query, standing, request).adding(ticked.contains($0.id) ? ["ticked": true] : [:])
        }),
    ]
    return .page(
      "students", title: Text(zh: "学生", en: "Students"),
      value.adding(listFields(page, in: "/students", own)).adding(filters(query, view, request))
        .adding(decisionFields(request, typed: typed)), status: fault?.status ?? .ok)
  }

  private static func filters(
    _ query: StudentQuery, _ view: PlanView, _ request: PageRequest
  ) -> [String: PageValue] {
    func choice(_ value: String, _ label: Text, _ isChosen: Bool) -> PageValue {
      ["value": .text(value), "label": .text(request.say(label)), "chosen": .flag(isChosen)]
    }
    let all = Text(zh: "全部", en: "All")
    let schools =
      [choice("", all, query.school.isEmpty)]
      + view.schools.map {
        choice($0.id, Text(verbatim: $0.name.isEmpty ? $0.id : $0.name), query.school == $0.id)
      }
    let statuses =
      [choice("", all, query.status == nil)]
      + PlacementStatus.allCases.map { choice($0.rawValue, $0.prose, query.status == $0) }
    let decided = [
      choice("", all, query.decided == nil), choice("yes", Text(zh: "有", en: "Some"), query.decided == true),
      choice("no", Text(zh: "没有", en: "None"), query.decided == false),
    ]
    return [
      "q": .text(query.text), "specialty": .text(query.specialty), "post": .text(query.post),
      "schools": view.schools.count > 1 ? ["choices": .list(schools)] : .none, "statuses": .list(statuses),
      "decidedChoices": .list(decided), "reasonValue": PageValue(query.reason?.rawValue),
      "sortValue": query.sort == .id ? .none : .text(query.sort.rawValue),
    ]
  }

  private static func heads(_ query: StudentQuery, _ request: PageRequest) -> [PageValue] {
    let heads: [(Text, StudentQuery.Sort?)] = [
      (Text(zh: "学号", en: "Id"), .id), (Text(zh: "姓名", en: "Name"), .name),
      (Text(zh: "学校", en: "School"), .school), (Text(zh: "状态", en: "Status"), .status),
      (Text(zh: "岗位", en: "Post"), .post), (Text(zh: "企业", en: "Enterprise"), nil),
      (Text(zh: "距离", en: "km"), .distance), (Text(zh: "对口", en: "Match"), nil),
      (Text(zh: "决定", en: "Decision"), nil),
    ]
    return heads.map { label, sort in
      guard let sort else { return ["label": .text(request.say(label)), "href": .none, "sorted": .none] }
      var next = query
      next.page = 1
      next.sort = sort
      next.descending = query.sort == sort && !query.descending
      let isSorted = query.sort == sort
      return [
        "label": .text(request.say(label)), "href": .text(Form.url("/students", next.pairs)),
        "sorted": isSorted ? .text(query.descending ? "descending" : "ascending") : .none,
        "arrow": isSorted ? .text(query.descending ? " ↓" : " ↑") : .none,
        "isNumber": .flag(sort == .distance),
      ]
    }
  }

  private static func row(
    _ student: PlanStudent, _ query: StudentQuery, _ standing: [String: [StandingDecision]],
    _ request: PageRequest
  ) -> PageValue {
    let decisions = standing[student.id] ?? []
    let words = decisions.map { "\(decisionWord($0.kind, request)) \($0.target)" }
    return [
      "id": .text(student.id), "mark": .text(mark(student.id, standing)),
      "href": .text(Form.url(path("/students", student.id), query.pairs)),
      "name": .text(student["student_name"]),
      "school": .text(student["school_name"].isEmpty ? student.school : student["school_name"]),
      "status": .text(request.say(student.status.prose)), "statusKey": .text(student.status.rawValue),
      "post": .text(student.post), "postTitle": .text(student["post_title"]),
      "postHref": postHref(student),
      "reason": .text(word(student["reason"], UnplacedReason.self, request)),
      "enterprise": .text(student["enterprise_name"]), "distance": .text(student["distance_km"]),
      "match": .text(word(student["match"], MatchLevel.self, request)),
      "decision": .text(words.joined(separator: request.say(Text(zh: "；", en: "; ")))),
    ]
  }

  private static func exportStudents(_ request: PageRequest, asWorkbook: Bool) throws -> Answer {
    let view = try request.view()
    let query = StudentQuery(request.query.first)
    let rows = query.rows(view, decided: Array(request.site.decisions.read().rows.keys))
    let table = view.table(rows)
    try request.site.database.log(
      request.actor, .exported, subject: rows.map(\.id).joined(separator: " "),
      after: Form.url("", query.pairs))
    guard asWorkbook else {
      return .file(
        name: "students.csv", type: "text/csv; charset=utf-8",
        csvData(table: table, language: view.book.language))
    }
    let data = try PlanWorkbook.data([table], language: view.book.language)
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return .file(name: "students.xlsx", type: type, data)
  }

  // MARK: One student

  /// - Parameters:
  ///   - typed: what somebody has typed and must not lose.
  ///   - conflict: why it was not taken.
  static func showStudent(
    _ request: PageRequest, id: String? = nil, typed: Form? = nil, conflict: Text? = nil
  ) throws -> Answer {
    let view = try request.view()
    guard let student = view.student(id ?? request.id) else { throw PageFault.notFound }
    try request.site.database.log(request.actor, .looked, subject: student.id)
    let decisions = request.site.decisions.read().rows
    let standing = decisions[student.id] ?? []
    let (others, history) = (alternatives(student), try before(student, request))
    var fields = decisionFields(request, typed: typed ?? request.query)
    fields["targets"] = .list(
      others.map { ["value": $0["id"] ?? "", "label": $0["detail"] ?? ""] })
    let value: PageValue = [
      "id": .text(student.id), "mark": .text(mark(student.id, decisions)),
      "propose": proposing(from: Form.url(path("/students", student.id), listQuery(request).pairs)),
      "subtitle": .text(
        [
          student["student_name"], student["school_name"], student["class_name"], student["specialty_code"],
        ].filter { !$0.isEmpty }.joined(separator: " · ")), "done": PageValue(done(request)),
      "status": .text(request.say(student.status.prose)), "statusKey": .text(student.status.rawValue),
      "post": .text(student.post), "postHref": postHref(student),
      "postTitle": .text(student["post_title"]), "facts": .list(facts(student, request)),
      "why": why(student, view, request),
      "alternatives": .list(others.map(PageValue.object)),
      "hasAlternatives": .flag(!student["alternatives"].isEmpty), "wishes": .list(wishes(student, view)),
      "hasWishes": .flag(!student["wishes"].isEmpty), "hasStanding": .flag(!standing.isEmpty),
      "standing": .list(
        standing.map {
          [
            "decision": .text(decisionWord($0.kind, request)), "target": .text($0.target),
            "reason": .text($0.reason), "author": .text($0.author), "day": .text($0.day),
          ]
        }), "conflict": PageValue(conflict.map(request.say)),
      "history": PageValue(history), "hasHistory": .flag(!history.isEmpty),
    ]
    return .page(
      "student", title: Text(verbatim: student.id),
      value.adding(fields).adding(neighbours(student, view, request)),
      status: conflict == nil ? .ok : .conflict)
  }

  /// Those before and after in the list that the student was found in.
  private static func neighbours(
    _ student: PlanStudent, _ view: PlanView, _ request: PageRequest
  ) -> [String: PageValue] {
    let query = listQuery(request)
    let found = query.neighbours(
      of: student.id, view, decided: Array(request.site.decisions.read().rows.keys))
    func link(_ id: String?) -> PageValue {
      PageValue(id.map { Form.url(path("/students", $0), query.pairs) })
    }
    return [
      "back": .text(Form.url("/students", query.pairs)), "previous": link(found?.previous),
      "next": link(found?.next),
    ]
  }

  private static func facts(_ student: PlanStudent, _ request: PageRequest) -> [PageValue] {
    let columns = [
      "enterprise_name", "district", "address", "match", "distance_km", "preference_rank", "monthly_pay",
      "start_date",
      "end_date", "supervisor_name", "teacher", "previous_post_id", "overridden_rules", "team", "contact",
      "note",
    ]
    return columns.compactMap { column in
      guard !student[column].isEmpty else { return nil }
      let schema = PlanSchema.assignments[column]
      let label = request.language == .chinese ? schema?.chinese ?? column : englishLabels[column] ?? column
      let value = column == "match" ? word(student[column], MatchLevel.self, request) : student[column]
      return ["label": .text(label), "value": .text(value)]
    }
  }

  private static let englishLabels = [
    "enterprise_name": "Enterprise", "district": "District", "address": "Address", "match": "Match",
    "distance_km": "Distance, km", "preference_rank": "Rank of the wish", "monthly_pay": "Pay a month",
    "start_date": "From", "end_date": "To", "supervisor_name": "Supervisor", "teacher": "Class teacher",
    "previous_post_id": "Post told before", "overridden_rules": "Rules overridden", "team": "Team",
    "contact": "Contact", "note": "Note",
  ]

  /// Why there is no post, or another than was told.
  private static func why(_ student: PlanStudent, _ view: PlanView, _ request: PageRequest) -> PageValue {
    let (unplaced, change) = (view.unplaced(student), view.change(student))
    var lines: [String] = []
    if !student["reason"].isEmpty { lines.append(word(student["reason"], UnplacedReason.self, request)) }
    lines += [unplaced["detail"], change["detail"]].compactMap { $0 }.filter { !$0.isEmpty }.map(
      view.redacted)
    return [
      "lines": .list(lines.map { linked($0, view, request) }),
      "whyHref": .text(path("/students", student.id) + "/why"),
    ]
  }

  private static func alternatives(_ student: PlanStudent) -> [[String: PageValue]] {
    zip(student.list("alternatives"), student.list("alternatives_detail")).map { id, detail in
      [
        "id": .text(id), "detail": .text(detail), "href": .text(path("/posts", id)),
        "choose": .text(
          Form.url(path("/students", student.id), [("action", "pin"), ("target", id)]) + "#decide"),
      ]
    }
  }

  private static func wishes(_ student: PlanStudent, _ view: PlanView) -> [PageValue] {
    student.list("wishes").map { id in
      if let post = view.post(id) {
        return ["id": .text(id), "href": .text(path("/posts", id)), "name": .text(post.title)]
      }
      return [
        "id": .text(id), "href": .text(path("/enterprises", id)),
        "name": PageValue(view.enterprise(id)?.name),
      ]
    }
  }

  /// What the student had in the runs before, by the record of the nights.
  private static func before(_ student: PlanStudent, _ request: PageRequest) throws -> [String] {
    try request.site.history(of: student.id).map(request.say)
  }

  // MARK: Why

  @Sendable private static func explainStudent(_ request: PageRequest) async throws -> Answer {
    let view = try request.view()
    guard let student = view.student(request.id) else { throw PageFault.notFound }
    let found = try request.site.explanation(of: student.id, view)
    let value: PageValue = [
      "back": .text(path("/students", student.id)), "isRunning": .flag(found.isRunning),
      "running": .flag(found.isRunning), "progress": .text(view.redacted(found.progress)),
      "text": found.text.isEmpty ? .none : linked(view.redacted(found.text), view, request),
    ]
    return .page(
      "why", title: Text(zh: "\(student.id)：为什么", en: "\(student.id): why"), value)
  }
}
