import Allocation
import AssignmentSolver
import Foundation
import GLPKSolver
import Placement
import PlacementAudit
import PlacementFiles
import TestSupport
import Testing

/// Every fixture that knows its optimum, read from its files and allocated.
@Suite struct FixtureTests {
  static let folder = Fixtures.folder

  static let names: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return all.sorted().filter {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent("\($0)/expected.json").path)
    }
  }()

  private struct Expected: Decodable { let objectives: [Int] }

  @Test("a fixture gives its optimum", arguments: names)
  func givesItsOptimum(name: String) throws {
    let folder = Self.folder.appendingPathComponent(name)
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))
    let reading = readCase(at: folder)
    let faults = reading.diagnostics.filter(\.isFault).map { $0.description(in: .english) }
    let placementCase = try #require(reading.placementCase, "\(faults)")
    let allocation = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
    let values = allocation.solution.stages.map { Int($0.value) }
    #expect(values == expected.objectives)
    #expect(AuditRules(placementCase).faults(of: allocation.placement).isEmpty)
    #expect(AuditRules(placementCase).stageValues(of: allocation.placement) == expected.objectives)
  }

  @Test func thereAreFixturesForTheRules() {
    #expect(Self.names.contains("tiny"))
    #expect(Self.names.contains("hangzhou"))
    #expect(Self.names.filter { $0.hasPrefix("rule-") }.count > 40)
  }
}
