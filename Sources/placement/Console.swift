import AssignmentSolver
import CommandWords
import Foundation
import Placement
import PlacementFiles
import Synchronization

/// What a command says: results to standard output, progress and faults to standard error.
struct Console {
  let language: Language
  let isQuiet: Bool
  private let isTerminal: Bool
  private let showLive: @Sendable (String) -> Void
  private let pace = Pace()

  /// - Parameters:
  ///   - isTerminal: whether somebody looks on while lines are overwritten.
  ///   - showLive: where live lines go.
  init(
    language: Language = RunLanguage.current, quiet: Bool = false,
    isTerminal: Bool = isatty(STDERR_FILENO) == 1,
    showLive: @escaping @Sendable (String) -> Void = { Console.write($0, to: STDERR_FILENO) }
  ) {
    self.language = language
    isQuiet = quiet
    (self.isTerminal, self.showLive) = (isTerminal, showLive)
  }

  func result(_ text: Text) { Self.write(visible(text), to: STDOUT_FILENO) }

  /// A result for another program, byte for byte.
  static func result(_ data: Data) { write(data, to: STDOUT_FILENO) }

  /// A fault: said even when quiet.
  func fault(_ text: Text) { Self.write(visible(text), to: STDERR_FILENO) }

  /// Text of files reaches a terminal as text: what would act on it is shown as an escape.
  private func visible(_ text: Text) -> String {
    ControlCharacters.escaped(text(language), keepingLines: true) + "\n"
  }

  /// A question: the answer follows on its line.
  func ask(_ text: Text) { Self.write(text(language), to: STDERR_FILENO) }

  /// A list of faults that may be long: its beginning, and how many there are more.
  static func shortened(_ faults: [String], _ language: Language) -> String {
    let most = SpeechOptions.listsAll ? .max : 30
    let faults = faults.map { ControlCharacters.escaped($0) }
    guard faults.count > most else { return faults.joined(separator: "\n") }
    let rest = faults.count - most
    let more = Text(zh: "另有 \(rest) 处", en: "and \(rest) more")
    return (faults.prefix(most) + [more(language)]).joined(separator: "\n")
  }

  /// Faults and warnings, said even when quiet: a warning is no progress. What must be mended comes first.
  func report(_ diagnostics: [Diagnostic]) {
    let ordered = diagnostics.filter(\.isFault) + diagnostics.filter { !$0.isFault }
    let lines = Diagnostic.lines(ordered, in: language, all: SpeechOptions.listsAll)
    guard !lines.isEmpty else { return }
    Self.write(lines.map { $0 + "\n" }.joined(), to: STDERR_FILENO)
  }

  func progress(_ text: Text) {
    guard !isQuiet else { return }
    Self.write(visible(text), to: STDERR_FILENO)
  }

  /// A live line on a terminal, a plain line otherwise.
  func live(_ progress: SolveProgress) {
    guard isDue(stage: progress.prices == nil ? progress.stage : .max, seconds: progress.seconds) else {
      return
    }
    live(text(progress))
  }

  private func text(_ progress: SolveProgress) -> Text {
    let seconds = String(format: "%.1f", progress.seconds)
    if let (known, all) = progress.prices {
      return Text(
        zh: "推算安排代价：已知 \(known) / \(all)，\(seconds) 秒",
        en: "prices of placing: known \(known) of \(all), \(seconds) s")
    }
    guard progress.stage > 0 else {
      return Text(zh: "各级目标的网络流，\(seconds) 秒", en: "network flow of all objectives, \(seconds) s")
    }
    let placed = progress.placed.map(String.init) ?? "–"
    // A gap of the whole value is none: nothing is known yet of how low the value may go.
    let gap = progress.gap.flatMap { $0 < 1 ? String(format: "%.3f %%", $0 * 100) : nil } ?? "–"
    return Text(
      zh: "第 \(progress.stage)/\(progress.stageCount) 级目标，已安排 \(placed)，差距 \(gap)，\(seconds) 秒",
      en: "stage \(progress.stage)/\(progress.stageCount), placed \(placed), gap \(gap), \(seconds) s")
  }

  /// The same for what comes beside the solve; where nobody looks on it begins without a word, since it is mostly soon over.
  func live(_ step: LiveStep) {
    let seconds = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    guard isDue(stage: -1 - step.kind.rawValue, seconds: seconds, isQuietAtFirst: !isTerminal) else { return }
    live(step.text)
  }

  /// Which of several solves it is at, and which objective.
  @Sendable func liveSolve(number: Int, stage: Int) { live(LiveStep(.solving, number, of: stage)) }

  private func isDue(stage: Int, seconds: Double, isQuietAtFirst: Bool = false) -> Bool {
    !isQuiet
      && pace.isDue(
        stage: stage, seconds: seconds, every: isTerminal ? 0.1 : 5, isQuietAtFirst: isQuietAtFirst)
  }

  private func live(_ text: Text) {
    showLive(isTerminal ? "\r\u{1B}[K" + text(language) : text(language) + "\n")
  }

  func endLive() {
    if !isQuiet, isTerminal { showLive("\r\u{1B}[K") }
  }

  private static func write(_ text: String, to stream: Int32) { write(Data(text.utf8), to: stream) }

  private static func write(_ data: Data, to stream: Int32) {
    let code = data.withUnsafeBytes { bytes -> Int32 in
      do throws(FileOperationError) {
        try SystemFileOperations().write(bytes, to: stream)
        return 0
      } catch {
        return error.code
      }
    }
    // A reader that went away is no reason to lose a plan: a broken pipe is passed over.
    if stream == STDOUT_FILENO, code != 0, code != EPIPE { lost.store(code, ordering: .relaxed) }
  }

  /// Why standard output has not taken a result: `errno`; 0 where it has taken all.
  private static let lost = Atomic<Int32>(0)

  /// Whoever reads results from standard output alone must not take the half for the whole.
  static func checkResults() throws {
    let code = lost.load(ordering: .relaxed)
    guard code != 0 else { return }
    let target = Text(zh: "标准输出", en: "standard output")
    let error = FileOperationError(operation: "write", code: code)
    throw Refusal(.cannotWrite, Text(zh: error.text(target.zh).zh, en: error.text(target.en).en))
  }
}

/// Not every step of a solve is worth a line: those are that begin a stage, or come a while after the last.
private final class Pace: Sendable {
  private let last = Mutex<(stage: Int, seconds: Double)>((0, 0))

  func isDue(stage: Int, seconds: Double, every pause: Double, isQuietAtFirst: Bool) -> Bool {
    last.withLock { last in
      guard stage != last.stage || seconds >= last.seconds + pause else { return false }
      defer { last = (stage, seconds) }
      return stage == last.stage || !isQuietAtFirst
    }
  }
}
