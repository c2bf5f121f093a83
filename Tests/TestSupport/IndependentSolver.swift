import Foundation

/// glpsol, Debian's own build of GLPK's command: another process, another reader, other settings.
public enum IndependentSolver {
  public enum Answer: Equatable, Sendable {
    case optimal(Double)
    /// Not proven in the time given: the best value found.
    case undecided(Double)
    case none(String)
  }

  /// Minimises the program in a free MPS file.
  public static func solve(freeMPS: [UInt8], seconds: Int) throws -> Answer {
    read(try solution(freeMPS: freeMPS, options: ["--mir", "--cover", "--tmlim", "\(seconds)"]))
  }

  /// What glpsol writes of the program in a free MPS file.
  public static func solution(freeMPS: [UInt8], options: [String] = []) throws -> String {
    let folder = Temporary.folder.appending(path: "glpsol-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (model, answer) = (folder.appending(path: "1.mps"), folder.appending(path: "1.sol"))
    try Data(freeMPS).write(to: model)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["glpsol", "--freemps", model.path] + options + ["--write", answer.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: answer, encoding: .utf8)
  }

  /// The line `s mip rows columns status objective`: status `o` is optimal, `f` feasible.
  private static func read(_ text: String) -> Answer {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("s ") }) else {
      return .none("no solution line")
    }
    let words = line.split(separator: " ")
    guard let value = Double(words.last!) else { return .none(String(line)) }
    switch (words[1], words[4]) {
    case ("mip", "o"): return .optimal(value)
    case ("mip", "f"): return .undecided(value)
    // A program without whole-number columns is reported as a basic solution: feasible twice.
    case ("bas", "f"): return .optimal(value)
    default: return .none(String(line))
    }
  }
}
