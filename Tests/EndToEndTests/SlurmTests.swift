import Foundation
import TestSupport
import Testing

/// A sweep as an array job of a real Slurm: one node on this machine, started by the test.
@Suite(.waits, .enabled(if: SlurmNode.canRun)) struct SlurmTests {
  private static let tasks = 20
  private static let perTask = 10

  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }

  private func sweep(_ words: String...) throws -> Binary.Result {
    try Binary.run(
      ["what-if", "Fixtures/hangzhou", "--scenarios", path("s.yaml"), "--rows-only", "--as-of", "2026-08-01"]
        + words)
  }

  private func collect() throws -> Binary.Result { try Binary.run(["collect", path("a sweep")]) }

  /// A third of the tasks are killed, what is missing is submitted again, and the folder is that of one machine.
  @Test func theTableIsThatOfOneMachine() throws {
    defer { scratch.remove() }
    let posts = (1...200).map { number in
      let id =
        "P" + String(repeating: "0", count: 4 - "\((number - 1) % 70 + 1)".count) + "\((number - 1) % 70 + 1)"
      return "情景\(number): posts[\(id)].seats+=\((number - 1) / 70 + 1)\n"
    }
    try posts.joined().write(toFile: path("s.yaml"), atomically: true, encoding: .utf8)
    let node = try SlurmNode(in: scratch.url)
    defer { node.stop() }
    let script = try sweep("--output", path("a sweep"), "--per-task", "\(Self.perTask)", "--print-slurm")
    #expect(script.code == 0, "\(script.errors)")
    try script.output.write(toFile: path("sweep.sh"), atomically: true, encoding: .utf8)

    let job = try node.run("sbatch", "--parsable", path("sweep.sh"))
    // The first is under way; of the others some are, and some are still to come.
    try node.wait { try node.run("squeue", "-h", "-t", "running", "-j", job).contains(job) }
    let killed = stride(from: 0, to: Self.tasks, by: 3).map { $0 }
    _ = try node.run("scancel", "\(job)_[\(killed.map(String.init).joined(separator: ","))]")
    try node.wait { try node.run("squeue", "-h", "-j", job).isEmpty }

    let missing = try collect()
    #expect(missing.code == 66, "\(missing.output)\(missing.errors)")
    let array = missing.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let again = array.split(separator: ",").compactMap { Int($0) }
    #expect(again.count >= killed.count / 2 && Set(again).isSubset(of: killed), "\(array)")
    let second = try node.run("sbatch", "--parsable", "--array=" + array, path("sweep.sh"))
    try node.wait { try node.run("squeue", "-h", "-j", second).isEmpty }

    let collected = try collect()
    #expect(collected.code == 0, "\(collected.output)\(collected.errors)")
    let alone = try sweep("--output", path("alone"))
    #expect(alone.code == 0, "\(alone.errors)")
    #expect(try files("a sweep") == files("alone"))
    let table = try String(contentsOfFile: path("alone/comparison.csv"), encoding: .utf8)
    #expect(table.components(separatedBy: "\r\n").count { $0.hasPrefix("情景") } == 201)
    #expect(
      alone.output.split(separator: "\n").contains { $0.hasPrefix("情景200\t") }
        && collected.output.contains("情景200\t"))
  }

  /// The bytes of every file of a folder, by name.
  private func files(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path(folder))
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: path(folder) + "/" + name).map { (name, $0) }
      })
  }
}

/// A Slurm of one node with a munge of its own, in a folder of its own.
private final class SlurmNode {
  static var canRun: Bool {
    let suite = "sweeps under Slurm"
    guard geteuid() == 0 else { return Tools.cannotRun(suite, "it takes root to start a node") }
    return Tools.isInstalled("/usr/bin/sbatch", for: suite) && Tools.isInstalled("/usr/bin/munge", for: suite)
  }

  private let folder: String
  private var daemons: [pid_t] = []

  init(in scratch: URL) throws {
    folder = scratch.appendingPathComponent("slurm").path
    for name in ["", "/state", "/spool"] {
      try FileManager.default.createDirectory(
        atPath: folder + name, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    }
    let key = Data((0..<1024).map { _ in UInt8.random(in: 0...255) })
    _ = FileManager.default.createFile(
      atPath: folder + "/munge.key", contents: key, attributes: [.posixPermissions: 0o400])
    try configuration.write(toFile: folder + "/slurm.conf", atomically: true, encoding: .utf8)
    do {
      try startDaemons()
    } catch {
      stop()
      throw error
    }
  }

  private func startDaemons() throws {
    try start(
      "/usr/sbin/munged", "--foreground", "--force", "--key-file=\(folder)/munge.key",
      "--socket=\(folder)/munge.socket", "--pid-file=\(folder)/munged.pid", "--log-file=\(folder)/munged.log",
      "--seed-file=\(folder)/munge.seed")
    try wait { FileManager.default.fileExists(atPath: folder + "/munge.socket") }
    try start("/usr/sbin/slurmctld", "-D", "-i")
    try start("/usr/sbin/slurmd", "-D")
    try wait { try run("sinfo", "-h", "-o", "%T").contains("idle") }
  }

  private var configuration: String {
    let host = String(ProcessInfo.processInfo.hostName.prefix { $0 != "." })
    // Other than a Slurm's that may be there, and other than another test run's.
    let port = 20_000 + Int(getpid()) % 20_000 * 2
    return """
      ClusterName=test
      SlurmctldHost=\(host)(127.0.0.1)
      SlurmUser=root
      SlurmdUser=root
      AuthType=auth/munge
      AuthInfo=socket=\(folder)/munge.socket
      CredType=cred/munge
      StateSaveLocation=\(folder)/state
      SlurmdSpoolDir=\(folder)/spool
      SlurmctldPidFile=\(folder)/slurmctld.pid
      SlurmdPidFile=\(folder)/slurmd.pid
      SlurmctldLogFile=\(folder)/slurmctld.log
      SlurmdLogFile=\(folder)/slurmd.log
      SlurmctldPort=\(port)
      SlurmdPort=\(port + 1)
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      SchedulerType=sched/builtin
      SchedulerParameters=sched_interval=1,batch_sched_delay=0
      SelectType=select/cons_tres
      SelectTypeParameters=CR_Core
      JobAcctGatherType=jobacct_gather/none
      MpiDefault=none
      SlurmdParameters=config_overrides
      KillWait=2
      NodeName=\(host) NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
      PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

      """
  }

  private var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging(["SLURM_CONF": folder + "/slurm.conf"]) { $1 }
  }

  /// Without a file of this process's: what is open in a daemon stays open, and others wait for its end.
  private static let alone = """
    log=$1; shift
    (
      for file in /proc/self/fd/*; do
        number=${file##*/}
        if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
      done
      exec setsid "$@"
    ) >"$log" 2>&1 </dev/null &
    echo $!
    """

  private func start(_ program: String, _ words: String...) throws {
    let log = folder + "/" + (program as NSString).lastPathComponent + ".out"
    let process = try said("/bin/bash", ["-c", Self.alone, "bash", log, program] + words)
    daemons.append(try #require(pid_t(process)))
  }

  /// What one of Slurm's own commands says; nothing where it fails.
  func run(_ command: String, _ words: String...) throws -> String {
    try said("/usr/bin/" + command, words)
  }

  private func said(_ program: String, _ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  struct TookTooLong: Error {}

  func wait(_ isSo: () throws -> Bool) throws {
    let end = Date().addingTimeInterval(120)
    while try !isSo() {
      guard Date() < end else { throw TookTooLong() }
      usleep(100_000)
    }
  }

  func stop() {
    for process in daemons.reversed() { kill(process, SIGTERM) }
    for process in daemons {
      for _ in 0..<100 where kill(process, 0) == 0 { usleep(100_000) }
      kill(process, SIGKILL)
    }
  }
}
