import Foundation
import Placement

/// How a finished folder takes the place of another one.
extension OutputWriter {
  /// Moves a whole folder to its place. What stood there is looked at once more, now that nobody can put
  /// anything into it by its name, and goes.
  func take(
    _ whole: String, to place: TemporaryNames, keepingOld: Bool, removingOnFailure: Bool = true
  ) throws(OutputError) {
    // What stands under the new folder's own name is removed only while it is the new folder.
    var isAway = false
    var found: Text?
    do throws(FileOperationError) {
      try operations.syncDirectory(whole)
      if let old = try moveIntoPlace(whole, place) {
        isAway = true
        found = FolderOwnership(of: old).objection
        do throws(FileOperationError) {
          if found != nil {
            try restore(old, from: whole, place)
            isAway = false
          } else if keepingOld {
            try keep(old, as: previous(of: place))
          } else {
            removeFolder(old)
          }
        } catch {
          try restore(old, from: whole, place)
          isAway = false
          throw error
        }
      }
    } catch {
      if removingOnFailure, !isAway { removeFolder(whole) }
      throw .cannotWrite(OutputWriter.text(error, place.target))
    }
    guard let found else { return }
    if removingOnFailure { removeFolder(whole) }
    throw .cannotWrite(found)
  }

  /// A folder that was replaced stays beside, in the place of the one kept before.
  private func keep(_ old: String, as kept: TemporaryNames) throws(FileOperationError) {
    if kept.targetExists { removeFolder(kept.target) }
    try operations.rename(old, to: kept.target)
    try operations.syncDirectory(kept.parent)
  }

  /// Gives a finished folder its place.
  ///
  /// - Returns: where the folder stands that was there before; nil where none was.
  private func moveIntoPlace(
    _ temporary: String, _ place: TemporaryNames
  ) throws(FileOperationError) -> String? {
    guard place.targetExists else {
      try operations.rename(temporary, to: place.target)
      try syncParent(place) { () throws(FileOperationError) in
        try operations.rename(place.target, to: temporary)
      }
      return nil
    }
    do {
      try operations.exchange(temporary, place.target)
      try syncParent(place) { () throws(FileOperationError) in
        try operations.exchange(temporary, place.target)
      }
      return temporary
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
      return previous
    }
  }

  /// Puts the folder back that stood in a place, the new one under its temporary name.
  private func restore(_ old: String, from whole: String, _ place: TemporaryNames) throws(FileOperationError)
  {
    if old == whole {
      try operations.exchange(old, place.target)
    } else {
      try operations.rename(place.target, to: whole)
      try operations.rename(old, to: place.target)
    }
    try operations.syncDirectory(place.parent)
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
}

/// The files of a folder that was gathered bit by bit, those of its folders included.
struct Gathered {
  private(set) var files: [(name: String, data: Data)] = []

  init(_ folder: String) { gather(folder, "") }

  private mutating func gather(_ folder: String, _ prefix: String) {
    for entry in FolderOwnership.entries(folder) {
      let path = folder + "/" + entry
      switch FolderOwnership.type(path) {
      case S_IFDIR: gather(path, prefix + entry + "/")
      case S_IFREG where prefix + entry != FolderMarker.fileName:
        files.append((prefix + entry, FileManager.default.contents(atPath: path) ?? Data()))
      default: break
      }
    }
  }
}
