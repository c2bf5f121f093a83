import Foundation
import IntegerProgram

/// A solver of its own process, from Debian's glpk-utils: reads what we write.
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
    let folder = FileManager.default.temporaryDirectory.appending(path: "mps-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (model, answer) = (folder.appending(path: "1.mps"), folder.appending(path: "1.sol"))
    try Data(mps).write(to: model)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["glpsol", "--freemps", model.path, "--write", answer.path]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try read(String(contentsOf: answer, encoding: .utf8))
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
