import Foundation

extension Encodable {
  /// The value as a JSON file that people may read: keys in order, so that equal values are equal bytes, and a line end last.
  public func jsonFile() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
