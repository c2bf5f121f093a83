import Synchronization

/// Counts what several threads have done, and tells of the beginning and of every piece: how many are done, and of how many.
package final class Tally: Sendable {
  private let done = Atomic(0)
  private let all: Int
  private let tell: @Sendable (_ done: Int, _ of: Int) -> Void

  /// - Parameter tell: called by whichever thread has done a piece; of pieces done at once not always in order.
  package init(of all: Int, _ tell: @escaping @Sendable (_ done: Int, _ of: Int) -> Void) {
    self.all = all
    self.tell = tell
    tell(0, all)
  }

  package func add() { tell(done.add(1, ordering: .relaxed).newValue, all) }
}
