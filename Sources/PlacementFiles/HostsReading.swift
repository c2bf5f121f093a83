import Placement

// enterprises.csv and posts.csv

extension CaseReader {
  func readEnterprises() {
    guard let table = table(CaseSchema.enterprises.table) else { return }
    let id = table.column("enterprise_id")
    let certified = table.column("certified")
    let creditCode = table.column("credit_code")
    let (onDuty, interns) = (table.column("staff_on_duty"), table.column("current_interns"))
    let fields = RowReader(table, CaseSchema.enterprises)
    var ids = UniqueIDs()
    var rows: [(id: String, value: Enterprise)] = []
    for record in 0..<table.rowCount {
      var enterprise = CaseSchema.enterprises.fresh
      fields.read(record, into: &enterprise)
      _ = table.boolean(certified, record)
      if !enterprise.creditCode.isEmpty, !CreditCode.isValid(enterprise.creditCode) {
        table.warn(
          creditCode, record,
          Text(zh: "校验位不对，代码可能有误", en: "the check digit is wrong: the code is mistyped somewhere"),
          mend: Text(zh: "按营业执照核对十八位代码", en: "compare the 18 characters with the business licence"))
      }
      // A total that is no number is a fault of its own, and read as none.
      if enterprise.staffOnDuty > enterprise.staffTotal,
        ExactDecimal(table.text(table.column("staff_total"), record)) == ExactDecimal(enterprise.staffTotal)
      {
        table.warn(
          onDuty, record, Text(zh: "在岗职工多于职工总数", en: "more staff on duty than there are in all"),
          mend: Text(zh: "检查两个数是否填反", en: "check that the two numbers are not exchanged"))
      }
      guard let id = ids.take(table, id, record), !table.isBeyondRepair else { continue }
      enterprise.id = id
      rows.append((id, enterprise))
      if table.text(interns, record).isEmpty || table.holdsWhole(interns, record) {
        currentInterns[id] = (enterprise.currentInterns, table.rowNumber(record))
      }
    }
    enterprises = Registry(rows, of: table, id, ids)
  }

  func readPosts() {
    guard let table = table(CaseSchema.posts.table) else { return }
    let id = table.column("post_id")
    let (certificates, programs) = (table.column("required_certificates"), table.column("reserved_programs"))
    var ids = UniqueIDs()
    let taken = (0..<table.rowCount).map { ids.take(table, id, $0) }
    _ = schoolsOfStudents  // found once, before the parts ask for it
    let found = mapRows(of: table) { caseReader, part in
      let rows = PostRows(table: part, caseReader: caseReader)
      return { rows.post($0, id: taken[$0] ?? "") }
    }
    var groups = JobGroupStaff(column: table.column("same_post_staff"))
    var rows: [(id: String, value: Post)] = []
    for (record, (post, host)) in (found ?? []).enumerated() {
      names.noteRequired(post.requiredCertificates, table, certificates, record)
      names.noteReserved(post.reservedPrograms, table, programs, record)
      groups.check(post, of: host, table, record)
      if let host = host.index { warnOfInterns(post, enterprises.values[host].id, table, record) }
      if let id = taken[record] { rows.append((id, post)) }
    }
    posts = Registry(rows, of: table, id, ids)
  }

  /// A post's interns are part of its enterprise's.
  private func warnOfInterns(_ post: Post, _ enterprise: String, _ table: InputTable, _ record: Int) {
    guard let all = currentInterns[enterprise], post.currentInterns > all.count else { return }
    table.warn(
      table.column("current_interns"), record,
      Text(
        zh: "本岗位的在岗实习生多于其企业的，而企业的数应包含各岗位的",
        en: "the post has more current interns than its enterprise, whose number they are part of"),
      rows: [
        Diagnostic.Place(file: table.file, row: table.rowNumber(record)),
        Diagnostic.Place(file: enterprises.file, row: all.row),
      ],
      mend: Text(zh: "改正其中一个数", en: "correct one of the two numbers"))
  }
}

/// `same_post_staff` is the same in all posts of a job group. Numbers that cannot be read are compared with none.
private struct JobGroupStaff {
  let column: InputTable.Column
  private var first: [Key: (staff: Int?, row: Int)] = [:]

  private struct Key: Hashable {
    let host: Referent
    let group: String
  }

  init(column: InputTable.Column) { self.column = column }

  /// - Parameter host: the post's enterprise; where it is not clear, nor is whose the job group is.
  mutating func check(_ post: Post, of host: Referent, _ table: InputTable, _ record: Int) {
    let isEmpty = table.text(column, record).isEmpty
    if isEmpty {
      table.warn(
        column, record,
        Text(
          zh: "未填写，同类岗位比例无法检查", en: "empty: the limit on interns in one kind of post cannot be checked"))
    }
    guard host != .unclear, let group = post.jobGroup, isEmpty || post.samePostStaff != nil else { return }
    let key = Key(host: host, group: group)
    guard let known = first[key] else {
      first[key] = (post.samePostStaff, table.rowNumber(record))
      return
    }
    guard known.staff != post.samePostStaff else { return }
    table.fault(
      column, record,
      Text(zh: "与同一岗位组的另一行不同", en: "this differs from another row of the same job group"),
      rows: [known.row, table.rowNumber(record)].map { Diagnostic.Place(file: table.file, row: $0) },
      mend: Text(zh: "同一企业同一岗位组的各行要填同一个数", en: "give one number in all posts of the job group"))
  }
}

/// Rows of posts.csv: the columns that are more than a property each.
private struct PostRows {
  let table: InputTable
  let caseReader: CaseReader
  let fields: RowReader<Post>
  let idColumn, enterprise, codes, start, end, exemption, reservedFor: InputTable.Column

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    fields = RowReader(table, CaseSchema.posts)
    idColumn = table.column("post_id")
    enterprise = table.column("enterprise_id")
    codes = table.column("specialty_codes")
    start = table.column("start_date")
    end = table.column("end_date")
    exemption = table.column("exemption")
    reservedFor = table.column("reserved_for")
  }

  /// With its enterprise.
  func post(_ record: Int, id: String) -> (post: Post, host: Referent) {
    var post = CaseSchema.posts.fresh
    fields.read(record, into: &post)
    post.id = id
    if id.hasPrefix(SelfArranged.postPrefix) { faultPrefix(record) }
    let host = table.referent(enterprise, record, in: caseReader.enterprises)
    post.enterprise = host.index ?? caseReader.enterprises.values.count
    post.specialtyCodes = table.specialtyCodes(codes, record)
    post.location = table.coordinates(record).value ?? post.location
    post.reservedFor = schoolList(record)
    post.row = table.rowNumber(record)
    table.checkOrder(start, post.start, end, post.end, record)
    post.end = max(post.start, post.end)
    if post.exemption == nil, !post.exemptFrom.isEmpty {
      table.warn(exemption, record, CellMessages.exemptionWithoutNumber)
    }
    return (post, host)
  }

  private func faultPrefix(_ record: Int) {
    table.fault(
      idColumn, record,
      Text(
        zh: "岗位编号不能以 \(SelfArranged.postPrefix) 开头，它留给自行联系的学生",
        en:
          "no post's id begins with \(SelfArranged.postPrefix), which is for places that students found alone"
      ),
      mend: CellMessages.correctID)
  }

  /// Schools that are known, leading zeros restored. One lost among several would close the post to it, and open it to
  /// all where it is the only one.
  private func schoolList(_ record: Int) -> [String] {
    let known = table.idList(reservedFor, record).compactMap {
      caseReader.knownSchool($0, table, reservedFor, record)
    }
    return Set(known).sorted(by: String.utf8Precedes)
  }
}

extension InputTable {
  /// In order of their digits, without repeats.
  func specialtyCodes(_ column: Column, _ record: Int) -> [SpecialtyCode] {
    let words = Normalisation.list(filledText(column, record))
    var found: [SpecialtyCode] = []
    for word in words {
      guard let code = specialtyCode(word, column, record), !found.contains(code) else { continue }
      found.append(code)
    }
    if words.isEmpty, !text(column, record).isEmpty { fault(column, record, CellMessages.empty) }
    return found.sorted { String.utf8Precedes($0.description, $1.description) }
  }
}

extension CaseReader {
  /// A school's id, its leading zeros restored where one school alone has them; nil, with a fault, where schools.csv
  /// knows none such, and as it stands where that file has lost rows to faults. Without the file the schools of the
  /// students are those that are known, and there may be others: a warning.
  func knownSchool(
    _ id: String, _ table: InputTable, _ column: InputTable.Column, _ record: Int
  ) -> String? {
    if hasSchools {
      if let index = table.index(of: id, column, record, in: schools) { return schools.values[index].id }
      return schools.mayHaveLost(id) ? id : nil
    }
    guard let schools = schoolsOfStudents else { return id }
    switch schools.lookup.match(id) {
    case .exact: return id
    case .padded(let index):
      table.warnOfRestored(id, column, record)
      return schools.ids[index]
    case .ambiguous, .unknown:
      table.warn(
        column, record, id: id, CellMessages.dangling(schools.file),
        mend: CellMessages.danglingMend(id, schools.file))
      return id
    }
  }

  /// Whether the id may be that of a school which another row writes with more zeros in front, or fewer: nobody knows the
  /// schools.
  func isInDoubt(school id: String) -> Bool {
    guard LostZeros.isNumber(id) else { return false }
    return hasSchools ? schools.mayHaveLost(id) : schoolsOfStudents == nil
  }

  /// The ids of the students' schools; nil where rows are lost to faults.
  var schoolsOfStudents: (lookup: LostZeros, ids: [String], file: String)? {
    if let cachedSchools { return cachedSchools }
    guard students.knows("school_id") else { return nil }
    let ids = Set(students.values.map(\.schoolID)).sorted(by: String.utf8Precedes)
    let indices = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    cachedSchools = (LostZeros(indices), ids, students.file)
    return cachedSchools
  }
}
