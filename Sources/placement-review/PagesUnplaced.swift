import Foundation
import Placement
import Review

extension PageRoute {
  static let unplaced: [PageRoute] = [
    .get("/unplaced", Text(zh: "未安排的学生", en: "Students without a post"), if: \.seesStudents, listUnplaced)
  ]

  @Sendable private static func listUnplaced(_ request: PageRequest) async throws -> Answer {
    let view = try request.view()
    var shown: [String] = []
    let groups = UnplacedReason.allCases.compactMap { reason -> PageValue? in
      let page = StudentQuery(unplacedFor: reason).page(view)
      guard page.total > 0 else { return nil }
      shown += page.rows.map(\.id)
      let all = Form.url("/students", [("status", "unplaced"), ("reason", reason.rawValue)])
      return [
        "key": .text(reason.rawValue), "label": .text(request.say(reason.prose)),
        "count": .number(page.total), "advice": .text(request.say(advice(reason))), "any": true,
        "more": page.total > page.rows.count ? .text(all) : .none,
        "rows": .list(page.rows.map { unplacedRow($0, view, request) }),
      ]
    }
    try request.site.database.log(
      request.actor, .listed, subject: shown.joined(separator: " "), after: "unplaced")
    return .page("unplaced", title: Text(zh: "未安排", en: "Without a post"), ["groups": .list(groups)])
  }

  private static func unplacedRow(_ student: PlanStudent, _ view: PlanView, _ request: PageRequest)
    -> PageValue
  {
    let row = view.unplaced(student)
    let nearest = row["nearest_post_id"] ?? ""
    return [
      "id": .text(student.id), "href": .text(path("/students", student.id)),
      "name": .text(student["student_name"]),
      "school": .text(student["school_name"]), "specialty": .text(student["specialty_code"]),
      "open": PageValue(row["eligible_posts"]), "nearest": .text(nearest),
      "nearestHref": nearest.isEmpty ? .none : .text(path("/posts", nearest)),
      "closedBy": .text(obstacle(row["nearest_blocked_by"] ?? "", request)),
    ]
  }

  /// What there is to do about it.
  private static func advice(_ reason: UnplacedReason) -> Text {
    switch reason {
    case .noOpenPost:
      Text(
        zh: "没有一个岗位符合规定。按“受限于”一列处理：考察准入新的单位、请企业提高报酬、商量接受住宿、补充证书，或请统筹开发附近的对口岗位。",
        en:
          "No post is open by the rules. See what closes the nearest one: admitting a host, more pay, lodgings, a certificate, "
          + "or a new post nearby would help.")
    case .contested:
      Text(
        zh: "有符合规定的岗位，但名额已满：可请企业增加名额，或与统筹商量锁定。",
        en: "Posts are open but full: ask for more seats, or weigh a pin.")
    case .groupNotReached:
      Text(zh: "岗位未达最少人数：可与其他学校凑足人数。", en: "A post stays below its minimum: more students would open it.")
    case .team:
      Text(zh: "小组没有一个能整体接收的岗位：可商量拆分小组。", en: "No post takes the whole team: split it, perhaps.")
    case .outweighed:
      Text(
        zh: "可以安排，但会使其他目标受损：点开学生逐项推算代价。",
        en: "A post could be had at other objectives' cost: see the student's page.")
    }
  }
}
