import Foundation
import Placement

/// The case as the files of a folder, written as plans are: what reading them gives is this case again. Columns
/// in which no row says more than an empty cell would are left out, and so are optional files without a row.
public func caseFiles(_ placementCase: PlacementCase) -> [(name: String, data: Data)] {
  CaseWriter(model: placementCase).files
}

private struct CaseWriter {
  let model: PlacementCase

  private var language: Language { model.policy.language }

  var files: [(name: String, data: Data)] {
    let policy = PolicyText(policy: model.policy, isExplained: false).data
    let tables =
      [students, enterprises, posts]
      + [
        schools, preferences, decisions, published, travel, equivalences, pairs, partners, hostRanks,
        selfArranged, teachers, certificates, demand, history, hostRecord, targets,
      ].filter { !$0.rows.isEmpty || isThereWithoutRows($0.file) }
    return [(PolicySchema.file, policy)]
      + tables.map { ($0.file, csvData(table: $0.withoutEmptyColumns, language: language)) }
  }

  /// A file that says something by being there.
  private func isThereWithoutRows(_ file: String) -> Bool {
    switch file {
    case CaseSchema.published.file: model.hasPublished
    case CaseSchema.teachers.table.file: model.hasTeachers
    case CaseSchema.hostRecord.table.file: model.hostRecords != nil
    case CaseSchema.targets.table.file: model.targets != nil
    default: false
    }
  }

  // MARK: Tables whose rows are values

  /// A column that is one property writes itself; `others` are those that are more.
  private func table<Row>(
    _ schema: RowSchema<Row>, _ rows: [Row], _ others: [String: (Row) -> String]
  ) -> PlanTable { PlanTable(rows, by: schema, others, language) }

  private var students: PlanTable {
    table(
      CaseSchema.students, model.students,
      [
        "student_id": \.id, "specialty_code": \.specialty.description, "birth_date": \.birthDate.description,
        "grade": grade, "latitude": { Degrees.text($0.location.latitude) },
        "longitude": { Degrees.text($0.location.longitude) },
      ])
  }

  /// Chinese schools write the year of entry.
  private func grade(_ student: Student) -> String {
    language == .chinese ? "\(model.policy.academicYear - student.grade + 1)级" : "\(student.grade)"
  }

  private var enterprises: PlanTable { table(CaseSchema.enterprises, model.enterprises, [:]) }

  private var posts: PlanTable {
    table(
      CaseSchema.posts, model.posts,
      [
        "enterprise_id": { model.enterprises[$0.enterprise].id },
        "specialty_codes": { Field<Post>.joined($0.specialtyCodes.map(\.description), language) },
        "latitude": { Degrees.text($0.location.latitude) },
        "longitude": { Degrees.text($0.location.longitude) },
      ])
  }

  private var schools: PlanTable {
    table(
      CaseSchema.schools, model.schools,
      [
        "latitude": { $0.location.map { Degrees.text($0.latitude) } ?? "" },
        "longitude": { $0.location.map { Degrees.text($0.longitude) } ?? "" },
      ])
  }

  private var partners: PlanTable {
    table(
      CaseSchema.partners, model.partners,
      ["school_id": \.schoolID, "enterprise_id": { model.enterprises[$0.enterprise].id }])
  }

  private var teachers: PlanTable {
    table(
      CaseSchema.teachers, model.teachers,
      [
        "teacher_id": \.id,
        "specialty_codes": { Field<Teacher>.joined($0.specialtyCodes.map(\.description), language) },
      ])
  }

  private var selfArranged: PlanTable {
    table(
      CaseSchema.selfArranged, model.selfArranged.values.sorted { $0.student < $1.student },
      [
        "student_id": { studentID($0.student) },
        "enterprise_id": { $0.enterprise.map { model.enterprises[$0].id } ?? "" },
        "specialty_codes": { Field<Post>.joined($0.work.specialtyCodes.map(\.description), language) },
      ])
  }

  private var certificates: PlanTable { table(CaseSchema.certificates, model.certificates, [:]) }

  private var demand: PlanTable {
    table(CaseSchema.demand, model.demand, ["specialty_class": \.specialtyClass])
  }

  private var history: PlanTable { historyTable(model.history, language) }

  private var hostRecord: PlanTable {
    hostRecordTable(model.hostRecords ?? [], model.enterprises, language)
  }

  private var targets: PlanTable {
    table(CaseSchema.targets, model.targets ?? [], ["indicator": { $0.indicator.text(language) }])
  }

  // MARK: Tables whose rows tie values together

  private func table<Row>(_ schema: TableSchema, _ rows: [Row], _ cells: [String: (Row) -> String])
    -> PlanTable
  {
    let columns = schema.columns.filter { cells[$0.name] != nil }.map(\.name)
    return PlanTable(
      file: schema.file, columns: columns, rows: rows.map { row in columns.map { cells[$0]!(row) } })
  }

  private func studentID(_ student: Int) -> String { model.students[student].id }

  private func postID(_ target: Target) -> String {
    if case .post(let index) = target { model.posts[index].id } else { "" }
  }

  private func enterpriseID(_ target: Target) -> String {
    if case .enterprise(let index) = target { model.enterprises[index].id } else { "" }
  }

  private var preferences: PlanTable {
    let rows = model.wishes.enumerated().flatMap { student, wishes in wishes.map { (student, $0) } }
    return table(
      CaseSchema.preferences, rows,
      [
        "student_id": { studentID($0.0) }, "rank": { String($0.1.rank) }, "post_id": { postID($0.1.target) },
        "enterprise_id": { enterpriseID($0.1.target) },
      ])
  }

  private var hostRanks: PlanTable {
    table(
      CaseSchema.hostRanks, model.hostRanks,
      [
        "enterprise_id": { enterpriseID($0.target) }, "post_id": { postID($0.target) },
        "student_id": { studentID($0.student) }, "rank": { $0.rank.map(String.init) ?? "" },
        "refuse": { $0.rank == nil ? YesNo.yes(language) : "" },
      ])
  }

  private var decisions: PlanTable {
    table(
      CaseSchema.decisions, model.decisions,
      [
        "student_id": { studentID($0.student) }, "post_id": { postID($0.target) },
        "enterprise_id": { enterpriseID($0.target) }, "decision": { DecisionWord.text($0.kind)(language) },
        "reason": \.reason, "author": \.author, "decided_on": { $0.decidedOn?.description ?? "" },
      ])
  }

  private var published: PlanTable {
    struct Row {
      let student: Int
      let post: String
      let stage: PublishedPlacement.Stage
      let dates: [DutyDate: CalendarDate]
    }
    // Of somebody who has found a place alone, that one stands where it was published.
    let rows = model.students.indices.compactMap { student -> Row? in
      if let told = model.approvedSelfArranged(of: student)?.published {
        return Row(
          student: student, post: SelfArranged.postID(of: studentID(student)), stage: told.stage,
          dates: told.dates)
      }
      return model.published[student].map {
        Row(student: student, post: model.posts[$0.post].id, stage: $0.stage, dates: $0.dates)
      }
    }
    var cells: [String: (Row) -> String] = [
      "student_id": { studentID($0.student) }, "post_id": \.post, "stage": { $0.stage.text(language) },
    ]
    for date in model.dutyDates {
      cells[date.rawValue] = { $0.dates[date]?.description ?? "" }
    }
    return table(CaseSchema.published, rows, cells)
  }

  private var travel: PlanTable {
    let rows = model.travel.sorted {
      $0.key.from == $1.key.from
        ? String.utf8Precedes($0.key.to, $1.key.to) : String.utf8Precedes($0.key.from, $1.key.from)
    }
    return table(
      CaseSchema.travel, rows,
      [
        "from_zone": \.key.from, "to_zone": \.key.to,
        "distance_km": { ExactDecimal(digits: Int64($0.value), scale: 1).description },
      ])
  }

  private var pairs: PlanTable {
    table(
      CaseSchema.pairs, model.pairs,
      [
        "student_a": { studentID($0.students[0]) }, "student_b": { studentID($0.students[1]) },
        "relation": { $0.relation(language) },
      ])
  }

  private var equivalences: PlanTable {
    table(
      CaseSchema.equivalences, model.equivalences,
      ["code_a": \.a.description, "code_b": \.b.description])
  }
}

extension PlanTable {
  /// Rows that are values. A column that is one property writes itself; `others` are those that are more.
  init<Row>(
    _ rows: [Row], by schema: RowSchema<Row>, _ others: [String: (Row) -> String], _ language: Language
  ) {
    let cells: [(Row) -> String] = schema.columns.map { column in
      let type = column.schema.type
      if let other = others[column.schema.name] { return other }
      guard let field = column.field else { return { _ in "" } }
      if column.schema.isNeeded { return { field.cell($0, type, language) } }
      let usual = field.cell(schema.fresh, type, language)
      return { row in
        let cell = field.cell(row, type, language)
        return cell == usual ? "" : cell
      }
    }
    self.init(
      file: schema.table.file, columns: schema.table.columns.map(\.name),
      rows: rows.map { row in cells.map { $0(row) } })
  }

  /// Without the columns that no row fills and nobody needs.
  fileprivate var withoutEmptyColumns: PlanTable {
    let schema = CaseSchema.table(file)
    let used = columns.filter { name in
      guard schema?[name]?.isNeeded != true else { return true }
      let index = columns.firstIndex(of: name)!
      return rows.contains { !$0[index].isEmpty }
    }
    return used.count == columns.count ? self : selecting(used)
  }
}

/// Degrees as plain decimals, such as the reader takes.
enum Degrees {
  static func text(_ value: Double) -> String {
    let shortest = value.description
    guard shortest.contains("e") else { return shortest }
    // Within metres of zero: as many decimals as a cell may have.
    return String(format: "%.36f", value)
  }
}
