import Foundation
import Placement
import PlacementFiles

/// The files of a case as they stood at one moment.
///
/// Coordinators save files while we read: a file that changes under the reading, or that looks cut off, is
/// read again until it is quiet or our patience ends.
struct InputSnapshot: Sendable {
  /// In order of name.
  private(set) var files: [(name: String, data: Data)] = []
  /// Files that look half-written and stayed so: the check will tell whether they are at fault.
  private(set) var cutOff: [String] = []

  var hashes: [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0.name, Digest.sha256([UInt8]($0.data))) })
  }

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
    var contents: [String: (state: FileState, data: Data)] = [:]
    while true {
      if stop.isSet { throw NightEnd.stopped }
      // The list before and after: a set of files is taken as it stood together, none come, gone or exchanged.
      let before = try CaseListing(of: folder)
      contents = contents.filter { before.files[$0.key] == $0.value.state }
      for (name, state) in before.files where contents[name] == nil {
        if let data = try Self.read(folder.path + "/" + name, name) { contents[name] = (state, data) }
      }
      let unquiet = try CaseListing(of: folder).unquiet(since: before, settle: patience.settle)
      let names = contents.keys.sorted(by: String.utf8Precedes)
      cutOff = names.filter { Self.looksCutOff(contents[$0]!.data, $0) }
      files = names.map { ($0, contents[$0]!.data) }
      if unquiet.isEmpty, cutOff.isEmpty { break }
      if clock.now >= end {
        if unquiet.isEmpty { break }
        throw NightEnd.changing(unquiet)
      }
      usleep(UInt32(min(0.1, max(0.005, patience.settle / 4)) * 1e6))
    }
  }

  /// Nil where the file is gone.
  private static func read(_ path: String, _ name: String) throws(NightEnd) -> Data? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      var status = stat()
      if errno == ENOENT, lstat(path, &status) != 0 { return nil }
      throw NightEnd.unreadable(name, errno)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw NightEnd.unreadable(name, status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    switch readToEnd(of: file) {
    case .success(let data): return data
    case .failure(let error) where error.code == EFBIG: throw NightEnd.tooLarge(name)
    case .failure(let error): throw NightEnd.unreadable(name, error.code)
    }
  }

  /// Whether a file ends in the middle of something: no bytes at all, a quote that is open, fewer cells in the
  /// last row than in the first; of a workbook, no list of contents. A file that ends with a line break is taken as whole.
  static func looksCutOff(_ data: Data, _ name: String) -> Bool {
    guard let last = data.last else { return true }
    // An archive's contents stand at its end, at most a comment of 64 KB before it.
    if name.hasSuffix(".xlsx"), data.starts(with: [0x50, 0x4B]) {
      return data.suffix(65_557).range(of: Data([0x50, 0x4B, 5, 6])) == nil
    }
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

/// The case's files in a folder at one moment, each with its state.
private struct CaseListing {
  private(set) var files: [String: FileState] = [:]
  /// Files that come before one of the case's: `.students.csv.x9Kd2P`, as copying programs write beside it.
  private var forerunners: [String: FileState] = [:]

  init(of folder: URL) throws(NightEnd) {
    let entries: [String]
    do throws(FileOperationError) {
      entries = try PlacementFiles.entries(ofFolder: folder.path)
    } catch {
      throw NightEnd.unreadable(folder.path, error.code)
    }
    for entry in entries {
      let path = folder.path + "/" + entry
      if CaseFileName.table(of: entry) != nil {
        files[entry] = FileState(path)
      } else if CaseFileName.names.contains(where: { entry.contains($0) }) {
        forerunners[entry] = FileState(path)
      }
    }
  }

  /// Files that are not as they were, or that somebody may still be at work on.
  func unquiet(since before: CaseListing, settle: Double) -> [String] {
    let changed = files.keysDiffering(from: before.files)
    let fresh = files.merging(forerunners) { $1 }.filter { $0.value.isFresh(settle) }.keys
    return Set(changed).union(fresh).sorted(by: String.utf8Precedes)
  }
}

/// What tells one state of a file from another.
private struct FileState: Equatable {
  private let status: [Int]
  /// When it last got new contents, a new name or new times, whichever came last: a file that is renamed into
  /// place, or given old times, was touched all the same.
  private let touched: Double?

  init(_ path: String) {
    var found = stat()
    guard stat(path, &found) == 0 else {
      status = []
      touched = nil
      return
    }
    status = [
      Int(bitPattern: UInt(found.st_dev)), Int(bitPattern: UInt(found.st_ino)), Int(found.st_size),
      found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ctim.tv_sec, found.st_ctim.tv_nsec,
    ]
    func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }
    let now = Date().timeIntervalSince1970
    // A time ahead of the clock says nothing.
    touched = [seconds(found.st_mtim), seconds(found.st_ctim)].filter { $0 <= now }.max()
  }

  /// Whether it was touched so lately that somebody may still be at it.
  func isFresh(_ settle: Double) -> Bool {
    touched.map { (0..<settle).contains(Date().timeIntervalSince1970 - $0) } ?? false
  }
}

extension NightEnd {
  static let stopped = NightEnd(
    outcome: .stopped, exitCode: 143,
    reason: Text(zh: "运行被停止；原方案未变", en: "the run was told to stop; the plan before it stands"))

  fileprivate static func unreadable(_ name: String, _ code: Int32) -> NightEnd {
    let why = SystemFailure.text(code)
    let reason =
      switch code {
      case EISDIR:
        Text(
          zh: "\(name) 是文件夹，不是文件；请把它移出案例文件夹，或改名",
          en: "\(name) is a folder, not a file; move it out of the case folder, or give it another name")
      case EACCES, EPERM: Text(zh: "\(name) 无法读取：\(why.zh)", en: "\(name) cannot be read: \(why.en)")
      default:
        Text(
          zh: "\(name) 无法读取（\(why.zh)）；若是链接，请检查所指的磁盘",
          en: "\(name) cannot be read (\(why.en)); where it is a link, check the disk that it names")
      }
    return NightEnd(outcome: .inputs, exitCode: 66, reason: reason)
  }

  fileprivate static func tooLarge(_ name: String) -> NightEnd {
    NightEnd(
      outcome: .inputs, exitCode: 65,
      reason: Text(
        zh: "\(name) 超过 1 GB，不予读取；请检查是否放错了文件",
        en: "\(name) is larger than 1 GB and was not read; check that it is the right file"))
  }

  fileprivate static func changing(_ names: [String]) -> NightEnd {
    let list = Text(listing: names)
    return NightEnd(
      outcome: .inputs, exitCode: 65,
      reason: Text(
        zh: "\(list.zh) 在读取期间一直在变动；请等保存完成后再运行",
        en: "\(list.en) kept changing while being read; run again when nobody is saving"))
  }
}
