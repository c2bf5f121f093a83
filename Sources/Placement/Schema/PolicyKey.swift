/// A key of policy.yaml: what it holds, where it goes, what it stands for where it is left out.
public struct PolicyKey: Sendable {
  /// By its sections: `travel.max_distance_km`.
  public let path: String
  public let type: CellType
  public let unit: Text?
  /// What the number does, in one sentence.
  public let sentence: Text
  /// Where the number that stands when the key is left out comes from.
  public let source: Text?
  /// Nil where the value is more than one number or word.
  public let field: Field<Policy>?
  /// The key's value as YAML; of a value in several lines, every line indented by its own depth.
  public let yaml: @Sendable (Policy) -> String

  /// The last part of the path, by which `sources` names it.
  public var name: String { path.split(separator: ".").last.map(String.init) ?? path }

  /// What a key that is left out stands for.
  public var standard: String { yaml(Policy()) }

  static func key(
    _ path: String, _ type: CellType, _ field: Field<Policy>, unit: Text? = nil, source: Text? = nil,
    zh: String, en: String
  ) -> PolicyKey {
    PolicyKey(
      path: path, type: type, unit: unit, sentence: Text(zh: zh, en: en), source: source, field: field,
      yaml: { PolicySchema.scalar(field.cell($0, type, .english), type) })
  }

  static func special(
    _ path: String, _ type: CellType, unit: Text? = nil, source: Text? = nil, zh: String, en: String,
    yaml: @escaping @Sendable (Policy) -> String
  ) -> PolicyKey {
    PolicyKey(
      path: path, type: type, unit: unit, sentence: Text(zh: zh, en: en), source: source, field: nil,
      yaml: yaml)
  }
}

// How a value is written.
extension PolicySchema {
  static func scalar(_ text: String, _ type: CellType) -> String { type == .text ? quoted(text) : text }

  /// A YAML string in double quotes.
  static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      case "\t": "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
