import Foundation
import PlacementFiles

/// The system's file operations, of which one fails, or after one of which nothing is done any more: what
/// the disk looks like then is what a SIGKILL at that moment leaves.
public final class FaultyOperations: FileOperations, @unchecked Sendable {
  // Unchecked: one test uses it, on one thread at a time.
  public enum Fault { case error(Int32), death }

  private let system = SystemFileOperations()
  private let step: Int
  private let fault: Fault
  private let canExchange: Bool
  private let later: String?
  private var next = 0
  /// The operation that was struck; nil while none was.
  public private(set) var struck: String?

  /// - Parameters:
  ///   - step: the operation that is struck, counted from 0.
  ///   - canExchange: whether the file system exchanges two names in one step.
  ///   - later: the operation that fails too from then on, whenever it is asked for: what would undo fails as well.
  public init(at step: Int, _ fault: Fault, canExchange: Bool = true, later: String? = nil) {
    self.later = later
    self.step = step
    self.fault = fault
    self.canExchange = canExchange
  }

  /// - Returns: whether a write is to be cut short.
  private func pass(_ operation: String) throws(FileOperationError) {
    defer { next += 1 }
    switch fault {
    case .error(let code) where next == step:
      struck = operation
      throw FileOperationError(operation: operation, code: code)
    case .error(let code) where next > step && operation == later:
      throw FileOperationError(operation: operation, code: code)
    case .death where next >= step:
      struck = struck ?? operation
      throw FileOperationError(operation: operation, code: EIO)
    default: break
    }
  }

  public func makeDirectory(_ path: String) throws(FileOperationError) {
    try pass("mkdir")
    try system.makeDirectory(path)
  }

  public func createFile(_ path: String) throws(FileOperationError) -> Int32 {
    try pass("open")
    return try system.createFile(path)
  }

  public func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileOperationError) {
    // Half of it gets through before the blow.
    if next == step { try system.write(.init(rebasing: bytes[0..<(bytes.count / 2)]), to: file) }
    try pass("write")
    try system.write(bytes, to: file)
  }

  public func sync(_ file: Int32) throws(FileOperationError) {
    try pass("fsync")
    try system.sync(file)
  }

  public func close(_ file: Int32) throws(FileOperationError) {
    // The kernel closes files of the dead, too.
    try system.close(file)
    try pass("close")
  }

  public func syncDirectory(_ path: String) throws(FileOperationError) {
    try pass("fsync")
    try system.syncDirectory(path)
  }

  public func rename(_ from: String, to: String) throws(FileOperationError) {
    try pass("rename")
    try system.rename(from, to: to)
  }

  public func exchange(_ a: String, _ b: String) throws(FileOperationError) {
    guard canExchange else { throw FileOperationError(operation: "renameat2", code: EINVAL) }
    try pass("exchange")
    try system.exchange(a, b)
  }

  public func link(_ from: String, to: String) throws(FileOperationError) {
    try pass("link")
    try system.link(from, to: to)
  }

  public func makeLink(to target: String, at path: String) throws(FileOperationError) {
    try pass("symlink")
    try system.makeLink(to: target, at: path)
  }

  public func removeFile(_ path: String) throws(FileOperationError) {
    try pass("unlink")
    try system.removeFile(path)
  }

  public func removeDirectory(_ path: String) throws(FileOperationError) {
    try pass("rmdir")
    try system.removeDirectory(path)
  }
}
