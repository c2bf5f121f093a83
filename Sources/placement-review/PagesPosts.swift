import Foundation
import Placement
import Review

extension PageRoute {
  static let posts: [PageRoute] = [
    .get("/posts", Text(zh: "岗位", en: "Posts"), query: ["q", "full", "page"], if: \.seesFigures) {
      try listPlaces($0, .post)
    },
    .get("/posts/:id", Text(zh: "一个岗位", en: "A post"), if: \.seesFigures, showPost),
    .get(
      "/enterprises", Text(zh: "企业", en: "Enterprises"), query: ["q", "full", "page"], if: \.seesFigures
    ) {
      try listPlaces($0, .enterprise)
    },
    .get("/enterprises/:id", Text(zh: "一家企业", en: "An enterprise"), if: \.seesFigures, showEnterprise),
  ]

  /// Posts or enterprises: figures, and nobody's name.
  private static func listPlaces(_ request: PageRequest, _ kind: QuotaKind) throws -> Answer {
    let book = try request.view().book
    let (text, full) = (request.query.trimmed("q"), request.query["full"])
    let searched = text.lowercased()
    let found = (book.places[kind] ?? []).filter {
      (full.isEmpty || (full == "yes") == $0.isFull) && $0.holds(searched)
    }
    let page = ListPage(Int(request.query["page"]) ?? 1, of: found)
    let choices = [
      ("", Text(zh: "全部", en: "All")), ("yes", Text(zh: "已满", en: "Full")),
      ("no", Text(zh: "有剩余", en: "Some free")),
    ]
    let value: PageValue = [
      "q": .text(text), "isPosts": .flag(kind == .post),
      "noun": .text(request.say(noun(kind, page.total))),
      "rows": .list(page.rows.map { placeRow($0, book.quota(kind, $0.id), kind, request) }),
      "fullChoices": .list(
        choices.map {
          ["value": .text($0.0), "label": .text(request.say($0.1)), "chosen": .flag(full == $0.0)]
        }),
    ]
    let query = [(name: "q", value: text), (name: "full", value: full)].filter { !$0.value.isEmpty }
    return .page(
      "posts", title: kind == .post ? Text(zh: "岗位", en: "Posts") : Text(zh: "企业", en: "Enterprises"),
      value.adding(listFields(page, in: base(kind), query)))
  }

  private static func base(_ kind: QuotaKind) -> String { kind == .post ? "/posts" : "/enterprises" }

  private static func placeRow(
    _ place: Place, _ quota: [String: String], _ kind: QuotaKind, _ request: PageRequest
  ) -> PageValue {
    [
      "id": .text(place.id), "href": .text(path(base(kind), place.id)), "name": .text(place.name),
      "place": .text(place.detail), "isPosts": .flag(kind == .post), "limit": PageValue(quota["limit"]),
      "limitFrom": .text(word(quota["limit_from"] ?? "", LimitTerm.self, request)),
      "placed": PageValue(quota["placed"]), "free": PageValue(place.free), "worth": .text(worth(quota)),
    ]
  }

  private static func noun(_ kind: QuotaKind, _ count: Int) -> Text {
    kind == .post
      ? Text(zh: "个岗位", en: count == 1 ? "post" : "posts")
      : Text(zh: "家企业", en: count == 1 ? "enterprise" : "enterprises")
  }

  /// What one more seat would bring; a range where it is not exact.
  private static func worth(_ quota: [String: String]) -> String {
    let (low, high) = (quota["worth"] ?? "", quota["worth_at_most"] ?? "")
    return high.isEmpty || low == high ? low : "\(low)–\(high)"
  }

  @Sendable private static func showPost(_ request: PageRequest) async throws -> Answer {
    let view = try request.view()
    guard let post = view.post(request.id) else { throw PageFault.notFound }
    let enterprise = view.book.enterprises[post.enterprise]
    let here = view.book.students(at: post.id)
    let wishers = view.book.students(wishing: [post.id])
    let value = try people(here, wishers, of: [post.id], view, request)
    return .page(
      "post", title: Text(verbatim: "\(post.id) \(post.title)"),
      value.adding([
        "subtitle": .text("\(enterprise.name) · \(enterprise.district)"),
        "kind": .text(request.say(Text(zh: "岗位情况", en: "The post"))),
        "facts": .list(postFacts(post, enterprise, view, request)), "posts": [], "hasPosts": false,
        "whatIf": view.scope.mayAsk
          ? .text(Form.url("/what-if", [("settings", oneMoreSeat(post.id, request))]) + "#new") : .none,
      ]))
  }

  /// What sets one more seat at a post, in the reader's words.
  static func oneMoreSeat(_ post: String, _ request: PageRequest) -> String {
    request.say(Text(zh: "岗位[\(post)].名额+=1", en: "posts[\(post)].seats+=1"))
  }

  private static func postFacts(
    _ post: Post, _ enterprise: Enterprise, _ view: PlanView, _ request: PageRequest
  ) -> [PageValue] {
    let quota = view.book.quota(.post, post.id)
    let flags: [(Bool, Text)] = [
      (post.nightShift, Text(zh: "夜班", en: "night shift")),
      (post.restDayWork, Text(zh: "休息日实习", en: "rest-day work")),
      (post.overtime, Text(zh: "加班", en: "overtime")), (post.hazardous, Text(zh: "危险作业", en: "hazardous")),
      (post.dormitory, Text(zh: "提供住宿", en: "dormitory")),
      (post.minorsProhibited, Text(zh: "未成年工禁忌", en: "not for minors")),
      (post.womenProhibited, Text(zh: "女职工禁忌", en: "not for women")),
    ]
    func list(_ words: [String]) -> String { request.say(Text(listing: words)) }
    return facts(
      quotaFacts(quota, free: view.book.free(atPost: post.id), request) + [
        (Text(zh: "企业", en: "Enterprise"), "\(enterprise.id) \(enterprise.name)"),
        (Text(zh: "地址", en: "Address"), post.address),
        (Text(zh: "起止", en: "From, to"), "\(post.start) – \(post.end)"),
        (Text(zh: "月报酬（元）", en: "Pay a month, yuan"), post.monthlyPay.description),
        (
          Text(zh: "相同岗位工资（元）", en: "Pay in the same post, yuan"), post.referencePay?.description ?? ""
        ),
        (Text(zh: "对口专业", en: "Specialties"), list(post.specialtyCodes.map(\.description))),
        (Text(zh: "最少人数", en: "At least"), post.minStudents > 1 ? String(post.minStudents) : ""),
        (Text(zh: "所需证书", en: "Certificates"), list(post.requiredCertificates)),
        (Text(zh: "定向学校", en: "Reserved for"), list(post.reservedFor)),
        (Text(zh: "定向班", en: "Reserved programs"), list(post.reservedPrograms)),
        (Text(zh: "特别情况", en: "Special"), list(flags.filter(\.0).map { request.say($0.1) })),
        (Text(zh: "备案号", en: "Filed exemption"), post.exemption ?? ""),
      ], request)
  }

  /// - Parameter free: of a post, what its enterprise and its job group leave.
  private static func quotaFacts(
    _ quota: [String: String], free: Int? = nil, _ request: PageRequest
  ) -> [(Text, String)] {
    let own = quota["free"] ?? ""
    let less = free.flatMap { $0 < Int(own) ?? $0 ? $0 : nil }
    let left = less.map {
      request.say(
        Text(
          zh: "\($0)（本岗位剩余 \(own)，但所在企业或同类岗位组同一时段只剩 \($0)）",
          en: "\($0) (\(own) at the post itself, but its enterprise or job group has \($0) meanwhile)"))
    }
    let limit = quota["limit"] ?? ""
    let from = word(quota["limit_from"] ?? "", LimitTerm.self, request)
    return [
      (
        Text(zh: "上限（由何决定）", en: "Limit (set by)"),
        limit.isEmpty ? "" : request.say(Text(zh: "\(limit)（\(from)）", en: "\(limit) (\(from))"))
      ),
      (Text(zh: "已安排", en: "Placed"), quota["placed"] ?? ""),
      (Text(zh: "剩余", en: "Free"), left ?? own),
      (Text(zh: "增一名额可多安排", en: "One more seat brings"), worth(quota)),
    ]
  }

  private static func facts(_ facts: [(Text, String)], _ request: PageRequest) -> [PageValue] {
    facts.filter { !$0.1.isEmpty }.map { ["label": .text(request.say($0.0)), "value": .text($0.1)] }
  }

  @Sendable private static func showEnterprise(_ request: PageRequest) async throws -> Answer {
    let view = try request.view()
    guard let enterprise = view.enterprise(request.id) else { throw PageFault.notFound }
    let posts = view.book.posts(ofEnterprise: enterprise.id)
    let ids = Set(posts.map(\.id))
    let here = view.book.students(at: enterprise.id)
    let wishers = view.book.students(wishing: ids.union([enterprise.id]))
    let quota = view.book.quota(.enterprise, enterprise.id)
    let facts = facts(
      quotaFacts(quota, request) + [
        (Text(zh: "职工总数", en: "Staff"), String(enterprise.staffTotal)),
        (Text(zh: "在岗职工", en: "Staff on duty"), String(enterprise.staffOnDuty)),
        (Text(zh: "在岗实习生", en: "Interns there now"), String(enterprise.currentInterns)),
        (Text(zh: "目标下限", en: "Lower target"), quota["target_low"] ?? ""),
        (Text(zh: "是否达标", en: "Target met"), word(quota["target_met"] ?? "", YesNo.self, request)),
        (Text(zh: "联系人", en: "Contact"), enterprise.contact),
      ], request)
    let rows = posts.map { post -> PageValue in
      let quota = view.book.quota(.post, post.id)
      return [
        "id": .text(post.id), "href": .text(path("/posts", post.id)), "name": .text(post.title),
        "placed": PageValue(quota["placed"]), "limit": PageValue(quota["limit"]),
      ]
    }
    let value = try people(here, wishers, of: ids.union([enterprise.id]), view, request)
    return .page(
      "post", title: Text(verbatim: "\(enterprise.id) \(enterprise.name)"),
      value.adding([
        "subtitle": .text(enterprise.district),
        "kind": .text(request.say(Text(zh: "企业情况", en: "The enterprise"))),
        "facts": .list(facts), "posts": .list(rows), "hasPosts": .flag(!rows.isEmpty), "whatIf": .none,
      ]))
  }

  /// Who is there and who wanted in: names of those whom the account may see, of the others how many.
  private static func people(
    _ here: [PlanStudent], _ wishers: [PlanStudent], of targets: Set<String>, _ view: PlanView,
    _ request: PageRequest
  ) throws -> PageValue {
    let (own, others) = view.split(here)
    let (ownWishers, otherWishes) = view.split(wishers)
    let seen = own + ownWishers
    if !seen.isEmpty {
      try request.site.database.log(
        request.actor, .listed, subject: Set(seen.map(\.id)).sorted().joined(separator: " "),
        after: request.id)
    }
    return [
      "count": .number(here.count), "others": others > 0 ? .number(others) : .none,
      "hasStudents": .flag(!own.isEmpty),
      "students": .list(
        own.map {
          [
            "id": .text($0.id), "href": .text(path("/students", $0.id)), "name": .text($0["student_name"]),
            "school": .text($0["school_name"]), "period": .text("\($0["start_date"]) – \($0["end_date"])"),
          ]
        }), "wishCount": .number(wishers.count),
      "otherWishes": otherWishes > 0 ? .number(otherWishes) : .none,
      "hasWishers": .flag(!ownWishers.isEmpty),
      "wishers": .list(
        ownWishers.prefix(200).map { student in
          let rank = (student.list("wishes").firstIndex { targets.contains($0) } ?? 0) + 1
          return [
            "id": .text(student.id), "href": .text(path("/students", student.id)),
            "name": .text(student["student_name"]),
            "rank": .number(rank), "status": .text(request.say(student.status.prose)),
            "post": student.status == .selfArranged ? .none : .text(student.post),
          ]
        }),
    ]
  }
}
