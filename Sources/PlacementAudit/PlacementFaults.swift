import Placement

extension AuditRules {
  /// Everything in the placement that the contract does not allow: rules, pins, teams, minimums, quotas.
  ///
  /// - `rows`: where each student's row stands in assignments.csv, for the messages.
  public func faults(of placement: [Int?], rows: [Int?]? = nil) -> [AuditFault] {
    precondition(placement.count == placementCase.students.count, "a placement has one entry a student")
    return placement.indices.flatMap { studentFaults($0, placement[$0], row: rows?[$0] ?? nil) }
      + selfArrangedFaults(placement, rows) + teamFaults(placement, rows) + pairFaults(placement, rows)
      + quotaFaults(Loads(self, placement))
  }

  private func studentFaults(_ student: Int, _ post: Int?, row: Int?) -> [AuditFault] {
    var faults: [AuditFault] = []
    func add(_ kind: AuditFault.Kind, _ message: Text) {
      faults.append(AuditFault(kind, file: "assignments.csv", row: row, column: "post_id", message))
    }
    let id = placementCase.students[student].id
    if pins.contradictory.contains(student) {
      add(.pin, Text(zh: "学号 \(id) 的锁定相互矛盾", en: "student \(id) is pinned to posts that differ"))
    }
    if let pinned = pins.post[student], pinned != post {
      let there = placementCase.posts[pinned].id
      add(.pin, Text(zh: "学号 \(id) 应锁定在岗位 \(there)", en: "student \(id) is pinned to post \(there)"))
    }
    if let post, let rule = closingRule(student: student, post: post) {
      let there = placementCase.posts[post].id
      add(
        .rule(rule),
        Text(
          zh: "学号 \(id) 不得安排到岗位 \(there)：不符合“\(rule.chinese)”",
          en: "student \(id) may not take post \(there): \(rule.rawValue)"))
    }
    return faults
  }

  private func teamFaults(_ placement: [Int?], _ rows: [Int?]?) -> [AuditFault] {
    teams.members.compactMap { members in
      let first = placement[members[0]]
      guard let stray = members.first(where: { placement[$0] != first }) else { return nil }
      let id = placementCase.students[stray].id
      return AuditFault(
        .team, file: "assignments.csv", row: rows?[stray] ?? nil, column: "post_id",
        Text(zh: "学号 \(id) 与同组成员不在同一岗位", en: "student \(id) is not where the team mates are"))
    }
  }

  private func quotaFaults(_ loads: Loads) -> [AuditFault] {
    let posts = placementCase.posts
    var faults: [AuditFault] = []
    for post in posts.indices where loads.atPost[post] > 0 {
      let load = loads.atPost[post]
      if load > limits.post[post].value {
        faults.append(over(.post, posts[post].id, limits.post[post].value, load, posts[post].start))
      }
      if load < posts[post].minStudents {
        faults.append(
          AuditFault(
            .minimum, file: "assignments.csv", column: "post_id",
            Text(
              zh: "岗位 \(posts[post].id) 安排了 \(load) 人，少于最少人数 \(posts[post].minStudents)",
              en: "post \(posts[post].id) has \(load) students, fewer than its minimum "
                + "of \(posts[post].minStudents)")))
      }
    }
    for (number, group) in limits.groups.enumerated() {
      let peak = loads.groupPeak[number]
      guard let limit = group.limit, peak.students > limit else { continue }
      faults.append(over(.jobGroup, group.id, limit, peak.students, peak.day))
    }
    for (number, peak) in loads.enterprisePeak.enumerated() {
      let limit = limits.enterprise[number].value
      guard peak.students > limit else { continue }
      faults.append(over(.enterprise, placementCase.enterprises[number].id, limit, peak.students, peak.day))
    }
    return faults
  }

  private func over(_ kind: QuotaKind, _ id: String, _ limit: Int, _ load: Int, _ day: CalendarDate)
    -> AuditFault
  {
    AuditFault(
      .quota(kind), file: "assignments.csv", column: "post_id",
      Text(
        zh: "\(kind.chinese) \(id) 在 \(day) 有 \(load) 人，超过上限 \(limit)",
        en: "\(kind.rawValue) \(id) has \(load) students on \(day), over its limit of \(limit)"))
  }
}
