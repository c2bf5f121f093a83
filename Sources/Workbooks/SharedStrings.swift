/// The texts that cells refer to by number, one behind the other.
final class SharedStrings: XMLHandler {
  private var bytes: [UInt8] = []
  /// Where each text ends.
  private var ends: [UInt32] = []
  private var isInText = false
  private var phoneticDepth = 0
  private var start = 0

  var count: Int { ends.count }

  func withText<R>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<Int(ends[index])])) }
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "si" {
      start = bytes.count
    } else if name == "rPh" {
      phoneticDepth += 1
    } else if name == "t" {
      isInText = phoneticDepth == 0
    }
  }

  override func end(_ name: XMLName) {
    if name == "si" {
      EscapedText.decode(&bytes, from: start)
      ends.append(UInt32(bytes.count))
    } else if name == "rPh" {
      phoneticDepth -= 1
    } else if name == "t" {
      isInText = false
    }
  }

  override func text(_ text: UnsafeBufferPointer<UInt8>) {
    guard isInText else { return }
    bytes.append(contentsOf: text)
    if bytes.count - start > WorkbookLimits.cellText {
      fault = .cellTooLong(nil)
    } else if bytes.count > WorkbookLimits.text {
      fault = .tooMuchText
    }
  }
}
