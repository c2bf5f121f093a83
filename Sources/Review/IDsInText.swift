/// Finds ids in a text, whatever characters they are made of and whatever stands before and behind them.
///
/// The longest id that begins at a place is the one that is meant: `P01-S1` is that post, and not student `S1`. It is none
/// where letters or digits go on from it, as `S1` in `S12`; neither is a short number that goes on as a date or a decimal.
struct IDsInText: Sendable {
  /// Of the ids, in scalars, the longest first.
  private let lengths: [Int]

  /// Parts of dates, amounts and distances have no more digits.
  private static let longestPart = 4

  init(_ ids: some Sequence<String>) {
    lengths = Set(ids.lazy.map(\.unicodeScalars.count)).subtracting([0]).sorted(by: >)
  }

  /// The text in pieces, in order: ids, and what stands between them.
  ///
  /// - Parameter isID: Whether somebody or something has this id.
  func pieces(of text: String, isID: (String) -> Bool) -> [(text: String, isID: Bool)] {
    let scalars = Array(text.unicodeScalars)
    func string(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    var pieces: [(text: String, isID: Bool)] = []
    var (place, written) = (0, 0)
    while place < scalars.count {
      let found = lengths.first { length in
        let range = place..<place + length
        return Self.standsAlone(range, in: scalars) && isID(string(range))
      }
      guard let found else {
        place += 1
        continue
      }
      if written < place { pieces.append((string(written..<place), false)) }
      pieces.append((string(place..<place + found), true))
      place += found
      written = place
    }
    if written < place { pieces.append((string(written..<place), false)) }
    return pieces
  }

  /// Whether an id may stand there.
  private static func standsAlone(_ range: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
    func isWord(_ place: Int) -> Bool {
      scalars.indices.contains(place) && (isDigit(scalars[place]) || isLetter(scalars[place]))
    }
    guard range.upperBound <= scalars.count, !(isWord(range.lowerBound - 1) && isWord(range.lowerBound)),
      !(isWord(range.upperBound - 1) && isWord(range.upperBound))
    else { return false }
    guard range.count <= longestPart, scalars[range].allSatisfy(isDigit) else { return true }
    /// Whether a number goes on behind the mark that stands there.
    func goesOn(_ mark: Int, _ next: Int) -> Bool {
      scalars.indices.contains(mark) && scalars.indices.contains(next)
        && marksInNumbers.contains(scalars[mark])
        && isDigit(scalars[next])
    }
    return !goesOn(range.lowerBound - 1, range.lowerBound - 2)
      && !goesOn(range.upperBound, range.upperBound + 1)
  }

  private static let marksInNumbers: Set<Unicode.Scalar> = [".", "-", "/", ":"]

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
