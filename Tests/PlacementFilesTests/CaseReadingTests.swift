import Foundation
import Placement
import Testing

@testable import PlacementFiles

@Suite struct CaseReadingTests {
  @Test func readsTheSample() throws {
    let reading = SampleCase.reading()
    #expect(reading.faults == [])
    let found = try #require(reading.placementCase)
    #expect(found.students.map(\.id) == ["S01", "S02"])
    #expect(found.students[1].grade == 3)
    #expect(found.posts.map(\.enterprise) == [0, 1])
    #expect(found.posts[1].start.description == "2026-09-01")
    #expect(!found.hasPublished)
    #expect(found.inputs.map(\.name) == ["enterprises.csv", "policy.yaml", "posts.csv", "students.csv"])
    #expect(found.inputs[3].rows == 2)
    // sha256sum of the bytes "language: en\n"
    #expect(found.inputs[1].sha256 == "1cea2033290c40aecbe6f66998862ef2164436a03cd837035805f91549f26795")
  }

  @Test func readsChineseHeadersAndWords() throws {
    let students = """
      姓名,学号,学校编号,专业代码,年级,出生日期,性别,纬度,经度,接受住宿,证书,权重
      张　三,００１,SCH1,510203K,2024级,2008/1/1,女,30.25,120.17,是,电工证；焊工证、电工证,5

      """
    let posts = """
      岗位编号,企业编号,岗位名称,对口专业,名额,纬度,经度,开始日期,结束日期,月报酬,备案号,备案事项,夜班,同类岗位在岗职工
      P01,E01,（甲）钳工,5102；51|510203,4,30.2,120.1,2026-09-01,2027-01-31,2600.50,杭人社〔2026〕1号,夜班、加班,是,30

      """
    let decisions = "学号,岗位编号,决定,理由\n001,P01,指定,\"'=A1\"\n001,P01,指定,'=A1\n001,P01,锁定,别的\n"
    let published = "学号,岗位编号,进度,别的列\n001,P01,已签协议,x\n"
    let reading = SampleCase.reading([
      "students.csv": students, "posts.csv": posts, "decisions.csv": decisions, "published.csv": published,
    ])
    #expect(reading.faults == [])
    let found = try #require(reading.placementCase)
    let student = found.students[0]
    #expect(student.id == "001")
    #expect(student.name == "张　三")
    #expect(student.specialty.description == "510203")
    #expect(student.sex == .female)
    #expect(student.acceptsBoarding)
    #expect(student.certificates == ["焊工证", "电工证"].sorted(by: String.utf8Precedes))
    #expect(student.priority == 5)
    let post = found.posts[0]
    #expect(post.title == "（甲）钳工")
    #expect(post.specialtyCodes.map(\.description) == ["51", "5102", "510203"])
    #expect(post.exemptFrom == [.nightShift, .overtime])
    #expect(post.monthlyPay.description == "2600.5")
    #expect(found.decisions.map(\.reason) == ["=A1", "别的"])
    #expect(found.decisions.map(\.row) == [2, 4])
    #expect(found.published[0] == PublishedPlacement(post: 0, stage: .signed, row: 2))
    #expect(found.hasPublished)
  }

  @Test(arguments: [
    ("2026年9月4日", "不是日期", "2026/9/1"), ("19999", "不是日期", "2026/9/1"),
    ("2026-02-30", "不是真实存在的日期", "2026/9/1"), ("20260901", "不是日期", "2026/9/1"),
  ])
  func whatIsNoDateIsTold(cell: String, message: String, mend: String) throws {
    let posts = SampleCase.posts.replacingOccurrences(of: "2026-09-01", with: cell)
    let found = try #require(SampleCase.reading(["posts.csv": posts]).diagnostics.first)
    #expect(found.message.zh == message)
    #expect(found.mend?.zh.contains(mend) == true)
    let students = SampleCase.students.replacingOccurrences(of: "2008-01-01", with: cell)
    let secret = try #require(SampleCase.reading(["students.csv": students]).diagnostics.first)
    #expect(secret.message.zh == message)
  }

  @Test(arguments: ["12345678901234567890", "-12345678901234567890", "0.12345678901234567890"])
  func aNumberPastReckoningIsSaidToBeOne(cell: String) throws {
    let posts = SampleCase.posts.replacingOccurrences(of: ",2600,", with: ",\(cell),")
    let found = try #require(SampleCase.reading(["posts.csv": posts]).diagnostics.first)
    #expect(found.message.zh.hasPrefix("数字过大或位数过多"))
  }

  @Test func wishesAreOrderedAndTheBetterRankHolds() throws {
    let wishes = "student_id,rank,post_id,enterprise_id\nS01,3,P02,\nS01,2,,E02\nS01,2,P01,\nS01,1,P02,\n"
    let reading = SampleCase.reading(["preferences.csv": wishes])
    #expect(reading.warnings == ["warning preferences.csv:5:rank"])
    let found = try #require(reading.placementCase)
    #expect(
      found.wishes[0] == [
        Wish(rank: 1, target: .post(1)), Wish(rank: 2, target: .post(0)),
        Wish(rank: 2, target: .enterprise(1)),
      ])
    #expect(found.wishes[1] == [])
  }

  @Test func publishedRowsThatCountNothing() throws {
    let published = "student_id,post_id,stage\nS01,,\nS09,P01,\n"
    let reading = SampleCase.reading(["published.csv": published])
    #expect(reading.faults == [])
    #expect(
      reading.warnings == ["warning published.csv:2:post_id", "warning published.csv:3:student_id"])
    let vanished = SampleCase.reading(["published.csv": "student_id,post_id,stage\nS02,P09,ended\n"])
    #expect(vanished.faults == [])
    #expect(vanished.warnings == ["warning published.csv:2:post_id"])
    #expect(try #require(reading.placementCase).published == [nil, nil])
  }

  @Test func distancesAreRoundedHalfUpExactly() throws {
    let travel = "from_zone,to_zone,distance_km\nA,B,1.15\nB,A,1.1499999\nA,A,0\n"
    let found = try #require(SampleCase.reading(["travel.csv": travel]).placementCase)
    #expect(found.travel[ZonePair(from: "A", to: "B")] == 12)
    #expect(found.travel[ZonePair(from: "B", to: "A")] == 11)
    #expect(found.travel[ZonePair(from: "A", to: "A")] == 0)
  }

  @Test func everyFaultOfEveryFileInOneGo() {
    let reading = SampleCase.reading([
      "policy.yaml": "qotas: {}\nquotas: {staff_share_max: -1}\n",
      "students.csv": SampleCase.students.replacingOccurrences(of: "2008-01-01", with: "2008-13-01"),
      "posts.csv": SampleCase.posts.replacingOccurrences(of: "P02,E02", with: "P01,E77"),
    ])
    #expect(
      reading.faults == [
        "policy policy.yaml:1:qotas", "policy policy.yaml:2:quotas.staff_share_max",
        "input posts.csv:3:enterprise_id", "input posts.csv:3:post_id", "input students.csv:2:birth_date",
      ])
    let nearest = reading.diagnostics.first { $0.column == "qotas" }
    #expect(nearest?.mend?.en.contains("quotas") == true)
  }

  @Test func messagesKeepPrivateValuesToThemselves() {
    let reading = SampleCase.reading([
      "students.csv": """
      student_id,name,school_id,specialty_code,grade,birth_date,latitude,longitude
      S01,Secret Name,SCH1,510203,3,2008-02-31,230.987,120.17
      330102200801011234,Other,SCH1,510203,3,2008-01-01,30.1,120.17
      330102200801011234,Other,SCH1,510203,3,2008-01-01,30.1,120.17

      """
    ])
    let all = reading.diagnostics.map { $0.description(in: .english) + $0.description(in: .chinese) }.joined()
    for secret in ["Secret", "2008-02-31", "230.987", "330102"] { #expect(!all.contains(secret)) }
    #expect(reading.warnings.contains("warning students.csv:3:student_id"))
  }

  @Test func missingFolderAndHeaderOnlyFiles() {
    let missing = readCase(at: URL(fileURLWithPath: "/nonexistent/case"))
    #expect(missing.diagnostics.map(\.kind) == [.missing])
    let header = SampleCase.reading(["preferences.csv": "student_id,rank,post_id\r\n"])
    #expect(header.faults == [])
  }

  @Test func emptyPolicyIsAllDefaults() throws {
    for text in ["", "# nothing\n", "\u{FEFF}", "quotas:\n"] {
      #expect(try #require(SampleCase.reading(["policy.yaml": text]).placementCase).policy == Policy())
    }
  }

  @Test func policyIsReadExactly() throws {
    let text = """
      name: 杭州, autumn
      language: en
      quotas: {staff_share_max: 0.10, post_share_max: 0.075}
      eligibility:
        minimum_wage: {default: 2490, 淳安县: 2260.5}
      objectives:
        - {moves: 3}
        - {unplaced: 2, distance: 0}
      sources:
        staff_share_max: here
        night_shift: there
        max_per_school: by agreement
        team_id: by custom
        apart: by request
      """
    let policy = try #require(SampleCase.reading(["policy.yaml": text]).placementCase).policy
    #expect(policy.staffShareMax == ExactDecimal("0.1")!)
    #expect(policy.postShareMax == ExactDecimal("0.075")!)
    #expect(policy.minimumWage(in: "淳安县") == ExactDecimal("2260.5")!)
    #expect(policy.minimumWage(in: "elsewhere") == ExactDecimal(2490))
    #expect(policy.objectives == [[.moves: 3], [.unplaced: 2, .distance: 0]])
    #expect(
      policy.sources == [
        "staff_share_max": "here", "night_shift": "there", "max_per_school": "by agreement",
        "team_id": "by custom", "apart": "by request",
      ])
    #expect(policy.classPenalty == 30)
  }

  @Test(arguments: [
    "eligibility: {minimum_age: sixteen}", "eligibility: {minimum_age: 16.5}", "objectives: [{match: -1}]",
    "objectives: [{match: 1000001}]", "objectives: 3", "quotas: [1]", "language: fr",
    "travel: {detour_factor: 0}",
    "quotas: {target_share: [0.03, 0.02]}", "quotas: {target_share: 0.02}", "specialty: {widest: none}",
    "name: [a", "objectives: [{unplaced: 1, unplaced: 2}]", "sources: {staff_shar_max: x}",
    "travel: {max_distance_km: .inf}", "travel: {max_distance_km: 1e3}", "academic_year: 26",
    "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - a",
  ]) func badPolicies(_ text: String) {
    let reading = SampleCase.reading(["policy.yaml": text])
    #expect(reading.diagnostics.contains { $0.kind == .policy }, "\(reading.diagnostics)")
    #expect(
      reading.diagnostics.filter(\.isFault).allSatisfy {
        $0.kind == .policy && $0.row != nil || text.hasPrefix("-")
      })
  }

  /// Parts of a large table are read at once: what is said, and in what order, does not depend on it.
  @Test func aLargeTableSaysTheSameAsASmallOne() throws {
    let header = "student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,priority\n"
    func reading(_ rows: ClosedRange<Int>, faulty: (Int) -> Bool) -> CaseReading {
      let lines = rows.map { row in
        let (grade, priority) = faulty(row) ? ("9", "0") : ("2", "3")
        return "S\(10_000 + row),SCH1,510203,\(grade),2008-01-01,30,120,\(priority)\n"
      }
      return SampleCase.reading(["students.csv": header + lines.joined()])
    }
    let sound = try #require(reading(1...5_000) { _ in false }.placementCase)
    #expect(sound.students.map(\.id) == (1...5_000).map { "S\(10_000 + $0)" })
    #expect(sound.students.allSatisfy { $0.priority == 3 && $0.grade == 2 })

    let few = reading(1...5_000) { $0 % 100 == 0 }
    let expected = (1...50).flatMap { row -> [String] in
      let line = 100 * row + 1
      return ["input students.csv:\(line):grade", "input students.csv:\(line):priority"]
    }
    #expect(few.faults == expected)

    // Of each kind the first thousand are kept, wherever the parts meet.
    let many = reading(1...5_000) { _ in true }.diagnostics.filter { $0.file == "students.csv" && $0.isFault }
    #expect(many.map { $0.row } == (1...1_000).flatMap { [$0 + 1, $0 + 1] })
    #expect(many.reduce(0) { $0 + $1.omitted } == 2 * 4_000)
  }
}
