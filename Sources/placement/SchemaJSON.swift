import Foundation
import Placement

// The schema as JSON: equal programs give equal bytes, lists stand in the schema's order.

extension SchemaDocument {
  private struct Document: Encodable {
    let files: [File]
    let policy: [Key]
  }

  private struct File: Encodable {
    let file: String
    let chinese: String
    let place: String
    let needed: Bool
    let sentence: Said
    let columns: [Column]
  }

  private struct Column: Encodable {
    let name: String
    let chinese: String
    let alsoRead: [String]?
    let type: ValueType
    let needed: Bool
    let standard: Said?
    let unit: Said?
    let example: Said?
    let sentence: Said
    let readBy: [String]

    enum CodingKeys: String, CodingKey {
      case name, chinese, type, needed, unit, example, sentence
      case alsoRead = "also_read"
      case standard = "default"
      case readBy = "read_by"
    }
  }

  private struct Key: Encodable {
    let key: String
    let type: ValueType
    let standard: String
    let unit: Said?
    let sentence: Said
    let source: Said?

    enum CodingKeys: String, CodingKey {
      case key, type, unit, sentence, source
      case standard = "default"
    }
  }

  /// A text in both languages.
  private struct Said: Encodable {
    let text: Text

    init(_ text: Text) { self.text = text }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(
        Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, text($0)) }))
    }
  }

  /// A type by its name, with what bounds it.
  private final class ValueType: Encodable {
    let name: String
    var refersTo: String?
    var minimum: Decimal?
    var maximum: Decimal?
    /// Only where the minimum itself is out of range.
    var minimumExcluded: Bool?
    var words: [Said]?
    var digits: [Int]?
    var of: ValueType?

    enum CodingKeys: String, CodingKey {
      case name, minimum, maximum, words, digits, of
      case refersTo = "refers_to"
      case minimumExcluded = "minimum_excluded"
    }

    init(_ type: CellType) {
      name = type.name
      switch type {
      case .reference(let file): refersTo = file
      case .whole(let range): (minimum, maximum) = (Decimal(range.lowerBound), Decimal(range.upperBound))
      case .degrees(let limit): (minimum, maximum) = (Decimal(-limit), Decimal(limit))
      case .decimal(let range):
        minimum = Decimal(string: range.low.description)
        maximum = Decimal(string: range.high.description)
        minimumExcluded = range.excludesLow ? true : nil
      case .word(let known): words = known.map { Said($0.text) }
      case .specialtyCode(let known): digits = known
      case .list(let item): of = ValueType(item)
      default: break
      }
    }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }

  private var document: Document {
    Document(
      files: tables.map { place, table in
        File(
          file: table.file, chinese: table.chinese, place: place, needed: table.isNeeded,
          sentence: Said(table.sentence), columns: table.columns.map(column))
      },
      policy: keys.map { key in
        Key(
          key: key.path, type: ValueType(key.type), standard: key.standard, unit: key.unit.map(Said.init),
          sentence: Said(key.sentence), source: key.source.map(Said.init))
      })
  }

  private func column(_ column: ColumnSchema) -> Column {
    Column(
      name: column.name, chinese: column.chinese,
      alsoRead: column.alsoRead.isEmpty ? nil : column.alsoRead, type: ValueType(column.type),
      needed: column.isNeeded, standard: column.standard.map(Said.init), unit: column.unit.map(Said.init),
      example: column.example.en.isEmpty ? nil : Said(column.example), sentence: Said(column.sentence),
      readBy: column.readBy.map(\.word))
  }
}
