import Placement

// self-arranged.csv

extension CaseReader {
  /// By student. Whether the law allows what stands there is asked when the case is judged.
  func readSelfArranged() -> [Int: SelfArranged] {
    guard let table = table(CaseSchema.selfArranged.table) else {
      knowsSelfArranged = !files.holds(CaseSchema.selfArranged.table)
      return [:]
    }
    knowsSelfArranged = table.isComplete
    let rows = SelfArrangedRows(table: table, caseReader: self)
    var ids = UniqueIDs()
    var found: [Int: SelfArranged] = [:]
    var waiting: [Int] = []
    for record in 0..<table.rowCount {
      let place = rows.place(record)
      // A day that cannot be read is one all the same.
      let isApproved = !table.text(rows.approvedOn, record).isEmpty
      if !isApproved { waiting.append(record) }
      guard let written = table.id(rows.student, record) else {
        knowsSelfArranged = false
        continue
      }
      guard let student = table.index(of: written, rows.student, record, in: students) else {
        noteStranger(written)
        if students.mayHaveLost(written) { _ = ids.take(written, as: written, table, rows.student, record) }
        continue
      }
      let id = students.values[student].id
      if isApproved { selfArrangedIDs.insert(id) }
      guard ids.take(id, as: id, table, rows.student, record) else { continue }
      rows.checkTakesPart(students.values[student], record)
      found[student] = place
      found[student]!.student = student
    }
    for record in waiting {
      table.warn(
        rows.approvedOn, record,
        Text(zh: "学校尚未审核，该生仍参加安排", en: "not approved yet: the student stays in the allocation"),
        mend: Text(zh: "审核通过后填写日期", en: "give the day once the school has approved it"))
    }
    return found
  }

  private func noteStranger(_ id: String) {
    if strangersArrangements.count < Self.mostStrangers {
      strangersArrangements.append(id)
    } else {
      knowsSelfArranged = false
    }
  }

  /// Where more rows than these are nobody's, the table is of another case.
  private static let mostStrangers = 100

  /// What published.csv says of the approved ones.
  func addPublished(to places: inout [Int: SelfArranged]) {
    for student in places.keys {
      places[student]!.published = selfPublished[students.values[student].id]
    }
  }
}

/// Rows of self-arranged.csv: the columns that are more than a property each.
private struct SelfArrangedRows {
  let table: InputTable
  let caseReader: CaseReader
  let fields: RowReader<SelfArranged>
  let student, enterprise, name, codes, start, end, exemption, applied, consent, approvedOn: InputTable.Column
  /// Of enterprises.csv, as they compare.
  private let knownNames: Set<String>

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    fields = RowReader(table, CaseSchema.selfArranged)
    student = table.column("student_id")
    enterprise = table.column("enterprise_id")
    name = table.column("enterprise_name")
    codes = table.column("specialty_codes")
    start = table.column("start_date")
    end = table.column("end_date")
    exemption = table.column("exemption")
    applied = table.column("applied_on")
    consent = table.column("guardian_consent")
    approvedOn = table.column("approved_on")
    knownNames = Set(caseReader.enterprises.values.map { Normalisation.normalised($0.name) })
  }

  func place(_ record: Int) -> SelfArranged {
    var place = CaseSchema.selfArranged.fresh
    fields.read(record, into: &place)
    place.row = table.rowNumber(record)
    place.work.specialtyCodes = table.specialtyCodes(codes, record)
    place.enterprise = host(place, record)
    table.checkOrder(start, place.work.start, end, place.work.end, record)
    place.work.end = max(place.work.start, place.work.end)
    if place.work.exemption == nil, !place.work.exemptFrom.isEmpty {
      table.warn(exemption, record, CellMessages.exemptionWithoutNumber)
    }
    if let approved = place.approvedOn { checkApproval(place, approved, record) }
    return place
  }

  /// Exactly one of id and name; nil where it is the name. An id that leads nowhere is that of an enterprise all the same.
  private func host(_ place: SelfArranged, _ record: Int) -> Int? {
    let hasID = !table.text(enterprise, record).isEmpty
    let hasName = !place.enterpriseName.isEmpty
    if hasID == hasName {
      table.fault(
        hasID ? name : enterprise, record,
        hasID
          ? Text(zh: "企业编号和单位名称都填了", en: "both the enterprise's id and its name are given")
          : Text(zh: "企业编号和单位名称都没有填", en: "neither the enterprise's id nor its name is given"),
        mend: Text(
          zh: "企业表中的单位填编号，其他单位填名称", en: "give the id of a host of enterprises.csv, the name of any other"))
    }
    if hasName, knownNames.contains(Normalisation.normalised(place.enterpriseName)) {
      table.warn(
        name, record,
        Text(
          zh: "与企业表中一家企业同名，但按表外单位处理，不占用该企业的名额",
          en:
            "an enterprise of enterprises.csv has this name; this is taken for another, and uses up no quota"),
        mend: Text(zh: "如是同一家，改填企业编号", en: "if it is the same, give its id instead"))
    }
    let enterprises = caseReader.enterprises
    return hasID ? table.reference(enterprise, record, to: enterprises) ?? enterprises.values.count : nil
  }

  private func checkApproval(_ place: SelfArranged, _ approved: CalendarDate, _ record: Int) {
    table.checkOrder(applied, place.appliedOn, approvedOn, approved, record)
    if approved > caseReader.asOf {
      table.fault(
        approvedOn, record, CellMessages.stillToCome(approved, asOf: caseReader.asOf),
        mend: Text(zh: "填写实际审核的日期；尚未审核则留空", en: "give the day it was approved; leave it empty until then"))
    }
    if !place.guardianConsent {
      table.fault(
        consent, record,
        Text(zh: "学校已审核，而监护人没有同意", en: "approved without the guardian's consent"),
        mend: Text(zh: "取得同意后填“是”，或清空学校审核日期", en: "write yes once there is one, or clear approved_on"))
    }
  }

  func checkTakesPart(_ person: Student, _ record: Int) {
    guard person.excluded != nil else { return }
    table.fault(
      student, record, id: person.id,
      Text(zh: "学生表中该生标为不参加", en: "students.csv says that this student takes no part"),
      mend: Text(zh: "清空学生表的“不参加”，或删去此行", en: "clear `excluded` in students.csv, or remove the row"))
  }
}
