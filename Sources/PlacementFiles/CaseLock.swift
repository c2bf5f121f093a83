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

  deinit { close(file) }
}
