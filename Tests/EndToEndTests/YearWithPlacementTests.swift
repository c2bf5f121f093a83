import Foundation
import TestSupport
import Testing

/// A year on the made-up city: the README's section, step by step, and what closing the year leaves behind.
@Suite struct YearWithPlacementTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/hangzhou"), to: file("city"))
  }

  private func file(_ name: String) -> URL { scratch.url.appendingPathComponent(name) }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  @discardableResult private func run(_ arguments: [String], code: Int32 = 0) throws -> String {
    let result = try Binary.run(arguments, in: scratch.url)
    #expect(result.code == code, "\(arguments): \(result.output) \(result.errors)")
    return result.output + result.errors
  }

  private var commands: [[String]] {
    get throws {
      let readme = try String(contentsOf: Binary.package.appendingPathComponent("README.md"), encoding: .utf8)
      let section = try #require(readme.components(separatedBy: "## A year with placement").last)
      let block = try #require(section.components(separatedBy: "```").dropFirst().first)
      return block.components(separatedBy: "\n").filter { $0.hasPrefix("placement ") }.map {
        $0.components(separatedBy: "#")[0].split(separator: " ").dropFirst().map(String.init)
      }
    }
  }

  @Test func theReadmesYear() throws {
    defer { scratch.remove() }
    let before = try Sheet(file("city/history.csv")).rows.count
    let commands = try commands
    #expect(commands.map { $0[0] }.contains("publish") && commands.last?[0] == "verify")
    for command in commands {
      let said = try run(command)
      guard command.contains("--close-year") else { continue }
      #expect(said.contains("2026 学年已记入 history.csv、host-record.csv"))
      try closingTwiceIsTheSame(command)
    }
    let history = try Sheet(file("city/history.csv"))
    let supply = try Sheet(file("year/supply-demand.csv"))
    #expect(history.rows.count == before + supply.rows.count)
    // In the years' order, this one's last, with what the plan says.
    let offset = history.rows.count - supply.rows.count
    for row in supply.rows.indices {
      #expect(history.cell(offset + row, "年度") == "2026")
      for column in ["专业类", "区县", "学生数", "名额", "已安排"] {
        #expect(history.cell(offset + row, column) == supply.cell(row, column))
      }
    }
    let matched = supply.rows.indices.reduce(0) { $0 + (Int(history.cell(offset + $1, "对口人数")) ?? 0) }
    let yearly = try Sheet(file("year/yearly.csv"))
    let indicator = try #require(yearly.rows.indices.first { yearly.cell($0, "指标") == "对口率" })
    #expect(yearly.cell(indicator, "分子") == String(matched))
    let report = String(decoding: try bytes("year/report.html"), as: UTF8.self)
    for title in ["增设与缩减", "产教融合型企业认定差额", "年度指标与目标"] { #expect(report.contains("<h2>\(title)</h2>")) }
  }

  /// Not a byte moves, and whom somebody says to have been hired stays.
  private func closingTwiceIsTheSame(_ command: [String]) throws {
    let names = ["city/published.csv", "city/history.csv", "city/host-record.csv"]
    let first = try names.map(bytes)
    #expect(try run(command).contains("没有改动"))
    #expect(try names.map(bytes) == first)
    var records = try Sheet(file("city/host-record.csv"))
    let own = try #require(records.rows.indices.last)
    #expect(records.cell(own, "年度") == "2026" && records.cell(own, "留用人数").isEmpty)
    records.set(own, "留用人数", "2")
    try records.write(file("city/host-record.csv"))
    try run(command)
    #expect(try Sheet(file("city/host-record.csv")).cell(own, "留用人数") == "2")
  }

  /// Verifying names what closing changed, and still finds what is wrong.
  @Test func verifyGoesOnWithTheRest() throws {
    defer { scratch.remove() }
    try run(["allocate", "city", "--output", "plan", "--quiet", "--no-worth"])
    try run(["publish", "city", "plan", "--close-year"])
    let said = try run(["verify", "city", "plan"])
    for name in ["published.csv", "history.csv", "host-record.csv"] { #expect(said.contains(name)) }
    #expect(said.contains("核验通过"))
    var supply = try Sheet(file("plan/supply-demand.csv"))
    supply.set(0, "预计名额", "12345")
    try supply.write(file("plan/supply-demand.csv"))
    try run(["verify", "city", "plan"], code: 1)
    // What somebody changes besides is no doing of publish.
    try run(["allocate", "city", "--output", "next", "--quiet", "--no-worth"])
    var history = try Sheet(file("city/history.csv"))
    history.set(0, "名额", "987")
    try history.write(file("city/history.csv"))
    try run(["publish", "city", "next", "--close-year"], code: 65)
  }

  /// What students were told may lie in a workbook, which publishing writes anew.
  @Test func verifyGoesOnWithAWorkbook() throws {
    defer { scratch.remove() }
    let told = try Sheet(file("city/published.csv"))
    let workbook = WorkbookBuilder(tables: [("published", [told.header] + told.rows)])
    try Data(workbook.bytes).write(to: file("city/公示.xlsx"))
    try FileManager.default.removeItem(at: file("city/published.csv"))
    try run(["allocate", "city", "--output", "plan", "--quiet", "--no-worth"])
    try run(["publish", "city", "plan", "--close-year"])
    let said = try run(["verify", "city", "plan"])
    #expect(said.contains("history.csv、host-record.csv、公示.xlsx"))
    #expect(said.contains("核验通过"))
    // Once more is no other input, and somebody else's workbook is none of this plan's.
    #expect(try run(["publish", "city", "plan", "--close-year"]).contains("没有改动"))
    let other = WorkbookBuilder(tables: [("published", [["学号", "岗位编号"], ["S00004", "P0001"]])])
    try Data(other.bytes).write(to: file("city/公示.xlsx"))
    try run(["verify", "city", "plan"], code: 1)
  }

  /// A plan of a day to come is published by what may be known on that day.
  @Test func publishedAsOfThePlansDay() throws {
    defer { scratch.remove() }
    var told = try Sheet(file("city/published.csv"))
    told.set(0, "知情同意日期", "2089-12-31")
    try told.write(file("city/published.csv"))
    try run(["allocate", "city", "--output", "plan", "--quiet", "--no-worth"], code: 65)
    try run(["allocate", "city", "--output", "plan", "--quiet", "--no-worth", "--as-of", "2090-01-01"])
    try run(["publish", "city", "plan"])
    #expect(try run(["verify", "city", "plan"]).contains("核验通过"))
  }

  /// A year in which nobody could be placed is closed like any other.
  @Test func verifyGoesOnWhereNobodyHasAPost() throws {
    defer { scratch.remove() }
    for name in ["self-arranged.csv", "published.csv", "decisions.csv"] {
      try? FileManager.default.removeItem(at: file("city/" + name))
    }
    let policy = String(decoding: try bytes("city/policy.yaml"), as: UTF8.self)
    let closed = policy.replacingOccurrences(of: "minimum_grade: 2", with: "minimum_grade: 6")
    #expect(closed != policy)
    try Data(closed.utf8).write(to: file("city/policy.yaml"))
    #expect(try run(["allocate", "city", "--output", "plan", "--quiet"]).contains("已安排 0 / 591"))
    try run(["publish", "city", "plan", "--close-year"])
    #expect(try run(["verify", "city", "plan"]).contains("核验通过"))
    // Somebody else's published.csv is none of this plan's.
    try Data("学号,岗位编号\nS00001,P0001\n".utf8).write(to: file("city/published.csv"))
    try run(["verify", "city", "plan"], code: 1)
  }
}
