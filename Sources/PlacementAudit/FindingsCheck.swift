import Placement

/// Cells that the solver's re-solves filled, as found: how many they left out stands in summary.json.
struct FoundFindings {
  /// `reason` and `detail` of unplaced.csv.
  let reasons: [String]
  let details: [String]
  /// `worth` of quotas.csv.
  let worths: [String]

  init(_ tables: [PlanTable]) {
    func column(_ name: String, of file: String) -> [String] {
      guard let table = tables.first(where: { $0.file == file }),
        let place = table.columns.firstIndex(of: name)
      else { return [] }
      return table.rows.map { place < $0.count ? $0[place] : "" }
    }
    reasons = column("reason", of: "unplaced.csv")
    details = column("detail", of: "unplaced.csv")
    worths = column("worth", of: "quotas.csv")
  }

  /// Reasons beside which no price stands; where no post is open nothing could be priced.
  var reasonsNotPriced: Int {
    zip(reasons, details).count { reason, detail in
      UnplacedReason(word: reason) != .noOpenPost && !Expectation.saysPrice(detail)
    }
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
