import Foundation
import Placement

/// policy.yaml with every key, so that somebody who opens it sees what can be set.
struct PolicyText {
  let policy: Policy
  /// Whether a comment before each key says what it does, what it may be and what it stands for when left out.
  let isExplained: Bool

  private var language: Language { policy.language }

  var data: Data { Data((lines.joined(separator: "\n") + "\n").utf8) }

  private var lines: [String] {
    var lines = isExplained ? PolicyText.comment(PolicySchema.sentence(language), indent: "") : []
    var section: [String] = []
    for key in PolicySchema.keys {
      let parts = key.path.split(separator: ".").map(String.init)
      let value = key.yaml(policy)
      // A mapping without an entry would be no mapping; what nobody gives is shown as a comment.
      let isUnset = value.isEmpty
      if isUnset, !isExplained || key.type == .mapping { continue }
      let common = zip(section, parts.dropLast()).prefix { $0 == $1 }.count
      if isExplained, common == 0 { lines.append("") }
      for depth in common..<(parts.count - 1) { lines.append(indent(depth) + parts[depth] + ":") }
      section = Array(parts.dropLast())
      let indent = indent(parts.count - 1)
      if isExplained { lines += PolicyText.comment(explanation(of: key), indent: indent) }
      let name = (isUnset ? "# " : "") + parts[parts.count - 1]
      lines.append(indent + name + (value.hasPrefix("\n") || isUnset ? ":" : ": ") + value)
    }
    return lines
  }

  private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  private func explanation(of key: PolicyKey) -> String {
    var text = key.sentence
    if let type = key.type.shown {
      text = text + Text(zh: "", en: " ") + Text(zh: "（", en: "(") + type
      if let unit = key.unit { text = text + Text.comma + unit }
      if key.hasShortStandard {
        text = text + Text(zh: "；默认 \(key.standard)", en: "; default \(key.standard)")
      }
      text = text + Text(zh: "）", en: ")")
    }
    return text(language)
  }

  /// Lines of comment, at most 100 columns wide.
  private static func comment(_ text: String, indent: String) -> [String] {
    TextFlow.lines(text, width: 100 - indent.count).map { indent + "# " + $0 }
  }
}

extension CellType {
  /// Nil where the type says less than the sentence.
  var shown: Text? {
    switch self {
    case .text, .mapping, .list(of: .mapping): nil
    default: description
    }
  }
}

extension PolicyKey {
  /// Whether what the key stands for when left out fits into a line.
  var hasShortStandard: Bool { !standard.isEmpty && !standard.contains("\n") && type != .text }
}
