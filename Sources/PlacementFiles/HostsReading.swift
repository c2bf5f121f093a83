import Placement

// enterprises.csv and posts.csv

extension CaseReader {
  func readEnterprises() {
    guard let table = table(.enterprises, isNeeded: true) else { return }
    let range = 0...InputTable.largestWhole
    let id = table.column("enterprise_id")
    let (name, district) = (table.column("name"), table.column("district"))
    let (total, onDuty) = (table.column("staff_total"), table.column("staff_on_duty"))
    let (aboveScale, approved) = (table.column("above_scale"), table.column("approved"))
    let (interns, maximum) = (table.column("current_interns"), table.column("max_interns"))
    let certified = table.column("certified")
    var ids = UniqueIDs()
    var rows: [(id: String, value: Enterprise)] = []
    for record in 0..<table.rowCount {
      let enterpriseID = ids.take(table, id, record)
      var enterprise = Enterprise(
        id: enterpriseID ?? "", name: table.filledText(name, record),
        district: table.filledText(district, record), staffTotal: table.whole(total, record, in: range) ?? 0,
        staffOnDuty: table.whole(onDuty, record, in: range) ?? 0)
      enterprise.aboveScale = table.boolean(aboveScale, record, default: false)
      enterprise.currentInterns = table.whole(interns, record, in: range) ?? 0
      enterprise.maxInterns = table.whole(maximum, record, in: range)
      enterprise.approved = table.boolean(approved, record, default: true)
      _ = table.boolean(certified, record, default: false)
      if enterpriseID != nil { rows.append((enterprise.id, enterprise)) }
    }
    enterprises = Registry(rows, isComplete: table.isComplete)
  }

  func readPosts() {
    guard let table = table(.posts, isNeeded: true) else { return }
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

/// Rows of posts.csv.
private struct PostRows {
  let table: InputTable
  let caseReader: CaseReader
  let id, enterprise, title, address, codes, seats, minimum, group, samePostStaff: InputTable.Column
  let interns, zone, start, end, pay, reference, lowest, independent, labour: InputTable.Column
  let exemption, exemptFrom, certificates, reservedFor, programs: InputTable.Column
  let night, restDay, overtime, hazardous, venue, women, dormitory: InputTable.Column

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    id = table.column("post_id")
    enterprise = table.column("enterprise_id")
    title = table.column("title")
    address = table.column("address")
    codes = table.column("specialty_codes")
    seats = table.column("seats")
    minimum = table.column("min_students")
    group = table.column("job_group")
    samePostStaff = table.column("same_post_staff")
    interns = table.column("current_interns")
    zone = table.column("zone")
    start = table.column("start_date")
    end = table.column("end_date")
    pay = table.column("monthly_pay")
    reference = table.column("reference_pay")
    lowest = table.column("lowest_grade_pay")
    independent = table.column("independent_work")
    labour = table.column("labour_grade")
    exemption = table.column("exemption")
    exemptFrom = table.column("exempt_from")
    certificates = table.column("required_certificates")
    reservedFor = table.column("reserved_for")
    programs = table.column("reserved_programs")
    night = table.column("night_shift")
    restDay = table.column("rest_day_work")
    overtime = table.column("overtime")
    hazardous = table.column("hazardous")
    venue = table.column("prohibited_venue")
    women = table.column("women_prohibited")
    dormitory = table.column("dormitory")
  }

  func post(_ record: Int, id: String) -> Post {
    let range = 0...InputTable.largestWhole
    let firstDay = table.date(start, record) ?? CalendarDate(dayNumber: 0)
    let lastDay = table.date(end, record) ?? firstDay
    var post = Post(
      id: id,
      enterprise: table.reference(
        enterprise, record, to: caseReader.enterprises, of: "enterprises.csv") ?? 0,
      title: table.filledText(title, record), specialtyCodes: specialtyCodes(record),
      seats: table.whole(seats, record, in: range) ?? 0,
      location: table.coordinates(record).value ?? Coordinates(latitude: 0, longitude: 0),
      start: firstDay, end: lastDay, monthlyPay: table.amount(pay, record) ?? ExactDecimal(0))
    table.checkOrder(start, firstDay, end, lastDay, record)
    post.address = table.text(address, record)
    post.minStudents = table.whole(minimum, record, in: 1...InputTable.largestWhole) ?? 1
    post.jobGroup = table.id(group, record)
    post.samePostStaff = table.whole(samePostStaff, record, in: range)
    post.currentInterns = table.whole(interns, record, in: range) ?? 0
    post.zone = table.text(zone, record).nonEmpty
    post.referencePay = table.amount(reference, record, abovezero: true)
    post.lowestGradePay = table.amount(lowest, record, abovezero: true)
    readConditions(&post, record)
    readExemption(&post, record)
    post.requiredCertificates = table.list(certificates, record)
    post.reservedFor = schoolList(record)
    post.reservedPrograms = table.list(programs, record)
    post.row = table.rowNumber(record)
    return post
  }

  private func readConditions(_ post: inout Post, _ record: Int) {
    post.independentWork = table.boolean(independent, record, default: true)
    post.nightShift = table.boolean(night, record, default: false)
    post.restDayWork = table.boolean(restDay, record, default: false)
    post.overtime = table.boolean(overtime, record, default: false)
    post.hazardous = table.boolean(hazardous, record, default: false)
    post.prohibitedVenue = table.boolean(venue, record, default: false)
    post.womenProhibited = table.boolean(women, record, default: false)
    post.labourGrade = table.whole(labour, record, in: 1...4)
    post.dormitory = table.boolean(dormitory, record, default: false)
  }

  private func readExemption(_ post: inout Post, _ record: Int) {
    post.exemption = table.reasonText(exemption, record)
    for word in table.list(exemptFrom, record) {
      if let rule = Rule.exemptible.first(where: { $0.rawValue == word.lowercased() || $0.chinese == word }) {
        post.exemptFrom.insert(rule)
      } else {
        table.fault(
          exemptFrom, record,
          Text(
            zh: "\(CellShapes.quoted(word))不是可以备案的事项",
            en: "\(CellShapes.quoted(word)) is nothing to be exempt from"),
          mend: Text(
            zh: "写：" + Rule.exemptible.map(\.chinese).joined(separator: "、"),
            en: "write one of " + Rule.exemptible.map(\.rawValue).joined(separator: ", ")))
      }
    }
    if post.exemption == nil, !post.exemptFrom.isEmpty {
      table.warn(
        exemption, record,
        Text(zh: "有备案事项而没有备案号，备案不起作用", en: "without a number the exemption does not count"))
    }
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
    let ids = table.idList(reservedFor, record)
    guard caseReader.hasSchools, caseReader.schools.isComplete else { return ids }
    for id in ids where caseReader.schools.indices[id] == nil {
      table.warn(reservedFor, record, CellMessages.dangling(id, "schools.csv"))
    }
    return ids
  }
}
