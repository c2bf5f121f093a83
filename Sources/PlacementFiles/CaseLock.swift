import Foundation

/// The lock of a case folder: whoever changes the case, or plans by it unattended, holds it meanwhile.
///
/// It is an advisory lock on the folder itself: it leaves no file behind and ends with the process,
/// however that ends.
public final class CaseLock: Sendable {
  private let file: Int32

  /// Nil where another run holds the lock (exit 75), or the folder cannot be opened.
  public init?(folder: URL) {
    let file = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    self.file = file
  }

  deinit {
    // Said outright: a child between fork and exec holds a copy of the file for a moment.
    flock(file, LOCK_UN)
    close(file)
  }

  /// The process that holds the lock of a folder, by the kernel's list of locks; nil where nobody does or
  /// the list does not tell (a process of another container).
  public static func holder(of folder: URL) -> Int32? {
    var status = stat()
    guard stat(folder.path, &status) == 0,
      let list = FileManager.default.contents(atPath: "/proc/locks")
    else { return nil }
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
      // 1: FLOCK  ADVISORY  WRITE 4711 fe:00:131074 0 EOF; waiting processes have "->" behind the number.
      let fields = line.split(separator: " ")
      guard fields.count >= 6, fields[1] == "FLOCK", let process = Int32(fields[4]), process > 0,
        fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == UInt64(status.st_ino)
      else { continue }
      return process
    }
    return nil
  }
}
