import Placement

// enterprises.csv and posts.csv

extension CaseReader {
  func readEnterprises() {
    guard let table = table(CaseSchema.enterprises.table) else { return }
    let id = table.column("enterprise_id")
    let certified = table.column("certified")
    let fields = RowReader(table, CaseSchema.enterprises)
    var ids = UniqueIDs()
    var rows: [(id: String, value: Enterprise)] = []
    for record in 0..<table.rowCount {
      var enterprise = CaseSchema.enterprises.fresh
      fields.read(record, into: &enterprise)
      _ = table.boolean(certified, record)
      if let id = ids.take(table, id, record) { rows.append((id, enterprise)) }
    }
    enterprises = Registry(rows, isComplete: table.isComplete)
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
      groups.check(post, table, reader.samePostStaff, record)
      if let id { rows.append((id, post)) }
    }
    posts = Registry(rows, isComplete: table.isComplete)
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
      Text(
        zh: "与同一岗位组的第 \(known.row) 行不同", en: "differs from row \(known.row), which is of the same job group"),
      mend: Text(zh: "同一企业同一岗位组的各行要填同一个数", en: "give one number in all posts of the job group"))
  }
}

/// Rows of posts.csv: the columns that are more than a property each.
private struct PostRows {
  let table: InputTable
  let caseReader: CaseReader
  let fields: RowReader<Post>
  let id, enterprise, codes, samePostStaff, start, end, exemption, reservedFor: InputTable.Column

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
  }

  func post(_ record: Int, id: String) -> Post {
    var post = CaseSchema.posts.fresh
    fields.read(record, into: &post)
    post.id = id
    post.enterprise = table.reference(enterprise, record, to: caseReader.enterprises) ?? 0
    post.specialtyCodes = specialtyCodes(record)
    post.location = table.coordinates(record).value ?? post.location
    post.reservedFor = schoolList(record)
    post.row = table.rowNumber(record)
    table.checkOrder(start, post.start, end, post.end, record)
    if post.exemption == nil, !post.exemptFrom.isEmpty {
      table.warn(
        exemption, record,
        Text(zh: "有备案事项而没有备案号，备案不起作用", en: "without a number the exemption does not count"))
    }
    return post
  }

  private func specialtyCodes(_ record: Int) -> [SpecialtyCode] {
    let words = Normalisation.list(table.filledText(codes, record))
    var found: [SpecialtyCode] = []
    for word in words {
      guard let code = SpecialtyCode(word) else {
        table.fault(
          codes, record,
          Text(
            zh: "\(CellShapes.quoted(word))不是 2、4 或 6 位专业代码",
            en: "\(CellShapes.quoted(word)) is no specialty code of 2, 4 or 6 digits"),
          mend: Text(
            zh: "几个代码之间用分号隔开；如开头的 0 丢失，请把列设为“文本”",
            en: "separate codes by semicolons; if leading zeros are lost, format the column as text"))
        continue
      }
      if !found.contains(code) { found.append(code) }
    }
    if words.isEmpty, !table.text(codes, record).isEmpty { table.fault(codes, record, CellMessages.empty) }
    return found.sorted { String.utf8Precedes($0.description, $1.description) }
  }

  private func schoolList(_ record: Int) -> [String] {
    let ids = table.list(reservedFor, record).filter { table.isUsableID($0, reservedFor, record) }
    guard caseReader.hasSchools, caseReader.schools.isComplete else { return ids }
    for id in ids where caseReader.schools.indices[id] == nil {
      table.warn(reservedFor, record, CellMessages.dangling(id, "schools.csv"))
    }
    return ids
  }
}
