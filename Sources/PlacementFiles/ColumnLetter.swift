/// A column's letter, as a spreadsheet has it.
enum ColumnLetter {
  static func of(_ index: Int) -> String {
    var (letters, rest) = ("", index + 1)
    while rest > 0 {
      letters = String(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
