import Allocation
import Placement

/// Where one student works and for how long: a post of the plan, or a place that the student found alone.
///
/// What counts hosts, months and pay reads these and not the posts, so that nobody forgets those who found a place
/// alone.
package struct Internship: Sendable {
  /// Index into the case.
  package let student: Int
  /// Index into the case; nil: found alone.
  package let post: Int?
  /// Index into the case; nil: a host that the case does not know, one by its name.
  package let enterprise: Int?
  package let hostName: String
  package let title: String
  package let address: String
  /// First and last day; both count.
  package let start: CalendarDate
  package let end: CalendarDate
  /// Yuan a month.
  package let monthlyPay: ExactDecimal
  /// Nil where no codes tell.
  package let match: MatchLevel?

  package var isSelfArranged: Bool { post == nil }

  /// Whether the work is of the student's specialty or its class.
  package var matched: Bool { match == .exact || match == .specialtyClass }
}

extension PlanFacts {
  /// One for every student who is placed or has found an approved place alone, by student.
  package var internships: [Internship] {
    students.indices.compactMap { student in
      if let own = placementProgram.selfArranged[student] { return Internship(own, in: placementCase) }
      return placement[student].map { internship(student, at: $0) }
    }
  }

  private func internship(_ student: Int, at index: Int) -> Internship {
    let post = placementCase.posts[index]
    return Internship(
      student: student, post: index, enterprise: post.enterprise,
      hostName: placementCase.enterprises[post.enterprise].name, title: post.title, address: post.address,
      start: post.start, end: post.end, monthlyPay: post.monthlyPay,
      match: placementProgram.context.match(student: student, post: index))
  }
}

extension Internship {
  fileprivate init(_ own: SelfArrangedPlacements.Judged, in placementCase: PlacementCase) {
    let (place, work) = (own.place, own.place.work)
    self.init(
      student: place.student, post: nil, enterprise: place.enterprise,
      hostName: place.enterprise.map { placementCase.enterprises[$0].name } ?? place.enterpriseName,
      title: work.title, address: work.address, start: work.start, end: work.end,
      monthlyPay: work.monthlyPay, match: own.match)
  }
}
