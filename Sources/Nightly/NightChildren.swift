import Foundation
import Logging
import Placement

/// The three children of a night: each reads the snapshot, none writes outside the night's own folder.
extension NightRun {
  func check() throws(NightEnd) {
    // What is wrong with the case is told in the night's language, whatever can be read of the case's own.
    let end = checking(in: configuration.language)
    if case .exited(0) = end.way { return }
    // The record and the page are read in both.
    let other =
      [65, 66, 78].map(ChildEnd.Way.exited).contains(end.way)
      ? checking(in: configuration.language == .chinese ? .english : .chinese) : nil
    throw failure(
      of: end, step: Text(zh: "检查", en: "check"), other: other.flatMap { $0.way == end.way ? $0 : nil })
  }

  private func checking(in language: Language) -> ChildEnd {
    child([
      "check", snapshotFolder.path, "--quiet", "--threads", String(configuration.threads), "--language",
      language.rawValue,
    ])
  }

  func allocate() throws(NightEnd) {
    let latest = configuration.nearLatest ? folder.latest : nil
    var end = allocation(near: latest.map(folder.plan))
    if let latest, end.isWorthAnother {
      // Whatever is the matter with that plan, no night is lost for it.
      log(
        .warning,
        Text(
          zh: "参照现行方案 \(latest) 求解失败，改为不参照",
          en: "near the latest plan \(latest) the solve failed; it goes on without"),
        ["child": "\(beginning(end.lastWords).en.prefix(300))"])
      end = allocation(near: nil)
    }
    switch end.way {
    case .exited(0), .exited(3): return
    default: throw failure(of: end, step: Text(zh: "求解", en: "allocate"))
    }
  }

  /// - Parameter plan: the plan to be near to.
  private func allocation(near plan: URL?) -> ChildEnd {
    // The child stops by itself well before it would have to be killed, so that its plan is not lost.
    let limit = min(configuration.timeLimit ?? .infinity, max(1, secondsLeft * 0.8))
    return child(
      [
        "allocate", snapshotFolder.path, "--output", newPlan.path, "--time-limit", String(limit),
        "--relative-gap", String(configuration.relativeGap), "--threads", String(configuration.threads),
      ] + (configuration.xlsx ? ["--xlsx"] : []) + (plan.map { ["--near", $0.path] } ?? []))
  }

  func verify(_ plan: URL) throws(NightEnd) {
    let end = child(["verify", snapshotFolder.path, plan.path, "--quiet"])
    switch end.way {
    case .exited(0): return
    case .exited(1), .exited(66):
      throw NightEnd(
        outcome: .refused, exitCode: 1,
        reason: Text(
          zh: "新方案未通过核验，已弃用；原方案未变",
          en: "the plan did not pass its verification and was dropped; the plan before it stands"),
        words: end.lastWords)
    default: throw failure(of: end, step: Text(zh: "核验", en: "verify"))
    }
  }

  private func child(_ arguments: [String]) -> ChildEnd {
    log(.debug, Text(zh: "子进程启动", en: "child starts"), ["step": "\(arguments[0])"])
    let memory = UInt64(configuration.memoryLimit ?? 0) * 1_048_576
    let began = ContinuousClock.now
    let beat = PeriodicAction(every: .seconds(environment.heartbeat)) { [log] line in
      let seconds = Int((ContinuousClock.now - began).seconds)
      var fields: Logger.Metadata = ["step": "\(arguments[0])", "seconds": .stringConvertible(seconds)]
      if !line.isEmpty { fields["progress"] = "\(line.prefix(300))" }
      log(.info, Text(zh: "仍在进行", en: "still at work"), fields)
    }
    return supervisor.run(environment.program + arguments, memory: memory, deadline: workEnd, beat: beat)
  }

  /// What a child's end means for the night.
  ///
  /// - Parameter other: the same end of a child that spoke the other language; nil where there was none.
  private func failure(of end: ChildEnd, step: Text, other: ChildEnd? = nil) -> NightEnd {
    let (own, foreign) = (beginning(end.lastWords), beginning((other ?? end).lastWords))
    let faults =
      configuration.language == .chinese ? Text(zh: own.zh, en: foreign.en) : Text(zh: foreign.zh, en: own.en)
    switch end.way {
    case .stopped: return .stopped
    case .exited(let code) where code == 65 || code == 66:
      return NightEnd(
        outcome: .inputs, exitCode: code, reason: inputCauses + faults, words: end.lastWords)
    case .exited(78):
      return NightEnd(outcome: .policy, exitCode: 78, reason: faults, words: end.lastWords)
    case .exited(73):
      // What kept it from writing comes last, after all that it has said of its progress.
      let fault = end.lastWords.split(separator: "\n").last ?? ""
      return NightEnd(outcome: .unwritable, exitCode: 73, reason: beginning(String(fault)))
    default:
      return NightEnd(
        outcome: .failed, exitCode: 70,
        reason: Text(
          zh: "\(step.zh)步骤\(manner(end.way).zh)；原方案未变",
          en: "the step \(step.en) \(manner(end.way).en); the plan before it stands"),
        words: end.lastWords)
    }
  }

  /// What may have made the faults of the inputs; empty where nothing is known.
  private var inputCauses: Text {
    let half =
      cutOff.isEmpty
      ? nil
      : Text(
        zh: "\(cutOff.joined(separator: "、")) 看来只写了一半，可能正在保存",
        en: "\(cutOff.joined(separator: ", ")) looks half-written: perhaps it is being saved")
    // A table that has lost its rows breaks every reference to them: hundreds of faults, and one that is to be mended.
    return [half, inputLosses?.words].compactMap { $0 }.map { Text(zh: "（\($0.zh)）", en: "(\($0.en)) ") }
      .reduce(Text(verbatim: ""), +)
  }

  /// The first faults, and no warnings, as the child said them: files, rows, columns and ids.
  private func beginning(_ words: String) -> Text {
    let lines = words.split(separator: "\n").filter { !$0.isEmpty && !Diagnostic.isWarning($0) }
    let more = lines.count > 5 ? Text(zh: " …… 等", en: " …") : Text(verbatim: "")
    return Text(verbatim: lines.prefix(5).map { String($0.prefix(300)) }.joined(separator: " | ")) + more
  }

  private func manner(_ way: ChildEnd.Way) -> Text {
    let limit =
      configuration.memoryLimit.map {
        Text(zh: "（内存上限 \($0) MB）", en: " (its memory limit is \($0) MB)")
      } ?? Text(verbatim: "")
    switch way {
    case .exited(let code):
      return Text(zh: "以代码 \(code) 失败", en: "failed with code \(code)") + limit
    case .signalled(let signal):
      return Text(zh: "因信号 \(signal) 崩溃", en: "crashed with signal \(signal)") + limit
    case .deadline:
      return Text(
        zh: "超过了 \(Decimal(configuration.deadline)) 秒的最后期限，已被终止",
        en: "ran past the deadline of \(Decimal(configuration.deadline)) seconds and was killed")
    case .stopped: return Text(zh: "被停止", en: "was stopped")
    case .notStarted(let code):
      let reason = SystemFailure.text(code)
      return Text(zh: "无法启动：\(reason.zh)", en: "did not start: \(reason.en)")
    }
  }
}

extension ChildEnd {
  /// Whether it failed by itself.
  fileprivate var isWorthAnother: Bool {
    switch way {
    case .exited(0), .exited(3), .deadline, .stopped, .notStarted: false
    case .exited, .signalled: true
    }
  }
}
