import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import PlacementAudit
import Testing

@testable import AssignmentSolver

/// Certificates are checked by code that shares nothing with what writes them, values by exhaustive search.
@Suite struct PlanProofTests {
  private static let count =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PROGRAMS"].flatMap(Int.init) ?? 100

  /// The certificates of a plan, with what they are said to prove.
  private func proofs(
    _ program: AssignmentProgram, _ plan: [Int32], limits: SolverLimits = SolverLimits(), _ name: Comment
  ) throws -> [(outcome: StageOutcome, text: Data)] {
    var proof = try PlanProof(program, plan: plan, limits: limits)
    var proofs: [(outcome: StageOutcome, text: Data)] = []
    while proof.hasNext {
      var text = Data()
      do {
        let outcome = try proof.next(
          using: GLPKSolver(), derivations: Derivations(), to: { text.append(contentsOf: $0) })
        #expect(outcome.value == proof.values[proofs.count], name)
        proofs.append((outcome, text))
      } catch {
        Issue.record(error, name)
        break
      }
    }
    return proofs
  }

  /// What a certificate proves is what it is said to; of a stage without any cost there is nothing to be said.
  private func expectSound(_ proof: (outcome: StageOutcome, text: Data), _ name: Comment) throws {
    var read: [Int] = []
    let range = try CertificateCheck.check(proof.text) { read.append($0) }
    #expect(!read.isEmpty && read.allSatisfy { (1...proof.text.count).contains($0) }, name)
    try expectAcceptedByOthers(proof.text, name)
    #expect(range.atMost == "\(proof.outcome.value)", name)
    if range.atLeast != nil || proof.outcome.bound != 0 {
      #expect(range.atLeast == "\(proof.outcome.bound)", name)
    }
  }

  /// A file is read as its bytes are: sought out, or as it comes through a pipe.
  @Test func howItIsReadDoesNotMatter() throws {
    let program = MadeUpCity(students: 120, seed: 2, groups: true).make()
    let solution = try SolvePath.solve(program, using: GLPKSolver())
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).vipr")
    defer { try? FileManager.default.removeItem(at: file) }
    for proof in try proofs(program, solution.post, "read") {
      let range = try CertificateCheck.check(proof.text)
      try proof.text.write(to: file)
      #expect(try CertificateCheck.check(FileHandle(forReadingFrom: file)) == range)
      let pipe = Process()
      let output = Pipe()
      pipe.executableURL = URL(fileURLWithPath: "/bin/cat")
      pipe.arguments = [file.path]
      pipe.standardOutput = output
      try pipe.run()
      #expect(try CertificateCheck.check(output.fileHandleForReading) == range)
      pipe.waitUntilExit()
    }
  }

  @Test(arguments: 0..<8) func optimaOfRandomProgramsAreProved(_ part: Int) throws {
    var searched = 0
    for seed in 0..<Self.count {
      let name: Comment = "seed \(part * 100_000 + seed)"
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed), sides: seed % 2 == 1)
      guard
        let best = ExhaustiveSearch.plans(program).min(by: { $0.value.lexicographicallyPrecedes($1.value) })
      else { continue }
      let proofs = try proofs(program, best.post, name)
      #expect(proofs.map(\.outcome.bound) == best.value, name)
      for proof in proofs { try expectSound(proof, name) }
      if proofs.contains(where: { String(decoding: $0.text, as: UTF8.self).contains("{ uns") }) {
        searched += 1
      }
    }
    // Of some the linear program does not say it all.
    #expect(searched > 0)
  }

  /// Few seats for many teams: covers of them are derived.
  @Test(arguments: 0..<4) func optimaOfTeamsAreProved(_ part: Int) throws {
    for seed in 0..<Self.count * 2 {
      let name: Comment = "seed \(part * 100_000 + seed)"
      let program = TinyPrograms.teams(seed: UInt64(part * 100_000 + seed))
      let best = try #require(ExhaustiveSearch.plans(program).min { $0.value[0] < $1.value[0] })
      let proofs = try proofs(program, best.post, name)
      #expect(proofs.map(\.outcome.bound) == best.value, name)
      for proof in proofs { try expectSound(proof, name) }
    }
  }

  /// Of a plan that is not the best nothing is proved that is not so.
  @Test(arguments: 0..<4) func noBoundIsAboveWhatThereIs(_ part: Int) throws {
    for seed in 0..<Self.count / 2 {
      let name: Comment = "seed \(part * 100_000 + seed)"
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed), sides: seed % 2 == 1)
      let plans = ExhaustiveSearch.plans(program)
      guard !plans.isEmpty else { continue }
      let plan = plans[Int(SplitMix64.mixed(UInt64(seed)) % UInt64(plans.count))]
      for (stage, proof) in try proofs(program, plan.post, name).enumerated() {
        try expectSound(proof, name)
        let rivals = plans.filter { zip($0.value, plan.value).prefix(stage).allSatisfy { $0 <= $1 } }
        #expect(proof.outcome.bound <= rivals.map { $0.value[stage] }.min()!, name)
      }
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>) func aTownWithMinimumsIsProved(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, groups: true).make()
    let solution = try SolvePath.solve(program, using: GLPKSolver())
    for proof in try proofs(program, solution.post, "seed \(seed)") {
      #expect(proof.outcome.isProven)
      try expectSound(proof, "seed \(seed)")
    }
  }

  /// What covers of teams prove in the solve is derived with them.
  @Test(arguments: 1...3 as ClosedRange<UInt64>) func aTownWithTeamsIsProved(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, teams: true, periods: true).make()
    let solution = try SolvePath.solve(program, using: GLPKSolver())
    for proof in try proofs(program, solution.post, "seed \(seed)") {
      #expect(proof.outcome.isProven)
      try expectSound(proof, "seed \(seed)")
    }
  }

  /// Where the time is up what needs no search is proved all the same.
  @Test func alsoWithoutAnyTimeItIsSound() throws {
    let program = MadeUpCity(students: 120, seed: 1, groups: true).make()
    let solution = try SolvePath.solve(program, using: GLPKSolver())
    for proof in try proofs(program, solution.post, limits: SolverLimits(isCancelled: { true }), "cancelled")
    {
      try expectSound(proof, "cancelled")
    }
  }

  /// Every number of a certificate counts: one that is changed makes it fail, or claims no more than is so.
  @Test func aChangedCertificateIsFoundOut() throws {
    let program = TinyPrograms.make(seed: 11)
    let best = try #require(
      ExhaustiveSearch.plans(program).min { $0.value.lexicographicallyPrecedes($1.value) })
    var refused = 0
    for proof in try proofs(program, best.post, "changed") {
      let text = String(decoding: proof.text, as: UTF8.self)
      // From the program on: what it is, is no step of a proof.
      let steps = try #require(text.range(of: "RTP range"))
      let words = text[steps.upperBound...].split(separator: " ", omittingEmptySubsequences: false)
      for at in words.indices {
        guard let number = Int(words[at].trimmingCharacters(in: .newlines)), words[at].last != "\n" else {
          continue
        }
        var changed = words
        changed[at] = Substring("\(number + 1)")
        let bytes = Data((text[..<steps.upperBound] + changed.joined(separator: " ")).utf8)
        do {
          let range = try CertificateCheck.check(bytes)
          if let least = range.atLeast { #expect(Int(least)! <= proof.outcome.value) }
          if let most = range.atMost { #expect(Int(most)! >= proof.outcome.value) }
        } catch is CertificateFault {
          refused += 1
        }
      }
    }
    #expect(refused > 10)
  }

  /// A certificate of a bound that is one too high.
  @Test func aClaimOfMoreIsRefused() throws {
    let text = """
      VER 1.0
      VAR 2
      x y
      INT 2
      0 1
      OBJ min
      2 0 1 1 1
      CON 2 0
      C1 G 1 2 0 4 1 1
      C2 L 2 2 0 4 1 -1
      RTP range 1 1
      SOL 1
      best 1 1 1
      DER 4
      C3 G -1/2 1 0 1 { lin 2 0 1/8 1 1/8 } -1
      C4 G 0 1 1 1 { lin 2 0 1/2 1 -1/2 } -1
      C5 G 1/4 OBJ { lin 2 0 1/4 3 3/4 } -1
      C6 G 1 OBJ { rnd 1 4 1 } -1
      """
    // C3 mixes signs: only what is derived properly counts.
    #expect(throws: CertificateFault.self) { try CertificateCheck.check(Data(text.utf8)) }
    let sound = text.replacingOccurrences(
      of: "DER 4\nC3 G -1/2 1 0 1 { lin 2 0 1/8 1 1/8 } -1\nC4 G 0 1 1 1 { lin 2 0 1/2 1 -1/2 } -1",
      with: "DER 3\nC4 G -1/2 1 1 1 { lin 2 0 1/2 1 -1/2 } -1"
    ).replacingOccurrences(of: "{ lin 2 0 1/4 3 3/4 } -1\nC6 G 1 OBJ { rnd 1 4 1 }", with: "")
    #expect(throws: CertificateFault.self) { try CertificateCheck.check(Data(sound.utf8)) }
  }
}

extension SplitMix64 {
  /// A number that looks like chance.
  fileprivate static func mixed(_ seed: UInt64) -> UInt64 {
    var random = SplitMix64(seed: seed)
    return random.next()
  }
}
