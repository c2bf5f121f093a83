import Placement

// enterprises.csv and posts.csv

extension CaseReader {
  func readEnterprises() {
    guard let table = table(CaseSchema.enterprises.table) else { return }
    let id = table.column("enterprise_id")
    let certified = table.column("certified")
    let creditCode = table.column("credit_code")
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
      guard let id = ids.take(table, id, record), !table.isBeyondRepair else { continue }
      enterprise.id = id
      rows.append((id, enterprise))
    }
    enterprises = Registry(rows, of: table, id, ids)
  }

  func readPosts() {
    guard let table = table(CaseSchema.posts.table) else { return }
    let reader = PostRows(table: table, caseReader: self)
    var ids = UniqueIDs()
    var groups = JobGroupStaff()
    var rows: [(id: String, value: Post)] = []
    for record in 0..<table.rowCount {
      let id = ids.take(table, reader.id, record)
      let post = reader.post(record, id: id ?? "")
      if post.id.hasPrefix(SelfArranged.postPrefix) {
        table.fault(
          reader.id, record,
          Text(
            zh: "岗位编号不能以 \(SelfArranged.postPrefix) 开头，它留给自行联系的学生",
            en:
              "no post's id begins with \(SelfArranged.postPrefix), which is for places that students found alone"
          ),
          mend: CellMessages.correctID)
      }
      groups.check(post, table, reader.samePostStaff, record)
      if let id, !table.isBeyondRepair { rows.append((id, post)) }
    }
    posts = Registry(rows, of: table, reader.id, ids)
  }
}

/// `same_post_staff` is the same in all posts of a job group.
private struct JobGroupStaff {
  private var first: [String: (staff: Int?, row: Int)] = [:]

  mutating func check(_ post: Post, _ table: InputTable, _ column: InputTable.Column, _ record: Int) {
    if post.samePostStaff == nil, table.text(column, record).isEmpty {
      table.warn(
        column, record,
        Text(
          zh: "未填写，同类岗位比例无法检查", en: "empty: the limit on interns in one kind of post cannot be checked"))
    }
    guard let group = post.jobGroup else { return }
    let key = "\(post.enterprise)/\(group)"
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
  let id, enterprise, codes, samePostStaff, start, end, exemption, reservedFor: InputTable.Column
  let certificates, programs: InputTable.Column

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    fields = RowReader(table, CaseSchema.posts)
    id = table.column("post_id")
    enterprise = table.column("enterprise_id")
    codes = table.column("specialty_codes")
    samePostStaff = table.column("same_post_staff")
    start = table.column("start_date")
    end = table.column("end_date")
    exemption = table.column("exemption")
    reservedFor = table.column("reserved_for")
    certificates = table.column("required_certificates")
    programs = table.column("reserved_programs")
  }

  func post(_ record: Int, id: String) -> Post {
    var post = CaseSchema.posts.fresh
    fields.read(record, into: &post)
    post.id = id
    post.enterprise = table.reference(enterprise, record, to: caseReader.enterprises) ?? 0
    post.specialtyCodes = table.specialtyCodes(codes, record)
    post.location = table.coordinates(record).value ?? post.location
    post.reservedFor = schoolList(record)
    post.row = table.rowNumber(record)
    caseReader.names.noteRequired(post.requiredCertificates, table, certificates, record)
    caseReader.names.noteReserved(post.reservedPrograms, table, programs, record)
    table.checkOrder(start, post.start, end, post.end, record)
    if post.exemption == nil, !post.exemptFrom.isEmpty {
      table.warn(exemption, record, CellMessages.exemptionWithoutNumber)
    }
    return post
  }

  /// Schools that are known, by schools.csv or else by the students; leading zeros restored.
  private func schoolList(_ record: Int) -> [String] {
    let ids = table.idList(reservedFor, record)
    let schools = caseReader.schoolIDs
    guard let schools else { return ids }
    let known = ids.map { id -> String in
      switch schools.lookup.match(id) {
      case .exact: return id
      case .padded(let index):
        table.warnOfRestored(id, reservedFor, record)
        return schools.ids[index]
      case .ambiguous, .unknown:
        table.warn(
          reservedFor, record, id: id, CellMessages.dangling(schools.file),
          mend: CellMessages.danglingMend(id, schools.file))
        return id
      }
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
  /// The ids of schools that the case knows; nil where rows are lost to faults.
  var schoolIDs: (lookup: LostZeros, ids: [String], file: String)? {
    if let cachedSchoolIDs { return cachedSchoolIDs }
    if hasSchools {
      guard schools.isComplete else { return nil }
      cachedSchoolIDs = (schools.lookup, schools.values.map(\.id), schools.file)
    } else {
      guard students.isComplete else { return nil }
      let ids = Set(students.values.map(\.schoolID)).sorted(by: String.utf8Precedes)
      let indices = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
      cachedSchoolIDs = (LostZeros(indices), ids, students.file)
    }
    return cachedSchoolIDs
  }
}
