import Foundation
import Synchronization

/// Names beside an output, by which a later run knows what a dead one has left.
struct TemporaryNames {
  let target: String
  let parent: String
  private let name: String

  init(for output: URL) {
    let url = output.standardizedFileURL
    var path = url.path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    target = path
    name = (path as NSString).lastPathComponent
    parent = (path as NSString).deletingLastPathComponent
  }

  /// `.NAME.PID-RANDOM.placement-new`
  func temporary() -> String { unique("placement-new") }

  /// Where the old output stands for the moment between two renames.
  func previous() -> String { unique("placement-old") }

  private func unique(_ suffix: String) -> String {
    let path = parent + "/.\(name).\(getpid())-\(UInt32.random(in: .min ... .max)).\(suffix)"
    TemporaryNames.made.withLock { _ = $0.insert(path) }
    return path
  }

  /// Every temporary name that this process has made. In a container a process has the same number night after night: one
  /// of before is told from this one by what it made.
  private static let made = Mutex<Set<String>>([])

  static func isMadeHere(_ path: String) -> Bool { made.withLock { $0.contains(path) } }

  /// The process that made a temporary name of this output; nil for any other name.
  func owner(of entry: String) -> (process: Int32, isOld: Bool)? {
    let prefix = ".\(name)."
    let isOld = entry.hasSuffix(".placement-old")
    guard entry.hasPrefix(prefix), isOld || entry.hasSuffix(".placement-new") else { return nil }
    let middle = entry.dropFirst(prefix.count).dropLast(".placement-new".count)
    let parts = middle.split(separator: "-")
    guard parts.count == 2, let process = Int32(parts[0]), UInt32(parts[1]) != nil else { return nil }
    return (process, isOld)
  }

  /// Whether the output's place is that of a file or folder, or a folder that it lies in, by whatever links.
  func isOrHolds(_ file: URL) -> Bool {
    guard let place = TemporaryNames.real(target), let other = TemporaryNames.real(file.path) else {
      return false
    }
    return other == place || other.hasPrefix(place == "/" ? place : place + "/")
  }

  private static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  var targetExists: Bool { TemporaryNames.exists(target) }

  /// Whether an entry is what a run that died may have left, of whatever output.
  static func isTemporary(_ entry: String) -> Bool {
    let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
    guard entry.hasPrefix("."), parts.count >= 4,
      ["placement-new", "placement-old"].contains(parts[parts.count - 1])
    else { return false }
    let owner = parts[parts.count - 2].split(separator: "-")
    return owner.count == 2 && Int32(owner[0]) != nil && UInt32(owner[1]) != nil
  }

  /// Whether a name is taken, be it by a link to nowhere.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}

/// What runs that died have left beside an output.
struct Leftovers {
  let place: TemporaryNames
  let operations: any FileOperations

  /// Brings back an old output whose replacement never arrived; removes the rest.
  func clean() {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: place.parent) else { return }
    let own = entries.compactMap { entry in place.owner(of: entry).map { (entry: entry, owner: $0) } }
    for (entry, (process, isOld)) in own.sorted(by: { String.utf8Precedes($0.entry, $1.entry) })
    where isDead(process, place.parent + "/" + entry) {
      let path = place.parent + "/" + entry
      if isOld, !place.targetExists {
        try? operations.rename(path, to: place.target)
      } else {
        operations.removeAll(path)
      }
    }
  }

  private func isDead(_ process: Int32, _ path: String) -> Bool {
    if process == getpid() { return !TemporaryNames.isMadeHere(path) }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}

extension FileOperations {
  /// Removes a folder with all it holds, or a file, as far as that goes; links are removed, never followed.
  public func removeAll(_ path: String) {
    switch FolderOwnership.type(path) {
    case 0: return
    case S_IFDIR:
      for entry in FolderOwnership.entries(path) { removeAll(path + "/" + entry) }
      try? removeDirectory(path)
    default: try? removeFile(path)
    }
  }
}
