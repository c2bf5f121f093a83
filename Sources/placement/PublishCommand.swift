import Allocation
import ArgumentParser
import Foundation
import Placement
import PlacementAudit
import PlacementFiles

/// Makes a verified plan the case's published.csv.
struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: Text(zh: "公布方案。", en: "Make a plan what students were told.").spoken,
    discussion: Text(
      zh: """
        先核验方案。岗位不变的学生保留原有进度，其余均为“已公布”。方案若不是用现在的数据生成的，除非加 --force，否则不予公布。
        原来的文件以 published.previous.csv 留在旁边。已经确认、签了协议或上岗的学生如换了岗位或没有岗位，会逐行提醒；
        --dry-run 只说明，不写入，可以先看再公布。--close-year 在学年结束时使用：把本学年的结果记入 history.csv 和
        host-record.csv（原文件同样留在旁边），重复运行结果不变，已填写的“留用人数”保留。

        示例：
          placement publish Fixtures/hangzhou plan --dry-run
          placement publish Fixtures/hangzhou plan --close-year
        """,
      en: """
        The plan is verified first. Those who keep their post keep its stage; everybody else is `announced`.
        A plan made from other inputs is refused unless --force is given. The old file stays beside the new
        one as published.previous.csv. Of whoever has confirmed, signed or started a post and does not keep it the
        row is named; --dry-run only says, so that it can be seen before. --close-year is for the end of the
        school year: what it came to goes into history.csv and host-record.csv (whose old files stay beside them
        too); twice is the same, and the `hired` that somebody has typed in stays.

        Examples:
          placement publish Fixtures/hangzhou plan --dry-run
          placement publish Fixtures/hangzhou plan --close-year
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Argument(help: .planFolder) var planFolder: String
  @Flag(
    help: .text(
      zh: "数据已有改动也照样公布。", en: "Publish though the case's files have changed since the plan was made."))
  var force = false
  @Flag(help: .text(zh: "只说明，不写入。", en: "Say what would be done, and write nothing.")) var dryRun = false
  @Flag(
    help: .text(
      zh: "结束学年：把本学年的结果记入 history.csv 和 host-record.csv。",
      en: "Close the year: add what it came to to history.csv and host-record.csv.")) var closeYear = false
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let folder = URL(fileURLWithPath: caseFolder)
    // Whoever only looks is in nobody's way.
    let lock = dryRun ? nil : try holdLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    let publication = preparePublication(
      caseFolder: folder, planFolder: URL(fileURLWithPath: planFolder))
    let console = speech.console
    if publication.diagnostics.contains(where: \.isFault) {
      throw InputFaults(
        diagnostics: publication.diagnostics + (publication.faultyCase?.faultsBeyondReading ?? []))
    }
    guard let data = publication.data, let placementCase = publication.placementCase,
      let plan = publication.plan
    else { throw ExitCode.badInput }
    let closing = YearClosing(placementCase, plan)
    // Publishing changes inputs itself: doing it twice is no other input.
    let before = CaseBeforePublication(placementCase, plan: plan, folder: folder)
    let isPublished = publication.isUnchanged && publication.differingInputs == [publication.file]
    if before == nil, !isPublished {
      if let text = plan.ofAnotherCase(than: placementCase) { throw Refusal(.badInput, text) }
      try refuseOtherInputs(publication, console)
    }
    try verify(
      before?.placementCase ?? placementCase, plan,
      sameInputs: before != nil || publication.differingInputs.isEmpty, console)
    if closeYear { try refuseWorkbooks(closing) }
    let file = publication.file
    if publication.isUnchanged {
      console.report(publication.remarks + Self.duties(of: placementCase))
      console.result(Text(zh: "\(file) 已是此方案，没有改动", en: "\(file) holds this plan already"))
    } else if dryRun {
      console.report(publication.remarks + Self.duties(of: placementCase))
      console.result(published(publication))
    } else {
      try write(data, file, in: folder)
      console.result(published(publication))
      var told = readCase(at: folder, asOf: max(placementCase.asOf, .today)).placementCase
      told?.asOf = placementCase.asOf
      console.report(Self.remarks(publication.remarks, before: placementCase, after: told, file: file))
    }
    guard !dryRun else { return console.result(Self.nothingWritten) }
    guard closeYear else { return }
    try close(closing, in: folder, console)
    if let text = plan.stillRunning { console.fault(text) }
  }

  private func write(_ data: Data, _ file: String, in folder: URL) throws {
    try OutputWriter().writeFileAtomically(
      data, to: folder.appendingPathComponent(file), keepingBackup: true)
  }

  private func published(_ publication: Publication) -> Text {
    let told = publication.told
    let gone =
      told.left > 0
      ? Text(zh: "，已不参加安排 \(told.left) 人", en: ", \(told.left) take no part any more")
      : Text(verbatim: "")
    let head = dryRun ? Text(zh: "若公布：", en: "would publish: ") : Text(zh: "已公布：", en: "published: ")
    let counts = Text(
      zh: "维持 \(told.kept) 人，新公布 \(publication.announced) 人（其中 \(told.elsewhere) 人由其他岗位改来），"
        + "撤回 \(told.without) 人",
      en: "\(told.kept) kept, \(publication.announced) announced "
        + "(\(told.elsewhere) of them told another post before), \(told.without) withdrawn")
    return head + counts + gone
  }

  private static let nothingWritten = Text(zh: "只作说明，没有写入", en: "nothing was written")

  /// What the year came to, for the years to come.
  private func close(_ closing: YearClosing, in folder: URL, _ console: Console) throws {
    let names = closing.files.map(\.name)
    let changed = closing.files.filter { !$0.isUnchanged }
    for file in changed { try write(file.data, file.name, in: folder) }
    console.result(
      changed.isEmpty
        ? Text(
          zh: "\(closing.year) 学年已记入 \(names.joined(separator: "、"))，没有改动",
          en: "\(names.joined(separator: " and ")) hold the year \(closing.year) already")
        : Text(
          zh: "\(closing.year) 学年已记入 \(names.joined(separator: "、"))，共 \(closing.rowCount) 行",
          en:
            "the year \(closing.year) is closed: \(closing.rowCount) rows in \(names.joined(separator: " and "))"
        ))
  }

  /// Before anything is written: a workbook is somebody's own, and is not made anew.
  private func refuseWorkbooks(_ closing: YearClosing) throws {
    guard let file = closing.files.first(where: { !$0.name.hasSuffix(".csv") }) else { return }
    throw Refusal(
      .badInput,
      Text(
        zh: "\(file.name) 不是 CSV 文件，不能写入；请把它另存为 CSV 放进案例文件夹，再删去原表",
        en:
          "\(file.name) is no CSV file and is not written into; save it as CSV into the case folder, and delete it here"
      ))
  }

  private func refuseOtherInputs(_ publication: Publication, _ console: Console) throws {
    guard !publication.differingInputs.isEmpty else { return }
    let names = Text(listing: publication.differingInputs)
    if force {
      console.progress(
        Text(
          zh: "注意：方案生成之后这些文件已有改动：\(names.zh)", en: "note: changed since the plan was made: \(names.en)"))
      return
    }
    throw Refusal(
      .badInput,
      Text(
        zh: "方案不是用现在的数据生成的，这些文件已有改动：\(names.zh)；请重新运行 allocate，或加 --force",
        en:
          "the plan was made from other inputs; these files differ: \(names.en); run allocate again, or give --force"
      ))
  }

  /// Figures and cells may differ from a case that has changed; the placement itself must be lawful.
  private func verify(
    _ placementCase: PlacementCase, _ plan: PlanFolder, sameInputs: Bool, _ console: Console
  ) throws {
    let audit = PlanAudit(placementCase, plan, onProgress: console.live)
    console.endLive()
    let faults = sameInputs ? audit.faults : audit.faults.filter(\.isUnlawful)
    guard !faults.isEmpty else { return }
    let lines = faults.map { $0.description(in: console.language) }
    console.fault(Text(verbatim: Console.shortened(lines, console.language)))
    throw Refusal(.auditFault, Text(zh: "核验未通过，没有公布", en: "the plan is not right and was not published"))
  }
}

extension PublishCommand {
  /// What has not been done in time before students start, by the rows of the case.
  static func duties(of placementCase: PlacementCase) -> [Diagnostic] {
    CaseCheck.dutyRemarks(on: placementCase).map { $0.placed(in: placementCase.places) }
  }

  /// Warnings whose rows can be looked up once the plan is published: what is still to be done stands in the new file; who had
  /// said yes to another post, in the old one, which stays as the backup.
  ///
  /// - Parameters:
  ///   - broken: of rows whose students do not keep what they said yes to.
  ///   - before: the case as it was.
  ///   - after: the case as it is now; nil where it has come to be at fault since, and the old rows tell what is to be done.
  ///   - file: what published.csv is called.
  static func remarks(
    _ broken: [Diagnostic], before: PlacementCase, after: PlacementCase?, file: String
  ) -> [Diagnostic] {
    let backup = OutputWriter.backup(of: URL(fileURLWithPath: file)).lastPathComponent
    let old = broken + (after == nil ? duties(of: before) : [])
    let kept = old.map { $0.placed(in: [$0.file: TablePlace(file: $0.file.replacing(file, with: backup))]) }
    return kept + (after.map(duties) ?? [])
  }
}

extension AuditFault {
  fileprivate var isUnlawful: Bool {
    switch kind {
    case .rule, .quota, .minimum, .perSchool, .apart, .team, .pin: true
    // Of a student lost or doubled; other tables' rows follow from the case.
    case .row: file == "assignments.csv"
    // Who supervises is no part of what is published.
    case .file, .cell, .supervision: false
    }
  }
}

extension PlanFolder {
  /// That a year is closed before the last of its students has ended; nil where all have by the plan's day.
  fileprivate var stillRunning: Text? {
    guard let day = asOf, let table = table("assignments.csv"),
      let end = table.columns.firstIndex(of: "end_date")
    else { return nil }
    let ends = table.rows.compactMap { $0.count > end && $0[end] > day.description ? $0[end] : nil }
    guard let last = ends.max() else { return nil }
    return Text(
      zh: "提醒：方案以 \(day) 为准，有 \(ends.count) 名学生的实习那时还没有结束，最晚到 \(last)；全部结束之后请再运行一次 allocate 和 --close-year",
      en:
        "warning: as of \(day), the plan's day, \(ends.count) students have not ended yet, the last on \(last); after that run "
        + "allocate and --close-year once more")
  }
}
