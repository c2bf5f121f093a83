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
