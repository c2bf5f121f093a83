import Placement

/// host-ranks.csv read once more: whom hosts refuse, and how they rank the others.
struct HostRankTable: Sendable {
  enum Opinion: Sendable {
    case rank(Int)
    case refusal
  }

  private struct Key: Hashable, Sendable {
    let student: Int
    let target: Target
  }

  private let opinions: [Key: Opinion]
  /// Posts and enterprises that have given anybody a rank.
  private let ranking: Set<Target>
  /// By student.
  let isRefusedSomewhere: [Bool]

  init(_ placementCase: PlacementCase) {
    opinions = Dictionary(
      placementCase.hostRanks.map {
        (Key(student: $0.student, target: $0.target), $0.rank.map(Opinion.rank) ?? .refusal)
      }, uniquingKeysWith: { first, _ in first })
    ranking = Set(placementCase.hostRanks.filter { $0.rank != nil }.map(\.target))
    let refused = Set(placementCase.hostRanks.filter { $0.rank == nil }.map(\.student))
    isRefusedSomewhere = placementCase.students.indices.map(refused.contains)
  }

  /// What the post says, else what its enterprise says.
  func opinion(of student: Int, at post: Int, of enterprise: Int) -> Opinion? {
    opinions[Key(student: student, target: .post(post))]
      ?? opinions[Key(student: student, target: .enterprise(enterprise))]
  }

  func refuses(_ student: Int, at post: Int, of enterprise: Int) -> Bool {
    if case .refusal? = opinion(of: student, at: post, of: enterprise) { true } else { false }
  }

  func hasRanked(_ post: Int, of enterprise: Int) -> Bool {
    ranking.contains(.post(post)) || ranking.contains(.enterprise(enterprise))
  }
}
