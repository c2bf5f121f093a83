import Foundation
import Placement

/// Which students a page lists, and in which order: what stands in its URL.
public struct StudentQuery: Sendable, Equatable {
  public enum Sort: String, CaseIterable, Sendable {
    case id, name, school, status, post, distance
    case monthlyPay = "pay"

    /// Every order of some students, of equal ones the lesser id first, and its reverse. Who has no post comes last in
    /// either, where it is the post's that they are sorted by.
    static func orders(of students: [PlanStudent]) -> [Sort: (ascending: [Int32], descending: [Int32])] {
      let all = students.indices.map { Int32($0) }
      let hasPost = students.map { !$0.post.isEmpty }
      func both(_ order: [Int32], postsFirst: Bool = false) -> (ascending: [Int32], descending: [Int32]) {
        let reversed = Array(order.reversed())
        guard postsFirst else { return (order, reversed) }
        return (
          order, reversed.filter { hasPost[Int($0)] } + reversed.filter { !hasPost[Int($0)] }
        )
      }
      func sorted<Key: Comparable>(_ key: (PlanStudent) -> Key) -> [Int32] {
        let keys = students.map(key)
        return all.sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
      }
      func sorted(byText key: (PlanStudent) -> String) -> [Int32] {
        let keys = students.map(key)
        return all.sorted { a, b in
          let (first, second) = (keys[Int(a)], keys[Int(b)])
          return first == second ? a < b : String.utf8Precedes(first, second)
        }
      }
      let statuses = PlacementStatus.allCases
      return [
        .id: both(all), .name: both(sorted(byText: { $0["student_name"] })),
        .school: both(sorted(byText: \.school)),
        .status: both(sorted { student in statuses.firstIndex(of: student.status)! }),
        .post: both(sorted(byText: { $0.post.isEmpty ? "\u{10FFFF}" : $0.post }), postsFirst: true),
        .distance: both(sorted { $0.distance ?? .max }, postsFirst: true),
        .monthlyPay: both(sorted { Double($0["monthly_pay"]) ?? .infinity }, postsFirst: true),
      ]
    }
  }

  /// Of an id or a name.
  public var text = ""
  public var school = ""
  public var status: PlacementStatus?
  /// The first four digits of the specialty.
  public var specialty = ""
  public var post = ""
  public var enterprise = ""
  public var reason: UnplacedReason?
  /// Only those with a decision (true), without (false).
  public var decided: Bool?
  public var sort = Sort.id
  public var descending = false
  /// From 1.
  public var page = 1

  public init() {}

  public init(unplacedFor reason: UnplacedReason) {
    status = .unplaced
    self.reason = reason
  }

  /// Values that mean nothing are passed over, as if they had been left out.
  public init(_ value: (String) -> String?) {
    text = (value("q") ?? "").trimmingCharacters(in: .whitespaces)
    school = value("school") ?? ""
    status = value("status").flatMap(PlacementStatus.init)
    specialty = value("specialty") ?? ""
    post = value("post") ?? ""
    enterprise = value("enterprise") ?? ""
    reason = value("reason").flatMap(UnplacedReason.init)
    decided = ["yes": true, "no": false][value("decided") ?? ""]
    sort = value("sort").flatMap(Sort.init) ?? .id
    descending = value("order") == "desc"
    page = max(value("page").flatMap(Int.init) ?? 1, 1)
  }

  /// The names that it has in a URL.
  public static let names = [
    "q", "school", "status", "specialty", "post", "enterprise", "reason", "decided", "sort", "order", "page",
  ]

  /// Names and values, of what is not as it is without.
  public var pairs: [(name: String, value: String)] {
    [
      ("q", text), ("school", school), ("status", status?.rawValue ?? ""), ("specialty", specialty),
      ("post", post), ("enterprise", enterprise), ("reason", reason?.rawValue ?? ""),
      ("decided", decided.map { $0 ? "yes" : "no" } ?? ""), ("sort", sort == .id ? "" : sort.rawValue),
      ("order", descending ? "desc" : ""), ("page", page == 1 ? "" : String(page)),
    ].filter { !$0.1.isEmpty }
  }

  /// Everybody whom it means and the account may see, in its order: numbers of ``PlanBook/students``.
  ///
  /// - Parameter ids: who has a decision; read only where it asks for that.
  func numbers(_ view: PlanView, decided ids: @autoclosure () -> [String] = []) -> [Int32] {
    let index = view.book.index
    let order = index.order(sort, descending: descending)
    let (candidates, mayBe) = (self.candidates(view, ids()), schoolsMeant(view))
    let specialties = specialty.isEmpty ? nil : index.specialties.map { $0.hasPrefix(specialty) }
    if candidates == nil, mayBe == nil, specialties == nil, status == nil, reason == nil { return order }
    return order.filter { number in
      let student = Int(number)
      return candidates?[student] ?? true && mayBe?[Int(index.schoolOf[student])] ?? true
        && specialties?[Int(index.specialtyOf[student])] ?? true
        && (status == nil || index.statusOf[student] == status)
        && (reason == nil || index.reasonOf[student] == reason)
    }
  }

  /// The same as rows.
  public func rows(_ view: PlanView, decided ids: @autoclosure () -> [String] = []) -> [PlanStudent] {
    numbers(view, decided: ids()).map { view.book.students[Int($0)] }
  }

  /// The page of them that it asks for.
  public func page(
    _ view: PlanView, decided ids: @autoclosure () -> [String] = []
  ) -> ListPage<PlanStudent> {
    ListPage(page, of: numbers(view, decided: ids()).lazy.map { view.book.students[Int($0)] })
  }

  /// Who comes before and after a student in its order; nil where it does not mean the student.
  public func neighbours(
    of student: String, _ view: PlanView, decided ids: @autoclosure () -> [String] = []
  ) -> (previous: String?, next: String?)? {
    let all = numbers(view, decided: ids())
    guard let number = view.book.numbers[student], let place = all.firstIndex(of: Int32(number)) else {
      return nil
    }
    func id(_ place: Int) -> String? {
      all.indices.contains(place) ? view.book.students[Int(all[place])].id : nil
    }
    return (id(place - 1), id(place + 1))
  }

  /// Whether each school is one that may be seen and is asked for; nil where all are.
  private func schoolsMeant(_ view: PlanView) -> [Bool]? {
    if school.isEmpty, view.seesEverybody { return nil }
    return view.book.index.schools.map {
      view.scope.maySee(school: $0.id) && (school.isEmpty || school == $0.id)
    }
  }

  /// Whether each student is among those with the text, post, enterprise and decision asked for; nil where all are.
  private func candidates(_ view: PlanView, _ decided: @autoclosure () -> [String]) -> [Bool]? {
    let (index, book) = (view.book.index, view.book)
    var result: [Bool]?
    func narrow(_ numbers: some Sequence<Int>) {
      var mask = [Bool](repeating: false, count: book.students.count)
      for number in numbers { mask[number] = result?[number] ?? true }
      result = mask
    }
    if !text.isEmpty { narrow(index.students(holding: text)) }
    if !post.isEmpty {
      narrow((index.placed[post] ?? []).lazy.map { Int($0) }.filter { book.students[$0].post == post })
    }
    if !enterprise.isEmpty {
      narrow(
        (index.placed[enterprise] ?? []).lazy.map { Int($0) }.filter {
          book.students[$0]["enterprise_id"] == enterprise
        })
    }
    guard let wanted = self.decided else { return result }
    let numbers = decided().compactMap { book.numbers[$0] }
    if wanted {
      narrow(numbers)
    } else {
      var mask = result ?? [Bool](repeating: true, count: book.students.count)
      for number in numbers { mask[number] = false }
      result = mask
    }
    return result
  }
}
