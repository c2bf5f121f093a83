import Placement

/// The column names that a file's header may use, in both languages.
struct HeaderNames {
  private var names: [String: String] = [:]
  private let hasWishes: Bool

  init(_ schema: TableSchema) {
    for column in schema.columns.reversed() {
      for word in column.alsoRead + [column.chinese] { names[word] = column.name }
    }
    for column in schema.columns { names[column.name] = column.name }
    hasWishes = schema.file == CaseSchema.preferences.file
  }

  /// A header as it compares: trimmed, NFKC-normalised, without the characters without width that came along.
  static func normalised(_ header: String) -> String {
    Normalisation.normalised(ZeroWidth.removed(from: header))
  }

  /// The column that a header means; `header` is trimmed and normalised.
  func name(of header: String) -> String? {
    if let name = names[header] ?? names[header.lowercased()] { return name }
    return hasWishes ? WishColumn.number(header).map(WishColumn.name) : nil
  }

  /// What a header that nobody knows was probably meant to be: a slip or two of the keyboard away.
  func nearest(to header: String) -> String? {
    guard (3...40).contains(header.count),
      let word = EditDistance.nearest(to: header, in: names.keys.sorted(by: String.utf8Precedes)),
      EditDistance.between(Array(header.lowercased()), Array(word)) <= (word.count > 5 ? 2 : 1)
    else { return nil }
    return word
  }
}

/// Columns of wishes where a student has one row: `wish_1`, 志愿1, 第一志愿.
enum WishColumn {
  private static let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]

  static func name(_ number: Int) -> String { "wish_\(number)" }

  static func schema(_ number: Int) -> ColumnSchema {
    ColumnSchema(
      name(number), "志愿\(number)", .id, zh: "第 \(number) 志愿：岗位或企业的编号。",
      en: "Wish \(number): the id of a post or an enterprise.")
  }

  /// What the first columns of wishes are called, each with its name.
  static var words: [(word: String, column: String)] {
    (1...20).flatMap { [(name($0), name($0)), ("志愿\($0)", name($0))] }
      + numerals.enumerated().map { ("第\($1)志愿", name($0 + 1)) }
  }

  /// The rank of the wishes in such a column; nil for any other header.
  static func number(_ header: String) -> Int? {
    let lowered = header.lowercased()
    if let index = numerals.firstIndex(where: { "第\($0)志愿" == lowered }) { return index + 1 }
    for prefix in ["wish_", "志愿"] where lowered.hasPrefix(prefix) {
      let digits = lowered.dropFirst(prefix.count)
      guard digits.utf8.allSatisfy(\.isDigit), digits.utf8.count <= 4 else { return nil }
      return Int(digits).flatMap { $0 > 0 ? $0 : nil }
    }
    return nil
  }
}

/// The column names of every table that a case may hold: two of one table in one row are a header.
struct KnownHeaders {
  static let shared = KnownHeaders()

  /// By name as written, English in lower case: the tables that have it, a bit each, and the column.
  private var tables: [String: (bits: UInt64, column: String)] = [:]
  private var lengths: Set<Int> = []
  /// By the first bytes: nearly all cells are told from a name by them.
  private var beginnings = [Bool](repeating: false, count: 1 << 16)

  private init() {
    for (index, table) in CaseSchema.tables.enumerated() {
      for column in table.columns {
        for word in [column.name, column.chinese] + column.alsoRead { add(word, column.name, index) }
      }
      guard table.file == CaseSchema.preferences.file else { continue }
      for (word, column) in WishColumn.words { add(word, column, index) }
    }
    beginnings[Self.beginning([0xEF, 0xBB, 0xBF])] = true  // a mark in the middle: two files joined
  }

  private mutating func add(_ word: String, _ column: String, _ table: Int) {
    tables[word, default: (0, column)].bits |= 1 << UInt64(table)
    lengths.insert(word.utf8.count)
    beginnings[Self.beginning(Array(word.utf8)[...])] = true
  }

  /// Where two or three bytes stand among the beginnings, whatever the case of letters.
  @inline(__always) private static func beginning(_ bytes: ArraySlice<UInt8>) -> Int {
    var place = 0
    for byte in bytes.prefix(3) {
      let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      place = place << 5 ^ Int(isCapital ? byte | 0x20 : byte)
    }
    return place & 0xFFFF
  }

  /// Whether a record has two column names of one table.
  func isHeader(_ records: TableRecords, _ record: Int) -> Bool {
    var found: [(bits: UInt64, column: String)] = []
    for cell in records.cells(record) where cell.length >= 2 && cell.length <= 64 {
      guard beginnings[Self.beginning(records.bytes[cell.range])] else { continue }
      // As it stands: of a city's every cell, normalising takes as long as all other reading.
      let text = Normalisation.trimmed(records.string(cell))
      guard let first = text.utf8.first, lengths.contains(text.utf8.count),
        let known = tables[first < 0x80 ? text.lowercased() : text]
      else { continue }
      if found.contains(where: { $0.column != known.column && $0.bits & known.bits != 0 }) { return true }
      found.append(known)
    }
    return false
  }
}
