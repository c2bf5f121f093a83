import Foundation

/// The lock of a folder: whoever changes a case, or plans by it unattended, holds it meanwhile.
///
/// It is an advisory lock on a file in the folder, which stays, and it ends with the process, however that ends.
/// The file can be opened by those alone who may write into the folder (as a rule its owner): whoever may only
/// read it cannot stand in anybody's way.
public final class CaseLock: Sendable {
  /// Why a lock was not taken.
  public enum Failure: Error, Equatable, Sendable {
    /// Another run holds it: its process, where the system tells.
    case held(by: Int32?)
    /// The lock's file cannot be made or opened: `errno`.
    case unusable(Int32)
  }

  /// The name of the lock's file in its folder.
  public static let fileName = ".placement.lock"

  private let file: Int32

  public init(folder: URL) throws(Failure) {
    let path = CaseLock.path(folder)
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard file >= 0 else { throw .unusable(errno) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw .unusable(EINVAL)
    }
    CaseLock.restrict(file, status, in: folder)
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(file)
      // A disk that grants no locks is no other run.
      throw code == EWOULDBLOCK ? .held(by: CaseLock.holder(of: folder)) : .unusable(code)
    }
    self.file = file
  }

  deinit {
    // Said outright: a child between fork and exec holds a copy of the file for a moment.
    flock(file, LOCK_UN)
    close(file)
  }

  private static func path(_ folder: URL) -> String { folder.path + "/" + fileName }

  /// Only those who may write into the folder may open the file, whatever somebody made of it before.
  private static func restrict(_ file: Int32, _ status: stat, in folder: URL) {
    var place = stat()
    guard status.st_uid == geteuid(), stat(folder.path, &place) == 0 else { return }
    let shared: mode_t = (place.st_mode & 0o020 != 0 ? 0o060 : 0) | (place.st_mode & 0o002 != 0 ? 0o006 : 0)
    guard status.st_mode & 0o777 != 0o600 | shared else { return }
    if shared != 0 { _ = fchown(file, uid_t.max, place.st_gid) }
    _ = fchmod(file, 0o600 | shared)
  }

  /// The process that holds the lock of a folder, by the kernel's list of locks; nil where nobody does or
  /// the list does not tell (a process of another container).
  public static func holder(of folder: URL) -> Int32? {
    var status = stat()
    guard lstat(path(folder), &status) == 0,
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
