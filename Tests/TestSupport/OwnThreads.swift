import Foundation
import Synchronization
import Testing

/// Tests that mostly wait, for another program, a clock or a connection, on threads of their own: tests share as few
/// threads as the machine has CPUs, and each of them asleep leaves a CPU idle.
public struct OwnThreads: TestTrait, SuiteTrait, TestScoping {
  // Around a suite as a whole, and not each of its tests: where one follows the other, the next would else queue behind
  // the tests of all other suites.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == OwnThreads {
  /// The suite's tests mostly wait: see ``OwnThreads``.
  public static var waits: Self { OwnThreads() }
}

/// A few threads, which live as long as the process: a child whose end is tied to the thread that started it goes on.
/// As many as CPUs, and no more: what they wait for often computes, and other tests hold their clocks against it.
private final class WaitingThreads: TaskExecutor {
  static let shared = WaitingThreads(count: ProcessInfo.processInfo.activeProcessorCount)

  private let jobs = Mutex<[UnownedJob]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init(count: Int) {
    for _ in 0..<count {
      Thread.detachNewThread { [self] in
        while true {
          waiting.wait()
          let job = jobs.withLock { $0.removeFirst() }
          job.runSynchronously(on: asUnownedTaskExecutor())
        }
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    waiting.signal()
  }
}
