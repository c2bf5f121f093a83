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
/// or (where neither was) nothing. A folder bears a ``FolderMarker``; another one is replaced only where
/// everything in it is this program's.
public struct OutputWriter: Sendable {
  let operations: any FileOperations
  /// What a command reads: never replaced, nor a folder that holds it.
  let inputs: [URL]

  public init(operations: any FileOperations = SystemFileOperations(), inputs: [URL] = []) {
    self.operations = operations
    self.inputs = inputs
  }

  /// - `files`: by name; `plan/quotas.csv` stands in a folder of its own.
  /// - `kind`: what the folder is.
  /// - `keepingOld`: whether a folder that is replaced stays beside, as `NAME.previous`.
  /// - `amongOthers`: whether processes of other machines may be writing the very same folder. Of theirs nobody here can
  ///   tell which are alive: what is theirs stays, until ``removeLeftovers(of:)``.
  public func writeFolder(
    files: [(name: String, data: Data)], as kind: FolderMarker.Kind = .plan, to folder: URL, replacing: Bool,
    keepingOld: Bool = false, amongOthers: Bool = false
  ) throws(OutputError) {
    let place = TemporaryNames(for: folder)
    try checkPlace(place, replacing: replacing)
    if keepingOld, place.targetExists { try checkPlace(previous(of: place), replacing: true) }
    if !amongOthers { removeLeftovers(of: folder) }
    let temporary = place.temporary()
    let marker = FolderMarker(kind: kind, files: files).encoded()
    do {
      try build(files + [(FolderMarker.fileName, marker)], in: temporary)
    } catch {
      removeFolder(temporary)
      throw OutputError.cannotWrite(OutputWriter.text(error, place.target))
    }
    try take(temporary, to: place, keepingOld: keepingOld)
  }

  /// Puts in order what runs that died have left beside an output.
  public func removeLeftovers(of output: URL) {
    Leftovers(place: TemporaryNames(for: output), operations: operations).clean()
  }

  /// Before any work: whether the place can take a folder at all.
  public func checkFolder(_ folder: URL, replacing: Bool) throws(OutputError) {
    try checkPlace(TemporaryNames(for: folder), replacing: replacing)
  }

  /// Gives a folder that was gathered bit by bit its last files, its marker and its place, in one step.
  ///
  /// - `notes`: names of files that gathering took and that are no part of the folder. They come along, so that nothing is lost
  ///   between two steps; ``removeFile(_:of:)`` takes them away.
  public func finishFolder(
    _ gathered: URL, adding files: [(name: String, data: Data)], leavingOut notes: [String] = [],
    as kind: FolderMarker.Kind, to folder: URL, replacing: Bool
  ) throws(OutputError) {
    let place = TemporaryNames(for: folder)
    try checkPlace(place, replacing: replacing)
    removeLeftovers(of: folder)
    removeLeftovers(of: gathered)
    removeUnfinished(in: gathered)
    for file in files {
      try writeFileAtomically(file.data, to: gathered.appendingPathComponent(file.name))
    }
    let marker = FolderMarker(
      kind: kind, files: Gathered(gathered.path).files.filter { !notes.contains($0.name) })
    try writeFileAtomically(marker.encoded(), to: gathered.appendingPathComponent(FolderMarker.fileName))
    try take(gathered.path, to: place, keepingOld: false, removingOnFailure: false)
  }

  /// Removes a file of a folder; one that is not there is as good as removed.
  public func removeFile(_ name: String, of folder: URL) throws(OutputError) {
    let path = folder.appendingPathComponent(name).path
    guard TemporaryNames.exists(path) else { return }
    do {
      try operations.removeFile(path)
    } catch {
      throw .cannotWrite(OutputWriter.text(error, path))
    }
    // After a power cut it may be there again where this fails, and is removed again.
    try? operations.syncDirectory(folder.path)
  }

  /// Removes from a folder what runs that died have left of files and folders they were writing. Whoever calls it knows that
  /// nobody writes there now.
  public func removeUnfinished(in folder: URL) {
    for entry in FolderOwnership.entries(folder.path) where TemporaryNames.isTemporary(entry) {
      removeFolder(folder.path + "/" + entry)
    }
  }

  /// Why a folder is not this program's to remove; nil where it is.
  public func objection(toRemoving folder: URL) -> Text? {
    let place = TemporaryNames(for: folder)
    return place.targetExists ? objection(place) : nil
  }

  /// Removes a folder in which everything is this program's.
  public func removeFolder(_ folder: URL) throws(OutputError) {
    if let objection = objection(toRemoving: folder) { throw .cannotWrite(objection) }
    removeFolder(TemporaryNames(for: folder).target)
  }

  /// Where a folder stays that another one has replaced: `schools` → `schools.previous`.
  static func previous(of folder: URL) -> URL {
    URL(fileURLWithPath: TemporaryNames(for: folder).target + ".previous", isDirectory: true)
  }

  func previous(of place: TemporaryNames) -> TemporaryNames {
    TemporaryNames(for: OutputWriter.previous(of: URL(fileURLWithPath: place.target)))
  }

  /// Says of a folder's files that what somebody filled in there has been taken in, so that they may be replaced.
  /// A folder that bears no marker, or cannot be written, stays as it is.
  public func noteTakenIn(_ files: [(url: URL, bytes: [UInt8])]) {
    let byFolder = Dictionary(grouping: files) { $0.url.standardizedFileURL.deletingLastPathComponent().path }
    for (folder, files) in byFolder.sorted(by: { String.utf8Precedes($0.key, $1.key) }) {
      guard var marker = FolderMarker(of: folder) else { continue }
      for file in files where marker.files.keys.contains(file.url.lastPathComponent) {
        marker.takenIn[file.url.lastPathComponent] = Digest.sha256(file.bytes)
      }
      guard marker != FolderMarker(of: folder) else { continue }
      try? writeFileAtomically(
        marker.encoded(), to: URL(fileURLWithPath: folder + "/" + FolderMarker.fileName))
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
        try keep(place.target, as: backup)
      }
      try operations.rename(temporary, to: place.target)
      try operations.syncDirectory(place.parent)
    } catch {
      try? operations.removeFile(temporary)
      throw OutputError.cannotWrite(OutputWriter.text(error, place.target))
    }
  }

  private func keep(_ file: String, as backup: String) throws(FileOperationError) {
    do {
      try operations.link(file, to: backup)
    } catch  where [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(error.code) {
      // exFAT and some network disks know no second name for a file: there it is a copy.
      guard let data = FileManager.default.contents(atPath: file) else { throw error }
      try writeFile(data, backup)
    }
  }

  /// Where `writeFileAtomically` keeps the file it replaces: `decisions.csv` → `decisions.previous.csv`.
  public static func backup(of file: URL) -> URL {
    let name = file.deletingPathExtension().lastPathComponent + ".previous." + file.pathExtension
    return file.deletingLastPathComponent().appendingPathComponent(name)
  }

  // MARK: Steps

  func checkPlace(_ place: TemporaryNames, replacing: Bool) throws(OutputError) {
    guard TemporaryNames.exists(place.parent) else {
      throw .cannotWrite(
        Text(
          zh: "没有文件夹 \(place.parent)，请先新建它，或换一个位置",
          en: "there is no folder \(place.parent) to write into; make it first, or take another place"))
    }
    guard place.targetExists else { return }
    guard replacing else { throw .exists(place.target) }
    if let objection = objection(place) { throw .cannotWrite(objection) }
  }

  private func objection(_ place: TemporaryNames) -> Text? {
    guard FolderOwnership.type(place.target) == S_IFDIR else {
      return Text(
        zh: "\(place.target) 是链接或文件，不是文件夹，不予替换",
        en: "\(place.target) is a link or a file, no folder, and is not replaced")
    }
    let working = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    for input in inputs where place.isOrHolds(input) {
      return Text(
        zh: "\(place.target) 就是本次读取的 \(input.path)，或包含它，不予替换",
        en: "\(place.target) is, or holds, \(input.path), which is read, and is not replaced")
    }
    if place.isOrHolds(working) {
      return Text(
        zh: "\(place.target) 是当前工作文件夹，或包含它，不予替换",
        en: "\(place.target) is, or holds, the working folder and is not replaced")
    }
    return FolderOwnership(of: place.target).objection
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
    let file = try OpenFile(path, operations)
    do {
      try file.append(data)
    } catch {
      file.close()
      throw error
    }
    try file.finish()
  }

  /// As far as it goes: what is left is cleaned up by a later run.
  func removeFolder(_ folder: String) {
    operations.removeAll(folder)
  }

  static func text(_ error: FileOperationError, _ target: String) -> Text {
    error.text(target)
  }
}
