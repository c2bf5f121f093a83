/// How many letters must change to make one word of another.
public enum EditDistance {
  /// Nil where nothing is near.
  public static func nearest(to word: String, in words: [String]) -> String? {
    guard word.count <= 60 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = between(Array(word.lowercased()), Array(candidate))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(2, best.word.count / 2) else { return nil }
    return best.word
  }

  /// Of characters, or of bytes where there are many words.
  public static func between<Letter: Equatable>(_ a: [Letter], _ b: [Letter]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (letter == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
