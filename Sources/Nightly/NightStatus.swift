import Foundation
import Placement
import PlacementFiles

/// How last night went, in five lines; reads records, touches nothing.
public struct NightStatus: Sendable {
  public let lines: [Text]
  /// For those who are not to see what faults name, ids of every school among it: how the run ended, and which plan stands.
  public let brief: [Text]
  /// Whether there is nothing to do (exit 0).
  public let isGood: Bool

  public init(_ configuration: NightConfiguration, now: Date = Date(), zone: TimeZone = .current) {
    let folder = PlansFolder(configuration.plans)
    let records = Array(folder.newestRecords.prefix(2))
    let newest = records.first
    // A run that is at work says nothing yet of how it went: the one before counts.
    let isAtWork =
      newest.map { $0.ended == nil && CaseLock.holder(of: configuration.plans) == $0.process } ?? false
    let last = (isAtWork ? records.dropFirst().first : newest).map(folder.settled)
    let age = last.flatMap { Stamp.date($0.started) }.map { now.timeIntervalSince($0) / 3600 }
    let isStale = last != nil && (age ?? .infinity) > configuration.maximumAge
    // Set wrong at the last run or now, the clock would hide for as long that nothing runs any more.
    let isAhead = (age ?? 0) < -1
    let summary = folder.latest.flatMap { folder.summary(of: folder.plan($0)) }
    let timer = Text(
      zh: "最近一次有记录的运行已超过 \(Decimal(configuration.maximumAge)) 小时，请检查定时任务和方案所在的磁盘",
      en: "the last run on record is more than \(Decimal(configuration.maximumAge)) hours ago: "
        + "check the timer, and the disk of the plans")
    let clock = Text(
      zh: "上次运行的时间比现在还晚，请检查系统时钟", en: "the last run is later than now: check the clock")
    // A night that finds the disk full may leave no record at all: the one before would say that all is well.
    let shortage = folder.shortage(of: configuration.minimumFree)
    let advice = NightAdvice(
      last, in: folder, caseFolder: configuration.caseFolder, timing: isAhead ? clock : isStale ? timer : nil,
      shortage: shortage, atWork: isAtWork ? newest : nil)
    isGood = advice.lines.isEmpty
    let outcome = NightStatus.outcome(last, isAtWork ? newest : nil, zone)
    let plan = NightStatus.plan(folder.latest, summary, zone)
    brief = [outcome, plan]
    lines = [
      outcome, last.map { NightStatus.reason($0) } ?? Text(zh: "原因：–", en: "reason: –"),
      plan, NightStatus.changes(last), Text(zh: "待办：", en: "to do: ") + advice.text,
    ]
  }

  /// A run by the operator's own clock, with the name that its folder has.
  private static func run(_ id: String, _ started: String, _ zone: TimeZone) -> Text {
    guard let date = Stamp.date(started) else { return Text(verbatim: id) }
    let local = Stamp.local(date, zone)
    return Text(zh: "\(local)（\(id)）", en: "\(local) (\(id))")
  }

  private static func outcome(_ last: NightRecord?, _ atWork: NightRecord?, _ zone: TimeZone) -> Text {
    let tail =
      atWork.map { Text(zh: "；正在运行：进程 \($0.process)", en: "; at work now: process \($0.process)") }
      ?? Text(verbatim: "")
    guard let last else { return Text(zh: "上次运行：尚无", en: "last run: none yet") + tail }
    let code = last.exitCode.map(String.init) ?? "–"
    let run = run(last.id, last.started, zone)
    return Text(
      zh: "上次运行：\(run.zh)，\(last.outcome.text.zh)（退出码 \(code)）",
      en: "last run: \(run.en), \(last.outcome.text.en) (exit \(code))") + tail
  }

  private static func reason(_ last: NightRecord) -> Text {
    let restored =
      last.historyRestored.map {
        Text(zh: "；历史已由 runs/ 补入 \($0) 次运行", en: "; the history had lost runs: \($0) restored from runs/")
      } ?? Text(verbatim: "")
    let first = last.firstNight.map { Text.semicolon + $0 } ?? Text(verbatim: "")
    return Text(zh: "原因：", en: "reason: ") + last.reason.text + restored + first
  }

  private static func plan(_ latest: String?, _ summary: PlanSummary?, _ zone: TimeZone) -> Text {
    guard let latest, let summary else { return Text(zh: "现行方案：尚无", en: "latest plan: none yet") }
    let (placed, unplaced) = (summary.counts["placed"] ?? 0, summary.counts["unplaced"] ?? 0)
    let run = run(latest, Stamp.started(latest), zone)
    return Text(
      zh: "现行方案：\(run.zh)，已安排 \(placed) 名，未安排 \(unplaced) 名，",
      en: "latest plan: \(run.en), \(placed) placed, \(unplaced) without a post, ") + gaps(summary)
  }

  /// Every gap with the name of its stage.
  private static func gaps(_ summary: PlanSummary) -> Text {
    let open = summary.objectives.filter { !$0.proven }.map { objective in
      objective.title + Text(verbatim: " " + String(format: "%.2f %%", objective.gap * 100))
    }
    guard !open.isEmpty else { return Text(zh: "已证明最优", en: "proven optimal") }
    return Text(zh: "未证明最优，差距：", en: "optimality not proven, gap: ") + open.joined(by: .comma)
  }

  private static func changes(_ last: NightRecord?) -> Text {
    guard let changes = last?.changes else { return Text(zh: "变动：–", en: "changes: –") }
    let counts = Text(
      zh: "变动：换岗 \(changes.moved) 名，新安排 \(changes.newlyPlaced) 名，不再有岗位 \(changes.newlyUnplaced) 名；"
        + "已告知者 \(changes.told) 名中 \(changes.toldMoved) 名不再维持",
      en: "changes: \(changes.moved) moved, \(changes.newlyPlaced) newly placed, "
        + "\(changes.newlyUnplaced) newly without a post; of \(changes.told) told, \(changes.toldMoved) not kept"
    )
    guard let broken = changes.agreementsBroken, broken > 0 else { return counts }
    return counts
      + Text(
        zh: "，其中 \(broken) 名已确认、已签协议或已上岗（placement publish --dry-run 逐行列出）",
        en:
          ", \(broken) of whom have confirmed, signed or started (placement publish --dry-run names their rows)"
      )
  }
}
