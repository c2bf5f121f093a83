import Placement

// partners.csv

extension CaseReader {
  /// In order of school, enterprise and row.
  func readPartners() -> [Partner] {
    guard let table = table(CaseSchema.partners.table) else { return [] }
    _ = schoolsOfStudents  // found once, before the parts ask for it
    let found = mapRows(of: table) { caseReader, part in caseReader.partnerRows(part) }
    if found == nil { unread.tables.insert(CaseSchema.partners.table.file) }
    let partners = (found ?? []).compactMap(\.partner)
    let admissions = (found ?? []).compactMap(\.unread)
    unread.admissions = admissions
    // A row that cannot be read may be any school's.
    if table.isComplete, !partners.isEmpty, admissions.allSatisfy({ $0.school != nil }) {
      warnOfSchoolsWithoutPartners(partners, table)
    }
    return partners.sorted { a, b in
      if a.schoolID != b.schoolID { return String.utf8Precedes(a.schoolID, b.schoolID) }
      return (a.enterprise, a.row) < (b.enterprise, b.row)
    }
  }

  /// A row as it was read.
  private struct PartnerRow {
    /// Nil where nobody knows the school or the enterprise.
    let partner: Partner?
    /// Nil where all that admits somebody could be read.
    let unread: UnreadRows.Admission?
  }

  private func partnerRows(_ table: InputTable) -> (_ record: Int) -> PartnerRow {
    let (school, enterprise) = (table.column("school_id"), table.column("enterprise_id"))
    let (from, to) = (table.column("from"), table.column("to"))
    let fields = RowReader(table, CaseSchema.partners)
    return { [self] record in
      var partner = CaseSchema.partners.fresh
      fields.read(record, into: &partner)
      partner.row = table.rowNumber(record)
      table.checkOrder(from, partner.from, to, partner.to, record)
      let schoolID = table.id(school, record).flatMap { knownSchool($0, table, school, record) }
      let host = table.referent(enterprise, record, in: enterprises)
      // One whose row is lost is none of the enterprises that are there: the row admits none of them.
      let index = host.isLost ? enterprises.values.count : host.index
      let isPeriodRead =
        table.isRead(from, partner.from, record) && table.isRead(to, partner.to, record)
        && (partner.from.flatMap { from in partner.to.map { from <= $0 } } ?? true)
      let sure = schoolID.flatMap { isInDoubt(school: $0) ? nil : $0 }
      let unread =
        sure == nil || index == nil || !isPeriodRead
        ? UnreadRows.Admission(school: sure, enterprise: index) : nil
      guard let schoolID, let index else { return PartnerRow(partner: nil, unread: unread) }
      (partner.schoolID, partner.enterprise) = (schoolID, index)
      return PartnerRow(partner: partner, unread: unread)
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
            zh: "本表没有列出这所学校的合作单位，其学生去哪家单位不受限制",
            en: "this school has no row: its students may go to any host"),
          mend: Text(zh: "如应受限制，补上该校的合作单位", en: "add the school's hosts, if it has admitted some")))
    }
  }
}

extension InputTable {
  /// Whether a cell is empty or gave a day.
  fileprivate func isRead(_ column: Column, _ day: CalendarDate?, _ record: Int) -> Bool {
    day != nil || text(column, record).isEmpty
  }
}
