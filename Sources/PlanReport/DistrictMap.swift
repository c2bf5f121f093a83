import Placement

/// Districts where they lie, with their students, seats and flows, as SVG.
struct DistrictMap {
  private let data: ReportData
  /// A cell a district.
  private let students: [Withholding.Cell]
  private let language: Language
  private let escape: (String) -> String
  private let width = 900.0
  private let height: Double
  /// More cannot be told apart on a page, and would take ever longer to draw.
  static let most = 40
  /// From the middle of one circle to the next: a label fits between them.
  private static let room = 165.0

  init(_ data: ReportData, language: Language, escape: @escaping (String) -> String) {
    self.data = data
    students = data.studentsOfDistricts
    self.language = language
    self.escape = escape
    // Room for fourteen or so; taller for more.
    height = 560 * min(2.2, max(1, Double(data.districts.count) / 14))
  }

  /// Whether the districts are few enough, and one at least has a place.
  var canBeDrawn: Bool { data.districts.count <= Self.most && data.districts.contains { $0.middle != nil } }

  private static let ground = "#fbfcfd"

  /// What a group of parts looks like stands at the group: a page that shows the drawing needs no style of it.
  private func group(_ looks: String, _ parts: [String]) -> String {
    "<g \(looks)>\n\(parts.joined(separator: "\n"))\n</g>\n"
  }

  /// Only where it can be drawn.
  var svg: String {
    let places = spread(positions)
    let named = Dictionary(
      zip(data.districts.filter { $0.middle != nil }.map(\.name), places), uniquingKeysWith: { a, _ in a })
    let curves = curves(named)
    let label = language == .chinese ? "区县分布与流向" : "districts and flows"
    let labels = self.labels(named, curves)
    let below = unlabelled(named, labels).enumerated().map { number, district in
      "\(number + 1) \(escape(district.name))\(language == .chinese ? "：" : ": ")\(escape(words(district)))"
    }.joined(separator: language == .chinese ? "；" : "; ")
    return "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\"\(label)\">"
      + "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
      + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#456\"/></marker></defs>\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"\(Self.ground)\"/>\n"
      + group("fill=\"none\" stroke=\"#456\" stroke-opacity=\".55\"", curves.map(drawing))
      + districts(named, labels) + "</svg>\n"
      + (below.isEmpty ? "" : "<p class=note>\(below)</p>\n")
  }

  /// Districts of the drawing without a label.
  private func unlabelled(_ places: [String: Place], _ labels: [String: Box]) -> [ReportData.District] {
    data.districts.filter { places[$0.name] != nil && labels[$0.name] == nil }
  }

  private typealias Place = MapLabels.Place
  private typealias Box = MapLabels.Box

  /// Longitude to the right, latitude upwards, filling the drawing.
  private var positions: [Place] {
    let middles = data.districts.compactMap(\.middle)
    guard let left = middles.map(\.longitude).min(), let right = middles.map(\.longitude).max(),
      let low = middles.map(\.latitude).min(), let high = middles.map(\.latitude).max()
    else { return [] }
    // A degree of longitude is shorter than one of latitude: about 0.86 at 30° north.
    let scale = min((width - 200) / max(0.01, (right - left) * 0.86), (height - 120) / max(0.01, high - low))
    return middles.map {
      (
        width / 2 + ($0.longitude - (left + right) / 2) * 0.86 * scale,
        height / 2 - ($0.latitude - (low + high) / 2) * scale
      )
    }
  }

  /// Moves places apart that would lie on each other.
  private func spread(_ start: [Place]) -> [Place] {
    var places = start
    for _ in 0..<200 {
      for a in places.indices {
        for b in places.indices where b > a {
          let (dx, dy) = (places[b].x - places[a].x, (places[b].y - places[a].y) * 1.3)
          let distance = max(1, (dx * dx + dy * dy).squareRoot())
          guard distance < Self.room else { continue }
          let push = (Self.room - distance) / 4
          let (ux, uy) = distance <= 1 ? (1, 0) : (dx / distance, dy / distance)
          places[a] = (places[a].x - ux * push, places[a].y - uy * push)
          places[b] = (places[b].x + ux * push, places[b].y + uy * push)
        }
      }
      places = places.map { (min(width - 95, max(95, $0.x)), min(height - 55, max(45, $0.y))) }
    }
    return places
  }

  private func radius(_ district: ReportData.District) -> Double {
    let most = Double(max(1, data.districts.map(\.seats).max() ?? 1))
    return 7 + 23 * (Double(district.seats) / most).squareRoot()
  }

  private func tenth(_ value: Double) -> String {
    let whole = Int((value * 10).rounded())
    return "\(whole < 0 ? "-" : "")\(abs(whole) / 10).\(abs(whole) % 10)"
  }

  // MARK: Flows

  /// A bent line from one district to another, and how many go.
  private struct Curve {
    let from: Place
    let bend: Place
    let to: Place
    let flow: ReportData.Flow

    /// Points along it.
    var points: [Place] {
      stride(from: 0, through: 1, by: 0.04).map { t in
        let (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
        return (a * from.x + b * bend.x + c * to.x, a * from.y + b * bend.y + c * to.y)
      }
    }
  }

  /// The strongest sixty are all that can be told apart; the weaker are drawn first.
  private func curves(_ places: [String: Place]) -> [Curve] {
    let radii = Dictionary(data.districts.map { ($0.name, radius($0)) }, uniquingKeysWith: { a, _ in a })
    let shown = data.flows.enumerated().sorted { a, b in
      a.element.count != b.element.count ? a.element.count > b.element.count : a.offset < b.offset
    }.prefix(60).map(\.element)
    return shown.reversed().compactMap { flow in
      guard let a = places[flow.from], let b = places[flow.to] else { return nil }
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = max(1, (dx * dx + dy * dy).squareRoot())
      let stop = 1 - ((radii[flow.to] ?? 0) + 4) / length
      // To one side, so that both ways can be seen.
      let bend = ((a.x + b.x) / 2 - dy * 0.12, (a.y + b.y) / 2 + dx * 0.12)
      return Curve(from: a, bend: bend, to: (a.x + dx * stop, a.y + dy * stop), flow: flow)
    }
  }

  private func drawing(_ curve: Curve) -> String {
    let most = Double(data.flows.map(\.count).max() ?? 1)
    let stroke = tenth(0.8 + 6 * Double(curve.flow.count) / most)
    return "<path d=\"M\(point(curve.from))Q\(point(curve.bend)) \(point(curve.to))\" "
      + "stroke-width=\"\(stroke)\" marker-end=\"url(#a)\"><title>\(escape(curve.flow.from)) → "
      + "\(escape(curve.flow.to)): \(curve.flow.count)</title></path>"
  }

  private func point(_ place: Place) -> String { "\(tenth(place.x)) \(tenth(place.y))" }

  // MARK: Districts and their labels

  private func words(_ district: ReportData.District) -> String {
    let index = data.districts.firstIndex { $0.name == district.name }!
    let students =
      switch students[index] {
      case .told(let count): "\(count)"
      case .few: "<\(Withholding.smallest)"
      case .withheld: "*"
      }
    return language == .chinese
      ? "学生 \(students) · 名额 \(district.seats)" : "\(students) students · \(district.seats) seats"
  }

  /// A name as long as a label can be.
  private func short(_ name: String) -> String { name.count > 14 ? name.prefix(13) + "…" : name }

  /// Districts without one have a number in their circle, and their words below the drawing.
  private func labels(_ places: [String: Place], _ curves: [Curve]) -> [String: Box] {
    let shown = data.districts.filter { places[$0.name] != nil }
    let circles = shown.map {
      MapLabels.Circle(
        place: places[$0.name]!, radius: radius($0), name: short($0.name), figures: words($0),
        weight: $0.students + $0.seats)
    }
    let boxes = MapLabels(width: width, height: height, circles: circles, points: curves.flatMap(\.points))
      .boxes()
    return Dictionary(
      zip(shown, boxes).compactMap { district, box in box.map { (district.name, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The plates of the labels lie over the flows and under everything else.
  private func districts(_ places: [String: Place], _ labels: [String: Box]) -> String {
    let without = unlabelled(places, labels)
    let numbers = Dictionary(
      without.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let shown = data.districts.compactMap { district in places[district.name].map { (district, $0) } }
    let plates = shown.compactMap { district, _ in labels[district.name] }.map { label in
      "<rect x=\"\(tenth(label.x))\" y=\"\(tenth(label.y))\" width=\"\(tenth(label.width))\" "
        + "height=\"\(tenth(Box.height))\" rx=\"3\"/>"
    }
    let circles = shown.map { district, place in
      "<circle cx=\"\(tenth(place.x))\" cy=\"\(tenth(place.y))\" r=\"\(tenth(radius(district)))\">"
        + "<title>\(escape(district.name)) · \(escape(words(district)))</title></circle>"
    }
    let names = shown.map { district, place in
      guard let label = labels[district.name] else {
        return text("\((numbers[district.name] ?? 0) + 1)", x: place.x, y: place.y + 5)
      }
      return text(short(district.name), x: label.x + label.width / 2, y: label.y + 15)
    }
    let counts = shown.compactMap { district, _ in
      labels[district.name].map { text(words(district), x: $0.x + $0.width / 2, y: $0.y + 29) }
    }
    let looks = "text-anchor=\"middle\" paint-order=\"stroke\" stroke=\"\(Self.ground)\" stroke-width=\"3\""
    return group("fill=\"\(Self.ground)\"", plates)
      + group("fill=\"#cfe0f0\" stroke=\"#1f4e79\" stroke-width=\"2\"", circles)
      + group("\(looks) fill=\"#1b2430\" font-size=\"15\" font-weight=\"600\"", names)
      + group("\(looks) fill=\"#394452\" font-size=\"12\"", counts)
  }

  private func text(_ words: String, x: Double, y: Double) -> String {
    "<text x=\"\(tenth(x))\" y=\"\(tenth(y))\">\(escape(words))</text>"
  }
}
