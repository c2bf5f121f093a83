import Foundation
import Placement
import PlacementFiles

/// The folder of plans: `2026-09-01T02-00-00Z/` …, `latest`, `held/`, `runs/`, `crashes/`.
///
/// Everything is written through the file operations; whoever writes holds the folder's lock.
public struct PlansFolder: Sendable {
  public let url: URL
  let operations: any FileOperations

  public init(_ url: URL, operations: any FileOperations = SystemFileOperations()) {
    self.url = url
    self.operations = operations
  }

  var path: String { url.path }
  var held: URL { url.appendingPathComponent("held") }
  var runs: URL { url.appendingPathComponent("runs") }
  var crashes: URL { url.appendingPathComponent("crashes") }
  var link: String { path + "/latest" }

  func plan(_ id: String) -> URL { url.appendingPathComponent(id) }

  func prepare() throws(FileOperationError) {
    for folder in [url, held, runs, crashes] where !PlansFolder.exists(folder.path) {
      try operations.makeDirectory(folder.path)
    }
  }

  /// Where fewer mebibytes are free than there must be; nil where there is room, or nothing to ask.
  func shortage(of minimum: Int) -> Text? {
    var space = statvfs()
    guard statvfs(path, &space) == 0 else { return nil }
    let free = UInt64(space.f_bavail) * UInt64(space.f_frsize) / 1_048_576
    guard free < UInt64(minimum) else { return nil }
    return Text(
      zh: "\(path) 所在磁盘仅剩 \(free) MB，至少需要 \(minimum) MB；请清理磁盘",
      en: "only \(free) MB are free at \(path), \(minimum) are needed; make room")
  }

  /// The name of the plan that `latest` names; nil where there is none or it is gone.
  public var latest: String? {
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link), Stamp.isName(target),
      FileManager.default.fileExists(atPath: path + "/" + target)
    else { return nil }
    return target
  }

  /// Names `id` the latest plan in one step. Where the folder cannot be synced the old name comes back.
  func setLatest(_ id: String) throws(FileOperationError) {
    let before = latest
    try pointLatest(at: id)
    do {
      try operations.syncDirectory(path)
    } catch {
      if let before { try? pointLatest(at: before) } else { try? operations.removeFile(link) }
      throw error
    }
  }

  private func pointLatest(at id: String) throws(FileOperationError) {
    let temporary = path + "/.latest.new"
    if PlansFolder.exists(temporary) { try operations.removeFile(temporary) }
    try operations.makeLink(to: id, at: temporary)
    try operations.rename(temporary, to: link)
  }

  // MARK: Runs

  /// Names of plans, of those held, and of runs never meet, even where the clock jumps back.
  func newRunID(_ date: Date) -> String {
    let name = Stamp.name(date)
    let taken = Set(runNames.map(\.id))
    func isTaken(_ id: String) -> Bool {
      taken.contains(id) || PlansFolder.exists(plan(id).path)
        || PlansFolder.exists(held.appendingPathComponent(id).path)
    }
    var id = name
    var number = 2
    while isTaken(id) {
      id = "\(name)-\(number)"
      number += 1
    }
    return id
  }

  /// Every run that has a record, oldest first, by file name alone.
  var runNames: [RunName] {
    PlansFolder.entries(runs).compactMap { file in
      guard file.hasSuffix(".json"), let dash = file.firstIndex(of: "-"),
        let sequence = NightRecord.sequence(file[..<dash])
      else { return nil }
      let id = String(file[file.index(after: dash)...].dropLast(5))
      return Stamp.isName(id) ? (sequence, id, file) : nil
    }.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) }
  }

  typealias RunName = (sequence: Int, id: String, file: String)

  /// Nil where the file cannot be read as the record that its name promises.
  func record(_ name: RunName) -> NightRecord? {
    let data = FileManager.default.contents(atPath: runs.path + "/" + name.file)
    let record = data.flatMap { try? JSONDecoder().decode(NightRecord.self, from: $0) }
    return record.flatMap { $0.id == name.id && $0.sequence == name.sequence ? $0 : nil }
  }

  /// Records that can be read, newest first, each read when it is asked for, and once: a file that was there a moment ago
  /// may have gone.
  var newestRecords: some Sequence<NightRecord> {
    sequence(state: runNames) { names in
      while let name = names.popLast() {
        if let record = record(name) { return record }
      }
      return nil
    }
  }

  func write(_ record: NightRecord) throws(OutputError) {
    guard let data = try? record.jsonFile() else {
      throw .cannotWrite(Text(zh: "无法生成运行记录", en: "the run's record cannot be made"))
    }
    try OutputWriter(operations: operations).writeFileAtomically(
      data, to: runs.appendingPathComponent(record.fileName))
  }

  /// Names of the plans that stand in a folder.
  func planNames(in folder: URL) -> [String] { PlansFolder.entries(folder).filter(Stamp.isName) }

  // MARK: Files

  /// In order of name; none where the folder cannot be read.
  static func entries(_ folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .sorted(by: String.utf8Precedes)
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}
