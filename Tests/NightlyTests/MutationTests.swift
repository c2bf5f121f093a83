import Allocation
import Foundation
import Placement
import PlacementFiles
import Testing

/// Case folders with bytes changed at random: checking one ends, and reading it never takes a ragged file for a sound one.
@Suite struct MutationTests {
  private let town: Town

  init() throws {
    town = try Town()
    try town.write("preferences.csv", "student_id,rank,post_id\nS1,1,P1\nS2,2,P2\n")
    try town.write("decisions.csv", "student_id,post_id,decision,reason\nS1,P2,pin,\"asked, twice\"\n")
    try town.write("published.csv", "student_id,post_id,stage\nS2,P1,announced\n")
  }

  /// Some hundreds here; `PLACEMENT_TEST_MUTATIONS` says how many for a long watch.
  private static let rounds =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_MUTATIONS"].flatMap { Int($0) } ?? 500

  private static let files = [
    "decisions.csv", "enterprises.csv", "policy.yaml", "posts.csv", "preferences.csv", "published.csv",
    "students.csv",
  ]

  private static let splinters: [[UInt8]] = [
    Array(",".utf8), Array("\"".utf8), Array("\r\n".utf8), Array("\n".utf8), [0], [0xFF], [0x81, 0x30],
    Array("1.23E+17".utf8), Array("-1".utf8), Array("NaN".utf8), Array("99999999999999999999".utf8),
    Array("：".utf8), Array("０".utf8), Array("\u{FEFF}".utf8), Array("=cmd".utf8), Array(": [".utf8), [],
  ]

  private func mutate(_ data: Data, _ random: inout SplitMix64) -> Data {
    var bytes = [UInt8](data)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 0...6, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.removeSubrange(start...)
      case 2:
        bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
      case 3: bytes.replaceSubrange(start..<end, with: Self.splinters.randomElement(using: &random)!)
      default: for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    return Data(bytes)
  }

  /// Whether a row has filled cells past the header's last, where that can be told without a reader: the header
  /// is as it was, and there are no quotes.
  private func isPlainlyRagged(_ data: Data, _ sound: Data) -> Bool {
    guard let text = String(data: data, encoding: .utf8), !text.contains("\""), !text.contains("\0"),
      !text.contains("\r")
    else { return false }
    let header = String(decoding: sound, as: UTF8.self).prefix { !$0.isNewline }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == header else { return false }
    let width = header.split(separator: ",").count
    return lines.contains { line in
      line.split(separator: ",", omittingEmptySubsequences: false).dropFirst(width).contains { cell in
        // A cell of nothing but blanks and control characters is an empty cell.
        cell.unicodeScalars.contains { $0.value > 0x20 && $0 != "\u{FEFF}" }
      }
    }
  }

  @Test func noMutationCrashesHangsOrPassesRagged() throws {
    var random = SplitMix64(seed: 6)
    let sound = Town.contents(town.caseFolder)
    #expect(readCase(at: town.caseFolder).placementCase != nil)
    var (passed, ragged) = (0, 0)
    for round in 0..<Self.rounds {
      let name = Self.files.randomElement(using: &random)!
      let data = mutate(sound[name]!, &random)
      let file = town.caseFolder.appendingPathComponent(name)
      try data.write(to: file)
      let start = ContinuousClock.now
      let reading = readCase(at: town.caseFolder)
      #expect(ContinuousClock.now - start < .seconds(10), "round \(round)")
      #expect((reading.placementCase == nil) == reading.diagnostics.contains(where: \.isFault))
      if name.hasSuffix(".csv"), isPlainlyRagged(data, sound[name]!) {
        ragged += 1
        #expect(reading.placementCase == nil, "round \(round): a ragged \(name) was accepted")
      }
      if let placementCase = reading.placementCase {
        passed += 1
        _ = CaseCheck(placementCase, threads: 1)
      }
      try sound[name]!.write(to: file)
    }
    if Self.rounds > 5000 { print("\(Self.rounds) mutations: \(passed) harmless, \(ragged) plainly ragged") }
    #expect(passed > 0 && ragged > 0)
  }
}
