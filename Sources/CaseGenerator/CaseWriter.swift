import Placement

/// A file of a case, ready to be written.
public struct CaseFile: Sendable {
  public let name: String
  public let bytes: [UInt8]
}

extension PlacementCase {
  /// The case as the files of a folder. Columns in which every row has the default are left out, and so are
  /// optional files that would be empty.
  public func files() -> [CaseFile] {
    let writer = CaseWriter(model: self)
    return [writer.policy(), writer.students(), writer.enterprises(), writer.posts()]
      + [
        writer.schools(), writer.preferences(), writer.decisions(), writer.published(), writer.travel(),
        writer.equivalences(),
      ].compactMap { $0 }
  }
}

/// One column: its English name, and the cell of a row (nil: the default).
struct CSVColumn<Row> {
  let name: String
  let isNeeded: Bool
  let cell: (Row, inout CSVBytes) -> Bool

  /// `cell` writes the row's cell and says whether there was anything to write.
  init(_ name: String, needed: Bool = false, _ cell: @escaping (Row, inout CSVBytes) -> Bool) {
    self.name = name
    isNeeded = needed
    self.cell = cell
  }

  init(_ name: String, needed: Bool = false, text: @escaping (Row) -> String) {
    self.init(name, needed: needed) { row, bytes in
      let value = text(row)
      bytes.add(value)
      return !value.isEmpty
    }
  }

  /// Nil: the cell stays empty.
  init(_ name: String, needed: Bool = false, number: @escaping (Row) -> Int?) {
    self.init(name, needed: needed) { row, bytes in
      guard let value = number(row) else { return false }
      bytes.add(value)
      return true
    }
  }

  init(_ name: String, decimal: @escaping (Row) -> ExactDecimal?) {
    self.init(name, text: { decimal($0)?.description ?? "" })
  }

  init(_ name: String, needed: Bool = false, degrees: @escaping (Row) -> Double?) {
    self.init(name, needed: needed) { row, bytes in
      guard let value = degrees(row) else { return false }
      bytes.add(degrees: value)
      return true
    }
  }
}

/// CSV in the making.
struct CSVBytes {
  var bytes: [UInt8] = []

  /// Quoted where RFC 4180 asks for it.
  mutating func add(_ text: String) {
    let special: (UInt8) -> Bool = { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard text.utf8.contains(where: special) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  mutating func add(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  /// Plain decimals: what would print with an exponent lies within a metre of zero.
  mutating func add(degrees: Double) {
    bytes.append(contentsOf: (degrees.magnitude < 0.001 ? "0" : degrees.description).utf8)
  }
}

struct CaseWriter {
  let model: PlacementCase

  var language: Language { model.policy.language }

  /// Writes the columns that say anything.
  func table<Row>(_ file: String, _ rows: [Row], _ columns: [CSVColumn<Row>]) -> CaseFile {
    var scratch = CSVBytes()
    let used = columns.filter { column in column.isNeeded || rows.contains { column.cell($0, &scratch) } }
    var csv = CSVBytes()
    // Excel opens Chinese text rightly only with a byte order mark.
    if language == .chinese { csv.bytes = [0xEF, 0xBB, 0xBF] }
    csv.bytes.reserveCapacity(rows.count * used.count * 8)
    for (index, column) in used.enumerated() {
      if index > 0 { csv.bytes.append(0x2C) }
      csv.add(Columns.header(column.name, in: file, language: language))
    }
    csv.bytes.append(0x0A)
    for row in rows {
      for (index, column) in used.enumerated() {
        if index > 0 { csv.bytes.append(0x2C) }
        _ = column.cell(row, &csv)
      }
      csv.bytes.append(0x0A)
    }
    return CaseFile(name: file, bytes: csv.bytes)
  }

  /// A cell for a boolean that is not the default.
  func flag<Row>(_ name: String, default usual: Bool = false, _ value: @escaping (Row) -> Bool) -> CSVColumn<
    Row
  > {
    let word = YesNo(!usual)(language)
    return CSVColumn(name, text: { value($0) == usual ? "" : word })
  }

  func list(_ items: [String]) -> String { items.joined(separator: language == .chinese ? "；" : ";") }
}
