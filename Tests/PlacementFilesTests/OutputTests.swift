import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles

@Suite struct OutputTests {
  static let table = PlanTable(
    file: "quotas.csv", columns: ["id", "name", "free", "extra"],
    rows: [
      ["S01", "=SUM(A1)", "-5", "a,\"b\"\r\nc"], ["S02", "'=x", "120.169", ""], ["S03", "+86", "-x", "@y"],
      ["S04", "'quoted'", "''-1+2", "''"], ["-6", "-7", "-0.25", "-1.5"],
    ])

  @Test func bytesOfATable() {
    let text = String(decoding: csvData(table: OutputTests.table, language: .chinese), as: UTF8.self)
    let expected =
      "\u{FEFF}编号,名称,剩余,extra\r\nS01,'=SUM(A1),-5,\"a,\"\"b\"\"\r\nc\"\r\nS02,''=x,120.169,\r\n"
      + "S03,'+86,'-x,'@y\r\nS04,'quoted','''-1+2,''\r\n'-6,'-7,-0.25,'-1.5\r\n"
    #expect(text == expected)
  }

  @Test(arguments: Language.allCases) func roundTrip(_ language: Language) throws {
    let folder = TemporaryFolder()
    let plan = folder.url.appendingPathComponent("plan")
    let summary = Data("{}".utf8)
    try OutputWriter().writePlan(
      tables: [OutputTests.table], json: [("summary.json", summary)], to: plan, language: language)
    let found = readPlanFolder(at: plan)
    #expect(found.tables == [OutputTests.table])
    #expect(found.otherFiles == ["summary.json": summary])
    #expect(found.diagnostics.isEmpty)
    #expect(try permissions(plan) == 0o700)
    #expect(try permissions(plan.appendingPathComponent("summary.json")) == 0o600)
  }

  private func permissions(_ url: URL) throws -> Int {
    try #require(
      FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber
    ).intValue
  }

  @Test func filesKeepABackup() throws {
    let folder = TemporaryFolder()
    let file = folder.url.appendingPathComponent("decisions.csv")
    for text in ["1", "2", "3"] {
      try OutputWriter().writeFileAtomically(Data(text.utf8), to: file, keepingBackup: true)
    }
    #expect(try Data(contentsOf: file) == Data("3".utf8))
    #expect(try Data(contentsOf: OutputWriter.backup(of: file)) == Data("2".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test func leftoversOfDeadRunsGo() throws {
    let folder = TemporaryFolder()
    // No process has this number: Linux numbers end at 4,194,304.
    let dead = folder.url.appendingPathComponent(".plan.2000000000-1.placement-new")
    let alive = folder.url.appendingPathComponent(".plan.1-1.placement-new")
    let other = folder.url.appendingPathComponent(".other.2000000000-1.placement-new")
    let old = folder.url.appendingPathComponent(".plan.2000000000-2.placement-old")
    // In a container every night has the same number.
    let before = folder.url.appendingPathComponent(".plan.\(getpid())-1.placement-new")
    for url in [dead, alive, other, old, before] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data("x".utf8).write(to: url.appendingPathComponent("quotas.csv"))
    }
    let plan = folder.url.appendingPathComponent("plan")
    try Data(#"{"status": "optimal", "inputs": {}}"#.utf8).write(
      to: old.appendingPathComponent("summary.json"))
    try OutputWriter().writeFolder(files: [("b.csv", Data())], to: plan, replacing: true)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(left == [".other.2000000000-1.placement-new", ".plan.1-1.placement-new", "plan"])
  }

  @Test func whereAFileHasOneNameAloneTheBackupIsACopy() throws {
    let folder = TemporaryFolder()
    let file = folder.url.appendingPathComponent("decisions.csv")
    let writer = OutputWriter(operations: FaultyOperations(at: -1, .error(EPERM), later: "link"))
    for text in ["1", "2", "3"] {
      try writer.writeFileAtomically(Data(text.utf8), to: file, keepingBackup: true)
    }
    #expect(try Data(contentsOf: file) == Data("3".utf8))
    #expect(try Data(contentsOf: OutputWriter.backup(of: file)) == Data("2".utf8))
    #expect(FolderOwnership.entries(folder.url.path).count == 2)
  }

  /// Of a process on another machine nobody here can tell whether it is alive.
  @Test func amongOthersNothingOfTheirsIsRemoved() throws {
    let folder = TemporaryFolder()
    let theirs = folder.url.appendingPathComponent(".plan.2000000000-1.placement-new")
    try FileManager.default.createDirectory(at: theirs, withIntermediateDirectories: true)
    let plan = folder.url.appendingPathComponent("plan")
    try OutputWriter().writeFolder(files: [("b.csv", Data())], to: plan, replacing: false, amongOthers: true)
    #expect(FolderOwnership.entries(folder.url.path) == [theirs.lastPathComponent, "plan"])
    OutputWriter().removeLeftovers(of: plan)
    #expect(FolderOwnership.entries(folder.url.path) == ["plan"])
  }

  @Test func aDiskWithoutLinksIsNamedAsOne() {
    let text = FileOperationError(operation: "symlink", code: EPERM).text("/plans/latest")
    #expect(text.en.contains("knows no symbolic links") && text.zh.contains("不支持符号链接"))
  }

  /// Every single step fails once: the old folder or the new one stands, whole, and nothing else.
  @Test(arguments: [ENOSPC, EIO, EACCES], [false, true])
  func everyStepMayFail(_ code: Int32, _ canExchange: Bool) throws {
    var finished = false
    for step in 0..<200 where !finished {
      let folder = TemporaryFolder()
      let plan = folder.url.appendingPathComponent("plan")
      let (old, new) = (
        [("a.csv", Data("old".utf8))], [("a.csv", Data("new".utf8)), ("b.csv", Data("n".utf8))]
      )
      try OutputWriter().writeFolder(files: old.map { (name: $0.0, data: $0.1) }, to: plan, replacing: false)
      let failing = FaultyOperations(at: step, .error(code), canExchange: canExchange)
      do {
        try OutputWriter(operations: failing)
          .writeFolder(files: new.map { (name: $0.0, data: $0.1) }, to: plan, replacing: true)
        finished = failing.struck == nil
        #expect(readPlanNames(plan) == ["a.csv", "b.csv"])
      } catch {
        #expect(readPlanNames(plan) == ["a.csv"])
        #expect(try Data(contentsOf: plan.appendingPathComponent("a.csv")) == Data("old".utf8))
      }
    }
    #expect(finished)
  }

  /// The same of a folder that is written piece by piece, with a file that is gone in the end.
  @Test(arguments: [false, true]) func everyStepOfAGrowingFolderMayFail(_ hasOld: Bool) throws {
    var finished = false
    for step in 0..<200 where !finished {
      let folder = TemporaryFolder()
      let plan = folder.url.appendingPathComponent("proof")
      if hasOld {
        try OutputWriter().writeFolder(files: [("a.csv", Data("old".utf8))], to: plan, replacing: false)
      }
      let failing = FaultyOperations(at: step, .error(ENOSPC))
      do {
        try OutputWriter(operations: failing).writeFolder(as: .proof, to: plan, replacing: true) { growing in
          try growing.writeFile("a.csv") { file in
            try growing.withScratchFile { scratch in
              try scratch.append([1])
              try scratch.removeAll()
              try scratch.append([2, 3])
              try scratch.append([4])
              try scratch.read { try file.append($0) }
            }
            try file.append([5])
          }
        }
        finished = failing.struck == nil
        #expect(readPlanNames(plan) == ["a.csv"])
        #expect(try Data(contentsOf: plan.appendingPathComponent("a.csv")) == Data([2, 3, 4, 5]))
        #expect(FolderMarker(of: plan.path)?.files == ["a.csv": Digest.sha256([2, 3, 4, 5])])
      } catch {
        #expect(error is OutputError)
        #expect(readPlanNames(plan) == (hasOld ? ["a.csv"] : []))
        if hasOld {
          #expect(try Data(contentsOf: plan.appendingPathComponent("a.csv")) == Data("old".utf8))
        }
      }
    }
    #expect(finished)
  }

  /// Of what could not be ended nothing is left, and the folder goes on.
  @Test func aFileThatIsLeftIsGone() throws {
    struct Left: Error {}
    let folder = TemporaryFolder()
    let plan = folder.url.appendingPathComponent("proof")
    try OutputWriter().writeFolder(as: .proof, to: plan, replacing: false) { growing in
      #expect(throws: Left.self) {
        try growing.writeFile("a.csv") { file in
          try file.append([1])
          try growing.withScratchFile { scratch in
            try scratch.append([1])
            throw Left()
          }
        }
      }
      try growing.writeFile("b.csv") { try $0.append([2]) }
    }
    #expect(readPlanNames(plan) == ["b.csv"])
    #expect(FolderMarker(of: plan.path)?.files == ["b.csv": Digest.sha256([2])])
  }

  private func readPlanNames(_ plan: URL) -> [String] {
    FolderOwnership.entries(plan.path).filter { $0 != FolderMarker.fileName }
  }
}
