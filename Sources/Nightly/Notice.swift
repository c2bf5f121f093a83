import Foundation
import Logging
import Placement

/// Tells somebody how the night went: a command with the outcome in its environment and as JSON on its
/// standard input. Counts and ids of runs: nobody's data.
struct Notice {
  /// The configuration's key of the command.
  let key: String
  let record: NightRecord
  let plans: PlansFolder
  let caseFolder: URL
  let language: Language

  /// Runs the command.
  ///
  /// - Returns: why it told nobody; nil where it did.
  func send(
    _ command: [String], _ supervisor: Supervisor, deadline: ContinuousClock.Instant, _ log: NightLog
  ) -> Text? {
    let end = supervisor.run(command, environment: environment, input: body, deadline: deadline)
    // Not the command itself: it may hold the key to somebody's mailbox.
    var fields: Logger.Metadata = ["command": "\(key)", "seconds": .stringConvertible(end.seconds)]
    guard let failure = Notice.failure(end.way) else {
      log(.info, Text(zh: "通知已发出", en: "notice sent"), fields)
      return nil
    }
    if let word = end.lastWords.split(separator: "\n").last { fields["said"] = "\(word.prefix(300))" }
    let fault = Text(zh: "\(key) 的命令\(failure.zh)", en: "the command of \(key) \(failure.en)")
    log(.error, fault, fields)
    return fault
  }

  private static func failure(_ way: ChildEnd.Way) -> Text? {
    switch way {
    case .exited(0): return nil
    case .exited(let code): return Text(zh: "以代码 \(code) 结束", en: "ended with code \(code)")
    case .signalled(let signal): return Text(zh: "因信号 \(signal) 中止", en: "died of signal \(signal)")
    case .deadline: return Text(zh: "超时，已被终止", en: "took too long and was ended")
    case .stopped: return Text(zh: "被停止", en: "was stopped")
    case .notStarted(let code):
      let reason = SystemFailure.text(code)
      return Text(zh: "无法启动：\(reason.zh)", en: "did not start: \(reason.en)")
    }
  }

  private var plan: String {
    switch record.outcome {
    case .placed, .unchanged: plans.link
    case .held: plans.held.path + "/" + record.id
    default: ""
    }
  }

  private var advice: Text { NightAdvice(record, in: plans, caseFolder: caseFolder).text }

  private var environment: [String: String] {
    var variables = [
      "PLACEMENT_RUN": record.id, "PLACEMENT_OUTCOME": record.outcome.rawValue,
      "PLACEMENT_EXIT_CODE": record.exitCode.map(String.init) ?? "",
      "PLACEMENT_REASON": record.reason.text(language), "PLACEMENT_PLAN": plan,
      "PLACEMENT_ADVICE": advice(language),
    ]
    for (name, count) in record.counts { variables["PLACEMENT_COUNT_" + name.uppercased()] = String(count) }
    if let changes = record.changes {
      variables["PLACEMENT_MOVED"] = String(changes.moved)
      variables["PLACEMENT_NEWLY_PLACED"] = String(changes.newlyPlaced)
      variables["PLACEMENT_NEWLY_UNPLACED"] = String(changes.newlyUnplaced)
    }
    return variables
  }

  private var body: Data {
    (try? JSONEncoder().encode(NoticeBody(record: record, advice: .init(advice)))) ?? Data()
  }
}

/// The run's record with what there is to do.
private struct NoticeBody: Encodable {
  let record: NightRecord
  let advice: NightRecord.Sentence

  private enum CodingKeys: String, CodingKey { case advice }

  func encode(to encoder: any Encoder) throws {
    try record.encode(to: encoder)
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(advice, forKey: .advice)
  }
}
