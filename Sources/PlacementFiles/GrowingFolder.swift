import Foundation
import Placement

/// A folder whose files are too large for memory: they are written piece by piece, under a temporary name of the folder's.
public final class GrowingFolder {
  fileprivate let path: String
  fileprivate private(set) var hashes: [String: String] = [:]
  /// What errors speak of.
  private let target: String
  private let operations: any FileOperations

  fileprivate init(_ path: String, of target: String, _ operations: any FileOperations) {
    (self.path, self.target, self.operations) = (path, target, operations)
  }

  /// A new file of the folder, whole once `fill` has written all of it, and gone where it throws.
  public func writeFile<Result>(_ name: String, _ fill: (GrowingFile) throws -> Result) throws -> Result {
    let file = try makeFile(name)
    let result: Result
    do {
      result = try fill(file)
    } catch {
      try? file.remove()
      throw error
    }
    hashes[name] = try file.finish()
    return result
  }

  /// A file that is gone again once `body` has ended.
  public func withScratchFile<Result>(_ body: (ScratchFile) throws -> Result) throws -> Result {
    let file = try ScratchFile { try self.makeFile("scratch") }
    let result: Result
    do {
      result = try body(file)
    } catch {
      try? file.remove()
      throw error
    }
    try file.remove()
    return result
  }

  private func makeFile(_ name: String) throws(OutputError) -> GrowingFile {
    try GrowingFile(path + "/" + name, of: target, operations)
  }

  fileprivate func begin() throws(OutputError) {
    do { try operations.makeDirectory(path) } catch { throw .cannotWrite(error.text(target)) }
  }
}

/// A new file that is written piece by piece.
public final class GrowingFile {
  let path: String
  private let target: String
  private let operations: any FileOperations
  private let file: OpenFile
  private let digest = RunningDigest()
  private var waiting = 0

  fileprivate init(_ path: String, of target: String, _ operations: any FileOperations) throws(OutputError) {
    (self.path, self.target, self.operations) = (path, target, operations)
    do { file = try OpenFile(path, operations) } catch { throw .cannotWrite(error.text(target)) }
  }

  public func append(_ bytes: [UInt8]) throws(OutputError) {
    digest.take(bytes)
    do { try file.append(bytes) } catch { throw .cannotWrite(error.text(target)) }
    waiting += bytes.count
    guard waiting >= 64 << 20 else { return }
    file.flush()
    waiting = 0
  }

  /// - Returns: the hash of what was written, which is on the disk.
  fileprivate func finish() throws(OutputError) -> String {
    do { try file.finish() } catch { throw .cannotWrite(error.text(target)) }
    return digest.end()
  }

  fileprivate func close() { file.close() }

  fileprivate func remove() throws(OutputError) {
    close()
    do { try operations.removeFile(path) } catch { throw .cannotWrite(error.text(target)) }
  }
}

/// Text that is written, and read again before the folder is whole.
public final class ScratchFile {
  private let make: () throws -> GrowingFile
  /// nil: it could not be made anew.
  private var file: GrowingFile?

  fileprivate init(_ make: @escaping () throws -> GrowingFile) throws {
    self.make = make
    file = try make()
  }

  public func append(_ bytes: [UInt8]) throws { try file?.append(bytes) }

  public func removeAll() throws {
    try remove()
    file = try make()
  }

  /// All of it, piece by piece.
  public func read(to write: ([UInt8]) throws -> Void) throws {
    guard let file else { return }
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file.path))
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { try write([UInt8](piece)) }
  }

  fileprivate func remove() throws {
    let gone = file
    file = nil
    try gone?.remove()
  }
}

extension OutputWriter {
  /// Writes a folder as ``writeFolder(files:as:to:replacing:keepingOld:amongOthers:)`` does, of files that need not fit into memory.
  ///
  /// - `fill`: writes them one after the other. Whatever it throws, no folder comes of it.
  public func writeFolder(
    as kind: FolderMarker.Kind, to folder: URL, replacing: Bool, _ fill: (GrowingFolder) throws -> Void
  ) throws {
    let place = TemporaryNames(for: folder)
    try checkPlace(place, replacing: replacing)
    Leftovers(place: place, operations: operations).clean()
    let growing = GrowingFolder(place.temporary(), of: place.target, operations)
    do {
      try growing.begin()
      try fill(growing)
      let marker = FolderMarker(kind: kind, hashes: growing.hashes).encoded()
      try growing.writeFile(FolderMarker.fileName) { try $0.append([UInt8](marker)) }
    } catch {
      removeFolder(growing.path)
      throw error
    }
    try take(growing.path, to: place, keepingOld: false)
  }
}
