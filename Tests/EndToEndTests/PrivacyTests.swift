import Foundation
import Testing
import Placement

/// These are minors' data: broken files made of marked personal cells go through the built program, and none
/// of the marks is in anything it says.
@Suite struct PrivacyTests {
  /// Everything that marks a person: made up, and each found nowhere else.
  private struct Marks {
    private(set) var all: Set<String> = []
    private var next = 0

    mutating func name() -> String { mark("欧阳试\(numeral())") }
    mutating func pinyin() -> String { mark("Ouyang Q\(serial())") }
    mutating func home() -> String { mark("虚构路\(numeral())弄\(numeral())室") }
    mutating func birth(_ form: Int) -> String {
      next += 1
      let (year, month, day) = (2003 + next % 7, 1 + next % 12, 1 + next * 7 % 28)
      let (m, d) = (month < 10 ? "0\(month)" : "\(month)", day < 10 ? "0\(day)" : "\(day)")
      return mark(
        [
          "\(year)-\(m)-\(d)", "\(year)/\(month)/\(day)", "\(d).\(m).\(year)", "\(year)\(m)\(d)",
          "\(year)年\(month)月\(day)日",
        ][form % 5])
    }
    mutating func degrees() -> String { mark("30.\(serial())7") }
    mutating func phone() -> String { mark("139\(String(serial()).suffix(4))5521") }
    mutating func identity() -> String { mark("3301022008010\(String(serial()).suffix(5))".prefix(17) + "X") }

    private mutating func serial() -> Int {
      next += 1
      return 100_000 + next * 7_919 % 899_999
    }

    private mutating func numeral() -> String {
      let digits = Array("零一二三四五六七八九")
      return String(String(serial()).map { digits[Int(String($0))!] })
    }

    private mutating func mark(_ text: some StringProtocol) -> String {
      all.insert(String(text))
      return String(text)
    }
  }

  private static let headers: [String: [String]] = [
    "students.csv": [
      "学号", "姓名", "学校编号", "班级", "指导教师", "专业代码", "订单班", "年级", "出生日期", "性别", "纬度", "经度",
      "片区", "接受住宿", "证书", "小组", "不参加",
    ],
    "enterprises.csv": ["企业编号", "企业名称", "区县", "职工总数", "在岗职工", "规模以上", "联系人"],
    "posts.csv": [
      "岗位编号", "企业编号", "岗位名称", "实习地址", "对口专业", "名额", "纬度", "经度", "开始日期", "结束日期", "月报酬",
      "同类岗位在岗职工", "所需证书", "定向学校", "备案号", "备案事项",
    ],
    "schools.csv": ["学校编号", "学校名称", "区县", "纬度", "经度"],
    "preferences.csv": ["学号", "志愿顺序", "岗位编号", "企业编号"],
    "decisions.csv": ["学号", "岗位编号", "企业编号", "决定", "理由", "决定人", "决定日期"],
    "published.csv": ["学号", "岗位编号", "进度"],
    "travel.csv": ["起点片区", "终点片区", "距离公里"],
  ]

  /// Rows of personal cells under whatever heading.
  private func rows(_ width: Int, _ count: Int, _ marks: inout Marks, _ random: inout SplitMix64)
    -> [[String]]
  {
    (0..<count).map { _ in
      (0..<width).map { _ in
        switch random.index(below: 9) {
        case 0: marks.name()
        case 1: marks.pinyin()
        case 2: marks.home()
        case 3, 4: marks.birth(random.index(below: 5))
        case 5: marks.degrees()
        case 6: marks.phone()
        case 7: marks.identity()
        default: ["", "1", "G1", "000101", "是"][random.index(below: 5)]
        }
      }
    }
  }

  private func broken(_ file: String, _ marks: inout Marks, _ random: inout SplitMix64) -> Data {
    var headers = PrivacyTests.headers[file]!
    var table = rows(headers.count, 1 + random.index(below: 5), &marks, &random)
    if random.index(below: 3) == 0 { headers[random.index(below: headers.count)] = marks.name() }
    if random.index(below: 4) == 0 { table = table.map { $0 + [marks.home()] } }
    if random.index(below: 4) == 0 { table = table.map { Array($0.dropLast(random.index(below: $0.count))) } }
    if random.index(below: 5) == 0 { headers.shuffle(using: &random) }
    var lines = [headers] + table
    switch random.index(below: 6) {
    case 0: lines.removeFirst()
    case 1: lines.insert([marks.name(), marks.home()], at: 0)
    case 2: lines.insert(headers, at: lines.count / 2)
    default: break
    }
    let separator = [",", ",", ",", ";", "\t", "，", "|", " "][random.index(below: 8)]
    let end = ["\n", "\n", "\r\n", "\r", "", " "][random.index(below: 6)]
    var text = lines.map { $0.joined(separator: separator) }.joined(separator: end)
    if random.index(below: 2) == 0 { text += end }
    if random.index(below: 5) == 0 { text = "\"" + text }
    if random.index(below: 6) == 0 { text = text.replacingOccurrences(of: "1", with: "1\"") }
    if random.index(below: 8) == 0 { text += "\u{1B}[2J\u{0}" }
    var data = Data(text.utf8)
    if random.index(below: 8) == 0 { data = text.data(using: .utf16LittleEndian)! }
    if random.index(below: 8) == 0 { data = data.prefix(random.index(below: data.count + 1)) }
    if random.index(below: 8) == 0, !data.isEmpty { data[data.count / 2] = 0xFF }
    return data
  }

  /// 125 cases of eight broken files each, to `check` and `allocate` in turn.
  @Test func aThousandBrokenFilesGiveNobodyAway() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    var random = SplitMix64(seed: 20_080_229)
    var count = 0
    for round in 0..<125 {
      var marks = Marks()
      let folder = scratch.url.appendingPathComponent("case\(round)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let policy = round % 10 == 9 ? "\(marks.name()): \(marks.birth(0))\n- \(marks.home())\n" : "name: 试\n"
      let language = round % 2 == 0 ? "language: en\n" : "language: zh-Hans\n"
      try Data((policy + language).utf8).write(to: folder.appendingPathComponent("policy.yaml"))
      for file in PrivacyTests.headers.keys.sorted() {
        try broken(file, &marks, &random).write(to: folder.appendingPathComponent(file))
        count += 1
      }
      let plan = scratch.url.appendingPathComponent("plan\(round)").path
      let arguments =
        round % 4 < 2 ? ["check", folder.path, "--all"] : ["allocate", folder.path, "--output", plan]
      let result = try Binary.run(arguments)
      #expect(result.code == 65 || result.code == 78, "\(result.errors)")
      let said = result.output + result.errors
      #expect(!said.isEmpty)
      // Byte by byte, which is quick: they are looked for often, and never there.
      for mark in marks.all where strstr(said, mark) != nil { Issue.record("\(mark) in \(said)") }
      #expect(!said.contains("\u{1B}") && !said.contains("\u{0}"))
    }
    #expect(count == 1_000)
  }
}
