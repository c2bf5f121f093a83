import Foundation
import Placement
import PlacementFiles

/// A plan as it was read, with the posts and enterprises of its case: never changed, shared by all pages.
public final class PlanBook: Sendable {
  public let folder: URL
  /// SHA-256 of assignments.csv: what an approval is of.
  public let id: String
  public let language: Language
  public let summary: PlanSummary
  /// In order of id.
  public let students: [PlanStudent]
  /// Their places in ``students`` by id.
  let numbers: [String: Int]
  let index: StudentIndex
  /// Rows of unplaced.csv and changes.csv by student.
  let unplaced: KeyedRows
  let changes: KeyedRows
  /// Rows of quotas.csv by kind and id.
  private let quotas: KeyedRows
  public let posts: [Post]
  public let enterprises: [Enterprise]
  /// Posts and enterprises as lists show them, in order of id.
  public let places: [QuotaKind: [Place]]
  private let postNumbers: [String: Int]
  private let enterpriseNumbers: [String: Int]
  private let ids: IDsInText
  /// SHA-256 of every school's rows.
  private let lists: [String: String]
  /// The names of the plan's files.
  public let files: [String]
  /// SHA-256 of what the plan was made from, by file.
  let inputs: [String: String]

  /// Reads a plan and, of its case, posts and enterprises.
  /// - Throws: ``ReadingFault`` where either cannot be read.
  public init(plan folder: URL, of caseFolder: URL) throws {
    // A night may give `latest` another plan meanwhile: this one is the same from its first file to its publication.
    self.folder = folder.resolvingSymlinksInPath()
    let plan = readPlanFolder(at: self.folder) { Self.tables.contains($0) }
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
    id = hash
    language = plan.language
    self.summary = summary
    let students = Self.students(table)
    self.students = students
    numbers = Self.numbers(students.map(\.id))
    index = StudentIndex(students)
    unplaced = KeyedRows(plan.table("unplaced.csv"), by: ["student_id"])
    changes = KeyedRows(plan.table("changes.csv"), by: ["student_id"])
    let quotas = KeyedRows(plan.table("quotas.csv"), by: ["kind", "id"])
    self.quotas = quotas
    posts = (reading.placementCase?.posts ?? []).sorted { String.utf8Precedes($0.id, $1.id) }
    enterprises = reading.placementCase?.enterprises ?? []
    postNumbers = Self.numbers(posts.map(\.id))
    enterpriseNumbers = Self.numbers(enterprises.map(\.id))
    ids = IDsInText([Array(numbers.keys), posts.map(\.id), enterprises.map(\.id)].joined())
    let index = index
    places = Self.places(posts, enterprises, quotas, plan.language) { id in
      (index.placed[id] ?? []).map { students[Int($0)] }
    }
    lists = Dictionary(grouping: students, by: \.school).mapValues { rows in
      LogEntry.hash(rows.flatMap(\.cells))
    }
    files = plan.hashes.keys.sorted(by: String.utf8Precedes)
    inputs = plan.inputHashes ?? [:]
  }

  /// The tables that pages are made from; the others are only hashed.
  private static let tables = [
    PlanSchema.assignments.file, PlanSchema.unplaced.file, PlanSchema.changes.file, PlanSchema.quotas.file,
  ]

  /// In order of id.
  private static func students(_ assignments: PlanTable) -> [PlanStudent] {
    let ids = assignments.columns.firstIndex(of: "student_id") ?? 0
    let rows = assignments.rows
    let order = rows.indices.sorted { String.utf8Precedes(rows[$0][ids], rows[$1][ids]) }
    let cells = CellTable(assignments, in: order)
    return order.indices.map { PlanStudent(table: cells, row: $0) }
  }

  /// The place of each id; of one that is there twice the first.
  private static func numbers(_ ids: [String]) -> [String: Int] {
    Dictionary(zip(ids, ids.indices), uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter placed: who is at a post or an enterprise.
  private static func places(
    _ posts: [Post], _ enterprises: [Enterprise], _ quotas: KeyedRows, _ language: Language,
    placed: (String) -> [PlanStudent]
  ) -> [QuotaKind: [Place]] {
    func cell(_ column: String, _ kind: QuotaKind, _ id: String) -> Int? {
      Int(quotas.cell(column, of: kind.text(language), id))
    }
    let members = Dictionary(grouping: posts) { "\(enterprises[$0.enterprise].id)/\($0.jobGroup ?? "")" }
    // Seats under a limit that posts share, while the post is held.
    func room(_ kind: QuotaKind, _ id: String, _ students: [PlanStudent], _ post: Post) -> Int? {
      cell("limit", kind, id).map { max(0, $0 - most(of: students, during: post)) }
    }
    func place(_ id: String, _ name: String, _ detail: String, _ free: Int?) -> Place {
      Place(
        id: id, name: name, detail: detail, free: free,
        searched: [id, name, detail].joined(separator: "\n").lowercased())
    }
    return [
      .post: posts.map { post in
        let host = enterprises[post.enterprise]
        // A seat that the enterprise or the job group has no room for is none.
        let group = post.jobGroup.flatMap { name -> Int? in
          let id = "\(host.id)/\(name)"
          return room(.jobGroup, id, (members[id] ?? []).flatMap { placed($0.id) }, post)
        }
        let whole = room(.enterprise, host.id, placed(host.id), post)
        let free = [cell("free", .post, post.id), whole, group].compactMap { $0 }.min()
        return place(post.id, post.title, host.name, free)
      },
      .enterprise: enterprises.map { place($0.id, $0.name, $0.district, cell("free", .enterprise, $0.id)) },
    ]
  }

  /// The most of the students who are there on one day while the post is held.
  private static func most(of students: [PlanStudent], during post: Post) -> Int {
    let (first, last) = (post.start.description, post.end.description)
    let spans = students.map { (start: $0["start_date"], end: $0["end_date"]) }.filter {
      $0.start <= last && $0.end >= first
    }
    return Set(spans.map { max($0.start, first) }).map { day in
      spans.count { $0.start <= day && day <= $0.end }
    }.max() ?? 0
  }

  /// Who is at a post or an enterprise, in order of id.
  public func students(at id: String) -> [PlanStudent] {
    (index.placed[id] ?? []).map { students[Int($0)] }
  }

  /// Who asked for any of some posts or enterprises, in order of id.
  public func students(wishing ids: Set<String>) -> [PlanStudent] {
    Set(ids.flatMap { index.wishing[$0] ?? [] }).sorted().map { students[Int($0)] }
  }

  func post(_ id: String) -> Post? { postNumbers[id].map { posts[$0] } }
  func enterprise(_ id: String) -> Enterprise? { enterpriseNumbers[id].map { enterprises[$0] } }
  /// The posts of an enterprise, in order of id.
  public func posts(ofEnterprise id: String) -> [Post] {
    enterpriseNumbers[id].map { number in posts.filter { $0.enterprise == number } } ?? []
  }

  /// A text in pieces, in order: ids of students, posts and enterprises, and what stands between them.
  public func pieces(of text: String) -> [(text: String, isID: Bool)] {
    ids.pieces(of: text) { numbers[$0] != nil || postNumbers[$0] != nil || enterpriseNumbers[$0] != nil }
  }

  /// Seats that somebody can still have at a post; nil where nothing limits them.
  public func free(atPost id: String) -> Int? {
    postNumbers[id].flatMap { places[.post]?[$0].free }
  }

  /// What quotas.csv says of an enterprise, a job group or a post; empty where nothing.
  public func quota(_ kind: QuotaKind, _ id: String) -> [String: String] {
    quotas[kind.text(language), id]
  }

  /// Who was told a post before, in the whole city.
  public var told: ToldStudents { index.counts.reduce(ToldStudents()) { $0 + $1.told } }

  /// SHA-256 of a school's rows: an approval holds as long as its list is this one.
  public func list(ofSchool school: String) -> String { lists[school] ?? "" }
}

/// A post or an enterprise as a line of a list.
public struct Place: Sendable {
  public let id: String
  public let name: String
  /// Of a post its enterprise, of an enterprise its district.
  public let detail: String
  /// Seats that somebody can still have: of a post no more than its enterprise and its job group have meanwhile; nil where
  /// nothing limits them.
  public let free: Int?
  /// All of the above in small letters.
  private let searched: String

  init(id: String, name: String, detail: String, free: Int?, searched: String) {
    (self.id, self.name, self.detail, self.free, self.searched) = (id, name, detail, free, searched)
  }

  public var isFull: Bool { (free ?? 1) <= 0 }

  /// - Parameter text: in small letters.
  public func holds(_ text: String) -> Bool { text.isEmpty || searched.utf8.contains(text.utf8) }
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

  var seesEverybody: Bool { scope.seesWholePlan }

  /// The account's own, else the plan's.
  public var language: Language { scope.account.language ?? book.language }

  /// Nil where there is no such student, or it is somebody else's: nobody can tell which.
  public func student(_ id: String) -> PlanStudent? {
    guard let number = book.numbers[id] else { return nil }
    let student = book.students[number]
    return scope.maySee(school: student.school) ? student : nil
  }

  public func unplaced(_ student: PlanStudent) -> [String: String] { book.unplaced[student.id] }
  public func change(_ student: PlanStudent) -> [String: String] { book.changes[student.id] }

  /// The schools whose lists the account may see, and how many students they have.
  public var schools: [(id: String, name: String, counts: StudentCounts)] {
    zip(book.index.schools, book.index.counts).filter { scope.maySee(school: $0.0.id) }.map {
      ($0.id, $0.name, $1)
    }
  }

  /// How many students the account may see.
  public var counts: StudentCounts { schools.reduce(StudentCounts()) { $0 + $1.counts } }

  public func post(_ id: String) -> Post? { scope.seesFigures ? book.post(id) : nil }

  public func enterprise(_ id: String) -> Enterprise? { scope.seesFigures ? book.enterprise(id) : nil }

  /// Who is at a post, or asked for it: whom the account may see, and how many others.
  public func split(_ all: [PlanStudent]) -> (own: [PlanStudent], others: Int) {
    let own = all.filter { scope.maySee(school: $0.school) }
    return (own, all.count - own.count)
  }

  /// Text of a child with every id of somebody else's student taken out.
  public func redacted(_ text: String) -> String {
    guard !scope.seesWholePlan else { return text }
    let other = Text(zh: "（其他学校学生）", en: "(another school's)")(language)
    return book.pieces(of: text).map { piece in
      guard piece.isID, let number = book.numbers[piece.text] else { return piece.text }
      return scope.maySee(school: book.students[number].school) ? piece.text : other
    }.joined()
  }
}

extension PlanView {
  /// Some of the students' rows as a table of assignments: what may be exported, and what `decide` takes back.
  public func table(_ students: [PlanStudent]) -> PlanTable {
    let columns =
      book.students.first?.table.columns.sorted { $0.value < $1.value }.map(\.key) ?? Columns.assignments
    return PlanTable(
      file: PlanSchema.assignments.file, columns: columns,
      rows: students.filter { scope.maySee(school: $0.school) }.map(\.cells))
  }
}
