import Placement
import Yams

/// Reads `subsidies` of policy.yaml: a scheme an item.
struct SubsidiesReading {
  let values: PolicyValues
  private static let path = "subsidies"
  private static let keys = SubsidyText.Key.allCases.map(\.rawValue)

  func read(_ node: Node) -> [SubsidyScheme] {
    guard !values.isNull(node), let items = values.sequence(node, at: Self.path) else { return [] }
    var ids: Set<String> = []
    return items.enumerated().compactMap { index, item in
      let path = "\(Self.path)[\(index + 1)]"
      guard let entries = values.mapping(item, at: path, keys: Self.keys),
        let scheme = scheme(entries, item, at: path)
      else { return nil }
      if !ids.insert(scheme.id).inserted {
        values.fault(item, "\(path).id", Text(zh: "id 重复", en: "the id stands twice"))
      }
      return scheme
    }
  }

  private func scheme(_ entries: [String: Node], _ item: Node, at path: String) -> SubsidyScheme? {
    let id = needed("id", entries, item, at: path).flatMap { text($0, "\(path).id") }
    let payee: SubsidyScheme.Payee? = needed("payee", entries, item, at: path).flatMap {
      word($0, "\(path).payee")
    }
    let unit: SubsidyScheme.Unit? = needed("unit", entries, item, at: path).flatMap {
      word($0, "\(path).unit")
    }
    let amount = amount(entries, item, at: path)
    let source = needed("source", entries, item, at: path).flatMap { text($0, "\(path).source") }
    var scheme = SubsidyScheme(
      id: id ?? "", payee: payee ?? .student, unit: unit ?? .once, amount: amount ?? .fixed(ExactDecimal(0)),
      source: source ?? "")
    readConditions(entries, into: &scheme, at: path)
    return id == nil || payee == nil || unit == nil || amount == nil || source == nil ? nil : scheme
  }

  private func readConditions(_ entries: [String: Node], into scheme: inout SubsidyScheme, at path: String) {
    func node(_ key: String) -> (Node, String)? { entries[key].map { ($0, "\(path).\(key)") } }
    if let (node, key) = node("kinds") {
      scheme.kinds = Set((list(node, key) ?? []).compactMap { word($0, key) })
    }
    if let (node, key) = node("level_max") { scheme.levelMax = values.whole(node, at: key, in: 1...5) }
    if let (node, key) = node("school_levels") {
      scheme.schoolLevels = (list(node, key) ?? []).compactMap { text($0, key).map(Normalisation.normalised) }
    }
    if let (node, key) = node("final_year") { scheme.finalYear = boolean(node, key) ?? false }
    if let (node, key) = node("minimum_months") {
      scheme.minimumMonths = values.whole(node, at: key, in: 0...120)
    }
    if let (node, key) = node("from") { scheme.from = day(node, key) }
    if let (node, key) = node("to") { scheme.to = day(node, key, endsPeriod: true) }
    if let from = scheme.from, let to = scheme.to, to < from {
      values.fault(entries["to"], "\(path).to", Text(zh: "早于 from", en: "this is before `from`"))
    }
  }

  private func needed(_ key: String, _ entries: [String: Node], _ item: Node, at path: String) -> Node? {
    if let node = entries[key] { return node }
    let mend =
      key == "source"
      ? Text(zh: "写明文件名称和文号", en: "name the document that it comes from")
      : Text(zh: "补上 \(key)", en: "add `\(key)`")
    values.fault(item, path, Text(zh: "缺少 \(key)", en: "`\(key)` is missing"), mend: mend)
    return nil
  }

  /// Exactly one of the two ways to say it.
  private func amount(_ entries: [String: Node], _ item: Node, at path: String) -> SubsidyScheme.Amount? {
    switch (entries["amount"], entries["minimum_wage_share"]) {
    case (let node?, nil):
      return values.decimal(node, at: "\(path).amount", in: DecimalRange(0, 100_000_000)).map { .fixed($0) }
    case (nil, let node?):
      return values.decimal(node, at: "\(path).minimum_wage_share", in: DecimalRange(0, 100)).map {
        .minimumWageShare($0)
      }
    case (let both, _):
      values.fault(
        item, path,
        both == nil
          ? Text(zh: "没有金额", en: "there is no amount") : Text(zh: "写了两种金额", en: "there are two amounts"),
        mend: Text(
          zh: "amount 和 minimum_wage_share 写且只写一个", en: "give exactly one of amount and minimum_wage_share"))
      return nil
    }
  }

  // MARK: Values

  private func text(_ node: Node, _ key: String) -> String? {
    guard let text = values.string(node, at: key) else { return nil }
    if text.isEmpty { values.fault(node, key, Text(zh: "不能为空", en: "this must not be empty")) }
    return text.nonEmpty
  }

  private func list(_ node: Node, _ key: String) -> [Node]? {
    // One item may stand without brackets.
    node.scalar == nil ? values.sequence(node, at: key) : [node]
  }

  private func word<W: Word>(_ node: Node, _ key: String) -> W? {
    guard let text = values.string(node, at: key) else { return nil }
    if let word = W.allCases.first(where: { SchemaWord($0).isRead(text) }) { return word }
    values.faultWord(text, node, key, W.allCases.map(SchemaWord.init))
    return nil
  }

  private func boolean(_ node: Node, _ key: String) -> Bool? {
    guard let text = values.string(node, at: key) else { return nil }
    if let value = YesNo.read(text) { return value }
    values.fault(node, key, CellMessages.notBoolean, mend: CellMessages.writeBoolean)
    return nil
  }

  private func day(_ node: Node, _ key: String, endsPeriod: Bool = false) -> CalendarDate? {
    guard let text = values.string(node, at: key) else { return nil }
    if let day = CellShapes.date(text) { return day }
    if endsPeriod, let end = CellShapes.openEnd(text) { return end }
    values.fault(node, key, CellMessages.notADate(text), mend: CellMessages.dateMend(text))
    return nil
  }
}
