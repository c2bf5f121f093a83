import AssignmentSolver
import Foundation
import Placement
import Synchronization
import Testing

@testable import placement

/// What a run shows while it goes on.
@Suite struct ConsoleTests {
  private final class Screen: Sendable {
    private let lines = Mutex<[String]>([])

    var shown: [String] { lines.withLock { $0 } }
    func show(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private func console(
    _ screen: Screen, _ language: Language = .english, quiet: Bool = false, isTerminal: Bool = true
  ) -> Console {
    Console(language: language, quiet: quiet, isTerminal: isTerminal) { screen.show($0) }
  }

  private var steps: [LiveStep] { LiveStep.Kind.allCases.map { LiveStep($0, 3, of: 7) } }

  @Test(arguments: [Language.english, .chinese]) func everyStepIsShownAtOnceOnATerminal(_ language: Language)
  {
    let screen = Screen()
    let console = console(screen, language)
    for step in steps { console.live(step) }
    console.endLive()
    let erased = "\r\u{1B}[K"
    #expect(screen.shown == steps.map { erased + $0.text(language) } + [erased])
  }

  private func numbers(_ text: String) -> [String] {
    text.matches(of: /[0-9]+/).map { String($0.output) }.sorted()
  }

  @Test func stepsSayTheSameInBothLanguages() {
    for step in steps {
      let (zh, en) = (step.text(.chinese), step.text(.english))
      #expect(zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
      #expect(!en.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) })
      #expect(numbers(zh) == numbers(en))
    }
    #expect(Set(steps.map { $0.text(.english) }).count == steps.count)
  }

  /// A line an instant is enough for the eye; the rest costs time.
  @Test func oneStepIsNotShownAllTheTime() {
    let screen = Screen()
    let console = console(screen)
    let began = ContinuousClock.now
    for student in 1...1000 { console.live(LiveStep(.students, student, of: 1000)) }
    let instants = (ContinuousClock.now - began) / .seconds(0.1)
    #expect(screen.shown.first?.contains("1 of 1000") == true && Double(screen.shown.count) <= instants + 1)
  }

  @Test func whereNobodyLooksOnShortStepsAreSilent() {
    let screen = Screen()
    let console = console(screen, isTerminal: false)
    for step in steps + steps { console.live(step) }
    console.endLive()
    #expect(screen.shown.isEmpty)
  }

  @Test func quietIsQuiet() {
    let screen = Screen()
    let console = console(screen, quiet: true)
    for step in steps { console.live(step) }
    console.live(SolveProgress(stage: 1, stageCount: 3, placed: 5, gap: 0.5, seconds: 9))
    console.endLive()
    #expect(screen.shown.isEmpty)
  }

  @Test func aSolveSaysWhatItIsAt() {
    let screen = Screen()
    let console = console(screen, isTerminal: false)
    // A flow that is soon over is not worth a line in a file.
    console.live(SolveProgress(stage: 0, stageCount: 3, placed: nil, gap: nil, seconds: 1))
    console.live(SolveProgress(stage: 0, stageCount: 3, placed: nil, gap: nil, seconds: 6))
    console.live(SolveProgress(stage: 1, stageCount: 3, placed: 5, gap: 0.5, seconds: 7))
    var progress = SolveProgress(stage: 3, stageCount: 3, placed: nil, gap: nil, seconds: 8)
    progress.prices = (known: 12, of: 40)
    console.live(progress)
    #expect(
      screen.shown == [
        "network flow of all objectives, 6.0 s\n", "stage 1/3, placed 5, gap 50.000 %, 7.0 s\n",
        "prices of placing: known 12 of 40, 8.0 s\n",
      ])
  }
}
