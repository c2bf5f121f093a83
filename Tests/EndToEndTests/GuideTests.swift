import Foundation
import Placement
import Testing

/// The guide for schools and bureaus shows what there is: commands with their options, files, columns.
@Suite struct GuideTests {
  private let guide: String

  init() throws {
    let file = "Sources/Placement/Placement.docc/GuideForCoordinators.md"
    guide = try String(contentsOf: Binary.package.appendingPathComponent(file), encoding: .utf8)
  }

  private var commands: [[String]] {
    guide.components(separatedBy: "\n").filter { $0.hasPrefix("placement ") }.map {
      $0.split(separator: " ").dropFirst().map(String.init)
    }
  }

  @Test func theCommandsExist() throws {
    #expect(commands.count > 15)
    for command in commands {
      let help = try Binary.run(["help", command[0]])
      #expect(help.code == 0, "\(command)")
      for word in command where word.hasPrefix("--") { #expect(help.output.contains(word), "\(command)") }
    }
  }

  @Test func theFilesAndColumnsExist() {
    let (given, made) = (CaseSchema.tables, PlanSchema.tables)
    let files = Set((given + made).map(\.file) + ["case.xlsx", "plan.xlsx", "report.html", "policy.yaml"])
      .union(given.map { $0.chinese + ".xlsx" })
    let named = guide.matches(of: /`([^` ]+\.(?:csv|xlsx|html|yaml))`/).map { String($0.1) }
    #expect(named.count > 20)
    for name in named { #expect(files.contains(name), "\(name)") }
    let columns = Set((given + made).flatMap(\.columns).map(\.chinese))
    for column in [
      "决定", "决定岗位编号", "决定理由", "进度", "知情同意日期", "协议日期", "培训日期", "保险起期", "保险止期", "准入", "不参加", "可实习起",
      "学校审核日期", "名额", "接纳上限", "指导教师工号", "留用人数",
    ] {
      #expect(columns.contains(column) && guide.contains(column), "\(column)")
    }
  }

  /// Whatever names last year's students is to be made anew or to go.
  @Test func theNextYearNamesEveryTableOfStudents() throws {
    let lines = guide.components(separatedBy: "\n").filter { $0.hasPrefix("下一学年") }
    #expect(lines.count == 1 && CaseSchema.tablesOfStudents.count == 7)
    for table in CaseSchema.tablesOfStudents {
      #expect(lines[0].contains(table.chinese) || lines[0].contains("`\(table.file)`"), "\(table.file)")
    }
  }

  /// The whole year, as it is shown, on a city with Chinese tables.
  @Test func theYearGoesThrough() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/hangzhou"),
      to: scratch.url.appendingPathComponent("实习2026"))
    for command in commands
    where ["check", "allocate", "verify", "split", "publish", "letters"].contains(command[0]) {
      let result = try Binary.run(command + ["--language", "zh-Hans"], in: scratch.url)
      #expect(result.code == 0, "\(command): \(result.errors)")
    }
  }
}

extension CaseSchema {
  /// The tables whose rows name students of students.csv.
  static var tablesOfStudents: [TableSchema] {
    tables.filter { table in
      table.columns.contains { $0.type == .reference(to: students.table.file) }
    }
  }
}
