import Foundation
import Testing

/// The coordinators' round trip on the made-up city, in Chinese: the README's tutorial, step by step.
@Suite struct RoundTripTests {
  private let scratch: Scratch
  private let city: String

  init() throws {
    scratch = try Scratch()
    city = scratch.url.appendingPathComponent("city").path
    try FileManager.default.copyItem(
      atPath: Binary.package.appendingPathComponent("Fixtures/hangzhou").path, toPath: city)
  }

  private func file(_ name: String) -> URL { scratch.url.appendingPathComponent(name) }

  private func run(_ arguments: String...) throws { try run(arguments) }

  private func run(_ arguments: [String]) throws {
    let result = try Binary.run(arguments, in: scratch.url)
    #expect(result.code == 0, "\(arguments): \(result.output) \(result.errors)")
  }

  /// The commands of the README's tutorial, in order, without what is said beside them.
  private func tutorial() throws -> [[String]] {
    let readme = try String(contentsOf: Binary.package.appendingPathComponent("README.md"), encoding: .utf8)
    let section = try #require(readme.components(separatedBy: "## The coordinators' round trip").last)
    let block = try #require(section.components(separatedBy: "```").dropFirst().first)
    return block.components(separatedBy: "\n").filter { $0.hasPrefix("placement ") }.map {
      $0.components(separatedBy: "#")[0].split(separator: " ").dropFirst().map(String.init)
    }
  }

  /// Saves as WPS on a Chinese Windows does.
  private func convertToGB18030(_ url: URL) throws {
    let target = url.appendingPathExtension("gb")
    let iconv = try Process.run(
      URL(fileURLWithPath: "/usr/bin/iconv"),
      arguments: ["-f", "UTF-8", "-t", "GB18030", url.path, "-o", target.path])
    iconv.waitUntilExit()
    #expect(iconv.terminationStatus == 0)
    try FileManager.default.removeItem(at: url)
    try FileManager.default.moveItem(at: target, to: url)
  }

  @Test func decisionsOfTwoSchoolsHoldAndNobodyElseMovesWithoutNeed() throws {
    defer { scratch.remove() }
    var wanted: (pinned: String, post: String, banned: String, closed: String)?
    let commands = try tutorial()
    #expect(commands.map(\.first).contains("decide") && commands.count >= 8)
    for command in commands {
      if command[0] == "decide" {
        let (pinned, post) = try pin(in: file("schools/X01.xlsx"))
        let (banned, closed) = try ban(in: file("schools/X02.csv"))
        try convertToGB18030(file("schools/X02.csv"))
        wanted = (pinned, post, banned, closed)
      }
      try run(command)
      if command[0] == "decide" {
        let decisions = try Data(contentsOf: file("city/decisions.csv"))
        try run(command)
        #expect(
          try Data(contentsOf: file("city/decisions.csv")) == decisions, "deciding twice changes nothing")
      }
    }
    let (pinned, post, banned, closed) = try #require(wanted)
    let plan = try Sheet(file("plan2/assignments.csv"))
    #expect(plan.cell(try plan.row(pinned), "岗位编号") == post)
    #expect(plan.cell(try plan.row(pinned), "安排状态") == "已锁定")
    #expect(plan.cell(try plan.row(banned), "岗位编号") != closed)
    try expectFewMoves("plan2")
  }

  /// Whoever moves makes room for one of the two decisions: at most a chain behind each, and as few as proven.
  private func expectFewMoves(_ plan: String) throws {
    let summary = try JSONSerialization.jsonObject(with: Data(contentsOf: file("\(plan)/summary.json")))
    let top = try #require(summary as? [String: Any])
    let objectives = try #require(top["objectives"] as? [[String: Any]])
    #expect(objectives.allSatisfy { $0["proven"] as? Bool == true })
    let moves = try #require((top["terms"] as? [String: Any])?["moves"] as? Int)
    #expect(moves <= 6, "two decisions moved \(moves) students")
  }

  /// The first student with an alternative is pinned to it.
  private func pin(in url: URL) throws -> (student: String, post: String) {
    var sheet = try Sheet(url)
    let row = try #require(
      sheet.rows.indices.first {
        sheet.cell($0, "安排状态") != "已锁定" && !sheet.cell($0, "岗位编号").isEmpty
          && !sheet.cell($0, "备选岗位").isEmpty
      })
    let post = sheet.cell(row, "备选岗位").components(separatedBy: ";")[0]
    sheet.set(row, "决定", "锁定")
    sheet.set(row, "决定岗位编号", post)
    sheet.set(row, "决定理由", "家长申请就近实习")
    try sheet.write(url)
    return (sheet.cell(row, "学号"), post)
  }

  /// The first student with a post of the plan's own making is banned from it.
  private func ban(in url: URL) throws -> (student: String, post: String) {
    var sheet = try Sheet(url)
    let row = try #require(
      sheet.rows.indices.first {
        sheet.cell($0, "安排状态") == "新安排" && sheet.cell($0, "原岗位编号").isEmpty
      })
    sheet.set(row, "决定", "不安排")
    sheet.set(row, "决定理由", "曾在该企业实习")
    try sheet.write(url)
    return (sheet.cell(row, "学号"), sheet.cell(row, "岗位编号"))
  }

  /// One student's data change: with the plan published, the next plan moves no more than the objectives demand.
  @Test func oneStudentsChangeMovesAlmostNobody() throws {
    defer { scratch.remove() }
    try run("allocate", "city", "--output", "plan", "--quiet")
    try run("publish", "city", "plan")
    // The same case again: everybody keeps their post.
    try run("allocate", "city", "--output", "same", "--quiet")
    try expectFewMoves("same")
    // One student leaves; whoever may now come in or on does, and nobody is moved for kilometres.
    var students = try Sheet(file("city/students.csv"))
    let plan = try Sheet(file("plan/assignments.csv"))
    let leaving = try #require(
      plan.rows.indices.first { ["新安排", "维持"].contains(plan.cell($0, "安排状态")) }.map { plan.cell($0, "学号") })
    students.set(try students.row(leaving), "不参加", "已自主落实实习单位")
    try students.write(file("city/students.csv"))
    try run("allocate", "city", "--output", "next", "--quiet")
    try run("verify", "city", "next")
    try expectFewMoves("next")
  }
}
