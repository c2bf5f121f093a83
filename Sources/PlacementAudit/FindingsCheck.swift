import Placement

/// Cells that the solver's re-solves filled, as found: how many they left out stands in summary.json.
struct FoundFindings {
  /// `student_id`, `reason` and `detail` of unplaced.csv.
  let students: [String]
  let reasons: [String]
  let details: [String]
  /// `worth` of quotas.csv.
  let worths: [String]
  /// The same by `kind` and `id`.
  let worthByQuota: [String: String]

  init(_ tables: [PlanTable]) {
    func column(_ name: String, of file: String) -> [String] {
      guard let table = tables.first(where: { $0.file == file }),
        let place = table.columns.firstIndex(of: name)
      else { return [] }
      return table.rows.map { place < $0.count ? $0[place] : "" }
    }
    students = column("student_id", of: "unplaced.csv")
    reasons = column("reason", of: "unplaced.csv")
    details = column("detail", of: "unplaced.csv")
    worths = column("worth", of: "quotas.csv")
    let quotas = zip(column("kind", of: "quotas.csv"), column("id", of: "quotas.csv"))
    worthByQuota = Dictionary(
      zip(quotas, worths).map { ($0.0 + " " + $0.1, $1) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reasons beside which no price stands; where no post is open nothing could be priced.
  var reasonsNotPriced: Int {
    zip(reasons, details).count { reason, detail in
      UnplacedReason(word: reason) != .noOpenPost && !Expectation.saysPrice(detail)
    }
  }

  /// What unplaced.csv says of every student: the reason, and whether no plan at all can place the student.
  var byStudent: [String: (reason: String, isImpossible: Bool)] {
    Dictionary(
      students.indices.filter { $0 < reasons.count && $0 < details.count }.map {
        (students[$0], (reasons[$0], Expectation.saysImpossible(details[$0])))
      }, uniquingKeysWith: { first, _ in first })
  }

  var worthsGiven: Int { worths.count { !$0.isEmpty } }
}

extension Expectation {
  /// Enterprises, job groups and posts without a free seat.
  var fullQuotas: Int {
    let limits = rules.limits
    let enterprises = limits.enterprise.indices.count {
      limits.enterprise[$0].value <= loads.enterprisePeak[$0].students
    }
    let groups = limits.groups.indices.count { number in
      limits.groups[number].limit.map { $0 <= loads.groupPeak[number].students } ?? false
    }
    return enterprises + groups + limits.post.indices.count { limits.post[$0].value <= loads.atPost[$0] }
  }
}
