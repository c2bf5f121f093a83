import Foundation
import Placement
import PlacementFiles
import Testing

/// One slip hides no other, and makes none of what is right.
@Suite struct FollowOnFaultTests {
  // MARK: Needed columns that are not there

  private static let missing = (zh: "缺少必需的列", en: "a needed column is not there")

  @Test func theOtherColumnsOfATableWithoutOneAreRead() {
    let students = """
      student_id,school_id,specialty_code,Grade?,birth_date,latitude,longitude,accepts_boarding,available_from
      S01,SCH1,510203,3,2008-01-01,30.25,120.17,maybe,
      S02,SCH1,510203,2024,2008-02-29,30.26,120.18,no,2026-02-30

      """
    let reading = SampleCase.reading(["students.csv": students])
    #expect(
      reading.faults == [
        "input students.csv:1:grade", "input students.csv:2:accepts_boarding",
        "input students.csv:3:available_from",
      ])
    #expect(reading.diagnostics.contains { $0.isFault && $0.message.zh.hasPrefix(Self.missing.zh) })
    #expect(reading.diagnostics.contains { $0.isFault && $0.message.en.hasPrefix(Self.missing.en) })
  }

  @Test func referencesToATableWithoutAColumnAreChecked() {
    let reading = SampleCase.reading([
      "enterprises.csv": "enterprise_id,name,district,staff_total\nE01,First,X,100\nE02,Second,X,50\n",
      "decisions.csv": "student_id,enterprise_id,decision,reason\nS01,E99,ban,x\nS01,E02,ban,x\n",
      "preferences.csv": "student_id,rank,enterprise_id\nS01,1,E98\n",
    ])
    #expect(
      reading.faults == [
        "input decisions.csv:2:enterprise_id", "input enterprises.csv:1:staff_on_duty",
        "input preferences.csv:2:enterprise_id",
      ])
  }

  /// Whatever needed column a table is without: nothing else is said of it, nor of what refers to it.
  @Test(arguments: tables.keys.sorted())
  func aMissingColumnIsOneFault(_ file: String) throws {
    let rows = try #require(Self.tables[file]).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let whole = Self.reading()
    #expect(whole.faults == [], "\(whole.diagnostics)")
    let schema = try #require(CaseSchema.tables.first { $0.file == file })
    var count = 0
    for (index, name) in rows[0].enumerated() where schema[name]?.isNeeded == true {
      let less = rows.map { row in
        row.enumerated().filter { $0.offset != index }.map(\.element).joined(separator: ",") + "\n"
      }
      let reading = Self.reading([file: less.joined()])
      #expect(reading.faults == ["input \(file):1:\(name)"], "\(name): \(reading.diagnostics)")
      #expect(Set(reading.warnings).isSubset(of: whole.warnings), "\(name): \(reading.warnings)")
      count += 1
    }
    #expect(count > 0)
  }

  /// A case in which every table has rows, and rows refer to those of others.
  private static let tables: [String: String] = [
    "schools.csv": "school_id,name,district,latitude,longitude\nSCH1,One,X,30.2,120.1\n",
    "students.csv":
      "student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,teacher_id,certificates\n"
      + "S01,SCH1,510203,3,2008-01-01,,,T01,welding\nS02,SCH1,510203,3,2008-02-29,30.26,120.18,,\n"
      + "S03,SCH1,510203,3,2008-03-01,30.26,120.18,,\n",
    "enterprises.csv": SampleCase.enterprises,
    "posts.csv":
      "post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,monthly_pay,"
      + "job_group,same_post_staff,reserved_for\n"
      + "P01,E01,Fitter,5102,4,30.2,120.1,2026-09-01,2027-01-31,2600,A,20,SCH1\n"
      + "P02,E02,Welder,510203,2,30.3,120.2,2026-09-01,2027-01-31,2600,A,30,\n",
    "preferences.csv": "student_id,rank,post_id\nS01,1,P01\nS01,2,P02\n",
    "decisions.csv": "student_id,post_id,decision,reason\nS01,P02,ban,x\nS02,P01,pin,x\n",
    "published.csv": "student_id,post_id,stage\nS01,P01,signed\nS02,P01,\nS03,self:S03,signed\n",
    "travel.csv": "from_zone,to_zone,distance_km\nA,B,1\nA,C,2\nB,C,3\n",
    "partners.csv": "school_id,enterprise_id,tie\nSCH1,E01,partner\nSCH1,E02,host\n",
    "self-arranged.csv":
      "student_id,enterprise_name,start_date,end_date,monthly_pay,applied_on,guardian_consent,approved_on\n"
      + "S03,Elsewhere,2026-09-01,2027-02-28,2600,2026-05-10,yes,2026-05-20\n",
    "teachers.csv": "teacher_id,school_id,max_students\nT01,SCH1,5\n",
    "certificates.csv": "certificate,kind,level\nwelding,skill_level,3\ncrane,special,\n",
    "demand.csv": "year,specialty_class,district,demand\n2026,5102,X,3\n2025,5102,X,3\n",
    "history.csv":
      "year,specialty_class,district,students,seats,placed,matched\n2024,5102,X,2,2,2,2\n2025,5102,X,2,2,2,2\n",
    "host-record.csv": "year,enterprise_id,interns\n2024,E01,3\n2025,E01,3\n",
    "targets.csv": "indicator,target,due_year\nplaced,0.9,2026\nplaced,0.95,2027\nalliances,5,2027\n",
    "requests.csv": "student_id,kind,post_id,other_student_id,reason\nS01,to,P02,,x\nS01,swap,,S02,x\n",
    "pairs.csv": "student_a,student_b,relation\nS01,S02,apart\nS01,S03,together\n",
    "host-ranks.csv": "post_id,student_id,rank\nP01,S01,1\nP01,S02,2\n",
  ]

  private static func reading(_ changes: [String: String] = [:]) -> CaseReading {
    SampleCase.reading(tables.merging(changes, uniquingKeysWith: { $1 }))
  }

  // MARK: Rows that are lost

  private static let twiceAlone = """
    student_id,enterprise_name,start_date,end_date,monthly_pay
    S03,A,2026-09-01,2027-02-28,2600
    S03,B,2026-09-01,2027-02-28,2600

    """

  private static let twoOfAGroup =
    "post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,monthly_pay,"
    + "job_group,same_post_staff\nP01,E03,Fitter,5102,4,30.2,120.1,2026-09-01,2027-01-31,2600,A,20\n"
    + "P02,E03,Fitter,5102,4,30.2,120.1,2026-09-01,2027-01-31,2600,A,30\n"

  /// A row that is lost is nobody's fault but its own, and hides none of those that refer to it.
  @Test(arguments: [
    ("pairs.csv", "student_a,student_b,relation\nS03,S03,apart\n", "2:student_b"),
    ("pairs.csv", "student_a,student_b,relation\nS01,S03,apart\nS03,S01,together\n", "3:relation"),
    ("host-record.csv", "year,enterprise_id,interns\n2025,E03,1\n2025,E03,2\n", "3:year"),
    ("host-ranks.csv", "enterprise_id,student_id,rank\nE03,S01,1\nE03,S01,2\n", "3:student_id"),
    ("host-ranks.csv", "enterprise_id,student_id,rank\nE01,S03,1\nE01,S03,2\n", "3:student_id"),
    ("self-arranged.csv", twiceAlone, "3:student_id"),
    ("requests.csv", "student_id,kind,other_student_id,reason\nS03,swap,S03,x\n", "2:other_student_id"),
    ("decisions.csv", "student_id,enterprise_id,decision,reason\nS01,E03,pin,x\n", "2:enterprise_id"),
    ("published.csv", "student_id,post_id,stage\nS03,P99,signed\n", "2:post_id"),
    ("posts.csv", twoOfAGroup, "3:same_post_staff"),
  ]) func whatTwoRowsSayOfALostOneIsCompared(_ file: String, _ text: String, _ place: String) {
    let lost = [
      "students.csv": SampleCase.students + "S03,SCH1,510203,3,2008-01-01,30.25,120.17,surplus\n",
      "enterprises.csv": SampleCase.enterprises + "E03,Third,X,100,90,surplus\n",
    ]
    let reading = SampleCase.reading(lost.merging([file: text]) { $1 })
    #expect(
      Set(reading.faults) == [
        "input enterprises.csv:4:", "input students.csv:4:", "input \(file):\(place)",
      ])
  }

  /// Of schools that nobody knows it is known all the same that they are two, but for zeros that may be lost.
  @Test(arguments: [
    ("SCH1", "SCH2", true), ("SCH1", "SCH1", false), ("001", "1", false), ("1", "001", false),
  ])
  func anUnreadableTableOfSchoolsHidesNoStrangeTeacher(_ own: String, _ other: String, _ isStrange: Bool) {
    var lines = SampleCase.students.replacingOccurrences(of: "SCH1", with: own).split(separator: "\n")
      .map(String.init)
    lines = zip(lines, [",teacher_id", ",T01", ","]).map { $0 + $1 }
    let reading = SampleCase.reading([
      "students.csv": lines.joined(separator: "\n") + "\n", "schools.csv": "",
      "teachers.csv": "teacher_id,school_id,max_students\nT01,\(other),5\n",
    ])
    #expect(
      reading.faults == ["input schools.csv:1:"] + (isStrange ? ["input students.csv:2:teacher_id"] : []))
  }

  // MARK: Keys of the policy

  /// A fault of the policy hides what rests on none of its keys that is at fault.
  @Test func aFaultOfThePolicyIsOneOfItsKeys() {
    let files = [
      "students.csv": SampleCase.students.replacingOccurrences(of: "2024", with: "1999"),
      "teachers.csv": "teacher_id,school_id\nT01,SCH1\n",
    ]
    let (grade, limit) = ("input students.csv:3:grade", "input teachers.csv:2:max_students")
    for (policy, key, others) in [
      ("objectives: [{unplaced: x}]", "objectives[1].unplaced", [grade, limit]),
      ("academic_year: x", "academic_year", [limit]), ("academic: 2026", "academic", []),
      ("supervision: {max_hosts: x}", "supervision.max_hosts", [grade, limit]),
      ("supervision: {max_students: x}", "supervision.max_students", [grade]),
      ("supervision: x", "supervision", [grade]),
    ] as [(String, String, [String])] {
      let text = "language: en\n\(policy)\n"
      let reading = SampleCase.reading(files.merging(["policy.yaml": text]) { $1 })
      #expect(reading.faults == ["policy policy.yaml:2:\(key)"] + others, "\(policy)")
    }
  }

  /// What a key at fault leaves out is not said to be missing besides.
  @Test(arguments: [
    ("certification: {years: x, months: 3, interns: 60}", "certification.years"),
    ("certification: {year: 3, months: 3, interns: 60}", "certification.year"),
    ("lottery: {seed: [1]}\nobjectives: [{lottery: 1}]", "lottery.seed"),
    ("lottery: x\nobjectives: [{lottery: 1}]", "lottery"),
  ]) func aKeyAtFaultIsNotMissing(_ policy: String, _ key: String) {
    #expect(SampleCase.reading(["policy.yaml": policy + "\n"]).faults == ["policy policy.yaml:1:\(key)"])
  }

  // MARK: Where a school lies

  @Test(arguments: [
    ("SCH1,x,120.1", "3:latitude"), ("SCH1,,120.1", "3:latitude"), ("SCH1,30.2,200", "3:longitude"),
    ("SCH1,,\nSCH1,30.3,120.1", "4:school_id"),
  ]) func aSchoolsOwnFaultIsNotItsStudents(row: String, place: String) {
    let students = SampleCase.students.replacingOccurrences(of: "30.25,120.17", with: ",")
    let schools = "school_id,latitude,longitude\nSCH0,30,120\n\(row)\n"
    let reading = SampleCase.reading(["students.csv": students, "schools.csv": schools])
    #expect(reading.faults == ["input schools.csv:\(place)"])
  }

  @Test(arguments: ["", "name,latitude,longitude\nOne,30.2,120.1\n", "school_id,latitude\nSCH1,30.2,120.1\n"])
  func withoutATableOfSchoolsNobodyKnowsWhereTheyLie(schools: String) {
    let students = SampleCase.students.replacingOccurrences(of: "30.25,120.17", with: ",")
    let reading = SampleCase.reading(["students.csv": students, "schools.csv": schools])
    #expect(reading.faults.count == 1 && reading.faults[0].hasPrefix("input schools.csv:"))
    #expect(reading.warnings == [])
    // Where the table is right, it is the student's fault as before.
    let right = SampleCase.reading([
      "students.csv": students, "schools.csv": "school_id,latitude,longitude\nSCH1,,\n",
    ])
    #expect(right.faults == ["input students.csv:2:latitude"])
  }

  @Test func anUnreadableTableOfTeachersIsNoneThatIsMissing() {
    var lines = SampleCase.students.split(separator: "\n").map(String.init)
    lines = zip(lines, [",teacher_id", ",T01", ",T02"]).map { $0 + $1 }
    let reading = SampleCase.reading([
      "students.csv": lines.joined(separator: "\n") + "\n", "teachers.csv": "",
    ])
    #expect(reading.faults == ["input teachers.csv:1:"] && reading.warnings == [])
  }

  // MARK: Comparisons with what cannot be read

  @Test func unreadableStaffIsComparedWithNobodys() {
    func faults(_ first: String, _ second: String) -> [String] {
      SampleCase.reading([
        "posts.csv":
          "post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,"
          + "monthly_pay,job_group,same_post_staff\n" + first + second
      ]).faults
    }
    func row(_ id: String, _ enterprise: String, _ staff: String) -> String {
      "\(id),\(enterprise),Fitter,5102,4,30.2,120.1,2026-09-01,2027-01-31,2600,A,\(staff)\n"
    }
    #expect(
      faults(row("P01", "E01", "\"1,200\""), row("P02", "E01", "1200"))
        == ["input posts.csv:2:same_post_staff"])
    // A group of an enterprise that is not known is nobody's, and not the first one's.
    #expect(
      faults(row("P01", "E01", "20"), row("P02", "E09", "30")) == ["input posts.csv:3:enterprise_id"])
    #expect(
      faults(row("P01", "E01", "20"), row("P02", "E01", "")) == ["input posts.csv:3:same_post_staff"])
  }

  @Test func unreadableYearsAreNotEqual() {
    for year in ["x", "", "1899", "2024.5"] {
      let reading = SampleCase.reading([
        "history.csv":
          "year,specialty_class,district,students,seats,placed,matched\n"
          + "\(year),5102,X,2,2,2,2\n\(year),5102,X,3,3,3,3\n"
      ])
      #expect(reading.faults == ["input history.csv:2:year", "input history.csv:3:year"], "\(year)")
    }
  }

  // MARK: Half a pair of coordinates

  @Test func bothHalvesOfAPairAreReadWhereOneIsEmpty() {
    let students = SampleCase.students.replacingOccurrences(of: "30.25,120.17", with: "x,")
    let reading = SampleCase.reading(["students.csv": students])
    #expect(reading.faults == ["input students.csv:2:latitude", "input students.csv:2:longitude"])
    let latitude = reading.diagnostics.first { $0.column == "latitude" }
    #expect(latitude?.message.zh == "不是十进制的度数")
    #expect(latitude?.message.en == "this is no plain decimal number of degrees")
  }

  // MARK: Places of their own

  @Test(arguments: [
    "S01,First,2026-09-01,2027-02-28,2600,2026-05-10,yes,2026-05-20,surplus",
    "S01,First,2026-09-01,2027-02-28,2600,2026-05-10,yes,2026-02-30",
    "S01,First,2026-13-01,2027-02-28,2600,2026-05-10,yes,2026-05-20",
    "1.2E+17,First,2026-09-01,2027-02-28,2600,2026-05-10,yes,2026-05-20", "\"S01,First",
  ]) func aRowThatCannotBeReadIsNoPlaceThatIsGone(_ row: String) {
    let header =
      "student_id,enterprise_name,start_date,end_date,monthly_pay,applied_on,guardian_consent,approved_on\n"
    let published = "student_id,post_id,stage\nS01,self:S01,signed\n"
    let reading = SampleCase.reading([
      "self-arranged.csv": header + row + "\n", "published.csv": published,
    ])
    #expect(reading.faults.count == 1 && reading.faults[0].hasPrefix("input self-arranged.csv:2"))
    // A place that is gone is one still.
    let gone = SampleCase.reading(["self-arranged.csv": header, "published.csv": published])
    #expect(gone.faults == ["input published.csv:2:post_id"])
  }

  // MARK: Days past all years

  @Test func anEndFarAwayIsOpen() throws {
    var students = SampleCase.students.split(separator: "\n").map(String.init)
    students = zip(students, [",available_from,available_to", ",2026-08-01,9999-12-31", ",,2200-12-31"]).map {
      $0 + $1
    }
    let partners = "school_id,enterprise_id,from,to\nSCH1,E01,2026-01-01,9999/12/31 0:00\n"
    let published =
      "student_id,post_id,stage,insured_from,insured_to\nS01,P01,started,2026-09-01,2999-01-01\n"
    let reading = SampleCase.reading([
      "students.csv": students.joined(separator: "\n") + "\n", "partners.csv": partners,
      "published.csv": published,
    ])
    let found = try #require(reading.placementCase, "\(reading.diagnostics)")
    #expect(found.students.map(\.availableTo) == [.last, .last])
    #expect(found.partners.map(\.to) == [.last])
    #expect(found.published[0]?.dates[.insuredTo] == .last)
    #expect(CalendarDate.last.description == "2200-12-31")
  }

  @Test func anEndFarAwayOfASubsidyIsOpen() throws {
    func policy(_ key: String, _ day: String) -> String {
      "language: en\nsubsidies:\n  - {id: A, payee: student, unit: once, amount: 1, kinds: [special], "
        + "source: x, \(key): \(day)}\n"
    }
    let reading = SampleCase.reading(["policy.yaml": policy("to", "9999-12-31")])
    #expect(try #require(reading.placementCase).policy.subsidies[0].to == .last)
    #expect(SampleCase.reading(["policy.yaml": policy("from", "9999-12-31")]).faults.count == 1)
  }

  @Test(arguments: [
    ("posts.csv", "2027-01-31", "9999-12-31", "2:end_date"),
    ("students.csv", "2008-01-01", "1899-12-31", "2:birth_date"),
    ("students.csv", "2008-01-01", "9999-12-31", "2:birth_date"),
  ]) func aDayOutOfRangeIsSaidToBeOne(file: String, day: String, other: String, place: String) {
    let text = file == "posts.csv" ? SampleCase.posts : SampleCase.students
    let reading = SampleCase.reading([file: text.replacingOccurrences(of: day, with: other)])
    #expect(reading.faults == ["input \(file):\(place)"])
    let fault = reading.diagnostics.first(where: \.isFault)
    #expect(fault?.message.zh == "超出范围：年份应在 1900 与 2200 之间")
    #expect(fault?.message.en == "out of range: the year must be between 1900 and 2200")
    #expect(fault?.mend == Text(zh: "检查年份", en: "check the year"))
  }

  @Test(arguments: ["9999-02-30", "0000-01-01", "1899-13-01"]) func whatIsNoDayIsNoneInAnyYear(_ day: String)
  {
    let students = SampleCase.students.replacingOccurrences(of: "2008-01-01", with: day)
    let fault = SampleCase.reading(["students.csv": students]).diagnostics.first(where: \.isFault)
    #expect(fault?.message == Text(zh: "不是真实存在的日期", en: "this is no real date"))
  }

  // MARK: Ids

  @Test(arguments: ["1,23E+17", "1.23E17", "1,23e17", "1E+05", "１，２３Ｅ＋１７"])
  func anExponentIsNoIDHoweverItIsWritten(_ id: String) {
    let students = SampleCase.students.replacingOccurrences(of: ",", with: ";")
      .replacingOccurrences(of: "S02", with: id)
    let reading = SampleCase.reading(["students.csv": students])
    #expect(reading.faults == ["input students.csv:3:student_id"])
    #expect(
      reading.diagnostics.contains { $0.message.zh.contains("科学计数法") && $0.message.en.contains("exponent") })
  }

  @Test(arguments: ["12E3", "5E", "E12", "1.2.3E4", "3-E17"]) func anIDIsNoExponent(_ id: String) {
    let students = SampleCase.students.replacingOccurrences(of: "S02", with: id)
    #expect(SampleCase.reading(["students.csv": students]).faults == [])
  }

  @Test(arguments: [
    ("host-ranks.csv", "student_id,post_id,enterprise_id,rank\nS01,P01,1.23E+17,1\n"),
    ("decisions.csv", "student_id,post_id,enterprise_id,decision,reason\nS01,P01,E09,ban,x\n"),
    ("preferences.csv", "student_id,rank,post_id,enterprise_id\nS01,1,P01,E09\n"),
    ("requests.csv", "student_id,kind,post_id,enterprise_id,reason\nS01,to,P01,E09,x\n"),
  ]) func bothIDsAreLookedUpWhereOneIsOneTooMany(file: String, text: String) {
    #expect(
      SampleCase.reading([file: text]).faults == [
        "input \(file):2:enterprise_id", "input \(file):2:post_id",
      ])
  }

  @Test func lostZerosOfAKeyTableAreOneFaultAnID() {
    let students = SampleCase.students.replacingOccurrences(of: "S01", with: "1201")
    let reading = SampleCase.reading([
      "students.csv": students, "preferences.csv": "student_id,rank,post_id\n001201,1,P01\n",
      "decisions.csv": "student_id,post_id,decision,reason\n001201,P01,ban,x\n",
      "pairs.csv": "student_a,student_b,relation\n001201,S02,apart\n",
    ])
    #expect(reading.faults == ["input students.csv:2:student_id"])
    let fault = reading.diagnostics.first(where: \.isFault)
    #expect(fault?.message.zh.contains("丢失了开头的 0") == true)
    #expect(fault?.message.en.contains("lost its leading zeros") == true)
  }

  // MARK: What is not a fault, and hardly meant

  @Test func aPolicyThatSaysNothingIsToldOf() {
    for text in ["", "# nothing\n", "---\n", "~\n"] {
      let reading = SampleCase.reading(["policy.yaml": text])
      #expect(reading.faults == [] && reading.warnings == ["warning policy.yaml::"], "\(text)")
      #expect(reading.diagnostics[0].message.zh.contains("没有任何内容"))
      #expect(reading.diagnostics[0].message.en.contains("says nothing"))
    }
    for text in ["{}\n", "name: x\n", "quotas:\n"] {
      #expect(SampleCase.reading(["policy.yaml": text]).warnings == [], "\(text)")
    }
  }

  @Test func aPostsInternsAreItsEnterprises() throws {
    func reading(_ interns: String, _ posts: String) -> CaseReading {
      SampleCase.reading([
        "enterprises.csv":
          "enterprise_id,name,district,staff_total,staff_on_duty,current_interns\n"
          + "E01,First,X,100,90,\(interns)\n",
        "posts.csv":
          "post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,"
          + "monthly_pay,same_post_staff,current_interns\n"
          + "P01,E01,Fitter,5102,4,30.2,120.1,2026-09-01,2027-01-31,2600,20,\(posts)\n",
      ])
    }
    let more = reading("1", "5")
    #expect(more.faults == [] && more.warnings == ["warning posts.csv:2:current_interns"])
    let found = try #require(more.diagnostics.first)
    #expect(found.rows.map(\.file) == ["posts.csv", "enterprises.csv"] && found.rows.map(\.row) == [2, 2])
    #expect(found.message.zh.contains("多于其企业") && found.message.en.contains("more current interns"))
    #expect(reading("", "1").warnings == ["warning posts.csv:2:current_interns"])
    #expect(reading("5", "5").warnings == [] && reading("", "").warnings == [])
    // Of a number that cannot be read nobody knows what it is above.
    #expect(reading("x", "5").faults == ["input enterprises.csv:2:current_interns"])
    #expect(reading("x", "5").warnings == [])
  }
}
