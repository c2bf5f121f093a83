import Dispatch

/// Work that goes on beside what comes next; where there is one thread alone, it is done when it is asked for.
package struct Future<Value: Sendable>: Sendable {
  /// Ends when the work is done.
  package let value: @Sendable () -> Value

  package init(threads: Int, _ body: @escaping @Sendable () -> Value) {
    guard threads > 1 else {
      value = body
      return
    }
    let (slot, group) = (Slot(), DispatchGroup())
    DispatchQueue.global().async(group: group) { slot.value = body() }
    value = {
      group.wait()
      return slot.value!
    }
  }

  /// Written once, and read by none before the group is done.
  private final class Slot: @unchecked Sendable {
    var value: Value?
  }
}
