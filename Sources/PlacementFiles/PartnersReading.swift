import Placement

// partners.csv

extension CaseReader {
  /// In order of school, enterprise and row.
  func readPartners() -> [Partner] {
    guard let table = table(CaseSchema.partners.table) else { return [] }
    _ = schoolsOfStudents  // found once, before the parts ask for it
    let found = mapRows(of: table) { caseReader, part in caseReader.partnerRows(part) }
    let partners = (found ?? []).compactMap { $0 }
    if table.isComplete, !partners.isEmpty { warnOfSchoolsWithoutPartners(partners, table) }
    return partners.sorted { a, b in
      if a.schoolID != b.schoolID { return String.utf8Precedes(a.schoolID, b.schoolID) }
      return (a.enterprise, a.row) < (b.enterprise, b.row)
    }
  }

  /// Reads a row; nil where its school or enterprise is none.
  private func partnerRows(_ table: InputTable) -> (_ record: Int) -> Partner? {
    let (school, enterprise) = (table.column("school_id"), table.column("enterprise_id"))
    let (from, to) = (table.column("from"), table.column("to"))
    let fields = RowReader(table, CaseSchema.partners)
    return { [self] record in
      var partner = CaseSchema.partners.fresh
      fields.read(record, into: &partner)
      partner.row = table.rowNumber(record)
      table.checkOrder(from, partner.from, to, partner.to, record)
      let schoolID = table.id(school, record).flatMap { knownSchool($0, table, school, record) }
      let host = table.reference(enterprise, record, to: enterprises)
      guard let schoolID, let host else { return nil }
      (partner.schoolID, partner.enterprise) = (schoolID, host)
      return partner
    }
  }

  /// Once a school that sends students: its students may go anywhere, which may not be meant.
  private func warnOfSchoolsWithoutPartners(_ partners: [Partner], _ table: InputTable) {
    let known = Set(partners.map(\.schoolID))
    let sending = Set(students.values.filter { $0.excluded == nil }.map(\.schoolID)).subtracting(known)
    for id in sending.sorted(by: String.utf8Precedes) where !id.isEmpty {
      log.add(
        Diagnostic(
          .warning, file: table.file, column: table.column("school_id").header, id: id,
          Text(
            zh: "这所学校没有一行，其学生去哪家单位不受限制",
            en: "this school has no row: its students may go to any host"),
          mend: Text(zh: "如应受限制，补上该校的合作单位", en: "add the school's hosts, if it has admitted some")))
    }
  }
}
