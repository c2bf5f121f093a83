import Placement

@testable import Allocation
@testable import AssignmentSolver
@testable import Inquiry
@testable import Plan

/// Numbers that are the same on every machine.
struct Dice {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  mutating func roll(_ sides: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(sides))
  }
}

extension Explainer {
  /// Of a plan that is proven optimal.
  init(_ program: PlacementProgram, placement: [Int?], changeSolver: ChangeSolver, threads: Int) {
    self.init(
      PlanFacts(program, placement: placement, threads: threads), outcomes: nil, isProven: true,
      changeSolver: changeSolver, threads: threads)
  }
}

/// A town small enough for exhaustive search: up to seven students, four posts, two enterprises.
func smallTown(_ seed: Int, groups: Bool = true, teams: Bool = true) -> PlacementCase {
  var dice = Dice(seed + 1)
  for _ in 0..<8 { _ = dice.roll(2) }
  func place(_ dice: inout Dice) -> Coordinates {
    Coordinates(latitude: 30 + Double(dice.roll(60)) / 100, longitude: 120 + Double(dice.roll(60)) / 100)
  }
  let codes = ["710201", "710202", "700101"].map { SpecialtyCode($0)! }
  let students = (0..<(4 + dice.roll(4))).map { index in
    var student = Student(
      id: "S\(index)", schoolID: "X1", specialty: codes[dice.roll(3)], grade: 2 + dice.roll(2),
      birthDate: CalendarDate(year: 2009, month: 3, day: 1)!, location: place(&dice))
    student.priority = dice.roll(4) == 0 ? 3 : 1
    student.acceptsBoarding = dice.roll(3) == 0
    if teams, dice.roll(4) == 0 { student.teamID = "T1" }
    return student
  }
  let enterprises = (0..<2).map { index in
    var enterprise = Enterprise(
      id: "E\(index)", name: "企业\(index)", district: index == 0 ? "萧山区" : "西湖区", staffTotal: 60,
      staffOnDuty: 10 + dice.roll(30))
    enterprise.aboveScale = dice.roll(2) == 0
    if dice.roll(2) == 0 { enterprise.maxInterns = 1 + dice.roll(3) }
    return enterprise
  }
  let posts = (0..<(3 + dice.roll(2))).map { index in
    let late = dice.roll(4) == 0
    var post = Post(
      id: "P\(index)", enterprise: dice.roll(2), title: "岗位\(index)",
      specialtyCodes: [codes[dice.roll(3)], codes[dice.roll(3)]], seats: 1 + dice.roll(3),
      location: place(&dice),
      start: CalendarDate(year: 2026, month: late ? 12 : 9, day: 1)!,
      end: CalendarDate(year: 2026, month: late ? 12 : 11, day: 30)!, monthlyPay: ExactDecimal(3000))
    post.dormitory = dice.roll(4) == 0
    if groups, dice.roll(3) == 0 { post.minStudents = 2 }
    return post
  }
  return PlacementCase(policy: Policy(), students: students, enterprises: enterprises, posts: posts)
}

/// The same with limits of two terms that are often equal, job groups, and interns who are there already.
func tiedTown(_ seed: Int) -> PlacementCase {
  var town = smallTown(seed, groups: seed % 3 == 1, teams: seed % 3 == 2)
  var dice = Dice(seed + 7919)
  for _ in 0..<8 { _ = dice.roll(2) }
  for index in town.enterprises.indices {
    let share = town.enterprises[index].staffOnDuty / 10
    if dice.roll(2) == 0 { town.enterprises[index].maxInterns = share + dice.roll(2) }
    town.enterprises[index].currentInterns = dice.roll(4) == 0 ? share + 1 : 0
  }
  for index in town.posts.indices {
    town.posts[index].samePostStaff = dice.roll(3) == 0 ? nil : town.posts[index].seats * 5 + dice.roll(2) * 5
  }
  if dice.roll(2) == 0 {
    for index in town.posts.indices where town.posts[index].enterprise == 0 {
      town.posts[index].jobGroup = "焊接"
      town.posts[index].samePostStaff = 10
    }
  }
  return town
}

/// Every assignment of an ``AssignmentProgram``, tried one by one.
struct EveryAssignment {
  let program: AssignmentProgram

  /// The least stage values among the plans that are wanted; nil where there is no plan.
  func best(where isWanted: ([Int32]) -> Bool = { _ in true }) -> [Int64]? {
    var best: [Int64]?
    var chosen = [Int32](repeating: -1, count: program.unitCount)
    var room = program.postLimit
    visit(0, &chosen, &room) { plan in
      guard isWanted(plan) else { return }
      let values = values(plan)
      if best.map({ values.lexicographicallyPrecedes($0) }) ?? true { best = values }
    }
    return best
  }

  /// - Parameter room: what the units before leave of every post's limit; what is past it stays past it.
  private func visit(
    _ unit: Int, _ chosen: inout [Int32], _ room: inout [Int32], _ found: ([Int32]) -> Void
  ) {
    guard unit < program.unitCount else {
      if isLawful(chosen) { found(chosen) }
      return
    }
    if !program.mustPlace[unit] {
      chosen[unit] = -1
      visit(unit + 1, &chosen, &room, found)
    }
    let size = program.unitSize[unit]
    for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
      let post = program.pairPost[pair]
      guard room[Int(post)] >= size else { continue }
      chosen[unit] = post
      room[Int(post)] -= size
      visit(unit + 1, &chosen, &room, found)
      room[Int(post)] += size
    }
    chosen[unit] = -1
  }

  private func loads(_ chosen: [Int32]) -> [Int] {
    var loads = [Int](repeating: 0, count: program.postCount)
    for (unit, post) in chosen.enumerated() where post >= 0 {
      loads[Int(post)] += Int(program.unitSize[unit])
    }
    return loads
  }

  private func isLawful(_ chosen: [Int32]) -> Bool {
    let loads = loads(chosen)
    for (post, load) in loads.enumerated() where load > 0 {
      if load > program.postLimit[post] || load < program.postMinimum[post] { return false }
    }
    return program.capacityRows.allSatisfy { row in
      row.posts.reduce(0) { $0 + loads[Int($1)] } <= Int(row.limit)
    }
  }

  private func values(_ chosen: [Int32]) -> [Int64] {
    let loads = loads(chosen)
    return (0..<program.stageCount).map { stage in
      var sum: Int64 = 0
      for (unit, post) in chosen.enumerated() {
        guard post >= 0 else {
          sum += program.unplacedCost[stage][unit]
          continue
        }
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1] where program.pairPost[pair] == post
        {
          sum += program.pairCost[stage][pair]
        }
      }
      for row in program.targetRows {
        let placed = row.posts.reduce(0) { $0 + loads[Int($1)] }
        sum += row.weight[stage] * Int64(max(0, Int(row.target) - placed))
      }
      return sum
    }
  }
}
