import CWorkbook
import Foundation

/// An element's or attribute's name as the parser has it; told by its local part, whatever prefix a writer chose.
struct XMLName {
  private let start: UnsafePointer<CChar>
  private let count: Int

  init(_ name: UnsafePointer<CChar>) {
    var (start, end) = (name, name)
    while end.pointee != 0 {
      if end.pointee == CChar(UInt8(ascii: ":")) { start = end + 1 }
      end += 1
    }
    self.start = start
    count = end - start
  }

  static func == (name: XMLName, text: StaticString) -> Bool {
    name.count == text.utf8CodeUnitCount && memcmp(name.start, text.utf8Start, name.count) == 0
  }
}

/// An element's attributes.
struct XMLAttributes {
  private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { self.pairs = pairs }

  /// By local name.
  func value(_ name: StaticString) -> UnsafePointer<CChar>? {
    guard var pair = pairs else { return nil }
    while let key = pair[0] {
      if XMLName(key) == name { return pair[1] }
      pair += 2
    }
    return nil
  }

  subscript(name: StaticString) -> String? { value(name).map { String(cString: $0) } }

  func isTrue(_ name: StaticString) -> Bool { ["1", "true", "on"].contains(self[name] ?? "") }
}

/// Takes what a parser finds. A fault that is set ends the parsing.
class XMLHandler {
  var fault: WorkbookFault?

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// A part of a workbook, parsed as it is unpacked.
struct XMLStream: ~Copyable {
  private static let chunk = 1 << 16

  private let parser: XML_Parser
  private let handler: XMLHandler
  private let state: XMLState

  init(_ handler: XMLHandler) throws(WorkbookFault) {
    guard let parser = XML_ParserCreate(nil) else { throw .damaged }
    self.parser = parser
    self.handler = handler
    state = XMLState(handler, parser)
    // This value holds it for as long as it parses.
    XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
    XML_SetElementHandler(
      parser,
      { state, name, attributes in
        let state = XMLState.of(state)
        state.handler.start(XMLName(name!), XMLAttributes(attributes))
        state.stopAtFault()
      },
      { state, name in
        let state = XMLState.of(state)
        state.handler.end(XMLName(name!))
        state.stopAtFault()
      })
    XML_SetCharacterDataHandler(parser) { state, text, count in
      let state = XMLState.of(state)
      text!.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
        state.handler.text(UnsafeBufferPointer(start: $0, count: Int(count)))
      }
      state.stopAtFault()
    }
    XML_SetStartDoctypeDeclHandler(parser) { state, _, _, _, _ in
      let state = XMLState.of(state)
      state.handler.fault = .documentType
      state.stopAtFault()
    }
  }

  deinit { XML_ParserFree(parser) }

  /// Lets `read` fill the parser's own room; returns how many bytes it did.
  func fill(_ read: (UnsafeMutableRawPointer, Int) -> Int64) throws(WorkbookFault) -> Int {
    guard let room = XML_GetBuffer(parser, Int32(XMLStream.chunk)) else { throw handler.fault ?? .damaged }
    let count = read(room, XMLStream.chunk)
    guard count >= 0 else { throw .damaged }
    return Int(count)
  }

  /// How far it has come: all before this byte is told.
  var position: Int { max(0, Int(XML_GetCurrentByteIndex(parser))) }

  func parse(_ count: Int, isLast: Bool) throws(WorkbookFault) {
    let status = XML_ParseBuffer(parser, Int32(count), isLast ? 1 : 0)
    if let fault = handler.fault { throw fault }
    guard status == XML_STATUS_OK else { throw .damaged }
  }
}

/// What the parser's callbacks find their way by.
private final class XMLState {
  let handler: XMLHandler
  private let parser: XML_Parser

  init(_ handler: XMLHandler, _ parser: XML_Parser) {
    self.handler = handler
    self.parser = parser
  }

  static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLState {
    Unmanaged<XMLState>.fromOpaque(pointer!).takeUnretainedValue()
  }

  func stopAtFault() {
    if handler.fault != nil { XML_StopParser(parser, 0) }
  }
}
