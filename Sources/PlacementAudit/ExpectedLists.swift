import Placement

// filing.csv and hosts.csv: where each school's students go, for the authority and for the public notice.
extension Expectation {
  /// A school's students at one post, in order of index.
  private struct Group {
    let schoolID: String
    let post: Int
    var students: [Int] = []
  }

  /// By school, then enterprise, then post.
  private var groups: [Group] {
    var numbers: [String: [Int: Int]] = [:]
    var groups: [Group] = []
    for case let (student, post?) in placement.enumerated() {
      let school = placementCase.students[student].schoolID
      if let number = numbers[school]?[post] {
        groups[number].students.append(student)
      } else {
        numbers[school, default: [:]][post] = groups.count
        groups.append(Group(schoolID: school, post: post, students: [student]))
      }
    }
    return groups.sorted { a, b in
      if a.schoolID != b.schoolID { return String.utf8Precedes(a.schoolID, b.schoolID) }
      let (first, second) = (placementCase.posts[a.post].enterprise, placementCase.posts[b.post].enterprise)
      return first == second ? a.post < b.post : first < second
    }
  }

  private func schoolName(_ id: String) -> String { placementCase.schools.first { $0.id == id }?.name ?? "" }

  var filing: ExpectedTable {
    let rows = (groups.map { filingRow($0) } + selfArrangedRows).sorted { Self.precedes($0, $1) }
    // Two places found alone may differ in no more than the last day or the pay.
    return ExpectedTable(
      file: "filing.csv", columns: PlanSchema.filing.columns.map(\.name), keyColumns: 15,
      rows: rows.map { $0.map { .text($0) } })
  }

  /// Cell by cell, numbers by what they say.
  private static func precedes(_ a: [String], _ b: [String]) -> Bool {
    guard let place = a.indices.first(where: { a[$0] != b[$0] }) else { return false }
    if let first = ExactDecimal(a[place]), let second = ExactDecimal(b[place]), (10...14).contains(place) {
      return first < second
    }
    return String.utf8Precedes(a[place], b[place])
  }

  /// Students at the same place found alone share a row.
  private var selfArrangedRows: [[String]] {
    var rows: [[String]: [Int]] = [:]
    for entry in rules.selfArranged.entries {
      let (place, work) = (entry.place, entry.place.work)
      let host = place.enterprise.map { placementCase.enterprises[$0] }
      let key = [
        placementCase.students[place.student].schoolID, host?.id ?? "", host?.name ?? place.enterpriseName,
        host?.creditCode ?? "", work.title, work.address, work.start.description, work.end.description,
        work.monthlyPay.description,
      ]
      rows[key, default: []].append(place.student)
    }
    return rows.map { key, students in
      let places = students.compactMap { rules.selfArranged[$0]?.place }
      let classes = Set(students.compactMap { placementCase.students[$0].specialty.prefix(4)?.description })
      let minors = places.filter { rules.students[$0.student].adultOn > $0.work.start.dayNumber }
      return [
        key[0], schoolName(key[0]), key[1], key[2], key[3], "", key[4], key[5], "", joined(classes),
        String(students.count), String(minors.count), key[6], key[7], key[8],
        supervisorNames(of: students), joined(Set(places.compactMap(\.work.exemption))), "", yesNo(true),
      ]
    }
  }

  private func filingRow(_ group: Group) -> [String] {
    let post = placementCase.posts[group.post]
    let host = placementCase.enterprises[post.enterprise]
    let classes = Set(
      group.students.compactMap { placementCase.students[$0].specialty.prefix(4)?.description })
    let minors = group.students.filter { rules.students[$0].adultOn > post.start.dayNumber }
    return [
      group.schoolID, schoolName(group.schoolID), host.id, host.name, host.creditCode, post.id, post.title,
      post.address, post.areaCode ?? "", joined(classes), String(group.students.count), String(minors.count),
      post.start.description, post.end.description, post.monthlyPay.description,
      supervisorNames(of: group.students), post.exemption ?? "",
      post.crossProvinceFiling ?? "", yesNo(false),
    ]
  }

  var hosts: ExpectedTable {
    var pairs: [[Group]] = []
    for group in groups {
      if let last = pairs.last?.first, last.schoolID == group.schoolID,
        placementCase.posts[last.post].enterprise == placementCase.posts[group.post].enterprise
      {
        pairs[pairs.count - 1].append(group)
      } else {
        pairs.append([group])
      }
    }
    return ExpectedTable(
      file: "hosts.csv", columns: PlanSchema.hosts.columns.map(\.name), keyColumns: 3,
      rows: pairs.map { hostRow($0).map { .text($0) } })
  }

  private func hostRow(_ groups: [Group]) -> [String] {
    let posts = groups.map { placementCase.posts[$0.post] }
    let school = groups[0].schoolID
    let host = placementCase.enterprises[posts[0].enterprise]
    let pays = posts.map(\.monthlyPay).sorted()
    let rows = rules.partners.rows(school: school, enterprise: posts[0].enterprise)
    return [
      school, schoolName(school), host.id, host.name, host.creditCode, ties(school, host, rows),
      joined(Set(posts.map(\.title))), String(groups.reduce(0) { $0 + $1.students.count }),
      pays.first?.description ?? "", pays.last?.description ?? "", yesNo(posts.contains { $0.dormitory }),
      rows.compactMap(\.inspectedOn).max()?.description ?? "",
      rows.compactMap(\.publishedOn).max()?.description ?? "",
    ]
  }

  /// Those that hold on the day on which the case is looked at.
  private func ties(_ school: String, _ host: Enterprise, _ rows: [Partner]) -> String {
    let day = placementCase.asOf
    var ties = Set(
      rows.filter { partner in
        !(partner.from.map { day < $0 } ?? false) && !(partner.to.map { day > $0 } ?? false)
      }.compactMap(\.tie))
    let own = placementCase.schools.first { $0.id == school }?.alliances ?? []
    if own.contains(where: host.alliances.contains) { ties.insert(.alliance) }
    return joined(Set(ties.map { word($0) }))
  }

  private func joined(_ items: Set<String>) -> String {
    items.sorted(by: String.utf8Precedes).joined(separator: ";")
  }
}
