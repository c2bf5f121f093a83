import Allocation
import Placement

extension PlanFacts {
  /// supply-demand.csv: students and seats by specialty class and the school's district.
  package func supplyDemandTable(threads: Int) -> PlanTable {
    let districts = Dictionary(
      placementCase.schools.map { ($0.id, $0.district) }, uniquingKeysWith: { first, _ in first })
    var groups: [String: [String: [Int]]] = [:]
    for (index, student) in placementCase.students.enumerated() where student.excluded == nil {
      let specialtyClass = student.specialty.prefix(4)!.description
      groups[specialtyClass, default: [:]][districts[student.schoolID] ?? "", default: []].append(index)
    }
    let keys = groups.keys.sorted(by: String.utf8Precedes).flatMap { specialtyClass in
      groups[specialtyClass]!.keys.sorted(by: String.utf8Precedes).map { (specialtyClass, $0) }
    }
    let table = groups
    let rows = concurrently(keys.count, threads: threads) { index in
      let (specialtyClass, district) = keys[index]
      let members = table[specialtyClass]![district]!
      let placed = members.filter { placement[$0] != nil }.count
      return [
        specialtyClass, district, String(members.count), String(seats(openTo: members)), String(placed),
        String(members.count - placed),
      ]
    }
    return PlanTable(file: "supply-demand.csv", columns: Columns.supplyDemand, rows: rows)
  }

  /// The limits of the posts that at least one of the students may take.
  private func seats(openTo members: [Int]) -> Int {
    var open = [Bool](repeating: false, count: placementCase.posts.count)
    for student in members {
      if let pin = allocated.commitments.pins[student] {
        open[pin.post] = true
      } else {
        allocated.openPosts.forEachOpen(student: student, in: allocated.context) { post, _, _ in
          open[post] = true
        }
      }
    }
    return open.indices.reduce(0) { open[$1] ? $0 + allocated.quotas.posts[$1].value : $0 }
  }
}
