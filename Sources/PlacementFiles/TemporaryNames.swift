import Foundation

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
    parent + "/.\(name).\(getpid())-\(UInt32.random(in: .min ... .max)).\(suffix)"
  }

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

  var targetExists: Bool { TemporaryNames.exists(target) }

  /// A folder of nothing but files of the kinds that this program writes.
  var targetIsOurs: Bool {
    let endings = [".csv", ".json", ".mps", ".html"]
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: target) else { return false }
    return entries.allSatisfy { entry in
      var isDirectory: ObjCBool = false
      return endings.contains { entry.hasSuffix($0) }
        && FileManager.default.fileExists(atPath: target + "/" + entry, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }
  }

  /// The same of a folder with folders in it: what-ifs hold plans and cases, and what a dead run has left.
  var targetIsOurTree: Bool {
    let endings = [".csv", ".json", ".html", ".yaml", ".placement-new", ".placement-old"]
    guard let entries = FileManager.default.enumerator(atPath: target) else { return false }
    for case let entry as String in entries {
      let type = entries.fileAttributes?[.type] as? FileAttributeType
      guard type == .typeDirectory || (type == .typeRegular && endings.contains { entry.hasSuffix($0) })
      else { return false }
    }
    return true
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
    for entry in entries.sorted(by: String.utf8Precedes) {
      guard let (process, isOld) = place.owner(of: entry), isDead(process) else { continue }
      let path = place.parent + "/" + entry
      if isOld, !place.targetExists {
        try? operations.rename(path, to: place.target)
      } else {
        Leftovers.removeFolder(path, operations)
      }
    }
  }

  private func isDead(_ process: Int32) -> Bool {
    process != getpid() && kill(process, 0) != 0 && errno == ESRCH
  }

  /// A folder with all it holds, or a file; links are removed, never followed.
  static func removeFolder(_ path: String, _ operations: any FileOperations) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      try? operations.removeFile(path)
      return
    }
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      removeFolder(path + "/" + entry, operations)
    }
    try? operations.removeDirectory(path)
  }
}
