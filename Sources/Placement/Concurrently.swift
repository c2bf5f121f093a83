import Dispatch

/// Runs `body` for 0 ..< count on up to `threads` threads; results in order, whatever the threads.
package func concurrently<T: Sendable>(_ count: Int, threads: Int, _ body: @Sendable (Int) -> T) -> [T] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Every index is written by exactly one iteration, so that the iterations share nothing.
    nonisolated(unsafe) let slots = buffer.baseAddress!
    let strands = min(threads, count)
    DispatchQueue.concurrentPerform(iterations: strands) { strand in
      for index in stride(from: strand, to: count, by: strands) {
        (slots + index).initialize(to: body(index))
      }
    }
    initialized = count
  }
}
