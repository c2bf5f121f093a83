import Foundation
import Placement

/// Distances between students and posts, in units of 100 m, rounded half up.
///
/// A row of travel.csv stands as it is; elsewhere the great circle (sphere of radius 6371.0088 km) times the
/// policy's detour factor.
package struct Geography: Sendable {
  private struct Point: Sendable {
    let x: Double
    let y: Double
    let z: Double

    init(_ place: Coordinates) {
      let latitude = place.latitude * .pi / 180
      let longitude = place.longitude * .pi / 180
      x = cos(latitude) * cos(longitude)
      y = cos(latitude) * sin(longitude)
      z = sin(latitude)
    }
  }

  private let students: [Point]
  private let posts: [Point]
  /// Zone of every student and post as a number, −1 for none or one that travel.csv does not know.
  private let studentZone: [Int32]
  private let postZone: [Int32]
  private let measured: [UInt64: Int32]
  /// 100 m of road for each radian of great circle.
  private let unitsPerRadian: Double

  package init(_ placementCase: PlacementCase) {
    students = placementCase.students.map { Point($0.location) }
    posts = placementCase.posts.map { Point($0.location) }
    unitsPerRadian = 6371.0088 * placementCase.policy.detourFactor * 10
    var numbers: [String: Int32] = [:]
    func number(of zone: String) -> Int32 {
      if let known = numbers[zone] { return known }
      let next = Int32(numbers.count)
      numbers[zone] = next
      return next
    }
    var table: [UInt64: Int32] = [:]
    for (pair, distance) in placementCase.travel {
      table[Self.key(number(of: pair.from), number(of: pair.to))] = distance
    }
    measured = table
    studentZone = placementCase.students.map { $0.zone.flatMap { numbers[$0] } ?? -1 }
    postZone = placementCase.posts.map { $0.zone.flatMap { numbers[$0] } ?? -1 }
  }

  private static func key(_ from: Int32, _ to: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: from)) << 32 | UInt64(UInt32(bitPattern: to))
  }

  /// The rounded distance from a student to a post.
  @inline(__always)
  package func distance(student: Int, post: Int) -> Int32 {
    let from = studentZone[student]
    if from >= 0, postZone[post] >= 0, let known = measured[Self.key(from, postZone[post])] { return known }
    return distance(students[student], posts[post])
  }

  /// As the crow flies times the detour factor: a school has no zone.
  package func distance(from place: Coordinates, post: Int) -> Int32 { distance(Point(place), posts[post]) }

  @inline(__always)
  private func distance(_ a: Point, _ b: Point) -> Int32 {
    let (dx, dy, dz) = (a.x - b.x, a.y - b.y, a.z - b.z)
    // Half the chord is the sine of half the angle: exact for near places, where the cosine is not.
    let halfChord = min(1, (dx * dx + dy * dy + dz * dz).squareRoot() / 2)
    return Int32((2 * asin(halfChord) * unitsPerRadian + 0.5).rounded(.down))
  }
}
