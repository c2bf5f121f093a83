import CGLPK
import IntegerProgram

/// A GLPK problem that is deleted with its owner. Each call turns a failure into an error.
final class Problem {
  let handle: OpaquePointer

  /// - Throws: `SolverFailure` in GLPK's words.
  init() throws {
    guard let handle = cglpk_create() else { throw SolverFailure.lastWords() }
    self.handle = handle
  }

  // On another thread this leaves GLPK's part to the end of its own: see cglpk.h.
  deinit { cglpk_delete(handle) }

  /// Calls GLPK and returns its code.
  @discardableResult
  func call(_ function: (OpaquePointer) -> Int32) throws -> Int32 {
    let code = function(handle)
    guard code != Int32(CGLPK_FAILED) else { throw SolverFailure.lastWords() }
    return code
  }

  /// Reads one number a row or column.
  func numbers(
    _ count: Int, _ read: (OpaquePointer, UnsafeMutablePointer<Double>?) -> Int32
  ) throws -> [Double] {
    try Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      try call { read($0, buffer.baseAddress) }
      initialized = count
    }
  }

  func objective() throws -> Double {
    var value = 0.0
    try call { cglpk_objective($0, &value) }
    return value
  }
}

extension SolverFailure {
  /// What GLPK said last on this thread.
  /// - Parameter code: the return code, where GLPK returned one.
  static func lastWords(_ code: Int32? = nil) -> SolverFailure {
    let words = String(cString: cglpk_last_words()).split(whereSeparator: \.isNewline).joined(separator: "; ")
    guard let code else { return SolverFailure("GLPK: \(words)") }
    let meaning = meanings[code] ?? "return code \(code)"
    return SolverFailure("GLPK: \(meaning)" + (words.isEmpty ? "" : " (\(words))"))
  }

  private static let meanings: [Int32: String] = [
    GLP_EBADB: "the basis has not one basic variable a row",
    GLP_ESING: "the basis matrix is singular",
    GLP_ECOND: "the basis matrix is ill-conditioned",
    GLP_EBOUND: "bounds are wrong",
    GLP_EFAIL: "the solver failed",
    GLP_EROOT: "no optimal root basis",
    GLP_EINSTAB: "numerical instability",
    GLP_EDATA: "wrong data",
  ]
}
