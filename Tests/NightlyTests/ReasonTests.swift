import Foundation
import TestSupport
import Testing

@testable import Nightly

/// What a night says of itself, to somebody who has only its words.
@Suite(.waits, .serialized) struct ReasonTests {
  private let town: Town

  init() throws { town = try Town() }

  private func decide(_ student: String, _ decision: String, _ post: String) throws {
    try town.write(
      "decisions.csv", "student_id,post_id,decision,reason\n\(student),\(post),\(decision),asked\n")
  }

  /// A file cut off at a line's end has no fault of its own: all that refer to what it has lost have.
  @Test func faultsNameTheTableThatHasLostItsRows() throws {
    try decide("S4", "pin", "P2")
    #expect(town.night().exitCode == 0)
    try town.writeStudents(1)
    let result = town.night()
    #expect(result.exitCode == 65)
    let first = try #require(PlansFolder(town.plans).records().first)
    #expect(
      result.message.en.hasPrefix(
        "(against run \(first.id): students had 4 rows and has 1) decisions.csv:2:"),
      "\(result.message.en)")
    #expect(result.message.zh.contains("“学生”表由 4 行减至 1 行"), "\(result.message.zh)")
    // Each reader is told in one language: the faults too.
    #expect(result.message.zh.contains("）decisions.csv:2:") && result.message.zh.contains("没有这个编号"))
    #expect(!result.message.en.contains(/\p{Han}/), "\(result.message.en)")
    // Where the loss is meant, the fault alone is told.
    let meant = town.night { configuration, _ in configuration.allowMissing = ["students"] }
    #expect(meant.exitCode == 65 && meant.message.en.hasPrefix("decisions.csv:2:"), "\(meant.message.en)")
  }

  /// Whoever may see the students of one school gets no line of faults, which name those of every school.
  @Test func theBriefStatusNamesNobody() throws {
    try decide("S4", "pin", "P2")
    #expect(town.night().exitCode == 0)
    try town.writeStudents(3)
    #expect(town.night().exitCode == 65)
    let status = NightStatus(town.configuration)
    #expect(status.lines.contains { $0.en.contains("S4") })
    #expect(
      status.brief.count == 2 && status.brief.allSatisfy { !$0.en.contains("S4") && !$0.zh.contains("S4") })
    #expect(
      status.brief[0].en.hasPrefix("last run: ") && status.brief[0].en.hasSuffix("inputs at fault (exit 65)"))
    #expect(status.brief[1].en.hasPrefix("latest plan: "))
  }

  @Test func aDiskThatDoesNotTakeThePlanIsToldWithoutTheProgressBefore() throws {
    let script = """
      echo 'stage 1/3, placed 4, gap 2.857 %, 0.0 s' >&2
      echo "$OUT cannot be written: the disk is full; make room on it" >&2
      exit 73
      """
    let program = try town.program(allocating: script)
    let result = town.night { _, environment in environment.program = program }
    #expect(result.exitCode == 73)
    #expect(result.message.en.hasSuffix("/plan cannot be written: the disk is full; make room on it"))
    #expect(!result.message.en.contains("stage 1/3"), "\(result.message.en)")
  }

  @Test func aClockThatWasSetBackIsNamedBeforeTheFaultsThatItMakes() throws {
    #expect(town.night().exitCode == 0)
    try town.write("students.csv", "nothing\n")
    let log = Lines()
    let result = town.night { _, environment in
      environment.now = { Date() - 90 * 86_400 }
      environment.log = { log.add($0) }
    }
    #expect(result.exitCode == 65)
    #expect(result.message.en.hasPrefix("the clock says "), "\(result.message.en)")
    #expect(result.message.en.contains("check the clock; ") && result.message.zh.contains("请检查时钟；"))
    #expect(log.all.contains("check the clock"))
    let next = town.night()
    #expect(next.exitCode == 65 && !next.message.en.contains("clock"), "\(next.message.en)")
  }

  /// A plan that a wrong clock has dated is put in place all the same: whoever looks is told, and the next night makes it anew.
  @Test func aGoodNightByAClockThatWasSetBackIsSomethingToDo() throws {
    let past: @Sendable () -> Date = { Date() - 90 * 86_400 }
    #expect(town.night().exitCode == 0)
    // Once over inputs that are those of the plan, once with a plan of its own.
    for outcome in [NightOutcome.unchanged, .placed] {
      if outcome == .placed { try town.writeStudents(3) }
      let result = town.night { _, environment in environment.now = past }
      #expect(result.exitCode == 0 && result.record?.outcome == outcome)
      #expect(result.message.en.contains("check the clock; "), "\(result.message.en)")
      #expect(result.message.zh.contains("请检查时钟；"), "\(result.message.zh)")
      let status = NightStatus(town.configuration, now: past())
      #expect(!status.isGood && status.lines[1].en.contains("check the clock"))
      #expect(status.lines[4].en.contains("clock") && status.lines[4].zh.contains("系统时钟"))
      if outcome == .unchanged {
        #expect(town.night().record?.outcome == .unchanged && NightStatus(town.configuration).isGood)
      }
    }
    let next = town.night()
    #expect(next.record?.outcome == .placed && !next.message.en.contains("clock"), "\(next.message.en)")
    #expect(NightStatus(town.configuration).isGood)
    #expect(town.night().record?.outcome == .unchanged)
  }

  /// An empty folder where the disk of the plans should be mounted takes a plan as gladly.
  @Test func theFirstNightOfAFolderSaysThatItIsTheFirst() throws {
    func said() -> (log: String, status: NightStatus) {
      let log = Lines()
      #expect(town.night { _, environment in environment.log = { log.add($0) } }.exitCode == 0)
      return (log.all, NightStatus(town.configuration))
    }
    let first = said()
    #expect(first.log.contains("check the disk of the plans"))
    #expect(
      first.status.lines[1].en.hasSuffix(
        "; no run before it is on record: where there have been, check the disk of the plans"))
    #expect(first.status.lines[1].zh.hasSuffix("请检查方案所在的磁盘") && first.status.isGood)
    try town.writeStudents(3)
    let second = said()
    #expect(!second.log.contains("disk") && !second.status.lines[1].en.contains("disk"))
  }

  @Test func plansBehindALinkToNowhereAreSaidToBe() throws {
    try FileManager.default.createSymbolicLink(
      at: town.plans, withDestinationURL: town.folder.appendingPathComponent("unmounted"))
    let result = town.night()
    #expect(result.exitCode == 73)
    #expect(
      result.message.en.hasSuffix("the link names a folder that is not there; check that its disk is mounted")
    )
    let config = town.folder.appendingPathComponent("nightly.yaml")
    try Data("case: case\nplans: plans\nlanguage: en\n".utf8).write(to: config)
    let status = try town.run(["status", config.path])
    #expect(status.code == 66 && status.words.contains("check that its disk is mounted"), "\(status.words)")
  }

  @Test func aFolderInATablesPlaceIsSaidToBeOne() throws {
    let posts = town.caseFolder.appendingPathComponent("posts.csv")
    try FileManager.default.removeItem(at: posts)
    try FileManager.default.createDirectory(at: posts, withIntermediateDirectories: false)
    let result = town.night()
    #expect(result.exitCode == 66)
    #expect(
      result.message.en
        == "posts.csv is a folder, not a file; move it out of the case folder, or give it another name")
  }

  /// A good plan may still take a post from somebody who has agreed to it: whoever publishes it is to know.
  @Test func agreementsThatThePlanBreaksAreCounted() throws {
    try town.write("published.csv", "student_id,post_id,stage\nS1,P1,confirmed\nS2,P1,announced\n")
    let kept = try #require(town.night().record)
    #expect(kept.changes?.agreementsBroken == 0)
    #expect(!NightStatus(town.configuration).lines[3].en.contains("signed"))
    try decide("S1", "ban", "P1")
    let broken = try #require(town.night().record)
    #expect(
      broken.outcome == .placed && broken.changes?.agreementsBroken == 1 && broken.changes?.toldMoved == 1)
    let status = NightStatus(town.configuration)
    #expect(
      status.lines[3].en.hasSuffix(
        "1 not kept, 1 of whom have confirmed, signed or started (placement publish --dry-run names their rows)"
      ),
      "\(status.lines[3].en)")
    // A fact of the plan, and nothing to do until somebody means to publish it.
    #expect(status.isGood && !status.lines[3].en.contains("tell them"))
  }
}
