import Placement

/// Finds ids whose leading zeros a spreadsheet has lost.
struct LostZeros {
  enum Match: Equatable {
    case exact(Int)
    /// The one id that leading zeros make of the cell.
    case padded(Int)
    case ambiguous
    case unknown
  }

  private let indices: [String: Int]
  /// Ids of digits with leading zeros, by what a spreadsheet leaves of them.
  private var stripped: [String: [Int]] = [:]

  init<Value>(_ registry: Registry<Value>) {
    indices = registry.indices
    for (id, index) in registry.indices where id.utf8.first == UInt8(ascii: "0") {
      guard id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
      stripped[LostZeros.withoutZeros(id), default: []].append(index)
    }
  }

  func match(_ text: String) -> Match {
    if let index = indices[text] { return .exact(index) }
    // Some zeros may be left: 01 of 001 is the same number.
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .unknown }
    let candidates = stripped[LostZeros.withoutZeros(text)] ?? []
    switch candidates.count {
    case 0: return .unknown
    case 1: return .padded(candidates[0])
    default: return .ambiguous
    }
  }

  private static func withoutZeros(_ id: String) -> String {
    let rest = id.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
  }
}
