import ArgumentParser
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles
import Plan

/// What students ask for once a plan is published, and what it would come to.
struct RequestsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: Text(zh: "公布之后的申请：每项的代价，哪些可以满足。", en: "Requests after publication: what each would cost.")
      .spoken,
    discussion: Text(
      zh: """
        申请写在案例的 requests.csv（申请）中：调到一个岗位或一家企业、离开、与另一名学生互换。每项单独按变动最少精确求解：
        无代价（各级目标不变差，其他学生不动）、调换（其他学生要动，但按本人志愿和分值都不变差）、有代价（哪级目标、多少，
        谁变动，谁失去岗位）、不可行（哪条规则、决定或名额）。然后找出可以一并无代价满足的最大一组，并证明没有更大的。

        --grant-free 把这一组写入 decisions.csv，理由写“申请”和申请的行号；之后重新运行 allocate、verify、publish。
        被锁定、已签协议或已上岗的学生不能调动。申请的理由只留在 requests.csv 中，程序不在任何地方重复。

        示例：
          placement allocate Fixtures/requests --output plan
          placement requests Fixtures/requests plan --output requests
          placement requests city plan --output requests --grant-free --author 王老师
        """,
      en: """
        Requests stand in the case's requests.csv: to a post or an enterprise, to leave, to swap with another student.
        Each alone is priced by an exact solve with the least change: free (no objective gets worse, nobody else
        moves), swap (others move, none to a worse place by their own wishes and points), costs (which objectives by
        how much, who moves, who loses a place), impossible (the rule, the decision or the quota). Then it finds the
        largest set that can be granted together at no cost, and proves that none is larger.

        --grant-free writes that set into decisions.csv, with `request` and the request's row as the reason; allocate,
        verify and publish again after it. Students who are pinned, have signed or started are not moved. The reason
        of a request stays in requests.csv: it is repeated nowhere.

        Examples:
          placement allocate Fixtures/requests --output plan
          placement requests Fixtures/requests plan --output requests
          placement requests city plan --output requests --grant-free --author office
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Argument(help: .planFolder) var planFolder: String
  @Flag(
    help: .text(
      zh: "把可以一并无代价满足的申请写入 decisions.csv。",
      en: "Write the requests that can be granted together at no cost into decisions.csv.")) var grantFree =
    false
  @Option(
    help: .text(zh: "与 --grant-free 同用：决定人；默认取当前账户。", en: "With --grant-free: who decides; else the account.")
  )
  var author: String?
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    guard grantFree || author == nil else {
      throw ValidationError(Text(zh: "--author 须与 --grant-free 同用", en: "--author goes with --grant-free"))
    }
  }

  func run() throws {
    Interruption.watch()
    let clock = solving.clock
    // Whoever only asks is in nobody's way: files of a case are replaced in one step.
    let lock = grantFree ? try holdLock(of: URL(fileURLWithPath: caseFolder)) : nil
    defer { withExtendedLifetime(lock) {} }
    // What is odd about a request is told of its row.
    let (placementCase, plan) = try loadPlan(planFolder, of: caseFolder, speech, isBrief: false)
    guard placementCase.hasRequests else {
      throw Refusal(
        .inputMissing,
        Text(zh: "案例中没有 requests.csv（申请）", en: "the case has no requests.csv"))
    }
    try target.check(reading: [caseFolder, planFolder])
    let console = speech.console
    defer { console.endLive() }
    console.live(LiveStep(.candidates))
    var pricing = try pricing(placementCase, plan, clock)
    let limits = solving.limits(clock, gap: 0)
    let found = try pricing.largestSet(using: GLPKSolver(), limits: limits)
    let answers = try pricing.answers(granting: found) { console.live(LiveStep(.requests, $0, of: $1)) }
    console.endLive()
    // Costs from cancelled solves would be no costs.
    if Interruption.isSet { throw Interrupted() }
    let rows = answers.map(pricing.row)
    let granting = grantFree ? try prepared(found.decisions, placementCase) : nil
    try target.write(
      try files(rows, found, placementCase, plan), as: .requests, reading: [caseFolder, planFolder])
    say(rows, found, plan)
    if let granting { try write(granting) }
    if !found.isProven || rows.contains(where: { $0.outcome == .notComputed }) { throw ExitCode.notProven }
  }

  private func pricing(
    _ placementCase: PlacementCase, _ plan: PlanFolder, _ clock: RunClock
  ) throws -> RequestPricing {
    let explainer = try Explainer(
      placementCase, placement: plan.placement(of: placementCase, in: planFolder), isProven: plan.isProven,
      changeSolver: ChangeSolver(using: GLPKSolver(), limits: solving.limits(clock, gap: 0), exact: true),
      threads: solving.threads)
    guard let pricing = RequestPricing(explainer, placementCase.requests) else {
      throw Refusal(
        .badInput,
        Text(
          zh: "方案不符合案例的规则或名额；请先运行 verify",
          en: "the plan breaks a rule or a quota of the case; run verify to see which"))
    }
    return pricing
  }

  // MARK: The folder

  private func files(
    _ rows: [RequestRow], _ found: GrantedRequests, _ placementCase: PlacementCase, _ plan: PlanFolder
  ) throws -> [(name: String, data: Data)] {
    let language = placementCase.policy.language
    let table = PlanTable(rows, in: language)
    let data = csvData(table: table, language: language)
    let names = placementCase.inputs.filter { CaseSchema.requests.isHeld(by: $0.name) }
    let summary = RequestsSummary(
      language: language.rawValue,
      outcomes: Dictionary(grouping: rows, by: \.outcome.rawValue).mapValues(\.count),
      requests: rows.count, granted: .init(value: found.requests.count, bound: found.bound),
      inputs: Dictionary(names.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first }),
      assignments: plan.hashes["assignments.csv"] ?? "", files: [table.file: Digest.sha256([UInt8](data))])
    return [(table.file, data), ("summary.json", try summary.jsonFile())]
  }

  // MARK: Words

  private func say(_ rows: [RequestRow], _ found: GrantedRequests, _ plan: PlanFolder) {
    let console = speech.console
    for row in rows {
      let rule = row.rule.map { Text(zh: "（\($0.zh)）", en: " (\($0.en))") } ?? Text(verbatim: "")
      console.result(row.title + Text(zh: "：", en: ": ") + row.outcome.text + rule)
      console.result(Text(verbatim: "  ") + row.detail)
    }
    let lines = found.requests.map { rows[$0].row }.sorted().map(String.init)
    let which =
      lines.isEmpty
      ? Text(verbatim: "")
      : Text(
        zh: "（第 \(lines.joined(separator: "、")) 行）", en: " (rows \(lines.joined(separator: ", ")))")
    let proof =
      found.isProven
      ? Text(zh: "，已证明没有更大的一组", en: "; that no larger set is, is proven")
      : Text(zh: "；是否更大未证明，至多 \(found.bound) 项", en: "; not proven, at most \(found.bound)")
    console.result(
      Text(
        zh: "申请 \(rows.count) 项，可以一并无代价满足 \(lines.count) 项",
        en: "requests: \(rows.count); granted together at no "
          + "cost: \(lines.count)") + which + proof)
    if !plan.isProven {
      console.result(
        Text(
          zh: "注意：方案本身未证明最优，代价以现方案为准",
          en: "note: the plan itself is not proven optimal; costs are against it as it is"))
    }
    console.result(
      Text(zh: "结果已写入 \(target.url.path)", en: "written to \(target.url.path)"))
  }

  // MARK: Granting

  private func prepared(_ decisions: [Decision], _ placementCase: PlacementCase) throws -> DecisionImport {
    let result = importDecisions(
      caseFolder: URL(fileURLWithPath: caseFolder), granting: decisions, of: placementCase, day: .today,
      author: DecisionAuthor(given: author, account: NSUserName()))
    if result.diagnostics.contains(where: \.isFault) { throw result.refusal(result.diagnostics) }
    if result.data != nil, let after = result.placementCase {
      try result.checkRules(after, threads: solving.threads)
    }
    return result
  }

  private func write(_ granting: DecisionImport) throws {
    try granting.write(into: URL(fileURLWithPath: caseFolder))
    let done =
      granting.requested == 0
      ? Text(zh: "没有写入任何申请，文件没有改动", en: "no request is granted; it is as it was")
      : granting.summary
    speech.console.result(Text(zh: "decisions.csv：", en: "decisions.csv: ") + done)
  }
}

/// summary.json of a folder of requests: no student in it.
private struct RequestsSummary: Encodable {
  struct Granted: Encodable {
    let value: Int
    let bound: Int
  }

  let language: String
  let outcomes: [String: Int]
  let requests: Int
  /// The largest set at no cost, and what no set exceeds.
  let granted: Granted
  /// SHA-256 of what the requests stand in, and of the plan's assignments.
  let inputs: [String: String]
  let assignments: String
  let files: [String: String]
}
