import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import Supervisors
import Testing

/// How many random schools to try: few by default.
private func count(_ variable: String, _ usual: Int) -> Int {
  ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? usual
}

@Suite struct SupervisorsTests {
  private func solved(
    _ school: RandomSchool, limits: SolverLimits = SolverLimits(), threads: Int = 1
  ) throws -> Supervision {
    try supervise(
      school.placementCase, supervisees: school.supervisees, using: GLPKSolver(), limits: limits,
      threads: threads)
  }

  /// The answer keeps every limit and comes to what it says.
  private func check(_ supervision: Supervision, _ school: RandomSchool, seed: UInt64) -> [Int]? {
    let teachers = school.supervisees.map { supervision.teacherOf[$0.student] ?? -1 }
    let value = school.value(teachers)
    #expect(value != nil, "school \(seed): a limit is broken")
    #expect(value == supervision.figures.figures.map { Int($0.value) }, "school \(seed)")
    return value
  }

  /// `PLACEMENT_TEST_SCHOOLS=2000` for the long comparison.
  @Test func tinySchoolsAreBestOfAll() throws {
    for seed in 1...UInt64(count("PLACEMENT_TEST_SCHOOLS", 150)) {
      let school = RandomSchool(.tiny, seed: seed)
      let supervision = try solved(school)
      let value = check(supervision, school, seed: seed)
      #expect(value == school.best, "school \(seed)")
      #expect(supervision.figures.figures.allSatisfy { $0.bound == $0.value }, "school \(seed): not proven")
    }
  }

  @Test func sameSchoolSameAnswer() throws {
    let school = RandomSchool(.middle, seed: 7, exactly: true)
    let first = try solved(school)
    let second = try solved(school, threads: 2)
    #expect(first.teacherOf == second.teacherOf)
    #expect(first.figures == second.figures)
  }

  @Test func noTimeStillGivesAnAnswer() throws {
    let school = RandomSchool(.middle, seed: 3, exactly: true)
    let supervision = try solved(school, limits: SolverLimits(seconds: 0))
    _ = check(supervision, school, seed: 3)
    #expect(supervision.figures.figures.allSatisfy { $0.bound <= $0.value })
  }

  /// 600 students at 150 hosts with 40 teachers, many of them alike. The work is counted, so that a busy machine comes to
  /// the same; the time is that of one processor. `PLACEMENT_TEST_LARGE_SCHOOLS=12` for more, with their figures: schools
  /// 6 and 10 have teachers to whom more hosts are held than they have room for.
  @Test func aLargeSchoolIsAnsweredInTenSeconds() throws {
    let all = count("PLACEMENT_TEST_LARGE_SCHOOLS", 1)
    for seed in 1...UInt64(all) {
      let school = RandomSchool(.large, seed: seed, exactly: true)
      let start = processorSeconds
      let supervision = try solved(school, limits: SolverLimits(relativeGap: 0.0001))
      let seconds = processorSeconds - start
      _ = check(supervision, school, seed: seed)
      let figures = supervision.figures
      if all > 1 {
        print("school \(seed): \(figures.figures.map { "\($0.value) >= \($0.bound)" }), \(seconds) s")
      }
      // Five to ten on a quiet machine; a neighbour on the same core costs some.
      #expect(seconds < 15, "school \(seed)")
      #expect(figures.figures.allSatisfy { $0.gap <= 0.01 }, "school \(seed): \(figures)")
    }
  }

  /// Of this thread, on which one school is answered.
  private var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func aLimitIsKept() throws {
    let school = RandomSchool(.large, seed: 1, exactly: true)
    let start = ContinuousClock.now
    let supervision = try solved(school, limits: SolverLimits(seconds: 3))
    _ = check(supervision, school, seed: 1)
    #expect((ContinuousClock.now - start) / .seconds(1) < 8)
    #expect(supervision.figures.figures.allSatisfy { $0.bound <= $0.value })
  }
}
