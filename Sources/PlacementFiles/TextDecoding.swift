import Foundation

/// The bytes of an input file as UTF-8, whichever of the encodings they were saved in.
enum DecodedText {
  /// `doubt`: what UTF-8 made of the file before it gave way to GB18030. Where that reading found a header
  /// and this one finds none, it is a broken UTF-8 file after all.
  case utf8([UInt8], doubt: ArraySlice<UInt8>?)
  /// In no encoding: the row up to which the better reading got.
  case undecodable(row: Int)

  /// UTF-16 by its mark; else UTF-8 is tried first, then GB18030 (what Excel and WPS save in China): one
  /// encoding a file. A byte order mark settles which it is, and is taken off.
  static func decode(_ bytes: [UInt8]) -> DecodedText {
    if bytes.starts(with: [0xFF, 0xFE]) { return decodeUTF16(bytes, isBigEndian: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return decodeUTF16(bytes, isBigEndian: true) }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let firstFault = UTF8Check.firstFault(in: bytes, from: hasMark ? 3 : 0) else {
      return .utf8(hasMark ? Array(bytes[3...]) : bytes, doubt: nil)
    }
    if hasMark { return .undecodable(row: CSVParser.row(ofByteAt: firstFault, in: bytes)) }
    switch decodeGB18030(bytes) {
    case .text(let decoded): return .utf8(decoded, doubt: bytes[..<firstFault])
    case .stuck(let offset):
      return .undecodable(row: CSVParser.row(ofByteAt: max(offset, firstFault), in: bytes))
    }
  }

  private enum Conversion {
    case text([UInt8])
    case stuck(offset: Int)
  }

  /// glibc's iconv rather than Foundation, because it tells the offending byte.
  private static func decodeGB18030(_ bytes: [UInt8]) -> Conversion {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
      return .stuck(offset: 0)
    }
    defer { iconv_close(converter) }
    // Two bytes become three at most, four become four.
    var output = [UInt8](repeating: 0, count: bytes.count / 2 * 3 + 16)
    var inputLeft = bytes.count
    var outputLeft = output.count
    let failed = bytes.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target in
        // iconv takes a pointer to bytes it could change and changes none.
        var from = UnsafeMutableRawPointer(mutating: source.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        return iconv(converter, &from, &inputLeft, &to, &outputLeft) == Int(bitPattern: UInt.max)
      }
    }
    if failed { return .stuck(offset: bytes.count - inputLeft) }
    output.removeLast(outputLeft)
    return .text(output)
  }

  /// With its mark, which is taken off.
  private static func decodeUTF16(_ bytes: [UInt8], isBigEndian: Bool) -> DecodedText {
    let (high, low) = isBigEndian ? (0, 1) : (1, 0)
    var output: [UInt8] = []
    // A unit of two bytes becomes three at most.
    output.reserveCapacity(bytes.count / 2 * 3)
    func unit(_ position: Int) -> UInt32 {
      UInt32(bytes[position + high]) << 8 | UInt32(bytes[position + low])
    }
    var position = 2
    while position + 1 < bytes.count {
      var value = unit(position)
      position += 2
      if (0xD800...0xDBFF).contains(value), position + 1 < bytes.count,
        (0xDC00...0xDFFF).contains(unit(position))
      {
        value = 0x10000 + (value - 0xD800) << 10 + (unit(position) - 0xDC00)
        position += 2
      }
      guard let scalar = Unicode.Scalar(value) else {
        return .undecodable(row: CSVParser.row(ofByteAt: output.count, in: output))
      }
      if value < 0x80 { output.append(UInt8(value)) } else { output += UTF8.encode(scalar)! }
    }
    if position < bytes.count {
      return .undecodable(row: CSVParser.row(ofByteAt: output.count, in: output))
    }
    return .utf8(output, doubt: nil)
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
