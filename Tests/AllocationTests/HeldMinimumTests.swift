import Allocation
import Foundation
import GLPKSolver
import Placement
import PlacementFiles
import TestSupport
import Testing

/// Pins and signed placements that hold a post open whose minimum cannot be reached.
@Suite struct HeldMinimumTests {
  private func read(_ fixture: String) throws -> PlacementCase {
    try #require(readCase(at: Fixtures.folder.appendingPathComponent(fixture)).placementCase)
  }

  private func refusal(_ placementCase: PlacementCase) -> [Diagnostic] {
    do {
      _ = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
      return []
    } catch AllocationFailure.faults(let faults) {
      return faults
    } catch {
      return []
    }
  }

  @Test(arguments: [
    ("refused-held-minimum", "published.csv", ["P1", "at least 2", "published.csv:2", "quota of 4"]),
    ("refused-pinned-minimums", "decisions.csv", ["P1", "P2", "decisions.csv:2", "decisions.csv:3"]),
  ])
  func checkAndAllocateSayTheSame(fixture: String, file: String, parts: [String]) throws {
    let placementCase = try read(fixture)
    let faults = try CaseCheck(placementCase, threads: 1, using: GLPKSolver()).diagnostics.filter(\.isFault)
    #expect(faults == refusal(placementCase))
    let fault = try #require(faults.first)
    #expect(faults.count == 1 && fault.kind == .input && fault.file == file && fault.row == 2)
    #expect(fault.column == "post_id")
    for part in parts {
      #expect(fault.message.en.contains(part), "\(fault.message.en)")
    }
  }

  /// Counting finds nobody for the one post; that two posts want the same student only a search finds.
  @Test func countingFindsWhatItCan() throws {
    #expect(CaseCheck(try read("refused-held-minimum"), threads: 1).diagnostics.contains(where: \.isFault))
    #expect(
      !CaseCheck(try read("refused-pinned-minimums"), threads: 1).diagnostics.contains(where: \.isFault))
  }

  /// A fault in a table that says nothing of who may go where hides it no more; one in any other may be why too few can.
  @Test func aFaultElsewhereHidesNoMinimum() throws {
    let folder = Temporary.folder.appendingPathComponent("minimum-\(UUID().uuidString)")
    try FileManager.default.copyItem(
      at: Fixtures.folder.appendingPathComponent("refused-held-minimum"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let sound = CaseCheck(try read("refused-held-minimum"), threads: 1).diagnostics.filter(\.isFault)
    #expect(sound.count == 1)
    let history = folder.appendingPathComponent("history.csv")
    try Data("year,specialty_class,district,students,seats\n1800,7102,,1,1\n".utf8).write(to: history)
    #expect(try #require(readCase(at: folder).faultyCase).faultsBeyondReading == sound)
    try Data("student_id,rank,post_id\nS2,0,P1\n".utf8).write(
      to: folder.appendingPathComponent("preferences.csv"))
    #expect(try #require(readCase(at: folder).faultyCase).faultsBeyondReading == [])
  }

  /// A pin that holds a third post open, whose minimum can be gathered, takes no part in the conflict.
  @Test func onlyPinsOfTheConflictAreNamed() throws {
    var placementCase = try read("refused-pinned-minimums")
    var (post, host) = (placementCase.posts[0], placementCase.enterprises[placementCase.posts[0].enterprise])
    (post.id, host.id) = ("P9", "E9")
    post.enterprise = placementCase.enterprises.count
    placementCase.enterprises.append(host)
    placementCase.posts.append(post)
    for id in ["S8", "S9"] {
      var student = placementCase.students[0]
      student.id = id
      placementCase.students.append(student)
      placementCase.wishes.append([])
      placementCase.published.append(nil)
    }
    let last = placementCase.students.count - 1
    func decision(_ student: Int, _ post: Int, _ kind: Decision.Kind, row: Int) -> Decision {
      Decision(
        student: student, target: .post(post), kind: kind, reason: "near", author: "", decidedOn: nil,
        row: row)
    }
    placementCase.decisions += [
      decision(last - 1, 2, .pin, row: 4), decision(last, 0, .ban, row: 5), decision(last, 1, .ban, row: 6),
    ]
    let faults = try CaseCheck(placementCase, threads: 1, using: GLPKSolver()).diagnostics.filter(\.isFault)
    let fault = try #require(faults.first)
    #expect(faults == refusal(placementCase))
    #expect(fault.message.en.contains("decisions.csv:2") && fault.message.en.contains("decisions.csv:3"))
    #expect(!fault.message.en.contains("decisions.csv:4"), "\(fault.message.en)")
  }

  @Test func aMinimumWithinReachIsNoFault() throws {
    var placementCase = try read("refused-pinned-minimums")
    placementCase.decisions.removeLast()
    #expect(try CaseCheck(placementCase, threads: 1, using: GLPKSolver()).diagnostics.isEmpty)
    #expect(refusal(placementCase).isEmpty)
  }
}
