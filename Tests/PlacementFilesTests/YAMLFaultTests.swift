import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles

/// YAML that is none: told by its line, in either language, and without a word of what stands there.
@Suite struct YAMLFaultTests {
  private let folder: URL

  init() throws {
    folder = Temporary.folder.appendingPathComponent("yaml-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func fault(_ text: String) throws -> Diagnostic {
    let file = folder.appendingPathComponent("s.yaml")
    try Data(text.utf8).write(to: file)
    let found = readScenarios(at: file)
    #expect(found.scenarios.isEmpty)
    return try #require(found.faults.first)
  }

  @Test(arguments: [
    ("a: posts[P1].seats=1\nsecret: x\nsecret: y\n", 2...3, "twice"),
    ("a: [secret\nb: c\n", 1...2, "bracket"),
    ("a: x\n\tsecret: y\n", 1...2, "spaces"), ("a: secret: y\n", 1...1, "colon"),
    ("a: \"secret\n", 1...2, "quot"),
    ("a: *secret\n", 1...1, "*"),
  ])
  func faultsAreToldByLineAndWithoutTheText(text: String, rows: ClosedRange<Int>, mend: String) throws {
    let fault = try fault(text)
    #expect(fault.row.map(rows.contains) == true, "\(text): \(fault.row ?? 0)")
    for language in Language.allCases {
      let line = fault.description(in: language)
      #expect(!line.contains("x0A") && line.count < 200, "\(line)")
      #expect(mend == "twice" || !line.contains("secret"), "\(line)")
    }
    #expect(fault.description(in: .english).contains(mend), "\(fault.description(in: .english))")
    let chinese = fault.description(in: .chinese).replacing("YAML", with: "").replacing("secret", with: "")
    #expect(!chinese.dropFirst("s.yaml:".count).contains(/[a-z]{3}/), "\(chinese)")
  }

  @Test func aFileThatCannotBeReadIsToldWhy() throws {
    let none = readScenarios(at: folder.appendingPathComponent("none.yaml")).faults
    #expect(none.first?.description(in: .english).contains("there is no such file") == true)
    #expect(none.first?.kind == .missing)
    #expect(readScenarios(at: folder).faults.first?.description(in: .english).contains("a folder") == true)
  }
}
