import Foundation

/// What a cell holds.
public enum CellKind: Sendable {
  case text
  /// A plain decimal.
  case number
  /// `2026-09-01`, with a time of day `2026-09-01 08:00:00`.
  case date
  /// A time of day or a duration, without a day.
  case time
  /// `TRUE` or `FALSE`
  case boolean
  /// As Excel shows it: `#N/A`; no text where the formula was never computed.
  case error
}

/// Takes a sheet's filled cells, row by row, in order.
public protocol SheetReceiver: AnyObject {
  /// The text is there for the time of the call.
  func take(_ kind: CellKind, _ text: UnsafeBufferPointer<UInt8>, at place: CellPlace)
}

/// One sheet, read as a stream: nothing is kept but the cell at hand.
final class SheetReader: XMLHandler {
  private enum CellType { case number, shared, text, inline, boolean, error, date }

  private let strings: SharedStrings
  private let styles: Styles
  private let from1904: Bool
  private let receiver: any SheetReceiver
  private(set) var merges: [CellArea] = []

  private var row = 0
  private var column = 0
  private var type = CellType.number
  private var style = 0
  private var value: [UInt8] = []
  private var isInCell = false
  /// Whether the cell has a formula, and nothing yet that it came to. An empty text is a value; an empty number is
  /// what programs leave that write formulas and compute none.
  private var isUncomputed = false
  private var takesText = false
  private var phoneticDepth = 0
  private var isInData = false
  /// The last filled column of the row.
  private var filled = 0
  /// Text and cells so far, empty ones before a filled one included.
  private var textBytes = 0
  private var cellCount = 0

  init(_ strings: SharedStrings, _ styles: Styles, from1904: Bool, _ receiver: any SheetReceiver) {
    self.strings = strings
    self.styles = styles
    self.from1904 = from1904
    self.receiver = receiver
  }

  private var place: CellPlace { CellPlace(row: row, column: column) }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if isInCell {
      startInCell(name)
    } else if isInData, name == "c" {
      startCell(attributes)
    } else if isInData, name == "row" {
      startRow(attributes)
    } else if name == "sheetData" {
      isInData = true
    } else if name == "mergeCell", let area = attributes["ref"].flatMap(SheetReader.area) {
      merges.append(area)
      if merges.count > WorkbookLimits.merges { fault = .tooManyCells }
    }
  }

  private func startRow(_ attributes: XMLAttributes) {
    let next = attributes.value("r").flatMap(SheetReader.number) ?? row + 1
    column = 0
    filled = 0
    guard (1...WorkbookLimits.rows).contains(next) else {
      fault = .outside(CellPlace(row: min(max(next, 0), Int(Int32.max)), column: 1))
      return
    }
    guard next > row else {
      fault = .outOfOrder(CellPlace(row: next, column: 1))
      return
    }
    row = next
  }

  private func startCell(_ attributes: XMLAttributes) {
    isInCell = true
    isUncomputed = false
    value.removeAll(keepingCapacity: true)
    // A cell outside a row, or without its place, follows the one before.
    if row == 0 { row = 1 }
    var next = CellPlace(row: row, column: column + 1)
    if let reference = attributes.value("r"), let found = SheetReader.place(reference) { next = found }
    guard next.column <= WorkbookLimits.columns, next.row == row else {
      fault = next.row == row ? .outside(next) : .outOfOrder(next)
      return
    }
    guard next.column > column else {
      fault = .outOfOrder(next)
      return
    }
    column = next.column
    type = attributes.value("t").map(SheetReader.type) ?? .number
    style = attributes.value("s").flatMap(SheetReader.number) ?? 0
  }

  private func startInCell(_ name: XMLName) {
    if name == "v" {
      takesText = type != .inline
      if type != .number { isUncomputed = false }
    } else if name == "f" {
      isUncomputed = true
    } else if name == "rPh" {
      phoneticDepth += 1
    } else if name == "t" {
      takesText = type == .inline && phoneticDepth == 0
    }
  }

  override func end(_ name: XMLName) {
    if isInCell {
      if name == "v" || name == "t" {
        takesText = false
      } else if name == "rPh" {
        phoneticDepth -= 1
      } else if name == "c" {
        isInCell = false
        finishCell()
      }
    } else if name == "sheetData" {
      isInData = false
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard takesText else { return }
    value.append(contentsOf: bytes)
    if value.count > WorkbookLimits.cellText { fault = .cellTooLong(place) }
  }

  // MARK: Values

  private func finishCell() {
    guard fault == nil else { return }
    guard !value.isEmpty else {
      if isUncomputed { hand(.error, UnsafeBufferPointer(start: nil, count: 0)) }
      return
    }
    switch type {
    case .shared: giveShared()
    case .text, .inline:
      EscapedText.decode(&value, from: 0)
      give(.text)
    case .boolean:
      give(.boolean, value == [UInt8(ascii: "1")] || value == Array("true".utf8) ? "TRUE" : "FALSE")
    case .error: give(.error)
    case .date:
      let (text, isDay) = SerialDay.text(iso: String(decoding: value, as: UTF8.self))
      give(isDay ? .date : .time, text)
    case .number: giveNumber()
    }
  }

  private func giveShared() {
    guard let index = Int(String(decoding: value, as: UTF8.self).trimmingCharacters(in: .whitespaces)),
      index >= 0, index < strings.count
    else {
      fault = .missingText(place)
      return
    }
    strings.withText(index) { give(.text, $0) }
  }

  private func giveNumber() {
    let meaning = styles[style]
    if meaning == .number, NumberText.isPlain(value) { return give(.number) }
    let text = String(decoding: value, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let number = Double(text), number.isFinite else { return give(.text) }
    switch meaning {
    case .date:
      if let (text, isDay) = SerialDay.text(number, from1904: from1904) {
        return give(isDay ? .date : .time, text)
      }
    case .duration:
      if let text = SerialDay.duration(number) { return give(.time, text) }
    case .number: break
    }
    give(.number, NumberText.plain(number))
  }

  private func give(_ kind: CellKind, _ text: String) {
    value.removeAll(keepingCapacity: true)
    value.append(contentsOf: text.utf8)
    give(kind)
  }

  private func give(_ kind: CellKind) { value.withUnsafeBufferPointer { give(kind, $0) } }

  private func give(_ kind: CellKind, _ text: UnsafeBufferPointer<UInt8>) {
    if !text.isEmpty { hand(kind, text) }
  }

  private func hand(_ kind: CellKind, _ text: UnsafeBufferPointer<UInt8>) {
    textBytes += text.count
    cellCount += column - filled
    filled = column
    if textBytes > WorkbookLimits.text { return fault = .tooMuchText }
    if cellCount > WorkbookLimits.cells { return fault = .tooManyCells }
    receiver.take(kind, text, at: place)
  }

  // MARK: Attributes

  private static func type(_ text: UnsafePointer<CChar>) -> CellType {
    let name = XMLName(text)
    if name == "s" { return .shared }
    if name == "str" { return .text }
    if name == "inlineStr" { return .inline }
    if name == "b" { return .boolean }
    if name == "e" { return .error }
    if name == "d" { return .date }
    return .number
  }

  private static func number(_ text: UnsafePointer<CChar>) -> Int? {
    var (number, position) = (0, text)
    while position.pointee != 0 {
      let digit = Int(position.pointee) - 0x30
      guard (0...9).contains(digit), number < 1_000_000_000 else { return nil }
      number = number * 10 + digit
      position += 1
    }
    return position == text ? nil : number
  }

  /// `B17`; nil where it is none.
  private static func place(_ text: UnsafePointer<CChar>) -> CellPlace? {
    var (column, position) = (0, text)
    while true {
      let letter = Int(position.pointee & ~0x20) - 0x40
      guard (1...26).contains(letter), position.pointee > 0x40, column < 1_000_000 else { break }
      column = column * 26 + letter
      position += 1
    }
    guard column > 0, let row = number(position) else { return nil }
    return CellPlace(row: row, column: column)
  }

  private static func area(_ text: String) -> CellArea? {
    let ends = text.split(separator: ":").map { end in String(end).withCString { place($0) } }
    guard ends.count == 2, let first = ends[0], let last = ends[1] else { return nil }
    return CellArea(first: first, last: last)
  }
}
