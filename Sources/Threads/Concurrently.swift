import Dispatch
import Synchronization

/// Runs `body` for 0 ..< count on up to `threads` threads; results in order, whatever the threads. Whoever is free takes
/// the next: of long and short ones the long should come first.
package func concurrently<T: Sendable>(_ count: Int, threads: Int, _ body: @Sendable (Int) -> T) -> [T] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Every index is taken by exactly one thread, so that they share nothing but what is next.
    nonisolated(unsafe) let slots = buffer.baseAddress!
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        (slots + index).initialize(to: body(index))
      }
    }
    initialized = count
  }
}

/// Both at once, where there are threads.
package func concurrently<A: Sendable, B: Sendable>(
  threads: Int, _ first: @Sendable () -> A, _ second: @Sendable () -> B
) -> (A, B) {
  let results = concurrently(2, threads: threads) { index -> (A?, B?) in
    index == 0 ? (first(), nil) : (nil, second())
  }
  return (results[0].0!, results[1].1!)
}
