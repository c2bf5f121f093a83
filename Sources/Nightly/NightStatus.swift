import Foundation
import Placement
import PlacementFiles

/// How last night went, in five lines; reads records, touches nothing.
public struct NightStatus: Sendable {
  public let lines: [Text]
  /// Whether nobody need look (exit 0).
  public let isGood: Bool

  public init(_ configuration: NightConfiguration, now: Date = Date()) {
    let folder = PlansFolder(configuration.plans)
    let records = folder.runNames.reversed().lazy.compactMap { folder.record(file: $0.file) }
    let newest = records.first
    // A run that is at work says nothing yet of how it went: the one before counts.
    let isAtWork =
      newest?.outcome == .running && CaseLock.holder(of: configuration.plans) == newest?.process
    let last = isAtWork ? records.dropFirst().first : newest
    let age = last.flatMap { Stamp.date($0.started) }.map { now.timeIntervalSince($0) / 3600 }
    let isStale = (age ?? .infinity) > configuration.maximumAge
    let summary = folder.latest.flatMap { folder.summary(of: folder.plan($0)) }
    isGood = last?.outcome.isGood == true && !isStale && summary != nil
    lines = [
      NightStatus.outcome(last, isAtWork ? newest : nil),
      last.map { NightStatus.reason($0) } ?? Text(zh: "原因：–", en: "reason: –"),
      NightStatus.plan(folder.latest, summary), NightStatus.changes(last),
      NightStatus.advice(last, isStale: isStale, configuration, hasPlan: summary != nil),
    ]
  }

  private static func outcome(_ last: NightRecord?, _ atWork: NightRecord?) -> Text {
    let tail =
      atWork.map { Text(zh: "；正在运行：进程 \($0.process)", en: "; at work now: process \($0.process)") }
      ?? Text(verbatim: "")
    guard let last else { return Text(zh: "上次运行：尚无", en: "last run: none yet") + tail }
    let outcome = last.outcome == .running ? NightOutcome.died : last.outcome
    let code = last.exitCode.map(String.init) ?? "–"
    return Text(
      zh: "上次运行：\(last.id)，\(outcome.text.zh)（退出码 \(code)）",
      en: "last run: \(last.id), \(outcome.text.en) (exit \(code))") + tail
  }

  private static func reason(_ last: NightRecord) -> Text {
    let died = Text(
      zh: "运行在结束之前被终止；下一次运行会照常进行",
      en: "the run was killed before it ended; the next run goes ahead")
    return Text(zh: "原因：", en: "reason: ") + (last.outcome == .running ? died : last.reason.text)
  }

  private static func plan(_ latest: String?, _ summary: PlanSummary?) -> Text {
    guard let latest, let summary else { return Text(zh: "现行方案：尚无", en: "latest plan: none yet") }
    let (placed, unplaced) = (summary.counts["placed"] ?? 0, summary.counts["unplaced"] ?? 0)
    let gap = summary.objectives.map(\.gap).max() ?? 0
    let percent = String(format: "%.4f", gap * 100)
    return Text(
      zh: "现行方案：\(latest)，已安排 \(placed) 名，未安排 \(unplaced) 名，最大差距 \(percent) %",
      en: "latest plan: \(latest), \(placed) placed, \(unplaced) without a post, widest gap \(percent) %")
  }

  private static func changes(_ last: NightRecord?) -> Text {
    guard let changes = last?.changes else { return Text(zh: "变动：–", en: "changes: –") }
    return Text(
      zh: "变动：换岗 \(changes.moved) 名，新安排 \(changes.newlyPlaced) 名，不再有岗位 \(changes.newlyUnplaced) 名；"
        + "已告知者 \(changes.told) 名中 \(changes.toldMoved) 名不再维持",
      en: "changes: \(changes.moved) moved, \(changes.newlyPlaced) newly placed, "
        + "\(changes.newlyUnplaced) newly without a post; of \(changes.told) told, \(changes.toldMoved) not kept"
    )
  }

  private static func advice(
    _ last: NightRecord?, isStale: Bool, _ configuration: NightConfiguration, hasPlan: Bool
  ) -> Text {
    let todo = Text(zh: "待办：", en: "to do: ")
    guard let last else { return todo + Text(zh: "运行 placement nightly", en: "run placement nightly") }
    if isStale {
      return todo
        + Text(
          zh: "上次运行已超过 \(configuration.maximumAge) 小时，请检查定时任务",
          en: "the last run is more than \(configuration.maximumAge) hours ago: check the timer")
    }
    if let fault = last.historyFault { return todo + fault.text }
    return todo + work(last, hasPlan: hasPlan)
  }

  private static func work(_ last: NightRecord, hasPlan: Bool) -> Text {
    switch last.outcome {
    case .placed, .unchanged:
      hasPlan ? Text(zh: "无", en: "nothing") : Text(zh: "重新运行 placement nightly", en: "run placement nightly")
    case .held:
      Text(
        zh: "查看 held/\(last.id)；确认无误可用 placement publish 公布，否则更正数据",
        en: "look at held/\(last.id); placement publish it where it is right, or correct the inputs")
    case .inputs, .policy:
      Text(zh: "按上述原因更正数据，再运行 placement nightly", en: "correct the inputs, then run placement nightly")
    case .failed:
      Text(
        zh: "查看 \(last.crash ?? "crashes/")；可延长期限或放宽内存上限后重新运行",
        en: "look at \(last.crash ?? "crashes/"); allow more time or memory and run again")
    case .refused: Text(zh: "请把运行日志交给维护人员", en: "hand the run's log to whoever maintains the program")
    case .unwritable: Text(zh: "清理磁盘或更正权限后重新运行", en: "make room or mend permissions, then run again")
    case .running, .stopped, .died: Text(zh: "重新运行 placement nightly", en: "run placement nightly")
    }
  }
}
