import Placement
import PlacementFiles
import Testing

/// host-ranks.csv, and the keys of the policy that say how wishes, ranks and lots count.
@Suite struct HostRanksReadingTests {
  @Test func opinionsAreReadInOrderOfStudentAndTarget() throws {
    let reading = SampleCase.reading([
      "host-ranks.csv": """
      student_id,enterprise_id,post_id,rank,refuse
      S02,E01,,,yes
      S01,E02,,3,no
      S01,,P02,1,

      """
    ])
    let read = try #require(reading.placementCase, "\(reading.diagnostics)").hostRanks
    #expect(
      read == [
        HostRank(student: 0, target: .post(1), rank: 1, row: 4),
        HostRank(student: 0, target: .enterprise(1), rank: 3, row: 3),
        HostRank(student: 1, target: .enterprise(0), rank: nil, row: 2),
      ])
  }

  @Test func aChineseFileIsTheSame() throws {
    let reading = SampleCase.reading(["单位排序.csv": "企业编号,岗位编号,学号,排序,不接收\nE01,,S02,,是\n,P01,S02,2,\n"])
    let read = try #require(reading.placementCase, "\(reading.diagnostics)").hostRanks
    #expect(read.map(\.rank) == [2, nil] && read.map(\.target) == [.post(0), .enterprise(0)])
  }

  /// Ranks that no objective weighs would be read and change nothing: that is said, and not of refusals, which always hold.
  @Test(arguments: [
    ("2,", "host_preference: 0", true), ("2,", "host_preference: 1", false), (",yes", "moves: 1", false),
  ])
  func whatCountsForNothingIsRemarkedOn(_ cells: String, _ weight: String, _ isSaid: Bool) {
    let reading = SampleCase.reading([
      "policy.yaml": "language: en\nobjectives: [{unplaced: 1, \(weight)}]\n",
      "host-ranks.csv": "enterprise_id,student_id,rank,refuse\nE01,S01,\(cells)\n",
    ])
    let said = reading.diagnostics.filter { $0.file == "host-ranks.csv" }
    #expect(said.map(\.kind) == (isSaid ? [.warning] : []), "\(said)")
  }

  /// What is wrong is said by row and column, and nothing of a student but the id.
  @Test func everyFaultIsSaid() {
    let reading = SampleCase.reading([
      "host-ranks.csv": """
      enterprise_id,post_id,student_id,rank,refuse
      E01,P01,S01,1,
      ,,S01,1,
      E01,,S09,1,
      E01,,S01,1,yes
      E01,,S01,,
      E01,,S01,0,
      E01,,S01,,perhaps
      E02,,S01,2,
      E02,,S01,2,

      """
    ])
    #expect(reading.placementCase == nil)
    #expect(
      reading.faults == [
        "input host-ranks.csv:2:post_id", "input host-ranks.csv:3:post_id",
        "input host-ranks.csv:4:student_id", "input host-ranks.csv:5:refuse",
        "input host-ranks.csv:6:rank", "input host-ranks.csv:7:rank", "input host-ranks.csv:8:refuse",
        "input host-ranks.csv:10:student_id",
      ], "\(reading.faults)")
  }

  @Test func wishesRanksAndLotsComeFromThePolicy() throws {
    let reading = SampleCase.reading([
      "policy.yaml": """
      language: en
      preference: {costs: [0, 10, 30], worst_rank: 3, listed_only: true, by_priority: 是}
      host_preference: {step: 7, unlisted: 0}
      lottery: {seed: 2026}
      objectives: [{unplaced: 1}, {host_preference: 1, target_gap: 2}, {lottery: 1}]
      sources: {wishes: our own, worst_rank: the bureau, max_per_school: rule 1, apart: rule 2, apart_host: rule 3}

      """
    ])
    let policy = try #require(reading.placementCase, "\(reading.diagnostics)").policy
    #expect(policy.preferenceCosts == [0, 10, 30] && policy.worstRank == 3)
    #expect(policy.listedOnly && policy.preferenceByPriority)
    #expect(policy.hostPreferenceStep == 7 && policy.hostPreferenceUnlisted == 0)
    #expect(policy.lotterySeed == "2026" && policy.weighs(.lottery) && policy.weighs(.targetGap))
    #expect(Rule.wishes.sources(in: policy).en == "our own;the bureau")
    #expect(
      ["max_per_school", "apart", "apart_host"].map { policy.sources[$0] } == ["rule 1", "rule 2", "rule 3"])
    #expect(Policy().preferenceCosts.isEmpty && Policy().lotterySeed == nil && !Policy().listedOnly)
  }

  @Test func aSeedOfNothingIsNone() {
    let reading = SampleCase.reading(["policy.yaml": "lottery: {seed: ''}\nobjectives: [{lottery: 1}]\n"])
    #expect(reading.faults == ["policy policy.yaml:2:lottery.seed"])
    // Where it weighs nothing none is needed.
    let idle = SampleCase.reading(["policy.yaml": "objectives: [{unplaced: 1, lottery: 0}]\n"])
    #expect(idle.placementCase != nil)
  }
}
