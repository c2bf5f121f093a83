import Placement
import Plan

/// How many students got their first wish, a later one, a post that they did not wish for, or none.
struct WishOutcomes: Equatable {
  let first: Int
  let later: Int
  let unlisted: Int
  let none: Int

  /// - Parameter counts: by rank, `unlisted`, `none`, as summary.json has them.
  init(_ counts: [String: Int]) {
    first = counts["1"] ?? 0
    later = counts.reduce(0) { Int($1.key).map { $0 > 1 } ?? false ? $0 + $1.value : $0 }
    unlisted = counts["unlisted"] ?? 0
    none = counts["none"] ?? 0
  }

  var all: [Int] { [first, later, unlisted, none] }
  var total: Int { all.reduce(0, +) }
}

extension ReportData.SchoolWishes {
  /// By school id. A school of which one figure is below five is told as a whole alone, and where it is the only such
  /// group, so is the smallest other one: else the city's figures less the other schools' would be its own.
  static func all(_ summary: PlanSummary, _ schools: [School]) -> [Self] {
    let names = Dictionary(schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var found = summary.wishesBySchool.keys.sorted(by: String.utf8Precedes).map { id in
      let name = names[id].flatMap { $0.isEmpty ? nil : $0 } ?? id
      return Self(school: name, outcomes: WishOutcomes(summary.wishesBySchool[id]!))
    }
    for index in found.indices {
      found[index].isTold = !found[index].outcomes.all.contains { (1..<Withholding.smallest).contains($0) }
    }
    let others = WishOutcomes(summary.wishes).total - found.reduce(0) { $0 + $1.outcomes.total }
    let hidden = found.count { !$0.isTold } + (others > 0 ? 1 : 0)
    let smallest = found.indices.filter { found[$0].isTold }.min {
      found[$0].outcomes.total < found[$1].outcomes.total
    }
    if hidden == 1, let smallest { found[smallest].isTold = false }
    return found
  }
}

// What became of the students' wishes.
extension ReportPage {
  /// How many got their first, second, … wish; nothing where nobody has any.
  var wishes: String {
    let counts = summary.wishes
    let ranks = counts.keys.compactMap { Int($0) }
    let wishing = WishOutcomes(counts).total
    guard wishing > 0 else { return "" }
    let title = say("志愿满足情况", "Wishes")
    guard wishing >= Withholding.smallest else {
      return section(
        title, "<p>\(say("有志愿的学生不足五人，不再细分。", "Fewer than five students have wishes: not broken down."))</p>")
    }
    var items = (1...5).map { rank in
      (say("第 \(rank) 志愿", "wish no. \(rank)"), counts[String(rank)] ?? 0)
    }
    let later = ranks.filter { $0 > 5 }.reduce(0) { $0 + counts[String($1)]! }
    if later > 0 { items.append((say("更后的志愿", "a later wish"), later)) }
    items.append((say("志愿以外的岗位", "a post not wished for"), counts["unlisted"] ?? 0))
    items.append((say("未安排", "no post"), counts["none"] ?? 0))
    let without = say("没有填志愿的学生不计。", "Students without wishes are not counted.")
    return section(title, chart(items) + note(without) + wishesBySchool)
  }

  private var wishesBySchool: String {
    let groups = data.wishesBySchool
    guard !groups.isEmpty else { return "" }
    let rows = groups.filter(\.isTold).map { group -> String in
      let cells = group.outcomes.all.map(String.init)
      return "<tr><td>\(escaped(group.school))</td><td class=n>\(group.outcomes.total)</td>"
        + cells.map { "<td class=n>\($0)</td>" }.joined() + "</tr>"
    }
    let headers = [
      say("学校", "school"), "#" + say("有志愿的学生", "students with wishes"), "#" + say("第 1 志愿", "wish no. 1"),
      "#" + say("其他志愿", "another wish"), "#" + say("志愿以外的岗位", "a post not wished for"),
      "#" + say("未安排", "no post"),
    ]
    let (hidden, count) = (groups.count - rows.count, groups.count)
    let untold =
      hidden == 0
      ? ""
      : note(
        say(
          "\(count) 所学校中有 \(hidden) 所不逐项列出：否则可推出不足五人的数字。",
          "Not told: \(hidden) of \(count) schools, as a figure below five would follow."))
    return "<h3>\(say("各学校（有志愿的学生满五人的）", "Schools of which five students or more have wishes"))</h3>\n"
      + (rows.isEmpty ? "" : table(headers, rows)) + untold
  }
}
