import Allocation
import Placement

extension PlanFacts {
  /// supply-demand.csv: students and seats by specialty class and district, the school's and the post's.
  func supplyDemandRows() -> [SupplyDemandRow] {
    let districts = placementCase.schools.districts
    var groups: [SpecialtyCode: [String: [Int]]] = [:]
    for (index, student) in placementCase.students.enumerated() where placementCase.takesPart(index) {
      let district = districts[student.schoolID] ?? ""
      groups[student.specialty.prefix(4)!, default: [:]][district, default: []].append(index)
    }
    let posts = Dictionary(grouping: placementCase.posts.indices) {
      placementCase.enterprises[placementCase.posts[$0].enterprise].district
    }
    let classes = groups.keys.sorted { String.utf8Precedes($0.description, $1.description) }
    let rows = classes.flatMap { specialtyClass in
      groups[specialtyClass]!.keys.sorted(by: String.utf8Precedes).map { district in
        let members = groups[specialtyClass]![district]!
        var row = SupplyDemandRow(specialtyClass: specialtyClass.description, district: district)
        row.students = members.count
        row.seats = seats(of: posts[district] ?? [], listing: specialtyClass)
        row.placed = members.count { placement[$0] != nil }
        return row
      }
    }
    return addingOutlook(to: rows)
  }

  /// What demand.csv and history.csv say beside them.
  private func addingOutlook(to rows: [SupplyDemandRow]) -> [SupplyDemandRow] {
    let outlook = SupplyOutlook(placementCase, rows: rows)
    let signals = outlook.signals(policy)
    let demand = Dictionary(
      placementCase.demand.filter { $0.year == policy.academicYear }.map { ($0.specialtyPlace, $0.demand) },
      uniquingKeysWith: { first, _ in first })
    return rows.map { row in
      var row = row
      let place = SpecialtyPlace(specialtyClass: row.specialtyClass, district: row.district)
      row.demand = demand[place]
      row.seatsLastYear = outlook.seatsLastYear(place)
      let forecast = outlook.forecast(place)
      (row.seatsExpected, row.low, row.high) = (forecast?.expected, forecast?.low, forecast?.high)
      row.signal = signals[row.specialtyClass]
      return row
    }
  }

  /// Seats of the posts that list the class, one of its codes or its category, within all their quotas.
  package func seats(of posts: [Int], listing specialtyClass: SpecialtyCode) -> Int {
    posts.reduce(0) { sum, post in
      let lists = placementCase.posts[post].specialtyCodes.contains { code in
        code.length < 4 ? specialtyClass.prefix(code.length) == code : code.prefix(4) == specialtyClass
      }
      return lists ? sum + placementProgram.quotas.standingLimit(of: post) : sum
    }
  }
}
