import Allocation
import AssignmentSolver
import Placement

/// What a suggestion changes, by its post or quota.
enum ChangeKind {
  case seat(QuotaKey)
  case noMinimum(Int)
  case dormitory(Int)
  case other
}

/// Who may come to a post that a change opens to them: at least all of those.
struct Newcomers {
  private let placementProgram: PlacementProgram
  private let boarders: [Bool]

  init(_ placementProgram: PlacementProgram) {
    self.placementProgram = placementProgram
    boarders = placementProgram.context.placementCase.students.map(\.acceptsBoarding)
  }

  /// Nil: it is not told.
  func loosenings(_ kinds: [ChangeKind]) -> [Loosening?] { kinds.map(loosening) }

  private func loosening(_ kind: ChangeKind) -> Loosening? {
    var loosening = Loosening()
    switch kind {
    case .other: return nil
    case .seat(let key):
      let change = placementProgram.change(key, by: 1)
      guard change.toggled.count <= 1 else { return nil }
      loosening.limits = change.limits
      loosening.post = change.toggled.first
      loosening.units = change.toggled.first.map { units(at: $0) } ?? []
    case .noMinimum(let post):
      loosening.post = post
      loosening.units = units(at: post)
      loosening.isWithoutMinimum = true
    case .dormitory(let post):
      loosening.post = post
      loosening.units = newBoarders(at: post)
    }
    return loosening
  }

  /// Units that every rule lets go there, whether or not the post can take anybody.
  private func units(at post: Int) -> [Int] {
    let program = placementProgram.program
    if program.postLimit[post] >= program.postMinimum[post] {
      return (0..<program.unitCount).filter { program.pair($0, Int32(post)) != nil }
    }
    return free.filter { placementProgram.units[$0].allSatisfy { refusal(of: $0, at: post) == nil } }
  }

  /// Units that may come once there is a dormitory: those whom nothing but the way or the lodgings keeps off.
  private func newBoarders(at post: Int) -> [Int] {
    func isNew(_ student: Int) -> Bool {
      guard boarders[student], let rule = refusal(of: student, at: post) else { return false }
      return rule.yieldsToDormitory
    }
    return free.filter { unit in
      let members = placementProgram.units[unit]
      return members.contains(where: isNew)
        && members.allSatisfy { isNew($0) || refusal(of: $0, at: post) == nil }
    }
  }

  /// Units that are not pinned.
  private var free: [Int] {
    placementProgram.units.indices.filter { !placementProgram.program.mustPlace[$0] }
  }

  private func refusal(of student: Int, at post: Int) -> Rule? {
    Rulebook.firstRefusal(student: student, post: post, in: placementProgram.context)?.rule
  }
}

/// What every change gains at most in the first stage.
struct GainBounds {
  private let bound: FirstStageBound?
  private let loosenings: [Loosening?]
  private(set) var most: [Int64]
  private var isSharp: [Bool]

  /// - Parameter before: the plan; nil: nothing is asked, and nothing known.
  init(_ kinds: [ChangeKind], _ before: Allocation?, _ changeSolver: ChangeSolver) {
    let program = before?.placementProgram
    bound = before.flatMap {
      changeSolver.firstStageBound(of: $0.placementProgram.program, at: $0.solution.post)
    }
    loosenings = bound.flatMap { _ in program.map { Newcomers($0).loosenings(kinds) } } ?? []
    most = kinds.map { _ in .max }
    isSharp = kinds.map { _ in false }
    for (index, loosening) in loosenings.enumerated() {
      if let known = loosening.flatMap({ bound?.mostGained(by: $0) }) { most[index] = known }
    }
  }

  /// Looks closer at a change, once.
  ///
  /// - Returns: whether it told anything.
  mutating func sharpen(_ index: Int) -> Bool {
    guard let bound, !isSharp[index] else { return false }
    isSharp[index] = true
    // Where the solver fails here it costs no more than a solve of the change.
    guard let sharper = try? loosenings[index].flatMap({ try bound.mostGainedSolving($0) }) else {
      return false
    }
    most[index] = min(most[index], sharper)
    return true
  }
}

/// The changes that are still to be solved for: the one that may gain most comes first.
struct ChangeQueue {
  private(set) var bounds: GainBounds
  private var isSettled: [Bool]
  /// Of changes that may gain as much: what places most by what is known, then by the changes' own order.
  private let order: [Int]

  init(placedMore: [Int], isSettled: [Bool], bounds: GainBounds) {
    self.isSettled = isSettled
    self.bounds = bounds
    order = placedMore.indices.sorted { a, b in
      placedMore[a] != placedMore[b] ? placedMore[a] > placedMore[b] : a < b
    }
  }

  /// - Parameter least: who cannot gain as much in the first stage is left out.
  mutating func next(_ count: Int, least: Int64) -> [Int] {
    var next: [Int] = []
    while next.count < count, let index = first(without: next), bounds.most[index] >= least {
      if !bounds.sharpen(index) { next.append(index) }
    }
    return next
  }

  mutating func settle(_ index: Int) { isSettled[index] = true }

  private func first(without chosen: [Int]) -> Int? {
    var best: Int?
    for index in order where !isSettled[index] && !chosen.contains(index) {
      if best.map({ bounds.most[index] > bounds.most[$0] }) ?? true { best = index }
    }
    return best
  }
}
