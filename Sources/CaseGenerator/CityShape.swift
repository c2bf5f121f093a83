import Foundation
import Placement

/// How a made-up city lies: what is easy to solve in one may not be in another.
public enum CityShape: String, CaseIterable, Sendable {
  /// Hangzhou's thirteen districts, some of them far out.
  case city
  /// Everybody and everything within a few kilometres: nearly every post is within everybody's reach.
  case centre
  /// A string of places along one river, whose roads travel.csv tells: much longer than the crow flies.
  case valley
  /// A few works have all the posts; hundreds of enterprises above scale have none and miss their target.
  case works
}

extension CityShape {
  /// Moves a city of the common shape into this one, before any rule looks at it.
  func lay(_ city: inout PlacementCase, _ language: Language) {
    switch self {
    case .city: break
    case .centre: city.moveEverything { Self.middle.towards($0, 0.2) }
    case .valley: layValley(&city, language)
    case .works: city.gatherPosts(hosts: Self.enterprisesAWork)
    }
  }

  /// What rules dealt out and the shape has otherwise.
  func finish(_ city: inout PlacementCase) {
    guard self == .works else { return }
    var hasPosts = [Bool](repeating: false, count: city.enterprises.count)
    for post in city.posts { hasPosts[post.enterprise] = true }
    for index in city.enterprises.indices where !hasPosts[index] { city.enterprises[index].aboveScale = true }
  }

  private static let enterprisesAWork = 12
  private static let middle = Coordinates(latitude: 30.25, longitude: 120.17)

  // MARK: The valley

  /// Kilometres of a stretch of the valley that is one zone.
  private static let stretch = 6.0
  /// A road by the river, against the crow's way.
  private static let detour = 1.9

  /// East and west stay, north and south are pressed into a strip of a few kilometres.
  private func layValley(_ city: inout PlacementCase, _ language: Language) {
    city.moveEverything {
      Coordinates(
        latitude: Self.rounded(Self.middle.latitude + ($0.latitude - Self.middle.latitude) * 0.05),
        longitude: $0.longitude)
    }
    for index in city.students.indices {
      city.students[index].zone = zone(city.students[index].location, language)
    }
    for index in city.posts.indices { city.posts[index].zone = zone(city.posts[index].location, language) }
    let places = city.students.map(\.location) + city.posts.map(\.location)
    let stretches = Set(places.map(number)).sorted()
    for from in stretches {
      for to in stretches where from != to {
        let road = Double(abs(from - to)) * Self.stretch * Self.detour
        city.travel[ZonePair(from: name(from, language), to: name(to, language))] = Int32(
          (road * 10).rounded())
      }
    }
  }

  private func number(_ place: Coordinates) -> Int {
    // A degree of longitude at 30° N.
    Int(((place.longitude - 118) * 96.2 / Self.stretch).rounded(.down))
  }

  private func zone(_ place: Coordinates, _ language: Language) -> String { name(number(place), language) }

  private func name(_ number: Int, _ language: Language) -> String {
    Text(zh: "沿江\(padded(number, to: 3))段", en: "Reach \(padded(number, to: 3))")(language)
  }

  fileprivate static func rounded(_ degrees: Double) -> Double { (degrees * 100_000).rounded() / 100_000 }
}

extension Coordinates {
  /// The point at a share of the way to another.
  fileprivate func towards(_ other: Coordinates, _ share: Double) -> Coordinates {
    Coordinates(
      latitude: CityShape.rounded(latitude + (other.latitude - latitude) * share),
      longitude: CityShape.rounded(longitude + (other.longitude - longitude) * share))
  }
}

extension PlacementCase {
  fileprivate mutating func moveEverything(_ moved: (Coordinates) -> Coordinates) {
    for index in students.indices { students[index].location = moved(students[index].location) }
    for index in posts.indices { posts[index].location = moved(posts[index].location) }
    for index in schools.indices { schools[index].location = schools[index].location.map(moved) }
  }

  /// Gives the posts of so many neighbouring enterprises to the first of them, with the staff to go with.
  fileprivate mutating func gatherPosts(hosts: Int) {
    for index in posts.indices { posts[index].enterprise -= posts[index].enterprise % hosts }
    for index in enterprises.indices where index % hosts == 0 {
      let own = enterprises[index..<min(enterprises.count, index + hosts)]
      let (total, onDuty) = (own.reduce(0) { $0 + $1.staffTotal }, own.reduce(0) { $0 + $1.staffOnDuty })
      (enterprises[index].staffTotal, enterprises[index].staffOnDuty) = (total, onDuty)
    }
  }
}
