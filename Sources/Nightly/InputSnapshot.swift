import Foundation
import Placement
import PlacementFiles

/// The files of a case as they stood at one moment.
///
/// Coordinators save files while we read: a file that changes under the reading, or that looks cut off, is
/// read again until it is quiet or our patience ends.
struct InputSnapshot: Sendable {
  static let fileNames = CaseFileName.every

  /// In order of name.
  private(set) var files: [(name: String, data: Data)] = []
  /// Files that look half-written and stayed so: the check will tell whether they are at fault.
  private(set) var cutOff: [String] = []

  var hashes: [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0.name, Digest.sha256([UInt8]($0.data))) })
  }

  var bytes: Int { files.reduce(0) { $0 + $1.data.count } }

  func data(_ name: String) -> Data? { files.first { $0.name == name }?.data }

  /// How long a reading may take.
  struct Patience: Sendable {
    /// Seconds that a file must have been left alone.
    var settle = 1.0
    /// Seconds after which a file that keeps changing is a fault.
    var limit = 10.0
  }

  /// - Throws: ``NightEnd`` with exit 66 where a file cannot be read, 65 where files keep changing.
  init(of folder: URL, patience: Patience, stop: StopRequest) throws(NightEnd) {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(patience.limit)
    var contents: [String: Data] = [:]
    var states: [String: FileState] = [:]
    while true {
      if stop.isSet { throw NightEnd.stopped }
      var unquiet: [String] = []
      for name in Self.fileNames {
        let path = folder.path + "/" + name
        if let state = states[name], state == FileState(path), !state.isFresh(patience.settle) { continue }
        let before = FileState(path)
        contents[name] = try Self.read(path, name)
        let after = FileState(path)
        states[name] = after
        if before != after || after.isFresh(patience.settle) { unquiet.append(name) }
      }
      // Once more over all of them: a set of files is taken as it stood together.
      for name in Self.fileNames where states[name] != FileState(folder.path + "/" + name) {
        if !unquiet.contains(name) { unquiet.append(name) }
      }
      cutOff = Self.fileNames.filter { name in contents[name].map { Self.looksCutOff($0, name) } ?? false }
      if unquiet.isEmpty, cutOff.isEmpty { break }
      if clock.now >= end {
        if unquiet.isEmpty { break }
        throw NightEnd.changing(unquiet)
      }
      usleep(UInt32(min(0.1, max(0.005, patience.settle / 4)) * 1e6))
    }
    files = Self.fileNames.compactMap { name in contents[name].map { (name, $0) } }
  }

  /// Nil where the file is not there.
  private static func read(_ path: String, _ name: String) throws(NightEnd) -> Data? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      if errno == ENOENT { return nil }
      throw NightEnd.unreadable(name, String(cString: strerror(errno)))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw NightEnd.unreadable(
        name, String(cString: strerror(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)))
    }
    do {
      return try FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd() ?? Data()
    } catch {
      throw NightEnd.unreadable(name, "EIO")
    }
  }

  /// Whether a file ends in the middle of something: no bytes at all, a quote that is open, fewer cells in the
  /// last row than in the first. A file that ends with a line break is taken as whole.
  static func looksCutOff(_ data: Data, _ name: String) -> Bool {
    guard let last = data.last else { return true }
    guard name.hasSuffix(".csv"), last != UInt8(ascii: "\n"), last != UInt8(ascii: "\r") else { return false }
    var isQuoted = false
    var cells = 1
    var firstRow: Int?
    for byte in data {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: cells += 1
      case UInt8(ascii: "\n") where !isQuoted:
        firstRow = firstRow ?? cells
        cells = 1
      default: break
      }
    }
    return isQuoted || cells < (firstRow ?? cells)
  }
}

/// What tells one state of a file from another.
private struct FileState: Equatable {
  private let status: [Int]
  private let modified: Double?

  init(_ path: String) {
    var found = stat()
    guard stat(path, &found) == 0 else {
      status = []
      modified = nil
      return
    }
    status = [
      Int(bitPattern: UInt(found.st_ino)), Int(found.st_size), found.st_mtim.tv_sec, found.st_mtim.tv_nsec,
      found.st_ctim.tv_sec, found.st_ctim.tv_nsec,
    ]
    modified = Double(found.st_mtim.tv_sec) + Double(found.st_mtim.tv_nsec) / 1e9
  }

  /// Whether it was written so lately that its writer may still be at it. A time ahead of the clock says nothing.
  func isFresh(_ settle: Double) -> Bool {
    guard let modified else { return false }
    return (0..<settle).contains(Date().timeIntervalSince1970 - modified)
  }
}

extension NightEnd {
  static let stopped = NightEnd(
    outcome: .stopped, exitCode: 143,
    reason: Text(zh: "运行被停止；原方案未变", en: "the run was told to stop; the plan before it stands"))

  fileprivate static func unreadable(_ name: String, _ why: String) -> NightEnd {
    NightEnd(
      outcome: .inputs, exitCode: 66,
      reason: Text(
        zh: "\(name) 无法读取（\(why)）；请检查文件权限", en: "\(name) cannot be read (\(why)); check its permissions"))
  }

  fileprivate static func changing(_ names: [String]) -> NightEnd {
    let list = names.joined(separator: ", ")
    return NightEnd(
      outcome: .inputs, exitCode: 65,
      reason: Text(
        zh: "\(list) 在读取期间一直在变动；请等保存完成后再运行",
        en: "\(list) kept changing while being read; run again when nobody is saving"))
  }
}
