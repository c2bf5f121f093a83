import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Cuts a plan up: each school its own students, each enterprise those whom it takes.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: Text(zh: "按学校或企业拆分方案。", en: "Cut a plan up by school or enterprise.").spoken,
    discussion: Text(
      zh: """
        每个编号一个文件。学校的文件有 assignments.csv 的全部列，填好决定后可直接交给 decide；企业的文件写明有哪些学生、
        何时到岗、指导教师是谁。

        --force 不会抹掉学校填好的决定：原文件夹里有填好而尚未导入的决定时不予覆盖，并指出文件和行；用 --case 指明案例，
        已导入的即可覆盖，原文件夹改名留在旁边。

        示例：
          placement split plan --by school --output schools
          placement split plan --by enterprise --output enterprises
        """,
      en: """
        One file an id. A school's file has every column of assignments.csv and is ready for `decide`; an
        enterprise's says whom to expect, when and with which teacher.

        --force never wipes out what schools have decided: a folder with decisions that are filled in and not taken in
        yet is not replaced, and they are named by file and row. With --case it is seen which have been taken in; the
        old folder is kept beside under another name.

        Examples:
          placement split plan --by school --output schools
          placement split plan --by enterprise --output enterprises
        """
    ).spoken)

  @Argument(help: .text(zh: "方案文件夹。", en: "The plan folder.")) var planFolder: String
  @Option(help: .text(zh: "按学校（school）或企业（enterprise）。", en: "school or enterprise.")) var by: SplitBy
  @OptionGroup var target: OutputOptions
  @Option(
    name: .customLong("case"),
    help: .text(
      zh: "案例文件夹，据以判断原文件里的决定是否已经导入。",
      en: "The case folder, to see by whether decisions in the old files have been taken in."))
  var caseFolder: String?
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let split = splitPlan(at: URL(fileURLWithPath: planFolder), by: by)
    let console = speech.console
    if split.diagnostics.contains(where: \.isFault) { throw InputFaults(diagnostics: split.diagnostics) }
    console.report(split.diagnostics)
    let kept = try keepDecidedFiles()
    try target.write(split.files)
    if let kept {
      console.result(
        Text(zh: "原文件夹留在 \(kept.path)", en: "the old folder is kept as \(kept.path)"))
    }
    console.result(Text(zh: "已写出 \(split.files.count) 个文件", en: "\(split.files.count) files written"))
  }
}

extension SplitCommand {
  /// Moves a folder whose files schools have filled in aside; nil where there is none.
  /// - Throws: ``Refusal`` where any decision of theirs would be lost.
  private func keepDecidedFiles() throws -> URL? {
    guard target.force, FileManager.default.fileExists(atPath: target.url.path) else { return nil }
    let decided = readPlanFolder(at: target.url).tables.compactMap { table -> (file: String, rows: [Int])? in
      guard let column = table.columns.firstIndex(of: "decision") else { return nil }
      let rows = table.rows.indices.filter { !table.rows[$0][column].isEmpty }.map { $0 + 2 }
      return rows.isEmpty ? nil : (table.file, rows)
    }
    guard !decided.isEmpty else { return nil }
    let pending = try untaken(decided)
    guard pending.isEmpty else {
      let places = pending.prefix(20).joined(separator: ", ")
      throw Refusal(
        .cannotWrite,
        Text(
          zh: "\(target.output) 中有填好的决定，不知是否已经导入，不予覆盖：\(places)；先用 decide 导入，再加 --case CASE 重新运行",
          en:
            "\(target.output) holds decisions that may not have been taken in, and is not replaced: \(places); "
            + "take them in with `decide`, then run again with --case CASE"))
    }
    let kept = Self.freeName(beside: target.url)
    try FileManager.default.moveItem(at: target.url, to: kept)
    return kept
  }

  /// `file:row` of decisions that the case does not have, or all where no case is given.
  private func untaken(_ decided: [(file: String, rows: [Int])]) throws -> [String] {
    guard let caseFolder else { return decided.flatMap { file, rows in rows.map { "\(file):\($0)" } } }
    let files = decided.map { target.url.appendingPathComponent($0.file).path }
    let result = importDecisions(caseFolder: URL(fileURLWithPath: caseFolder), files: files, day: nil)
    if result.diagnostics.contains(where: \.isFault) { throw InputFaults(diagnostics: result.diagnostics) }
    return result.changes.map { "\(($0.file as NSString).lastPathComponent):\($0.row)" }
  }

  private static func freeName(beside folder: URL) -> URL {
    let base = folder.standardizedFileURL.path + ".previous"
    let names = [base] + (2...999).map { "\(base)-\($0)" }
    let free = names.first { !FileManager.default.fileExists(atPath: $0) }
    return URL(fileURLWithPath: free ?? base + "-" + UUID().uuidString)
  }
}

extension SplitBy: ExpressibleByArgument {}
