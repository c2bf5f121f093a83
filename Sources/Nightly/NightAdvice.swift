import Foundation
import Placement
import PlacementFiles

/// What there is to do after a night, for whoever looks in the morning.
struct NightAdvice {
  /// Most pressing first; none where nobody need look.
  let lines: [Text]

  var text: Text {
    guard let first = lines.first else { return Text(zh: "无", en: "nothing") }
    return lines.dropFirst().reduce(first) { $0 + Text(zh: "；", en: "; ") + $1 }
  }

  /// - Parameters:
  ///   - last: the last night that has ended; nil where there has been none.
  ///   - caseFolder: where what students were told is looked up.
  ///   - signs: what else than the night speaks of trouble.
  ///   - atWork: the run that is at work now.
  init(
    _ last: NightRecord?, in plans: PlansFolder, caseFolder: URL, signs: [Text] = [],
    atWork: NightRecord? = nil
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
      ? NightAdvice.review(last, in: plans, caseFolder: caseFolder) : NightAdvice.work(last, hasPlan: hasPlan)
    lines = signs + [work, last.historyFault?.text, notice].compactMap { $0 }
  }

  /// What there is to do about a plan that is held: nothing where it has been published since. Where students were told just
  /// these posts before the night, nobody has looked yet at why it is held.
  private static func review(_ last: NightRecord, in plans: PlansFolder, caseFolder: URL) -> Text? {
    let folder = plans.held.appendingPathComponent(last.id)
    guard let plan = PlanPlacements(readPlanFolder(at: folder)) else { return runAgain }
    let isTold = publishedPosts(in: caseFolder) == plan.byStudent.compactMapValues(\.post)
    if isTold, publishedFiles(in: caseFolder) != last.inputs.filter({ holdsPublished($0.key) }) { return nil }
    return Text(
      zh: "查看 held/\(last.id)；确认无误可用 placement publish 公布，否则更正数据",
      en: "look at held/\(last.id); placement publish it where it is right, or correct the inputs")
  }

  private static func holdsPublished(_ name: String) -> Bool {
    ["published", "case"].contains(CaseFileName.table(of: name))
  }

  /// Hashes of the files that say what students were told, by name.
  private static func publishedFiles(in caseFolder: URL) -> [String: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: caseFolder.path)) ?? []
    let files = names.filter(holdsPublished).compactMap { name in
      (try? Data(contentsOf: caseFolder.appendingPathComponent(name))).map { (name, [UInt8]($0)) }
    }
    return Dictionary(uniqueKeysWithValues: files).mapValues(Digest.sha256)
  }

  private static let runAgain = Text(zh: "运行 placement nightly", en: "run placement nightly")

  private static func work(_ last: NightRecord, hasPlan: Bool) -> Text? {
    switch last.outcome {
    case .placed, .unchanged: hasPlan ? nil : runAgain
    case .held: nil
    case .inputs, .policy:
      Text(zh: "按上述原因更正数据，再运行 placement nightly", en: "correct the inputs, then run placement nightly")
    case .failed:
      Text(
        zh: "查看 \(last.crash ?? "crashes/")；可延长期限或放宽内存上限后重新运行",
        en: "look at \(last.crash ?? "crashes/"); allow more time or memory and run again")
    case .refused: Text(zh: "请把运行日志交给维护人员", en: "hand the run's log to whoever maintains the program")
    case .unwritable: Text(zh: "清理磁盘或更正权限后重新运行", en: "make room or mend permissions, then run again")
    case .locked: Text(zh: "等待该运行结束", en: "wait until that run has ended")
    case .running, .stopped, .died: runAgain
    }
  }
}
