import Placement

/// Certificates, programs and schools in lists that nothing else in the case knows: a slip of the pen, or a
/// list whose separator is none. They shut posts or students out, hence a warning each.
struct NamesInLists {
  private struct Use {
    var count = 0
    let place: Diagnostic.Place
    let column: String
  }

  private var held: [String: Use] = [:]
  private var required: [String: [Use]] = [:]
  private var programs: Set<String> = []
  private var reserved: [String: [Use]] = [:]

  mutating func noteHeld(
    _ certificates: [String], _ table: InputTable, _ column: InputTable.Column, _ record: Int
  ) {
    for name in certificates {
      if held[name] == nil { held[name] = use(table, column, record) }
      held[name]!.count += 1
    }
  }

  mutating func noteProgram(_ program: String?) {
    if let program { programs.insert(program) }
  }

  mutating func noteRequired(
    _ certificates: [String], _ table: InputTable, _ column: InputTable.Column, _ record: Int
  ) {
    for name in certificates { required[name, default: []].append(use(table, column, record)) }
  }

  mutating func noteReserved(
    _ programs: [String], _ table: InputTable, _ column: InputTable.Column, _ record: Int
  ) {
    for name in programs { reserved[name, default: []].append(use(table, column, record)) }
  }

  private func use(_ table: InputTable, _ column: InputTable.Column, _ record: Int) -> Use {
    Use(place: Diagnostic.Place(file: table.file, row: table.rowNumber(record)), column: column.header)
  }

  /// - Note: certificates that one student alone holds and no post asks for count as unknown only where posts
  ///   ask for any.
  func warn(_ log: DiagnosticLog) {
    for name in required.keys.sorted(by: String.utf8Precedes) where held[name] == nil {
      for use in required[name]! {
        log.add(
          warning(use, Text(zh: "没有学生持有列表中的某项证书", en: "no student holds a certificate of this list")))
      }
    }
    for name in reserved.keys.sorted(by: String.utf8Precedes) where !programs.contains(name) {
      for use in reserved[name]! {
        log.add(
          warning(use, Text(zh: "没有学生属于列表中的某个订单班", en: "no student is of a program of this list")))
      }
    }
    guard !required.isEmpty else { return }
    for name in held.keys.sorted(by: String.utf8Precedes)
    where held[name]!.count == 1 && required[name] == nil {
      log.add(
        warning(
          held[name]!,
          Text(
            zh: "列表中的某项证书没有岗位要求，也没有别的学生持有",
            en: "no post asks for a certificate of this list, and no other student holds it")))
    }
  }

  /// Where a certificate that is none of `listed` stands first, in order of name.
  func firstHolders(notIn listed: Set<String>) -> [(file: String, row: Int, column: String)] {
    held.keys.filter { !listed.contains($0) }.sorted(by: String.utf8Precedes).map {
      (held[$0]!.place.file, held[$0]!.place.row, held[$0]!.column)
    }
  }

  private func warning(_ use: Use, _ message: Text) -> Diagnostic {
    Diagnostic(
      .warning, file: use.place.file, row: use.place.row, column: use.column, message,
      mend: Text(
        zh: "检查写法是否一致；几项之间用分号隔开",
        en: "check that it is written alike everywhere, and several separated by semicolons"))
  }
}

extension CaseReader {
  /// A zone that travel.csv does not know, where exactly one padded with zeros exists, is that one.
  func restoreZones(_ placementCase: inout PlacementCase) {
    let pairs = placementCase.travel.keys
    let from = LostZeros(indices(of: Set(pairs.map(\.from))))
    let to = LostZeros(indices(of: Set(pairs.map(\.to))))
    let fromZones = from.indices.keys.sorted(by: String.utf8Precedes)
    let toZones = to.indices.keys.sorted(by: String.utf8Precedes)
    var counts = (students: 0, posts: 0)
    for index in placementCase.students.indices {
      guard let zone = placementCase.students[index].zone, case .padded(let match) = from.match(zone) else {
        continue
      }
      placementCase.students[index].zone = fromZones[match]
      counts.students += 1
    }
    for index in placementCase.posts.indices {
      guard let zone = placementCase.posts[index].zone, case .padded(let match) = to.match(zone) else {
        continue
      }
      placementCase.posts[index].zone = toZones[match]
      counts.posts += 1
    }
    for (count, file) in [(counts.students, students.file), (counts.posts, posts.file)] where count > 0 {
      log.add(
        Diagnostic(
          .warning, file: file, column: "zone",
          Text(
            zh: "\(count) 个片区编号开头的 0 已丢失，按 \(files.name(of: CaseSchema.travel.file)) 中补上 0 的片区处理",
            en: "\(count) zones have lost their leading zeros and are taken for those of "
              + files.name(of: CaseSchema.travel.file)),
          mend: CellMessages.formatAsText))
    }
  }

  private func indices(of zones: Set<String>) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: zones.sorted(by: String.utf8Precedes).enumerated().map { ($1, $0) })
  }
}
