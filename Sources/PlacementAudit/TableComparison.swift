import Placement

/// One file of a plan held against what it must be.
struct TableComparison {
  private let expected: ExpectedTable
  private let found: PlanTable
  private let known: KnownWords
  /// Place of each expected column in the file.
  private let place: [Int?]
  private(set) var faults: [AuditFault] = []
  private(set) var cells = 0

  init(_ expected: ExpectedTable, _ found: PlanTable, _ known: KnownWords) {
    self.expected = expected
    self.found = found
    self.known = known
    place = expected.columns.map { found.columns.firstIndex(of: $0) }
    compareColumns()
    compareRows()
  }

  private mutating func add(_ kind: AuditFault.Kind, row: Int? = nil, column: String? = nil, _ message: Text)
  {
    faults.append(AuditFault(kind, file: expected.file, row: row, column: column, message))
  }

  private mutating func compareColumns() {
    guard found.columns != expected.columns else { return }
    for column in expected.columns where !found.columns.contains(column) {
      add(.file, row: 1, column: column, Text(zh: "缺少这一列", en: "the column is missing"))
    }
    let extra = found.columns.count - place.compactMap { $0 }.count
    add(
      .file, row: 1,
      extra > 0
        ? Text(zh: "多出 \(extra) 列", en: "\(extra) columns too many")
        : Text(zh: "各列与规定不符", en: "the columns are not those of the contract, in its order"))
  }

  /// Row by row where the keys agree; else what is missing, too many or out of order first.
  private mutating func compareRows() {
    let keys = expected.rows.map { row in
      row.prefix(expected.keyColumns).map { cell in
        if case .text(let text) = cell { text } else { "" }
      }
    }
    let foundKeys = found.rows.map { row in
      place.prefix(expected.keyColumns).map { column in
        column.flatMap { $0 < row.count ? row[$0] : nil } ?? ""
      }
    }
    if keys == foundKeys {
      for index in keys.indices { compareCells(index, index) }
    } else {
      compareByKey(keys, foundKeys)
    }
  }

  private mutating func compareByKey(_ keys: [[String]], _ foundKeys: [[String]]) {
    let wanted = Dictionary(
      keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var seen = [Bool](repeating: false, count: keys.count)
    var last = -1
    for (row, key) in foundKeys.enumerated() {
      guard let index = wanted[key] else {
        add(
          .row, row: row + 2, column: expected.columns[0], Text(zh: "不该有这一行", en: "no such row belongs here"))
        continue
      }
      if seen[index] {
        add(.row, row: row + 2, column: expected.columns[0], Text(zh: "重复的行", en: "the row is there twice"))
        continue
      }
      if index < last {
        add(
          .row, row: row + 2, column: expected.columns[0], Text(zh: "行的次序不对", en: "the row is out of order"))
      }
      seen[index] = true
      last = max(last, index)
      compareCells(index, row)
    }
    for index in keys.indices where !seen[index] {
      let id = keys[index].joined(separator: " ")
      add(.row, column: expected.columns[0], Text(zh: "缺少一行：\(id)", en: "a row is missing: \(id)"))
    }
  }

  private mutating func compareCells(_ index: Int, _ row: Int) {
    let cellsFound = found.rows[row]
    if cellsFound.count != found.columns.count {
      add(
        .row, row: row + 2,
        Text(
          zh: "应有 \(found.columns.count) 格，实有 \(cellsFound.count) 格",
          en: "expected \(found.columns.count) cells, found \(cellsFound.count)"))
    }
    for (number, cell) in expected.rows[index].enumerated() {
      guard let column = place[number], column < cellsFound.count else { continue }
      cells += 1
      guard !cell.admits(cellsFound[column]) else { continue }
      let name = expected.columns[number]
      add(.cell, row: row + 2, column: name, known.difference(cell, cellsFound[column], column: name))
    }
  }
}

/// What may be repeated in a message: ids of posts and enterprises, words of the contract, small numbers.
/// A file with its columns mixed up has names anywhere, so everything else stays unsaid.
struct KnownWords {
  private let ids: Set<String>
  private static let personal: Set<String> = [
    "student_name", "class_name", "teacher", "supervisor_name", "teacher_name", "supervisors", "note",
    "detail", "distance_km", "enterprise_name", "address",
    "alternatives_detail", "wishes", "team", "contact",
  ]

  init(_ placementCase: PlacementCase) {
    let language = placementCase.policy.language
    func words<W: Word>(_: W.Type) -> [String] { W.allCases.map { $0(language) } }
    ids = Set(
      placementCase.posts.map(\.id) + placementCase.enterprises.map(\.id) + words(Rule.self)
        + words(MatchLevel.self) + words(PlacementStatus.self) + words(UnplacedReason.self)
        + words(QuotaKind.self) + words(LimitTerm.self) + words(YesNo.self) + words(PlanWord.self)
        + words(SupplySignal.self) + words(SubsidyState.self)
        + words(SubsidyScheme.Payee.self) + words(UnsupervisedReason.self)
        + words(YearlyIndicator.self) + words(FigureOrigin.self))
  }

  func difference(_ cell: ExpectedCell, _ found: String, column: String) -> Text {
    if KnownWords.personal.contains(column) {
      return Text(zh: "与按基础数据重算的结果不符", en: "is not what the case says")
    }
    let said = saying(found)
    switch cell {
    case .text(let text):
      let wanted = text.isEmpty ? Text(zh: "空", en: "nothing") : Text(zh: "“\(text)”", en: "\"\(text)\"")
      return Text(zh: "应为", en: "expected ") + wanted + Text(zh: "，实为", en: ", found ") + said
    case .oneOf(let texts):
      return Text(zh: "应为其中之一：\(texts.joined(separator: "、"))；实为", en: "expected one of \(texts), found ")
        + said
    case .sentence, .ending: return Text(zh: "不应为空", en: "must not be empty")
    case .wholeNumberOrEmpty(let most):
      return Text(
        zh: "应为空或 0 至 \(most) 的整数，实为", en: "expected nothing or a whole number from 0 to \(most), found ")
        + said
    case .wholeNumber(let range):
      return Text(
        zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数，实为",
        en: "expected a whole number from \(range.lowerBound) to \(range.upperBound), found ") + said
    }
  }

  private func saying(_ found: String) -> Text {
    if found.isEmpty { return Text(zh: "空", en: "nothing") }
    let isSmallNumber = found.utf8.count <= 7 && found.utf8.allSatisfy { (45...57).contains($0) && $0 != 47 }
    let isKnown = found.split(separator: ";").allSatisfy { ids.contains(String($0)) }
    return isSmallNumber || isKnown
      ? Text(zh: "“\(found)”", en: "\"\(found)\"") : Text(zh: "别的内容", en: "something else")
  }
}
