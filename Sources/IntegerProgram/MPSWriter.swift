/// Writes an integer program as free MPS: what any other solver reads.
///
/// Rows first, then columns, then ``finish()``. Rows are named R1, R2, …, columns C1, C2, … in the order they
/// come; the objective is OBJ, to be minimised, without a constant (solvers disagree on its sign).
///
/// Bytes leave in pieces of about a megabyte; only right-hand sides and bounds wait in memory for their section.
public struct MPSWriter {
  private let write: ([UInt8]) throws -> Void
  private var out = MPSBytes()
  private var rightHandSides = MPSBytes()
  private var ranges = MPSBytes()
  private var bounds = MPSBytes()
  private var rowCount = 0
  private var columnCount = 0
  private var markerCount = 0
  private var isInsideIntegers = false

  /// - Parameters:
  ///   - name: ASCII without spaces.
  ///   - write: takes the next piece of the file; what it throws, the writer's functions throw.
  public init(name: String, to write: @escaping ([UInt8]) throws -> Void) {
    self.write = write
    out.append("NAME ")
    out.append(string: name)
    // COIN-OR takes the bounds for columns of fixed width without the word; the others do without it.
    out.append(" FREE\nROWS\n N OBJ\n")
  }

  /// Writes the whole of `program`.
  /// - Throws: ``SolverFailure`` where it holds a number that is none, an index out of range or a column twice
  ///   in a row.
  public static func write(
    _ program: IntegerProgram, name: String, to write: @escaping ([UInt8]) throws -> Void
  ) throws {
    try program.check()
    var writer = MPSWriter(name: name, to: write)
    for row in program.rows { try writer.row(lower: row.lower, upper: row.upper) }
    let entries = ColumnwiseEntries(program)
    for (j, column) in program.columns.enumerated() {
      try writer.column(column, rows: entries.rows(of: j), values: entries.values(of: j))
    }
    try writer.finish()
  }

  /// The next row; without bounds it binds nothing.
  public mutating func row(lower: Double, upper: Double) throws {
    precondition(columnCount == 0, "rows come before columns")
    rowCount += 1
    try Check.bounds(lower, upper, "row \(rowCount)")
    let type: StaticString
    switch (lower == -.infinity, upper == .infinity) {
    case (true, true): type = " N R"
    case (true, false): type = " L R"
    case (false, true): type = " G R"
    case (false, false): type = lower == upper ? " E R" : " L R"
    }
    out.append(type)
    out.append(rowCount)
    out.append("\n")
    let side = upper < .infinity ? upper : lower
    if side.isFinite, side != 0 { rightHandSides.line(" RHS R", rowCount, side) }
    if lower.isFinite, upper.isFinite, lower < upper { ranges.line(" RNG R", rowCount, upper - lower) }
    try out.flush(to: write)
  }

  /// The next column with its coefficients.
  /// - `rows`: from 0, each at most once.
  public mutating func column(
    _ column: IntegerProgram.Column, rows: ArraySlice<Int32>, values: ArraySlice<Double>
  ) throws {
    if columnCount == 0 { out.append("COLUMNS\n") }
    columnCount += 1
    try Check.bounds(column.lower, column.upper, "column \(columnCount)")
    try Check.number(column.cost, "the cost of column \(columnCount)")
    if column.isInteger != isInsideIntegers { appendMarker() }
    var isFirst = true
    if column.cost != 0 || rows.isEmpty {
      // A column must appear, be it with nothing.
      appendEntry(&isFirst, "OBJ ", column.cost)
    }
    for (row, value) in zip(rows, values) {
      try Check.index(Int(row), below: rowCount, "row")
      try Check.number(value, "a coefficient of column \(columnCount)")
      appendEntry(&isFirst, "R", row: Int(row) + 1, value)
    }
    out.append("\n")
    appendBounds(of: column)
    try out.flush(to: write)
  }

  /// Writes what is left. Nothing may come after.
  public mutating func finish() throws {
    if columnCount == 0 { out.append("COLUMNS\n") }
    if isInsideIntegers { appendMarker() }
    out.append("RHS\n")
    try flush(rightHandSides)
    if !ranges.isEmpty {
      out.append("RANGES\n")
      try flush(ranges)
    }
    if !bounds.isEmpty {
      out.append("BOUNDS\n")
      try flush(bounds)
    }
    out.append("ENDATA\n")
    try write(out.bytes)
    out.removeAll()
  }

  // MARK: Pieces

  private mutating func flush(_ section: MPSBytes) throws {
    try out.flushAll(to: write)
    try write(section.bytes)
  }

  private mutating func appendMarker() {
    markerCount += 1
    out.append(" M")
    out.append(markerCount)
    out.append(isInsideIntegers ? " 'MARKER' 'INTEND'\n" : " 'MARKER' 'INTORG'\n")
    isInsideIntegers.toggle()
  }

  /// One entry a line reads best, but a line's column name would be half the file: they share a line by twos.
  private mutating func appendEntry(
    _ isFirst: inout Bool, _ name: StaticString, row: Int? = nil, _ value: Double
  ) {
    if isFirst {
      if out.endsInEntry { out.append("\n") }
      out.append(" C")
      out.append(columnCount)
    }
    isFirst.toggle()
    out.append(" ")
    out.append(name)
    if let row {
      out.append(row)
      out.append(" ")
    }
    out.append(value)
  }

  /// Readers disagree on an integer column without bounds (some take 1 for the upper), so those have them always.
  private mutating func appendBounds(of column: IntegerProgram.Column) {
    switch (column.lower, column.upper) {
    case (-.infinity, .infinity): bounds.line(" FR BND C", columnCount)
    case (let lower, let upper) where lower == upper: bounds.line(" FX BND C", columnCount, lower)
    case (let lower, let upper):
      if lower == -.infinity {
        bounds.line(" MI BND C", columnCount)
      } else if lower != 0 || upper < 0 {
        bounds.line(" LO BND C", columnCount, lower)
      }
      if upper < .infinity {
        bounds.line(" UP BND C", columnCount, upper)
      } else if column.isInteger {
        bounds.line(" PL BND C", columnCount)
      }
    }
  }
}
