import Allocation
import ArgumentParser
import Foundation
import GLPKSolver
import Placement
import PlacementFiles

/// Takes the decision columns of edited assignment files into decisions.csv.
struct DecideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: Text(zh: "把安排文件中填写的决定导入案例。", en: "Take edited assignment files' decisions into the case.")
      .spoken,
    discussion: Text(
      zh: """
        读取“决定”“决定岗位编号”“决定理由”三列，空白不作改动。“锁定”把学生安排到该岗位，“不安排”排除一个岗位（填企业编号
        则排除整个企业），“撤销”删去该学生的决定。任何一行有错都不写入。

        写入之前先说明每项决定的作用：突破哪些规则、同组哪些学生随之变动、是否使已签协议作废，以及按变动最少重新求解后谁会
        失去岗位。在终端上会询问是否写入，加 --yes 则不问；不在终端上（脚本中）直接写入；--dry-run 只说明、不写入。
        原来的文件以 decisions.previous.csv 留在旁边。

        示例：
          placement decide Fixtures/hangzhou edited.csv
          placement decide Fixtures/hangzhou schools/*.csv --dry-run
          placement decide Fixtures/hangzhou schools/*.csv --near plan
        """,
      en: """
        The columns decision, decision_post_id and decision_reason are read; empty cells change nothing.
        pin puts the student there, ban closes a post (or, with an enterprise id, an enterprise),
        clear drops the student's decisions. Nothing is written where any row has a fault.

        Before anything is written it says what each decision does: the rules it overrides, the team mates it
        draws along, a signed agreement that it breaks, and who would lose a post by the least change, found by a
        solve. On a terminal it asks whether to write (--yes: it does not ask); without one, as in a script, it
        writes; --dry-run only says. The old file stays beside the new one as decisions.previous.csv.

        Examples:
          placement decide Fixtures/hangzhou edited.csv
          placement decide Fixtures/hangzhou schools/*.csv --dry-run
          placement decide Fixtures/hangzhou schools/*.csv --near plan
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Argument(help: .text(zh: "填好决定的安排文件。", en: "Edited assignment files.")) var files: [String]
  @Option(
    help: .text(
      zh: "决定人；默认取文件中的“决定人”一列，再取当前账户。",
      en: "Who decides; by default the file's author column, else the account.")) var author: String?
  @Option(
    help: .text(
      zh: "已经看过的方案的文件夹：变动从它算起；默认取填好的文件所在的方案。",
      en:
        "The folder of the plan that has been looked through: who moves is told from it; by default the plan "
        + "whose files are given.")) var near: String?
  @Flag(help: .text(zh: "不询问，直接写入。", en: "Write without asking.")) var yes = false
  @Flag(help: .text(zh: "只说明，不写入。", en: "Say what would be done, and write nothing.")) var dryRun = false
  @Flag(
    help: .text(
      zh: "与 --dry-run 同用：以 JSON 说明。", en: "With --dry-run: say it as JSON.")) var json = false
  @OptionGroup var solving: SolveOptions
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    guard dryRun || !json else {
      throw ValidationError(Text(zh: "--json 须与 --dry-run 同用", en: "--json goes with --dry-run"))
    }
  }

  func run() throws {
    Interruption.watch()
    // Whoever waits at a terminal is told what was found in a minute.
    let clock = RunClock(limit: solving.timeLimit ?? 60)
    let folder = URL(fileURLWithPath: caseFolder)
    // Whoever only looks is in nobody's way: files of a case are replaced in one step.
    let lock = dryRun ? nil : try holdLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    let result = importDecisions(
      caseFolder: folder, files: files, day: .today,
      author: DecisionAuthor(given: author, account: NSUserName()))
    let console = speech.console
    if result.diagnostics.contains(where: \.isFault) {
      throw result.refusal(
        result.diagnostics + (result.faultyCase?.faultsBeyondReading ?? [])
          + result.faultsOfOtherRows(threads: solving.threads))
    }
    console.report(result.diagnostics)
    guard result.data != nil, let before = result.before, let after = result.placementCase else {
      if !dryRun { try result.write(into: folder) }
      if json { return try Self.write(DecisionReport()) }
      console.result(result.requested == 0 ? Self.nothingFilledIn : result.summary)
      return
    }
    try result.checkRules(after, threads: solving.threads)
    if !dryRun { try checkWritable(folder) }
    let nearPlan = try planAtHand()
    try foretell(result, before, after, near: try nearPlan?.placement(in: before), clock)
    if json { return }
    if dryRun {
      console.result(Text(zh: "只作说明，没有写入", en: "nothing was written"))
      return
    }
    guard yes || isConfirmed(console) else {
      console.result(
        Text(zh: "没有写入，decisions.csv 没有改动", en: "nothing was written: decisions.csv is as it was"))
      return
    }
    try result.write(into: folder)
    console.result(result.summary)
    console.result(nextStep(nearPlan))
  }

  private static let nothingFilledIn = Text(
    zh: "文件中没有填写任何决定，decisions.csv 没有改动：在“决定”一列填写“锁定”“不安排”或“撤销”",
    en:
      "no decision is filled in: decisions.csv is as it was; write pin, ban or clear into the column decision"
  )

  /// - Throws: ``InputFaults`` where the plan that was asked for cannot be read; of files that just lie in one it is passed
  ///   over.
  private func planAtHand() throws -> NearPlan? {
    if let plan = NearPlan(near) {
      if plan.diagnostics.contains(where: \.isFault) {
        throw InputFaults(diagnostics: plan.diagnostics)
      }
      return plan
    }
    let folders = Set(files.map { URL(fileURLWithPath: $0).deletingLastPathComponent().relativePath })
    guard let folder = folders.first, folders.count == 1, FolderMarker(of: folder)?.kind == .plan,
      let plan = NearPlan(folder), !plan.diagnostics.contains(where: \.isFault)
    else { return nil }
    return plan
  }

  /// How the plan is made in which nobody moves but those who were told of.
  private func nextStep(_ plan: NearPlan?) -> Text {
    let places = [caseFolder, plan?.folder].map { $0.map { $0.contains(" ") ? "'\($0)'" : $0 } }
    let folder = places[0] ?? ""
    let near = places[1].map(Text.init(verbatim:)) ?? Text(zh: "现有方案", en: "PLAN")
    return Text(
      zh: "接下来：placement allocate \(folder) --near \(near.zh) --output 新方案",
      en: "next: placement allocate \(folder) --near \(near.en) --output NEW")
  }

  // MARK: Before writing

  private func checkWritable(_ folder: URL) throws {
    guard access(folder.path, W_OK) != 0 else { return }
    let reason =
      errno == EROFS
      ? Text(zh: "只读的介质", en: "a read-only medium") : Text(zh: "没有权限", en: "no permission")
    throw Refusal(
      .cannotWrite,
      Text(zh: "\(folder.path) 不能写入：\(reason.zh)", en: "\(folder.path) cannot be written: \(reason.en)"))
  }

  /// Asked on a terminal alone: a script that runs `decide` means it.
  private func isConfirmed(_ console: Console) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return true }
    // Ctrl-C at a question is an answer: nothing has been written.
    signal(SIGINT, SIG_DFL)
    console.ask(Text(zh: "写入 decisions.csv？[y/N] ", en: "write decisions.csv? [y/N] "))
    let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
    return ["y", "yes", "是"].contains(answer)
  }
}

extension DecisionImport {
  /// Pins that no run could hold are refused here, while whoever wrote them is at hand.
  /// - Throws: ``InputFaults``
  func checkRules(_ placementCase: PlacementCase, threads: Int) throws {
    let check = CaseCheck.solvedOrCounted(placementCase, threads: threads, using: GLPKSolver())
    let faults = check.diagnostics.filter(\.isFault).map(located)
    if !faults.isEmpty { throw refusal(faults) }
  }

  /// What is wrong with rows that can be read, beside others that cannot. A fault of several rows together may be one no more
  /// once those are mended.
  func faultsOfOtherRows(threads: Int) -> [Diagnostic] {
    guard let withOtherRows else { return [] }
    return CaseCheck(withOtherRows, threads: threads).diagnostics
      .filter { $0.isFault && $0.rows.count <= 1 }.map(located)
  }

  func refusal(_ diagnostics: [Diagnostic]) -> InputFaults {
    InputFaults(
      diagnostics: diagnostics,
      remark: Text(zh: "有错误，decisions.csv 没有改动", en: "refused: decisions.csv is as it was"))
  }

  /// What became of decisions.csv.
  var summary: Text {
    func count(_ kind: DecisionChange.Kind) -> Int { changes.count { $0.kind == kind } }
    let (added, changed, dropped) = (count(.added), count(.changed), count(.dropped))
    return Text(
      zh: "新增 \(added) 条，修改 \(changed) 条，删除 \(dropped) 条；\(unchanged) 条原已有",
      en: "\(added) added, \(changed) changed, \(dropped) dropped; \(unchanged) were there already")
  }
}
