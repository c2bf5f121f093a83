import Placement
import Testing

/// The town's figures of years, worked out by hand.
@Suite struct YearTests {
  private func rows(_ file: String) -> [[String]] {
    let plan = GoodPlan()
    return plan.tables[plan.index(file)].rows
  }

  @Test func everyIndicatorByHand() {
    // Eleven of twelve take part and seven are placed: 0.63636…, which is shown as 0.6364 and does not reach it; A1 is pinned past the specialty: 6 of 7, 0.85714….
    #expect(
      rows("yearly.csv").map { $0.joined(separator: ",") } == [
        "agreement,0,0,,,,,computed", "alliances,,,12.5,15,2027,no,reported", "certificates,,,,,,,computed",
        "certified_hosts,1,2,0.5000,,,,computed", "consent,0,0,,1,2026,,computed", "insured,0,0,,,,,computed",
        "lawful_pay,7,7,1.0000,,,,computed", "matched,6,7,0.8571,,,,computed",
        "placed,7,11,0.6364,0.6364,2026,no,computed", "placed,7,11,0.6364,0.7,2027,no,computed",
        "self_arranged,0,7,0.0000,0.1,2026,yes,computed", "supervised,,,,,,,computed",
        "target_met,2,2,1.0000,,,,computed", "teacher_practice,,,,,,,computed", "training,0,0,,,,,computed",
      ])
  }

  @Test func whatYearsSayOfSeatsAndHosts() {
    // The town's enterprises lie elsewhere than its school: no seats now, and none to expect. One class is large enough
    // in both years: it is at both ends.
    let row = rows("supply-demand.csv").first { $0[0] == "6603" }
    #expect(row.map { Array($0.suffix(6)) } == ["9", "10", "0", "0", "0", ""])
    let hosts = rows("quotas.csv").prefix(2).map { Array($0.suffix(2)) }
    #expect(hosts == [["45", "15"], ["70", "0"]])
    #expect(rows("quotas.csv").dropFirst(2).allSatisfy { $0.suffix(2) == ["", ""] })
  }

  @Test func withoutTheFilesTheColumnsAreEmpty() {
    var placementCase = Town.make()
    (placementCase.demand, placementCase.history) = ([], [])
    (placementCase.hostRecords, placementCase.targets) = (nil, nil)
    let plan = GoodPlan(placementCase)
    #expect(!plan.tables.contains { $0.file == "yearly.csv" })
    #expect(plan.tables[plan.index("quotas.csv")].rows.allSatisfy { $0.suffix(2) == ["", ""] })
    #expect(
      plan.tables[plan.index("supply-demand.csv")].rows.allSatisfy {
        $0.suffix(6).dropFirst(2) == ["", "", "", ""]
      })
  }
}
