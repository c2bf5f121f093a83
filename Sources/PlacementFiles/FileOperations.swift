import Foundation
import Placement

/// A system call that failed.
public struct FileOperationError: Error, Equatable, Sendable {
  public let operation: String
  /// `errno`
  public let code: Int32

  public init(operation: String, code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// What is said of it: that the target cannot be written, and why.
  public func text(_ target: String) -> Text {
    let reason = lacksLinks ? FileOperationError.noLinks : SystemFailure.text(code)
    return Text(zh: "\(target) 无法写入：\(reason.zh)", en: "\(target) cannot be written: \(reason.en)")
  }
}

extension FileOperations {
  /// Nothing where there is no disk that could be hurried.
  public func flush(_ file: Int32) {}
}

extension FileOperationError {
  /// What a disk answers whose file system knows no symbolic links.
  private var lacksLinks: Bool { operation == "symlink" && [EPERM, ENOTSUP, ENOSYS].contains(code) }

  private static let noLinks = Text(
    zh: "所在磁盘不支持符号链接（如 exFAT 盘或某些共享盘），请换到另一个磁盘",
    en: "its disk knows no symbolic links, as exFAT and some network disks; take a place on another disk")
}

/// Everything that is ever done to the file system when something is written. All writing goes through
/// here, so that a test can make any single step fail, or stop the program at it.
public protocol FileOperations: Sendable {
  func makeDirectory(_ path: String) throws(FileOperationError)
  /// A new file, for the owner alone; it must not be there yet.
  func createFile(_ path: String) throws(FileOperationError) -> Int32
  func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileOperationError)
  /// Hands what is written so far to the disk, without waiting for it.
  func flush(_ file: Int32)
  func sync(_ file: Int32) throws(FileOperationError)
  func close(_ file: Int32) throws(FileOperationError)
  func syncDirectory(_ path: String) throws(FileOperationError)
  func rename(_ from: String, to: String) throws(FileOperationError)
  /// Exchanges two names in one step.
  func exchange(_ a: String, _ b: String) throws(FileOperationError)
  /// A second name for a file.
  func link(_ from: String, to: String) throws(FileOperationError)
  /// A symbolic link named `path` that holds `target`.
  func makeLink(to target: String, at path: String) throws(FileOperationError)
  func removeFile(_ path: String) throws(FileOperationError)
  func removeDirectory(_ path: String) throws(FileOperationError)
}

/// The file operations of the system itself.
public struct SystemFileOperations: FileOperations {
  public init() {}

  private func check(_ result: Int32, _ operation: String) throws(FileOperationError) {
    if result != 0 { throw FileOperationError(operation: operation, code: errno) }
  }

  /// Calls again what a signal has cut short.
  private func uninterrupted(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// For its owner alone. Fails where something bears the name.
  public func makeDirectory(_ path: String) throws(FileOperationError) {
    try check(mkdir(path, 0o700), "mkdir")
  }

  /// A new file, for its owner alone, open for writing. Fails where something bears the name.
  public func createFile(_ path: String) throws(FileOperationError) -> Int32 {
    let file = uninterrupted {
      open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    if file < 0 { throw FileOperationError(operation: "open", code: errno) }
    return file
  }

  /// All bytes, in as many calls as it takes.
  public func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileOperationError) {
    var offset = 0
    while offset < bytes.count {
      let count = Foundation.write(file, bytes.baseAddress! + offset, bytes.count - offset)
      if count < 0 {
        if errno == EINTR { continue }
        // A pipe that somebody has made one that does not wait: then we do.
        if errno == EAGAIN {
          var request = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
          if poll(&request, 1, -1) > 0 { continue }
        }
        throw FileOperationError(operation: "write", code: errno)
      }
      offset += count
    }
  }

  /// The disk begins to write what it has not: gigabytes that wait in memory make every later step wait for them, be it the
  /// file's removal.
  public func flush(_ file: Int32) { _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) }

  /// Returns when the bytes are on the disk.
  public func sync(_ file: Int32) throws(FileOperationError) {
    try check(uninterrupted { fsync(file) }, "fsync")
  }

  /// The number is free again, whatever the answer.
  public func close(_ file: Int32) throws(FileOperationError) {
    try check(Foundation.close(file), "close")
  }

  /// Returns when the names in the folder are on the disk.
  public func syncDirectory(_ path: String) throws(FileOperationError) {
    let directory = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    if directory < 0 { throw FileOperationError(operation: "open", code: errno) }
    defer { _ = Foundation.close(directory) }
    // Some network file systems have no fsync for folders: nothing better can be done there.
    if uninterrupted({ fsync(directory) }) != 0, errno != EINVAL, errno != ENOTSUP {
      throw FileOperationError(operation: "fsync", code: errno)
    }
  }

  /// In one step; a file that bears the new name goes.
  public func rename(_ from: String, to: String) throws(FileOperationError) {
    try check(Foundation.rename(from, to), "rename")
  }

  /// Two names change what they stand for, in one step.
  public func exchange(_ a: String, _ b: String) throws(FileOperationError) {
    guard let renameat2 = SystemFileOperations.renameat2 else {
      throw FileOperationError(operation: "renameat2", code: ENOSYS)
    }
    let exchangeFlag: UInt32 = 2  // RENAME_EXCHANGE
    try check(renameat2(AT_FDCWD, a, AT_FDCWD, b, exchangeFlag), "renameat2")
  }

  /// A second name for a file.
  public func link(_ from: String, to: String) throws(FileOperationError) {
    try check(Foundation.link(from, to), "link")
  }

  /// A symbolic link.
  public func makeLink(to target: String, at path: String) throws(FileOperationError) {
    try check(symlink(target, path), "symlink")
  }

  /// A file or a link, never what it leads to.
  public func removeFile(_ path: String) throws(FileOperationError) { try check(unlink(path), "unlink") }

  /// A folder that is empty.
  public func removeDirectory(_ path: String) throws(FileOperationError) { try check(rmdir(path), "rmdir") }

  private typealias RenameAt2 =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32

  /// Swift's module of the C library leaves it out (it is declared for GNU programs only).
  private static let renameat2: RenameAt2? = {
    guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "renameat2") else { return nil }
    return unsafeBitCast(symbol, to: RenameAt2.self)
  }()
}

/// A new file, open for writing.
struct OpenFile {
  private let number: Int32
  private let operations: any FileOperations

  init(_ path: String, _ operations: any FileOperations) throws(FileOperationError) {
    self.operations = operations
    number = try operations.createFile(path)
  }

  func append(_ bytes: some ContiguousBytes) throws(FileOperationError) {
    let result: Result<Void, FileOperationError> = bytes.withUnsafeBytes { bytes in
      do throws(FileOperationError) {
        try operations.write(bytes, to: number)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  func flush() { operations.flush(number) }

  /// Closes it, once all is on the disk.
  func finish() throws(FileOperationError) {
    do {
      try operations.sync(number)
    } catch {
      close()
      throw error
    }
    try operations.close(number)
  }

  /// Closes a file of which nothing is to be.
  func close() { try? operations.close(number) }
}
