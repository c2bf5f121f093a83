import Placement

extension CaseParts {
  /// One part as a case of its own: the same policy, schools, codes and certificates, and of every other table the rows
  /// that are about it.
  ///
  /// All schools stay: a post may be reserved for a school elsewhere, and without that name it would be open to all.
  public func placementCase(of part: Part) -> PlacementCase {
    PartBuilder(whole: placementCase, part: part).built
  }
}

private struct PartBuilder {
  let whole: PlacementCase
  let part: CaseParts.Part
  /// Indices in the part, by those in the whole.
  private let student: [Int: Int]
  private let enterprise: [Int: Int]
  private let post: [Int: Int]

  init(whole: PlacementCase, part: CaseParts.Part) {
    self.whole = whole
    self.part = part
    func numbers(_ rows: [Int]) -> [Int: Int] {
      Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    }
    student = numbers(part.students)
    enterprise = numbers(part.enterprises)
    post = numbers(part.posts)
  }

  var built: PlacementCase {
    let posts = part.posts.map { index in
      var own = whole.posts[index]
      own.enterprise = enterprise[own.enterprise] ?? 0
      return own
    }
    var built = PlacementCase(
      policy: whole.policy, students: part.students.map { whole.students[$0] },
      enterprises: part.enterprises.map { whole.enterprises[$0] }, posts: posts)
    built.policy.name += " · " + part.name
    built.schools = whole.schools
    built.asOf = whole.asOf
    built.wishes = part.students.map { whole.wishes[$0].compactMap(own) }
    built.decisions = whole.decisions.compactMap(own)
    built.published = part.students.map { whole.published[$0].flatMap(own) }
    (built.hasPublished, built.dutyDates) = (whole.hasPublished, whole.dutyDates)
    built.selfArranged = Dictionary(
      uniqueKeysWithValues: part.students.enumerated().compactMap { index, old in
        whole.selfArranged[old].flatMap { own($0, index) }.map { (index, $0) }
      })
    addLists(to: &built)
    return built
  }

  private func addLists(to built: inout PlacementCase) {
    let fromZones = Set(built.students.compactMap(\.zone))
    let toZones = Set(built.posts.compactMap(\.zone))
    built.travel = whole.travel.filter { fromZones.contains($0.key.from) && toZones.contains($0.key.to) }
    built.equivalences = whole.equivalences
    built.pairs = whole.pairs.compactMap { pair in
      let own = pair.students.compactMap { student[$0] }
      return own.count == 2 ? StudentPair(own[0], own[1], pair.relation, row: pair.row) : nil
    }
    built.partners = whole.partners.compactMap { row in
      enterprise[row.enterprise].map {
        var row = row
        row.enterprise = $0
        return row
      }
    }
    built.hostRanks = whole.hostRanks.compactMap(own)
    let schools = Set(built.students.map(\.schoolID))
    built.teachers = whole.teachers.filter { schools.contains($0.schoolID) }
    built.hasTeachers = whole.hasTeachers
    (built.certificates, built.hasCertificates) = (whole.certificates, whole.hasCertificates)
    let districts = Set(whole.schools.filter { schools.contains($0.id) }.map(\.district))
    built.demand = whole.demand.filter { districts.contains($0.district) }
    built.history = whole.history.filter { districts.contains($0.district) }
    built.hostRecords = whole.hostRecords?.compactMap { row in
      enterprise[row.enterprise].map {
        var row = row
        row.enterprise = $0
        return row
      }
    }
    built.targets = whole.targets
  }

  private func own(_ target: Target) -> Target? {
    switch target {
    case .post(let index): post[index].map { .post($0) }
    case .enterprise(let index): enterprise[index].map { .enterprise($0) }
    }
  }

  private func own(_ wish: Wish) -> Wish? { own(wish.target).map { Wish(rank: wish.rank, target: $0) } }

  private func own(_ opinion: HostRank) -> HostRank? {
    guard let person = student[opinion.student], let target = own(opinion.target) else { return nil }
    return HostRank(student: person, target: target, rank: opinion.rank, row: opinion.row)
  }

  private func own(_ decision: Decision) -> Decision? {
    guard let person = student[decision.student], let target = own(decision.target) else { return nil }
    return Decision(
      student: person, target: target, kind: decision.kind, reason: decision.reason, author: decision.author,
      decidedOn: decision.decidedOn, row: decision.row)
  }

  private func own(_ told: PublishedPlacement) -> PublishedPlacement? {
    post[told.post].map {
      PublishedPlacement(post: $0, stage: told.stage, dates: told.dates, row: told.row)
    }
  }

  /// One that no school has approved decides nothing: where its host lies elsewhere, it is left out.
  private func own(_ alone: SelfArranged, _ index: Int) -> SelfArranged? {
    var own = alone
    own.student = index
    own.enterprise = alone.enterprise.flatMap { enterprise[$0] }
    return (own.enterprise == nil) == (alone.enterprise == nil) ? own : nil
  }
}
