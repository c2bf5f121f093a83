import Placement

extension CaseReader {
  /// The case as far as it was read, its cells at fault marked; nil where a file is at fault that may have held any
  /// table, like a workbook that does not open.
  func faultyCase(_ placementCase: PlacementCase) -> FaultyCase? {
    var schemas: [String: TableSchema] = [:]
    for schema in CaseSchema.tables {
      let names = CaseFileName.all(of: schema.file) + CaseFileName.workbooks(of: schema.file)
      for name in names + [files.name(of: schema.file)] { schemas[name] = schema }
    }
    var tables: [String: UnsoundCells.Rows] = [:]
    for fault in log.diagnostics where fault.isFault {
      guard let schema = schemas[fault.file] else {
        guard fault.file == files.name(of: PolicyReader.file) else { return nil }
        continue
      }
      let column = fault.column.map { HeaderNames(schema).name(of: $0) ?? $0 }
      let rows = [fault.row] + fault.rows.filter { $0.file == fault.file }.map(\.row)
      for row in rows {
        // Of faults that are too many to be kept, the rows are not known.
        let isCell = row.map { $0 > headerRows[fault.file] ?? 0 } ?? false && fault.omitted == 0
        tables[schema.file, default: [:]][isCell ? row! : UnsoundCells.allRows, default: []].insert(column)
      }
    }
    return FaultyCase(
      placementCase,
      unsound: UnsoundCells(
        tables: tables, students: students.rows, enterprises: enterprises.rows, schools: schools.rows,
        unread: unread, policyKeys: unsoundPolicy))
  }
}

extension PolicySchema {
  /// What a fault leaves unsaid: the key at its path, or that holds it (`eligibility.minimum_wage.D1`); else the section,
  /// since a key that nobody knows may be any of it; empty: the policy itself.
  static func part(_ fault: Diagnostic) -> String {
    var part = (fault.omitted == 0 ? fault.column ?? "" : "")[...]
    while !part.isEmpty, key(String(part)) == nil, names(under: String(part)).isEmpty {
      part = part.lastIndex { $0 == "." || $0 == "[" }.map { part[..<$0] } ?? ""
    }
    return String(part)
  }
}
