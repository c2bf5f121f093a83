import Foundation
import Placement
import Yams

/// A named set of settings, as text.
public struct Scenario: Sendable, Equatable {
  public let name: String
  public let settings: [String]
}

/// Reads a scenario file: a mapping from names to settings, in the file's order.
///
/// ```yaml
/// wider: policy.travel.max_distance_km=50
/// more seats:
///   - enterprises[district=萧山区].max_interns*=1.1
///   - posts[P01].seats=12
/// ```
/// - Returns: the scenarios; empty where `faults` says what is wrong.
public func readScenarios(at file: URL) -> (scenarios: [Scenario], faults: [Diagnostic]) {
  let name = file.lastPathComponent
  func fault(_ kind: Diagnostic.Kind, row: Int? = nil, _ message: Text) -> ([Scenario], [Diagnostic]) {
    ([], [Diagnostic(kind, file: name, row: row, message, mend: shape)])
  }
  let shape = Text(
    zh: "每行写成“名称: 设定”，或名称下列出几项设定", en: "write `name: setting` a line, or a list of settings under a name")
  let data: Data
  switch readBytes(at: file) {
  case .success(let bytes): data = bytes
  case .failure(let error): return ([], [Diagnostic(.missing, file: file.path, error.cannotBeRead)])
  }
  let noScenarios = fault(.input, Text(zh: "不是情景文件", en: "this is no scenario file"))
  guard data.count <= 1_048_576, let text = String(data: data, encoding: .utf8),
    PolicyFile.depth([UInt8](data)) <= 40
  else { return noScenarios }
  let root: Node?
  do {
    // Names and settings are texts, whatever else they look like.
    root = try compose(yaml: text, .basic)
  } catch {
    return ([], [YAMLFault.diagnostic(error, kind: .input, file: name)])
  }
  guard let pairs = root?.mapping else { return noScenarios }
  var scenarios: [Scenario] = []
  // Some file systems know no capitals.
  var names: Set<String> = []
  for (key, value) in pairs {
    let row = key.mark?.line
    let settings = value.sequence.map { $0.map { $0.scalar?.string ?? "" } } ?? [value.scalar?.string ?? ""]
    guard let title = key.scalar?.string, !settings.isEmpty, !settings.contains("") else {
      return fault(.input, row: row, Text(zh: "情景的写法不对", en: "this is no scenario"))
    }
    // The name becomes a folder's.
    guard !title.isEmpty, !title.hasPrefix("."), title.utf8.count <= 120,
      !title.unicodeScalars.contains(where: { $0 == "/" || $0.value < 0x20 || $0.value == 0x7F }),
      title != "comparison.csv", !FileName.isReserved(title), names.insert(title.lowercased()).inserted
    else {
      return fault(
        .input, row: row,
        Text(zh: "情景名称重复，或不能用作文件夹名", en: "the scenario's name is there already or cannot name a folder"))
    }
    scenarios.append(Scenario(name: title, settings: settings))
  }
  return scenarios.isEmpty ? fault(.input, Text(zh: "没有情景", en: "there are no scenarios")) : (scenarios, [])
}
