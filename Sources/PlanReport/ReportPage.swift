import Placement
import Plan

/// report.html: one page about a plan for a bureau's director. Self-contained, printable, no student in it.
public struct ReportPage: Sendable {
  let data: ReportData
  let summary: PlanSummary
  let language: Language
  let years: YearFigures
  private let academicYear: Int

  public init(_ placementCase: PlacementCase, plan: Plan) {
    data = ReportData(placementCase, plan)
    summary = plan.summary
    language = placementCase.policy.language
    years = YearFigures(placementCase, plan)
    academicYear = placementCase.policy.academicYear
  }

  /// The whole page. Equal plans give equal pages.
  ///
  /// - `planID`: tells this plan from others, such as the first digits of its assignments' hash.
  public func html(planID: String) -> String {
    let title = summary.name.isEmpty ? say("实习安排方案", "Placement plan") : escaped(summary.name)
    let sections = [
      headline, objectives, map, section(say("实习距离", "Distance to the post"), distanceChart),
      section(say("专业对口程度", "Match of specialty and post"), matchChart), wishes,
      section(say("未安排学生的原因", "Why students are without a post"), reasonTable), unplacedByPlace,
      section(say("各专业类供需", "Supply and demand by specialty class"), classTable),
      section(say("规模以上企业实习生占比达标情况", "Target share of interns at above-scale enterprises"), targetTable),
      section(say("最紧张的名额（前 20 项）", "The twenty tightest quotas"), bottleneckTable), supervision,
      signals, certification, yearly,
    ]
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,"><title>\(title)</title><style>\(ReportStyle.css)</style></head>
      <body><main><h1>\(title)<small>\(subtitle(planID))</small></h1>
      \(sections.joined(separator: "\n"))
      <footer>\(say("本报告只含汇总数字，不含个人信息；不足五人的分组不再细分。", "Figures only, no personal data; groups of fewer than five are not broken down."))</footer>
      </main></body></html>

      """
  }

  private func subtitle(_ planID: String) -> String {
    var parts = [
      say("\(academicYear)–\(academicYear + 1) 学年", "School year \(academicYear)–\(academicYear + 1)")
    ]
    if let date = summary.asOf { parts.append(say("截至 \(date)", "as of \(date)")) }
    parts.append(say("方案编号 \(planID)", "plan \(planID)"))
    return parts.joined(separator: " · ")
  }

  func say(_ zh: String, _ en: String) -> String { language == .chinese ? zh : en }

  func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  func section(_ title: String, _ body: String) -> String {
    "<section><h2>\(title)</h2>\n\(body)</section>"
  }

  // MARK: Head

  private func count(_ key: String) -> Int { summary.counts[key] ?? 0 }

  private var headline: String {
    let (all, placed) = (count("taking_part"), count("placed"))
    var cards = [
      (say("参加学生", "students"), "\(all)", ""),
      (say("已安排", "placed"), "\(placed)", share(placed, of: all)),
      (say("未安排", "without a post"), "\(count("unplaced"))", ""),
      (say("使用岗位", "posts used"), "\(count("posts_used"))", say("共", "of") + " \(count("posts"))"),
    ]
    if count("self_arranged") > 0 {
      cards.append((PlacementStatus.selfArranged.text(language), "\(count("self_arranged"))", ""))
    }
    if data.told.all > 0 {
      cards.append(
        (ToldStudents.changedLabel(language), "\(data.told.changed)", say("共", "of") + " \(data.told.all)"))
    }
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

  /// Rounded to a tenth of a percent; all and nothing are said of all and nothing alone.
  private func share(_ part: Int, of all: Int) -> String {
    guard all > 0 else { return "–" }
    let rounded = (part * 2000 + all) / (2 * all)
    return tenths(part == 0 || part == all ? rounded : min(999, max(1, rounded))) + " %"
  }

  func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

  // MARK: Objectives

  private var objectives: String {
    let rows = summary.objectives.map { objective -> String in
      let terms = ObjectiveTerm.allCases.filter { (objective.weights[$0.rawValue] ?? 0) > 0 }
      let proof =
        objective.proven
        ? say("已证明最优", "proven optimal")
        : say("下界 \(objective.bound)", "bound \(objective.bound)") + say("，", ", ")
          + say("差距", "gap") + " \(percent(objective.gap))"
      return
        "<tr><td>\(objective.stage)</td><td>\(terms.map { words(of: $0) }.joined(separator: say("；", "; ")))</td>"
        + "<td class=n>\(objective.value)</td><td>\(proof)</td></tr>"
    }
    return section(
      say("目标与证明", "Objectives, and how far they are proven"),
      table(
        [
          say("级", "stage"), say("要尽量少的", "as little as possible"), "#" + say("值", "value"),
          say("证明", "proof"),
        ], rows))
  }

  /// What the term's value is in the plan: students, kilometres or points.
  private func words(of term: ObjectiveTerm) -> String {
    let value = Int(summary.terms[term.rawValue] ?? 0)
    switch term {
    case .unplaced:
      let students = count("unplaced")
      let weighted = value == students ? "" : say("（按权重合计 \(value)）", " (\(value) weighted by priority)")
      return say("未安排学生 \(students) 名", "\(students) students without a post") + weighted
    case .moves: return say("已公布而可保留的学生改动 \(value) 名", "\(value) students moved who could keep their post")
    case .distance: return say("距离合计 \(tenths(value)) 公里", "\(tenths(value)) km in all")
    case .targetGap:
      return say("各岗位与目标人数共差 \(value) 人", "\(value) students too many or too few at posts with a target")
    case .together: return say("想同单位而不能的 \(value) 对", "\(value) pairs who wanted to go together do not")
    case .shortfall: return say("距目标比例还差 \(value) 人", "\(value) interns short of the targets")
    default: return say("\(term.chinese) \(value) 分", "\(value) points of \(term.rawValue)")
    }
  }

  /// Hundredths of a percent.
  func percent(_ gap: Double) -> String {
    let value = Int((gap * 10_000).rounded())
    let cents = value % 100
    return "\(value / 100).\(cents < 10 ? "0" : "")\(cents) %"
  }
}
