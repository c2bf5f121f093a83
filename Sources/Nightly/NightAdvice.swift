import Foundation
import Placement
import PlacementFiles

/// What there is to do after a night, for whoever looks in the morning.
struct NightAdvice {
  /// Most pressing first; none where nobody need look.
  let lines: [Text]

  var text: Text {
    lines.isEmpty ? Text(zh: "无", en: "nothing") : lines.joined(by: .semicolon)
  }

  /// - Parameters:
  ///   - last: the last night that has ended; nil where there has been none.
  ///   - caseFolder: where what students were told is looked up.
  ///   - timing: what is amiss with the timer or the clock.
  ///   - shortage: that the disk is full, and that room is to be made.
  ///   - atWork: the run that is at work now.
  init(
    _ last: NightRecord?, in plans: PlansFolder, caseFolder: URL, timing: Text? = nil,
    shortage: Text? = nil, atWork: NightRecord? = nil
  ) {
    if let atWork {
      // What the night before asked for may be done by this very run.
      let isGood = last.map { NightAdvice($0, in: plans, caseFolder: caseFolder).lines.isEmpty } ?? false
      lines =
        isGood
        ? []
        : [
          Text(
            zh: "运行 \(atWork.id)（进程 \(atWork.process)）正在进行，请等它结束后再看",
            en: "run \(atWork.id) (process \(atWork.process)) is at work: look again when it has ended")
        ]
      return
    }
    let clock = last?.clockFault.map { _ in
      Text(
        zh: "按上述原因核对系统时钟，改正后再运行 placement nightly",
        en: "see to the clock that the reason names, then run placement nightly again")
    }
    let signs = [timing, clock, shortage].compactMap { $0 }
    guard let last else {
      lines = signs + [NightAdvice.runAgain]
      return
    }
    let hasPlan = plans.latest.flatMap { plans.summary(of: plans.plan($0)) } != nil
    let notice = last.noticeFault.map {
      Text(zh: "通知未发出：", en: "nobody was told: ") + $0.text
        + Text(zh: "，请检查该命令", en: "; mend that command")
    }
    let work =
      last.outcome == .held
      ? NightAdvice.review(last, in: plans, caseFolder: caseFolder)
      : NightAdvice.work(last, hasPlan: hasPlan, isShort: shortage != nil)
    lines = signs + [work, last.historyFault?.text, notice].compactMap { $0 }
  }

  /// What there is to do about a plan that is held: nothing where it has been published since. Where students were told just
  /// these posts before the night, publishing it changes nothing: why it is held is to be mended, or meant.
  private static func review(_ last: NightRecord, in plans: PlansFolder, caseFolder: URL) -> Text? {
    let folder = plans.held.appendingPathComponent(last.id)
    guard let plan = PlanPlacements(readPlanFolder(at: folder)) else { return runAgain }
    let isTold = publishedPosts(in: caseFolder) == plan.byStudent.compactMapValues(\.post)
    guard isTold else {
      return Text(
        zh: "查看 held/\(last.id)；确认无误可用 placement publish 公布，否则更正数据",
        en: "look at held/\(last.id); placement publish it where it is right, or correct the inputs")
    }
    guard plan.byStudent.values.allSatisfy({ $0.post == $0.told }) else { return nil }
    return Text(
      zh: "查看 held/\(last.id)；按上述原因恢复文件或更正数据，或在配置中写明确属有意",
      en: "look at held/\(last.id); mend what the reason names, or configure that it is meant")
  }

  private static let runAgain = Text(zh: "运行 placement nightly", en: "run placement nightly")

  /// - Parameter isShort: whether it is said already that room is to be made.
  private static func work(_ last: NightRecord, hasPlan: Bool, isShort: Bool) -> Text? {
    switch last.outcome {
    case .placed, .unchanged: hasPlan ? nil : runAgain
    case .held: nil
    case .inputs:
      Text(zh: "按上述原因更正数据，再运行 placement nightly", en: "correct the inputs, then run placement nightly")
    case .policy:
      Text(
        zh: "按上述原因更正政策或夜间配置，再运行 placement nightly",
        en: "correct the policy or the nightly configuration, then run placement nightly")
    case .failed:
      Text(
        zh: "查看 \(last.crash ?? "crashes/")；可延长期限或放宽内存上限后重新运行",
        en: "look at \(last.crash ?? "crashes/"); allow more time or memory and run again")
    case .refused: Text(zh: "请把运行日志交给维护人员", en: "hand the run's log to whoever maintains the program")
    case .unwritable where isShort: runAgain
    case .unwritable: Text(zh: "清理磁盘或更正权限后重新运行", en: "make room or mend permissions, then run again")
    case .locked: Text(zh: "等待该运行结束", en: "wait until that run has ended")
    case .running, .stopped, .died: runAgain
    }
  }
}
