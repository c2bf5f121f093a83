import Foundation
import Placement
import PlacementFiles
import Yams

/// Reads a nightly configuration. Every fault is found in one go; a key nobody knows is one.
///
/// - Returns: the configuration, nil where there is a fault, and what there is to say.
public func readNightConfiguration(
  at file: URL
) -> (configuration: NightConfiguration?, diagnostics: [Diagnostic]) {
  switch readBytes(at: file) {
  case .success(let data):
    let reader = ConfigurationReader(file, data)
    return (reader.faults.isEmpty ? reader.configuration : nil, reader.faults)
  case .failure(let error): return (nil, [Diagnostic(.missing, file: file.path, error.cannotBeRead)])
  }
}

/// A configuration with faults as far as it goes, which may say who is to be told of them; nil where it cannot be read.
public func readFaultyNightConfiguration(at file: URL) -> NightConfiguration? {
  guard case .success(let data) = readBytes(at: file) else { return nil }
  return ConfigurationReader(file, data).configuration
}

private struct ConfigurationReader {
  let file: String
  /// Relative paths count from the configuration's own folder.
  let folder: URL
  var configuration = NightConfiguration()
  var faults: [Diagnostic] = []

  init(_ url: URL, _ data: Data) {
    file = url.lastPathComponent
    folder = url.standardizedFileURL.deletingLastPathComponent()
    read(String(decoding: data, as: UTF8.self))
  }

  private typealias Setting = @Sendable (inout ConfigurationReader, Node, String) -> Void

  /// Every key there is.
  private static let settings: [String: Setting] = [
    "case": { $0.configuration.caseFolder = $0.path($1, $2) ?? $0.configuration.caseFolder },
    "plans": { $0.configuration.plans = $0.path($1, $2) ?? $0.configuration.plans },
    "history": { $0.configuration.history = $0.path($1, $2) ?? $0.configuration.history },
    "time_limit": { $0.configuration.timeLimit = $0.number($1, $2, 1...604_800) },
    "relative_gap": { $0.configuration.relativeGap = $0.number($1, $2, 0...0.999) ?? 0 },
    "threads": { $0.configuration.threads = $0.whole($1, $2, 1...256) ?? 1 },
    "deadline": { $0.configuration.deadline = $0.number($1, $2, 1...604_800) ?? 1 },
    "keep_plans": { $0.configuration.keepPlans = $0.whole($1, $2, 1...100_000) ?? 1 },
    "memory_limit_mb": { $0.configuration.memoryLimit = $0.whole($1, $2, 64...16_777_216) },
    "max_moved_share": { $0.configuration.maxMovedShare = $0.number($1, $2, 0...1) },
    "near_latest": { $0.configuration.nearLatest = $0.yesNo($1, $2) },
    "allow_missing": { $0.configuration.allowMissing = $0.tables($1, $2) },
    "max_gap": { $0.configuration.maxGap = $0.number($1, $2, 0...1) },
    "min_free_mb": { $0.configuration.minimumFree = $0.whole($1, $2, 0...16_777_216) ?? 0 },
    "max_age_hours": { $0.configuration.maximumAge = $0.number($1, $2, 1...8_784) ?? 1 },
    "on_success": { $0.configuration.onSuccess = $0.command($1, $2) },
    "on_failure": { $0.configuration.onFailure = $0.command($1, $2) },
    "xlsx": { $0.configuration.xlsx = $0.yesNo($1, $2) },
    "log": { $0.configuration.logFormat = $0.word($1, $2) ?? .text },
    "decision_reasons": { $0.configuration.decisionReasons = $0.texts($1, $2) },
    "language": { $0.configuration.language = $0.word($1, $2) ?? .chinese },
  ]

  mutating func read(_ text: String) {
    guard let root = node(text) else { return }
    guard case .mapping(let mapping) = root else {
      fault(nil, Text(zh: "应为“键: 值”的列表", en: "must be a list of `key: value`"))
      return
    }
    var seen: Set<String> = []
    for (key, value) in mapping {
      guard let name = key.string, let setting = Self.settings[name] else {
        unknown(key)
        continue
      }
      seen.insert(name)
      setting(&self, value, name)
    }
    finish(seen)
  }

  private mutating func node(_ text: String) -> Node? {
    do {
      if let node = try Yams.compose(yaml: text) { return node }
      fault(nil, Text(zh: "文件是空的", en: "the file is empty"))
    } catch {
      faults.append(YAMLFault.diagnostic(error, kind: .policy, file: file))
    }
    return nil
  }

  private mutating func finish(_ seen: Set<String>) {
    for key in ["case", "plans"] where !seen.contains(key) {
      fault(key, Text(zh: "缺少这个键", en: "the key is missing"))
    }
    if !seen.contains("history") {
      configuration.history = NightConfiguration.defaultHistory(configuration.plans)
    }
    if let limit = configuration.timeLimit, limit >= configuration.deadline {
      fault(
        "time_limit",
        Text(
          zh: "求解时限应小于 deadline（\(Decimal(configuration.deadline)) 秒）",
          en: "must be below the deadline (\(Decimal(configuration.deadline)) seconds)"))
    }
    if seen.isSuperset(of: ["case", "plans"]), isInside(configuration.plans, configuration.caseFolder) {
      fault("plans", Text(zh: "方案不能放在案例文件夹内", en: "plans must not lie inside the case folder"))
    }
  }

  private func isInside(_ inner: URL, _ outer: URL) -> Bool {
    let (inner, outer) = (inner.standardizedFileURL.path, outer.standardizedFileURL.path)
    return inner == outer || inner.hasPrefix(outer + "/")
  }

  private mutating func unknown(_ key: Node) {
    let name = key.string ?? "?"
    let known = Text(listing: Self.settings.keys.sorted())
    fault(
      name, Text(zh: "没有这个键", en: "there is no such key"),
      mend: Text(zh: "可用的键：\(known.zh)", en: "the keys are: \(known.en)"), row: key.mark?.line)
  }

  private mutating func fault(_ key: String?, _ message: Text, mend: Text? = nil, row: Int? = nil) {
    faults.append(Diagnostic(.policy, file: file, row: row, column: key, message, mend: mend))
  }
}

// MARK: Values

extension ConfigurationReader {
  private mutating func scalar(_ node: Node, _ key: String) -> String? {
    if let text = node.scalar?.string, !text.isEmpty { return text }
    fault(key, Text(zh: "应为单个值", en: "must be one value"), row: node.mark?.line)
    return nil
  }

  fileprivate mutating func path(_ node: Node, _ key: String) -> URL? {
    guard let text = scalar(node, key) else { return nil }
    return URL(fileURLWithPath: text, relativeTo: folder).standardizedFileURL
  }

  fileprivate mutating func number(
    _ node: Node, _ key: String, _ range: ClosedRange<Double>
  ) -> Double? {
    guard let text = scalar(node, key) else { return nil }
    if let decimal = ExactDecimal(text), range.contains(decimal.doubleValue) { return decimal.doubleValue }
    let bounds = "\(ExactDecimal("\(range.lowerBound)")!)–\(ExactDecimal("\(range.upperBound)")!)"
    fault(key, Text(zh: "应为 \(bounds) 之间的数", en: "must be a number within \(bounds)"), row: node.mark?.line)
    return nil
  }

  fileprivate mutating func whole(_ node: Node, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = scalar(node, key) else { return nil }
    if let decimal = ExactDecimal(text), decimal.scale == 0, range.contains(Int(decimal.digits)) {
      return Int(decimal.digits)
    }
    let bounds = "\(range.lowerBound)–\(range.upperBound)"
    fault(
      key, Text(zh: "应为 \(bounds) 之间的整数", en: "must be a whole number within \(bounds)"),
      row: node.mark?.line)
    return nil
  }

  fileprivate mutating func word<W: RawRepresentable & CaseIterable>(
    _ node: Node, _ key: String
  ) -> W? where W.RawValue == String {
    guard let text = scalar(node, key) else { return nil }
    if let word = W(rawValue: text) { return word }
    let words = Text(listing: W.allCases.map(\.rawValue))
    fault(key, Text(zh: "应为其中之一：\(words.zh)", en: "must be one of: \(words.en)"), row: node.mark?.line)
    return nil
  }

  fileprivate mutating func yesNo(_ node: Node, _ key: String) -> Bool {
    guard let text = scalar(node, key)?.lowercased() else { return false }
    if ["yes", "true", "on", "是"].contains(text) { return true }
    if !["no", "false", "off", "否"].contains(text) {
      fault(key, Text(zh: "应为 yes 或 no", en: "must be yes or no"), row: node.mark?.line)
    }
    return false
  }

  /// Names of a case's tables: one, or a list.
  fileprivate mutating func tables(_ node: Node, _ key: String) -> [String] {
    let words = node.sequence.map { $0.map { $0.scalar?.string ?? "" } } ?? [node.scalar?.string ?? ""]
    let names = words.map { CaseFileName.table(of: $0) ?? $0 }
    if !names.contains(where: { !CaseFileName.tables.contains($0) }) { return names }
    let known = Text(listing: CaseFileName.tables)
    fault(key, Text(zh: "应为其中几个：\(known.zh)", en: "must be some of: \(known.en)"), row: node.mark?.line)
    return []
  }

  /// A list of short texts.
  fileprivate mutating func texts(_ node: Node, _ key: String) -> [String] {
    let texts = node.sequence?.compactMap { $0.scalar?.string } ?? []
    if !texts.isEmpty, texts.count == node.sequence?.count, texts.allSatisfy({ (1...300).contains($0.count) })
    {
      return texts
    }
    fault(
      key, Text(zh: "应为理由的列表，每条不超过 300 字", en: "must be a list of reasons of at most 300 characters"),
      row: node.mark?.line)
    return []
  }

  /// A line for the shell, or a list: a program and its arguments.
  fileprivate mutating func command(_ node: Node, _ key: String) -> [String]? {
    if case .sequence(let sequence) = node {
      let words = sequence.compactMap { $0.scalar?.string }
      if !words.isEmpty, words.count == sequence.count { return ["/usr/bin/env", "--"] + words }
      fault(key, Text(zh: "应为命令及其参数", en: "must be a command and its arguments"), row: node.mark?.line)
      return nil
    }
    return scalar(node, key).map { ["/bin/sh", "-c", $0] }
  }
}
