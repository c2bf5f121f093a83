import Placement

/// What a file's rows have become, by id.
struct Registry<Value> {
  /// Sorted by the UTF-8 bytes of the id.
  private(set) var values: [Value] = []
  private(set) var lookup = LostZeros([:])
  /// False where rows are lost to faults: an unknown id is then nobody's fault.
  private(set) var isComplete = false
  /// Of the file: nobody knows what its rows say there.
  private var missingColumns: Set<String> = []
  /// What the file is called where it lies.
  let file: String
  private let idHeader: String
  private let firstRows: [String: Int]

  var indices: [String: Int] { lookup.indices }

  /// Whether all rows are there, and what each of them says in these needed columns.
  func knows(_ columns: String...) -> Bool { isComplete && missingColumns.isDisjoint(with: columns) }

  /// Whether an id that no row has is that of a row lost to faults, and not of one that is there: no zeros make it one.
  func mayHaveLost(_ id: String) -> Bool {
    !isComplete && lookup.match(id) == .unknown && lookup.withoutSomeZeros(id) == nil
  }

  /// The row of every value.
  var rows: [Int] {
    var rows = [Int](repeating: 0, count: values.count)
    for (id, index) in indices { rows[index] = firstRows[id] ?? 0 }
    return rows
  }

  /// Of a file that is not there, or cannot be read.
  init(file: String) {
    self.file = file
    idHeader = ""
    firstRows = [:]
  }

  init(
    _ rows: [(id: String, value: Value)], of table: InputTable, _ column: InputTable.Column, _ ids: UniqueIDs
  ) {
    let sorted = rows.sorted { String.utf8Precedes($0.id, $1.id) }
    values = sorted.map(\.value)
    lookup = LostZeros(Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.id, $0) }))
    missingColumns = table.missingColumns
    // A header that lacks columns, and no row below it yet, is not the table that others refer to.
    isComplete =
      table.isComplete && !table.isBeyondRepair && !column.isMissing
      && (missingColumns.isEmpty || table.rowCount > 0)
    file = table.file
    idHeader = column.header
    firstRows = ids.firstRows
  }

  /// - Parameter change: what becomes of each value; its id stays.
  mutating func update(_ change: (inout Value) -> Void) {
    for index in values.indices { change(&values[index]) }
  }

  /// A fault of this file: `id` has lost the zeros that others still have in front of it.
  func zerosLost(_ id: String) -> Diagnostic {
    Diagnostic(
      .input, file: file, row: firstRows[id], column: idHeader, id: id, CellMessages.zerosLostHere,
      mend: CellMessages.formatAsText)
  }
}

/// Unique ids of a file, each with its first row.
struct UniqueIDs {
  private(set) var firstRows: [String: Int] = [:]

  /// Nil, with a fault, where the id is empty, unusable or there already.
  mutating func take(_ table: InputTable, _ column: InputTable.Column, _ record: Int) -> String? {
    guard let id = table.id(column, record) else { return nil }
    return take(id, as: id, table, column, record) ? id : nil
  }

  /// - Parameter key: what must be unique; two ways of writing one id have one.
  mutating func take(
    _ key: String, as id: String, _ table: InputTable, _ column: InputTable.Column, _ record: Int
  ) -> Bool {
    let row = table.rowNumber(record)
    if let first = firstRows[key] {
      table.fault(
        column, record, id: id, CellMessages.duplicate,
        rows: [first, row].map { Diagnostic.Place(file: table.file, row: $0) },
        mend: Text(zh: "删去一行，或改正编号", en: "remove one of the rows or correct its id"))
      return false
    }
    guard !table.isBeyondRepair else { return false }
    firstRows[key] = row
    return true
  }
}

/// What a cell refers to.
enum Referent: Hashable {
  /// The index of what it is.
  case known(Int)
  /// A row that its table has lost to faults, by the id: none of those that are there.
  case lost(String)
  /// Nobody knows: the cell is at fault, or zeros may be lost.
  case unclear

  var index: Int? {
    if case .known(let index) = self { index } else { nil }
  }

  var isLost: Bool {
    if case .lost = self { true } else { false }
  }
}

extension InputTable {
  /// The index of what a cell refers to; nil, with a fault, where there is no such id.
  ///
  /// Where leading zeros are lost and one id alone has them, it is that one, with a warning.
  func reference<Value>(_ column: Column, _ record: Int, to registry: Registry<Value>) -> Int? {
    guard let id = id(column, record) else { return nil }
    return index(of: id, column, record, in: registry)
  }

  func referent<Value>(_ column: Column, _ record: Int, in registry: Registry<Value>) -> Referent {
    guard let id = id(column, record) else { return .unclear }
    if let index = index(of: id, column, record, in: registry) { return .known(index) }
    return registry.mayHaveLost(id) ? .lost(id) : .unclear
  }

  func index<Value>(of id: String, _ column: Column, _ record: Int, in registry: Registry<Value>) -> Int? {
    switch registry.lookup.match(id) {
    case .exact(let index): return index
    case .padded(let index):
      warnOfRestored(id, column, record)
      return index
    case .ambiguous: faultAmbiguous(id, column, record)
    case .unknown where registry.isComplete:
      if let shorter = registry.lookup.withoutSomeZeros(id) {
        log.addOnce(registry.zerosLost(shorter))
      } else {
        faultDangling(id, column, record, in: registry.file)
      }
    case .unknown: break
    }
    return nil
  }

  func warnOfRestored(_ id: String, _ column: Column, _ record: Int) {
    warn(column, record, id: id, CellMessages.restored, mend: CellMessages.formatAsText)
  }

  func faultAmbiguous(_ id: String, _ column: Column, _ record: Int) {
    fault(column, record, id: id, CellMessages.ambiguousZeros, mend: CellMessages.formatAsText)
  }

  func faultDangling(_ id: String, _ column: Column, _ record: Int, in file: String) {
    fault(column, record, id: id, CellMessages.dangling(file), mend: CellMessages.danglingMend(id, file))
  }
}
