import Placement

// preferences.csv, travel.csv and specialty-equivalences.csv

extension CaseReader {
  /// One list per student, by rank, posts before enterprises.
  func readPreferences() -> [[Wish]] {
    var wishes = BestWishes(studentCount: students.values.count)
    guard let table = table(CaseSchema.preferences) else { return wishes.lists }
    let isWide = !table.wishColumns.isEmpty
    if isWide { refuseMixedForms(table) }
    let studentID = table.column("student_id")
    for record in 0..<table.rowCount {
      let student = table.reference(studentID, record, to: students)
      for (rank, column, target) in isWide ? wideWishes(table, record) : longWish(table, record) {
        if let student { wishes.add(target, rank, of: student, table, column, record) }
      }
    }
    return wishes.lists
  }

  /// A row a wish.
  private func longWish(_ table: InputTable, _ record: Int) -> [(Int, InputTable.Column, Target)] {
    let rank = table.column("rank")
    let number = table.whole(rank, record)
    let target = target(table, record)
    guard let number, let target else { return [] }
    return [(number, rank, target)]
  }

  /// A row a student, a column a wish.
  private func wideWishes(_ table: InputTable, _ record: Int) -> [(Int, InputTable.Column, Target)] {
    table.wishColumns.compactMap { rank, column in
      guard let id = table.id(column, record) else { return nil }
      return postOrEnterprise(id, table, column, record).map { (rank, column, $0) }
    }
  }

  private func refuseMixedForms(_ table: InputTable) {
    for name in ["rank", "post_id", "enterprise_id"] where table.column(name).index != nil {
      table.log.add(
        Diagnostic(
          .input, file: table.file, row: table.headerRow, column: table.column(name).header,
          Text(
            zh: "这一列不能与“志愿1”“志愿2”一类的列同时使用",
            en: "this column does not go together with columns like wish_1, wish_2"),
          mend: Text(
            zh: "要么每名学生一行、每个志愿一列，要么每个志愿一行", en: "keep a row a student with a column a wish, or a row a wish"))
      )
    }
  }

  /// What an id means that may be a post's or an enterprise's; nil, with a fault, where it is both or neither.
  private func postOrEnterprise(
    _ id: String, _ table: InputTable, _ column: InputTable.Column, _ record: Int
  ) -> Target? {
    switch (posts.lookup.match(id), enterprises.lookup.match(id)) {
    case (.exact, .exact):
      table.fault(
        column, record, id: id,
        Text(zh: "既是岗位编号又是企业编号", en: "the id is a post's and an enterprise's"),
        mend: Text(zh: "改用“志愿顺序、岗位编号、企业编号”的写法", en: "use the columns rank, post_id and enterprise_id instead")
      )
      return nil
    case (.exact(let post), _): return .post(post)
    case (_, .exact(let enterprise)): return .enterprise(enterprise)
    case (.padded(let post), .unknown):
      table.warnOfRestored(id, column, record)
      return .post(post)
    case (.unknown, .padded(let enterprise)):
      table.warnOfRestored(id, column, record)
      return .enterprise(enterprise)
    case (.unknown, .unknown):
      if posts.isComplete, enterprises.isComplete {
        let files = Text(
          zh: "\(posts.file) 和 \(enterprises.file) ", en: "\(posts.file) and \(enterprises.file)")
        table.fault(
          column, record, id: id, Text(zh: files.zh + "中都没有这个编号", en: files.en + " have no such id"),
          mend: CellMessages.danglingMend(id, posts.file))
      }
      return nil
    default:
      table.faultAmbiguous(id, column, record)
      return nil
    }
  }

  func target(_ table: InputTable, _ record: Int) -> Target? { namedTarget(table, record)?.target }

  /// Exactly one of post_id and enterprise_id; nil, with a fault, otherwise. Either is looked up where it is given.
  func namedTarget(_ table: InputTable, _ record: Int) -> NamedTarget? {
    let (post, enterprise) = (table.column("post_id"), table.column("enterprise_id"))
    let isEmpty = [post, enterprise].map { table.text($0, record).isEmpty }
    let ofPost: Referent = isEmpty[0] ? .unclear : table.referent(post, record, in: posts)
    let ofEnterprise: Referent =
      isEmpty[1] ? .unclear : table.referent(enterprise, record, in: enterprises)
    guard isEmpty[0] != isEmpty[1] else {
      table.fault(
        post, record,
        isEmpty[0]
          ? Text(zh: "没有填写岗位编号，也没有填写企业编号", en: "neither post_id nor enterprise_id is given")
          : Text(zh: "岗位编号和企业编号都填写了", en: "both post_id and enterprise_id are given"),
        mend: Text(zh: "两者填写一个", en: "give exactly one of them"))
      return nil
    }
    return isEmpty[1] ? .post(ofPost) : .enterprise(ofEnterprise)
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
          Text(zh: "这一对片区的距离不止一行", en: "more than one row gives a distance for this pair"),
          rows: [row, table.rowNumber(record)].map { Diagnostic.Place(file: table.file, row: $0) },
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
    table.specialtyCode(table.filledText(column, record), column, record)
  }
}

/// What a row names, a post or an enterprise.
enum NamedTarget: Hashable {
  case post(Referent), enterprise(Referent)

  var referent: Referent {
    switch self {
    case .post(let referent), .enterprise(let referent): referent
    }
  }

  /// Nil where it is none that is there.
  var target: Target? {
    switch self {
    case .post(let referent): referent.index.map { .post($0) }
    case .enterprise(let referent): referent.index.map { .enterprise($0) }
    }
  }
}

/// Every student's wishes; for a target named twice the better rank holds.
private struct BestWishes {
  private var ranks: [[Target: Int]]

  init(studentCount: Int) { ranks = Array(repeating: [:], count: studentCount) }

  mutating func add(
    _ target: Target, _ rank: Int, of student: Int, _ table: InputTable, _ column: InputTable.Column,
    _ record: Int
  ) {
    if let other = ranks[student][target] {
      table.warn(
        column, record,
        Text(zh: "同一目标填了两次，以较前的志愿为准", en: "this student names the target twice: the better rank holds"))
      ranks[student][target] = min(other, rank)
    } else {
      ranks[student][target] = rank
    }
  }

  /// By rank, posts before enterprises.
  var lists: [[Wish]] {
    ranks.map { wishes in
      wishes.map { Wish(rank: $1, target: $0) }.sorted { ($0.rank, $0.target) < ($1.rank, $1.target) }
    }
  }
}
