import Placement

// preferences.csv, travel.csv and specialty-equivalences.csv

extension CaseReader {
  /// One list per student, by rank, posts before enterprises.
  func readPreferences() -> [[Wish]] {
    var best: [[Target: Int]] = Array(repeating: [:], count: students.values.count)
    guard let table = table(CaseSchema.preferences) else { return best.map { _ in [] } }
    let (studentID, rank) = (table.column("student_id"), table.column("rank"))
    for record in 0..<table.rowCount {
      let student = table.reference(studentID, record, to: students)
      let number = table.whole(rank, record)
      let target = target(table, record)
      guard let student, let number, let target else { continue }
      if let other = best[student][target] {
        table.warn(
          rank, record,
          Text(
            zh: "同一目标填了两次，以较前的志愿为准", en: "this student names the target twice: the better rank holds"))
        best[student][target] = min(other, number)
      } else {
        best[student][target] = number
      }
    }
    return best.map { wishes in wishes.map { Wish(rank: $1, target: $0) }.sorted(by: Wish.precedes) }
  }

  /// Exactly one of post_id and enterprise_id; nil, with a fault, otherwise.
  func target(_ table: InputTable, _ record: Int) -> Target? {
    let (post, enterprise) = (table.column("post_id"), table.column("enterprise_id"))
    let isEmpty = [post, enterprise].map { table.text($0, record).isEmpty }
    guard isEmpty[0] != isEmpty[1] else {
      table.fault(
        post, record,
        isEmpty[0]
          ? Text(zh: "没有填写岗位编号，也没有填写企业编号", en: "neither post_id nor enterprise_id is given")
          : Text(zh: "岗位编号和企业编号都填写了", en: "both post_id and enterprise_id are given"),
        mend: Text(zh: "两者填写一个", en: "give exactly one of them"))
      return nil
    }
    if isEmpty[1] {
      return table.reference(post, record, to: posts).map { .post($0) }
    }
    return table.reference(enterprise, record, to: enterprises)
      .map { .enterprise($0) }
  }

  func readTravel() -> [ZonePair: Int32] {
    guard let table = table(CaseSchema.travel) else { return [:] }
    let (from, to) = (table.column("from_zone"), table.column("to_zone"))
    let distance = table.column("distance_km")
    var rows: [ZonePair: Int] = [:]
    var distances: [ZonePair: Int32] = [:]
    rows.reserveCapacity(table.rowCount)
    distances.reserveCapacity(table.rowCount)
    for record in 0..<table.rowCount {
      let first = table.id(from, record)
      let second = table.id(to, record)
      let kilometres = table.decimal(distance, record)
      guard let first, let second, let kilometres else { continue }
      let pair = ZonePair(from: first, to: second)
      if let row = rows[pair] {
        table.fault(
          to, record,
          Text(zh: "这一对片区在第 \(row) 行已有距离", en: "row \(row) gives a distance for this pair already"),
          mend: Text(zh: "只保留一行", en: "keep one of the rows"))
        continue
      }
      rows[pair] = table.rowNumber(record)
      distances[pair] = Int32(kilometres.roundedHalfUp(times: 10))
    }
    return distances
  }

  func readEquivalences() -> [SpecialtyEquivalence] {
    guard let table = table(CaseSchema.equivalences) else { return [] }
    let columns = [table.column("code_a"), table.column("code_b")]
    var found: Set<SpecialtyEquivalence> = []
    for record in 0..<table.rowCount {
      let codes = columns.map { code(table, $0, record) }
      guard let a = codes[0], let b = codes[1] else { continue }
      guard a.length == b.length else {
        table.fault(
          columns[1], record,
          Text(zh: "两个代码的位数不同", en: "the two codes differ in length"),
          mend: Text(zh: "两个都写 2 位、4 位或 6 位", en: "give both 2, both 4 or both 6 digits"))
        continue
      }
      found.insert(SpecialtyEquivalence(a, b))
    }
    return found.sorted {
      ($0.a.description, $0.b.description) < ($1.a.description, $1.b.description)
    }
  }

  private func code(_ table: InputTable, _ column: InputTable.Column, _ record: Int) -> SpecialtyCode? {
    let text = table.filledText(column, record)
    if let code = SpecialtyCode(text) { return code }
    if !text.isEmpty {
      table.fault(
        column, record,
        Text(
          zh: "\(CellShapes.quoted(text))不是 2、4 或 6 位专业代码",
          en: "\(CellShapes.quoted(text)) is no specialty code of 2, 4 or 6 digits"))
    }
    return nil
  }
}

extension Wish {
  /// By rank, posts before enterprises, then index.
  static func precedes(_ a: Wish, _ b: Wish) -> Bool {
    func key(_ wish: Wish) -> (Int, Int, Int) {
      switch wish.target {
      case .post(let index): (wish.rank, 0, index)
      case .enterprise(let index): (wish.rank, 1, index)
      }
    }
    return key(a) < key(b)
  }
}
