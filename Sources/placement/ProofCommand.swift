import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import PlacementAudit
import PlacementFiles

/// `placement proof`: nobody need believe that a plan is optimal.
struct ProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: Text(zh: "方案最优性的证明，供他人核对。", en: "The proof that a plan is optimal, for others to check.")
      .spoken,
    discussion: Text(
      zh: """
        示例：
          placement proof export Fixtures/hangzhou plan --output proof
          placement proof check proof
        """,
      en: """
        Examples:
          placement proof export Fixtures/hangzhou plan --output proof
          placement proof check proof
        """
    ).spokenParagraphs,
    subcommands: [ProofExport.self, ProofCheck.self])
}

struct ProofExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: Text(
      zh: "导出每级目标的最优性证书（VIPR 格式）。", en: "Write a certificate of every objective, in the VIPR format."
    )
    .spoken,
    discussion: Text(
      zh: """
        每级目标一个文件（1.vipr、2.vipr ……）：完整的整数规划（与 1.mps 等相同）、方案，以及没有更好方案的逐步推导，全部是整数
        和分数。viprchk 等程序逐步核对，不需要求解器，也不需要相信本程序。前面各级目标在后面的证书中以数值出现：上限即方案的值，
        下限即前一证书所证。

        证书由另一次求解得到，可能需要求解的几倍时间；--time-limit 用完时写出不用搜索就能证明的界，来不及写完的文件不留下，退出码 3；
        一个也没有写完时不生成文件夹，退出码 70。

        示例：
          placement proof export Fixtures/hangzhou plan --output proof
          viprchk proof/1.vipr
        """,
      en: """
        One file an objective (1.vipr, 2.vipr, …): the whole integer program, which is that of 1.mps and so on, the plan,
        and step by step why no plan is better, in whole numbers and fractions alone. Programs like viprchk check every
        step; they need no solver and need not believe this program. Objectives before stand in the later certificates
        with their values: from above the plan's, from below what the certificate before proves.

        A certificate comes of a solve of its own, and may take several times as long; where --time-limit ends it, the
        bound is written that is proved without one, no file stays that could not be ended, and the exit code is 3; where
        not even the first is whole there is no folder, and it is 70.

        Example:
          placement proof export Fixtures/hangzhou plan --output proof
          viprchk proof/1.vipr
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Argument(help: .planFolder) var planFolder: String
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    Interruption.watch()
    let clock = solving.clock
    let (placementCase, plan) = try loadPlan(planFolder, of: caseFolder, speech)
    try target.check(reading: [caseFolder, planFolder])
    let placement = try plan.placement(of: placementCase, in: planFolder)
    let console = speech.console
    defer { console.endLive() }
    console.live(LiveStep(.candidates))
    let made = try PlacementProgram(
      placementCase, threads: solving.threads, shouldStop: clock.mustLeave)
    try Self.checkMemory(
      pairs: made.program.pairCount, memory: Int(clamping: ProcessInfo.processInfo.physicalMemory))
    var proof = try PlanProof(
      made.program, plan: made.plan(placement), limits: solving.limits(clock, gap: 0),
      shouldStop: clock.mustLeave, onProgress: console.live)
    var outcomes: [StageOutcome] = []
    try target.write(as: .proof, reading: [caseFolder, planFolder]) { folder in
      var files = StageFiles(folder, clock)
      while proof.hasNext, let outcome = try writeNext(of: &proof, into: &files, console) {
        outcomes.append(outcome)
      }
    }
    console.endLive()
    print(outcomes)
    try console.endStages(
      written: outcomes.count, stated: outcomes.count + (proof.hasNext ? 1 : 0), of: proof.values.count)
    if !outcomes.allSatisfy(\.isProven) { throw ExitCode.notProven }
  }

  /// Refuses what would fill the memory: a certificate is made of the whole program, which took 177 bytes a pair of a city of
  /// 30,000 students. A tenth is left to the system and others.
  ///
  /// - Parameters:
  ///   - pairs: of student and post that are eligible.
  ///   - memory: of the machine, in bytes.
  static func checkMemory(pairs: Int, memory: Int) throws(Refusal) {
    let needed = 180 * pairs
    guard needed > memory / 10 * 9 else { return }
    func gigabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000_000).\(bytes / 100_000_000 % 10) GB" }
    throw Refusal(
      .noPlan,
      Text(
        zh: "可行配对 \(pairs) 个，证书约需内存 \(gigabytes(needed))，本机共有 \(gigabytes(memory))，未写入任何文件；"
          + "请在内存更大的机器上导出",
        en: "a certificate of \(pairs) eligible pairs takes about \(gigabytes(needed)) of memory, "
          + "this machine has \(gigabytes(memory)); nothing was written; export it on a larger machine"))
  }

  /// - Returns: nil: there was no time for it.
  private func writeNext(
    of proof: inout PlanProof, into files: inout StageFiles, _ console: Console
  ) throws -> StageOutcome? {
    let (objective, folder) = (files.count + 1, files.folder)
    var written = 0
    return try files.writeNext("\(objective).vipr") { append in
      try folder.withScratchFile { scratch in
        try proof.next(
          using: GLPKSolver(), derivations: scratch,
          onBranch: { console.live(LiveStep(.branches, $0, of: objective)) },
          to: {
            try append($0)
            written += $0.count
            console.live(LiveStep(.megabytes, written / 1_000_000, of: objective))
          })
      }
    }
  }

  private func print(_ outcomes: [StageOutcome]) {
    for (stage, outcome) in outcomes.enumerated() {
      let words =
        outcome.isProven
        ? Text(zh: "最优，已写出证明", en: "optimal, and here is the proof")
        : Text(zh: "证明到下界 \(outcome.bound)", en: "proved to be at least \(outcome.bound)")
      speech.console.result(
        Text(zh: "\(stage + 1).vipr：\(outcome.value)，", en: "\(stage + 1).vipr: \(outcome.value), ") + words)
    }
  }
}

extension ScratchFile: DerivationStore {}

struct ProofCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: Text(zh: "逐步核对证书，不用求解器。", en: "Check certificates step by step, with no solver.").spoken,
    discussion: Text(
      zh: """
        每一步用精确的分数重算，与导出证书的代码无关；任何程序写的 VIPR 1.0 证书都可以核对。有一步不成立时退出码 1。

        示例：
          placement proof check proof
          placement proof check proof/1.vipr
        """,
      en: """
        Every step is worked out again in exact fractions, by code that has nothing in common with what writes them; certificates
        in the VIPR format, version 1.0, will do from whatever program. Where a step does not hold the exit code is 1.

        Examples:
          placement proof check proof
          placement proof check proof/1.vipr
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "证书文件，或证书所在的文件夹。", en: "Certificates, or folders of them.")) var paths: [String]
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    defer { console.endLive() }
    var isSound = true
    for file in try paths.flatMap(files) {
      do {
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? nil
        let range = try CertificateCheck.check(try handle(file)) { read in
          if let size { console.live(LiveStep(.certificate, read / 1_000_000, of: size / 1_000_000)) }
        }
        console.endLive()
        console.result(Text(verbatim: file.lastPathComponent) + Text(zh: "：", en: ": ") + range.text)
      } catch let fault as CertificateFault {
        console.endLive()
        console.fault(Text(verbatim: "\(file.path): ") + fault.text)
        isSound = false
      }
    }
    if !isSound { throw ExitCode.auditFault }
  }

  private func handle(_ file: URL) throws -> FileHandle {
    // One that comes through a pipe is waited for.
    switch openFile(at: file, waiting: true) {
    case .success(let handle): return handle
    case .failure(let error):
      throw Refusal(.inputMissing, Text(verbatim: "\(file.path): ") + error.cannotBeRead)
    }
  }

  private func files(_ path: String) throws -> [URL] {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Refusal(.inputMissing, Text(zh: "没有 \(path)", en: "there is no \(path)"))
    }
    guard isFolder.boolValue else { return [url] }
    let files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "vipr" }
      .sorted { $0.lastPathComponent.localizedStandardCompare($1.lastPathComponent) == .orderedAscending }
    guard !files.isEmpty else {
      throw Refusal(.inputMissing, Text(zh: "\(path) 中没有 .vipr 文件", en: "\(path) has no .vipr file"))
    }
    return files
  }
}

extension CertificateCheck.Range {
  /// What was proved.
  fileprivate var text: Text {
    let steps = Text(
      zh: "（\(columns) 个变量，核对 \(steps) 步）", en: " (columns: \(columns), steps checked: \(steps))")
    if let atLeast, atLeast == atMost {
      return Text(zh: "最优值是 \(atLeast)", en: "the optimum is \(atLeast)") + steps
    }
    var parts: [Text] = []
    if let atLeast { parts.append(Text(zh: "最优值不小于 \(atLeast)", en: "the optimum is at least \(atLeast)")) }
    if let atMost { parts.append(Text(zh: "最优值不大于 \(atMost)", en: "the optimum is at most \(atMost)")) }
    return Text(zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
      + steps
  }
}
