import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// `placement collect`: what the tasks of a sweep have left, as one table.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: Text(
      zh: "把作业数组各任务的情景汇成一张比较表。", en: "Join the results of an array job's tasks to one comparison."
    )
    .spoken,
    discussion: Text(
      zh: """
        DIR 是 what-if --per-task 的 --output。结果齐全时与在一台机器上运行的完全相同；另一案例、另一版本的结果不予采用；
        有缺时在标准输出打印缺少的任务，可直接用来重新提交，退出码为 66。

        示例：
          placement collect sweep
          sbatch --array=$(placement collect sweep) sweep.sh
        """,
      en: """
        DIR is the --output of what-if --per-task. Where all results are there, the folder is the same as from a run on
        one machine; results of another case or version are refused. Where some are missing, their tasks go to standard
        output, ready to be submitted again, and the exit code is 66.

        Examples:
          placement collect sweep
          sbatch --array=$(placement collect sweep) sweep.sh
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "what-if 的 --output。", en: "The --output of what-if.")) var folder: String
  @Flag(help: .text(zh: "覆盖已有的文件夹。", en: "Replace a folder that is there.")) var force = false
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let place = WhatIfFolder(URL(fileURLWithPath: folder), replacing: force, OutputWriter())
    let isInPlace = place.hasNotes
    let gathered = isInPlace ? place.url : place.unfinished
    guard let notes = SweepNotes(in: gathered, namingScenarios: true), let scenarios = notes.scenarios else {
      throw Refusal(
        .inputMissing,
        Text(
          zh: "\(place.unfinished.path)：没有作业数组的结果",
          en: "\(place.unfinished.path): no results of an array job here"))
    }
    let manifest = notes.sweep
    guard manifest.version == Version.build else {
      throw Refusal(
        .badInput,
        Text(
          zh: "结果来自版本 \(manifest.version)，本程序是 \(Version.build)",
          en: "the results are of version \(manifest.version), this is \(Version.build)"))
    }
    let records = try records(manifest, scenarios, place, in: gathered)
    let missing = records.indices.filter { records[$0] == nil }
    guard missing.isEmpty else { throw missingTasks(missing, manifest) }
    var proofs = ProofNotes(speech.console)
    let table = SweepTable(
      baseline: notes.baseline.record,
      scenarios: zip(scenarios, records).map { ($0.name, $1!) }, stages: manifest.stages,
      language: Language(rawValue: manifest.language) ?? .chinese, isOfRows: manifest.isOfRows)
    if !isInPlace, !place.holds(table) { try place.check() }
    try table.finish(place, isInPlace: isInPlace, &proofs)
    if !proofs.isProven { throw ExitCode.notProven }
  }

  /// By scenario; nil where there is no result yet.
  private func records(
    _ manifest: SweepManifest, _ scenarios: [SweepScenario], _ place: WhatIfFolder, in gathered: URL
  ) throws -> [SweepRecord?] {
    let rows = Dictionary(grouping: manifest.isOfRows ? place.rows() : [], by: \.name)
    let found = scenarios.map { item in
      let key = manifest.key + item.settings
      let own =
        manifest.isOfRows
        ? rows[item.name] ?? []
        : [SweepRecord(in: gathered.appendingPathComponent(item.name))].compactMap(\.self)
      return (name: item.name, record: own.first { $0.key == key }, isStrange: own.contains { $0.key != key })
    }
    let strange = found.filter(\.isStrange).map(\.name)
    guard strange.isEmpty else {
      throw Refusal(
        .badInput,
        Text(
          zh: "这些结果属于另一案例、另一版本或别的设定：\(strange.joined(separator: "、"))",
          en: "results of another case, another version or other settings: \(strange.joined(separator: ", "))"
        ))
    }
    return found.map(\.record)
  }

  /// Which tasks to submit again: on standard output nothing but that.
  private func missingTasks(_ missing: [Int], _ manifest: SweepManifest) -> Refusal {
    let tasks = Set(missing.map { $0 / manifest.perTask }).sorted()
    speech.console.result(Text(verbatim: SweepTask.array(tasks)))
    return Refusal(
      .inputMissing,
      Text(
        zh: "缺少 \(missing.count) / \(manifest.count) 个情景；请重新提交任务 --array=\(SweepTask.array(tasks))",
        en: "\(missing.count) of \(manifest.count) scenarios are missing; submit --array="
          + SweepTask.array(tasks) + " again"))
  }
}
