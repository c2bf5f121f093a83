import Foundation
import Placement
import PlacementFiles
import TestSupport
import Testing

@testable import Review

/// Lists by their indexes against the same lists by going through the plan's rows.
@Suite(.waits) struct QueryTests {
  private static let count =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_QUERIES"].flatMap(Int.init) ?? 60

  private struct Desk {
    let book: PlanBook
    let rows: [[String: String]]
    let accounts: [Account]
  }

  private func desk() throws -> Desk {
    let page = try Page.shared.get()
    let folder = page.folder.appendingPathComponent("plan")
    let table = try #require(readPlanFolder(at: folder).table("assignments.csv"))
    let rows = table.rows.map { row in
      Dictionary(zip(table.columns, row).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    }
    let database = try ReviewDatabase(folder: page.folder.appendingPathComponent("review"))
    return Desk(
      book: try PlanBook(plan: folder, of: page.caseFolder), rows: rows,
      accounts: try database.accounts().filter { Scope($0).seesStudents })
  }

  /// What a post has free is what its enterprise has free on each of its days too, and a post that the plan names as one
  /// with a free seat has one.
  @Test func whatAPostHasFreeItsEnterpriseHasToo() throws {
    let desk = try desk()
    let book = desk.book
    var fewer = 0
    for post in book.posts {
      let enterprise = book.enterprises[post.enterprise].id
      guard let free = book.free(atPost: post.id),
        let own = book.quota(.post, post.id)["free"].flatMap(Int.init)
      else { continue }
      #expect(free <= own, "\(post.id)")
      fewer += free < own ? 1 : 0
      guard let limit = book.quota(.enterprise, enterprise)["limit"].flatMap(Int.init) else { continue }
      let there = desk.rows.filter { $0["enterprise_id"] == enterprise }
      for row in there {
        let day = row["start_date"] ?? ""
        guard day >= post.start.description, day <= post.end.description else { continue }
        let present = there.count { ($0["start_date"] ?? "") <= day && ($0["end_date"] ?? "") >= day }
        #expect(free <= max(0, limit - present), "\(post.id) on \(day)")
      }
    }
    #expect(fewer > 0)
    let named = Set(desk.rows.flatMap { ($0["alternatives"] ?? "").split(separator: ";").map(String.init) })
    #expect(!named.isEmpty)
    for post in named { #expect(book.free(atPost: post) != 0, "\(post)") }
  }

  /// A query of values that the plan has, and some that it has not.
  private func query(_ desk: Desk) -> StudentQuery {
    var query = StudentQuery()
    func cell(_ column: String) -> String { desk.rows.randomElement()?[column] ?? "" }
    if Bool.random() {
      query.text = String(cell(Bool.random() ? "student_id" : "student_name").suffix(.random(in: 1...4)))
    }
    if .random(in: 0..<3) == 0 { query.school = cell("school_id") }
    if .random(in: 0..<3) == 0 { query.status = PlacementStatus.allCases.randomElement() }
    if .random(in: 0..<3) == 0 { query.specialty = String(cell("specialty_code").prefix(4)) }
    if .random(in: 0..<5) == 0 { query.post = cell("post_id") }
    if .random(in: 0..<5) == 0 { query.enterprise = cell("enterprise_id") }
    if .random(in: 0..<5) == 0 { query.reason = UnplacedReason.allCases.randomElement() }
    if .random(in: 0..<3) == 0 { query.decided = .random() }
    query.sort = StudentQuery.Sort.allCases.randomElement()!
    query.descending = .random()
    return query
  }

  /// What the query means, told from its words alone.
  private func expected(_ query: StudentQuery, _ desk: Desk, _ scope: Scope, _ decided: Set<String>)
    -> [String]
  {
    func isMeant(_ row: [String: String]) -> Bool {
      func cell(_ column: String) -> String { row[column] ?? "" }
      let isSeen = scope.account.role == .planner || scope.account.schools.contains(cell("school_id"))
      let holds = [cell("student_id"), cell("student_name")].contains {
        $0.lowercased().contains(query.text.lowercased())
      }
      return isSeen && (query.text.isEmpty || holds)
        && (query.school.isEmpty || query.school == cell("school_id"))
        && (query.status == nil || query.status == PlacementStatus(word: cell("status")))
        && cell("specialty_code").hasPrefix(query.specialty)
        && (query.post.isEmpty || query.post == cell("post_id"))
        && (query.enterprise.isEmpty || query.enterprise == cell("enterprise_id"))
        && (query.reason == nil || query.reason == UnplacedReason(word: cell("reason")))
        && (query.decided == nil || query.decided == decided.contains(cell("student_id")))
    }
    return desk.rows.filter(isMeant).map { $0["student_id"] ?? "" }
  }

  @Test func indexesFindWhatTheRowsSay() throws {
    let desk = try desk()
    let ids = desk.rows.map { $0["student_id"] ?? "" }
    for _ in 0..<Self.count {
      let (query, account) = (query(desk), desk.accounts.randomElement()!)
      let (view, decided) = (PlanView(desk.book, Scope(account)), Set(ids.shuffled().prefix(40)))
      let found = query.rows(view, decided: Array(decided))
      #expect(Set(found.map(\.id)) == Set(expected(query, desk, Scope(account), decided)), "\(query)")
      #expect(found.count == Set(found.map(\.id)).count)
      checkOrder(found, query)
      let place = found.indices.randomElement() ?? 0
      guard !found.isEmpty else { continue }
      let next = query.neighbours(of: found[place].id, view, decided: Array(decided))
      #expect(next?.previous == (place > 0 ? found[place - 1].id : nil))
      #expect(next?.next == (place + 1 < found.count ? found[place + 1].id : nil))
    }
  }

  private func checkOrder(_ rows: [PlanStudent], _ query: StudentQuery) {
    guard query.sort == .distance || query.sort == .id else { return }
    let keys = rows.map {
      query.sort == .id ? Double($0.id.dropFirst()) ?? 0 : Double($0["distance_km"]) ?? .infinity
    }
    let placed = query.sort == .id ? keys : zip(rows, keys).filter { !$0.0.post.isEmpty }.map(\.1)
    #expect(placed == (query.descending ? placed.sorted(by: >) : placed.sorted()), "\(query)")
    guard query.sort == .distance, query.descending else { return }
    #expect(rows.map(\.post.isEmpty) == rows.map(\.post.isEmpty).sorted { !$0 && $1 })
  }

  @Test func countsAreThoseOfTheRows() throws {
    let desk = try desk()
    for account in desk.accounts {
      let view = PlanView(desk.book, Scope(account))
      for status in PlacementStatus.allCases {
        var query = StudentQuery()
        query.status = status
        #expect(view.counts.with(status) == expected(query, desk, Scope(account), []).count)
      }
      for reason in UnplacedReason.allCases {
        let query = StudentQuery(unplacedFor: reason)
        #expect(view.counts.unplaced(for: reason) == expected(query, desk, Scope(account), []).count)
      }
    }
  }

  /// Who is somebody else's is not named in a text, whatever stands behind the id; whoever is the account's own is.
  @Test func textNamesNobodyElsesStudents() throws {
    let desk = try desk()
    let ids = desk.rows.map { $0["student_id"] ?? "" }
    var (left, out) = (0, 0)
    for account in desk.accounts {
      let view = PlanView(desk.book, Scope(account))
      for (number, id) in ids.enumerated() {
        let mark = ["。", ".", "、", "）", ". ", "改到", ".\n", "-", ""][number % 9]
        let text = view.redacted("第一\(id)\(mark)")
        let isOwn = view.student(id) != nil
        #expect(text.contains(id) == isOwn, "\(account.name): \(text)")
        #expect(text.hasSuffix(mark) && text.hasPrefix("第一"))
        left += isOwn ? 1 : 0
        out += isOwn ? 0 : 1
      }
    }
    #expect(left > 0 && out > 0)
  }

  @Test func textIsFoundWhereverItStands() {
    let lines = ["S1\nAnna", "S2\n王小明", "S3\nANNA 王", "", "S5\nx"]
    let text = SearchText(lines)
    #expect(text.lines(holding: "anna") == [0, 2] && text.lines(holding: "王") == [1, 2])
    #expect(text.lines(holding: "s") == [0, 1, 2, 4] && text.lines(holding: "x") == [4])
    #expect(text.lines(holding: "nobody").isEmpty && text.lines(holding: "\u{1}").isEmpty)
  }
}
