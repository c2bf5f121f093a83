import Foundation
import Mustache

/// What a page says, before it is HTML or JSON: both are made of the same value, so that neither tells more.
enum PageValue: Sendable, Hashable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([PageValue])
  case object([String: PageValue])
  case none

  init(_ text: String?) { self = text.map(PageValue.text) ?? .none }
  init(_ number: Int?) { self = number.map(PageValue.number) ?? .none }
  init(_ list: [String]) { self = .list(list.map(PageValue.text)) }
  init(_ pairs: [(String, String)]) {
    self = .list(pairs.map { ["value": .text($0.0), "label": .text($0.1)] })
  }

  /// For a template. What is empty counts as nothing there; it is said outright, else a template would look further out.
  var forTemplate: Any {
    switch self {
    case .text(let text): text.isEmpty ? Nothing() : Shown(renderText: text)
    case .number(let number): Shown(renderText: String(number))
    case .flag(let flag): flag
    case .list(let list): list.map(\.forTemplate)
    case .object(let object): object.mapValues(\.forTemplate)
    case .none: Nothing()
    }
  }

  /// The same with some more keys.
  func adding(_ others: [String: PageValue]) -> PageValue {
    guard case .object(let own) = self else { return self }
    return .object(own.merging(others) { $1 })
  }
}

extension PageValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(dictionaryLiteral elements: (String, PageValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
  init(arrayLiteral elements: PageValue...) { self = .list(elements) }
}

extension PageValue: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    case .none: try container.encodeNil()
    }
  }

  var json: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Values of these kinds always encode.
    return (try? encoder.encode(self)) ?? Data()
  }
}

/// Text in a template. It says outright that nothing lies inside it: the library would look by reflection, which takes
/// most of the time of a long list.
private struct Shown: MustacheCustomRenderable, MustacheParent {
  let renderText: String
  var isNull: Bool { false }

  func child(named: String) -> Any? { nil }
}

/// A value that is not there: no text, and no section.
private struct Nothing: MustacheCustomRenderable {
  var renderText: String { "" }
  var isNull: Bool { true }
}
