import Foundation
import Placement

/// Distances between students and posts, in units of 100 m, rounded half up.
///
/// A row of travel.csv stands as it is; elsewhere the great circle (sphere of radius 6371.0088 km) times the
/// policy's detour factor.
package struct Geography: Sendable {
  fileprivate struct Point: Sendable {
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
  private let zoneCount: Int
  /// Zone × zone: the measured distance, −1 for none. Nil where zones are too many for a table.
  private let table: [Int32]?
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
    zoneCount = numbers.count
    self.table = zoneCount > Self.mostZones ? nil : Self.table(zoneCount, table)
    studentZone = placementCase.students.map { $0.zone.flatMap { numbers[$0] } ?? -1 }
    postZone = placementCase.posts.map { $0.zone.flatMap { numbers[$0] } ?? -1 }
  }

  private static let mostZones = 1000

  private static func table(_ zones: Int, _ measured: [UInt64: Int32]) -> [Int32] {
    var table = [Int32](repeating: -1, count: zones * zones)
    for (key, distance) in measured { table[Int(key >> 32) * zones + Int(key & 0xFFFF_FFFF)] = distance }
    return table
  }

  private static func key(_ from: Int32, _ to: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: from)) << 32 | UInt64(UInt32(bitPattern: to))
  }

  /// The rounded distance from a student to a post.
  @inline(__always)
  package func distance(student: Int, post: Int) -> Int32 {
    let home = home(of: student)
    return measured(from: home, post: post) ?? distance(home.point, posts[post])
  }

  /// Where a student lives: looked up once where many posts are asked about.
  package struct Home: Sendable {
    fileprivate let point: Point
    fileprivate let zone: Int32
  }

  @inline(__always)
  package func home(of student: Int) -> Home { Home(point: students[student], zone: studentZone[student]) }

  @inline(__always)
  private func measured(from home: Home, post: Int) -> Int32? {
    guard home.zone >= 0 else { return nil }
    let (from, to) = (home.zone, postZone[post])
    guard to >= 0 else { return nil }
    guard let table else { return measured[Self.key(from, to)] }
    let known = table[Int(from) * zoneCount + Int(to)]
    return known < 0 ? nil : known
  }

  /// What is surely farther than a limit, told by the chord alone: most pairs of a city are.
  package struct Reach: Sendable {
    package let limit: Int
    fileprivate let squaredChord: Double
    /// What is surely within it.
    fileprivate let innerSquaredChord: Double
  }

  /// - Parameter limit: in units of 100 m.
  func reach(_ limit: Int) -> Reach {
    func squaredChord(_ units: Double) -> Double {
      let chord = 2 * sin(max(0, min(.pi, units / max(unitsPerRadian, .leastNormalMagnitude))) / 2)
      return chord * chord
    }
    return Reach(
      limit: limit, squaredChord: squaredChord(Double(limit) + 1) * (1 + 1e-9) + 1e-15,
      innerSquaredChord: squaredChord(Double(limit)) * (1 - 1e-9) - 1e-15)
  }

  /// Whether ``distance(from:post:within:)`` finds any; told by the chord but at the very limit.
  @inline(__always)
  func isWithin(_ reach: Reach, from home: Home, post: Int) -> Bool {
    if let known = measured(from: home, post: post) { return Int(known) <= reach.limit }
    let squared = squaredChord(home.point, posts[post])
    if squared > reach.squaredChord { return false }
    return squared < reach.innerSquaredChord || Int(distance(squaredChord: squared)) <= reach.limit
  }

  /// The rounded distance; nil where it is beyond the limit.
  @inline(__always)
  package func distance(from home: Home, post: Int, within reach: Reach) -> Int32? {
    if let known = measured(from: home, post: post) { return Int(known) <= reach.limit ? known : nil }
    let squared = squaredChord(home.point, posts[post])
    guard squared <= reach.squaredChord else { return nil }
    let distance = distance(squaredChord: squared)
    return Int(distance) <= reach.limit ? distance : nil
  }

  /// As the crow flies times the detour factor: a school has no zone.
  package func distance(from place: Coordinates, post: Int) -> Int32 { distance(Point(place), posts[post]) }

  @inline(__always)
  private func distance(_ a: Point, _ b: Point) -> Int32 { distance(squaredChord: squaredChord(a, b)) }

  @inline(__always)
  private func squaredChord(_ a: Point, _ b: Point) -> Double {
    let (dx, dy, dz) = (a.x - b.x, a.y - b.y, a.z - b.z)
    return dx * dx + dy * dy + dz * dz
  }

  @inline(__always)
  private func distance(squaredChord: Double) -> Int32 {
    // Half the chord is the sine of half the angle: exact for near places, where the cosine is not.
    let square = squaredChord / 4
    if square < 1e-4 {
      // The arc sine's series, which is off by less than a millionth of a unit: enough but where it is about to round.
      let series = 1 + square * (1 / 6 + square * (3 / 40 + square * (15 / 336)))
      let units = 2 * square.squareRoot() * series * unitsPerRadian + 0.5
      if units < 1e6 {
        let whole = Int32(units)
        let rest = units - Double(whole)
        if rest > 1e-6 && rest < 1 - 1e-6 { return whole }
      }
    }
    let halfChord = min(1, squaredChord.squareRoot() / 2)
    return Int32((2 * asin(halfChord) * unitsPerRadian + 0.5).rounded(.down))
  }
}
