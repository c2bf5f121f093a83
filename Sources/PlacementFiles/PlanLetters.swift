import Foundation
import Placement

/// A text for everybody whom a plan is about: each student, each host with its students, each school with its own.
public struct PlanLetters: Sendable {
  /// Why no letters can be made of the plan.
  public let diagnostics: [Diagnostic]
  /// In order of file name.
  public let files: [(name: String, data: Data)]
  /// How many there are of each kind.
  public let counts: [LetterKind: Int]

  /// `kind, id, name, school_id, file, text`: what a mail merge takes.
  static let indexName = PlanSchema.letters.file
}

/// Makes the letters of a plan, in the plan's language. Nobody's letter tells of anybody else but a host's of the students it
/// takes and a school's of its own.
public func planLetters(at folder: URL) -> PlanLetters {
  let plan = readPlanFolder(at: folder)
  let (assignments, faults) = plan.assignments(having: LetterWriter.needed, in: folder)
  guard let table = assignments else { return PlanLetters(diagnostics: faults, files: [], counts: [:]) }
  return LetterWriter(table, plan).letters
}

/// Writes the letters of a plan, row by row of its assignments.csv.
struct LetterWriter {
  /// What letters tell of.
  static let needed = [
    "student_id", "student_name", "school_id", "school_name", "class_name", "teacher", "supervisor_name",
    "status",
    "post_id", "post_title", "enterprise_id", "enterprise_name", "district", "address", "match",
    "preference_rank", "monthly_pay", "start_date", "end_date", "previous_post_id", "alternatives_detail",
    "team", "contact", "reason",
  ]

  let cells: Cells
  /// By student: what closes the posts, where a letter may tell.
  private let obstacles: [String: Text]
  /// By student: why the post is another than was told.
  private let changes: [String: String]
  /// By post that somebody has: its host and its work.
  private let posts: [String: String]
  /// By post: its work.
  private let titles: [String: String]
  /// Every district's name, and without 区, 县 or 市 behind it: an address that has one of them says where it is.
  private let districts: Set<String>
  /// The plan's name, over every letter.
  private let title: String
  let language: Language

  init(_ table: PlanTable, _ plan: PlanFolder) {
    let language = plan.language
    let (cells, without) = (Cells(table), Cells(plan.table(PlanSchema.unplaced.file)))
    let moved = Cells(plan.table(PlanSchema.changes.file))
    let quotas = Cells(plan.table(PlanSchema.quotas.file))
    self.cells = cells
    obstacles = Dictionary(
      without.rows.compactMap { row in Self.obstacle(row, without).map { (without[row, "student_id"], $0) } },
      uniquingKeysWith: { first, _ in first })
    self.changes = Dictionary(
      moved.rows.map { (moved[$0, "student_id"], moved[$0, "serves"]) },
      uniquingKeysWith: { first, _ in first })
    posts = Dictionary(
      cells.rows.map { row in
        let names = [cells[row, "enterprise_name"], cells[row, "post_title"]].filter { !$0.isEmpty }
        return (cells[row, "post_id"], names.joined(separator: Text.comma(language)))
      }, uniquingKeysWith: { first, _ in first })
    let names = Set(cells.rows.map { cells[$0, "district"] }.filter { !$0.isEmpty })
    districts = names.union(
      names.filter { $0.count > 2 && "区县市".contains($0.last!) }.map { String($0.dropLast()) })
    titles = Dictionary(
      quotas.rows.filter { QuotaKind(word: quotas[$0, "kind"]) == .post }.map {
        (quotas[$0, "id"], quotas[$0, "name"])
      }, uniquingKeysWith: { first, _ in first })
    title = plan.summary?.name ?? ""
    self.language = language
  }

  var letters: PlanLetters {
    let students = cells.rows.map(student)
    let enterprises = cells.groups(by: "enterprise_id").map { enterprise($0.id, $0.rows) }
    let schools = cells.groups(by: "school_id").map { school($0.id, $0.rows) }
    let all = students + enterprises + schools
    let pages = LetterPages(language: language)
    var files = all.map { ($0.file, Data($0.text.utf8)) }
    for (school, own) in zip(schools, cells.groups(by: "school_id")) {
      files.append((page(school.file), pages.html(school.name, [school] + own.rows.map { students[$0] })))
    }
    if !enterprises.isEmpty {
      files.append(("enterprises.html", pages.html(word("企业", "Enterprises"), enterprises)))
    }
    let index = PlanTable(
      file: PlanLetters.indexName, columns: PlanSchema.letters.columns.map(\.name),
      rows: all.map { [$0.kind(language), $0.id, $0.name, $0.schoolID, $0.file, $0.text] })
    files.append((index.file, csvData(table: index, language: language)))
    return PlanLetters(
      diagnostics: [], files: files.sorted { String.utf8Precedes($0.0, $1.0) },
      counts: [.student: students.count, .enterprise: enterprises.count, .school: schools.count])
  }

  private func page(_ file: String) -> String { file.dropLast(4) + ".html" }

  // MARK: Words

  func word(_ zh: String, _ en: String) -> String { Text(zh: zh, en: en)(language) }

  /// `单位：某某`; nil where there is nothing to say.
  private func line(_ zh: String, _ en: String, _ value: String) -> String? {
    value.isEmpty ? nil : word(zh + "：", en + ": ") + value
  }

  func heading(_ zh: String, _ en: String) -> String {
    let own = word(zh, en)
    return title.isEmpty ? own : title + word("　", " – ") + own
  }

  func list(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: word("，", ", "))
  }

  // MARK: A student

  private func student(_ row: Int) -> Letter {
    let status = PlacementStatus(word: cells[row, "status"]) ?? .unplaced
    let id = cells[row, "student_id"]
    let name = cells[row, "student_name"].isEmpty ? id : cells[row, "student_name"]
    let about =
      switch status {
      case .unplaced: withoutPost(row)
      case .excluded: toldBefore(row)
      default: post(row)
      }
    let lines =
      [
        list([
          name == id ? id : word("\(name)（\(id)）", "\(name) (\(id))"), schoolName(row),
          cells[row, "class_name"],
        ]), "",
        LetterSentence.news(status)(language),
      ] + about
    return Letter(
      kind: .student, id: id, name: cells[row, "student_name"], schoolID: cells[row, "school_id"],
      heading: heading("实习安排通知", "Your training placement"),
      lines: status == .excluded ? lines : lines + ["", LetterSentence.askTheSchool(language)])
  }

  private func post(_ row: Int) -> [String] {
    // Who has found the place knows why.
    let isOwn = PlacementStatus(word: cells[row, "status"]) == .selfArranged
    let why =
      isOwn
      ? nil
      : LetterSentence.why(
        match: MatchLevel(word: cells[row, "match"]),
        rank: cells[row, "preference_rank"].isEmpty ? nil : cells[row, "preference_rank"],
        isTeam: !cells[row, "team"].isEmpty)
    let about = [
      line("单位", "Host", cells[row, "enterprise_name"]), line("岗位", "Work", cells[row, "post_title"]),
      line("地址", "Where", place(row)),
      line("时间", "When", period(row)), line("报酬", "Pay", pay(row)),
      line("单位联系人", "Contact at the host", cells[row, "contact"]),
    ]
    let reason = why.map { word("安排理由：", "Why there: ") + $0(language) + word("。", ".") }
    let lines = (about + teachers(row).map { line($0.zh, $0.en, $0.name) } + [reason]).compactMap { $0 }
    return lines + (isOwn ? [] : toldBefore(row)) + ["", LetterSentence.beforeTheStart(language)]
  }

  /// Who supervises the student; and who answers for the student at the school, where that is somebody else.
  private func teachers(_ row: Int) -> [(zh: String, en: String, name: String)] {
    let (supervisor, teacher) = (cells[row, "supervisor_name"], cells[row, "teacher"])
    guard !supervisor.isEmpty, !teacher.isEmpty, supervisor != teacher else {
      return [("指导教师", "Teacher", supervisor.isEmpty ? teacher : supervisor)]
    }
    return [("校方指导教师", "Supervisor", supervisor), ("指导教师", "Teacher", teacher)]
  }

  /// Which post the student was told before, why it holds no longer, and that it does not; empty for whoever keeps it.
  private func toldBefore(_ row: Int) -> [String] {
    let (student, former) = (cells[row, "student_id"], cells[row, "previous_post_id"])
    guard !former.isEmpty, former != cells[row, "post_id"], former != SelfArranged.postID(of: student) else {
      return []
    }
    // Who takes no part has been told so.
    let isExcluded = PlacementStatus(word: cells[row, "status"]) == .excluded
    let why = isExcluded ? nil : LetterSentence.whyMoved(changes[student] ?? "")?(language)
    return [
      word("原来告知的岗位：", "The post that you were told before: ") + name(ofFormer: former)
        + word("。", ".") + (why.map { word("", " ") + $0 } ?? ""),
      LetterSentence.formerIsGone(language),
    ]
  }

  /// Its host and its work; of a post that nobody has now its work and its id.
  private func name(ofFormer post: String) -> String {
    if let name = posts[post] { return name }
    guard let work = titles[post], !work.isEmpty else { return post }
    return word("\(work)（\(post)）", "\(work) (\(post))")
  }

  /// The address, behind the host's district where it names none: the work may be in another.
  private func place(_ row: Int) -> String {
    let (district, address) = (cells[row, "district"], cells[row, "address"])
    if districts.contains(where: { address.contains($0) }) { return address }
    return [district, address].filter { !$0.isEmpty }.joined(separator: word("", ", "))
  }

  func period(_ row: Int) -> String {
    let (first, last) = (cells[row, "start_date"], cells[row, "end_date"])
    return first.isEmpty ? "" : word("\(first) 至 \(last)", "\(first) to \(last)")
  }

  private func pay(_ row: Int) -> String {
    let pay = cells[row, "monthly_pay"]
    return pay.isEmpty ? "" : word("每月 \(pay) 元", "\(pay) yuan a month")
  }

  private func withoutPost(_ row: Int) -> [String] {
    let reason = UnplacedReason(word: cells[row, "reason"])
    let room = cells[row, "alternatives_detail"].split(separator: ";").map { "    " + String($0) }
    let obstacle = reason == .noOpenPost ? obstacles[cells[row, "student_id"]] : nil
    let why = [
      reason.map { word("原因：", "Why: ") + LetterSentence.why($0)(language) },
      obstacle?(language),
    ].compactMap { $0 }
    return why + toldBefore(row) + ["", word("现在可以这样做：", "What you can do now:")]
      + (room.isEmpty ? [] : ["  – " + LetterSentence.postsWithRoom(reason)(language)] + room)
      + (reason == .team ? ["  – " + LetterSentence.withoutTheTeam(language)] : [])
      + ["  – " + LetterSentence.findAlone(language)]
      + (line("指导教师", "Teacher", cells[row, "teacher"]).map { ["", $0] } ?? [])
  }

  /// What a row of unplaced.csv says of the posts, for the student: where none matches, the nearest is one of another
  /// specialty, and what closes that says nothing.
  private static func obstacle(_ row: Int, _ unplaced: Cells) -> Text? {
    let nothing = PlanSentence.noMatchingPost
    if [nothing.zh, nothing.en].contains(unplaced[row, "detail"]) { return LetterSentence.noMatchingPost }
    return Rule(word: unplaced[row, "nearest_blocked_by"]).flatMap(LetterSentence.nearestIsClosed)
  }

  func schoolName(_ row: Int) -> String {
    cells[row, "school_name"].isEmpty ? cells[row, "school_id"] : cells[row, "school_name"]
  }

  // MARK: A host

  /// Whom to expect, when and with which teacher; neither where they live nor what they wished for.
  private func enterprise(_ id: String, _ rows: [Int]) -> Letter {
    let posts = Dictionary(grouping: rows) { row in
      [
        cells[row, "post_title"], place(row), period(row),
        pay(row),
      ]
    }
    let lists = posts.keys.sorted { $0.lexicographicallyPrecedes($1, by: String.utf8Precedes) }.flatMap {
      key in
      ["", list(key) + word("：", ":")]
        + posts[key]!.enumerated().map { number, row in "  \(number + 1). " + intern(row) }
    }
    let count = rows.count
    return Letter(
      kind: .enterprise, id: id, name: cells[rows[0], "enterprise_name"], schoolID: "",
      heading: heading("实习学生名单", "Your interns"),
      lines: [
        word(
          "\(cells[rows[0], "enterprise_name"])（\(id)）：安排到贵单位实习的学生共 \(count) 名。",
          "\(cells[rows[0], "enterprise_name"]) (\(id)): \(count) \(count == 1 ? "student comes" : "students come") to "
            + "you.")
      ] + lists + ["", LetterSentence.toTheHost(language)])
  }

  private func intern(_ row: Int) -> String {
    let teachers = teachers(row).filter { !$0.name.isEmpty }.map {
      word($0.zh, $0.en.lowercased()) + " " + $0.name
    }
    return list([
      cells[row, "student_name"], cells[row, "student_id"], schoolName(row), cells[row, "class_name"],
      teachers.joined(separator: word("、", ", ")),
    ])
  }
}
