import CGLPK
import Foundation
import Testing

/// Every way we know to make GLPK end the process, provoked: it comes back as an error in GLPK's words, and the
/// next problem on that thread is solved rightly.
struct ShimTests {
  struct Abort: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A part of what GLPK says.
    let words: String
    /// Provokes it in a problem of two rows and two columns.
    let provoke: @Sendable (OpaquePointer) -> Int32

    init(_ name: String, says words: String, _ provoke: @escaping @Sendable (OpaquePointer) -> Int32) {
      testDescription = name
      self.words = words
      self.provoke = provoke
    }
  }

  static let aborts: [Abort] = [
    Abort("a row with a column twice", says: "duplicate") {
      cglpk_add_rows($0, 1, [0], [1], [0, 2], [1, 1], [1, 1])
    },
    Abort("a column with a row twice", says: "duplicate") {
      cglpk_add_columns($0, 1, [0], [1], [0], [0, 2], [1, 1], [1, 1])
    },
    Abort("no columns to add", says: "invalid number of columns") {
      cglpk_add_columns($0, 0, [], [], [], [0], [], [])
    },
    Abort("no rows to add", says: "invalid number of rows") {
      cglpk_add_rows($0, 0, [], [], [0], [], [])
    },
    Abort("a row beyond the last", says: "out of range") {
      cglpk_add_columns($0, 1, [0], [1], [0], [0, 1], [2], [1])
    },
    Abort("a column below the first", says: "out of range") {
      cglpk_add_rows($0, 1, [0], [1], [0, 1], [-1], [1])
    },
    Abort("the cost of a column that is not there", says: "out of range") { cglpk_set_cost($0, 2, 1) },
    Abort("deleting a row that is not there", says: "out of range") { cglpk_delete_rows($0, 1, [7]) },
    Abort("no memory left", says: "memory") {
      guard cglpk_limit_memory(1) == 0 else { return 0 }
      let count = 100_000
      let zeros = [Double](repeating: 0, count: count)
      let ones = [Double](repeating: 1, count: count)
      let starts = [Int](repeating: 0, count: count + 1)
      return cglpk_add_columns($0, Int32(count), zeros, ones, zeros, starts, [], [])
    },
  ]

  @Test(arguments: aborts) func abortBecomesAnError(_ abort: Abort) throws {
    let problem = try #require(twoByTwo())
    let bystander = try #require(twoByTwo())
    #expect(abort.provoke(problem) == CGLPK_FAILED)
    let words = String(cString: cglpk_last_words())
    #expect(words.contains(abort.words), "\(words)")

    // All of the thread's problems are gone, and their handles know.
    for lost in [problem, bystander] {
      #expect(cglpk_is_alive(lost) == 0)
      #expect(cglpk_simplex(lost, GLP_PRIMAL, 1000, 1000, .infinity) == CGLPK_FAILED)
      #expect(String(cString: cglpk_last_words()).contains("lost"))
      cglpk_delete(lost)
    }
    try solveOne()
  }

  @Test func tenThousandRecoveries() throws {
    for _ in 0..<10_000 {
      let problem = try #require(cglpk_create())
      #expect(cglpk_set_cost(problem, 0, 1) == CGLPK_FAILED)
      cglpk_delete(problem)
    }
    try solveOne()
  }

  @Test func deletingFromAnotherThreadIsRefused() throws {
    let problem = Handle(pointer: try #require(twoByTwo()))
    onThread {
      #expect(cglpk_is_alive(problem.pointer) == 0)
      #expect(cglpk_simplex(problem.pointer, GLP_PRIMAL, 1000, 1000, .infinity) == CGLPK_FAILED)
      #expect(cglpk_delete(problem.pointer) == CGLPK_FAILED)
      #expect(String(cString: cglpk_last_words()).contains("another thread"))
      try? solveOne()
    }
    try solveOne()
  }

  @Test func anAbortStaysOnItsThread() throws {
    let problem = try #require(twoByTwo())
    onThread {
      let other = cglpk_create()!
      #expect(cglpk_set_cost(other, 0, 1) == CGLPK_FAILED)
      cglpk_delete(other)
    }
    #expect(cglpk_simplex(problem, GLP_PRIMAL, 1000, 1000, .infinity) == 0)
    #expect(cglpk_delete(problem) == 0)
  }

  /// Minimise −x − y under x + 2y ≤ 4, 3x + y ≤ 6: x = 1.6, y = 1.2.
  private func twoByTwo() -> OpaquePointer? {
    guard let problem = cglpk_create() else { return nil }
    let none = Double.infinity
    #expect(cglpk_add_columns(problem, 2, [0, 0], [none, none], [-1, -1], [0, 0, 0], [], []) == 0)
    #expect(
      cglpk_add_rows(problem, 2, [-none, -none], [4, 6], [0, 2, 4], [0, 1, 0, 1], [1, 2, 3, 1]) == 0)
    return problem
  }

  private func solveOne() throws {
    let problem = try #require(twoByTwo())
    #expect(cglpk_simplex(problem, GLP_PRIMAL, 1000, 1000, .infinity) == 0)
    #expect(cglpk_status(problem) == GLP_OPT)
    var values = [0.0, 0.0]
    #expect(cglpk_column_values(problem, &values) == 0)
    #expect(abs(values[0] - 1.6) < 1e-9 && abs(values[1] - 1.2) < 1e-9)
    #expect(cglpk_delete(problem) == 0)
  }
}

/// A handle that crosses threads only to be refused there.
private struct Handle: @unchecked Sendable {
  let pointer: OpaquePointer
}
