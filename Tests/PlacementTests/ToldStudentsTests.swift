import Placement
import Testing

/// Who was told a post, and what became of it.
@Suite struct ToldStudentsTests {
  private func told(_ status: PlacementStatus, _ previousPost: String, _ post: String) -> ToldStudents {
    var told = ToldStudents()
    told.add(status, student: "S1", previousPost: previousPost, post: post)
    return told
  }

  @Test func everybodyCountsOnce() {
    #expect(told(.kept, "P1", "P1").kept == 1 && told(.pinned, "P1", "P1").kept == 1)
    #expect(told(.moved, "P1", "P2").elsewhere == 1 && told(.pinned, "P1", "P2").elsewhere == 1)
    #expect(told(.unplaced, "P1", "").without == 1)
    // A post told before the student took no part any more, or found a place alone.
    #expect(told(.excluded, "P1", "").left == 1 && told(.selfArranged, "P1", "self:S1").left == 1)
    let all =
      told(.kept, "P1", "P1") + told(.moved, "P1", "P2") + told(.unplaced, "P1", "")
      + told(.excluded, "P1", "")
    #expect(all.all == 4 && all.changed == 3)
  }

  /// Nobody was told a post who was told none, or whose row is of the place found alone.
  @Test func othersDoNotCount() {
    #expect(told(.placed, "", "P1") == ToldStudents())
    #expect(told(.selfArranged, "self:S1", "self:S1") == ToldStudents())
    #expect(told(.unplaced, "self:S1", "") == ToldStudents())
  }
}
