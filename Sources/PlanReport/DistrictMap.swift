import Placement

/// Districts where they lie, with their students, seats and flows, as SVG.
struct DistrictMap {
  private let data: ReportData
  private let language: Language
  private let escape: (String) -> String
  private let width = 900.0
  private let height = 560.0

  init(_ data: ReportData, language: Language, escape: @escaping (String) -> String) {
    self.data = data
    self.language = language
    self.escape = escape
  }

  /// Empty where no district has a place.
  var svg: String {
    let places = spread(positions)
    guard !places.isEmpty else { return "" }
    let named = Dictionary(
      zip(data.districts.filter { $0.points > 0 }.map(\.name), places), uniquingKeysWith: { a, _ in a })
    let label = language == .chinese ? "区县分布与流向" : "districts and flows"
    return "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\"\(label)\">"
      + "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
      + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#456\"/></marker></defs>\n"
      + flows(named).joined(separator: "\n") + circles(named).joined(separator: "\n") + "</svg>\n"
  }

  private typealias Place = (x: Double, y: Double)

  /// Longitude to the right, latitude upwards, filling the drawing.
  private var positions: [Place] {
    let means = data.districts.filter { $0.points > 0 }.map { (x: $0.x / $0.points, y: $0.y / $0.points) }
    guard let left = means.map(\.x).min(), let right = means.map(\.x).max(),
      let low = means.map(\.y).min(), let high = means.map(\.y).max()
    else { return [] }
    // A degree of longitude is shorter than one of latitude: about 0.86 at 30° north.
    let scale = min((width - 200) / max(0.01, (right - left) * 0.86), (height - 120) / max(0.01, high - low))
    return means.map {
      (
        width / 2 + ($0.x - (left + right) / 2) * 0.86 * scale,
        height / 2 - ($0.y - (low + high) / 2) * scale
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
          guard distance < 130 else { continue }
          let push = (130 - distance) / 4
          let (ux, uy) = distance <= 1 ? (1, 0) : (dx / distance, dy / distance)
          places[a] = (places[a].x - ux * push, places[a].y - uy * push)
          places[b] = (places[b].x + ux * push, places[b].y + uy * push)
        }
      }
      places = places.map { (min(width - 70, max(70, $0.x)), min(height - 55, max(45, $0.y))) }
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

  private func flows(_ places: [String: Place]) -> [String] {
    let most = Double(data.flows.map(\.count).max() ?? 1)
    let radii = Dictionary(data.districts.map { ($0.name, radius($0)) }, uniquingKeysWith: { a, _ in a })
    // The strongest sixty are all that can be told apart.
    let shown = data.flows.enumerated().sorted { a, b in
      a.element.count != b.element.count ? a.element.count > b.element.count : a.offset < b.offset
    }.prefix(60).map(\.element)
    return shown.reversed().compactMap { flow in
      guard let a = places[flow.from], let b = places[flow.to] else { return nil }
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = max(1, (dx * dx + dy * dy).squareRoot())
      let stop = 1 - ((radii[flow.to] ?? 0) + 4) / length
      let (x, y) = (a.x + dx * stop, a.y + dy * stop)
      // To one side, so that both ways can be seen.
      let (mx, my) = ((a.x + b.x) / 2 - dy * 0.12, (a.y + b.y) / 2 + dx * 0.12)
      let stroke = tenth(0.8 + 6 * Double(flow.count) / most)
      return
        "<path class=flow d=\"M\(tenth(a.x)) \(tenth(a.y))Q\(tenth(mx)) \(tenth(my)) \(tenth(x)) \(tenth(y))\" "
        + "stroke-width=\"\(stroke)\" marker-end=\"url(#a)\"><title>\(escape(flow.from)) → \(escape(flow.to)): "
        + "\(flow.count)</title></path>"
    }
  }

  private func circles(_ places: [String: Place]) -> [String] {
    data.districts.compactMap { district in
      guard let place = places[district.name] else { return nil }
      let radius = radius(district)
      let students =
        (1..<ReportData.smallest).contains(district.students) ? "<5" : "\(district.students)"
      let words =
        language == .chinese
        ? "学生 \(students) · 名额 \(district.seats)" : "\(students) students · \(district.seats) seats"
      return "<circle cx=\"\(tenth(place.x))\" cy=\"\(tenth(place.y))\" r=\"\(tenth(radius))\"/>"
        + "<text class=name x=\"\(tenth(place.x))\" y=\"\(tenth(place.y + radius + 15))\">\(escape(district.name))</text>"
        + "<text class=sub x=\"\(tenth(place.x))\" y=\"\(tenth(place.y + radius + 29))\">\(escape(words))</text>"
    }
  }
}
