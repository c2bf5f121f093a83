import Allocation
import Placement

extension PlanFacts {
  /// filing.csv, sorted by its columns from left to right.
  func filingRows(_ used: [UsedPost]) -> [FilingRow] {
    let schools = schoolNames
    let atPosts = used.map { school, post, members in
      let item = placementCase.posts[post]
      var row = FilingRow()
      row.who = who(school, schools, item.enterprise)
      (row.postID, row.postTitle, row.address) = (item.id, item.title, item.address)
      row.areaCode = item.areaCode ?? ""
      count(members, in: &row)
      row.minors = members.count { !placementProgram.context.isAdult(student: $0, at: post) }
      (row.start, row.end, row.monthlyPay) = (item.start, item.end, item.monthlyPay)
      row.supervisors = supervisorNames(of: members)
      row.exemption = item.exemption ?? ""
      row.crossProvinceFiling = item.crossProvinceFiling ?? ""
      return row
    }
    return (atPosts + selfArrangedRows(schools)).map { (texts: $0.texts, row: $0) }
      .sorted { $0.row.precedes($1.row, $0.texts, $1.texts) }.map(\.row)
  }

  /// Those who found a place alone: a row a school, host, title, address, pay and period.
  private func selfArrangedRows(_ schools: [String: String]) -> [FilingRow] {
    struct Key: Hashable {
      let schoolID: String
      let enterprise: Int?
      let texts: [String]
      let days: [CalendarDate]
      let pay: ExactDecimal
    }
    let groups = Dictionary(grouping: placementProgram.selfArranged.judged.map(\.place)) { place in
      Key(
        schoolID: placementCase.students[place.student].schoolID, enterprise: place.enterprise,
        texts: [place.enterpriseName, place.work.title, place.work.address],
        days: [place.work.start, place.work.end], pay: place.work.monthlyPay)
    }
    return groups.map { key, places in
      let work = places[0].work
      var row = FilingRow()
      row.who = SchoolAndHost(
        schoolID: key.schoolID, schoolName: schools[key.schoolID] ?? "", enterpriseID: "",
        enterpriseName: places[0].enterpriseName, creditCode: "")
      if let enterprise = key.enterprise { row.who = who(key.schoolID, schools, enterprise) }
      (row.postTitle, row.address) = (work.title, work.address)
      count(places.map(\.student), in: &row)
      row.supervisors = supervisorNames(of: places.map(\.student))
      row.minors = places.count {
        RuleContext.age(born: placementCase.students[$0.student].birthDate, on: work.start)
          < RuleContext.adultAge
      }
      (row.start, row.end, row.monthlyPay) = (work.start, work.end, work.monthlyPay)
      let filings = Set(places.compactMap(\.work.exemption))
      row.exemption = filings.sorted(by: String.utf8Precedes).joined(separator: ";")
      row.isSelfArranged = true
      return row
    }
  }

  private func count(_ members: [Int], in row: inout FilingRow) {
    let classes = Set(members.map { placementCase.students[$0].specialty.prefix(4)! })
    row.specialtyClasses = classes.map(\.description).sorted(by: String.utf8Precedes)
    row.students = members.count
  }

  /// hosts.csv, by school and host.
  func hostRows(_ used: [UsedPost]) -> [HostRow] {
    let schools = schoolNames
    var rows: [HostRow] = []
    for (school, post, members) in used {
      let item = placementCase.posts[post]
      let who = who(school, schools, item.enterprise)
      if rows.last?.who != who {
        var row = HostRow()
        (row.who, row.language) = (who, language)
        row.ties = placementProgram.context.ties.ties(
          school: school, host: item.enterprise, on: placementCase.asOf)
        (row.inspectedOn, row.publishedOn) = placementProgram.context.ties.latestDates(
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

  /// A post, and a school's students there.
  typealias UsedPost = (school: String, post: Int, students: [Int])

  /// The posts that a school sends students to, by school, enterprise and post.
  func usedPosts() -> [UsedPost] {
    var members: [String: [Int: [Int]]] = [:]
    for student in students.indices {
      guard let post = placement[student] else { continue }
      members[placementCase.students[student].schoolID, default: [:]][post, default: []].append(student)
    }
    let enterprise = placementCase.posts.map(\.enterprise)
    return members.keys.sorted(by: String.utf8Precedes).flatMap { school in
      members[school]!.keys.sorted { (enterprise[$0], $0) < (enterprise[$1], $1) }
        .map { (school, $0, members[school]![$0]!) }
    }
  }
}

extension FilingRow {
  /// By the columns from left to right, numbers and days as such.
  fileprivate func precedes(_ other: FilingRow, _ texts: [String], _ others: [String]) -> Bool {
    if let (own, other) = zip(texts, others).first(where: { $0 != $1 }) {
      return String.utf8Precedes(own, other)
    }
    if numbers != other.numbers { return numbers.lexicographicallyPrecedes(other.numbers) }
    if monthlyPay != other.monthlyPay { return monthlyPay! < other.monthlyPay! }
    return String.utf8Precedes(exemption, other.exemption)
  }

  fileprivate var texts: [String] {
    [
      who.schoolID, who.schoolName, who.enterpriseID, who.enterpriseName, who.creditCode, postID, postTitle,
      address, areaCode, specialtyClasses.joined(separator: ";"),
    ]
  }

  private var numbers: [Int] {
    [students, minors] + [start, end].map { Int($0?.dayNumber ?? 0) }
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
