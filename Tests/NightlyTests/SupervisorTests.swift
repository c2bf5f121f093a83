import Foundation
import TestSupport
import Testing

@testable import Nightly

/// Children of /bin/sh: the supervisor knows nothing of what it runs.
@Suite(.waits) struct SupervisorTests {
  private let stop = StopRequest()

  private func run(_ script: String, memory: UInt64 = 0, seconds: Double = 20) -> ChildEnd {
    Supervisor(stop: stop).run(
      ["/bin/sh", "-c", script], environment: ["ANSWER": "42"], input: Data("question".utf8), memory: memory,
      deadline: ContinuousClock.now + .seconds(seconds))
  }

  @Test func exitCodesAndWordsComeBack() {
    let end = run("read line; echo $line $ANSWER; echo fault >&2; exit 65")
    #expect(end.way == .exited(65))
    #expect(end.lastWords == "question 42\nfault")
  }

  @Test func anAbortIsASignal() { #expect(run("kill -ABRT $$").way == .signalled(SIGABRT)) }

  @Test func aHangEndsAtTheDeadlineWithAllItStarted() {
    let start = ContinuousClock.now
    let end = run("trap '' TERM; echo last words; sleep 60 & sleep 60", seconds: 0.5)
    #expect(end.way == .deadline)
    #expect(end.lastWords == "last words")
    #expect(ContinuousClock.now - start < .seconds(2.5))
  }

  @Test func aChildThatNeverStopsTalkingEndsToo() {
    let end = run("trap '' TERM; while :; do echo talk; done", seconds: 0.5)
    #expect(end.way == .deadline)
    #expect(end.lastWords.utf8.count <= 65_536)
  }

  @Test func aWishToStopIsHeeded() {
    let thread = Thread { [stop] in
      usleep(300_000)
      stop.set()
    }
    thread.start()
    let start = ContinuousClock.now
    #expect(run("sleep 60").way == .stopped)
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(run("exit 0").way == .stopped)
  }

  @Test func memoryIsLimited() {
    let hungry = "head -c 400000000 /dev/zero | tail -c 400000000 > /dev/null; exit $?"
    #expect(run(hungry, memory: 100 << 20).way != .exited(0))
    #expect(run(hungry).way == .exited(0))
  }

  @Test func aProgramThatIsNotThereIsNoCrash() {
    let end = Supervisor(stop: stop).run(["/no/such/program"], deadline: ContinuousClock.now + .seconds(5))
    #expect(end.way == .notStarted(ENOENT))
  }

  @Test func nothingIsLeftOpen() {
    func openFiles() -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
    _ = run("exit 0")
    let before = openFiles()
    for _ in 0..<50 { _ = run("echo word") }
    // Other tests open some meanwhile, and close them again: what is left open here stays.
    for _ in 0..<300 where openFiles() > before + 4 { usleep(100_000) }
    #expect(openFiles() <= before + 4)
  }
}
