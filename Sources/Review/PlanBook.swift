import Foundation
import Placement
import PlacementFiles

/// A student's row of a plan, its cells by the English names of their columns.
public final class PlanStudent: Sendable {
  let columns: [String: Int]
  let cells: [String]
  public let status: PlacementStatus
  public let id: String
  public let school: String
  public let post: String
  /// Why there is no post; nil for those who have one.
  public let reason: UnplacedReason?
  /// Id and name in small letters: where a search looks.
  let searched: String

  init(columns: [String: Int], cells: [String], status: PlacementStatus) {
    (self.columns, self.cells, self.status) = (columns, cells, status)
    func cell(_ column: String) -> String { columns[column].map { cells[$0] } ?? "" }
    (id, school, post) = (cell("student_id"), cell("school_id"), cell("post_id"))
    reason = UnplacedReason(word: cell("reason"))
    searched = (id + "\n" + cell("student_name")).lowercased()
  }

  /// Empty where the plan has no such column.
  public subscript(column: String) -> String {
    columns[column].flatMap { cells.indices.contains($0) ? cells[$0] : nil } ?? ""
  }

  public func list(_ column: String) -> [String] {
    self[column].split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Tenths of a kilometre; nil without a distance.
  var distance: Int? { Double(self["distance_km"]).map { Int(($0 * 10).rounded()) } }
}

/// A plan as it was read, with the posts and enterprises of its case: never changed, shared by all pages.
public final class PlanBook: Sendable {
  public let folder: URL
  /// SHA-256 of assignments.csv: what an approval is of.
  public let id: String
  public let language: Language
  public let summary: PlanSummary
  /// In order of id.
  public let students: [PlanStudent]
  let indices: [String: Int]
  /// Rows of unplaced.csv and changes.csv by student.
  let unplaced: [String: [String: String]]
  let changes: [String: [String: String]]
  /// Rows of quotas.csv, in its order, by kind and id.
  let quotas: [String: [String: String]]
  public let posts: [Post]
  public let enterprises: [Enterprise]
  public let schools: [(id: String, name: String)]
  /// Orders of ``students`` by what they may be sorted by.
  let orders: [StudentQuery.Sort: [Int]]
  /// Who is at a post or an enterprise, and who asked for it, by its id: indices into ``students``.
  private let placed: [String: [Int]]
  private let wishing: [String: [Int]]
  /// SHA-256 of every school's rows.
  private let lists: [String: String]
  /// The names of the plan's files.
  public let files: [String]
  /// SHA-256 of what the plan was made from, by file.
  let inputs: [String: String]

  /// Reads a plan and, of its case, posts and enterprises.
  /// - Throws: ``ReadingFault`` where either cannot be read.
  public init(plan folder: URL, of caseFolder: URL) throws {
    let plan = readPlanFolder(at: folder)
    if let fault = plan.diagnostics.first(where: \.isFault) { throw ReadingFault(text: fault.message) }
    guard let table = plan.table("assignments.csv"), let hash = plan.hashes["assignments.csv"],
      let summary = plan.otherFiles["summary.json"].flatMap({
        try? JSONDecoder().decode(PlanSummary.self, from: $0)
      })
    else {
      throw ReadingFault(text: Text(zh: "\(folder.path) 不是方案文件夹", en: "\(folder.path) is no plan"))
    }
    let reading = readCase(at: caseFolder)
    if let fault = reading.diagnostics.first(where: \.isFault) { throw ReadingFault(text: fault.message) }
    self.folder = folder.resolvingSymlinksInPath()
    id = hash
    language = plan.language
    self.summary = summary
    let columns = Self.indices(table)
    students = table.rows.map { row in
      let word = columns["status"].map { row[$0] } ?? ""
      return PlanStudent(columns: columns, cells: row, status: PlacementStatus(word: word) ?? .unplaced)
    }.sorted { String.utf8Precedes($0.id, $1.id) }
    indices = Dictionary(students.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    unplaced = Self.rows(plan.table("unplaced.csv"), by: ["student_id"])
    changes = Self.rows(plan.table("changes.csv"), by: ["student_id"])
    quotas = Self.rows(plan.table("quotas.csv"), by: ["kind", "id"])
    posts = (reading.placementCase?.posts ?? []).sorted { String.utf8Precedes($0.id, $1.id) }
    enterprises = reading.placementCase?.enterprises ?? []
    schools = Dictionary(
      students.map { ($0.school, $0["school_name"]) }, uniquingKeysWith: { first, _ in first }
    ).sorted { String.utf8Precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
    placed = Self.index(students) { [$0.post, $0["enterprise_id"]] }
    wishing = Self.index(students) { $0.list("wishes") }
    lists = Dictionary(grouping: students, by: \.school).mapValues { rows in
      LogEntry.hash(rows.flatMap(\.cells))
    }
    orders = StudentQuery.Sort.orders(of: students)
    files = plan.hashes.keys.sorted(by: String.utf8Precedes)
    inputs = plan.inputHashes ?? [:]
  }

  private static func index(
    _ students: [PlanStudent], _ keys: (PlanStudent) -> [String]
  ) -> [String: [Int]] {
    var found: [String: [Int]] = [:]
    for (index, student) in students.enumerated() {
      for key in Set(keys(student)) where !key.isEmpty { found[key, default: []].append(index) }
    }
    return found
  }

  /// Who is at a post or an enterprise, in order of id.
  public func students(at id: String) -> [PlanStudent] { (placed[id] ?? []).map { students[$0] } }

  /// Who asked for any of some posts or enterprises, in order of id.
  public func students(wishing ids: Set<String>) -> [PlanStudent] {
    Set(ids.flatMap { wishing[$0] ?? [] }).sorted().map { students[$0] }
  }

  private static func indices(_ table: PlanTable) -> [String: Int] {
    Dictionary(table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func rows(_ table: PlanTable?, by key: [String]) -> [String: [String: String]] {
    guard let table else { return [:] }
    let columns = indices(table)
    return Dictionary(
      table.rows.map { row in
        let cells = columns.mapValues { row.indices.contains($0) ? row[$0] : "" }
        return (Self.key(key.map { cells[$0] ?? "" }), cells)
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func key(_ parts: [String]) -> String { parts.joined(separator: "\u{1F}") }

  /// What quotas.csv says of an enterprise, a job group or a post; empty where nothing.
  public func quota(_ kind: QuotaKind, _ id: String) -> [String: String] {
    quotas[Self.key([kind.text(language), id])] ?? [:]
  }

  /// SHA-256 of a school's rows: an approval holds as long as its list is this one.
  public func list(ofSchool school: String) -> String { lists[school] ?? "" }

  public func schoolName(_ id: String) -> String { schools.first { $0.id == id }?.name ?? "" }
}

/// A plan or a case that cannot be shown.
public struct ReadingFault: Error, Sendable {
  public let text: Text
}

/// A plan as one account sees it.
public struct PlanView: Sendable {
  public let book: PlanBook
  public let scope: Scope

  public init(_ book: PlanBook, _ scope: Scope) {
    self.book = book
    self.scope = scope
  }

  /// Everybody whom the account may see, in order of id.
  public var students: [PlanStudent] { book.students.filter { scope.maySee(school: $0.school) } }

  /// Nil where there is no such student, or it is somebody else's: nobody can tell which.
  public func student(_ id: String) -> PlanStudent? {
    guard let index = book.indices[id], scope.maySee(school: book.students[index].school) else { return nil }
    return book.students[index]
  }

  public func unplaced(_ student: PlanStudent) -> [String: String] { book.unplaced[student.id] ?? [:] }
  public func change(_ student: PlanStudent) -> [String: String] { book.changes[student.id] ?? [:] }

  /// The schools whose lists the account may see.
  public var schools: [(id: String, name: String)] { book.schools.filter { scope.maySee(school: $0.id) } }

  public func post(_ id: String) -> Post? {
    scope.seesFigures ? book.posts.first { $0.id == id } : nil
  }

  public func enterprise(_ id: String) -> Enterprise? {
    scope.seesFigures ? book.enterprises.first { $0.id == id } : nil
  }

  /// Who is at a post, or asked for it: whom the account may see, and how many others.
  public func split(_ all: [PlanStudent]) -> (own: [PlanStudent], others: Int) {
    let own = all.filter { scope.maySee(school: $0.school) }
    return (own, all.count - own.count)
  }

  /// Text of a child with every id of somebody else's student taken out.
  public func redacted(_ text: String) -> String {
    guard !scope.seesWholePlan else { return text }
    let other = scope.account.language == .english ? "(another school's)" : "（其他学校学生）"
    var (result, word) = ("", "")
    func end() {
      if let index = book.indices[word], !scope.maySee(school: book.students[index].school) { word = other }
      result += word
      word = ""
    }
    for character in text {
      if character.isLetter && character.isASCII || character.isNumber || "-_.".contains(character) {
        word.append(character)
      } else {
        end()
        result.append(character)
      }
    }
    end()
    return result
  }
}

extension PlanView {
  /// Some of the students' rows as a table of assignments: what may be exported, and what `decide` takes back.
  public func table(_ students: [PlanStudent]) -> PlanTable {
    let columns =
      book.students.first?.columns.sorted { $0.value < $1.value }.map(\.key) ?? Columns.assignments
    return PlanTable(
      file: PlanSchema.assignments.file, columns: columns,
      rows: students.filter { scope.maySee(school: $0.school) }.map(\.cells))
  }
}
