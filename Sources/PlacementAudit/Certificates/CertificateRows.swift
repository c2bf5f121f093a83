/// The constraints of a certificate by their index: first the program's, close together, since there are millions of them and
/// mostly of one column; then those that were derived and are needed yet.
struct CertificateRows {
  private(set) var count = 0
  /// Of the program's; nil: it is among the others, for its numbers are large or fractions.
  private var senses: [CertificateRow.Sense?] = []
  private var sides: [Int32] = []
  /// Those of row i are `starts[i] ..< starts[i + 1]`.
  private var starts = [0]
  private var columns: [Int32] = []
  private var values: [Int32] = []
  private var others: [Int: CertificateRow] = [:]

  /// A constraint of the program.
  mutating func state(_ row: CertificateRow) {
    if row.hasSmallNumbers {
      senses.append(row.sense)
      sides.append(Int32(row.side.numerator))
      columns += row.columns
      for value in row.values { values.append(Int32(value)) }
    } else {
      senses.append(nil)
      sides.append(0)
      others[count] = row
    }
    starts.append(columns.count)
    count += 1
  }

  mutating func derive(_ row: CertificateRow) {
    others[count] = row
    count += 1
  }

  mutating func forget(_ index: Int) { others[index] = nil }

  /// nil: it was forgotten.
  func sense(of index: Int) -> CertificateRow.Sense? { sense(ofSmall: index) ?? others[index]?.sense }

  func side(of index: Int) -> Rational {
    if sense(ofSmall: index) != nil { return Rational(whole: Int128(sides[index])) }
    return others[index]!.side
  }

  func denominator(of index: Int) -> Int128 {
    sense(ofSmall: index) == nil ? others[index]!.denominator : 1
  }

  /// Columns, increasing, and their numerators.
  func forEachEntry(of index: Int, _ body: (Int32, Int128) throws -> Void) rethrows {
    if sense(ofSmall: index) != nil {
      for at in starts[index]..<starts[index + 1] { try body(columns[at], Int128(values[at])) }
    } else {
      let row = others[index]!
      for (column, value) in zip(row.columns, row.values) { try body(column, value) }
    }
  }

  /// nil: it was forgotten.
  subscript(index: Int) -> CertificateRow? {
    guard let sense = sense(ofSmall: index) else { return others[index] }
    let entries = starts[index]..<starts[index + 1]
    return CertificateRow(
      sense: sense, side: side(of: index), columns: Array(columns[entries]),
      values: values[entries].map { Int128($0) })
  }

  private func sense(ofSmall index: Int) -> CertificateRow.Sense? {
    index < senses.count ? senses[index] : nil
  }
}

extension CertificateRow {
  fileprivate var hasSmallNumbers: Bool {
    denominator == 1 && side.denominator == 1 && Int32(exactly: side.numerator) != nil
      && values.allSatisfy { Int32(exactly: $0) != nil }
  }
}
