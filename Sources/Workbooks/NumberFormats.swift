/// What a number means by its format.
enum NumberMeaning {
  case number
  case date
  /// Hours, minutes or seconds counted past a day: `[h]:mm`.
  case duration

  /// Of a format that has no code of its own in the file. 27–36 and 50–58 are dates in East Asian editions.
  init(builtIn id: Int) {
    switch id {
    case 14...22, 27...36, 45, 47, 50...58: self = .date
    case 46: self = .duration
    default: self = .number
    }
  }

  /// Of a format's code: its first section, but for quoted text, escapes and brackets.
  init(code: String) {
    var rest = Substring(code)
    self = .number
    while let character = rest.popFirst() {
      switch character {
      case ";": return
      case "\"":
        while let next = rest.popFirst(), next != "\"" {}
      case "\\", "_", "*": _ = rest.popFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        if let unit = inside.first, "hmsHMS".contains(unit),
          inside.allSatisfy({ $0.lowercased() == unit.lowercased() })
        {
          self = .duration
          return
        }
      case "d", "m", "y", "h", "s", "D", "M", "Y", "H", "S": self = .date
      // General, in which there is an e and no date.
      default: break
      }
      if case .date = self { return }
    }
  }
}

/// styles.xml: what the number of each cell style means.
final class Styles: XMLHandler {
  /// By the index that cells bear.
  private(set) var meanings: [NumberMeaning] = []
  private var codes: [Int: NumberMeaning] = [:]
  private var isInCellFormats = false

  subscript(style: Int) -> NumberMeaning { meanings.indices.contains(style) ? meanings[style] : .number }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "numFmt", let id = attributes["numFmtId"].flatMap({ Int($0) }),
      let code = attributes["formatCode"]
    {
      codes[id] = NumberMeaning(code: code)
    } else if name == "cellXfs" {
      isInCellFormats = true
    } else if isInCellFormats, name == "xf" {
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      meanings.append(codes[id] ?? NumberMeaning(builtIn: id))
    }
  }

  override func end(_ name: XMLName) {
    if name == "cellXfs" { isInCellFormats = false }
  }
}
