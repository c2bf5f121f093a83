import Placement

/// The places that students found alone and the school has approved: what the rules say of each.
package struct SelfArrangedPlacements: Sendable {
  /// One place, judged.
  package struct Judged: Sendable {
    package let place: SelfArranged
    /// The tests that were run, in the rules' order.
    package fileprivate(set) var asked: [Rule] = []
    /// Those of them that lack their data.
    package fileprivate(set) var lacking: [Rule] = []
    /// Those that fail and are noted, nothing more.
    package fileprivate(set) var overridden: [Rule] = []
    /// How well the specialty matches; nil without codes.
    package fileprivate(set) var match: MatchLevel?
  }

  /// By student.
  package let judged: [Judged]
  private let byStudent: [Int: Int]
  /// Tests of the law that fail, bans, and enterprises that they alone overfill.
  let faults: [Diagnostic]

  package subscript(student: Int) -> Judged? { byStudent[student].map { judged[$0] } }

  /// What would mend a decision or a placement of somebody who has a place already.
  static let mend = Text(
    zh: "两者只能留一：撤销该决定或把进度改为“已终止”，或清空 self-arranged.csv 中的学校审核日期",
    en:
      "keep one of the two: drop the decision or set the stage to `ended`, or clear approved_on in self-arranged.csv"
  )

  static func used(_ count: Int, on day: CalendarDate) -> Text {
    Text(
      zh: "（\(day) 有 \(count) 名自行联系的学生）", en: " (\(count) found a place there alone, on \(day))")
  }

  /// The rows that hold one student at two places.
  static func rows(_ place: SelfArranged, _ file: String, _ row: Int) -> [Diagnostic.Place] {
    [.init(file: CaseSchema.selfArranged.table.file, row: place.row), .init(file: file, row: row)]
  }

  /// - Parameter unsound: what no fault may rest on.
  init(_ placementCase: PlacementCase, _ quotas: QuotaBook, unsound: UnsoundCells = .none) {
    let places = placementCase.approvedSelfArranged
    byStudent = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1.student, $0) })
    guard !places.isEmpty else {
      (judged, faults) = ([], [])
      return
    }
    let context = RuleContext(placementCase.caseOfSelfArranged)
    var judged: [Judged] = []
    var faults: [Diagnostic] = []
    for (index, place) in places.enumerated() {
      var found = Judged(place: place)
      for rule in Rulebook.rules where Self.isAsked(rule.rule, of: place) {
        found.asked.append(rule.rule)
        if rule.lacksData(student: index, post: index, in: context) { found.lacking.append(rule.rule) }
        guard !rule.permits(student: index, post: index, in: context) else { continue }
        if SelfArranged.noted.contains(rule.rule) {
          found.overridden.append(rule.rule)
        } else if unsound.isPolicySound, unsound.isSound(place), unsound.isSound(student: place.student),
          place.enterprise.map(unsound.isSound(enterprise:)) ?? true
        {
          faults.append(Self.refusal(by: rule, of: place, index, context, placementCase))
        }
      }
      if !place.work.specialtyCodes.isEmpty { found.match = context.match(student: index, post: index) }
      judged.append(found)
    }
    self.judged = judged
    faults +=
      Self.bans(places, placementCase, unsound) + Self.overfilled(places, quotas, unsound)
    self.faults = faults.map { $0.placed(in: placementCase.places) }
  }

  /// Nobody knows an unknown host's standing, nor the specialty of work without codes.
  private static func isAsked(_ rule: Rule, of place: SelfArranged) -> Bool {
    switch rule {
    case .host, .admitted: place.enterprise != nil
    case .specialty: !place.work.specialtyCodes.isEmpty
    default: SelfArranged.binding.contains(rule) || SelfArranged.noted.contains(rule)
    }
  }

  private static func refusal(
    by rule: any EligibilityRule, of place: SelfArranged, _ index: Int, _ context: RuleContext,
    _ placementCase: PlacementCase
  ) -> Diagnostic {
    let id = ShownID.text(placementCase.students[place.student].id)
    let demand = rule.demand(student: index, post: index, in: context)
    let source = rule.source(student: index, post: index, in: context)
    let cited = source.isEmpty ? Text(verbatim: "") : Text(zh: "（\(source)）", en: " (\(source))")
    return fault(
      place,
      Text(
        zh: "学生 \(id) 自行联系的实习不符合“\(rule.rule.chinese)”：\(demand.zh)",
        en:
          "the place that student \(id) found alone fails \(rule.rule.rawValue), which asks for \(demand.en)")
        + cited,
      Text(zh: "改正此行，或清空学校审核日期", en: "correct the row, or clear approved_on"))
  }

  private static func bans(
    _ places: [SelfArranged], _ placementCase: PlacementCase, _ unsound: UnsoundCells
  ) -> [Diagnostic] {
    let students = Dictionary(uniqueKeysWithValues: places.map { ($0.student, $0) })
    return placementCase.decisions.compactMap { decision in
      guard decision.kind == .ban, case .enterprise(let enterprise) = decision.target,
        let place = students[decision.student], place.enterprise == enterprise,
        unsound.isSound(place, SelfArranged.hostColumns)
      else { return nil }
      let id = ShownID.text(placementCase.students[decision.student].id)
      let file = CaseSchema.decisions.file
      return Diagnostic(
        .input, file: file, row: decision.row,
        Text(
          zh: "学生 \(id) 自行联系到这家企业并经学校审核，却又决定不安排到该企业",
          en:
            "student \(id) has found a place at this enterprise, which the school has approved, and is banned from it"
        ),
        rows: rows(place, file, decision.row), mend: mend)
    }
  }

  /// Whether they stand in a case that differs only in seats and declared maxima, which no rule reads.
  func hold(_ quotas: QuotaBook) -> Bool {
    judged.isEmpty || Self.overfilled(judged.map(\.place), quotas, .none).isEmpty
  }

  /// Enterprises whose quota those who found a place alone exceed without anybody else.
  private static func overfilled(
    _ places: [SelfArranged], _ quotas: QuotaBook, _ unsound: UnsoundCells
  ) -> [Diagnostic] {
    quotas.enterprises.compactMap { quota in
      guard let limit = quota.limit?.value, unsound.isSound(quota, places),
        let day = quota.days.filter({ $0.taken > limit }).max(by: { $0.taken < $1.taken })
      else { return nil }
      let there = places.filter {
        $0.enterprise == quota.enterprise && ($0.work.start...$0.work.end).contains(day.date)
      }
      let id = ShownID.text(quota.id)
      return fault(
        there[0],
        Text(
          zh: "企业 \(id) 的上限为 \(limit)，而 \(day.date) 仅自行联系的学生就有 \(day.taken) 名",
          en:
            "enterprise \(id) has a quota of \(limit), but \(day.taken) students have found a place there alone on "
            + "\(day.date)"),
        Text(
          zh: "清空至少 \(day.taken - limit) 行的学校审核日期，或提高上限",
          en: "clear approved_on in at least \(day.taken - limit) rows, or raise the quota"),
        rows: there.map(\.row).sorted())
    }
  }

  private static func fault(_ place: SelfArranged, _ message: Text, _ mend: Text, rows: [Int] = [])
    -> Diagnostic
  {
    let file = CaseSchema.selfArranged.table.file
    return Diagnostic(
      .input, file: file, row: rows.first ?? place.row, message,
      rows: rows.map { Diagnostic.Place(file: file, row: $0) }, mend: mend)
  }
}
