import Foundation
import TestSupport
import Testing

@testable import Nightly

/// Of plans as good a night takes the one nearest to the latest, and is never the worse for it.
@Suite(.waits) struct NearLatestTests {
  private let town: Town

  init() throws { town = try Town() }

  /// What `allocate` was told, a line a call.
  private var calls: [String] {
    let text = try? String(contentsOf: town.folder.appendingPathComponent("calls"), encoding: .utf8)
    return text?.split(separator: "\n").map(String.init) ?? []
  }

  private func night(_ script: String = "", _ change: (inout NightConfiguration) -> Void = { _ in }) throws
    -> (result: NightResult, log: String)
  {
    let program = try town.program(
      allocating: "echo \"$*\" >> \(town.folder.path)/calls\n" + script)
    let log = Lines()
    let result = town.night(force: true) { configuration, environment in
      change(&configuration)
      environment.program = program
      environment.log = { log.add($0) }
    }
    return (result, log.all)
  }

  @Test func theLatestPlanIsWhatIsStayedNearTo() throws {
    try town.write("policy.yaml", "name: Test town\nlanguage: en\nobjectives:\n  - {unplaced: 1}\n")
    let first = try #require(try night().result.record)
    try town.writeStudents(3)
    let second = try #require(try night().result.record)
    let third = try #require(try night { $0.nearLatest = false }.result.record)
    #expect([first, second, third].map(\.outcome) == [.placed, .placed, .placed])
    #expect(calls.count == 3 && !calls[0].contains("--near") && !calls[2].contains("--near"))
    #expect(calls[1].hasSuffix("--near \(town.plans.path)/\(first.id)"), "\(calls)")
    #expect(second.changes?.moved == 0)
  }

  /// Whatever is wrong with the plan that was, the night goes on without it and says so.
  @Test(arguments: ["", "student_id,\"", "x\n1\n"]) func aPlanThatCannotBeReadIsPassedOver(_ text: String)
    throws
  {
    let first = try #require(try night().result.record)
    let file = town.plans.appendingPathComponent("\(first.id)/assignments.csv")
    if text.isEmpty {
      try FileManager.default.removeItem(at: file)
    } else {
      try Data(text.utf8).write(to: file)
    }
    let (second, log) = try night()
    #expect(second.record?.outcome == .placed && second.exitCode == 0, "\(second.message.en)")
    #expect(log.contains("near the latest plan \(first.id) the solve failed"), "\(log)")
    #expect(calls.count == 3 && !calls[2].contains("--near"))
  }

  /// A crash near to that plan costs no night either; a fault of the case is told as ever.
  @Test func aSolveThatDiesNearItIsTriedWithout() throws {
    _ = try night()
    let (second, _) = try night("case \"$*\" in *--near*) kill -9 $$;; esac")
    #expect(second.record?.outcome == .placed)
    let (third, _) = try night("kill -9 $$")
    #expect(third.record?.outcome == .failed && third.exitCode == 70)
  }
}
