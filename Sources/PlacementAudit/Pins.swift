import Placement

/// Which students a decision or a signed or started placement holds to one post.
public struct Pins: Sendable {
  /// The one post left to each student, nil for those who are free.
  public let post: [Int?]
  /// The student's own pin: position in the case's decisions.
  let ownDecision: [Int?]
  /// Whether the student's own published placement holds, no decision having set it aside.
  let ownHold: [Bool]
  /// Students whose own pins, holds or mates contradict each other.
  let contradictory: [Int]

  init(_ placementCase: PlacementCase, teams: Teams, bans: [[Target]], _ selfArranged: SelfArrangedTable) {
    let students = placementCase.students
    var ownDecision: [Int?] = Array(repeating: nil, count: students.count)
    var wanted: [[Int]] = Array(repeating: [], count: students.count)
    for (position, decision) in placementCase.decisions.enumerated() {
      guard decision.kind == .pin, case .post(let post) = decision.target,
        students[decision.student].excluded == nil, !selfArranged.hasPlace(decision.student)
      else { continue }
      wanted[decision.student].append(post)
      if ownDecision[decision.student] == nil { ownDecision[decision.student] = position }
    }
    let decided = Pins.spread(wanted.map(\.first), over: teams)
    let held = students.indices.map { student -> Int? in
      guard students[student].excluded == nil, !selfArranged.hasPlace(student),
        let told = placementCase.published[student], told.holds,
        decided[student] == nil || decided[student] == told.post,
        !Pins.covers(bans[student], told.post, in: placementCase)
      else { return nil }
      return told.post
    }
    for (student, post) in held.enumerated() { if let post { wanted[student].append(post) } }
    let spread = Pins.spread(held, over: teams)
    let final = students.indices.map { decided[$0] ?? held[$0] ?? spread[$0] }
    post = final
    self.ownDecision = ownDecision
    ownHold = held.map { $0 != nil }
    contradictory = students.indices.filter { student in
      wanted[student].contains { $0 != final[student] }
    }
  }

  /// Whether one of the bans covers the post, by itself or by its enterprise.
  static func covers(_ bans: [Target], _ post: Int, in placementCase: PlacementCase) -> Bool {
    bans.contains(.post(post)) || bans.contains(.enterprise(placementCase.posts[post].enterprise))
  }

  /// Everybody's own, else the first mate's.
  private static func spread(_ own: [Int?], over teams: Teams) -> [Int?] {
    own.indices.map { student in
      own[student] ?? teams.mates(of: student).lazy.compactMap { own[$0] }.first
    }
  }
}
