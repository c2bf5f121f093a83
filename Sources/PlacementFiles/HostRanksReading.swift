import Placement

// host-ranks.csv

extension CaseReader {
  /// In order of student, then target, posts before enterprises.
  func readHostRanks() -> [HostRank] {
    guard let table = table(CaseSchema.hostRanks) else { return [] }
    let studentID = table.column("student_id")
    var rows: [Referent: [NamedTarget: Int]] = [:]
    var ranks: [HostRank] = []
    for record in 0..<table.rowCount {
      let named = namedTarget(table, record)
      let student = table.referent(studentID, record, in: students)
      let opinion = opinion(table, record)
      guard let named, named.referent != .unclear, student != .unclear, case .some(let rank) = opinion else {
        noteUnread(of: student, named)
        continue
      }
      let row = table.rowNumber(record)
      if let first = rows[student, default: [:]].updateValue(row, forKey: named) {
        rows[student]![named] = first
        noteUnread(of: student, named)
        table.fault(
          studentID, record,
          Text(
            zh: "这家单位对这名学生的意见不止一行", en: "more than one row says what this host thinks of this student"),
          rows: [first, row].map { Diagnostic.Place(file: table.file, row: $0) },
          mend: Text(zh: "只保留一行", en: "keep one of the rows"))
        continue
      }
      guard let student = student.index, let target = named.target else { continue }
      ranks.append(HostRank(student: student, target: target, rank: rank, row: row))
    }
    return ranks.sorted { ($0.student, $0.target) < ($1.student, $1.target) }
  }

  /// A row of which nobody knows what it says, or of which of two that holds.
  private func noteUnread(of student: Referent, _ named: NamedTarget?) {
    guard !student.isLost, named?.referent.isLost != true else { return }
    unread.opinions.append(UnreadRows.Opinion(student: student.index, target: named?.target))
  }

  /// A rank; `.some(nil)` stands for a refusal; nil, with a fault, where the row says neither or both.
  private func opinion(_ table: InputTable, _ record: Int) -> Int?? {
    let (rank, refuse) = (table.column("rank"), table.column("refuse"))
    let before = table.faultCount
    let number = table.whole(rank, record)
    let refuses = table.boolean(refuse, record) ?? false
    guard table.faultCount == before else { return nil }
    guard (number == nil) == refuses else {
      table.fault(
        refuses ? refuse : rank, record,
        refuses
          ? Text(zh: "既有排序又不接收", en: "the student is ranked and refused")
          : Text(zh: "没有填写排序，也没有填写不接收", en: "neither rank nor refuse is given"),
        mend: Text(zh: "两者填写一个", en: "give exactly one of them"))
      return nil
    }
    return .some(number)
  }
}
