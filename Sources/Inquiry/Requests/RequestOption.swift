import Allocation
import AssignmentSolver
import Placement
import Plan

/// One way of granting a request: where units go. Everybody else stays.
struct RequestOption: Hashable {
  /// In order of unit, each unit once.
  let moves: [UnitMove]

  init(_ moves: [UnitMove]) { self.moves = Set(moves).sorted { ($0.unit, $0.post) < ($1.unit, $1.post) } }

  func post(of unit: Int?) -> Int32? { moves.first { $0.unit == unit }?.post }

  func applied(to plan: [Int32]) -> [Int32] {
    var plan = plan
    for move in moves { plan[move.unit] = move.post }
    return plan
  }
}

/// Why a request cannot be granted.
struct RequestObstacle {
  /// The rule, decision, stage or quota, in a word.
  let rule: Text
  let detail: Text
}

/// What would grant a request: at least one way, or none and why.
enum RequestWays {
  case closed(RequestObstacle)
  case open([RequestOption])
}

extension Explainer {
  /// The ways in which a request can be granted as far as rules and commitments tell; quotas are not asked.
  func ways(_ request: ChangeRequest) -> RequestWays {
    let students = request.students
    if let away = students.lazy.compactMap({ takesNoPart($0) }).first { return .closed(away) }
    let units = students.map { unitOf[$0]! }
    let options = options(request, units)
    guard let held = students.lazy.compactMap({ held($0) }).first else { return options }
    guard case .open(let ways) = options else { return .closed(held) }
    let met = ways.filter { $0.applied(to: former) == former }
    return met.isEmpty ? .closed(held) : .open(met)
  }

  private func options(_ request: ChangeRequest, _ units: [Int]) -> RequestWays {
    switch request.wish {
    case .leave: return .open([RequestOption([.init(unit: units[0], post: -1)])])
    case .to(.post(let post)): return ways(request.student, to: [post])
    case .to(.enterprise(let enterprise)):
      return ways(request.student, to: placementProgram.quotas.enterprises[enterprise].posts)
    case .swap(let other):
      let places = units.map { former[$0] }
      for (student, post) in [(request.student, places[1]), (other, places[0])]
      where post >= 0 && units[0] != units[1] && places[0] != places[1] {
        if let why = obstacle(student, at: Int(post)) { return .closed(why) }
      }
      return .open([
        RequestOption([.init(unit: units[0], post: places[1]), .init(unit: units[1], post: places[0])])
      ])
    }
  }

  /// One way a post that is open; where none is, what closes the one that is tested farthest.
  private func ways(_ student: Int, to posts: [Int]) -> RequestWays {
    let unit = unitOf[student]!
    let open = posts.filter { Int32($0) == former[unit] || obstacle(student, at: $0) == nil }
    if !open.isEmpty {
      return .open(open.map { RequestOption([.init(unit: unit, post: Int32($0))]) })
    }
    let farthest = posts.max { (tests(student, $0), $1) < (tests(student, $1), $0) }
    return .closed(
      farthest.flatMap { obstacle(student, at: $0) }
        ?? RequestObstacle(rule: QuotaKind.post.text, detail: Self.noPost))
  }

  /// How many rules the student and the mates pass at a post before one refuses.
  private func tests(_ student: Int, _ post: Int) -> Int {
    let rules = Rulebook.rules
    return facts.unit(of: student).map { member in
      rules.firstIndex { !$0.permits(student: member, post: post, in: placementProgram.context) }
        ?? rules.count
    }.min() ?? 0
  }

  /// What closes the post to the student or a mate; nil where it is open.
  private func obstacle(_ student: Int, at post: Int) -> RequestObstacle? {
    guard let why = closed(post, to: student) else { return nil }
    let members = [student] + facts.unit(of: student)
    let refusal = members.lazy.compactMap {
      Rulebook.firstRefusal(student: $0, post: post, in: placementProgram.context)?.rule
    }.first
    let rule =
      refusal?.text ?? placementProgram.quotas[placementProgram.quotas.lowest(of: post).key].kind.text
    return RequestObstacle(rule: rule, detail: why)
  }

  // MARK: Commitments

  private func takesNoPart(_ student: Int) -> RequestObstacle? {
    guard unitOf[student] == nil else { return nil }
    let id = placementCase.students[student].id
    guard placementCase.approvedSelfArranged(of: student) != nil else {
      return RequestObstacle(
        rule: PlacementStatus.excluded.text,
        detail: Text(zh: "学生 \(id) 不参加", en: "student \(id) takes no part"))
    }
    return RequestObstacle(
      rule: PlacementStatus.selfArranged.text,
      detail: Text(
        zh: "学生 \(id) 自行联系的单位已经学校审核",
        en: "student \(id) has found a place alone, which the school has approved"))
  }

  /// A decision or a signed agreement that holds the student, or a mate and so the student.
  private func held(_ student: Int) -> RequestObstacle? {
    let members = [student] + facts.unit(of: student).filter { $0 != student }
    for member in members {
      guard let pin = placementProgram.commitments.pins[member] else { continue }
      let id = placementCase.students[member].id
      switch pin.origin {
      case .decision(let index):
        let row = place(of: placementCase.decisions[index]).text
        return RequestObstacle(
          rule: PlacementStatus.pinned.text,
          detail: Text(
            zh: "学生 \(id) 由 \(row.zh)锁定；先撤销该决定",
            en: "\(row.en) pins student \(id); clear that decision first"))
      case .held(let stage):
        let row = placementCase.place(ofPublished: member).aside
        return RequestObstacle(
          rule: stage.text,
          detail: Text(
            zh: "学生 \(id) \(stage.text.zh)\(row.zh)；先终止，或另作决定",
            en: "student \(id) is at stage \(stage.text.en)\(row.en); end it first, or decide otherwise"))
      case .teamMate: continue
      }
    }
    return nil
  }

  /// Why no plan grants an option: a quota that is filled by those who are held there, else a minimum.
  func obstacle(to option: RequestOption) -> RequestObstacle {
    let program = placementProgram.program
    var held = [Int](repeating: 0, count: program.postCount)
    for unit in 0..<program.unitCount {
      let post = option.post(of: unit) ?? (program.mustPlace[unit] ? former[unit] : -1)
      if post >= 0 { held[Int(post)] += Int(program.unitSize[unit]) }
    }
    for move in option.moves where move.post >= 0 {
      for key in placementProgram.quotas.keys(of: Int(move.post)) {
        let quota = placementProgram.quotas[key]
        guard let limit = quota.limit?.value, quota.days.contains(where: { $0.load(held) > limit }) else {
          continue
        }
        return RequestObstacle(
          rule: quota.kind.text,
          detail: Text(
            zh: "\(quota.kind.chinese) \(quota.id) 的上限 \(limit) 已由不能变动的学生占满",
            en:
              "\(quota.kind.rawValue) \(quota.id) has a quota of \(limit), taken up by students who are held there"
          ))
      }
    }
    return RequestObstacle(
      rule: PlanWord.minStudents.text,
      detail: Text(
        zh: "在各项上限和最少人数之内没有这样的方案", en: "no plan within the quotas and minimums has it so"))
  }
}
