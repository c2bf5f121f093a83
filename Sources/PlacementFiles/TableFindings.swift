import Placement

// What is found in the cells of a table.
extension InputTable {
  func fault(
    _ column: Column, _ record: Int, id: String? = nil, _ message: Text, rows: [Diagnostic.Place] = [],
    mend: Text? = nil
  ) {
    if let index = column.index, let cell = cell(record, index), spoiling(cell, column) != nil { return }
    addFault(column, record, id: id, message, rows: rows, mend: mend)
  }

  /// A cell that a spreadsheet has spoilt: what else is wrong with it comes of that and is not said.
  func faultSpoilt(_ column: Column, _ record: Int, _ message: Text, _ mend: Text) {
    addFault(column, record, id: nil, message, rows: [], mend: mend)
  }

  private func addFault(
    _ column: Column, _ record: Int, id: String?, _ message: Text, rows: [Diagnostic.Place], mend: Text?
  ) {
    faultCount += 1
    log.add(
      Diagnostic(
        .input, file: file, row: rowNumber(record), column: column.header, id: id, message, rows: rows,
        mend: mend))
  }

  func warn(
    _ column: Column?, _ record: Int, id: String? = nil, _ message: Text, rows: [Diagnostic.Place] = [],
    mend: Text? = nil
  ) {
    log.add(
      Diagnostic(
        .warning, file: file, row: rowNumber(record), column: column?.header, id: id, message, rows: rows,
        mend: mend))
  }
}
