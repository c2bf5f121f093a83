import Foundation

/// The bytes of an input file as UTF-8, whichever of the two encodings they were saved in.
enum DecodedText {
  case utf8([UInt8])
  /// Neither UTF-8 nor GB18030: the offset in the original bytes up to which the better reading got.
  case undecodable(offset: Int)

  /// UTF-8 is tried first, then GB18030 (what Excel and WPS save in China): one encoding a file.
  /// A byte order mark settles that it is UTF-8, and is taken off.
  static func decode(_ bytes: [UInt8]) -> DecodedText {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let start = hasMark ? 3 : 0
    guard let firstFault = UTF8Check.firstFault(in: bytes, from: start) else {
      return .utf8(hasMark ? Array(bytes[3...]) : bytes)
    }
    if hasMark { return .undecodable(offset: firstFault) }
    switch decodeGB18030(bytes) {
    case .utf8(let decoded): return .utf8(decoded)
    case .undecodable(let offset): return .undecodable(offset: max(offset, firstFault))
    }
  }

  /// glibc's iconv rather than Foundation, because it tells the offending byte.
  private static func decodeGB18030(_ bytes: [UInt8]) -> DecodedText {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
      return .undecodable(offset: 0)
    }
    defer { iconv_close(converter) }
    // Two bytes become three at most, four become four.
    var output = [UInt8](repeating: 0, count: bytes.count / 2 * 3 + 16)
    var input = bytes
    var inputLeft = bytes.count
    var outputLeft = output.count
    let failed = input.withUnsafeMutableBytes { source in
      output.withUnsafeMutableBytes { target in
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        return iconv(converter, &from, &inputLeft, &to, &outputLeft) == Int(bitPattern: UInt.max)
      }
    }
    if failed { return .undecodable(offset: bytes.count - inputLeft) }
    output.removeLast(outputLeft)
    return .utf8(output)
  }
}

/// Strict UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF.
enum UTF8Check {
  /// The offset of the first byte that is no part of a well-formed character; nil where there is none.
  static func firstFault(in bytes: [UInt8], from start: Int = 0) -> Int? {
    bytes.withUnsafeBytes { buffer in
      var position = start
      let end = buffer.count
      while position < end {
        if position + 8 <= end,
          buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          position += 8
        } else if buffer[position] < 0x80 {
          position += 1
        } else {
          let length = characterLength(buffer, at: position)
          if length == 0 { return position }
          position += length
        }
      }
      return nil
    }
  }

  /// Length of the well-formed multi-byte character at `position`, 0 where there is none.
  private static func characterLength(_ buffer: UnsafeRawBufferPointer, at position: Int) -> Int {
    let lead = buffer[position]
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    let length: Int
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { low = 0xA0 }
      if lead == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { low = 0x90 }
      if lead == 0xF4 { high = 0x8F }
    default: return 0
    }
    guard position + length <= buffer.count, (low...high).contains(buffer[position + 1]) else { return 0 }
    for offset in 2..<max(length, 2) where buffer[position + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
