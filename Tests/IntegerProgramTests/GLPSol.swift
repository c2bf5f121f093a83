import TestSupport

/// What glpsol says of a program, row by row and column by column.
enum GLPSol {
  struct Answer: Equatable {
    var rows: Int
    var columns: Int
    var status: String
    var objective: Double
    /// By column.
    var values: [Double]
  }

  /// - Parameter mps: a free MPS file.
  static func solve(_ mps: [UInt8]) throws -> Answer {
    read(try IndependentSolver.solution(freeMPS: mps))
  }

  /// GLPK's solution format: `s bas|mip rows columns status… objective`, then a line a row and a column.
  private static func read(_ text: String) -> Answer {
    var answer = Answer(rows: 0, columns: 0, status: "", objective: .nan, values: [])
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words[0] == "s" {
        answer.rows = Int(words[2])!
        answer.columns = Int(words[3])!
        answer.status = words[4..<(words.count - 1)].joined()
        answer.objective = Double(words.last!)!
      } else if words[0] == "j" {
        // A basic solution has the status before the value.
        answer.values.append(Double(words[2]) ?? Double(words[3])!)
      }
    }
    return answer
  }
}
