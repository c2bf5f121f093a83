import Placement

/// Works out where everybody is held, and what is wrong with it.
struct CommitmentsBuilder {
  let context: RuleContext
  let unsound: UnsoundCells
  let teams: [[Int]]
  var faults: [Diagnostic] = []
  /// The lowest quota that these students were said to overrun.
  private var complaints: [[Int]: Int] = [:]
  let teamOf: [Int?]
  private(set) var chosen: [(post: Int, origin: Commitments.Origin)?]

  var placementCase: PlacementCase { context.placementCase }

  init(context: RuleContext, unsound: UnsoundCells) {
    self.context = context
    self.unsound = unsound
    let students = context.placementCase.students
    var byID: [String: [Int]] = [:]
    for (index, student) in students.enumerated() where context.placementCase.takesPart(index) {
      if let team = student.teamID { byID[team, default: []].append(index) }
    }
    teams = byID.keys.sorted(by: String.utf8Precedes).map { byID[$0]! }
    var teamOf = [Int?](repeating: nil, count: students.count)
    for (index, team) in teams.enumerated() {
      for member in team { teamOf[member] = index }
    }
    self.teamOf = teamOf
    chosen = Array(repeating: nil, count: students.count)
  }

  /// To check again what is decided already. A fault found this way names no row of a team mate.
  init(context: RuleContext, holding commitments: Commitments) {
    self.context = context
    unsound = .none
    teams = commitments.teams
    teamOf = Array(repeating: nil, count: commitments.pins.count)
    chosen = commitments.pins.map { pin in pin.map { ($0.post, $0.origin) } }
  }

  func studentID(_ index: Int) -> String { ShownID.text(placementCase.students[index].id) }
  private func postID(_ index: Int) -> String { ShownID.text(placementCase.posts[index].id) }
  func teamID(_ index: Int) -> String { ShownID.text(placementCase.students[index].teamID ?? "") }

  mutating func fault(
    row: Int?, file: String = "decisions.csv", column: String, _ message: Text, rows: [Diagnostic.Place] = [],
    _ mend: Text
  ) {
    let found = Diagnostic(.input, file: file, row: row, column: column, message, rows: rows, mend: mend)
    faults.append(found.placed(in: placementCase.places))
  }

  mutating func placePins() {
    for pin in unsound.unread.pins { _ = canBePinned(pin.student, row: pin.row) }
    for (index, decision) in placementCase.decisions.enumerated() where decision.kind == .pin {
      let id = studentID(decision.student)
      guard canBePinned(decision.student, row: decision.row), case .post(let post) = decision.target else {
        continue
      }
      if let earlier = chosen[decision.student], earlier.post != post,
        case .decision(let other) = earlier.origin
      {
        fault(
          row: decision.row, column: "post_id",
          Text(
            zh: "学生 \(id) 已在第 \(placementCase.decisions[other].row) 行锁定到另一岗位 \(postID(earlier.post))",
            en: "student \(id) is pinned to another post, \(postID(earlier.post)), in row "
              + "\(placementCase.decisions[other].row)"),
          Text(zh: "每名学生只保留一条锁定", en: "keep one pin a student"))
      } else if chosen[decision.student] == nil {
        chosen[decision.student] = (post, .decision(index))
      }
    }
  }

  /// Whether a student may be pinned anywhere; where not, a fault says so.
  private mutating func canBePinned(_ student: Int, row: Int) -> Bool {
    let id = studentID(student)
    if let place = placementCase.approvedSelfArranged(of: student) {
      guard unsound.isSound(place, ["student_id", "approved_on"]) else { return false }
      fault(
        row: row, column: "decision",
        Text(
          zh: "学生 \(id) 自行联系的单位已经学校审核，不能锁定",
          en: "student \(id) has found a place alone, which the school has approved, and cannot be pinned"),
        rows: SelfArrangedPlacements.rows(place, CaseSchema.decisions.file, row),
        SelfArrangedPlacements.mend)
      return false
    }
    guard placementCase.students[student].excluded != nil else { return true }
    guard unsound.isSound(student: student, ["student_id", "excluded"]) else { return false }
    fault(
      row: row, column: "decision",
      Text(zh: "学生 \(id) 不参加，不能锁定", en: "student \(id) takes no part and cannot be pinned"),
      Text(zh: "删除该锁定，或清空学生的“不参加”", en: "drop the pin, or clear the student's `excluded`"))
    return false
  }

  /// Signed and started placements hold, unless a decision pins the student, or a team mate to another post, or a ban covers
  /// the post.
  mutating func placeHolds() {
    let pinned = chosen
    for (student, published) in placementCase.published.enumerated() {
      guard let published, published.holds, chosen[student] == nil,
        mates(of: student).compactMap({ pinned[$0]?.post }).allSatisfy({ $0 == published.post }),
        !context.isBanned(student: student, post: published.post),
        !placementCase.takesPart(student) || unsound.isSound(student: student, ["team_id"]),
        mates(of: student).allSatisfy(unsound.knowsDecisions)
      else { continue }
      if let place = placementCase.approvedSelfArranged(of: student) {
        guard unsound.isSound(place, ["student_id", "approved_on"]) else { continue }
        fault(
          row: published.row, file: "published.csv", column: "stage",
          Text(
            zh: "学生 \(studentID(student)) 在岗位 \(postID(published.post)) 已签协议或已上岗，而自行联系的单位也已经学校审核",
            en:
              "student \(studentID(student)) has signed or started at post \(postID(published.post)), and the "
              + "school has approved a place found alone as well"),
          rows: SelfArrangedPlacements.rows(place, CaseSchema.published.file, published.row),
          SelfArrangedPlacements.mend)
      } else if placementCase.students[student].excluded != nil {
        refuseHold(of: student, row: published.row)
      } else {
        chosen[student] = (published.post, .held(published.stage))
      }
    }
    // A ban of whatever post may be of this one.
    for hold in unsound.unread.holds
    where placementCase.students[hold.student].excluded != nil && chosen[hold.student] == nil
      && placementCase.approvedSelfArranged(of: hold.student) == nil && context.bans[hold.student] == nil
      && unsound.knowsDecisions(of: hold.student)
    {
      refuseHold(of: hold.student, row: hold.row)
    }
  }

  /// The student's team, the student included.
  private func mates(of student: Int) -> [Int] { teamOf[student].map { teams[$0] } ?? [student] }

  /// A signed or started placement of a student who takes no part.
  private mutating func refuseHold(of student: Int, row: Int) {
    guard unsound.isSound(student: student, ["student_id", "excluded"]) else { return }
    fault(
      row: row, file: "published.csv", column: "stage",
      Text(
        zh: "学生 \(studentID(student)) 已签协议或已上岗，却标为不参加",
        en: "student \(studentID(student)) has signed or started, but takes no part"),
      Text(
        zh: "把进度改为“已终止”，或清空学生的“不参加”",
        en: "set the stage to `ended`, or clear the student's `excluded`"))
  }

  mutating func spreadOverTeams() {
    for team in teams {
      let placed = team.filter { chosen[$0] != nil }
      guard let first = placed.first, let lead = chosen[first] else { continue }
      if let other = placed.first(where: { chosen[$0]!.post != lead.post }) {
        let (file, row) = place(of: chosen[other]!.origin, student: other)
        let places = [(lead.origin, first), (chosen[other]!.origin, other)].map { place(of: $0, student: $1) }
        fault(
          row: row, file: file, column: "post_id",
          Text(
            zh:
              "小组 \(teamID(first)) 的成员被固定到两个岗位：\(postID(lead.post))、\(postID(chosen[other]!.post))",
            en: "two posts are pinned for team \(teamID(first)): "
              + "\(postID(lead.post)) and \(postID(chosen[other]!.post))"),
          rows: places.compactMap { place in place.row.map { Diagnostic.Place(file: place.file, row: $0) } },
          Text(zh: "同一小组只能锁定到一个岗位", en: "pin a team to one post, or take a student out of it"))
      }
      for member in team where chosen[member] == nil { chosen[member] = (lead.post, .teamMate) }
    }
  }

  func place(of origin: Commitments.Origin, student: Int) -> (file: String, row: Int?) {
    switch origin {
    case .decision(let index): return ("decisions.csv", placementCase.decisions[index].row)
    case .held: return ("published.csv", placementCase.published[student]?.row)
    case .teamMate:
      guard let team = teamOf[student],
        let source = teams[team].first(where: { chosen[$0].map { $0.origin != .teamMate } ?? false })
      else { return ("decisions.csv", nil) }
      return place(of: chosen[source]!.origin, student: source)
    }
  }

  /// Applies the tests: what a pin may override is noted, anything else is a fault.
  mutating func checkedPins() -> [Commitments.Pin?] {
    var pins = [Commitments.Pin?](repeating: nil, count: chosen.count)
    for (student, choice) in chosen.enumerated() {
      guard let choice else { continue }
      var overridden: [Rule] = []
      for rule in Rulebook.rules where !rule.permits(student: student, post: choice.post, in: context) {
        if Rule.overridable.contains(rule.rule) {
          overridden.append(rule.rule)
        } else if rule.isSound(student: student, post: choice.post, in: placementCase, unsound) {
          refuse(student, choice.post, origin: choice.origin, by: rule)
        }
      }
      pins[student] = Commitments.Pin(post: choice.post, origin: choice.origin, overridden: overridden)
    }
    return pins
  }

  private mutating func refuse(
    _ student: Int, _ post: Int, origin: Commitments.Origin, by rule: any EligibilityRule
  ) {
    let (file, row) = place(of: origin, student: student)
    let source = rule.source(student: student, post: post, in: context)
    let demand = rule.demand(student: student, post: post, in: context)
    let cited = source.isEmpty ? Text(verbatim: "") : Text(zh: "（\(source)）", en: " (\(source))")
    let bans = banRows(student, post)
    let own = row.map { [Diagnostic.Place(file: file, row: $0)] } ?? []
    fault(
      row: row, file: file, column: "post_id",
      Text(
        zh: "学生 \(studentID(student)) 不能固定在岗位 \(postID(post))：\(rule.rule.chinese)，\(demand.zh)",
        en: "student \(studentID(student)) cannot be held at post \(postID(post)): \(rule.rule.rawValue), "
          + "which asks for \(demand.en)") + cited,
      rows: bans.isEmpty ? [] : own + bans,
      file == "decisions.csv"
        ? Text(zh: "撤销该锁定或相冲突的决定", en: "clear the pin or the decision that it meets")
        : Text(zh: "把进度改为“已终止”，或另作决定", en: "set the stage to `ended`, or decide otherwise"))
  }

  /// The decisions that ban a student from a post.
  private func banRows(_ student: Int, _ post: Int) -> [Diagnostic.Place] {
    let enterprise = placementCase.posts[post].enterprise
    return placementCase.decisions.filter {
      $0.student == student && $0.kind == .ban
        && ($0.target == .post(post) || $0.target == .enterprise(enterprise))
    }.map { Diagnostic.Place(file: "decisions.csv", row: $0.row) }
  }

  mutating func checkQuotas(_ pins: [Commitments.Pin?], _ quotas: QuotaBook) {
    var pinned = [[Int]](repeating: [], count: placementCase.posts.count)
    for (student, pin) in pins.enumerated() {
      if let pin { pinned[pin.post].append(student) }
    }
    checkPairs()
    checkSideLimits(pins, pinned)
    for (post, limit) in quotas.posts.enumerated() where !pinned[post].isEmpty {
      guard unsound.isSoundLimit(of: placementCase.posts[post]) else { continue }
      checkQuota(
        pinned[post].sorted(), limit: limit.value,
        Text(zh: "岗位 \(postID(post))", en: "post \(postID(post))"))
      checkMinimum(post, limit: limit.value, pinned[post])
    }
    for quota in quotas.shared {
      guard let limit = quota.limit, quota.posts.contains(where: { !pinned[$0].isEmpty }),
        unsound.isSound(quota, pinned, placementCase)
      else { continue }
      let name = Text(
        zh: "\(quota.kind.chinese) \(ShownID.path(quota.id))",
        en: "\(quota.kind.rawValue) \(ShownID.path(quota.id))")
      for day in quota.peaks {
        checkQuota(
          day.posts.flatMap { pinned[$0] }.sorted(), limit: limit.value - day.taken,
          day.taken > 0 ? name + SelfArrangedPlacements.used(day.taken, on: day.date) : name)
      }
    }
  }

  /// The same students over a post's quota and over its enterprise's are reported once, unless the second limit is lower.
  mutating func checkQuota(_ students: [Int], limit: Int, _ name: Text) {
    guard !students.isEmpty, students.count > limit, limit < complaints[students, default: Int.max] else {
      return
    }
    complaints[students] = limit
    let places = students.map { place(of: chosen[$0]!.origin, student: $0) }
    let rows = Set(
      places.compactMap { place in place.row.map { Diagnostic.Place(file: place.file, row: $0) } })
    fault(
      row: places[0].row, file: places[0].file, column: "post_id",
      Text(
        zh: "\(name.zh) 的上限为 \(limit)，却固定了 \(students.count) 名学生",
        en: "\(name.en) has a quota of \(limit), but \(students.count) students are pinned there"),
      rows: rows.sorted { $0.file != $1.file ? String.utf8Precedes($0.file, $1.file) : $0.row < $1.row },
      Text(
        zh: "撤销至少 \(students.count - limit) 条，或提高上限",
        en: "clear at least \(students.count - limit) of them, or raise the quota"))
  }

  private mutating func checkMinimum(_ post: Int, limit: Int, _ students: [Int]) {
    let minimum = placementCase.posts[post].minStudents
    guard minimum > limit, students.count <= limit,
      unsound.isSound(placementCase.posts[post], ["min_students"])
    else { return }
    let (file, row) = place(of: chosen[students[0]]!.origin, student: students[0])
    fault(
      row: row, file: file, column: "post_id",
      Text(
        zh: "岗位 \(postID(post)) 最少 \(minimum) 人，上限只有 \(limit)，不能安排任何人",
        en: "post \(postID(post)) takes at least \(minimum), but its quota is \(limit): it takes nobody"),
      Text(zh: "撤销该锁定，或降低最少人数，或提高上限", en: "clear the pin, or change the minimum or the seats"))
  }
}
