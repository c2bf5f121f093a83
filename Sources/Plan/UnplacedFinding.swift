import Placement

/// Why one student has no post: the reason, in a sentence, and how far it was checked.
package struct UnplacedFinding: Sendable {
  package let reason: UnplacedReason
  package let detail: Text
  package var contest: ContestedSet?
  /// Whether it is told what forcing the student in costs.
  package var isPriced = false
  /// Whether that is told to the point, and not as a range.
  package var isExact = true
  /// `detail` without the price that it ends with; nil: it has none.
  package var counted: Text?
  /// Whether no plan at all has a place for the student, as `detail` then says.
  package var isImpossible = false

  package init(reason: UnplacedReason, detail: Text, contest: ContestedSet? = nil) {
    self.reason = reason
    self.detail = detail
    self.contest = contest
  }

  /// The finding with what forcing the student in costs; nil: no plan can.
  package func priced(_ price: Text?) -> UnplacedFinding {
    var copy = UnplacedFinding(
      reason: reason, detail: detail + Text.semicolon + (price ?? PlanSentence.impossible),
      contest: contest)
    copy.isPriced = true
    copy.isImpossible = price == nil
    return copy
  }

  /// The finding as counting shows it.
  package var withoutPrice: UnplacedFinding {
    UnplacedFinding(reason: reason, detail: counted ?? detail, contest: contest)
  }

  /// The students of a contested set; their ids are for the coordinator alone.
  package var students: [Int] { contest?.students ?? [] }
}

/// Students and seats that show why somebody stays without: every post open to one of the students lies under one of
/// the quotas, and the quotas together have fewer seats than there are students.
package struct ContestedSet: Sendable, Equatable {
  /// A full quota, with its limit and how many found a place under it alone.
  package struct Quota: Sendable, Equatable {
    package let kind: QuotaKind
    package let id: String
    package let limit: Int
    package let selfArranged: Int

    package init(kind: QuotaKind, id: String, limit: Int, selfArranged: Int) {
      self.kind = kind
      self.id = id
      self.limit = limit
      self.selfArranged = selfArranged
    }
  }

  /// All who are at the posts, and all without a post who may go nowhere else; increasing. One array for all sets of a
  /// region: a city has thousands of them.
  package let students: [Int]
  /// Increasing.
  package let posts: [Int]
  /// What the quotas leave to the posts.
  package let seats: Int
  package let quotas: [Quota]

  package init(students: [Int], posts: [Int], seats: Int, quotas: [Quota]) {
    self.students = students
    self.posts = posts
    self.seats = seats
    self.quotas = quotas
  }
}
