import Foundation
import Placement

/// Which students a page lists, and in which order: what stands in its URL.
public struct StudentQuery: Sendable, Equatable {
  public enum Sort: String, CaseIterable, Sendable {
    case id, name, school, status, post, distance
    case monthlyPay = "pay"

    /// The rows in this order; of equal ones the lesser id first.
    static func orders(of students: [PlanStudent]) -> [Sort: [Int]] {
      func sorted<Key: Comparable>(_ key: (PlanStudent) -> Key) -> [Int] {
        let keys = students.map(key)
        return students.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      }
      let statuses = PlacementStatus.allCases
      return [
        .id: Array(students.indices), .name: sorted { $0["student_name"] }, .school: sorted(\.school),
        .status: sorted { student in statuses.firstIndex(of: student.status)! },
        // Whoever has none comes last.
        .post: sorted { $0.post.isEmpty ? "\u{10FFFF}" : $0.post },
        .distance: sorted { $0.distance ?? .max },
        .monthlyPay: sorted { Double($0["monthly_pay"]) ?? .infinity },
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

  public static let pageSize = 50

  public init() {}

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
    page = min(max(value("page").flatMap(Int.init) ?? 1, 1), 1_000_000)
  }

  /// Names and values, of what is not as it is without.
  public var pairs: [(name: String, value: String)] {
    [
      ("q", text), ("school", school), ("status", status?.rawValue ?? ""), ("specialty", specialty),
      ("post", post), ("enterprise", enterprise), ("reason", reason?.rawValue ?? ""),
      ("decided", decided.map { $0 ? "yes" : "no" } ?? ""), ("sort", sort == .id ? "" : sort.rawValue),
      ("order", descending ? "desc" : ""), ("page", page == 1 ? "" : String(page)),
    ].filter { !$0.1.isEmpty }
  }

  /// Everybody whom it means and the account may see, in its order.
  public func rows(_ view: PlanView, decided ids: Set<String> = []) -> [PlanStudent] {
    let students = view.book.students
    let order = view.book.orders[sort] ?? Array(students.indices)
    let needle = text.lowercased()
    let found = order.lazy.map { students[$0] }.filter { student in
      view.scope.maySee(school: student.school) && matches(student, view, needle)
        && (decided.map { $0 == ids.contains(student.id) } ?? true)
    }
    guard descending else { return Array(found) }
    let rows = Array(found.reversed())
    // Whoever has none comes last in either order.
    return [.post, .distance, .monthlyPay].contains(sort)
      ? rows.filter { !$0.post.isEmpty } + rows.filter(\.post.isEmpty) : rows
  }

  private func matches(_ student: PlanStudent, _ view: PlanView, _ needle: String) -> Bool {
    (school.isEmpty || student.school == school)
      && (status.map { $0 == student.status } ?? true)
      && (specialty.isEmpty || student["specialty_code"].hasPrefix(specialty))
      && (post.isEmpty || student.post == post)
      && (enterprise.isEmpty || student["enterprise_id"] == enterprise)
      && (reason.map { $0 == student.reason } ?? true)
      && (needle.isEmpty || student.searched.utf8.contains(needle.utf8))
  }
}
