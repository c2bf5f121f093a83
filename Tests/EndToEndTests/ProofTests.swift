import Foundation
import TestSupport
import Testing

/// What a sceptic does with a plan.
@Suite struct ProofTests {
  private let scratch = try! Scratch()

  @Test func hangzhousPlanIsProvedAndASmallChangeIsFoundOut() throws {
    defer { scratch.remove() }
    let city = Fixtures.folder.appendingPathComponent("hangzhou").path
    #expect(try Binary.run(["allocate", city, "--output", "plan", "--quiet"], in: scratch.url).code == 0)
    let export = ["proof", "export", city, "plan", "--output", "proof", "--language", "en"]
    let exported = try Binary.run(export, in: scratch.url)
    #expect(exported.code == 0)
    #expect(
      exported.output == """
        1.vipr: 105, optimal, and here is the proof
        2.vipr: 8, optimal, and here is the proof
        3.vipr: 137871, optimal, and here is the proof

        """)
    #expect(try Binary.run(export, in: scratch.url).code == 73)
    let checked = try Binary.run(["proof", "check", "proof", "--language", "en"], in: scratch.url)
    #expect(checked.code == 0)
    for optimum in [105, 8, 137871] { #expect(checked.output.contains("the optimum is \(optimum) ")) }

    let file = scratch.url.appendingPathComponent("proof/1.vipr")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("RTP range 105 105"))
    try text.replacingOccurrences(of: "RTP range 105 105", with: "RTP range 106 106")
      .write(to: file, atomically: true, encoding: .utf8)
    let refused = try Binary.run(["proof", "check", "proof", "--language", "en"], in: scratch.url)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("1.vipr: ") && refused.errors.contains("lower end"))
    #expect(refused.output.contains("2.vipr: the optimum is 8 "))
  }

  /// What the time allows is written, and not more is said of it.
  @Test func withoutTimeLessIsProved() throws {
    defer { scratch.remove() }
    let city = Fixtures.folder.appendingPathComponent("hangzhou").path
    #expect(try Binary.run(["allocate", city, "--output", "plan", "--quiet"], in: scratch.url).code == 0)
    let export = [
      "proof", "export", city, "plan", "--output", "proof", "--time-limit", "0.001", "--language", "en",
    ]
    let exported = try Binary.run(export, in: scratch.url)
    #expect(exported.code == 3)
    #expect(exported.output.contains("1.vipr: 105, proved to be at least "))
    #expect(exported.errors.contains("--time-limit"))
    #expect(try Binary.run(["proof", "check", "proof"], in: scratch.url).code == 0)
  }

  /// Nobody can have moved where nothing was published: that stage has no term, and its optimum is known without a proof.
  @Test func aStageWithoutATermHasItsOptimum() throws {
    defer { scratch.remove() }
    let tiny = Fixtures.folder.appendingPathComponent("tiny").path
    #expect(try Binary.run(["allocate", tiny, "--output", "plan", "--quiet"], in: scratch.url).code == 0)
    let export = ["proof", "export", tiny, "plan", "--output", "proof"]
    #expect(try Binary.run(export, in: scratch.url).code == 0)
    let checked = try Binary.run(["proof", "check", "proof", "--language", "en"], in: scratch.url)
    #expect(checked.code == 0)
    for (stage, optimum) in [2, 0, 80].enumerated() {
      #expect(checked.output.contains("\(stage + 1).vipr: the optimum is \(optimum) "))
    }
  }

  /// A proof is of the plan at hand.
  @Test func anotherCasesPlanIsRefused() throws {
    defer { scratch.remove() }
    let tiny = Fixtures.folder.appendingPathComponent("tiny").path
    #expect(try Binary.run(["allocate", tiny, "--output", "plan", "--quiet"], in: scratch.url).code == 0)
    let city = Fixtures.folder.appendingPathComponent("hangzhou").path
    #expect(
      try Binary.run(["proof", "export", city, "plan", "--output", "proof"], in: scratch.url).code == 65)
    #expect(try Binary.run(["proof", "check", "nowhere"], in: scratch.url).code == 66)
    let folder = scratch.url.appendingPathComponent("proof/1.vipr")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try Binary.run(["proof", "check", "proof"], in: scratch.url).code == 66)
  }
}
