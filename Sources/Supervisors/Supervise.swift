import Allocation
import IntegerProgram
import Placement
import Threads

/// Who supervises whom, and what is proven of it.
public struct Supervision: Sendable {
  public let supervisees: [Supervisee]
  /// By student: index into the case's teachers; nil for none.
  public let teacherOf: [Int?]
  public let figures: PlanSummary.Supervision

  /// Whether every objective is proven within the gap.
  public func isProven(within gap: Double) -> Bool { figures.figures.allSatisfy { $0.gap <= gap } }
}

/// The second program: a supervisor for every student at a host, school by school, the placement held fixed.
///
/// Minimised one after the other: students without a supervisor, pairs of supervisor and host, points of the
/// specialties. Equal inputs give equal answers, where no time limit strikes.
/// - Parameters:
///   - placementCase: the case, with its schools, supervisors and hosts.
///   - supervisees: the students at hosts, each with the host that the plan gives.
///   - solver: solves a school's programs.
///   - limits: for all schools together; each gets its share of the time that is left.
///   - threads: schools at once.
///   - onProgress: called with the schools that are done, and with all.
/// - Throws: `SolverFailure`
public func supervise(
  _ placementCase: PlacementCase, supervisees: [Supervisee], using solver: some IntegerProgramSolver,
  limits: SolverLimits, threads: Int,
  onProgress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
) throws -> Supervision {
  let schools = SchoolProblem.all(placementCase, supervisees: supervisees)
  let strands = max(1, threads)
  let limits = limits.begun()
  let tally = Tally(of: schools.count, onProgress)
  let results = concurrently(schools.count, threads: threads) { index in
    defer { tally.add() }
    return Result {
      // What is left is shared out among the schools that this thread still has before it.
      let waiting = (schools.count - index + strands - 1) / strands
      var own = limits
      own.deadline = limits.deadline.share(1 / Double(waiting))
      return try SchoolSearch(schools[index], of: schools.count, using: solver, limits: own)
    }
  }
  let searches = try results.map { try $0.get() }
  var teacherOf = [Int?](repeating: nil, count: placementCase.students.count)
  for search in searches { search.assign(&teacherOf) }
  func figure(_ stage: Int) -> PlanSummary.Supervision.Figure {
    .init(
      value: searches.reduce(0) { $0 + Int64($1.answer.value[stage]) },
      bound: searches.reduce(0) { $0 + Int64($1.bounds[stage]) })
  }
  return Supervision(
    supervisees: supervisees, teacherOf: teacherOf,
    figures: .init(unsupervised: figure(0), pairs: figure(1), points: figure(2)))
}

extension SchoolProblem {
  /// One a school that has supervisees, by the school's id.
  static func all(_ placementCase: PlacementCase, supervisees: [Supervisee]) -> [SchoolProblem] {
    let matching = SpecialtyMatching(placementCase.equivalences)
    let teachers = Dictionary(grouping: placementCase.teachers.indices) {
      placementCase.teachers[$0].schoolID
    }
    let bySchool = Dictionary(grouping: supervisees) { placementCase.students[$0.student].schoolID }
    return bySchool.keys.sorted(by: String.utf8Precedes).map { school in
      SchoolProblem(
        placementCase, teachers: teachers[school] ?? [], supervisees: bySchool[school] ?? [],
        matching: matching)
    }
  }
}

extension SchoolSearch {
  /// Students of a group in their order to teachers in theirs.
  fileprivate func assign(_ teacherOf: inout [Int?]) {
    for (group, counts) in zip(problem.groups, answer.counts) {
      var students = group.students[...]
      for (teacher, count) in counts.enumerated() {
        for student in students.prefix(count) { teacherOf[student] = problem.teachers[teacher] }
        students = students.dropFirst(count)
      }
    }
  }
}

/// The whole second program, so that any solver can check ours.
public struct SupervisionModel: Sendable {
  public static let stageCount = SchoolProgram.stageCount
  private let schools: [SchoolProblem]
  private let values: [SchoolValue]
  public let supervision: Supervision

  /// - Throws: `SolverFailure`
  public init(
    _ placementCase: PlacementCase, supervisees: [Supervisee], using solver: some IntegerProgramSolver,
    limits: SolverLimits, threads: Int
  ) throws {
    supervision = try supervise(
      placementCase, supervisees: supervisees, using: solver, limits: limits, threads: threads)
    schools = SchoolProblem.all(placementCase, supervisees: supervisees)
    let teacherOf = supervision.teacherOf
    values = schools.map { problem in
      let local = Dictionary(uniqueKeysWithValues: problem.teachers.enumerated().map { ($1, $0) })
      var counts = problem.groups.map { _ in [Int](repeating: 0, count: problem.teachers.count) }
      for (group, item) in problem.groups.enumerated() {
        for student in item.students {
          if let teacher = teacherOf[student] { counts[group][local[teacher]!] += 1 }
        }
      }
      return SchoolValue(counts, of: problem)
    }
  }

  /// Stages that can be stated: those before are proven, whose optima are rows of it.
  public var statedCount: Int {
    supervision.figures.figures.dropLast().prefix { $0.bound == $0.value }.count + 1
  }

  /// The programs of all schools as one; stages count from 0.
  public func stage(_ stage: Int) -> IntegerProgram {
    SchoolProgram.joined(
      zip(schools, values).map { SchoolProgram($0, stage: stage, holding: $1).program })
  }
}
