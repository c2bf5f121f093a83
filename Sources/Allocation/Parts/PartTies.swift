import Placement
import Threads

/// Whatever ties two parts of a case together, each with the rows that do it. Where there is nothing, every row of the
/// placement program lies in one part.
struct PartTies {
  private let placementCase: PlacementCase
  private let places: PartPlaces
  private(set) var faults: [Diagnostic] = []

  init(_ placementCase: PlacementCase, _ places: PartPlaces, threads: Int) {
    self.placementCase = placementCase
    self.places = places
    noteQuotas()
    noteTeams()
    noteStudentPairs()
    notePartners()
    noteHostRanks()
    noteSelfArranged()
    noteDecisionsAndWishes()
    notePrograms()
    notePairs(threads: threads)
    faults = faults.map { $0.placed(in: placementCase.places) }
  }

  private func name(_ part: Int) -> String { places.names[part] }

  private mutating func note(
    _ file: String, row: Int? = nil, _ id: String, _ here: Int, _ there: Int, _ what: Text
  ) {
    let parts = Text(
      zh: "（\(name(here)) 与 \(name(there))）", en: " (\(name(here)) and \(name(there)))")
    faults.append(Diagnostic(.input, file: file, row: row, id: id, what + parts))
  }

  /// An enterprise's quotas bind all of its posts.
  private mutating func noteQuotas() {
    for (index, post) in placementCase.posts.enumerated()
    where places.ofPost[index] != places.ofEnterprise[post.enterprise] {
      note(
        "posts.csv", row: post.row, post.id, places.ofEnterprise[post.enterprise], places.ofPost[index],
        Text(
          zh: "企业 \(ShownID.text(placementCase.enterprises[post.enterprise].id)) 的岗位分属两个部分，共用企业的名额",
          en:
            "posts of enterprise \(ShownID.text(placementCase.enterprises[post.enterprise].id)) in two parts "
            + "share the enterprise's quota"))
    }
  }

  private mutating func noteTeams() {
    var first: [String: Int] = [:]
    for (index, student) in placementCase.students.enumerated() where placementCase.takesPart(index) {
      guard let team = student.teamID else { continue }
      let part = first[team] ?? places.ofStudent[index]
      first[team] = part
      guard part != places.ofStudent[index] else { continue }
      note(
        "students.csv", student.id, part, places.ofStudent[index],
        Text(
          zh: "小组 \(ShownID.text(team)) 的成员分属两个部分",
          en: "team \(ShownID.text(team)) has members in two parts"))
    }
  }

  private mutating func noteStudentPairs() {
    for pair in placementCase.pairsTakingPart {
      let (here, there) = (places.ofStudent[pair.students[0]], places.ofStudent[pair.students[1]])
      guard here != there else { continue }
      note(
        "pairs.csv", row: pair.row, placementCase.students[pair.students[0]].id, here, there,
        Text(zh: "这一对学生分属两个部分", en: "the two students are of two parts"))
    }
  }

  private mutating func notePartners() {
    for row in placementCase.partners {
      guard let school = places.ofSchool[row.schoolID], school != places.ofEnterprise[row.enterprise] else {
        continue
      }
      note(
        "partners.csv", row: row.row, placementCase.enterprises[row.enterprise].id, school,
        places.ofEnterprise[row.enterprise],
        Text(
          zh: "学校 \(ShownID.text(row.schoolID)) 的合作单位在另一部分",
          en: "school \(ShownID.text(row.schoolID)) has admitted an enterprise of another part"))
    }
  }

  /// A rank that a host gives makes all others dearer to it, so a part without it would not cost the same. Refusals of
  /// students elsewhere tie nothing.
  private mutating func noteHostRanks() {
    for opinion in placementCase.hostRanks where opinion.rank != nil {
      let here = places.ofStudent[opinion.student]
      guard let there = part(of: opinion.target), there != here else { continue }
      note(
        CaseSchema.hostRanks.file, row: opinion.row, placementCase.students[opinion.student].id, here, there,
        Text(zh: "另一部分的单位给学生排了序", en: "a host of another part has ranked the student"))
    }
  }

  private mutating func noteSelfArranged() {
    for alone in placementCase.approvedSelfArranged {
      guard let host = alone.enterprise, places.ofStudent[alone.student] != places.ofEnterprise[host] else {
        continue
      }
      note(
        "self-arranged.csv", row: alone.row, placementCase.students[alone.student].id,
        places.ofStudent[alone.student], places.ofEnterprise[host],
        Text(
          zh: "自行联系的单位在另一部分，占用其名额",
          en: "the student found a place at an enterprise of another part, whose quota it uses up"))
    }
  }

  /// A pin goes where no test would let the student go. A wish that nobody can have still makes every post that is not
  /// wished for dearer, so a part without it would not cost the same. Bans of posts elsewhere tie nothing.
  private mutating func noteDecisionsAndWishes() {
    for decision in placementCase.decisions where decision.kind == .pin {
      let here = places.ofStudent[decision.student]
      guard let there = part(of: decision.target), there != here else { continue }
      note(
        "decisions.csv", row: decision.row, placementCase.students[decision.student].id, here, there,
        Text(zh: "学生被锁定在另一部分的岗位", en: "the student is pinned to a post of another part"))
    }
    for (student, told) in placementCase.published.enumerated() {
      guard let told, told.holds, places.ofPost[told.post] != places.ofStudent[student] else { continue }
      note(
        "published.csv", row: told.row, placementCase.students[student].id, places.ofStudent[student],
        places.ofPost[told.post],
        Text(
          zh: "学生已签协议或已上岗的岗位在另一部分",
          en: "the student has signed for, or started at, a post of another part"))
    }
    for (student, wishes) in placementCase.wishes.enumerated() {
      let here = places.ofStudent[student]
      guard let there = wishes.compactMap({ part(of: $0.target) }).first(where: { $0 != here }) else {
        continue
      }
      note(
        "preferences.csv", placementCase.students[student].id, here, there,
        Text(zh: "学生的志愿在另一部分", en: "the student wishes for a post or enterprise of another part"))
    }
  }

  private func part(of target: Target) -> Int? {
    switch target {
    case .post(let post): places.ofPost[post]
    case .enterprise(let enterprise): places.ofEnterprise[enterprise]
    }
  }

  /// An order class for which posts are reserved in other parts alone: there its students may take nothing but these;
  /// by themselves they would be free.
  private mutating func notePrograms() {
    var reserved: [String: Set<Int>] = [:]
    for (index, post) in placementCase.posts.enumerated() {
      for program in post.reservedPrograms { reserved[program, default: []].insert(places.ofPost[index]) }
    }
    for (index, student) in placementCase.students.enumerated() {
      guard let program = student.program, let parts = reserved[program], let there = parts.min(),
        !parts.contains(places.ofStudent[index])
      else { continue }
      note(
        "students.csv", student.id, places.ofStudent[index], there,
        Text(
          zh: "学生的订单班只在另一部分有定向岗位", en: "posts are reserved for the student's program in another part alone"))
    }
  }

  // MARK: Pairs of student and post

  private struct Crossing: Sendable {
    var count = 0
    var examples: [(student: Int, post: Int)] = []
  }

  /// A line a pair of parts, with its first three examples: there may be millions.
  private mutating func notePairs(threads: Int) {
    let context = RuleContext(placementCase)
    let open = OpenPosts(context, threads: threads)
    let (places, students) = (places, placementCase.students.count)
    let size = 512
    let chunks = concurrently((students + size - 1) / size, threads: threads) { chunk in
      var found: [[Int]: Crossing] = [:]
      for student in chunk * size..<min(students, (chunk + 1) * size)
      where context.placementCase.takesPart(student) {
        let here = places.ofStudent[student]
        open.forEachOpen(student: student, in: context) { post, _, _ in
          guard places.ofPost[post] != here else { return }
          var crossing = found[[here, places.ofPost[post]]] ?? Crossing()
          crossing.count += 1
          if crossing.examples.count < 3 { crossing.examples.append((student, post)) }
          found[[here, places.ofPost[post]]] = crossing
        }
      }
      return found
    }
    var all: [[Int]: Crossing] = [:]
    for (key, crossing) in chunks.joined() {
      all[key, default: Crossing()].count += crossing.count
      all[key]!.examples += crossing.examples.prefix(3 - all[key]!.examples.count)
    }
    for key in all.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { note(all[key]!, key) }
  }

  private mutating func note(_ crossing: Crossing, _ key: [Int]) {
    let examples = crossing.examples.map {
      ShownID.text(placementCase.students[$0.student].id) + " → "
        + ShownID.text(placementCase.posts[$0.post].id)
    }
    faults.append(
      Diagnostic(
        .input, file: "students.csv",
        Text(
          zh: "\(name(key[0])) 的学生可以去 \(name(key[1])) 的岗位：\(crossing.count) 对，如 "
            + examples.joined(separator: "、"),
          en:
            "students of \(name(key[0])) may take posts of \(name(key[1])): \(crossing.count) pairs, such as "
            + examples.joined(separator: ", "))))
  }
}
