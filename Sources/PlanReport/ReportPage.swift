import Placement

/// report.html: one page about a plan for a bureau's director. Self-contained, printable, no student in it.
public struct ReportPage {
  private let data: ReportData
  private let summary: PlanSummary
  private let language: Language
  private let academicYear: Int

  public init(_ placementCase: PlacementCase, tables: [PlanTable], summary: PlanSummary) {
    data = ReportData(placementCase, tables, summary)
    self.summary = summary
    language = placementCase.policy.language
    academicYear = placementCase.policy.academicYear
  }

  /// The whole page. Equal plans give equal pages.
  public var html: String {
    let title = summary.name.isEmpty ? say("实习安排方案", "Placement plan") : escaped(summary.name)
    let year = say(
      "\(academicYear)–\(academicYear + 1) 学年", "School year \(academicYear)–\(academicYear + 1)")
    let sections = [
      headline, objectives, map, section(say("实习距离", "Distance to the post"), distanceChart),
      section(say("专业对口程度", "Match of specialty and post"), matchChart),
      section(say("未安排学生的原因", "Why students are without a post"), reasonTable),
      section(say("各专业类供需", "Supply and demand by specialty class"), classTable),
      section(say("规模以上企业实习生占比达标情况", "Target share of interns at above-scale enterprises"), targetTable),
      section(say("最紧张的名额（前 20 项）", "The twenty tightest quotas"), bottleneckTable),
    ]
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,"><title>\(title)</title><style>\(ReportStyle.css)</style></head>
      <body><main><h1>\(title)<small>\(year)</small></h1>
      \(sections.joined(separator: "\n"))
      <footer>\(say("本报告只含汇总数字，不含个人信息；不足五人的分组不再细分。", "Figures only, no personal data; groups of fewer than five are not broken down."))</footer>
      </main></body></html>

      """
  }

  func say(_ zh: String, _ en: String) -> String { language == .chinese ? zh : en }

  func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private func section(_ title: String, _ body: String) -> String {
    "<section><h2>\(title)</h2>\n\(body)</section>"
  }

  // MARK: Head

  private func count(_ key: String) -> Int { summary.counts[key] ?? 0 }

  private var headline: String {
    let (all, placed) = (count("taking_part"), count("placed"))
    let share = all == 0 ? "–" : tenths(placed * 1000 / all) + " %"
    var cards = [
      (say("参加学生", "students"), "\(all)", ""),
      (say("已安排", "placed"), "\(placed)", share),
      (say("未安排", "without a post"), "\(count("unplaced"))", ""),
      (say("使用岗位", "posts used"), "\(count("posts_used"))", say("共", "of") + " \(count("posts"))"),
    ]
    if count("above_scale") > 0 {
      cards.append(
        (
          say("达标企业", "targets met"), "\(count("target_met"))",
          say("共", "of") + " \(count("above_scale"))"
        ))
    }
    return "<div class=\"cards\">"
      + cards.map { "<div class=\"card\"><b>\($0.1)</b><span>\($0.0)</span><small>\($0.2)</small></div>" }
      .joined() + "</div>"
  }

  private func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

  private var objectives: String {
    let rows = summary.objectives.map { objective -> String in
      let terms = ObjectiveTerm.allCases.filter { (objective.weights[$0.rawValue] ?? 0) > 0 }
      let words = terms.map { $0(language) }.joined(separator: say("、", ", "))
      let proof =
        objective.proven
        ? say("已证明最优", "proven optimal")
        : say("下界 \(objective.bound)", "bound \(objective.bound)") + ", "
          + say("差距", "gap") + " \(percent(objective.gap))"
      return
        "<tr><td>\(objective.stage)</td><td>\(words)\(summary.unit(of: objective)(language))</td>"
        + "<td class=n>\(objective.value)</td><td>\(proof)</td></tr>"
    }
    return section(
      say("目标与证明", "Objectives, and how far they are proven"),
      table([say("级", "stage"), say("目标", "objective"), "#" + say("值", "value"), say("证明", "proof")], rows))
  }

  /// Hundredths of a percent.
  private func percent(_ gap: Double) -> String {
    let value = Int((gap * 10_000).rounded())
    let cents = value % 100
    return "\(value / 100).\(cents < 10 ? "0" : "")\(cents) %"
  }

  /// - Parameter headers: one that begins with `#` heads a column of numbers.
  private func table(_ headers: [String], _ rows: [String]) -> String {
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

  private func bar(_ value: Int, of most: Int, _ name: String = "bar") -> String {
    guard value > 0 else { return "" }
    let width = value * 1000 / most
    return "<span class=\"\(name)\" style=\"width:\(tenths(width))%\"></span>"
  }

  // MARK: Sections

  private var map: String {
    let drawing = DistrictMap(data, language: language, escape: escaped).svg
    guard !drawing.isEmpty else { return "" }
    let note = say(
      "圆的大小表示岗位名额；线的粗细表示跨区县实习的学生人数（五人及以上）。",
      "Circles: seats of the district's posts. Lines: students who go to another district (five or more).")
    return section(
      say("区县分布与流向", "Districts: students, seats and flows"),
      "<div class=scroll>\(drawing)</div><p class=note>\(note)</p>" + self.note(data.studentsOfDistricts))
  }

  private var distanceChart: String {
    let last = data.distances.count - 1
    return chart(
      data.distances.enumerated().map { step, count in
        (step == last ? "≥ \(step * 5)" : "\(step * 5)–\(step * 5 + 5)", count)
      }, say("公里", "km"))
  }

  private var matchChart: String {
    chart(data.matches.map { ($0.level(language), $0.count) }, "")
  }

  /// Of groups whose total is among the figures at the head.
  private func chart(_ items: [(String, Int)], _ unit: String) -> String {
    let most = items.map(\.1).max() ?? 0
    let cells = Withholding.cells(items.map(\.1))
    return "<div class=chart>"
      + zip(items, cells).map { item, cell in
        "<div class=row><span class=label>\(item.0) \(unit)</span><span class=track>\(studentBar(cell, of: most))</span>"
          + "<span class=value>\(shown(cell))</span></div>"
      }.joined(separator: "\n") + "</div>\n" + note(cells)
  }

  private func shown(_ cell: Withholding.Cell) -> String {
    switch cell {
    case .told(let count): "\(count)"
    case .few: "&lt;\(Withholding.smallest)"
    case .withheld: "*"
    }
  }

  /// Says what the asterisks are; empty where there are none.
  private func note(_ cells: [Withholding.Cell]) -> String {
    guard cells.contains(.withheld) else { return "" }
    let text = say("* 不列出：否则由合计可推出不足五人的数字。", "* Not told: the total would tell a figure below five.")
    return "<p class=note>\(text)</p>\n"
  }

  private var classTable: String {
    let most = data.classes.map { max($0.students, $0.seats) }.max() ?? 0
    let cells = Withholding.cells(data.classes.map(\.placed))
    let rows = zip(data.classes, cells).map { group, placed in
      let known = SpecialtyClass.names[group.name].map { " " + $0(language) } ?? ""
      let name = group.name.isEmpty ? say("其他", "others") : escaped(group.name + known)
      return "<tr><td>\(name)</td><td class=n>\(group.students)</td><td class=n>\(group.seats)</td>"
        + "<td class=n>\(shown(placed))</td><td class=bars>\(bar(group.students, of: most))"
        + "\(bar(group.seats, of: most, "bar hollow"))</td></tr>"
    }
    let headers = [
      say("专业类", "class"), "#" + say("学生", "students"), "#" + say("名额", "seats"),
      "#" + say("已安排", "placed"),
      say("学生（实）与名额（空）", "students (filled), seats (outlined)"),
    ]
    return table(headers, rows) + note(cells)
  }

  private var targetTable: String {
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

  private var bottleneckTable: String {
    guard !data.bottlenecks.isEmpty else {
      return "<p>\(say("没有用满的名额。", "No quota is used up."))</p>"
    }
    let rows = data.bottlenecks.map { item in
      "<tr><td>\(escaped(item.kind))</td><td>\(escaped(item.id))</td><td>\(escaped(item.name))</td>"
        + "<td class=n>\(item.limit)</td><td class=n>\(item.worth.isEmpty ? "–" : item.worth)</td></tr>"
    }
    return table(
      [
        say("类别", "kind"), say("编号", "id"), say("名称", "name"), "#" + say("上限", "limit"),
        "#" + say("增一名额可多安排", "one seat more places"),
      ], rows)
  }

  private var reasonTable: String {
    let all = data.reasons.reduce(0) { $0 + $1.count }
    guard all >= Withholding.smallest else {
      return "<p>\(say("未安排学生不足五人，不再细分。", "Fewer than five students: not broken down."))</p>"
    }
    return chart(data.reasons.map { ($0.reason(language).replacing("_", with: " "), $0.count) }, "")
  }
}
