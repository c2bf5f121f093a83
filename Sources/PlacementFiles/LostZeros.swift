/// Finds ids whose leading zeros a spreadsheet has lost.
struct LostZeros {
  enum Match: Equatable {
    case exact(Int)
    /// The one id that leading zeros make of the cell.
    case padded(Int)
    case ambiguous
    case unknown
  }

  /// By id, as it is written where it belongs.
  let indices: [String: Int]
  /// Ids of digits with leading zeros, each with its length, by what a spreadsheet leaves of them.
  private var stripped: [String: [(length: Int, index: Int)]] = [:]

  init(_ indices: [String: Int]) {
    self.indices = indices
    for (id, index) in indices where id.utf8.first == UInt8(ascii: "0") && LostZeros.isNumber(id) {
      stripped[LostZeros.withoutZeros(id), default: []].append((id.utf8.count, index))
    }
  }

  func match(_ text: String) -> Match {
    if let index = indices[text] { return .exact(index) }
    // Some zeros may be left: 01 of 001 is the same number.
    guard !stripped.isEmpty, LostZeros.isNumber(text) else { return .unknown }
    let length = text.utf8.count
    let candidates = (stripped[LostZeros.withoutZeros(text)] ?? []).filter { $0.length > length }
    switch candidates.count {
    case 0: return .unknown
    case 1: return .padded(candidates[0].index)
    default: return .ambiguous
    }
  }

  /// The id of what is left where some of the zeros in front of `id` are lost: then it is the other file that
  /// has lost them.
  func withoutSomeZeros(_ id: String) -> String? {
    guard LostZeros.isNumber(id) else { return nil }
    var rest = id[...]
    while rest.count > 1, rest.first == "0" {
      rest.removeFirst()
      if indices[String(rest)] != nil { return String(rest) }
    }
    return nil
  }

  static func isNumber(_ id: String) -> Bool { id.utf8.allSatisfy(\.isDigit) }

  private static func withoutZeros(_ id: String) -> String {
    let rest = id.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
  }
}
