import Foundation
import Placement

/// run.json: no figure of it can be recomputed, but it must say what it is there for.
struct RunCheck {
  private(set) var faults: [AuditFault] = []

  init(_ data: Data) {
    guard let run = JSONValue(data), run.members != nil else {
      add(nil, Text(zh: "不是有效的 JSON 对象", en: "is not a JSON object"))
      return
    }
    for key in ["started", "version"] { expect(key, run) { if case .text = $0 { true } else { false } } }
    for key in ["threads", "peak_memory_mib"] { expect(key, run) { ($0.number ?? -1) >= 0 } }
    expect("interrupted", run) { if case .truth = $0 { true } else { false } }
    expect("seconds", run) { seconds in
      seconds.members.map { $0["total"] != nil && $0.values.allSatisfy { ($0.number ?? -1) >= 0 } } ?? false
    }
  }

  private mutating func expect(_ key: String, _ run: JSONValue, _ isRight: (JSONValue) -> Bool) {
    guard !(run[key].map(isRight) ?? false) else { return }
    add(key, Text(zh: "缺失或不是应有的内容", en: "is missing or not what belongs there"))
  }

  private mutating func add(_ key: String?, _ message: Text) {
    faults.append(AuditFault(key == nil ? .file : .cell, file: "run.json", column: key, message))
  }
}
