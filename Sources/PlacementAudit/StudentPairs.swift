import Placement

// max_per_school and pairs.csv, judged once more.
extension AuditRules {
  private func host(_ post: Int) -> Int { placementCase.posts[post].enterprise }

  private func overlap(_ a: Int, _ b: Int) -> Bool {
    posts[a].start <= posts[b].end && posts[b].start <= posts[a].end
  }

  /// Pairs of whom the program has a say.
  private var pairs: [StudentPair] {
    placementCase.pairs.filter { $0.students.allSatisfy { takesPart($0) } }
  }

  /// Pairs that want to go together of whom one has a post, and the other has none or one at another enterprise.
  func parted(_ placement: [Int?]) -> Int {
    pairs.filter { pair in
      guard pair.relation == .together else { return false }
      switch (placement[pair.students[0]], placement[pair.students[1]]) {
      case (nil, nil): return false
      case (let a?, let b?): return host(a) != host(b)
      default: return true
      }
    }.count
  }

  /// Too many of one school, or two who keep apart and are not.
  func pairFaults(_ placement: [Int?], _ rows: [Int?]?) -> [AuditFault] {
    keptApart(placement, rows) + schoolFaults(placement)
  }

  private func keptApart(_ placement: [Int?], _ rows: [Int?]?) -> [AuditFault] {
    placementCase.pairs.compactMap { pair in
      let (a, b) = (pair.students[0], pair.students[1])
      // A place found alone is at an enterprise, and no post.
      func enterprise(_ student: Int) -> Int? {
        placement[student].map(host) ?? selfArranged[student]?.place.enterprise
      }
      let isTeam = takesPart(a) && takesPart(b) && teams.of[a] != nil && teams.of[a] == teams.of[b]
      let isBroken: Bool =
        switch pair.relation {
        case .together: false
        case .apart: isTeam || placement[a] != nil && placement[a] == placement[b]
        case .apartHost: isTeam || enterprise(a) != nil && enterprise(a) == enterprise(b)
        }
      guard isBroken else { return nil }
      let ids = [a, b].map { placementCase.students[$0].id }
      return AuditFault(
        .apart, file: "assignments.csv", row: rows?[b] ?? nil, column: "post_id",
        Text(
          zh: "学号 \(ids[0]) 与 \(ids[1]) 不能在一起（\(pair.relation.chinese)）",
          en: "students \(ids[0]) and \(ids[1]) keep apart (\(pair.relation.rawValue))"))
    }
  }

  private func schoolFaults(_ placement: [Int?]) -> [AuditFault] {
    var faults: [AuditFault] = []
    let counts = schoolCounts(placement)
    for (post, limit) in placementCase.posts.map(\.maxPerSchool).enumerated() {
      guard let limit else { continue }
      for (school, load) in counts[post].sorted(by: { $0.key < $1.key }) where load > limit {
        faults.append(tooMany(QuotaKind.post.text, placementCase.posts[post].id, school, load, limit))
      }
    }
    for (index, enterprise) in placementCase.enterprises.enumerated() {
      guard let limit = enterprise.maxPerSchool else { continue }
      let own = limits.postsOf[index]
      var peak: [String: Int] = [:]
      // A load only rises on a first day.
      for first in own {
        var day: [String: Int] = [:]
        for post in own where posts[post].start <= posts[first].start && posts[first].start <= posts[post].end
        {
          day.merge(counts[post], uniquingKeysWith: +)
        }
        peak.merge(day, uniquingKeysWith: max)
      }
      for (school, load) in peak.sorted(by: { $0.key < $1.key }) where load > limit {
        faults.append(tooMany(QuotaKind.enterprise.text, enterprise.id, school, load, limit))
      }
    }
    return faults
  }

  /// Of every post: students by school.
  private func schoolCounts(_ placement: [Int?]) -> [[String: Int]] {
    var counts = [[String: Int]](repeating: [:], count: placementCase.posts.count)
    for (student, post) in placement.enumerated() {
      if let post { counts[post][placementCase.students[student].schoolID, default: 0] += 1 }
    }
    return counts
  }

  private func tooMany(_ kind: Text, _ id: String, _ school: String, _ load: Int, _ limit: Int) -> AuditFault
  {
    AuditFault(
      .perSchool, file: "assignments.csv", column: "post_id",
      Text(
        zh: "\(kind.zh) \(id) 有学校 \(school) 的学生 \(load) 人，超过每校上限 \(limit)",
        en: "\(kind.en) \(id) has \(load) students of school \(school), over its max_per_school of \(limit)"))
  }

  // MARK: One more

  /// What keeps these, who go together, out of a post where all others stay: the word of unplaced.csv.
  func keepsOut(_ members: [Int], _ post: Int, _ placement: [Int?]) -> PlanWord? {
    for member in members {
      let school = placementCase.students[member].schoolID
      let own = members.filter { placementCase.students[$0].schoolID == school }.count
      func others(_ isCounted: (Int) -> Bool) -> Int {
        placement.indices.filter { student in
          guard let there = placement[student], isCounted(there) else { return false }
          return placementCase.students[student].schoolID == school && !members.contains(student)
        }.count
      }
      if let limit = placementCase.posts[post].maxPerSchool, others({ $0 == post }) + own > limit {
        return .maxPerSchool
      }
      if let limit = placementCase.enterprises[host(post)].maxPerSchool {
        // On the fullest day of the post's period, the first of a post that is held then.
        let beside = limits.postsOf[host(post)].filter { overlap($0, post) }
        let days = beside.map { max(posts[$0].start, posts[post].start) }
        let most = days.map { day in
          others { beside.contains($0) && posts[$0].start <= day && day <= posts[$0].end }
        }
        if (most.max() ?? 0) + own > limit { return .maxPerSchool }
      }
      for pair in placementCase.pairs where pair.relation != .together && pair.students.contains(member) {
        let other = pair.students[0] == member ? pair.students[1] : pair.students[0]
        let there = placement[other]
        if pair.relation == .apart, there == post { return .apart }
        let enterprise = there.map(host) ?? selfArranged[other]?.place.enterprise
        if pair.relation == .apartHost, enterprise == host(post) { return .apart }
      }
    }
    return nil
  }

  /// Whether anything of the kind might keep somebody out.
  var hasSideLimits: Bool {
    placementCase.pairs.contains { $0.relation != .together }
      || placementCase.posts.contains { $0.maxPerSchool != nil }
      || placementCase.enterprises.contains { $0.maxPerSchool != nil }
  }
}
