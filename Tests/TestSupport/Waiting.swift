import Foundation

/// Does what mostly waits, for a browser or another program, on a thread of its own: tests share as few threads as the
/// machine has CPUs, and one of them asleep would leave a CPU idle. What is expected of the answer stands outside.
public func waiting<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws
  -> Answer
{
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
