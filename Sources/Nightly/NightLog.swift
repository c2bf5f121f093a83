import Foundation
import Logging
import Placement

/// Log lines as text or JSON, each with its run.
struct NightLogHandler: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  let format: NightConfiguration.LogFormat
  let write: @Sendable (String) -> Void

  init(format: NightConfiguration.LogFormat, write: @escaping @Sendable (String) -> Void) {
    self.format = format
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let time = Stamp.zoned(Date(), .current)
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    write(format == .json ? json(time, event, fields) : text(time, event, fields))
  }

  private typealias Fields = [(key: String, value: Logger.MetadataValue)]

  private func text(_ time: String, _ event: LogEvent, _ fields: Fields) -> String {
    let tail = fields.map { ($0.key, "\($0.value)") }.map { " \($0)=\($1.contains(" ") ? "\"\($1)\"" : $1)" }
      .joined()
    // One event, one line.
    return ControlCharacters.escaped("\(time) \(event.level) \(event.message)\(tail)") + "\n"
  }

  private func json(_ time: String, _ event: LogEvent, _ fields: Fields) -> String {
    let all =
      fields.map { ($0.key, JSONCell($0.value)) } + [
        ("time", .text(time)), ("level", .text(event.level.rawValue)), ("message", .text("\(event.message)")),
      ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Dictionary(all, uniquingKeysWith: { $1 })) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

/// A field of a line of JSON: numbers are numbers.
private enum JSONCell: Encodable {
  case whole(Int), number(Double), text(String)

  init(_ value: Logger.MetadataValue) {
    switch value {
    case .stringConvertible(let whole as Int): self = .whole(whole)
    case .stringConvertible(let number as Double) where number.isFinite: self = .number(number)
    default: self = .text("\(value)")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var cell = encoder.singleValueContainer()
    switch self {
    case .whole(let value): try cell.encode(value)
    case .number(let value): try cell.encode(value)
    case .text(let value): try cell.encode(value)
    }
  }
}

/// What a night says as it goes: every sentence in the configured language, field names and levels in English.
struct NightLog: Sendable {
  private var logger: Logger
  private let language: Language

  /// - Parameter write: takes whole lines.
  init(_ configuration: NightConfiguration, write: @escaping @Sendable (String) -> Void) {
    let format = configuration.logFormat
    logger = Logger(label: "placement.nightly") { _ in NightLogHandler(format: format, write: write) }
    language = configuration.language
  }

  /// The same log with a run's id in every line.
  func of(run: String) -> NightLog {
    var log = self
    log.logger[metadataKey: "run"] = "\(run)"
    return log
  }

  func callAsFunction(_ level: Logger.Level, _ text: Text, _ fields: Logger.Metadata = [:]) {
    logger.log(level: level, "\(text(language))", metadata: fields)
  }
}
