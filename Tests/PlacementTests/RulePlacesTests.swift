import Foundation
import Placement
import Testing

/// Source files of this package.
enum Sources {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// Swift files under a folder of Sources, named from there on: `Placement/Rule.swift`.
  static func files(under part: String = "") throws -> [(name: String, text: String)] {
    let root = folder.appendingPathComponent(part)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
      return (part.isEmpty ? name : part + "/" + name, text)
    }
  }
}

/// A new rule touches its own file, the rulebook's line, the word and the audit's judgement: this counts the places
/// in which each rule of today is named.
@Suite struct RulePlacesTests {
  /// Rules that something beside the rulebook must know, and why.
  private let known: [Rule: Set<String>] = [
    // Asked pair by pair, not by profile: they look at one student alone.
    .banned: [
      "Allocation/OpenPosts.swift", "Allocation/CaseCheck.swift", "ComplianceTable.swift", "ClosedText.swift",
      "LetterSentences.swift",
    ],
    // A letter does not tell that somebody has decided against its student.
    .refusedByHost: ["LetterSentences.swift"],
    .distance: [
      "Allocation/OpenPosts.swift", "Allocation/CaseCheck.swift", "ComplianceTable.swift", "ClosedText.swift",
    ],
    .wishes: [
      "Allocation/OpenPosts.swift", "Allocation/CaseCheck.swift", "ComplianceTable.swift", "ClosedText.swift",
    ],
    // Its levels are points, and words of a plan; a letter says that the nearest post is one that matches.
    .specialty: ["Allocation/OpenPosts.swift", "ClosedText.swift", "LetterSentences.swift"],
    // `explain` adds what the student has to what is asked for.
    .grade: ["ClosedText.swift"], .labourGrade: ["ClosedText.swift"], .period: ["ClosedText.swift"],
    .program: ["ClosedText.swift"], .certificates: ["ClosedText.swift"],
    // The yearly report counts who is lawfully paid.
    .pay: ["ClosedText.swift", "Plan/YearlyTable.swift", "PlacementAudit/ExpectedYears.swift"],
    // What `check` says where a case has no post at all.
    .host: ["Allocation/CaseCheck.swift"],
    // The generator draws what a filed exemption is from.
    .nightShift: ["AllRulesPosts.swift"], .restDayWork: ["AllRulesPosts.swift"],
    .overtime: ["AllRulesPosts.swift"], .hazardous: ["AllRulesLaw.swift"],
  ]

  /// Where it stands which rules a place found alone is asked.
  private let selfArranged: Set<String> = [
    "Placement/SelfArranged.swift", "Allocation/SelfArrangedPlacements.swift",
    "PlacementAudit/SelfArrangedTable.swift",
  ]

  /// Cases of other lists that share a rule's name: the name alone tells nothing.
  private let shared: Set<Rule> = [.excluded, .distance, .host, .certificates, .wishes]

  @Test func aRuleIsNamedInItsPlacesOnly() throws {
    // A column's entry says which rules read it: that is where a rule's columns stand, not another place.
    let files = try Sources.files().filter { !$0.name.hasPrefix("Placement/Schema/") }
      .map { (name: $0.name, cases: SourceNames($0.text)) }
    for rule in Rule.allCases {
      let own = "Allocation/Rules/\(typeName(rule)).swift"
      let places = Set(["Placement/Rule.swift", "PlacementAudit/AuditTest.swift", own])
      let named = files.filter { file in
        let cases = shared.contains(rule) ? file.cases.ofRule : file.cases.ofAny
        return cases.contains("\(rule)")
      }.map(\.name)
      let others = named.filter { file in
        !places.contains(file) && !selfArranged.contains(file)
          && !(known[rule] ?? []).contains { file.hasSuffix($0) }
      }
      #expect(others == [], "\(rule) is named in \(others)")
      #expect(places.subtracting(named).isEmpty || shared.contains(rule), "\(rule) lacks a place")
    }
  }

  @Test func aRulesTypeIsItsFilesAndTheRulebooks() throws {
    let files = try Sources.files().map { (name: $0.name, words: SourceNames($0.text).words) }
    // Their numbers are read beside the rule: levels of a match, the limit of the way.
    let read: Set<Rule> = [.specialty, .distance]
    for rule in Rule.allCases where !read.contains(rule) {
      let named = Set(files.filter { $0.words.contains(typeName(rule)) }.map(\.name))
      #expect(named == ["Allocation/Rules/\(typeName(rule)).swift", "Allocation/Rules/Rulebook.swift"])
    }
  }

  /// `nightShift` → `NightShiftRule`
  private func typeName(_ rule: Rule) -> String {
    let name = "\(rule)"
    return name.prefix(1).uppercased() + name.dropFirst() + "Rule"
  }
}

/// The names in a Swift file.
private struct SourceNames {
  /// Every identifier.
  private(set) var words: Set<String> = []
  /// Names of cases by themselves (`.host`, `Rule.host`), which a property (`post.host`) or a key path is not.
  private(set) var ofAny: Set<String> = []
  /// Those behind `Rule`.
  private(set) var ofRule: Set<String> = []

  /// Comments name rules freely.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let code = Array(line.utf8)
      var start = 0
      var previous: [UInt8] = []
      while start < code.count, !code[start...].starts(with: [0x2F, 0x2F]) {
        guard Self.isPart(code[start]) else {
          start += 1
          continue
        }
        let end = code[start...].firstIndex { !Self.isPart($0) } ?? code.count
        add(code[start..<end], after: code[..<start], previous)
        previous = Array(code[start..<end])
        start = end
      }
    }
  }

  private mutating func add(_ word: ArraySlice<UInt8>, after before: ArraySlice<UInt8>, _ previous: [UInt8]) {
    let name = String(decoding: word, as: UTF8.self)
    words.insert(name)
    guard before.last == 0x2E else { return }
    let owner = before.dropLast().last
    if previous.elementsEqual("Rule".utf8), owner == UInt8(ascii: "e") {
      ofRule.insert(name)
      ofAny.insert(name)
    } else if !(owner.map { Self.isPart($0) || Array(")]?!\\".utf8).contains($0) } ?? true) {
      ofAny.insert(name)
    }
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == 0x5F
  }
}
