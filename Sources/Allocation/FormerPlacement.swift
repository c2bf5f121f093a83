import AssignmentSolver
import Placement

/// Who had which post in an earlier plan, of the same case or of another with some of its students and posts.
public struct FormerPlacement: Sendable, Equatable {
  public enum Place: Sendable, Equatable {
    case post(Int)
    /// A post that the case does not have any more.
    case gone
  }

  /// Of every student of the case; nil where they had no post, or the plan does not know them.
  public let places: [Place?]

  /// - Parameters:
  ///   - posts: of every student of the plan the post's id; empty for none.
  ///   - placementCase: whose students and posts are looked up there.
  public init(_ posts: [String: String], in placementCase: PlacementCase) {
    let index = Dictionary(
      placementCase.posts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    places = placementCase.students.map { student in
      // A place that a student found alone is no post of a plan's making.
      guard let post = posts[student.id], !post.isEmpty, !post.hasPrefix(SelfArranged.postPrefix) else {
        return nil
      }
      return index[post].map(Place.post) ?? .gone
    }
  }

  /// - Parameter posts: of every student of the case.
  public init(_ posts: [Int?]) { places = posts.map { $0.map(Place.post) } }
}

/// How near a plan is to an earlier one, in students who take part and had a post there.
public struct PlanNearness: Sendable, Equatable {
  public let students: Int
  /// Those of them whose post is gone, or closed to them or to a team mate.
  public let closed: Int
  /// Those of them who have another post now, or none; the ones who cannot stay included.
  public let moved: Int
  /// No plan that is as good in every objective moves fewer.
  public let least: Int

  public var isFewest: Bool { moved == least }
}

extension PlacementProgram {
  /// What the solve path is told of an earlier plan.
  func formerPlan(_ former: FormerPlacement) -> FormerPlan {
    FormerPlan(
      units.map { members in
        members.compactMap { student in
          if case .post(let post) = former.places[student] { Int32(post) } else { nil }
        }
      })
  }

  /// - Parameter nearness: of those whose post is one of the case.
  func nearness(_ nearness: Nearness, to former: FormerPlacement) -> PlanNearness {
    var (students, gone, closed) = (0, 0, 0)
    for (unit, members) in units.enumerated() {
      for member in members {
        guard let place = former.places[member] else { continue }
        students += 1
        switch place {
        case .gone: gone += 1
        case .post(let post): closed += program.pair(unit, Int32(post)) == nil ? 1 : 0
        }
      }
    }
    return PlanNearness(
      students: students, closed: gone + closed, moved: gone + nearness.moved, least: gone + nearness.least)
  }
}
