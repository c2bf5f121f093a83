import Placement

/// The contract's rules read a second time, for one case: what every student may take, what every limit
/// comes to, what a placement is worth.
///
/// Students and posts are indices into the case. A *placement* is one post index a student, nil without a
/// post. What the inner loops read lies in flat arrays, so that all pairs of a city can be gone through.
public struct AuditRules: Sendable {
  public let placementCase: PlacementCase
  let students: ContiguousArray<StudentFacts>
  let posts: ContiguousArray<PostFacts>
  /// The earliest of the posts' first days.
  let firstStart: Int32
  let names: InternedNames
  let matches: MatchTable
  let distances: DistanceTable
  let areas: AreaTable
  let partners: PartnerTable
  let opinions: HostRankTable
  /// Nil where the policy gives no seed.
  let lots: AuditLottery?
  let selfArranged: SelfArrangedTable
  public let teams: Teams
  public let limits: Limits
  public let pins: Pins
  /// Bans a student, as they were decided; most lists are empty.
  let bans: [[Target]]
  /// What ``AuditTest/all`` says of students and posts by themselves: where it refuses, and where it lacks data.
  private(set) var refusals = TestBits.none
  private(set) var lacking = TestBits.none

  public init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    let names = InternedNames(placementCase)
    self.names = names
    let matches = MatchTable(placementCase)
    self.matches = matches
    var bans: [[Target]] = Array(repeating: [], count: placementCase.students.count)
    for decision in placementCase.decisions where decision.kind == .ban {
      bans[decision.student].append(decision.target)
    }
    self.bans = bans
    students = ContiguousArray(
      placementCase.students.indices.map { index in
        StudentFacts(placementCase, index, specialty: matches.row[index])
      })
    posts = ContiguousArray(placementCase.posts.map { PostFacts($0) })
    firstStart = posts.map(\.start).min() ?? 0
    distances = DistanceTable(placementCase)
    areas = AreaTable(placementCase)
    partners = PartnerTable(placementCase)
    opinions = HostRankTable(placementCase)
    lots = AuditLottery(placementCase)
    let selfArranged = SelfArrangedTable(placementCase)
    self.selfArranged = selfArranged
    teams = Teams(placementCase, selfArranged)
    limits = Limits(placementCase, selfArranged)
    pins = Pins(placementCase, teams: teams, bans: bans, selfArranged)
    refusals = TestBits(AuditTest.all.map(\.refuses), of: self)
    lacking = TestBits(AuditTest.all.map(\.lacks), of: self)
  }

  /// The distance in units of 100 m, rounded half up: the measured one where travel.csv has it.
  public func distance(student: Int, post: Int) -> Int { distances.units(student, post) }

  /// The best match there is, `.none` where it is wider than `specialty.widest`.
  public func match(student: Int, post: Int) -> MatchLevel {
    matches.level(specialty: students[student].specialty, post: post)
  }

  /// The best rank of the post itself, else of its enterprise, else nil.
  public func rank(student: Int, post: Int) -> Int? {
    let wishes = placementCase.wishes[student]
    let host = placementCase.posts[post].enterprise
    return wishes.filter { $0.target == .post(post) }.map(\.rank).min()
      ?? wishes.filter { $0.target == .enterprise(host) }.map(\.rank).min()
  }

  func isBanned(student: Int, post: Int) -> Bool {
    Pins.covers(bans[student], post, in: placementCase)
  }
}
