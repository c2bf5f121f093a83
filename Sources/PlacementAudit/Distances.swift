import Foundation
import Placement

/// Distances between students and posts in units of 100 m.
struct DistanceTable: Sendable {
  /// Mean radius of the earth in units of 100 m.
  static let radius = 63_710.088

  private struct Direction: Sendable {
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

  private let from: ContiguousArray<Direction>
  private let to: ContiguousArray<Direction>
  /// Row of `measured` a student, column a post; −1 where travel.csv never has the zone.
  private let fromZone: [Int32]
  private let toZone: [Int32]
  private let zoneCount: Int
  /// −1 where that pair is not measured.
  private let measured: [Int32]
  private let factor: Double

  init(_ placementCase: PlacementCase) {
    from = ContiguousArray(placementCase.students.map { Direction($0.location) })
    to = ContiguousArray(placementCase.posts.map { Direction($0.location) })
    factor = DistanceTable.radius * placementCase.policy.detourFactor
    let pairs = placementCase.travel
    let rows = DistanceTable.numbers(pairs.keys.map(\.from))
    let columns = DistanceTable.numbers(pairs.keys.map(\.to))
    fromZone = placementCase.students.map { $0.zone.flatMap { rows[$0] } ?? -1 }
    toZone = placementCase.posts.map { $0.zone.flatMap { columns[$0] } ?? -1 }
    zoneCount = columns.count
    var measured = [Int32](repeating: -1, count: rows.count * columns.count)
    for (pair, units) in pairs {
      measured[Int(rows[pair.from]!) * columns.count + Int(columns[pair.to]!)] = units
    }
    self.measured = measured
  }

  func units(_ student: Int, _ post: Int) -> Int {
    let row = fromZone[student]
    let column = toZone[post]
    if row >= 0, column >= 0 {
      let known = measured[Int(row) * zoneCount + Int(column)]
      if known >= 0 { return Int(known) }
    }
    return greatCircle(student, post)
  }

  /// By the chord, which is exact to the metre for near places too.
  private func greatCircle(_ student: Int, _ post: Int) -> Int {
    units(from[student], to[post])
  }

  /// From anywhere without a zone.
  func units(from place: Coordinates, to post: Int) -> Int { units(Direction(place), to[post]) }

  private func units(_ a: Direction, _ b: Direction) -> Int {
    let (dx, dy, dz) = (a.x - b.x, a.y - b.y, a.z - b.z)
    let chord = (dx * dx + dy * dy + dz * dz).squareRoot()
    return Int((2 * asin(min(1, chord / 2)) * factor + 0.5).rounded(.down))
  }

  private static func numbers(_ zones: [String]) -> [String: Int32] {
    let sorted = Set(zones).sorted()
    return Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, Int32($0)) })
  }
}
