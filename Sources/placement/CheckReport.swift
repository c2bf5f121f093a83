import Allocation
import Placement

/// What `check` says of a case without a fault: its quotas, and whom no post is open to.
struct CheckReport {
  let check: CaseCheck
  let placementCase: PlacementCase
  let language: Language
  /// How much of a list is shown.
  let cap: Int
  private let rowOfStudent: [String: Int]

  init(check: CaseCheck, of placementCase: PlacementCase, language: Language, cap: Int) {
    (self.check, self.placementCase, self.language, self.cap) = (check, placementCase, language, cap)
    rowOfStudent = Dictionary(
      placementCase.students.compactMap { student in student.row.map { (student.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  var lines: [String] { quotaTable + quotaTotals + closedToStudents + closedToTeams }

  // MARK: Quotas

  private func quotas(_ kind: QuotaKind) -> [CaseCheck.QuotaLine] { check.quotas.filter { $0.kind == kind } }

  private func isTight(_ quota: CaseCheck.QuotaLine) -> Bool {
    quota.limit.map { $0 < quota.offered } ?? false
  }

  /// Of each kind those first that cut off the most seats: what is left out is what matters least.
  private var quotaTable: [String] {
    let header = Text(
      zh: "类别\t编号\t名称\t上限\t上限来源\t提供名额", en: "kind\tid\tname\tlimit\tlimit_from\toffered")
    func cut(_ quota: CaseCheck.QuotaLine) -> Int { quota.limit.map { max(quota.offered - $0, 0) } ?? 0 }
    let rows = QuotaKind.allCases.flatMap { kind -> [[String]] in
      let ordered = quotas(kind).enumerated().sorted {
        (cut($1.element), $0.offset) < (cut($0.element), $1.offset)
      }
      return ordered.prefix(cap).map { _, quota in
        [
          kind(language), quota.id, quota.name, quota.limit.map(String.init) ?? "",
          quota.term?.text(language) ?? "", String(quota.offered),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    let titles = header(language).components(separatedBy: "\t")
    return TextTable([.left, .left, .left, .right, .left, .right], rows: [titles] + rows).lines
  }

  private var quotaTotals: [String] {
    QuotaKind.allCases.compactMap { kind in
      let all = quotas(kind)
      guard !all.isEmpty else { return nil }
      let (tight, more) = (all.filter(isTight).count, all.count - cap)
      let text = Text(
        zh: "\(kind.chinese)共 \(all.count) 个，其中 \(tight) 个的上限低于提供名额",
        en: "\(kind.rawValue): \(all.count), of which \(tight) have a limit below the seats offered")
      return (text + (more > 0 ? others(more, Text(zh: "个", en: "")) : Text(verbatim: "")))(language)
    }
  }

  // MARK: Students and teams

  private var closedToStudents: [String] {
    let count = check.studentsWithoutPost.reduce(0) { $0 + $1.students.count }
    guard count > 0 else { return [] }
    let title = Text(
      zh: "有 \(count) 名学生没有一个岗位可去，按最后一关卡在哪条规则分列：",
      en: "students without an open post: \(count), by the last rule in their way:")
    return [title(language)]
      + check.studentsWithoutPost.map { closed in
        let rule = closed.rule?.text ?? PlanWord.quota.text
        let demand =
          closed.demand.en.isEmpty
          ? closed.demand : Text(zh: "（\(closed.demand.zh)）", en: " (\(closed.demand.en))")
        let count = Text(zh: " \(closed.students.count) 名：", en: " \(closed.students.count): ")
        return ((Text(verbatim: "  ") + rule + demand + count) + students(closed.students))(language)
      }
  }

  private var closedToTeams: [String] {
    let teams = check.teamsWithoutPost
    guard !teams.isEmpty else { return [] }
    let title = Text(
      zh: "有 \(teams.count) 个小组没有一个岗位能让全组同去：",
      en: "teams without a post open to all of them: \(teams.count): ")
    return [(title + ids(teams, Text(zh: "个", en: "")))(language)]
  }

  /// Those whose ids may not be shown are named by their rows.
  private func students(_ all: [String]) -> Text {
    let listed = all.prefix(cap)
    let shown = Text(listing: listed.filter(ShownID.mayShow))
    let hidden = listed.filter { !ShownID.mayShow($0) }.compactMap { rowOfStudent[$0] }.sorted()
    let file = placementCase.name(of: CaseSchema.students.table.file)
    let rows = Text(
      zh: "\(file) 第 \(hidden.map(String.init).joined(separator: "、")) 行",
      en:
        "\(hidden.count == 1 ? "row" : "rows") \(hidden.map(String.init).joined(separator: ", ")) of \(file)")
    let named = hidden.isEmpty ? shown : shown.en.isEmpty ? rows : shown + Text.listComma + rows
    return all.count > cap ? named + others(all.count - cap, Text(zh: "名", en: "")) : named
  }

  private func ids(_ all: [String], _ unit: Text) -> Text {
    let named = all.prefix(cap).map(ShownID.text)
    let shown = Text(zh: named.joined(separator: "、"), en: named.joined(separator: ", "))
    return all.count > cap ? shown + others(all.count - cap, unit) : shown
  }

  private func others(_ count: Int, _ unit: Text) -> Text {
    Text(zh: "，另有 \(count) \(unit.zh)（--all 全部列出）", en: ", and \(count) more (--all lists them)")
  }
}
