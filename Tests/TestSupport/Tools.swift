import Foundation
import Synchronization

/// Tools that some tests run and a machine may lack: the last lines of a test run name them, with what they kept from
/// running, so that nothing is left out in silence.
public enum Tools {
  private static let missing = Mutex<[String]>([])

  /// - `suite`: what does not run without the tool.
  public static func isInstalled(_ path: String, for suite: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path) || cannotRun(suite, "there is no \(path)")
  }

  /// - Returns: false.
  public static func cannotRun(_ suite: String, _ why: String) -> Bool {
    let isFirst = missing.withLock { missing in
      missing.append("not run: \(suite): \(why)")
      return missing.count == 1
    }
    if isFirst { atexit { Tools.say() } }
    return false
  }

  private static func say() {
    let lines = missing.withLock { Set($0).sorted() }
    try? FileHandle.standardError.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
  }
}
