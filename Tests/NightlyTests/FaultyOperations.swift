import Foundation
import PlacementFiles

/// The system's file operations, of which one fails, or after one of which nothing is done any more: what
/// the disk looks like then is what a SIGKILL at that moment leaves.
final class FaultyOperations: FileOperations, @unchecked Sendable {
  // One night at a time uses it, on one thread.
  enum Fault { case error(Int32), death }

  private let system = SystemFileOperations()
  private let step: Int
  private let fault: Fault
  private var next = 0
  /// The operation that was struck; nil while none was.
  private(set) var struck: String?

  init(at step: Int, _ fault: Fault) {
    self.step = step
    self.fault = fault
  }

  /// - Returns: whether a write is to be cut short.
  private func pass(_ operation: String) throws(FileOperationError) {
    defer { next += 1 }
    switch fault {
    case .error(let code) where next == step:
      struck = operation
      throw FileOperationError(operation: operation, code: code)
    case .death where next >= step:
      struck = struck ?? operation
      throw FileOperationError(operation: operation, code: EIO)
    default: break
    }
  }

  func makeDirectory(_ path: String) throws(FileOperationError) {
    try pass("mkdir")
    try system.makeDirectory(path)
  }

  func createFile(_ path: String) throws(FileOperationError) -> Int32 {
    try pass("open")
    return try system.createFile(path)
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileOperationError) {
    // Half of it gets through before the blow.
    if next == step { try system.write(.init(rebasing: bytes[0..<(bytes.count / 2)]), to: file) }
    try pass("write")
    try system.write(bytes, to: file)
  }

  func sync(_ file: Int32) throws(FileOperationError) {
    try pass("fsync")
    try system.sync(file)
  }

  func close(_ file: Int32) throws(FileOperationError) {
    // The kernel closes files of the dead, too.
    try system.close(file)
    try pass("close")
  }

  func syncDirectory(_ path: String) throws(FileOperationError) {
    try pass("fsync")
    try system.syncDirectory(path)
  }

  func rename(_ from: String, to: String) throws(FileOperationError) {
    try pass("rename")
    try system.rename(from, to: to)
  }

  func exchange(_ a: String, _ b: String) throws(FileOperationError) {
    try pass("exchange")
    try system.exchange(a, b)
  }

  func link(_ from: String, to: String) throws(FileOperationError) {
    try pass("link")
    try system.link(from, to: to)
  }

  func makeLink(to target: String, at path: String) throws(FileOperationError) {
    try pass("symlink")
    try system.makeLink(to: target, at: path)
  }

  func removeFile(_ path: String) throws(FileOperationError) {
    try pass("unlink")
    try system.removeFile(path)
  }

  func removeDirectory(_ path: String) throws(FileOperationError) {
    try pass("rmdir")
    try system.removeDirectory(path)
  }
}
