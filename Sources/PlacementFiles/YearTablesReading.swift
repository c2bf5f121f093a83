import Placement

// demand.csv, history.csv, host-record.csv, targets.csv

extension CaseReader {
  /// In order of year, class and district.
  func readDemand() -> [Demand] {
    guard let table = table(CaseSchema.demand.table) else { return [] }
    let rows = yearsOfClasses(CaseSchema.demand, table, \.specialtyClass) { ($0.year, $0.district) }.map {
      number, row in
      var row = row
      row.row = number
      return row
    }
    warnOfDemandForNobody(rows, table)
    return rows.sorted { a, b in
      a.year == b.year ? a.specialtyPlace.precedes(b.specialtyPlace) : a.year < b.year
    }
  }

  /// The year's demand is shown beside the students of its class and district: where there are none, nowhere.
  private func warnOfDemandForNobody(_ rows: [Demand], _ table: InputTable) {
    guard isSound(policy: "academic_year"), schools.isComplete || !hasSchools,
      students.knows("school_id", "specialty_code")
    else { return }
    let districts = schools.values.districts
    let known = Set(
      students.values.lazy.map {
        "\($0.specialty.prefix(4)!)/\(districts[$0.schoolID] ?? "")"
      })
    for row in rows
    where row.year == policy.academicYear && !known.contains("\(row.specialtyClass)/\(row.district)") {
      log.add(
        Diagnostic(
          .warning, file: table.file, row: row.row, column: table.column("district").header,
          Text(
            zh: "该区县的学校没有这个专业类的学生，这一需求在供需表中无处显示",
            en:
              "no school of this district has a student of this class: supply-demand.csv has no row for this demand"
          ),
          mend: Text(zh: "核对区县与专业类的写法", en: "compare how district and class are written")))
    }
  }

  /// In order of year, class and district.
  func readHistory() -> [SpecialtyYear] {
    guard let table = table(CaseSchema.history.table) else { return [] }
    return yearsOfClasses(CaseSchema.history, table, \.specialtyClass) { ($0.year, $0.district) }
      .map(\.value).sorted { $0.precedes($1) }
  }

  /// The rows of a table with one row a year, class and district, each with its number in the file.
  private func yearsOfClasses<Row>(
    _ schema: RowSchema<Row>, _ table: InputTable, _ specialtyClass: WritableKeyPath<Row, String>,
    _ place: (Row) -> (year: Int, district: String)
  ) -> [(number: Int, value: Row)] {
    let fields = RowReader(table, schema)
    var keys = RowKeys(table, "year", "specialty_class", "district")
    let column = table.column("specialty_class")
    return (0..<table.rowCount).compactMap { record in
      var row = schema.fresh
      fields.read(record, into: &row)
      guard let code = table.specialtyClass(column, record) else { return nil }
      row[keyPath: specialtyClass] = code
      let (year, district) = place(row)
      guard keys.take(record, year, code, district) else { return nil }
      return (table.rowNumber(record), row)
    }
  }

  /// In order of year and enterprise; nil where there is no such file.
  func readHostRecords() -> [HostYear]? {
    guard let table = table(CaseSchema.hostRecord.table) else { return nil }
    let fields = RowReader(table, CaseSchema.hostRecord)
    var keys = RowKeys(table, "year", "enterprise_id")
    let enterprise = table.column("enterprise_id")
    var rows: [HostYear] = []
    for record in 0..<table.rowCount {
      var row = CaseSchema.hostRecord.fresh
      fields.read(record, into: &row)
      switch table.referent(enterprise, record, in: enterprises) {
      case .known(let index):
        row.enterprise = index
        if keys.take(record, row.year, enterprises.values[index].id) { rows.append(row) }
      case .lost(let id): _ = keys.take(record, row.year, id)
      case .unclear: break
      }
    }
    return rows.sorted { ($0.year, $0.enterprise) < ($1.year, $1.enterprise) }
  }

  /// In the file's order; nil where there is no such file.
  func readTargets() -> [IndicatorTarget]? {
    guard let table = table(CaseSchema.targets.table) else { return nil }
    let fields = RowReader(table, CaseSchema.targets)
    var keys = RowKeys(table, "indicator", "due_year")
    let (indicator, value) = (table.column("indicator"), table.column("value"))
    var rows: [IndicatorTarget] = []
    for record in 0..<table.rowCount {
      var row = CaseSchema.targets.fresh
      fields.read(record, into: &row)
      let name = table.filledText(indicator, record)
      guard !name.isEmpty else { continue }
      row.indicator = IndicatorName(name)
      if case .computed = row.indicator { checkComputed(row, table, value, record) }
      guard keys.take(record, row.dueYear ?? 0, row.indicator.text.en) else { continue }
      rows.append(row)
    }
    return rows
  }

  private func checkComputed(
    _ row: IndicatorTarget, _ table: InputTable, _ value: InputTable.Column, _ record: Int
  ) {
    if !table.text(value, record).isEmpty {
      table.fault(
        value, record,
        Text(zh: "这项指标由程序计算，不能填报", en: "this indicator is computed: no value may be typed in"),
        mend: Text(
          zh: "删去这一格；如是另一项指标，请另起名称", en: "empty the cell; if another figure is meant, give it another name"))
    }
    guard let target = row.target, target > ExactDecimal(1) else { return }
    table.fault(
      table.column("target"), record,
      Text(zh: "这项指标是比例，目标应在 0 与 1 之间", en: "this indicator is a share: its target is from 0 to 1"),
      mend: Text(zh: "百分之九十写作 0.9", en: "write ninety per cent as 0.9"))
  }
}

/// Rows that must differ in these columns together.
private struct RowKeys {
  private let table: InputTable
  private let columns: [String]
  private var rows: [String: Int] = [:]

  init(_ table: InputTable, _ columns: String...) {
    self.table = table
    self.columns = columns
  }

  /// Whether the row's key can be read: a cell of it that cannot be is a fault already, and like no other.
  private func isKnown(_ record: Int) -> Bool {
    columns.map(table.column).allSatisfy { column in
      guard !table.text(column, record).isEmpty else { return !column.isNeeded }
      guard case .whole = column.type else { return true }
      return table.holdsWhole(column, record)
    }
  }

  /// False, with a fault, where an earlier row has the same key.
  mutating func take(_ record: Int, _ year: Int, _ names: String...) -> Bool {
    guard isKnown(record) else { return false }
    let (key, row) = ("\(year)/" + names.joined(separator: "/"), table.rowNumber(record))
    guard let first = rows.updateValue(row, forKey: key) else { return true }
    rows[key] = first
    let headers = columns.map { table.column($0).header }
    table.fault(
      table.column(columns[0]), record,
      Text(
        zh: "与另一行的\(headers.joined(separator: "、"))都相同",
        en: "another row has the same \(headers.joined(separator: ", "))"),
      rows: [first, row].map { Diagnostic.Place(file: table.file, row: $0) },
      mend: Text(zh: "只保留其中一行", en: "keep one of the rows"))
    return false
  }
}

extension InputTable {
  /// Four digits; nil, with a fault, where the cell has none.
  fileprivate func specialtyClass(_ column: Column, _ record: Int) -> String? {
    specialtyCode(filledText(column, record), column, record)?.description
  }
}

extension SpecialtyYear {
  /// By year, class and district.
  func precedes(_ other: SpecialtyYear) -> Bool {
    year == other.year ? specialtyPlace.precedes(other.specialtyPlace) : year < other.year
  }
}
