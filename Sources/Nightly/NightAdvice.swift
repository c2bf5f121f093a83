import Placement

/// What there is to do after a night, for whoever looks in the morning.
struct NightAdvice {
  /// Most pressing first; none where nobody need look.
  let lines: [Text]

  var text: Text {
    guard let first = lines.first else { return Text(zh: "无", en: "nothing") }
    return lines.dropFirst().reduce(first) { $0 + Text(zh: "；", en: "; ") + $1 }
  }

  /// - Parameter last: the last night; nil where there has been none.
  init(_ last: NightRecord?, in plans: PlansFolder, timer: Text? = nil) {
    guard let last else {
      lines = [NightAdvice.runAgain]
      return
    }
    let hasPlan = plans.latest.flatMap { plans.summary(of: plans.plan($0)) } != nil
    let notice = last.noticeFault.map {
      Text(zh: "通知未发出：", en: "nobody was told: ") + $0.text
        + Text(zh: "，请检查该命令", en: "; mend that command")
    }
    lines = [timer, NightAdvice.work(last, hasPlan: hasPlan), last.historyFault?.text, notice].compactMap {
      $0
    }
  }

  private static let runAgain = Text(zh: "运行 placement nightly", en: "run placement nightly")

  private static func work(_ last: NightRecord, hasPlan: Bool) -> Text? {
    switch last.outcome {
    case .placed, .unchanged: hasPlan ? nil : runAgain
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
    case .running, .stopped, .died: runAgain
    }
  }
}
