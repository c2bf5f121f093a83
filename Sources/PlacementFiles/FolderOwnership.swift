import Foundation
import Placement

/// Whether everything in a folder is this program's and nobody's work would be lost with it.
///
/// Ours is what a marker lists. People's work is a decision filled in that `decide` has not taken in, and in a
/// case any change. A folder of before there were markers is ours where its files all bear a plan's names and
/// its summary.json can be read.
struct FolderOwnership {
  /// Names, within the folder, of what this program has not written.
  private(set) var foreign: [String] = []
  /// Names of files in which somebody has changed something.
  private(set) var changed: [String] = []
  /// Files with decisions that have not been taken in, and their rows.
  private(set) var undecided: [(file: String, rows: [Int])] = []

  private let folder: String

  init(of folder: String) {
    self.folder = folder
    inspect("")
  }

  /// Why the folder must not be replaced or removed; nil where nothing speaks against it.
  var objection: Text? {
    if !foreign.isEmpty {
      let names = FolderOwnership.list(foreign)
      return Text(
        zh: "\(folder) 中有不是本程序写的内容（\(names.zh)），不予替换；请先移走，或换一个文件夹",
        en: "\(folder) holds what this program has not written (\(names.en)) and is not replaced; "
          + "move that away first, or name another folder")
    }
    if !undecided.isEmpty {
      let rows = undecided.map { FolderOwnership.rows($0.file, $0.rows) }.joined(by: .comma)
      return Text(
        zh: "\(folder) 中填有尚未导入的决定（\(rows.zh)），不予替换；请先用 placement decide 导入，或移走该文件夹",
        en: "\(folder) holds decisions that have not been taken in (\(rows.en)) and is not replaced; "
          + "take them in with placement decide, or move the folder away")
    }
    guard !changed.isEmpty else { return nil }
    let names = FolderOwnership.list(changed)
    return Text(
      zh: "\(folder) 中有人改动过文件（\(names.zh)），不予替换；请先移走该文件夹，或换一个",
      en: "\(folder) holds files that somebody has changed (\(names.en)) and is not replaced; "
        + "move the folder away, or name another one")
  }

  /// The first few names, and that there are more.
  private static func list(_ names: [String]) -> Text {
    let most = 5
    let more = names.count - most
    let rest = more > 0 ? Text(zh: " 等 \(names.count) 项", en: " and \(more) more") : Text(verbatim: "")
    let shown = names.prefix(most)
    return Text(zh: shown.joined(separator: "、"), en: shown.joined(separator: ", ")) + rest
  }

  private static func rows(_ file: String, _ rows: [Int]) -> Text {
    let shown = rows.prefix(10).map(String.init)
    let isCut = rows.count > shown.count
    return Text(
      zh: "\(file) 第 \(shown.joined(separator: "、")) 行\(isCut ? "等" : "")",
      en: "\(file), \(rows.count == 1 ? "row" : "rows") \(shown.joined(separator: ", "))\(isCut ? ", …" : "")"
    )
  }

  // MARK: Looking

  /// The folder itself, or one that an unfinished sweep holds: with a marker of its own, or none.
  private mutating func inspect(_ place: String) {
    let path = FolderOwnership.joined(folder, place)
    let entries = FolderOwnership.entries(path)
    if let marker = FolderMarker(of: path) {
      walk(place, "", marker)
    } else if place.isEmpty, FolderOwnership.isOldPlan(path, entries) {
      for entry in entries { judge(place, entry, written: nil, in: nil) }
    } else {
      foreign += entries.map { FolderOwnership.joined(place, $0) }
    }
  }

  /// What stands in `within`, the marked folder itself or one below it.
  private mutating func walk(_ place: String, _ within: String, _ marker: FolderMarker) {
    for entry in FolderOwnership.entries(FolderOwnership.joined(folder, place, within)) {
      let name = FolderOwnership.joined(within, entry)
      let whole = FolderOwnership.joined(place, name)
      if entry == CaseLock.fileName || (within.isEmpty && entry == FolderMarker.fileName) { continue }
      switch FolderOwnership.type(FolderOwnership.joined(folder, whole)) {
      case S_IFREG where marker.files.keys.contains(name):
        judge(place, name, written: marker.files[name] ?? nil, in: marker)
      case S_IFDIR where marker.files.keys.contains(where: { $0.hasPrefix(name + "/") }):
        walk(place, name, marker)
      case S_IFDIR where marker.kind == .unfinished:
        if !TemporaryNames.isTemporary(entry) { inspect(whole) }
      default: foreign.append(whole)
      }
    }
  }

  /// A file of ours: has somebody worked in it?
  private mutating func judge(_ place: String, _ name: String, written: String?, in marker: FolderMarker?) {
    let whole = FolderOwnership.joined(place, name)
    // A what-if holds the case as its settings leave it.
    let isCase = marker?.kind == .caseFolder || name.split(separator: "/").dropLast().last == "case"
    let isTable =
      (name as NSString).lastPathComponent == "assignments.csv" || WorkbookFile.isNamed(name)
      || marker?.kind == .split
    guard isCase || isTable else { return }
    guard let data = FileManager.default.contents(atPath: FolderOwnership.joined(folder, whole)) else {
      changed.append(whole)
      return
    }
    let hash = Digest.sha256([UInt8](data))
    if hash == written || hash == marker?.takenIn[name] { return }
    if !isCase, let rows = FilledDecisions.rows(in: [UInt8](data), of: name) {
      if !rows.isEmpty { undecided.append((whole, rows)) }
    } else {
      // In a case any change counts; and where nobody can tell what is in a file, it may be anything.
      changed.append(whole)
    }
  }

  private static func isOldPlan(_ path: String, _ entries: [String]) -> Bool {
    struct Summary: Decodable { let status: String, inputs: [String: String] }
    let names = Set(PlanSchema.tables.map(\.file) + ["report.html", "run.json", "summary.json"])
    return entries.allSatisfy { names.contains($0) && type(joined(path, $0)) == S_IFREG }
      && FileManager.default.contents(atPath: joined(path, "summary.json"))
        .flatMap { try? JSONDecoder().decode(Summary.self, from: $0) } != nil
  }

  // MARK: The file system

  static func entries(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted(by: String.utf8Precedes)
  }

  /// The kind of thing that a name stands for, links not followed; 0 where nothing is there.
  static func type(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  private static func joined(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "/")
  }
}

/// The rows of a table whose decision columns somebody has filled in.
enum FilledDecisions {
  private static let names = ["decision", "decision_post_id", "decision_reason"]

  /// Empty for a table without such columns; nil where the file is no table.
  static func rows(in bytes: [UInt8], of file: String) -> [Int]? {
    let schema = PlanSchema.assignments.reading(needing: [], only: names)
    let sheets = WorkbookFile.names(PlanSchema.assignments)
    guard
      let table = InputTable(schema, named: file, bytes: bytes, sheets: sheets, log: DiagnosticLog()),
      table.isComplete
    else {
      return nil
    }
    return (0..<table.rowCount).filter { record in
      names.contains { !table.text(table.column($0), record).isEmpty }
    }.map(table.rowNumber)
  }
}
