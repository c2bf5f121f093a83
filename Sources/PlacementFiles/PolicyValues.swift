import Placement
import Yams

/// Values of policy.yaml by type, each with a fault where the type or the range is wrong.
struct PolicyValues {
  let log: DiagnosticLog

  func fault(_ node: Node?, _ key: String, _ message: Text, mend: Text? = nil) {
    log.add(
      Diagnostic(
        .policy, file: PolicyReader.file, row: node?.mark?.line, column: key.nonEmpty, message, mend: mend))
  }

  /// Whether a fault of the section has been told: what is missing there may come of it.
  func hasFault(in section: String) -> Bool {
    log.diagnostics.contains { fault in
      fault.isFault && fault.file == PolicyReader.file
        && fault.column.map { $0 == section || $0.hasPrefix(section + ".") } ?? false
    }
  }

  func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  // MARK: Collections

  /// Values by key; a key that is none of `keys` is a fault which names the nearest.
  func mapping(_ node: Node, at path: String, keys: [String]) -> [String: Node]? {
    guard node.mapping != nil else {
      fault(
        node, path, Text(zh: "这里应为若干“键: 值”", en: "keys with values are needed here"),
        mend: Text(zh: "检查缩进和冒号", en: "check the indentation and the colons"))
      return nil
    }
    var found: [String: Node] = [:]
    for (key, value) in pairs(node, at: path) {
      if keys.contains(key) {
        found[key] = value
      } else {
        reportUnknown(key, value, path, keys)
      }
    }
    return found
  }

  private func reportUnknown(_ key: String, _ value: Node, _ path: String, _ keys: [String]) {
    let nearest = EditDistance.nearest(to: key, in: keys)
    let shown = CellShapes.isWord(key) ? key : "…"
    fault(
      value, path.isEmpty ? shown : "\(path).\(shown)",
      Text(zh: "没有\(CellShapes.quoted(key))这个键", en: "the key \(CellShapes.quoted(key)) is not known"),
      mend: nearest.map { Text(zh: "是否指“\($0)”？", en: "is “\($0)” meant?") })
  }

  /// Keys and values in the file's order.
  func pairs(_ node: Node, at path: String) -> [(String, Node)] {
    guard let mapping = node.mapping else { return [] }
    return mapping.compactMap { key, value in
      if let text = key.scalar?.string { return (text, value) }
      fault(value, path, Text(zh: "键不是文字", en: "a key is not text"))
      return nil
    }
  }

  func sequence(_ node: Node, at key: String) -> [Node]? {
    if let sequence = node.sequence { return Array(sequence) }
    fault(node, key, Text(zh: "这里应为列表", en: "a list is needed here"))
    return nil
  }

  // MARK: Scalars

  func string(_ node: Node, at key: String) -> String? {
    if let scalar = node.scalar, !isNull(node) { return Normalisation.trimmed(scalar.string) }
    fault(node, key, Text(zh: "这里应为文字", en: "a text is needed here"))
    return nil
  }

  /// The English of one of the key's words.
  func word(_ node: Node, _ key: PolicyKey) -> String? {
    guard case .word(let words) = key.type else { preconditionFailure("\(key.path) has no words") }
    guard let text = string(node, at: key.path) else { return nil }
    if let word = words.first(where: { $0.text.en == text }) { return word.text.en }
    faultWord(text, node, key.path, words)
    return nil
  }

  func faultWord(_ text: String, _ node: Node, _ key: String, _ words: [SchemaWord]) {
    fault(
      node, key,
      Text(
        zh: "\(CellShapes.quoted(text))不是此键可用的词",
        en: "\(CellShapes.quoted(text)) is none of the words of this key"),
      mend: CellMessages.wordMend(words))
  }

  func flag(_ node: Node, _ key: PolicyKey) -> Bool? {
    guard let text = string(node, at: key.path) else { return nil }
    if let flag = YesNo.read(Normalisation.normalised(text)) { return flag }
    fault(node, key.path, CellMessages.notBoolean, mend: CellMessages.writeBoolean)
    return nil
  }

  func decimal(_ node: Node, _ key: PolicyKey) -> ExactDecimal? {
    guard case .decimal(let range) = key.type else { preconditionFailure("\(key.path) is no decimal") }
    return decimal(node, at: key.path, in: range)
  }

  func whole(_ node: Node, _ key: PolicyKey) -> Int? {
    guard case .whole(let range) = key.type else { preconditionFailure("\(key.path) is no whole number") }
    return whole(node, at: key.path, in: range)
  }

  /// A number in the range, exactly as it is written.
  func decimal(_ node: Node, at key: String, in range: DecimalRange) -> ExactDecimal? {
    guard let number = number(node, key) else { return nil }
    guard range.contains(number) else {
      fault(node, key, CellMessages.outside(range))
      return nil
    }
    return number
  }

  func whole(_ node: Node, at key: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = number(node, key) else { return nil }
    guard number.scale == 0 else {
      fault(node, key, CellMessages.notWhole, mend: CellMessages.writeWhole)
      return nil
    }
    guard range.contains(Int(number.digits)) else {
      fault(node, key, CellMessages.outside(range.lowerBound, range.upperBound))
      return nil
    }
    return Int(number.digits)
  }

  private func number(_ node: Node, _ key: String) -> ExactDecimal? {
    guard let text = node.scalar?.string, !isNull(node) else {
      fault(node, key, Text(zh: "这里应为数字", en: "a number is needed here"))
      return nil
    }
    if let number = ExactDecimal(text) { return number }
    fault(node, key, CellMessages.notANumber(text), mend: CellMessages.numberMend(text))
    return nil
  }
}
