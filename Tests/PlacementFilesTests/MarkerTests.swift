import Foundation
import Placement
import Testing

@testable import PlacementFiles

/// What may be replaced: what the marker lists, where nobody has worked in it.
@Suite struct MarkerTests {
  private let folder = TemporaryFolder()
  private let writer = OutputWriter()

  private var place: URL { folder.url.appendingPathComponent("place") }

  private func write(
    _ files: [String: String], as kind: FolderMarker.Kind = .plan, to url: URL? = nil,
    keepingOld: Bool = false
  ) throws {
    try writer.writeFolder(
      files: files.map { ($0.key, Data($0.value.utf8)) }, as: kind, to: url ?? place, replacing: true,
      keepingOld: keepingOld)
  }

  private func text(_ name: String) -> String? {
    (try? Data(contentsOf: folder.url.appendingPathComponent(name))).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Replacing is refused, the message names what speaks against it, and all stays as it was.
  private func expectRefusal(
    _ words: String..., writer: OutputWriter = OutputWriter(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    let error = #expect(throws: OutputError.self, sourceLocation: sourceLocation) {
      try writer.writeFolder(files: [("new.csv", Data())], to: place, replacing: true)
    }
    for word in words {
      #expect(
        error?.message.en.contains(word) == true, "\(error?.message.en ?? "")", sourceLocation: sourceLocation
      )
    }
    let after = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    #expect(after == before, sourceLocation: sourceLocation)
  }

  @Test func theMarkerListsWhatWasWritten() throws {
    try write(["a.csv": "1", "run.json": "{}", "plan/b.csv": "2"])
    let marker = try #require(FolderMarker(of: place.path))
    #expect(marker.kind == .plan)
    #expect(marker.files.keys.sorted() == ["a.csv", "plan/b.csv", "run.json"])
    #expect(marker.files["a.csv"] == Digest.sha256(Array("1".utf8)))
    #expect(marker.files["run.json"] == .some(nil))
    #expect(readPlanFolder(at: place).hashes.keys.sorted() == ["a.csv", "run.json"])
    // Equal folders have equal markers, whatever run.json holds.
    let first = text("place/.placement.json")
    try write(["a.csv": "1", "run.json": "other", "plan/b.csv": "2"])
    #expect(text("place/.placement.json") == first)
  }

  @Test func whatSomebodyChangedAfterwardsIsToldByTheMarker() throws {
    try write(["summary.json": "{}", "report.html": "<p>1", "run.json": "{}", "a/b.csv": "2"])
    #expect(readPlanFolder(at: place).changedSinceWritten.isEmpty)
    for name in ["summary.json", "run.json"] {
      try Data("{ }".utf8).write(to: place.appendingPathComponent(name))
    }
    try FileManager.default.removeItem(at: place.appendingPathComponent("report.html"))
    let told = readPlanFolder(at: place).changedSinceWritten
    #expect(told.map(\.file) == ["report.html", "summary.json"])
    #expect(told.map { $0.message.en.contains("not there") } == [true, false])
  }

  @Test func aStrangersFileIsNeverReplaced() throws {
    try write(["a.csv": "1"])
    folder.write("mine", to: "place/budget.csv")
    try expectRefusal("budget.csv")
    #expect(text("place/budget.csv") == "mine" && text("place/a.csv") == "1")
  }

  @Test func aFolderWithoutAMarkerIsNotOurs() throws {
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // Nothing in it, nothing to lose.
    try write(["a.csv": "1"])
    try FileManager.default.removeItem(at: place.appendingPathComponent(".placement.json"))
    try expectRefusal("a.csv")
    for broken in ["", "{", "{}", "{\"kind\": \"plan\", \"files\": [1]}"] {
      folder.write(broken, to: "place/.placement.json")
      try expectRefusal("a.csv")
    }
  }

  @Test func anOlderPlanCountsAsOurs() throws {
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    folder.write("id\r\nP1\r\n", to: "place/quotas.csv")
    try expectRefusal("quotas.csv")
    folder.write("{\"status\": \"optimal\", \"inputs\": {}}", to: "place/summary.json")
    folder.write("notes", to: "place/notes.csv")
    try expectRefusal("notes.csv")
    try FileManager.default.removeItem(at: place.appendingPathComponent("notes.csv"))
    try write(["a.csv": "1"])
    #expect(FolderOwnership.entries(place.path) == [".placement.json", "a.csv"])
  }

  @Test(arguments: [FolderMarker.Kind.plan, .split]) func aDecisionThatIsNotTakenInIsKept(
    _ kind: FolderMarker.Kind
  ) throws {
    let header = "student_id,post_id,decision,decision_post_id,decision_reason\r\n"
    try write(["assignments.csv": header + "S1,P1,,,\r\nS2,P1,,,\r\nS3,P1,,,\r\n"], as: kind)
    // Saved by a spreadsheet, nothing decided.
    folder.write(header + "S1,P1,,,\nS2,P1,,,\nS3,P1,,,\n", to: "place/assignments.csv")
    try write(["assignments.csv": header + "S1,P1,,,\r\nS2,P1,,,\r\nS3,P1,,,\r\n"], as: kind)
    let filled = header + "S1,P1,,,\r\nS2,P1,pin,,asked\r\nS3,P1,,P2,\r\n"
    folder.write(filled, to: "place/assignments.csv")
    try expectRefusal("assignments.csv, rows 3, 4")
    #expect(text("place/assignments.csv") == filled)
    writer.noteTakenIn([(place.appendingPathComponent("assignments.csv"), Array("other".utf8))])
    try expectRefusal("rows 3, 4")
    writer.noteTakenIn([(place.appendingPathComponent("assignments.csv"), Array(filled.utf8))])
    try write(["new.csv": ""], as: kind)
    #expect(text("place/assignments.csv") == nil)
  }

  @Test func anyChangeOfACaseIsKept() throws {
    let files = ["policy.yaml": "name: A\n", "students.csv": "student_id\nS1\n"]
    try write(files, as: .caseFolder)
    try write(files, as: .caseFolder)
    folder.write("name: B\n", to: "place/policy.yaml")
    try expectRefusal("policy.yaml")
    folder.write("name: A\n", to: "place/policy.yaml")
    folder.write("student_id\n", to: "place/decisions.csv")
    try expectRefusal("decisions.csv")
  }

  @Test func inputsTheirParentsAndLinksAreNeverReplaced() throws {
    try write(["a.csv": "1", "inner/b.csv": "2"])
    try expectRefusal("which is read", writer: OutputWriter(inputs: [place]))
    try expectRefusal("which is read", writer: OutputWriter(inputs: [place.appendingPathComponent("inner")]))
    let other = folder.url.appendingPathComponent("other")
    try FileManager.default.createSymbolicLink(at: other, withDestinationURL: place)
    try expectRefusal("which is read", writer: OutputWriter(inputs: [other]))
    #expect(throws: OutputError.self) { try write(["new.csv": ""], to: other) }
    #expect(text("place/a.csv") == "1")
    // A link within is nothing that was written.
    try FileManager.default.createSymbolicLink(
      at: place.appendingPathComponent("inner/c.csv"), withDestinationURL: other)
    try expectRefusal("inner/c.csv")
  }

  @Test func aReplacedSplitStaysBeside() throws {
    try write(["X01.csv": "1"], as: .split, keepingOld: true)
    try write(["X01.csv": "2"], as: .split, keepingOld: true)
    try write(["X01.csv": "3"], as: .split, keepingOld: true)
    #expect(text("place/X01.csv") == "3" && text("place.previous/X01.csv") == "2")
    #expect(FolderOwnership.entries(folder.url.path) == ["place", "place.previous"])
    folder.write("mine", to: "place.previous/notes.txt")
    #expect(throws: OutputError.self) { try write(["X01.csv": "4"], as: .split, keepingOld: true) }
    #expect(text("place/X01.csv") == "3" && text("place.previous/notes.txt") == "mine")
  }

  @Test func aGatheredFolderListsAllThatItHolds() throws {
    let gathered = folder.url.appendingPathComponent("place.unfinished")
    try write([:], as: .unfinished, to: gathered)
    try write(["plan/a.csv": "1"], as: .whatIf, to: gathered.appendingPathComponent("one"))
    try write([:], as: .unfinished, to: gathered)
    try write(["plan/a.csv": "1"], as: .whatIf, to: gathered.appendingPathComponent("one"))
    try write(["a.csv": "1"], to: gathered.appendingPathComponent(".two.1-1.placement-new"))
    try writer.finishFolder(
      gathered, adding: [("comparison.csv", Data())], as: .whatIf, to: place, replacing: false)
    #expect(FolderOwnership.entries(folder.url.path) == ["place"])
    let marker = try #require(FolderMarker(of: place.path))
    #expect(marker.files.keys.sorted() == ["comparison.csv", "one/.placement.json", "one/plan/a.csv"])
    // A plan that somebody puts there is not what was written there.
    try write(["plan/a.csv": "1"], as: .plan, to: place.appendingPathComponent("two"))
    try expectRefusal("two")
  }

  /// What somebody puts into the old folder while the new one is made is looked at as well.
  @Test func aFileThatComesMeanwhileStays() throws {
    try write(["a.csv": "1"])
    let late = LateFile(at: place.appendingPathComponent("late.csv"))
    #expect(throws: OutputError.self) {
      try OutputWriter(operations: late).writeFolder(files: [("b.csv", Data())], to: place, replacing: true)
    }
    #expect(FolderOwnership.entries(place.path) == [".placement.json", "a.csv", "late.csv"])
    #expect(FolderOwnership.entries(folder.url.path) == ["place"])
  }
}

/// The system's operations, and somebody who saves a file while a folder is built.
private struct LateFile: FileOperations {
  let url: URL
  private let system = SystemFileOperations()

  init(at url: URL) { self.url = url }

  func makeDirectory(_ path: String) throws(FileOperationError) {
    try? Data("late".utf8).write(to: url)
    try system.makeDirectory(path)
  }
  func createFile(_ path: String) throws(FileOperationError) -> Int32 { try system.createFile(path) }
  func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileOperationError) {
    try system.write(bytes, to: file)
  }
  func sync(_ file: Int32) throws(FileOperationError) { try system.sync(file) }
  func close(_ file: Int32) throws(FileOperationError) { try system.close(file) }
  func syncDirectory(_ path: String) throws(FileOperationError) { try system.syncDirectory(path) }
  func rename(_ from: String, to: String) throws(FileOperationError) { try system.rename(from, to: to) }
  func exchange(_ a: String, _ b: String) throws(FileOperationError) { try system.exchange(a, b) }
  func link(_ from: String, to: String) throws(FileOperationError) { try system.link(from, to: to) }
  func makeLink(to target: String, at path: String) throws(FileOperationError) {
    try system.makeLink(to: target, at: path)
  }
  func removeFile(_ path: String) throws(FileOperationError) { try system.removeFile(path) }
  func removeDirectory(_ path: String) throws(FileOperationError) { try system.removeDirectory(path) }
}
