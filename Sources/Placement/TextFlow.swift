/// Lines of a given width, for terminals and comments: a Chinese character takes two columns.
public enum TextFlow {
  private static let punctuation = "，。；：）、”（“"

  /// Breaks one paragraph into lines.
  public static func lines(_ text: String, width limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var width = 0
    for piece in pieces(text) {
      let size = self.width(piece)
      if width + size > limit, !line.isEmpty {
        lines.append(line)
        (line, width) = ("", 0)
      }
      line += piece
      width += size
    }
    return (lines + [line]).map(trimmed)
  }

  /// Joins the lines of each paragraph and breaks them anew. Empty lines and lines that begin with a space stand as
  /// they are.
  public static func paragraphs(_ text: String, width: Int) -> String {
    var lines: [String] = []
    var paragraph = ""
    func flush() {
      if !paragraph.isEmpty { lines += self.lines(paragraph, width: width) }
      paragraph = ""
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.hasPrefix(" ") {
        flush()
        lines.append(String(line))
      } else {
        paragraph = joined(paragraph, String(line))
      }
    }
    flush()
    return lines.joined(separator: "\n")
  }

  /// Columns of a terminal.
  public static func width(_ text: String) -> Int { text.reduce(0) { $0 + (isWide($1) ? 2 : 1) } }

  private static func joined(_ a: String, _ b: String) -> String {
    guard let last = a.last, let first = b.first else { return a + b }
    let isTight = isWide(last) && isWide(first) || punctuation.contains(last) || punctuation.contains(first)
    return a + (isTight ? "" : " ") + b
  }

  /// What a line may be broken between: behind spaces, and between Chinese characters, but before no punctuation.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    for character in text {
      let last = pieces.last?.last
      let isBreak = last == " " || (last.map(isWide) ?? false) != isWide(character) || isWide(character)
      let isHeld = last.map("（“".contains) ?? false || "，。；：）、”".contains(character)
      if pieces.isEmpty || (isBreak && character != " " && !isHeld) {
        pieces.append(String(character))
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces
  }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    while line.first == " " { line.removeFirst() }
    return String(line)
  }

  private static func isWide(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
  }
}
