import Placement

/// A student at work, as the audit sees it: at a post of the plan, or at a place found alone.
struct AuditInternship: Sendable {
  /// Index into the case, as are the next two.
  let student: Int
  /// Nil: found alone.
  let post: Int?
  /// Nil: the case does not know the host, which its name tells apart.
  let enterprise: Int?
  let hostName: String
  let title: String
  let address: String
  let start: CalendarDate
  let end: CalendarDate
  let monthlyPay: ExactDecimal
  /// Nil where no codes tell.
  let match: MatchLevel?

  var matched: Bool { match.map { $0 <= .specialtyClass } ?? false }
}

extension Expectation {
  /// By student; those who are nowhere are left out.
  var internships: [AuditInternship] {
    placement.enumerated().compactMap { student, post in
      if let own = rules.selfArranged[student] { return AuditInternship(own, in: placementCase) }
      guard let post else { return nil }
      let item = placementCase.posts[post]
      return AuditInternship(
        student: student, post: post, enterprise: item.enterprise,
        hostName: placementCase.enterprises[item.enterprise].name, title: item.title, address: item.address,
        start: item.start, end: item.end, monthlyPay: item.monthlyPay,
        match: rules.match(student: student, post: post))
    }
  }
}

extension AuditInternship {
  fileprivate init(_ own: SelfArrangedTable.Entry, in placementCase: PlacementCase) {
    student = own.place.student
    post = nil
    enterprise = own.place.enterprise
    hostName =
      own.place.enterprise.map { placementCase.enterprises[$0].name } ?? own.place.enterpriseName
    (title, address) = (own.place.work.title, own.place.work.address)
    (start, end, monthlyPay) = (own.place.work.start, own.place.work.end, own.place.work.monthlyPay)
    match = own.match
  }
}
