import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import Placement
import PlacementFiles
import Plan

/// `placement merge-plans`: the plans of a case's parts as one plan of the whole.
struct MergePlansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge-plans",
    abstract: Text(zh: "把各部分的方案合成整个案例的方案。", en: "Join the plans of a case's parts to one plan of the whole.")
      .spoken,
    discussion: Text(
      zh: """
        每个方案必须属于 split-case 从这个案例拆出的一个部分，按输入文件的校验值认定，一个部分一个方案。各部分互不牵连会再证明
        一遍，因此目标值与下界都是各部分之和，方案与整体求解同样精确；原因、名额价值等各表按整个案例重新计算。
        某一部分前一级目标没有证明到底时，其后各级只有下界 0。

        示例：
          placement merge-plans province plans/* --output plan
        """,
      en: """
        Every plan must be of a part that split-case makes of this case, one a part; it is known by the hashes of its
        inputs. That nothing ties the parts together is proven once more: so values and bounds are the sums of the
        parts', as exact as if the whole had been solved; reasons, worths and all tables are made anew for the whole.
        Where a part left a stage open, the stages after it have no bound but 0.

        Example:
          placement merge-plans province plans/* --output plan
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "整个案例的文件夹。", en: "The folder of the whole case.")) var caseFolder: String
  @Argument(help: .text(zh: "各部分的方案文件夹。", en: "The folders of the parts' plans.")) var planFolders: [String]
  @OptionGroup var cutting: PartOptions
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var explaining: ExplanationOptions
  @OptionGroup var workbook: WorkbookOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    Interruption.watch()
    var clock = solving.clock
    let console = speech.console
    let plans = planFolders.map { PartPlan($0) }
    let placementCase = try loadWholeCase(
      caseFolder, speech, asOf: plans.lazy.compactMap(\.plan.asOf).first ?? .today,
      beside: plans.flatMap(\.faults) + PartPlan.faultsOfDays(plans))
    try target.check(reading: [caseFolder] + planFolders)
    clock.finish("read")
    let cut = try cutting.cut(placementCase, threads: solving.threads)
    let allocation = try joined(cut, plans)
    clock.finish("join")
    let gap = solving.relativeGap ?? plans.compactMap { $0.plan.summary?.relativeGap }.max() ?? 0
    let supervision = try supervised(
      allocation, limits: solving.limits(clock, gap: gap), threads: solving.threads, clock: &clock, console)
    try PlanWriting(
      target: target, inputs: [caseFolder] + planFolders, explaining: explaining, workbook: workbook,
      threads: solving.threads, relativeGap: gap
    ).finish(allocation, supervision, clock: &clock, console)
  }

  /// - Throws: ``InputFaults`` where a part has no plan or two, or a plan is of no part; ``Refusal``.
  private func joined(_ cut: CaseParts, _ plans: [PartPlan]) throws -> Allocation {
    let hashes = cut.parts.map { part in
      Dictionary(
        uniqueKeysWithValues: caseFiles(cut.placementCase(of: part)).map {
          ($0.name, Digest.sha256([UInt8]($0.data)))
        })
    }
    let matching = PartMatching(cut, hashes, plans)
    guard matching.faults.isEmpty else { throw InputFaults(diagnostics: matching.faults) }
    let outcomes = try cut.parts.indices.map { part in
      try plans[matching.plan[part]!].outcome(of: cut.parts[part], in: cut)
    }
    var faults: [Diagnostic] = []
    guard let allocation = cut.allocation(of: outcomes, threads: solving.threads, faults: &faults) else {
      if !faults.isEmpty { throw InputFaults(diagnostics: faults) }
      throw Refusal(
        .badInput,
        Text(
          zh: "这些方案合起来不是整个案例的方案，或与其 summary.json 的目标值不符；请先逐一运行 placement verify",
          en:
            "together these are no plan of the whole case, or are not worth what their summary.json says; run "
            + "placement verify on each of them"))
    }
    return allocation
  }
}

/// A part's plan as it was found.
struct PartPlan {
  let folder: String
  let plan: PlanFolder

  init(_ folder: String) {
    self.folder = folder
    plan = readPlanFolder(at: URL(fileURLWithPath: folder, isDirectory: true))
  }

  var faults: [Diagnostic] {
    let found = plan.diagnostics.filter(\.isFault) + plan.changedSinceWritten
    guard found.isEmpty else { return found.map { $0.inFolder(folder) } }
    return plan.summary == nil || plan.table("assignments.csv") == nil ? [.noPlan(folder)] : []
  }

  /// Parts are looked at on one day.
  static func faultsOfDays(_ plans: [PartPlan]) -> [Diagnostic] {
    let days = plans.map(\.plan.asOf)
    return plans.indices.filter { days[$0] != days[0] }.map {
      Diagnostic(
        .input, file: plans[$0].folder,
        Text(
          zh: "方案的日期与第一个方案不同", en: "the plan is of another day than the first one"),
        mend: Text(zh: "用同一个 --as-of 重新求解", en: "solve again with one --as-of"))
    }
  }

  /// - Throws: ``InputFaults`` where the plan's files are not those of the part.
  func outcome(of part: CaseParts.Part, in cut: CaseParts) throws -> PartOutcome {
    guard let chosen = plan.table("assignments.csv")?.byStudent("post_id"),
      let objectives = plan.summary?.objectives,
      objectives.count == cut.placementCase.policy.objectives.count
    else { throw InputFaults(diagnostics: [.noPlan(folder)]) }
    let stages = objectives.map { StageOutcome(value: $0.value, bound: $0.bound, proof: $0.provedBy) }
    let byID = Dictionary(uniqueKeysWithValues: part.posts.map { (cut.placementCase.posts[$0].id, $0) })
    return PartOutcome(
      placement: part.students.map { chosen[cut.placementCase.students[$0].id].flatMap { byID[$0] } },
      stages: stages)
  }
}

/// Which plan is whose.
struct PartMatching {
  /// By part: the place of its plan.
  private(set) var plan: [Int?]
  private(set) var faults: [Diagnostic] = []

  init(_ cut: CaseParts, _ hashes: [[String: String]], _ plans: [PartPlan]) {
    plan = Array(repeating: nil, count: cut.parts.count)
    for (index, found) in plans.enumerated() {
      guard let part = hashes.firstIndex(where: { $0 == found.plan.inputHashes }) else {
        faults.append(Self.strange(found, hashes, cut))
        continue
      }
      if let other = plan[part] {
        faults.append(
          Diagnostic(
            .input, file: found.folder,
            Text(
              zh: "与 \(plans[other].folder) 同是 \(cut.parts[part].name) 的方案",
              en: "is a plan of \(cut.parts[part].name), and so is \(plans[other].folder)")))
      }
      plan[part] = index
    }
    for (part, found) in plan.enumerated() where found == nil {
      faults.append(
        Diagnostic(
          .missing, file: cut.parts[part].name,
          Text(zh: "这一部分没有方案", en: "this part has no plan"),
          mend: Text(
            zh: "用 placement allocate 求解 split-case 写出的这个案例",
            en: "run placement allocate on the case of it that split-case has written")))
    }
  }

  /// A plan of other inputs: those of the nearest part that differ.
  private static func strange(
    _ plan: PartPlan, _ hashes: [[String: String]], _ cut: CaseParts
  ) -> Diagnostic {
    let own = plan.plan.inputHashes ?? [:]
    let differing = hashes.map { $0.keysDiffering(from: own) }
    let nearest = differing.indices.min { differing[$0].count < differing[$1].count }
    let names = Text(listing: nearest.map { differing[$0] } ?? [])
    let part = nearest.map { cut.parts[$0].name } ?? ""
    return Diagnostic(
      .input, file: plan.folder,
      Text(
        zh: "不是本案例任何一部分的方案；与最接近的 \(part) 相比，不同的输入：\(names.zh)",
        en: "is the plan of no part of this case; against the nearest, \(part), other inputs are: \(names.en)"
      ),
      mend: Text(zh: "重新运行 split-case 和 allocate", en: "run split-case and allocate again"))
  }
}

extension Diagnostic {
  /// The same of a file in a folder that the message must name.
  fileprivate func inFolder(_ folder: String) -> Diagnostic {
    file == folder ? self : placed(in: [file: TablePlace(file: folder + "/" + file)])
  }
}
