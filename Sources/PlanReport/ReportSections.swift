import Placement
import Plan

// The sections below the head, and the bars and tables they are made of.
extension ReportPage {
  // MARK: Bars and tables

  /// - Parameter headers: one that begins with `#` heads a column of numbers.
  func table(_ headers: [String], _ rows: [String]) -> String {
    let cells = headers.map { $0.hasPrefix("#") ? "<th class=n>\($0.dropFirst())</th>" : "<th>\($0)</th>" }
    return "<div class=scroll><table><thead><tr>" + cells.joined()
      + "</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\n"
  }

  /// A bar for a number of students; one to four of them are all alike, hatched, as long as five.
  private func studentBar(_ cell: Withholding.Cell, of most: Int) -> String {
    let few = Withholding.smallest
    switch cell {
    case .told(let count): return bar(count, of: max(few, most))
    case .few: return bar(few, of: max(few, most), "bar few")
    case .withheld: return ""
    }
  }

  func bar(_ value: Int, of most: Int, _ name: String = "bar") -> String {
    guard value > 0 else { return "" }
    let width = value * 1000 / most
    return "<span class=\"\(name)\" style=\"width:\(tenths(width))%\"></span>"
  }

  /// Of groups whose total is among the figures at the head.
  func chart(_ items: [(String, Int)], _ unit: String = "") -> String {
    let most = items.map(\.1).max() ?? 0
    let cells = Withholding.cells(items.map(\.1))
    return "<div class=chart>"
      + zip(items, cells).map { item, cell in
        "<div class=row><span class=label>\(item.0) \(unit)</span><span class=track>\(studentBar(cell, of: most))</span>"
          + "<span class=value>\(shown(cell))</span></div>"
      }.joined(separator: "\n") + "</div>\n" + note(cells)
  }

  func shown(_ cell: Withholding.Cell) -> String {
    switch cell {
    case .told(let count): "\(count)"
    case .few: "&lt;\(Withholding.smallest)"
    case .withheld: "*"
    }
  }

  /// Says what the asterisks are; empty where there are none.
  func note(_ cells: [Withholding.Cell]) -> String {
    guard cells.contains(.withheld) else { return "" }
    return note(say("* 不列出：否则由合计可推出不足五人的数字。", "* Not told: the total would tell a figure below five."))
  }

  func note(_ text: String) -> String { "<p class=note>\(text)</p>\n" }

  // MARK: Districts

  var map: String {
    let counted = say(
      "学生按学校所在区县计，名额和接收人数按企业所在区县计；名额是各岗位之和，每个岗位不超过其同类岗位组和企业的上限，同一企业几个岗位合计可能超过企业的上限。",
      "Students are counted where their school is, seats and received students where the enterprise is; seats are those of "
        + "the posts, each within the limits of its job group and enterprise; posts of one enterprise may come to more than "
        + "its limit together.")
    let title = say("区县分布与流向", "Districts: students, seats and flows")
    let drawing = DistrictMap(data, language: language, escape: escaped)
    guard drawing.canBeDrawn else {
      return data.districts.isEmpty ? "" : section(title, districtTable + note(counted))
    }
    let legend = say(
      "圆的大小表示岗位名额；线的粗细表示跨区县实习的学生人数（五人及以上）。",
      "Circles: seats of the district's posts. Lines: students who go to another district (five or more).")
    let hint =
      "<p class=\"note swipe\">" + say("左右滑动查看全图 ⇄", "swipe sideways to see the whole map ⇄") + "</p>"
    return section(
      title,
      hint + "<div class=\"scroll map\">\(drawing.svg)</div>" + note(legend + counted)
        + note(data.studentsOfDistricts))
  }

  /// Where there are too many districts to draw: the largest, and the others together.
  private var districtTable: String {
    let cells = data.studentsOfDistricts
    let order = data.districts.indices.sorted { a, b in
      let (x, y) = (data.districts[a], data.districts[b])
      return x.students + x.seats != y.students + y.seats
        ? x.students + x.seats > y.students + y.seats : a < b
    }
    let rows = order.prefix(DistrictMap.most).map { index -> String in
      let district = data.districts[index]
      return "<tr><td>\(escaped(district.name))</td><td class=n>\(shown(cells[index]))</td>"
        + "<td class=n>\(district.seats)</td></tr>"
    }
    let rest = order.dropFirst(DistrictMap.most)
    let more =
      rest.isEmpty
      ? ""
      : note(
        say(
          "另有 \(rest.count) 个区县名称，名额共 \(rest.reduce(0) { $0 + data.districts[$1].seats }) 个，未逐一列出。",
          "\(rest.count) more names of districts, with \(rest.reduce(0) { $0 + data.districts[$1].seats }) seats, are not listed."
        ))
    return table([say("区县", "district"), "#" + say("学生", "students"), "#" + say("名额", "seats")], rows) + more
      + note(cells)
  }

  // MARK: Students with a post

  var distanceChart: String {
    let last = data.distances.count - 1
    return chart(
      data.distances.enumerated().map { step, count in
        (step == last ? "≥ \(step * 5)" : "\(step * 5)–\(step * 5 + 5)", count)
      }, say("公里", "km"))
  }

  var matchChart: String { chart(data.matches.map { ($0.level(language), $0.count) }) }

  // MARK: Students without a post

  var reasonTable: String {
    let all = data.reasons.reduce(0) { $0 + $1.count }
    guard all >= Withholding.smallest else {
      return "<p>\(say("未安排学生不足五人，不再细分。", "Fewer than five students: not broken down."))</p>"
    }
    func spaced(_ text: String) -> String { text.replacing("_", with: " ") }
    var parts = [chart(data.reasons.map { (spaced($0.reason(language)), $0.count) })]
    // The rows below add up to how many have no open post, and how many have: told there or nowhere.
    let cells = Withholding.cells(data.reasons.map(\.count))
    let isTold = zip(data.reasons, cells).allSatisfy { reason, cell in
      if case .told = cell { true } else { reason.reason != .noOpenPost }
    }
    guard isTold else {
      let left = say(
        "卡在哪条规则、受限于什么，不再细分：否则可推出不足五人的数字。",
        "By which rule or limit is not told: a figure below five would follow.")
      return parts[0] + note(left)
    }
    func add(_ title: String, _ items: [(String, Int)]) {
      guard items.reduce(0, { $0 + $1.1 }) >= Withholding.smallest else { return }
      parts.append("<h3>\(title)</h3>\n" + chart(items))
    }
    add(
      say("没有可选岗位的学生：路程最近的对口岗位卡在哪条规则", "No post is open: the rule that closes the nearest matching post"),
      data.closing.map { (spaced($0.rule.text(language)), $0.count) })
    add(
      say("有可选岗位的学生：最近的可选岗位受限于什么", "A post is open: what is in the way at the nearest"),
      data.filling.map { (spaced($0.obstacle(language)), $0.count) })
    return parts.joined()
  }

  /// A district's schools are told only where the district is, and by what its own total lets be told.
  var unplacedByPlace: String {
    let all = data.without.reduce(0) { $0 + $1.count }
    guard all >= Withholding.smallest else { return "" }
    let districts = Withholding.cells(data.without.map(\.count))
    var seen = districts
    let rows = zip(data.without, districts).map { group, cell -> String in
      let name = group.district.isEmpty ? say("（未填区县）", "(no district)") : escaped(group.district)
      var schools = ""
      if case .told = cell {
        let cells = Withholding.cells(group.schools.map(\.count))
        seen += cells
        schools = zip(group.schools, cells).map { "\(escaped($0.name)) \(shown($1))" }.joined(
          separator: say("、", ", "))
      }
      return "<tr><td>\(name)</td><td class=n>\(shown(cell))</td><td>\(schools)</td></tr>"
    }
    return section(
      say("未安排学生所在区县和学校", "Students without a post by district and school"),
      table([say("区县", "district"), "#" + say("未安排", "without"), say("其中各学校", "of which, by school")], rows)
        + note(seen))
  }

  // MARK: Classes, targets, quotas

  var classTable: String {
    let most = data.classes.map { max($0.students, $0.seats) }.max() ?? 0
    let cells = Withholding.cells(data.classes.map(\.placed))
    let rows = zip(data.classes, cells).map { group, placed in
      let known = SpecialtyClass.names[group.name].map { " " + $0(language) } ?? ""
      let name = group.name.isEmpty ? say("其他", "others") : escaped(group.name + known)
      // More students than seats that list the class: some are at posts that list others.
      let mark = if case .told(let count) = placed, count > group.seats { " †" } else { "" }
      return "<tr><td>\(name)</td><td class=n>\(group.students)</td><td class=n>\(group.seats)</td>"
        + "<td class=n>\(shown(placed))\(mark)</td><td class=bars>\(bar(group.students, of: most))"
        + "\(bar(group.seats, of: most, "bar hollow"))</td></tr>"
    }
    let headers = [
      say("专业类", "class"), "#" + say("学生", "students"), "#" + say("名额", "seats"),
      "#" + say("已安排", "placed"),
      say("学生（实）与名额（空）", "students (filled), seats (outlined)"),
    ]
    let counted = say(
      "名额：列有该专业类（或其专业、大类）的各岗位之和，每个岗位在各项上限之内，同一企业几个岗位合计可能超过企业的上限；一个岗位列有几个专业类的，各类都计入。已安排：该类学生，不论在哪个岗位。",
      "Seats: of the posts that list the class, one of its codes or its category, each within all its quotas; posts of one enterprise may "
        + "come to more than its limit together, and a post that lists several classes counts in each. Placed: students of the class, at whatever post."
    )
    let more =
      rows.contains { $0.contains(" †") }
      ? say(
        "† 已安排人数多于名额：部分学生在列其他专业类的岗位，或先后使用同一名额。",
        "† More placed than seats: some are at posts that list other classes, or one seat serves two periods."
      )
      : ""
    return table(headers, rows) + note(counted + more) + note(cells)
  }

  var targetTable: String {
    guard !data.targets.isEmpty else {
      return "<p>\(say("没有规模以上企业。", "There are no above-scale enterprises."))</p>"
    }
    let rows = data.targets.map { target in
      "<tr><td>\(escaped(target.district))</td><td class=n>\(target.aboveScale)</td><td class=n>\(target.met)</td>"
        + "<td class=bars>\(bar(target.met, of: target.aboveScale))</td></tr>"
    }
    return table(
      [
        say("区县", "district"), "#" + say("规模以上企业", "above scale"), "#" + say("达标", "met"), say("比例", "share"),
      ], rows)
  }

  var bottleneckTable: String {
    guard data.fullQuotas > 0 else { return "<p>\(say("没有用满的名额。", "No quota is used up."))</p>" }
    let full = say("用满的名额共 \(data.fullQuotas) 项", "\(data.fullQuotas) quotas are used up")
    let open = data.fullWithoutWorth
    let uncounted = open > 0 ? say("，其中 \(open) 项未计算", ", \(open) of them not worked out") : ""
    guard !data.bottlenecks.isEmpty else {
      if open == data.fullQuotas {
        let none = say("，均未计算增加一个名额能多安排多少学生。", "; what one seat more would bring was not worked out.")
        return "<p>\(full)\(none)</p>"
      }
      let others = say(
        "；算过的没有一项增加一个名额就能多安排学生。", "; of the others none would place more students with one seat more.")
      return "<p>\(full)\(uncounted)\(others)</p>"
    }
    let rows = data.bottlenecks.prefix(20).map { row in
      "<tr><td>\(row.kind.text(language).replacing("_", with: " "))</td><td>\(escaped(row.id))</td><td>\(escaped(row.name))</td>"
        + "<td class=n>\(row.limit.map(String.init) ?? "")</td><td class=n>\(row.worth!)</td></tr>"
    }
    let legend = say(
      "“增一名额可多安排”：只把这一项上限提高一个名额，未安排学生（按权重）会减少多少。只列出大于 0 的；",
      "“One seat more places”: by how much the students without a post (by priority) would fall if this limit alone were raised by one. "
        + "Only those above 0 are listed; ")
    return table(
      [
        say("类别", "kind"), say("编号", "id"), say("名称", "name"), "#" + say("上限", "limit"),
        "#" + say("增一名额可多安排", "one seat more places"),
      ], rows) + note(legend + full + uncounted + say("。", "."))
  }
}
