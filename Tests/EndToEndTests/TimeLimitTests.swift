import Foundation
import Testing

/// A time limit holds, and what was found by then is told.
@Suite struct TimeLimitTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  /// - Returns: the exit code, and the seconds of processor that the command used: with one thread never more than it
  ///   took, on the busiest machine too.
  private func run(_ words: [String]) throws -> (code: Int32, seconds: Double) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments =
      ["-c", #"TIMEFORMAT='%U %S'; time "$0" "$@" >out 2>err; exit $?"#, Binary.path.path] + words
    process.currentDirectoryURL = scratch.url
    let times = Pipe()
    process.standardError = times
    try process.run()
    let text = String(decoding: times.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let seconds = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }.reduce(0, +)
    return (process.terminationStatus, seconds)
  }

  /// A city of 3,000 under every rule, whose plan is far from proven by then: what is written is a plan with its bounds.
  @Test func holdsInACityUnderEveryRule() throws {
    defer { scratch.remove() }
    #expect(try run(["generate", "--students", "3000", "--seed", "2", "--output", "city"]).code == 0)
    let limited = ["--time-limit", "2", "--threads", "1"]
    let made = try run(["allocate", "city", "--output", "plan", "--relative-gap", "0"] + limited)
    #expect(made.code == 3 || made.code == 0)
    #expect(made.seconds <= 4, "allocate used \(made.seconds) s")
    #expect(try Binary.run(["verify", path("city"), path("plan")]).code == 0)
    let asked = try run(
      ["what-if", "city", "--set", "policy.travel.max_distance_km=38", "--output", "answer"] + limited)
    #expect([0, 3, 70].contains(asked.code))
    #expect(asked.seconds <= 4, "what-if used \(asked.seconds) s")
    let told = try run(["explain", "city", "plan", "--student", "S00001"] + limited)
    #expect(told.code == 0)
    #expect(told.seconds <= 4, "explain used \(told.seconds) s")
    for words in [["model", "city"], ["proof", "export", "city", "plan"]] {
      let written = try run(words + ["--output", words[0]] + limited)
      #expect([0, 3, 70].contains(written.code))
      #expect(written.seconds <= 4, "\(words[0]) used \(written.seconds) s")
      #expect((written.code != 70) == FileManager.default.fileExists(atPath: path(words[0])))
    }
    // With time enough there is all of it.
    let plain = ["generate", "--students", "3000", "--seed", "2", "--rules", "quotas", "--output", "plain"]
    #expect(try run(plain).code == 0)
    #expect(try run(["model", "plain", "--output", "whole", "--time-limit", "600"]).code == 0)
    #expect(FileManager.default.fileExists(atPath: path("whole/3.mps")))
  }

  /// A whole school as one team: what asks every pair of its members anew takes minutes.
  @Test func aTeamOfAThousandKeepsNobodyWaiting() throws {
    defer { scratch.remove() }
    try FileManager.default.createDirectory(atPath: path("team"), withIntermediateDirectories: true)
    func write(_ file: String, _ lines: [String]) throws {
      try lines.joined(separator: "\n").appending("\n").write(
        toFile: path("team/" + file), atomically: true, encoding: .utf8)
    }
    try write("policy.yaml", ["name: Team", "language: en", "academic_year: 2026"])
    try write(
      "enterprises.csv",
      ["enterprise_id,name,district,staff_total,staff_on_duty", "E1,Works,West,90000,90000"])
    try write(
      "posts.csv",
      ["post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,monthly_pay"]
        + (0..<300).map {
          "P\(1000 + $0),E1,Post,66,\($0 < 5 ? 2000 : 2),\(30.2 + Double($0) / 2000),120.1,2026-09-01,2027-02-28,3000"
        })
    try write(
      "students.csv",
      ["student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,max_distance_km,team_id"]
        + (0..<1500).map {
          "S\(10000 + $0),X1,660101,3,2008-01-01,\(30.2 + Double($0) / 10000),120.1,\($0 == 1499 ? "1" : ""),T1"
        })
    let made = try run(["allocate", "team", "--output", "plan"])
    #expect(made.code == 0)
    #expect(made.seconds <= 6, "allocate used \(made.seconds) s")
    let verified = try run(["verify", "team", "plan"])
    #expect(verified.code == 0)
    #expect(verified.seconds <= 8, "verify used \(verified.seconds) s")
  }
}
