import Foundation
import Placement
import PlacementFiles
import Testing

@testable import placement

/// What `publish` warns of once the plan is published.
@Suite struct PublishRemarkTests {
  private static let tiny = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/tiny")

  /// A case whose first student has signed without consent, which the table says in a row.
  private func signed(row: Int) throws -> PlacementCase {
    var placementCase = try #require(readCase(at: Self.tiny).placementCase)
    placementCase.published[0] = PublishedPlacement(post: 0, stage: .signed, row: row)
    placementCase.dutyDates = [.consentOn]
    placementCase.places["published.csv"] = TablePlace(file: "公示.csv")
    return placementCase
  }

  private func places(_ remarks: [Diagnostic]) -> [String] { remarks.map { "\($0.file):\($0.row ?? 0)" } }

  /// What is to be done is told by the new rows; where the case has come to be at fault, by the old ones.
  @Test func whatIsToBeDoneNeverGoesUnsaid() throws {
    let (before, after) = (try signed(row: 4), try signed(row: 2))
    let agreed = Diagnostic(.warning, file: "公示.csv", row: 3, Text(zh: "甲", en: "A"))
    func said(_ after: PlacementCase?) -> [String] {
      places(PublishCommand.remarks([agreed], before: before, after: after, file: "公示.csv"))
    }
    #expect(said(after) == ["公示.previous.csv:3", "公示.csv:2"])
    #expect(said(nil) == ["公示.previous.csv:3", "公示.previous.csv:4"])
    #expect(places(PublishCommand.duties(of: before)) == ["公示.csv:4"])
  }
}
