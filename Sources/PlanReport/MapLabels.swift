/// Where the labels of circles stand, so that they cover no circle and no other label and are crossed by few lines.
struct MapLabels {
  typealias Place = (x: Double, y: Double)

  /// What a label belongs to, and what it says.
  struct Circle {
    let place: Place
    let radius: Double
    /// In two lines: what it is called, no longer than a label can be, and its figures.
    let name: String
    let figures: String
    /// Of two labels that overlap the one of more weight stays.
    let weight: Int
  }

  struct Box {
    let x: Double
    let y: Double
    let width: Double
    static let height = 34.0

    func holds(_ place: Place, margin: Double = 0) -> Bool {
      place.x > x - margin && place.x < x + width + margin && place.y > y - margin
        && place.y < y + Self.height + margin
    }

    func distance(to place: Place) -> Double {
      let (dx, dy) = (
        max(x - place.x, place.x - x - width, 0), max(y - place.y, place.y - y - Self.height, 0)
      )
      return (dx * dx + dy * dy).squareRoot()
    }

    func overlaps(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + Self.height + 8
        && other.y < y + Self.height + 8
    }
  }

  /// Of the drawing.
  let width: Double
  let height: Double
  let circles: [Circle]
  /// On the lines that labels should not cover.
  let points: [Place]

  /// A place for a label, and what it covers but for other labels.
  private struct Choice {
    let box: Box
    let cost: Int
  }

  private static let covering = 10_000
  private static let misreading = 1_000

  /// Below, above, to the right, to the left, and between these.
  private static let sides: [Place] = [
    (0, 1), (0, -1), (1, 0), (-1, 0), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8), (0.4, 1), (-0.4, 1),
    (0.4, -1), (-0.4, -1),
  ]

  /// A box a circle; nil where there is no room for it.
  ///
  /// Placed one after the other, then each anew among all others; of the orders to begin with, the best.
  func boxes() -> [Box?] {
    let choices = circles.indices.map { own in boxes(of: circles[own]).map { rated($0, own) } }
    let best = circles.indices.prefix(8).map { arranged(choices, from: $0) }.min { $0.cost < $1.cost }
    return apart(best?.boxes ?? [])
  }

  private func rated(_ box: Box, _ own: Int) -> Choice {
    let others = circles.indices.filter { $0 != own }.map { circles[$0] }
    let covered = others.count { box.distance(to: $0.place) < $0.radius + 6 } + (isInside(box) ? 0 : 10)
    // A reader takes a label for that of the nearest circle.
    let distance = box.distance(to: circles[own].place) - circles[own].radius
    let misread = others.count { box.distance(to: $0.place) - $0.radius < distance + 14 }
    let crossed = points.count { box.holds($0, margin: 2) }
    return Choice(box: box, cost: crossed + misread * Self.misreading + covered * Self.covering)
  }

  private func isInside(_ box: Box) -> Bool {
    box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + Box.height <= height
  }

  private func arranged(_ choices: [[Choice]], from first: Int) -> (cost: Int, boxes: [Box]) {
    var chosen = [Choice?](repeating: nil, count: choices.count)
    func cost(_ choice: Choice, of label: Int) -> Int {
      let covered = chosen.indices.count {
        $0 != label && chosen[$0].map { $0.box.overlaps(choice.box) } ?? false
      }
      return choice.cost + covered * Self.covering
    }
    for _ in 0..<5 {
      for step in choices.indices {
        let label = (first + step) % choices.count
        chosen[label] = choices[label].min { cost($0, of: label) < cost($1, of: label) }
      }
    }
    let total = chosen.indices.reduce(0) { $0 + cost(chosen[$1]!, of: $1) }
    return (total, chosen.map { $0!.box })
  }

  /// Without labels that leave the drawing, or overlap one of more weight.
  private func apart(_ boxes: [Box]) -> [Box?] {
    let order = boxes.indices.sorted {
      circles[$0].weight != circles[$1].weight ? circles[$0].weight > circles[$1].weight : $0 < $1
    }
    var kept = [Box?](repeating: nil, count: boxes.count)
    for index in order where isInside(boxes[index]) {
      let isFree = !kept.contains { $0?.overlaps(boxes[index]) ?? false }
      if isFree { kept[index] = boxes[index] }
    }
    return kept
  }

  /// On every side of the circle, near it and a little off.
  private func boxes(of circle: Circle) -> [Box] {
    let width = max(length(circle.name, latin: 0.6) * 15, length(circle.figures, latin: 0.5) * 12) + 8
    return [4.0, 20].flatMap { gap in
      Self.sides.map { side in
        Box(
          x: circle.place.x - width / 2 + side.x * (circle.radius + gap + width / 2),
          y: circle.place.y - Box.height / 2 + side.y * (circle.radius + gap + Box.height / 2), width: width)
      }
    }
  }

  /// In widths of a Chinese character; `latin`: of the others, bold or not.
  private func length(_ text: String, latin: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? latin : 1) }
  }
}
