import Foundation

/// Runs `body` on a thread of its own and waits: GLPK's problems belong to threads.
func onThread(_ body: @escaping @Sendable () -> Void) {
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    body()
    done.signal()
  }
  thread.stackSize = 16 << 20
  thread.start()
  done.wait()
}

/// Runs `body` on so many threads at once; what each returned.
func onThreads<Value: Sendable>(
  _ count: Int, _ body: @escaping @Sendable () -> Value
) -> [Value] {
  let results = Results<Value>()
  let group = DispatchGroup()
  for _ in 0..<count {
    group.enter()
    Thread {
      results.add(body())
      group.leave()
    }.start()
  }
  group.wait()
  return results.all
}

/// Guarded by its lock.
private final class Results<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Value] = []

  func add(_ value: Value) { lock.withLock { values.append(value) } }
  var all: [Value] { lock.withLock { values } }
}

/// When it was first asked. Guarded by its lock.
final class FirstTime: @unchecked Sendable {
  private let lock = NSLock()
  private var first: ContinuousClock.Instant?

  func instant() -> ContinuousClock.Instant {
    lock.withLock {
      let instant = first ?? .now
      first = instant
      return instant
    }
  }
}
