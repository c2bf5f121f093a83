import Foundation
import Testing

/// The first case of somebody with spreadsheets: `placement new`, rows typed in, accepted at the first try.
@Suite struct NewCaseTests {
  private let scratch: Scratch
  private var city: String { scratch.url.appendingPathComponent("city").path }
  private var plan: String { scratch.url.appendingPathComponent("plan").path }

  init() throws { scratch = try Scratch() }

  /// The commands that the README shows for it, with its folders here.
  private func shown(_ command: String) throws -> [String] {
    let readme = try String(
      contentsOf: Binary.package.appendingPathComponent("README.md"), encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```\nplacement new ").dropFirst().first)
    let lines = ("placement new " + block.components(separatedBy: "\n```")[0]).components(separatedBy: "\n")
    let line = try #require(lines.first { $0.hasPrefix("placement \(command) ") })
    return line.components(separatedBy: "#")[0].split(separator: " ").dropFirst().map {
      ["city": city, "plan": plan][$0] ?? String($0)
    }
  }

  /// Types rows under a table's header, each cell below its own.
  private func type(_ rows: [[String: String]], into file: String) throws {
    let path = city + "/" + file
    var text = try String(contentsOfFile: path, encoding: .utf8)
    let line = text.trimmingCharacters(in: .whitespacesAndNewlines).replacing("\u{FEFF}", with: "")
    let headers = line.components(separatedBy: ",")
    for row in rows {
      #expect(Set(row.keys).subtracting(headers).isEmpty, "\(file): \(row.keys.sorted())")
      text += headers.map { row[$0] ?? "" }.joined(separator: ",") + "\r\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func typeEverything() throws {
    try type(
      [
        ["学校编号": "X01", "学校名称": "示例职业学校", "区县": "上城区", "纬度": "30.25", "经度": "120.17"],
        ["学校编号": "X02", "学校名称": "样例职业学校", "区县": "余杭区", "纬度": "30.27", "经度": "120.00"],
      ], into: "schools.csv")
    try type(
      [
        ["企业编号": "E01", "企业名称": "示例商贸", "区县": "上城区", "职工总数": "150", "在岗职工": "120", "规模以上": "是"],
        ["企业编号": "E02", "企业名称": "示例物流", "区县": "余杭区", "职工总数": "80", "在岗职工": "75"],
      ], into: "enterprises.csv")
    let post = [
      "同类岗位在岗职工": "60", "纬度": "30.26", "经度": "120.15", "开始日期": "2026/9/1", "结束日期": "2027-01-31",
      "月报酬": "2800",
    ]
    try type(
      [
        ["岗位编号": "P01", "企业编号": "E01", "岗位名称": "网店运营", "对口专业": "7307", "名额": "8"],
        ["岗位编号": "P02", "企业编号": "E02", "岗位名称": "仓储管理", "对口专业": "7308；730701", "名额": "6", "提供住宿": "是"],
      ].map { $0.merging(post) { a, _ in a } }, into: "posts.csv")
    try type(
      (1...12).map { number in
        [
          "学号": "0012\(number < 10 ? "0" : "")\(number)", "姓名": "学生\(number)",
          "学校编号": number % 2 == 0 ? "X01" : "X02",
          "班级": "2024级1班", "专业代码": number <= 8 ? "730701" : "730801", "年级": number % 3 == 0 ? "2024级" : "3",
          "出生日期": "2008/\(number)/15", "性别": number % 2 == 0 ? "女" : "男", "接受住宿": number > 10 ? "是" : "",
        ]
      }, into: "students.csv")
    try type([["学号": "001201", "志愿顺序": "1", "岗位编号": "P02"]], into: "preferences.csv")
  }

  @Test func twelveStudentsTypedInAreAcceptedAtTheFirstTry() throws {
    defer { scratch.remove() }
    let made = try Binary.run(try shown("new") + ["--language", "zh-Hans"])
    #expect(made.code == 0 && made.output.contains("placement check"), "\(made.errors)")
    // Nothing typed yet: what is missing is said, file by file.
    let empty = try Binary.run(try shown("check"))
    #expect(empty.code == 0)
    for file in ["students.csv", "enterprises.csv", "posts.csv"] {
      #expect(empty.errors.contains("\(file):1: 提醒：只有表头，还没有数据"), "\(empty.errors)")
    }
    try typeEverything()
    let checked = try Binary.run(try shown("check"))
    #expect(checked.code == 0 && checked.errors.isEmpty, "\(checked.errors)")
    #expect(checked.output.contains("学生 12，企业 2，岗位 2"))
    let allocated = try Binary.run(try shown("allocate"))
    #expect(allocated.code == 0, "\(allocated.errors)")
    #expect(allocated.output.contains("已安排 12 / 12 名学生"), "\(allocated.output)")
    let verified = try Binary.run(try shown("verify"))
    #expect(verified.code == 0, "\(verified.output)")
  }

  @Test func anExistingFolderIsLeftAlone() throws {
    defer { scratch.remove() }
    try FileManager.default.createDirectory(atPath: city, withIntermediateDirectories: true)
    let refused = try Binary.run(["new", city, "--language", "en"])
    #expect(refused.code == 73 && refused.errors.contains("exists"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: city).isEmpty)
  }

  // MARK: schema

  @Test func theSchemaIsJSONAndTheSameEveryTime() throws {
    defer { scratch.remove() }
    struct Schema: Decodable {
      struct File: Decodable {
        let file: String
        let columns: [Column]
      }
      struct Column: Decodable {
        let name: String
        let chinese: String
        let sentence: [String: String]
      }
      struct Key: Decodable { let key: String }
      let files: [File]
      let policy: [Key]
    }
    let first = try Binary.run(["schema", "--json"])
    #expect(try Binary.run(["schema", "--json"]).output == first.output)
    let schema = try JSONDecoder().decode(Schema.self, from: Data(first.output.utf8))
    let students = try #require(schema.files.first { $0.file == "students.csv" })
    #expect(students.columns.first?.name == "student_id" && students.columns.first?.chinese == "学号")
    #expect(students.columns.allSatisfy { Set($0.sentence.keys) == ["zh-Hans", "en"] })
    #expect(schema.policy.contains { $0.key == "quotas.staff_share_max" })
  }

  @Test func oneFileIsShownInEitherLanguage() throws {
    defer { scratch.remove() }
    let chinese = try Binary.run(["schema", "学生", "--language", "zh-Hans"])
    #expect(chinese.code == 0 && chinese.output.contains("权重") && !chinese.output.contains("max_interns"))
    let english = try Binary.run(["schema", "policy.yaml", "--language", "en"])
    #expect(english.output.contains("eligibility.minimum_age") && !english.output.contains("student_id"))
    let unknown = try Binary.run(["schema", "nothing.csv", "--language", "en"])
    #expect(unknown.code == 64 && unknown.errors.contains("students.csv"))
  }
}
