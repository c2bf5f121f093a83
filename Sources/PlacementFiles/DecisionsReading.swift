import Foundation
import Placement

// decisions.csv

extension CaseReader {
  /// In order of student, then row; identical rows once.
  func readDecisions() -> [Decision] {
    guard let table = table(CaseSchema.decisions) else { return [] }
    var found: [Decision] = []
    var seen: Set<Decision> = []
    decisionsTable = table
    decisionRows = (0..<table.rowCount).map { decision(table, $0) }
    for decision in decisionRows.compactMap({ $0 }) {
      if seen.insert(decision.withoutRow).inserted { found.append(decision) }
    }
    return found.sorted { ($0.student, $0.row) < ($1.student, $1.row) }
  }

  private func decision(_ table: InputTable, _ record: Int) -> Decision? {
    let studentID = table.column("student_id")
    let student = table.reference(studentID, record, to: students)
    let kind = table.words(table.column("decision"), record).first.flatMap(DecisionWord.kind)
    let named = namedTarget(table, record)
    let reasonColumn = table.column("reason")
    let reason = table.text(reasonColumn, record)
    if reason.isEmpty, !reasonColumn.isMissing {
      table.fault(reasonColumn, record, CellMessages.noReason, mend: CellMessages.sayWhy)
    }
    let day = table.date(table.column("decided_on"), record)
    if kind == .pin, case .enterprise(let enterprise) = named, enterprise != .unclear {
      table.fault(
        table.column("enterprise_id"), record, CellMessages.pinOfEnterprise,
        mend: Text(zh: "填写岗位编号", en: "give post_id instead"))
    }
    guard let student, let kind, let target = named?.target else {
      if let student {
        unread.decisions.insert(student)
        if kind == .pin {
          unread.pins.append(UnreadRows.Hold(student: student, row: table.rowNumber(record)))
        }
      }
      return nil
    }
    return Decision(
      student: student, target: target, kind: kind, reason: reason,
      author: table.text(table.column("author"), record), decidedOn: day, row: table.rowNumber(record))
  }
}

extension InputTable.Column {
  /// The same column, whose cells may be empty in this row.
  var asOptional: InputTable.Column {
    InputTable.Column(schema: schema, index: index, header: header, isNeeded: false)
  }
}

/// decisions.csv of a case as it stands, under English column names, and the hash of its bytes; no table and an empty hash
/// where there is none, or it is no table.
public func decisionsTable(in caseFolder: URL) -> (table: PlanTable?, sha256: String) {
  let reader = CaseReader(folder: caseFolder)
  let table = reader.table(CaseSchema.decisions)?.withNeededColumns
  return (table?.planTable, reader.inputs.first?.sha256 ?? "")
}
