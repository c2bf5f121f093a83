import Foundation
import Testing

/// The Chinese loop with what the national rules add: admitted hosts, a post over the province's border, two students who
/// found a place alone, and the dates of what is done before the start.
@Suite struct NationalRulesTests {
  private let scratch: Scratch

  private static let files = [
    "policy.yaml": """
    name: 示例市，2026 秋
    language: zh-Hans
    objectives:
      - {unplaced: 1}
      - {moves: 1}
      - {cooperation: 1, distance: 1}

    """,
    "schools.csv": """
    学校编号,学校名称,纬度,经度,区划代码
    X1,示例一校,30.2,120.2,330106
    X2,示例二校,30.2,120.2,330106

    """,
    "students.csv": """
    学号,姓名,学校编号,专业代码,年级,出生日期,接受住宿
    S01,学生甲,X1,710201,2024级,2008-01-01,是
    S02,学生乙,X1,710201,2024级,2008-01-01,是
    S03,学生丙,X2,710201,2024级,2008-01-01,否
    S04,学生丁,X1,710201,2024级,2008-01-01,否
    S05,学生戊,X2,710201,2024级,2009-01-01,否

    """,
    "自行联系.csv": """
    学号,企业编号,单位名称,岗位名称,实习地址,对口专业,开始日期,结束日期,月报酬,申请日期,监护人同意,学校审核日期,单位指导人
    S04,E1,,设备巡检,示例路1号,7301,2026-09-01,2027-02-28,2600,2026-05-10,是,2026-05-20,指导人甲
    S05,,示例小店,网店客服,示例路2号,,2026-09-01,2027-01-31,2500,2026-05-10,是,2026-05-20,

    """,
    "enterprises.csv": """
    企业编号,企业名称,区县,职工总数,在岗职工,统一社会信用代码
    E1,示例电子,余杭区,100,100,91330100MA2EXAMPLJ
    E2,示例软件,宣州区,100,100,

    """,
    "posts.csv": """
    岗位编号,企业编号,岗位名称,对口专业,名额,纬度,经度,开始日期,结束日期,月报酬,同类岗位在岗职工,区划代码,跨省备案号,提供住宿
    P1,E1,网络运维实习,7102,3,30.2,120.2,2026-09-01,2027-02-28,2600,50,330110,,
    P2,E2,软件测试实习,7102,3,30.5,119.2,2026-09-01,2027-02-28,2600,50,341802,示例跨备1号,是

    """,
    "partners.csv": """
    学校编号,企业编号,关系,起,止,考察日期
    X1,E2,稳定合作,2025-09-01,,2026-05-20

    """,
  ]

  init() throws { scratch = try Scratch(caseOf: Self.files) }

  /// A plan that takes two students from what they have said yes to, and leaves a third without an agreement.
  private func makePlanAfterAgreements() throws {
    try scratch.write(
      "case/published.csv",
      """
      学号,岗位编号,进度,知情同意日期,协议日期
      S03,P1,已公布,,
      S02,P1,已确认,,
      S01,P2,已签协议,2026-06-20,

      """)
    _ = try scratch.run("allocate", "case", "--output", "plan", "--as-of", "2026-07-01")
  }

  /// What `publish` says of a row can be looked up when it has ended: in the new file what there is to do, in the old one
  /// who had said yes to another post.
  @Test func publishNamesRowsWhereTheyStandAfterwards() throws {
    defer { scratch.remove() }
    try makePlanAfterAgreements()
    let dry = try scratch.run("publish", "case", "plan", "--dry-run")
    #expect(dry.contains("published.csv:3:学号") && dry.contains("published.csv:4:协议日期"), "\(dry)")
    let said = try scratch.run("publish", "case", "plan")
    #expect(said.contains("published.previous.csv:3:学号") && said.contains("published.csv:2:协议日期"), "\(said)")
    #expect(!said.contains("published.csv:3:") && !said.contains("published.csv:4:"), "\(said)")
    #expect(try scratch.row("case/published.csv", "S01").first == "S01")
  }

  /// Where nothing could be written nothing is said of a file that is not there.
  @Test func whatWasNotPublishedIsNotLookedFor() throws {
    defer { scratch.remove() }
    try makePlanAfterAgreements()
    let before = try scratch.text("case/published.csv")
    let backup = scratch.url.appendingPathComponent("case/published.previous.csv")
    try FileManager.default.createDirectory(at: backup, withIntermediateDirectories: true)
    let said = try scratch.run("publish", "case", "plan", code: 73)
    #expect(!said.contains("published.previous.csv:"), "\(said)")
    #expect(try scratch.text("case/published.csv") == before)
  }

  @Test func theLoopHoldsWhatTheRulesAsk() throws {
    defer { scratch.remove() }
    let checked = try scratch.run("check", "case", "--as-of", "2026-07-01")
    #expect(checked.contains("partners.csv") && checked.contains("X2"), "a school without a row is told of")
    _ = try scratch.run("allocate", "case", "--output", "plan", "--as-of", "2026-07-01")
    _ = try scratch.run("verify", "case", "plan")
    // The first school has admitted only the host over the border; the third student boards nowhere.
    #expect(try scratch.row("plan/assignments.csv", "S01").contains("P2"))
    #expect(try scratch.row("plan/assignments.csv", "S02").contains("P2"))
    #expect(try scratch.row("plan/assignments.csv", "S03").contains("P1"))
    #expect(try scratch.row("plan/compliance.csv", "学校准入").suffix(4) == ["7", "2", "1", "0"])
    #expect(try scratch.row("plan/compliance.csv", "住宿安排").suffix(4) == ["4", "1", "0", "0"])
    #expect(try scratch.text("plan/summary.json").contains(#""as_of" : "2026-07-01""#))
    try lookAtThosePlacedAlone()
    _ = try scratch.run("publish", "case", "plan")
    #expect(try !scratch.text("case/published.csv").contains("知情同意日期"), "no column that nobody filled")
    #expect(try scratch.row("case/published.csv", "S04") == ["S04", "self:S04", "已公布"])

    try scratch.write(
      "case/published.csv",
      """
      学号,岗位编号,进度,知情同意日期,协议日期
      S01,P2,已签协议,2026-06-20,
      S02,P2,已公布,,
      S03,P1,已公布,,
      S04,self:S04,已签协议,2026-06-20,2026-06-28
      S05,self:S05,已签协议,,

      """)
    let early = try scratch.run("check", "case", "--as-of", "2026-06-01", code: 65)
    #expect(early.contains("published.csv:2:知情同意日期"))
    let earlyModel = try scratch.run("model", "case", "--output", "model", "--as-of", "2026-06-01", code: 65)
    #expect(earlyModel.contains("published.csv:2:知情同意日期"))
    let late = try scratch.run("check", "case", "--as-of", "2026-07-01")
    #expect(late.contains("published.csv:2:协议日期") && late.contains("三方协议"))
    #expect(late.contains("published.csv:6:知情同意日期"), "the day of the place found alone is its own")
    _ = try scratch.run("allocate", "case", "--output", "plan2", "--as-of", "2026-07-01")
    _ = try scratch.run("verify", "case", "plan2")
    #expect(try scratch.row("plan2/assignments.csv", "S01").contains("已锁定"))
    #expect(try scratch.row("plan2/compliance.csv", "知情同意").suffix(4) == ["3", "1", "0", "0"])
    #expect(try scratch.row("plan2/compliance.csv", "三方协议").suffix(4) == ["3", "2", "0", "0"])
    #expect(try scratch.row("plan2/compliance.csv", "实习时长").suffix(4) == ["2", "0", "0", "0"])
    _ = try scratch.run("publish", "case", "plan2")
    #expect(try scratch.row("case/published.csv", "S01") == ["S01", "P2", "已签协议", "2026-06-20", ""])
    #expect(
      try scratch.row("case/published.csv", "S04") == ["S04", "self:S04", "已签协议", "2026-06-20", "2026-06-28"])
    try decide()
  }

  /// Two found a place alone: one at an enterprise of the case, whose quota it uses up.
  private func lookAtThosePlacedAlone() throws {
    let known = try scratch.row("plan/assignments.csv", "S04")
    #expect(known.contains("自行联系") && known.contains("self:S04") && known.contains("学校准入;专业对口"))
    #expect(known.contains("学校 2026-05-20 审核；单位指导人：指导人甲"))
    #expect(try scratch.row("plan/assignments.csv", "S05").contains("示例小店"))
    let quotas = try scratch.text("plan/quotas.csv").split(whereSeparator: \.isNewline).map(String.init)
    #expect(quotas.contains { $0.hasPrefix("企业,E1,示例电子,余杭区,10,在岗职工比例,3,2,8,") }, "\(quotas)")
    #expect(try scratch.text("plan/summary.json").contains(#""self_arranged" : 2"#))
    let filing = try scratch.text("plan/filing.csv").split(whereSeparator: \.isNewline).map(String.init)
    #expect(filing.filter { $0.hasSuffix(",是") }.count == 2 && filing.count == 5)
    #expect(
      filing.contains { $0.hasPrefix("X2,示例二校,,示例小店,,,网店客服,示例路2号,,7102,1,1,2026-09-01,2027-01-31,2500,") })
    #expect(try !scratch.text("plan/hosts.csv").contains("示例小店"))
    _ = try scratch.run("split", "plan", "--by", "school", "--output", "schools")
    #expect(try scratch.row("schools/X2.csv", "S05").contains("示例小店"))
    _ = try scratch.run("split", "plan", "--by", "enterprise", "--output", "hosts")
    #expect(try scratch.row("hosts/E1.csv", "S04").contains("self:S04"))
    let told = try scratch.run("explain", "case", "plan", "--student", "S04")
    #expect(told.contains("自行联系") && told.contains("已检查") && told.contains("企业 E1 的名额"))
  }

  /// A school writes its wishes into its list: what concerns a place found alone is refused with the reason.
  private func decide() throws {
    _ = try scratch.run("split", "plan2", "--by", "school", "--output", "lists")
    let list = try scratch.text("lists/X1.csv")
    func edited(_ id: String, _ decision: String) throws {
      let lines = list.split(whereSeparator: \.isNewline).map { line in
        line.hasPrefix(id + ",") ? line.dropLast(2) + decision : line
      }
      try scratch.write("edited.csv", lines.joined(separator: "\n"))
    }
    try edited("S04", "锁定,P2,学校意见")
    let refused = try scratch.run("decide", "case", "edited.csv", "--author", "示例一校", "--yes", code: 65)
    #expect(refused.contains("自行联系的单位已经学校审核，不能锁定"), "\(refused)")
    try edited("S02", "锁定,P2,学校意见")
    _ = try scratch.run("decide", "case", "edited.csv", "--author", "示例一校", "--yes")
    _ = try scratch.run("allocate", "case", "--output", "plan3", "--as-of", "2026-07-01")
    _ = try scratch.run("verify", "case", "plan3")
    #expect(try scratch.row("plan3/assignments.csv", "S02").contains("已锁定"))
    _ = try scratch.run("publish", "case", "plan3")
    #expect(try scratch.row("case/published.csv", "S02").prefix(3) == ["S02", "P2", "已公布"])
  }
}
