import Foundation
import Placement

/// Why an output could not be written (exit 73).
public enum OutputError: Error, Equatable, Sendable {
  /// Something is there already, and replacing it was not asked for.
  case exists(String)
  case cannotWrite(Text)

  public var message: Text {
    switch self {
    case .exists(let path):
      Text(zh: "\(path) 已存在；要替换它请加 --force", en: "\(path) exists; give --force to replace it")
    case .cannotWrite(let text): text
    }
  }
}

/// Writes folders and files whole or not at all.
///
/// A folder is built under a temporary name beside its place, every file synced, the folder synced, then
/// renamed into place and the parent synced. At every moment the place holds the old folder, the new one,
/// or (where neither was) nothing.
public struct OutputWriter: Sendable {
  let operations: any FileOperations

  public init(operations: any FileOperations = SystemFileOperations()) {
    self.operations = operations
  }

  /// `CSV` tables and other files as one folder.
  public func writePlan(
    tables: [PlanTable], json: [(name: String, data: Data)], to folder: URL, language: Language,
    replacing: Bool
  ) throws(OutputError) {
    let files = tables.map { (name: $0.file, data: csvData(table: $0, language: language)) } + json
    try writeFolder(files: files, to: folder, replacing: replacing)
  }

  /// - Parameters:
  ///   - files: by name; `plan/quotas.csv` stands in a folder of its own.
  ///   - nested: whether an older folder may hold folders of this program's files.
  public func writeFolder(
    files: [(name: String, data: Data)], to folder: URL, replacing: Bool, nested: Bool = false
  ) throws(OutputError) {
    let place = TemporaryNames(for: folder)
    try checkPlace(place, replacing: replacing, nested: nested)
    Leftovers(place: place, operations: operations).clean()
    let temporary = place.temporary()
    do {
      try build(files, in: temporary)
      try moveIntoPlace(temporary, place)
    } catch {
      removeFolder(temporary)
      throw OutputError.cannotWrite(OutputWriter.text(error, place.target))
    }
  }

  /// Before any work: whether the place can take a folder at all.
  public func checkFolder(_ folder: URL, replacing: Bool, nested: Bool = false) throws(OutputError) {
    try checkPlace(TemporaryNames(for: folder), replacing: replacing, nested: nested)
  }

  /// Gives a finished folder its place in one step; what stood there goes last.
  public func moveFolder(_ finished: URL, to folder: URL, replacing: Bool) throws(OutputError) {
    let place = TemporaryNames(for: folder)
    try checkPlace(place, replacing: replacing, nested: true)
    Leftovers(place: place, operations: operations).clean()
    do {
      try operations.syncDirectory(finished.path)
      try moveIntoPlace(finished.path, place)
    } catch {
      throw OutputError.cannotWrite(OutputWriter.text(error, place.target))
    }
  }

  /// Replaces one file in one step; the old one stays beside it under `backupName` where that is asked for.
  public func writeFileAtomically(
    _ data: Data, to file: URL, keepingBackup: Bool = false
  ) throws(OutputError) {
    let place = TemporaryNames(for: file)
    Leftovers(place: place, operations: operations).clean()
    let temporary = place.temporary()
    do {
      try writeFile(data, temporary)
      if keepingBackup, place.targetExists {
        let backup = OutputWriter.backup(of: file).path
        if TemporaryNames.exists(backup) { try operations.removeFile(backup) }
        try operations.link(place.target, to: backup)
      }
      try operations.rename(temporary, to: place.target)
      try operations.syncDirectory(place.parent)
    } catch {
      try? operations.removeFile(temporary)
      throw OutputError.cannotWrite(OutputWriter.text(error, place.target))
    }
  }

  /// Where `writeFileAtomically` keeps the file it replaces: `decisions.csv` → `decisions.previous.csv`.
  public static func backup(of file: URL) -> URL {
    let name = file.deletingPathExtension().lastPathComponent + ".previous." + file.pathExtension
    return file.deletingLastPathComponent().appendingPathComponent(name)
  }

  // MARK: Steps

  private func checkPlace(
    _ place: TemporaryNames, replacing: Bool, nested: Bool
  ) throws(OutputError) {
    guard TemporaryNames.exists(place.parent) else {
      throw .cannotWrite(
        Text(zh: "没有文件夹 \(place.parent)", en: "there is no folder \(place.parent) to write into"))
    }
    guard place.targetExists else { return }
    guard replacing else { throw .exists(place.target) }
    guard nested ? place.targetIsOurTree : place.targetIsOurs else {
      throw .cannotWrite(
        Text(
          zh: "\(place.target) 中有不是本程序写的内容，不予替换",
          en: "\(place.target) holds what this program has not written, and is not replaced"))
    }
  }

  private func build(
    _ files: [(name: String, data: Data)], in folder: String
  ) throws(FileOperationError) {
    var folders = [folder]
    try operations.makeDirectory(folder)
    for file in files.sorted(by: { String.utf8Precedes($0.name, $1.name) }) {
      let parent = ((folder + "/" + file.name) as NSString).deletingLastPathComponent
      if !folders.contains(parent) {
        try operations.makeDirectory(parent)
        folders.append(parent)
      }
      try writeFile(file.data, folder + "/" + file.name)
    }
    for folder in folders.reversed() { try operations.syncDirectory(folder) }
  }

  private func writeFile(_ data: Data, _ path: String) throws(FileOperationError) {
    let file = try operations.createFile(path)
    var failure: FileOperationError?
    do {
      try write(data, to: file)
      try operations.sync(file)
    } catch {
      failure = error
    }
    do {
      try operations.close(file)
    } catch {
      failure = failure ?? error
    }
    if let failure { throw failure }
  }

  private func write(_ data: Data, to file: Int32) throws(FileOperationError) {
    let result: Result<Void, FileOperationError> = data.withUnsafeBytes { bytes in
      do throws(FileOperationError) {
        try operations.write(bytes, to: file)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func moveIntoPlace(
    _ temporary: String, _ place: TemporaryNames
  ) throws(FileOperationError) {
    guard place.targetExists else {
      try operations.rename(temporary, to: place.target)
      try syncParent(place) { () throws(FileOperationError) in
        try operations.rename(place.target, to: temporary)
      }
      return
    }
    do {
      try operations.exchange(temporary, place.target)
      try syncParent(place) { () throws(FileOperationError) in
        try operations.exchange(temporary, place.target)
      }
      removeFolder(temporary)
    } catch  where [EINVAL, ENOSYS, ENOTSUP].contains(error.code) && error.operation == "renameat2" {
      // A file system that cannot exchange: the old folder stays under a name that the next run restores.
      let previous = place.previous()
      try operations.rename(place.target, to: previous)
      do {
        try operations.rename(temporary, to: place.target)
      } catch {
        try? operations.rename(previous, to: place.target)
        throw error
      }
      try syncParent(place) { () throws(FileOperationError) in
        try operations.rename(place.target, to: temporary)
        try operations.rename(previous, to: place.target)
      }
      removeFolder(previous)
    }
  }

  /// A new name that may not last is taken back: an error means that nothing has changed.
  private func syncParent(
    _ place: TemporaryNames, undo: () throws(FileOperationError) -> Void
  ) throws(FileOperationError) {
    do {
      try operations.syncDirectory(place.parent)
    } catch {
      try? undo()
      throw error
    }
  }

  /// As far as it goes: what is left is cleaned up by a later run.
  private func removeFolder(_ folder: String) {
    Leftovers.removeFolder(folder, operations)
  }

  private static func text(_ error: FileOperationError, _ target: String) -> Text {
    Text(
      zh: "\(target) 无法写入（\(error.operation)：\(error.reason)）",
      en: "\(target) cannot be written (\(error.operation): \(error.reason))")
  }
}
