import Allocation
import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// `placement split-case`: a province as its cities, where nothing ties them together.
struct SplitCaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split-case",
    abstract: Text(zh: "把互不牵连的几个城市拆成各自的案例。", en: "Cut a case into cities that nothing ties together.").spoken,
    discussion: Text(
      zh: """
        按学校和岗位区划代码的前四位（--by city），或学校和企业的区县（--by district）。先证明各部分之间没有任何牵连：
        没有可安排的学生与岗位、企业名额、小组、合作单位、志愿、锁定、自行联系单位或订单班跨越两个部分；有则逐一指出并拒绝。
        因此各部分的方案与下界可以相加，用 merge-plans 合成全省的方案。

        示例：
          placement split-case province --by city --output parts
          mkdir plans
          placement allocate parts/3301 --output plans/3301
          placement merge-plans province plans/* --output plan
          placement verify province plan
        作为集群的作业数组，每个部分一项：
          sbatch --array=1-11 --wrap '
            part=$(ls parts | sed -n "${SLURM_ARRAY_TASK_ID}p")
            placement allocate parts/$part --output plans/$part'
        """,
      en: """
        By the first four digits of the area codes of schools and posts (--by city), or the districts of schools and
        enterprises (--by district). First it proves that nothing ties the parts together: no student who may take a
        post of another part, no enterprise's quota, team, partner, wish, pin, place found alone or order class.
        Whatever does is named, and nothing is written. So the parts' plans and bounds add up: merge-plans makes the
        plan of the whole.

        Examples:
          placement split-case province --by city --output parts
          mkdir plans
          placement allocate parts/3301 --output plans/3301
          placement merge-plans province plans/* --output plan
          placement verify province plan
        As an array job, a task a part:
          sbatch --array=1-11 --wrap '
            part=$(ls parts | sed -n "${SLURM_ARRAY_TASK_ID}p")
            placement allocate parts/$part --output plans/$part'
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @OptionGroup var cutting: PartOptions
  @OptionGroup var target: OutputOptions
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var date: DayOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let placementCase = try loadWholeCase(caseFolder, speech, asOf: date.day)
    try target.check(reading: [caseFolder])
    let cut = try cutting.cut(placementCase, threads: threading.threads)
    let files = cut.parts.flatMap { part in
      caseFiles(cut.placementCase(of: part)).map { (part.folder + "/" + $0.name, $0.data) }
    }
    try target.write(files, as: .caseFolder, reading: [caseFolder])
    for part in cut.parts {
      console.result(
        Text(
          zh:
            "\(part.name)：学生 \(part.students.count) 名，企业 \(part.enterprises.count) 家，岗位 \(part.posts.count) 个",
          en: "\(part.name): \(part.students.count) students, \(part.enterprises.count) enterprises, "
            + "\(part.posts.count) posts"))
    }
    console.result(
      Text(
        zh: "各部分互不牵连；\(cut.parts.count) 个案例已写入 \(target.output)",
        en: "nothing ties the parts together; \(cut.parts.count) cases written to \(target.output)"))
  }
}

/// By what a case is cut up.
struct PartOptions: ParsableArguments {
  @Option(help: .text(zh: "按城市（city）或区县（district）。", en: "city or district.")) var by = PartKey.city

  /// - Throws: ``InputFaults`` where something ties the parts together.
  func cut(_ placementCase: PlacementCase, threads: Int) throws -> CaseParts {
    let cut = CaseParts(placementCase, by: by, threads: threads)
    guard cut.faults.isEmpty else {
      throw InputFaults(
        diagnostics: cut.faults,
        remark: Text(
          zh: "这些行把几个部分连在一起：请改正，或整体求解", en: "these rows tie parts together: mend them, or solve the whole"))
    }
    return cut
  }
}

extension CaseParts.Part {
  /// The name of the part's folder.
  var folder: String { FileName.safe(name) }
}

extension PartKey: ExpressibleByArgument {}
