import Allocation
import Placement
import Supervisors
import Threads

/// What a placement comes to: loads, room left, and what each student could have had.
package struct PlanFacts: Sendable {
  /// What is known of one student beside the placement.
  package struct StudentFacts: Sendable {
    /// Posts that the student may take; a pinned student: one.
    package var eligible = 0
    /// Pairs that pass every rule, pins not asked.
    package var open = 0
    /// Up to ``mostAlternatives``, nearest first.
    package var alternatives: [Int] = []
  }

  /// Other posts with room that a student is told.
  static let mostAlternatives = 3

  package let placementProgram: PlacementProgram
  package let placement: [Int?]
  /// Students at every post.
  package let load: [Int]
  private let sideLimits: SideLimits
  /// Who is at every post; empty where no limit asks.
  private let seated: [[Int]]
  package let teamOf: [Int?]
  package private(set) var students: [StudentFacts] = []
  /// Who supervises whom; nil where the case has no teachers.csv.
  package var supervision: Supervision?
  /// Posts whose quotas have room for one more, a bit each.
  private var freePosts: [UInt64] = []
  /// Posts that no plan uses, so that the program has no pairs there, a bit each; nil where there are none.
  private let unusedPosts: [UInt64]?
  /// The unit of every student who is one alone and free to go anywhere.
  private let unitAlone: [Int32?]
  /// Post × (group, enterprise): what is left within the post's period; nil where there is no limit.
  private let sharedRoom: [(group: Int?, enterprise: Int?)]
  /// The posts that all members of a team may take: asked once a member, not once a pair of them.
  let postsOfTeam: [Set<Int>]

  package var placementCase: PlacementCase { placementProgram.context.placementCase }
  package var policy: Policy { placementCase.policy }
  package var language: Language { policy.language }

  package init(_ placementProgram: PlacementProgram, placement: [Int?], threads: Int) {
    self.placementProgram = placementProgram
    self.placement = placement
    let placementCase = placementProgram.context.placementCase
    var load = [Int](repeating: 0, count: placementCase.posts.count)
    for post in placement { if let post { load[post] += 1 } }
    self.load = load
    let sideLimits = SideLimits(placementCase)
    var seated = [[Int]](repeating: [], count: sideLimits.isEmpty ? 0 : placementCase.posts.count)
    if !sideLimits.isEmpty {
      for (student, post) in placement.enumerated() { if let post { seated[post].append(student) } }
    }
    (self.sideLimits, self.seated) = (sideLimits, seated)
    var teamOf = [Int?](repeating: nil, count: placementCase.students.count)
    for (index, team) in placementProgram.commitments.teams.enumerated() {
      for member in team { teamOf[member] = index }
    }
    self.teamOf = teamOf
    var unitAlone = [Int32?](repeating: nil, count: placementCase.students.count)
    for (unit, members) in placementProgram.units.enumerated()
    where members.count == 1 && placementProgram.commitments.pins[members[0]] == nil {
      unitAlone[members[0]] = Int32(unit)
    }
    self.unitAlone = unitAlone
    let program = placementProgram.program
    let isUnused = zip(program.postLimit, program.postMinimum).map { $0 < $1 }
    unusedPosts = isUnused.contains(true) ? OpenPosts.mask(of: isUnused) : nil
    let quotas = placementProgram.quotas
    sharedRoom = placementCase.posts.enumerated().map { index, post -> (group: Int?, enterprise: Int?) in
      let period = post.start...post.end
      return (
        quotas.jobGroupOfPost[index].flatMap { quotas.jobGroups[$0].free(load: load, within: period) },
        quotas.enterprises[post.enterprise].free(load: load, within: period)
      )
    }
    postsOfTeam = concurrently(placementProgram.commitments.teams.count, threads: threads) { team in
      Self.posts(ofTeam: placementProgram.commitments.teams[team], placementProgram)
    }
    freePosts = OpenPosts.mask(of: placementCase.posts.indices.map { fullQuota(at: $0, size: 1) == nil })
    let partial = self
    let chunks = concurrently((placementCase.students.count + 63) / 64, threads: threads) { chunk in
      (chunk * 64..<min(placementCase.students.count, chunk * 64 + 64)).map(partial.facts)
    }
    students = chunks.flatMap { $0 }
  }

  // MARK: Loads and room

  /// How many more students the post's quotas have room for, and which has least: post, group, enterprise.
  package func room(at post: Int) -> (post: Int, group: Int?, enterprise: Int?) {
    (
      placementProgram.quotas.posts[post].value - load[post], sharedRoom[post].group,
      sharedRoom[post].enterprise
    )
  }

  /// The first quota of the post without room for `size` more; nil where there is room.
  package func fullQuota(at post: Int, size: Int) -> QuotaKind? {
    let room = room(at: post)
    if room.post < size { return .post }
    if let group = room.group, group < size { return .jobGroup }
    if let enterprise = room.enterprise, enterprise < size { return .enterprise }
    return nil
  }

  /// The first limit on some students that keeps these out of the post, who go together: a school's, or of somebody who
  /// keeps apart from one of them.
  package func sideLimit(_ members: [Int], at post: Int) -> SideLimit? {
    sideLimits.full(members, at: post, seated: seated)
  }

  /// The first of these limits that keeps them out whoever else is there.
  package func closing(_ members: [Int], at post: Int) -> SideLimit? {
    sideLimits.isEmpty ? nil : sideLimits.full(members, at: post, seated: seated.map { _ in [] })
  }

  /// Members taking part of the student's team, or the student alone.
  package func unit(of student: Int) -> [Int] {
    teamOf[student].map { placementProgram.commitments.teams[$0] } ?? [student]
  }

  package func missesMinimum(at post: Int, size: Int) -> Bool {
    load[post] + size < placementCase.posts[post].minStudents
  }

  // MARK: Students

  private func facts(of student: Int) -> StudentFacts {
    var facts = StudentFacts()
    guard placementCase.takesPart(student) else { return facts }
    let isPinned = placementProgram.commitments.pins[student] != nil
    facts.open = openCount(student)
    facts.eligible = isPinned ? 1 : facts.open
    if !isPinned { facts.alternatives = alternatives(student) }
    return facts
  }

  /// The posts that pass every rule, pins not asked, increasing. Of who is a unit alone they are its pairs, so that the
  /// way is asked of unused posts alone.
  func openPosts(_ student: Int) -> [Int] {
    guard let pairs = pairs(of: student) else { return openPosts(student, among: nil) }
    let posts = pairs.map(Int.init)
    let unused = unusedPosts.map { openPosts(student, among: $0) } ?? []
    return unused.isEmpty ? posts : (posts + unused).sorted()
  }

  private func openCount(_ student: Int) -> Int {
    guard let pairs = pairs(of: student) else { return openPosts(student, among: nil).count }
    return pairs.count + (unusedPosts.map { openPosts(student, among: $0).count } ?? 0)
  }

  private func pairs(of student: Int) -> ArraySlice<Int32>? {
    unitAlone[student].map(Int.init).map { unit in
      placementProgram.program.pairPost[
        placementProgram.program.pairStart[unit]..<placementProgram.program.pairStart[unit + 1]]
    }
  }

  private func openPosts(_ student: Int, among wanted: [UInt64]?) -> [Int] {
    var posts: [Int] = []
    placementProgram.openPosts.forEachOpen(student: student, in: placementProgram.context, among: wanted) {
      post, _, _ in
      posts.append(post)
    }
    return posts
  }

  /// Other posts with room, nearest first.
  private func alternatives(_ student: Int) -> [Int] {
    let placed = placement[student] ?? -1
    let ofTeam = teamOf[student].map { postsOfTeam[$0] }
    var free: [(distance: Int32, post: Int)] = []
    free.reserveCapacity(Self.mostAlternatives + 1)
    var farthest = Int32.max
    placementProgram.openPosts.forEachOpen(student: student, in: placementProgram.context, among: freePosts) {
      post, _, distance in
      // Posts increase: of equally near ones the first stay.
      guard distance < farthest, post != placed, ofTeam?.contains(post) ?? true,
        sideLimits.isEmpty || sideLimit([student], at: post) == nil
      else { return }
      free.insert((distance, post), at: free.firstIndex { distance < $0.distance } ?? free.count)
      if free.count > Self.mostAlternatives { free.removeLast() }
      if free.count == Self.mostAlternatives { farthest = free.last!.distance }
    }
    return free.map(\.post)
  }

  private static func posts(ofTeam members: [Int], _ placementProgram: PlacementProgram) -> Set<Int> {
    var posts: Set<Int>?
    for member in members {
      var own: Set<Int> = []
      placementProgram.openPosts.forEachOpen(student: member, in: placementProgram.context) { post, _, _ in
        if posts?.contains(post) ?? true { own.insert(post) }
      }
      posts = own
    }
    return posts ?? []
  }

  package func distance(_ student: Int, _ post: Int) -> Int32 {
    placementProgram.context.geography.distance(student: student, post: post)
  }

  package func status(of student: Int) -> PlacementStatus {
    if placementCase.students[student].excluded != nil { return .excluded }
    if placementProgram.selfArranged[student] != nil { return .selfArranged }
    guard let post = placement[student] else { return .unplaced }
    if placementProgram.commitments.pins[student] != nil { return .pinned }
    guard let published = placementCase.published[student]?.post else { return .placed }
    return published == post ? .kept : .moved
  }

  /// `12.3`
  package static func kilometres(_ distance: Int32) -> String { "\(distance / 10).\(distance % 10)" }
}
