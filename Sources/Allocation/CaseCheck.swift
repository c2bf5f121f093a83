import AssignmentSolver
import IntegerProgram
import Placement

/// What `check` says of a case beside its faults: what quotas come to, and whom no post is open to.
public struct CaseCheck: Sendable {
  /// A quota as a line of text: kind, id, limit and the term that binds.
  public struct QuotaLine: Sendable {
    public let kind: QuotaKind
    public let id: String
    /// The enterprise's or the post's; empty of a job group.
    public let name: String
    /// Nil where it cannot be worked out.
    public let limit: Int?
    public let term: LimitTerm?
    public let offered: Int
  }

  /// Faults of decisions and weights, and warnings of posts that can take nobody.
  public let diagnostics: [Diagnostic]
  public let quotas: [QuotaLine]
  /// Students to whom no post is open, by what stands in their way.
  public struct Closed: Sendable {
    /// The rule that ends the search: no post gets past it. Nil: posts pass every rule but can take nobody.
    public let rule: Rule?
    /// What the rule asks for; empty for none.
    public let demand: Text
    public let students: [String]
  }

  /// Students taking part, without a team, to whom no post is open; in the order of the rules.
  public let studentsWithoutPost: [Closed]
  /// Teams that no post is open to as a whole.
  public let teamsWithoutPost: [String]
  public let pairCount: Int

  /// The check with the solver's help; where that fails it counts.
  public static func solvedOrCounted(
    _ placementCase: PlacementCase, threads: Int, using solver: some IntegerProgramSolver
  ) -> CaseCheck {
    (try? CaseCheck(placementCase, threads: threads, using: solver))
      ?? CaseCheck(placementCase, threads: threads)
  }

  /// - `solver`: finds out whether posts that pins hold open can reach their minimums.
  /// - Throws: `SolverFailure`
  public init(_ placementCase: PlacementCase, threads: Int, using solver: some IntegerProgramSolver) throws {
    try self.init(placementCase, threads: threads) {
      // A check is to be quick: what is not found in this time allocate will tell.
      try $0.heldMinimumFault(using: solver, seconds: 20)
    }
  }

  /// Without a solver: counts who may go to posts that pins hold open.
  public init(_ placementCase: PlacementCase, threads: Int) {
    self.init(placementCase, threads: threads) { $0.heldMinimumFaultByCounting() }
  }

  private init(
    _ placementCase: PlacementCase, threads: Int, heldMinimumFault: (PlacementProgram) throws -> Diagnostic?
  ) rethrows {
    var diagnostics: [Diagnostic] = []
    let program = PlacementProgram.make(
      placementCase, threads: threads, isPriced: false, faults: &diagnostics)
    if let fault = try program.flatMap(heldMinimumFault) { diagnostics.append(fault) }
    let quotas = QuotaBook(placementCase)
    diagnostics += Self.remarks(on: placementCase) + Self.dutyRemarks(on: placementCase)
    self.diagnostics = diagnostics
    self.quotas = Self.lines(quotas, placementCase)
    var students: [Int] = []
    var teams: [String] = []
    if let program {
      for (unit, members) in program.units.enumerated()
      where program.program.pairStart[unit] == program.program.pairStart[unit + 1] {
        let first = placementCase.students[members[0]]
        if let team = first.teamID { teams.append(team) } else { students.append(members[0]) }
      }
    }
    studentsWithoutPost = program?.closed(to: students) ?? []
    teamsWithoutPost = teams.sorted(by: String.utf8Precedes)
    pairCount = program?.program.pairCount ?? 0
  }

  private static func lines(_ quotas: QuotaBook, _ placementCase: PlacementCase) -> [QuotaLine] {
    let names = placementCase.enterprises.map(\.name) + quotas.jobGroups.map { _ in "" }
    let shared = zip(quotas.enterprises + quotas.jobGroups, names).map { quota, name in
      QuotaLine(
        kind: quota.kind, id: quota.id, name: name, limit: quota.limit?.value, term: quota.limit?.term,
        offered: quota.posts.reduce(0) { $0 + placementCase.posts[$1].seats })
    }
    let posts = zip(placementCase.posts, quotas.posts).map { post, limit in
      QuotaLine(
        kind: .post, id: post.id, name: post.title, limit: limit.value, term: limit.term, offered: post.seats)
    }
    return shared + posts
  }

  /// What published.csv's dates say was not done in time before students start.
  public static func dutyRemarks(on placementCase: PlacementCase) -> [Diagnostic] {
    StartDuties(placementCase).remarks
  }

  /// What is worth knowing of a sound case.
  public static func remarks(on placementCase: PlacementCase) -> [Diagnostic] {
    remarksOnObjectives(placementCase.policy) + remarksOnLastYear(placementCase)
      + remarksOnMinimums(placementCase) + remarksOnTeachers(placementCase)
  }

  /// Posts of the year before in a folder that was copied for the next.
  private static func remarksOnLastYear(_ placementCase: PlacementCase) -> [Diagnostic] {
    let year = placementCase.policy.academicYear
    guard let last = placementCase.posts.map(\.end).max(),
      let summer = CalendarDate(year: year, month: 7, day: 1), last < summer
    else { return [] }
    return [
      Diagnostic(
        .warning, file: CaseSchema.posts.table.file, column: "end_date",
        Text(
          zh: "全部岗位在 \(year) 学年开始之前就已结束（最晚 \(last)）",
          en: "all posts have ended before the school year of \(year) begins (the last on \(last))"),
        mend: Text(
          zh: "换上新学年的岗位，或改正 policy.yaml 的 academic_year；"
            + "上一学年的志愿、决定、公示、学生关系、单位排序、自行联系和申请也应清空",
          en: "put in the new year's posts, or correct academic_year in policy.yaml; wishes, decisions, "
            + "published posts, pairs of students, hosts' ranks, places found alone and requests of the year "
            + "before go too")
      ).placed(in: placementCase.places)
    ]
  }

  /// Objectives under which a plan need place nobody.
  private static func remarksOnObjectives(_ policy: Policy) -> [Diagnostic] {
    guard !policy.objectives.contains(where: { ($0[.unplaced] ?? 0) > 0 }) else { return [] }
    return [
      Diagnostic(
        .warning, file: "policy.yaml", column: "objectives",
        Text(zh: "目标中没有 unplaced，方案可以一个人也不安排", en: "without `unplaced` a plan need place nobody"),
        mend: Text(zh: "把 {unplaced: 1} 写在最前", en: "put {unplaced: 1} first"))
    ]
  }

  /// Schools whose teachers cannot have all students that may be placed: a plan leaves some without a supervisor.
  private static func remarksOnTeachers(_ placementCase: PlacementCase) -> [Diagnostic] {
    // A table without rows is one that nobody has filled in yet.
    guard !placementCase.teachers.isEmpty else { return [] }
    let policy = placementCase.policy
    let staff = Dictionary(grouping: placementCase.teachers, by: \.schoolID)
    let takingPart = placementCase.students.filter { $0.excluded == nil }
    let students = Dictionary(grouping: takingPart, by: \.schoolID).mapValues(\.count)
    return students.keys.sorted(by: String.utf8Precedes).compactMap { school in
      let room = (staff[school] ?? []).reduce(0) {
        $0.addingReportingOverflow(policy.maxStudents(of: $1) ?? 0).partialValue
      }
      guard let count = students[school], room < count else { return nil }
      return Diagnostic(
        .warning, file: "teachers.csv", column: "max_students", id: school,
        Text(
          zh: "这所学校的教师可指导的学生少于参加的学生，可能有学生没有指导教师",
          en: "the teachers of this school may have fewer students than take part: some may get no supervisor"
        ),
        mend: Text(zh: "增加教师或提高指导人数上限", en: "add teachers, or raise their limits of students"))
    }
  }

  /// Posts whose limit is below their minimum take nobody.
  private static func remarksOnMinimums(_ placementCase: PlacementCase) -> [Diagnostic] {
    let quotas = QuotaBook(placementCase)
    return placementCase.posts.indices.compactMap { index in
      let post = placementCase.posts[index]
      let (key, limit) = quotas.lowest(of: index)
      guard limit < post.minStudents else { return nil }
      let quota = quotas[key]
      let whose =
        key.kind == .post
        ? Text(verbatim: "")
        : Text(
          zh: "（\(quota.kind.chinese) \(ShownID.path(quota.id)) 的上限）",
          en: " (of \(quota.kind.prose.en) \(ShownID.path(quota.id)))")
      var remark = Diagnostic(
        .warning, file: "posts.csv", row: post.row, column: "min_students",
        Text(
          zh: "岗位 \(ShownID.text(post.id)) 最多 \(limit) 人\(whose.zh)，低于最少人数 \(post.minStudents)，不会安排任何人",
          en: "post \(ShownID.text(post.id)) has a quota of \(limit)\(whose.en), below its minimum of "
            + "\(post.minStudents): it takes nobody"
        ),
        mend: Text(zh: "提高这个上限，或降低最少人数", en: "raise the quota or lower the minimum"))
      remark.kindred = Text(
        zh: "岗位的上限低于最少人数，不会安排任何人；各是哪个上限，见 placement check --all",
        en: "the post's quota is below its minimum: it takes nobody; placement check --all names each quota"
      )
      return remark
    }
  }
}

extension PlacementProgram {
  fileprivate func closed(to students: [Int]) -> [CaseCheck.Closed] {
    let groups = Dictionary(grouping: students) { lastHurdle(of: $0) }
    let hurdles = Rulebook.rules.map(\.rule).filter { groups[$0] != nil }.map(Optional.some)
    return (hurdles + (groups[nil] == nil ? [] : [nil])).map { rule in
      let members = groups[rule] ?? []
      return CaseCheck.Closed(
        rule: rule, demand: rule.map { demand($0, of: members) } ?? Text(verbatim: ""),
        students: members.map { context.placementCase.students[$0].id })
    }
  }

  /// The last rule, in the order in which they are tested, that closes a post to the student; nil where a post
  /// passes them all.
  private func lastHurdle(of student: Int) -> Rule? {
    var passesAll = false
    openPosts.forEachOpen(student: student, in: context) { _, _, _ in passesAll = true }
    if passesAll { return nil }
    let profile = openPosts.profileOfStudent[student]
    let shared = zip(OpenPosts.shared, openPosts.refusals[profile]).filter { $0.1 > 0 }.last?.0.rule
    guard openPosts.openCount(profile: profile) > 0 else { return shared ?? .host }
    guard context.bans[student] != nil || context.restrictsWishes(of: student) else { return .distance }
    let closing = Set(
      context.placementCase.posts.indices.compactMap { post in
        Rulebook.firstRefusal(student: student, post: post, in: context)?.rule
      })
    return [Rule.wishes, .distance].first(where: closing.contains) ?? .banned
  }

  /// What a rule asks for, where every post asks the same of all these students.
  private func demand(_ rule: Rule, of students: [Int]) -> Text {
    // Boarding, and of the distance the student's own limit, are what a demand depends on.
    struct Kind: Hashable {
      let boards: Bool
      let farthest: ExactDecimal?
    }
    let kinds = Dictionary(
      students.map { index in
        let student = context.placementCase.students[index]
        let farthest = rule == .distance ? student.maxDistance : nil
        return (Kind(boards: student.acceptsBoarding, farthest: farthest), index)
      }, uniquingKeysWith: min)
    var demands: Set<Text> = []
    for student in kinds.values {
      for post in context.placementCase.posts.indices {
        demands.insert(Rulebook[rule].demand(student: student, post: post, in: context))
        if demands.count > 1 { return Text(verbatim: "") }
      }
    }
    return demands.first ?? Text(verbatim: "")
  }
}
