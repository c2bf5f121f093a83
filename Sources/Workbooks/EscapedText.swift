import Foundation

extension String {
  /// Whether a byte is among those of the text's UTF-8; at the speed of memory.
  func holds(_ byte: UInt8) -> Bool {
    let found = utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false
    }
    return found ?? utf8.contains(byte)
  }
}

/// Characters that XML does not take, as workbooks write them: `_x000D_`.
enum EscapedText {
  /// Decodes what stands in `bytes` from `start` on.
  static func decode(_ bytes: inout [UInt8], from start: Int) {
    guard holdsEscape(bytes, from: start) else { return }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count - start)
    var position = start
    while position < bytes.count {
      guard let unit = unit(bytes, at: position) else {
        decoded.append(bytes[position])
        position += 1
        continue
      }
      position += 7
      var value = UInt32(unit)
      if 0xD800..<0xDC00 ~= unit, let low = self.unit(bytes, at: position), 0xDC00..<0xE000 ~= low {
        value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        position += 7
      }
      // Half a pair is no character, and a NUL none that a table can hold.
      let scalar = value == 0 ? nil : Unicode.Scalar(value)
      decoded.append(contentsOf: String(scalar ?? "\u{FFFD}").utf8)
    }
    bytes.replaceSubrange(start..., with: decoded)
  }

  /// Text that looks like an escape, written so that it is read as it stands.
  static func encoded(_ text: String) -> String {
    guard text.holds(UInt8(ascii: "_")) else { return text }
    var bytes = Array(text.utf8)
    guard holdsEscape(bytes, from: 0) else { return text }
    var position = 0
    while position < bytes.count {
      if unit(bytes, at: position) != nil {
        bytes.replaceSubrange(position...position, with: Array("_x005F_".utf8))
        position += 7
      } else {
        position += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func holdsEscape(_ bytes: [UInt8], from start: Int) -> Bool {
    var position = start
    while position + 6 < bytes.count {
      if bytes[position] == UInt8(ascii: "_"), unit(bytes, at: position) != nil { return true }
      position += 1
    }
    return false
  }

  /// The UTF-16 unit that `_xHHHH_` at `position` stands for.
  private static func unit(_ bytes: [UInt8], at position: Int) -> UInt16? {
    guard position + 6 < bytes.count, bytes[position] == UInt8(ascii: "_"),
      bytes[position + 1] == UInt8(ascii: "x"), bytes[position + 6] == UInt8(ascii: "_")
    else { return nil }
    return UInt16(String(decoding: bytes[position + 2..<position + 6], as: UTF8.self), radix: 16)
  }
}
