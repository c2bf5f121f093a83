import Foundation
import Synchronization
import Testing
import Threads

@Suite struct ConcurrentlyTests {
  @Test(arguments: [1, 2, 3, 16]) func resultsComeInOrderEachOnce(_ threads: Int) {
    for count in [0, 1, 2, 5, 1000] {
      let results = concurrently(count, threads: threads) { index in
        // Some take longer, so that they end out of order.
        if index % 7 == 0 { usleep(200) }
        return "\(index)"
      }
      #expect(results == (0..<count).map { "\($0)" })
    }
  }

  @Test(arguments: [1, 2, 16]) func everyPieceIsCountedOnce(_ threads: Int) {
    let told = Mutex<[Int]>([])
    let tally = Tally(of: 100) { done, all in
      #expect(all == 100)
      told.withLock { $0.append(done) }
    }
    _ = concurrently(100, threads: threads) { _ in tally.add() }
    #expect(told.withLock { $0.sorted() } == Array(0...100))
  }

  @Test(arguments: [1, 2]) func bothAreDone(_ threads: Int) {
    let (word, number) = concurrently(threads: threads) {
      usleep(1000)
      return "a"
    } _: {
      7
    }
    #expect(word == "a" && number == 7)
  }

  @Test(arguments: [1, 2]) func whatGoesOnBesideIsThereWhenAsked(_ threads: Int) {
    let lists = (0..<50).map { start in
      Future(threads: threads) { Array(start..<start + 100) }
    }
    for (start, list) in lists.enumerated() { #expect(list.value() == Array(start..<start + 100)) }
  }

  /// One thread alone leaves it until it is asked for.
  @Test func oneThreadDoesItLast() {
    let asked = Date()
    let work = Future(threads: 1) { Date() }
    usleep(1000)
    let between = Date()
    #expect(work.value() >= between && between > asked)
  }
}
