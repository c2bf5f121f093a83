import Foundation
import TestSupport
import Testing

/// Sweeps as array jobs, without a batch system: what the tasks write and what `collect` makes of it.
@Suite struct ArrayJobTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let scenarios = (2...8).map { "情景\($0): posts[P000\($0)].seats+=2\n" }.joined()
    try scenarios.write(toFile: path("s.yaml"), atomically: true, encoding: .utf8)
  }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func sweep(_ words: String..., environment: [String: String] = [:]) throws -> Binary.Result {
    try Binary.run(
      ["what-if", "Fixtures/hangzhou", "--scenarios", path("s.yaml"), "--rows-only", "--as-of", "2026-08-01"]
        + words, environment: environment)
  }

  private func task(_ words: String..., environment: [String: String] = [:]) throws -> Binary.Result {
    try Binary.run(
      [
        "what-if", "Fixtures/hangzhou", "--scenarios", path("s.yaml"), "--output", path("sweep"),
        "--rows-only",
        "--as-of", "2026-08-01", "--per-task", "3",
      ] + words, environment: environment)
  }

  private func collect() throws -> Binary.Result {
    try Binary.run(["collect", path("sweep"), "--language", "en"])
  }

  /// Every batch system's own number counts, LSF's from 1; what is missing is an array expression.
  @Test func everyBatchSystemTellsItsTask() throws {
    defer { scratch.remove() }
    #expect(try task().code == 64)
    #expect(try task(environment: ["PBS_ARRAY_INDEX": "1"]).code == 0)
    let missing = try collect()
    #expect(missing.code == 66 && missing.output == "0,2\n", "\(missing.output)\(missing.errors)")
    #expect(missing.errors.contains("4 of 7 scenarios are missing; submit --array=0,2 again"))
    #expect(try task(environment: ["LSB_JOBINDEX": "3"]).code == 0)
    #expect(try collect().output == "0\n")
    #expect(try task(environment: ["JOB_COMPLETION_INDEX": "0"]).code == 0)
    #expect(try task("--task", "3", environment: ["SLURM_ARRAY_TASK_ID": "0"]).code == 64)
    try FileManager.default.copyItem(atPath: path("sweep.unfinished"), toPath: path("kept"))
    let collected = try collect()
    #expect(collected.code == 0, "\(collected.errors)")
    #expect(try sweep("--output", path("alone")).code == 0)
    #expect(try bytes("sweep") == bytes("alone"))
    #expect(!FileManager.default.fileExists(atPath: path("sweep.unfinished")))
    // The table has its place, and a crash has kept the results.
    try FileManager.default.copyItem(atPath: path("kept"), toPath: path("sweep.unfinished"))
    let again = try collect()
    #expect(again.code == 0 && again.output == collected.output, "\(again.errors)")
    #expect(try bytes("sweep") == bytes("alone"))
    #expect(!FileManager.default.fileExists(atPath: path("sweep.unfinished")))
    // Another table is not replaced unasked.
    try FileManager.default.copyItem(atPath: path("kept"), toPath: path("sweep.unfinished"))
    try FileManager.default.removeItem(atPath: path("sweep"))
    try FileManager.default.createDirectory(atPath: path("sweep"), withIntermediateDirectories: false)
    try "x".write(toFile: path("sweep/comparison.csv"), atomically: true, encoding: .utf8)
    #expect(try collect().code == 73)
  }

  private func bytes(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path(folder))
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: path(folder) + "/" + name).map { (name, $0) }
      })
  }

  /// Another case, another version: neither a task nor the table takes up what is of another sweep.
  @Test func resultsOfAnotherSweepAreRefused() throws {
    defer { scratch.remove() }
    for number in ["0", "1", "2"] { #expect(try task("--task", number).code == 0) }
    let gathered = path("sweep.unfinished")
    let other = try Binary.run([
      "what-if", "Fixtures/tiny", "--scenarios", path("s.yaml"), "--output", path("sweep"), "--per-task", "3",
      "--task", "0", "--rows-only",
    ])
    #expect(other.code != 0)
    let gap = try task("--task", "0", "--relative-gap", "0.01", "--language", "en")
    #expect(gap.code == 65 && gap.errors.contains("is of another sweep"), "\(gap.errors)")
    let rows = try #require(
      FileManager.default.subpathsOfDirectory(atPath: gathered).first { $0.hasSuffix("/scenarios.json") })
    let record = gathered + "/" + rows
    let text = try String(contentsOfFile: record, encoding: .utf8)
    let hash = try #require(text.firstMatch(of: /posts\.csv ([0-9a-f]{64})/)).1
    try text.replacingOccurrences(of: String(hash), with: String(repeating: "0", count: 64))
      .write(toFile: record, atomically: true, encoding: .utf8)
    let mixed = try collect()
    #expect(mixed.code == 65 && mixed.errors.contains("results of another case"), "\(mixed.errors)")
    let manifest = gathered + "/.sweep.json"
    let all = try String(contentsOfFile: manifest, encoding: .utf8)
    try all.replacing(/"version" : "[^"]*"/, with: "\"version\" : \"0.0.1\"")
      .write(toFile: manifest, atomically: true, encoding: .utf8)
    let old = try collect()
    #expect(old.code == 65 && old.errors.contains("the results are of version 0.0.1"), "\(old.errors)")
  }

  /// Rows are written several at once: a task that is killed keeps whole ones, and run again it comes to the same table.
  @Test(.waits) func aKilledTaskKeepsWhatIsWritten() throws {
    defer { scratch.remove() }
    let scenarios = (0..<420).map { number in
      "情景\(number): posts[P00\(10 + number % 60)].seats+=\(1 + number / 60)\n"
    }
    try scenarios.joined().write(toFile: path("s.yaml"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = Binary.path
    process.currentDirectoryURL = Binary.package
    process.arguments = [
      "what-if", "Fixtures/hangzhou", "--scenarios", path("s.yaml"), "--output", path("sweep"), "--rows-only",
      "--as-of", "2026-08-01", "--per-task", "420", "--task", "0", "--language", "en",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let gathered = path("sweep.unfinished")
    func rows() -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: gathered)) ?? []).filter {
        $0.hasPrefix(".rows-") && !$0.hasSuffix(".placement-new")
      }
    }
    while process.isRunning, rows().isEmpty { usleep(5_000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let kept = try rows().reduce(0) { count, name in
      let data = try Data(contentsOf: URL(fileURLWithPath: gathered + "/\(name)/scenarios.json"))
      return count + (try #require(JSONSerialization.jsonObject(with: data) as? [Any])).count
    }
    #expect(process.terminationReason == .uncaughtSignal && kept > 0 && kept < 420, "\(kept)")
    #expect(try collect().code == 66)
    let again = try sweep("--output", path("sweep"), "--per-task", "420", "--task", "0", "--language", "en")
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.errors.components(separatedBy: "done before and kept").count == kept + 1)
    #expect(try collect().code == 0)
    #expect(try sweep("--output", path("alone"), "--language", "en").code == 0)
    #expect(try bytes("sweep") == bytes("alone"))
  }

  /// A crash between any two steps of `collect` loses nothing: run again it comes to the same folder.
  @Test func aCollectThatCrashedIsFinished() throws {
    defer { scratch.remove() }
    func plans(_ words: String...) throws -> Binary.Result {
      try Binary.run(
        ["what-if", "Fixtures/hangzhou", "--scenarios", path("s.yaml"), "--as-of", "2026-08-01"] + words
          + ["--explain-budget", "0", "--language", "en"])
    }
    try "one: posts[P0003].seats+=2\ntwo: posts[P0004].seats+=2\n".write(
      toFile: path("s.yaml"), atomically: true, encoding: .utf8)
    for task in ["0", "1"] {
      #expect(try plans("--output", path("sweep"), "--per-task", "1", "--task", task).code == 0)
    }
    let files = FileManager.default
    try files.copyItem(atPath: path("sweep.unfinished"), toPath: path("kept"))
    let first = try collect()
    #expect(first.code == 0, "\(first.errors)")
    #expect(!files.fileExists(atPath: path("sweep.unfinished")))
    let whole = try bytes("sweep")
    #expect(whole.keys.filter { $0.hasPrefix(".") } == [".placement.json"])
    // The folder has its place, and the tasks' notes have not gone.
    try files.copyItem(atPath: path("kept/.sweep.json"), toPath: path("sweep/.sweep.json"))
    let again = try collect()
    #expect(again.code == 0 && again.output == first.output, "\(again.errors)")
    #expect(try bytes("sweep") == whole)
    // It has its table and its marker, and not its place.
    try files.moveItem(atPath: path("sweep"), toPath: path("sweep.unfinished"))
    try files.copyItem(atPath: path("kept/.sweep.json"), toPath: path("sweep.unfinished/.sweep.json"))
    let last = try collect()
    #expect(last.code == 0 && last.output == first.output, "\(last.errors)")
    #expect(try bytes("sweep") == whole)
    #expect(try plans("--output", path("alone")).code == 0)
    let alone = try bytes("alone")
    #expect(whole["comparison.csv"] == alone["comparison.csv"] && whole.keys.sorted() == alone.keys.sorted())
  }

  /// Later tasks take over what the first has found, and what is no such plan they solve for themselves.
  @Test func aLaterTaskTakesThePlanOver() throws {
    defer { scratch.remove() }
    #expect(try task("--task", "0").code == 0)
    let notes = path("sweep.unfinished/.sweep.json")
    let text = try String(contentsOfFile: notes, encoding: .utf8)
    #expect(text.contains("\"proof\""))
    // Everybody at the first post: no plan of this case.
    try text.replacing(/"plan" : "[^"]*"/, with: "\"plan\" : \"0 0 0\"")
      .write(toFile: notes, atomically: true, encoding: .utf8)
    #expect(try task("--task", "1").code == 0)
    try text.write(toFile: notes, atomically: true, encoding: .utf8)
    #expect(try task("--task", "2").code == 0)
    #expect(try collect().code == 0)
    #expect(try sweep("--output", path("alone")).code == 0)
    #expect(try bytes("sweep") == bytes("alone"))
  }

  /// The same where the first task hands on how far it is from every post to the root of its flow, and where what it hands
  /// on is wrong.
  @Test func aLaterTaskTakesDistancesOver() throws {
    defer { scratch.remove() }
    let made = try Binary.run([
      "generate", "--students", "300", "--seed", "5", "--rules", "quotas", "--output", path("city"),
    ])
    #expect(made.code == 0, "\(made.errors)")
    func rows(_ words: String...) throws -> Int32 {
      try Binary.run(
        ["what-if", path("city"), "--scenarios", path("s.yaml"), "--rows-only", "--as-of", "2026-08-01"]
          + words
      ).code
    }
    func task(_ number: String) throws -> Int32 {
      try rows("--output", path("sweep"), "--per-task", "3", "--task", number)
    }
    #expect(try task("0") == 0)
    let notes = path("sweep.unfinished/.sweep.json")
    let text = try String(contentsOfFile: notes, encoding: .utf8)
    let wrong = text.replacing(/"distances" : "-?[0-9]+/, with: "\"distances\" : \"77")
    #expect(try task("1") == 0 && wrong != text)
    try wrong.write(toFile: notes, atomically: true, encoding: .utf8)
    #expect(try task("2") == 0)
    #expect(try collect().code == 0)
    #expect(try rows("--output", path("alone")) == 0)
    #expect(try bytes("sweep") == bytes("alone"))
  }

  /// The scripts hold the day, for tasks may begin on the next, and quote what a shell would take apart.
  @Test func theScriptsAreReady() throws {
    defer { scratch.remove() }
    let slurm = try sweep("--output", path("my sweep"), "--per-task", "3", "--print-slurm")
    #expect(slurm.code == 0, "\(slurm.errors)")
    #expect(slurm.output.contains("#SBATCH --array=0-2\n") && slurm.output.hasPrefix("#!/bin/sh\n"))
    #expect(slurm.output.contains("#SBATCH --output='\(path("my sweep")).%a.log'\n"))
    #expect(slurm.output.contains("--as-of 2026-08-01") && slurm.output.contains("'\(path("my sweep"))'"))
    let unset = try Binary.run([
      "what-if", path("case"), "--scenarios", path("s.yaml"), "--output", path("sweep"), "--per-task", "3",
      "--print-kubernetes",
    ])
    #expect(unset.code == 66)
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/hangzhou"),
      to: scratch.url.appendingPathComponent("case"))
    let kubernetes = try Binary.run([
      "what-if", path("case"), "--scenarios", path("s.yaml"), "--output", path("sweep"), "--per-task", "3",
      "--print-kubernetes",
    ])
    #expect(kubernetes.code == 0, "\(kubernetes.errors)")
    for line in [
      "  completionMode: Indexed", "  completions: 3", "            - \"what-if\"",
      #"            - "\"$0\" \"$@\" || test $? -eq 3""#,
      "              mountPath: \"\(scratch.url.path)\"",
    ] { #expect(kubernetes.output.contains(line + "\n"), "\(kubernetes.output)") }
    #expect(!FileManager.default.fileExists(atPath: path("sweep.unfinished")))
  }
}
