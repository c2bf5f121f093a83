import Allocation
import Placement

extension PlanFacts {
  /// filing.csv, by school, host and post.
  package func filingRows() -> [FilingRow] {
    let schools = schoolNames
    return usedPosts().map { school, post, members in
      let item = placementCase.posts[post]
      var row = FilingRow()
      row.who = who(school, schools, item.enterprise)
      (row.postID, row.postTitle, row.address) = (item.id, item.title, item.address)
      row.areaCode = item.areaCode ?? ""
      let classes = Set(members.map { placementCase.students[$0].specialty.prefix(4)!.description })
      row.specialtyClasses = classes.sorted(by: String.utf8Precedes)
      row.students = members.count
      row.minors = members.count { !allocated.context.isAdult(student: $0, at: post) }
      (row.start, row.end, row.monthlyPay) = (item.start, item.end, item.monthlyPay)
      row.exemption = item.exemption ?? ""
      row.crossProvinceFiling = item.crossProvinceFiling ?? ""
      return row
    }
  }

  /// hosts.csv, by school and host.
  package func hostRows() -> [HostRow] {
    let schools = schoolNames
    var rows: [HostRow] = []
    for (school, post, members) in usedPosts() {
      let item = placementCase.posts[post]
      let who = who(school, schools, item.enterprise)
      if rows.last?.who != who {
        var row = HostRow()
        (row.who, row.language) = (who, language)
        row.ties = allocated.context.ties.ties(school: school, host: item.enterprise, on: placementCase.asOf)
        (row.inspectedOn, row.publishedOn) = allocated.context.ties.latestDates(
          school: school, host: item.enterprise)
        rows.append(row)
      }
      rows[rows.count - 1].add(item, students: members.count)
    }
    return rows
  }

  private var schoolNames: [String: String] {
    Dictionary(placementCase.schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private func who(_ school: String, _ names: [String: String], _ enterprise: Int) -> SchoolAndHost {
    let host = placementCase.enterprises[enterprise]
    return SchoolAndHost(
      schoolID: school, schoolName: names[school] ?? "", enterpriseID: host.id, enterpriseName: host.name,
      creditCode: host.creditCode)
  }

  /// The posts that a school sends students to, by school, enterprise and post.
  private func usedPosts() -> [(school: String, post: Int, students: [Int])] {
    var members: [String: [Int: [Int]]] = [:]
    for student in students.indices {
      guard let post = placement[student] else { continue }
      members[placementCase.students[student].schoolID, default: [:]][post, default: []].append(student)
    }
    return members.keys.sorted(by: String.utf8Precedes).flatMap { school in
      members[school]!.keys.sorted {
        (placementCase.posts[$0].enterprise, $0) < (placementCase.posts[$1].enterprise, $1)
      }.map { (school, $0, members[school]![$0]!) }
    }
  }
}

extension HostRow {
  fileprivate mutating func add(_ post: Post, students more: Int) {
    students += more
    if !posts.contains(post.title) {
      posts = (posts + [post.title]).sorted(by: String.utf8Precedes)
    }
    lowestPay = lowestPay.map { min($0, post.monthlyPay) } ?? post.monthlyPay
    highestPay = highestPay.map { max($0, post.monthlyPay) } ?? post.monthlyPay
    hasLodging = hasLodging || post.dormitory
  }
}
