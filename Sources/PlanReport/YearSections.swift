import Placement
import Plan

// What to grow and to shrink, hosts on the way to certification, the year's indicators.
extension ReportPage {
  /// How many rows a list shows.
  private static let most = 20

  // MARK: Classes

  var signals: String {
    guard !years.classes.isEmpty else { return "" }
    let rows = years.classes.prefix(Self.most).map { item -> String in
      let known = SpecialtyClass.names[item.code].map { " " + $0(language) } ?? ""
      let mark = item.signal.map { "<b>\($0 == .grow ? "▲" : "▼") \($0(language))</b>" } ?? ""
      return "<tr><td>\(escaped(item.code + known))</td><td class=n>\(item.students)</td>"
        + "<td class=n>\(item.seats)</td><td class=n>\(seatsAStudent(item))</td>"
        + "<td class=n>\(shown(item.seatsLastYear))</td><td class=n>\(shown(item.demand))</td><td>\(mark)</td></tr>"
    }
    let headers = [
      say("专业类", "class"), "#" + say("学生", "students"), "#" + say("本地名额", "local seats"),
      "#" + say("生均本地名额", "local seats a student"), "#" + say("上年名额", "seats last year"),
      "#" + say("需求", "demand"), say("建议", "signal"),
    ]
    return section(
      say("增设与缩减", "What to grow and to shrink"), table(headers, rows) + note(aboutSignals + moreClasses))
  }

  private func shown(_ number: Int?) -> String { number.map(String.init) ?? "–" }

  private func seatsAStudent(_ item: YearFigures.Class) -> String {
    let hundredths = (item.seats * 200 + item.students) / (2 * item.students)
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private var aboutSignals: String {
    let policy = years.policy
    let share = percent(policy.signalTailShare)
    return say(
      "▲ 增设：连续 \(policy.signalYears) 年（含本年）居学生不少于 \(policy.signalMinimum) 人的专业类中生均本地名额最多的 \(share)；"
        + "▼ 缩减：居最少的 \(share)。其余按需求超出名额的多少排列。本地名额是学校所在区县的企业提供的，所以少于前面“各专业类供需”的名额；各区县的预计见 supply-demand.csv。",
      "▲ grow: in \(policy.signalYears) years running, this one included, among the \(share) of classes of at least "
        + "\(policy.signalMinimum) students with most local seats a student; ▼ shrink: among the \(share) with fewest. The others "
        + "stand by how far demand goes beyond the seats. Local seats are those in the schools' districts, fewer than the seats \"by class\" above; what to expect in each "
        + "district stands in supply-demand.csv.")
  }

  private var moreClasses: String {
    let more = years.classes.count - Self.most
    return more > 0 ? say("另有 \(more) 个专业类未列出。", " \(more) more classes are not listed.") : ""
  }

  /// `10 %`, as it is written in the policy but for the point.
  private func percent(_ share: ExactDecimal) -> String {
    let thousandths = share.roundedHalfUp(times: 1000)
    return thousandths % 10 == 0 ? "\(thousandths / 10) %" : tenths(thousandths) + " %"
  }

  // MARK: Hosts

  var certification: String {
    guard let terms = years.policy.certification.complete, years.recorded > 0 else { return "" }
    let title = say("产教融合型企业认定差额", "Hosts on the way to certification")
    let year = years.policy.academicYear
    let asked = say(
      "认定要求：\(year - terms.years)–\(year - 1) 学年接收满 \(terms.months) 个月的实习生共 \(terms.interns) 名。",
      "Asked for: \(terms.interns) interns of at least \(terms.months) months in the school years "
        + "\(year - terms.years)–\(year - 1).")
    let source = years.policy.sources["certification"] ?? ""
    let origin = source.isEmpty ? "" : say("依据：\(escaped(source))。", " Source: \(escaped(source)).")
    let reached = say(
      "有记录的企业 \(years.recorded) 家，已达到 \(years.reached) 家。",
      " Of \(years.recorded) enterprises on record \(years.reached) have reached it.")
    let rows = years.hosts.prefix(Self.most).map { host in
      "<tr><td>\(escaped(host.id))</td><td>\(escaped(host.name))</td><td>\(escaped(host.district))</td>"
        + "<td class=n>\(host.interns)</td><td class=n>\(host.gap)</td>"
        + "<td class=bars>\(bar(host.interns, of: host.interns + host.gap))</td></tr>"
    }
    let headers = [
      say("编号", "id"), say("企业", "enterprise"), say("区县", "district"),
      "#" + say("已接收", "interns"), "#" + say("还差", "missing"), say("进度", "progress"),
    ]
    let left = years.hosts.count - Self.most
    let more = left > 0 ? say("另有 \(left) 家差额更大，未列出。", " \(left) more lack more and are not listed.") : ""
    let few = say("接收不足五人的不列出。", " Those with fewer than five are not listed.")
    let list = rows.isEmpty ? "" : table(headers, rows)
    return section(title, "<p>\(asked)\(origin)\(reached)</p>\n" + list + note(few + more))
  }

  // MARK: Indicators

  var yearly: String {
    guard let indicators = years.indicators else { return "" }
    var withheld: [Withholding.Cell] = []
    let rows = indicators.map { indicator -> String in
      let row = indicator.row
      let cell = told(row)
      if let cell { withheld.append(cell) }
      let (value, progress) = shown(row, cell)
      let target = row.target.map { isShare(row) ? percent($0) : $0.description } ?? ""
      let due = row.dueYear.map { "<br><small>" + say("\($0) 年", "by \($0)") + "</small>" } ?? ""
      return "<tr><td class=wrap>\(name(row))</td><td class=n>\(value)</td><td class=n>\(target)\(due)</td>"
        + "<td class=tight>\(verdict(row))</td><td class=bars>\(progress)</td><td>\(origin(indicator))</td></tr>"
    }
    let headers = [
      say("指标", "indicator"), "#" + say("值", "value"), "#" + say("目标", "target"), say("达到", "met"),
      say("进度", "progress"), say("来源", "source"),
    ]
    let about = say(
      "“–”：没有可算的数据，或分母为零。", "–: there is nothing to count by, or nothing to count.")
    return section(
      say("年度指标与目标", "The year's indicators and targets"), table(headers, rows) + note(about) + note(withheld)
    )
  }

  private func isShare(_ row: YearlyRow) -> Bool { row.origin == .computed }

  private func name(_ row: YearlyRow) -> String {
    let text = escaped(row.indicator.text(language).replacing("_", with: " "))
    guard case .computed(let indicator) = row.indicator else { return text }
    return "\(text)<br><small>\(escaped(indicator.sentence(language)))</small>"
  }

  /// Of shares of students: whether the part may be told; nil of others.
  private func told(_ row: YearlyRow) -> Withholding.Cell? {
    guard case .computed(let indicator) = row.indicator, indicator.countsStudents, let part = row.numerator,
      let all = row.denominator
    else { return nil }
    if (1..<Withholding.smallest).contains(all) { return .few }
    return Withholding.cells([part, all - part])[0]
  }

  /// The value as it is read, and a bar of it.
  private func shown(_ row: YearlyRow, _ cell: Withholding.Cell?) -> (value: String, progress: String) {
    guard let value = row.value else { return ("–", "") }
    guard isShare(row) else {
      guard let target = row.target, target > ExactDecimal(0) else { return (value.description, "") }
      // Past its end a bar says no more.
      let share = value >= target ? 1000 : Int(value.doubleValue / target.doubleValue * 1000)
      return (value.description, bar(share, of: 1000))
    }
    if let cell, cell == .few || cell == .withheld { return (shown(cell), "") }
    let counts = "<br><small>\(row.numerator ?? 0) / \(row.denominator ?? 0)</small>"
    let thousandths = value.roundedHalfUp(times: 1000)
    // All and nothing are said of all and nothing alone.
    let isWhole = row.numerator == 0 || row.numerator == row.denominator
    let shown = isWhole ? thousandths : min(999, max(1, thousandths))
    return (tenths(shown) + " %" + counts, bar(shown, of: 1000))
  }

  private func verdict(_ row: YearlyRow) -> String {
    switch row.met {
    case true?: say("✓ 是", "✓ yes")
    case false?: say("✗ 否", "✗ no")
    case nil: "–"
    }
  }

  private func origin(_ indicator: YearFigures.Indicator) -> String {
    let asOf = indicator.asOf.map { say("（截至 \($0)）", " (as of \($0))") } ?? ""
    let source = indicator.source.isEmpty ? "" : "<br><small>\(escaped(indicator.source))</small>"
    return indicator.row.origin(language) + asOf + source
  }
}

extension YearlyIndicator {
  /// Whether its figures are numbers of students, other than those that the report tells of the whole case: in its
  /// first line, and of supervisors as what was minimised.
  fileprivate var countsStudents: Bool {
    switch self {
    case .targetMet, .teacherPractice, .certifiedHosts, .placed, .selfArranged, .supervised: false
    default: true
    }
  }
}
