import Foundation
import Testing

/// What `check` prints of a sound case, and of one with a fault.
@Suite struct CheckTests {
  @Test func listsAreShortUnlessAllIsAskedFor() throws {
    let short = try Binary.run(["check", "Fixtures/hangzhou"])
    let all = try Binary.run(["check", "Fixtures/hangzhou", "--all"])
    #expect(short.code == 0 && all.code == 0)
    let (few, many) = (lines(short), lines(all))
    #expect(few.count < 100 && many.count > few.count)
    #expect(short.output.contains("--all 全部列出") && !all.output.contains("--all"))
    #expect(few.last == many.last)
    // Numbers end below the last character of their headings: in a table that is a column.
    let header = try #require(many.first)
    #expect(header.hasPrefix("类别") && header.hasSuffix("提供名额"))
    let ends = Set(many.prefix { !$0.contains("其中") }.map(width))
    #expect(ends.count == 1)
  }

  @Test(arguments: [
    ("rule-boarding", "distance", "S2"), ("rule-grade", "grade", "S1"),
    ("rule-match-category", "specialty", "S2"),
  ])
  func studentsWithoutAPostStandUnderTheRuleInTheirWay(fixture: String, rule: String, student: String) throws
  {
    let found = lines(try Binary.run(["check", "Fixtures/\(fixture)"])).filter { $0.hasPrefix("  ") }
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("  \(rule) (") == true && found.first?.hasSuffix(") 1: \(student)") == true)
  }

  /// An id that looks like a birth date is shown nowhere: its row is, and the coordinator finds the student by it.
  @Test func aStudentWhoseIDMayNotBeShownIsNamedByTheRow() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.appendingPathComponent("case")
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/rule-grade"), to: folder)
    let file = folder.appendingPathComponent("students.csv")
    let (header, rows) = (
      "student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,zone\n",
      [
        "20240103", "S9", "20240104", "S1",
      ]
    )
    try Data(
      (header + rows.map { "\($0),X1,710201,1,2008-01-01,30,120,home\n" }.joined()).utf8
    ).write(to: file)
    for (language, words) in [
      ("en", "S1, S9, rows 2, 4 of students.csv"), ("zh-Hans", "S1、S9、students.csv 第 2、4 行"),
    ] {
      let result = try Binary.run(["check", folder.path, "--language", language])
      #expect(result.code == 0 && result.output.contains(words), "\(result.output)\(result.errors)")
      #expect(!result.output.contains("2024") && !result.output.contains("…"))
    }
  }

  @Test func aFaultIsCountedAndNothingIsSaidOfFiles() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.appendingPathComponent("case")
    try FileManager.default.copyItem(at: Binary.package.appendingPathComponent("Fixtures/tiny"), to: folder)
    let file = folder.appendingPathComponent("posts.csv")
    let posts = try String(contentsOf: file, encoding: .utf8)
    let row = try #require(posts.split(whereSeparator: \.isNewline).last)
    try Data((posts + "\(row),surplus\n").utf8).write(to: file)
    let result = try Binary.run(["check", folder.path])
    #expect(result.code == 65)
    #expect(result.errors.hasSuffix("1 fault; mend and run again\n"))
  }

  /// Faults that only counting finds are counted like those of reading.
  @Test(arguments: ["check", "allocate"]) func pinsThatCannotAllHoldAreCounted(command: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let output = command == "allocate" ? ["--output", scratch.url.appendingPathComponent("plan").path] : []
    let result = try Binary.run([command, "Fixtures/refused-pinned-minimums"] + output)
    #expect(result.code == 65 && result.errors.hasSuffix("1 fault; mend and run again\n"), "\(result.errors)")
  }

  /// A fault of a table that has nothing to do with them hides no fault of decisions, in either language.
  @Test(arguments: ["check", "allocate"]) func allFaultsAreToldInOneGo(command: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.appendingPathComponent("case")
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/refused-self-pinned"), to: folder)
    try scratch.write("case/targets.csv", "indicator,target,due_year\nplaced,0.95,1800\n")
    let plan = scratch.url.appendingPathComponent("plan").path
    let output = command == "allocate" ? ["--output", plan] : []
    for (language, words) in [
      ("en", ["has found a place alone", "2 faults; mend and run again"]),
      ("zh-Hans", ["自行联系的单位已经学校审核", "共 2 处错误"]),
    ] {
      let result = try Binary.run([command, folder.path, "--quiet", "--language", language] + output)
      #expect(result.code == 65)
      #expect(result.errors.contains("targets.csv:2:due_year: "), "\(result.errors)")
      #expect(result.errors.contains("decisions.csv:2:decision: "), "\(result.errors)")
      for word in words + ["self-arranged.csv:2", "decisions.csv:2"] {
        #expect(result.errors.contains(word), "\(word) in \(result.errors)")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: plan))
  }

  @Test func warningsAreNoProgress() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.appendingPathComponent("case")
    try FileManager.default.copyItem(at: Binary.package.appendingPathComponent("Fixtures/tiny"), to: folder)
    let file = folder.appendingPathComponent("students.csv")
    let students = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let wider = ["\(students[0]),shoe_size"] + students.dropFirst().map { "\($0)," }
    try Data((wider.joined(separator: "\n") + "\n").utf8).write(to: file)
    let plan = scratch.url.appendingPathComponent("plan").path
    for arguments in [["check", folder.path], ["allocate", folder.path, "--output", plan]] {
      let result = try Binary.run(arguments + ["--quiet"])
      #expect(result.code == 0)
      let lines = result.errors.split(separator: "\n")
      let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(students[0].split(separator: ",").count)))
      #expect(lines.contains { $0.hasPrefix("students.csv:1:\(letter): warning: ") }, "\(result.errors)")
      #expect(!result.errors.contains("shoe_size"))
      #expect(lines.allSatisfy { $0.contains(": warning: ") }, "\(result.errors)")
    }
  }

  /// Of check and allocate alike.
  @Test func aPostThatTakesNobodyIsNamedWithItsRow() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let (fixture, plan) = ("Fixtures/rule-minimum-closed", scratch.url.appendingPathComponent("plan").path)
    for arguments in [["check", fixture], ["allocate", fixture, "--output", plan, "--quiet"]] {
      let result = try Binary.run(arguments)
      #expect(result.code == 0)
      #expect(result.errors.contains("posts.csv:2:min_students: warning: post P1 "), "\(result.errors)")
    }
  }

  private func lines(_ result: Binary.Result) -> [String] {
    result.output.split(separator: "\n").map(String.init)
  }

  /// Chinese characters take two columns.
  private func width(_ line: String) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFFE6).contains($1.value) ? 2 : 1) }
  }
}
