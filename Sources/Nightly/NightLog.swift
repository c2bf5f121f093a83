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
    let time = Stamp.time(Date())
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let pairs = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    write(format == .json ? json(time, event, pairs) : text(time, event, pairs))
  }

  private func text(_ time: String, _ event: LogEvent, _ pairs: [(String, String)]) -> String {
    let tail = pairs.map { " \($0)=\($1.contains(" ") ? "\"\($1)\"" : $1)" }.joined()
    // One event, one line.
    return "\(time) \(event.level) \(event.message)\(tail)".replacingOccurrences(of: "\n", with: " ⏎ ") + "\n"
  }

  private func json(_ time: String, _ event: LogEvent, _ pairs: [(String, String)]) -> String {
    var fields = Dictionary(pairs, uniquingKeysWith: { $1 })
    fields["time"] = time
    fields["level"] = event.level.rawValue
    fields["message"] = "\(event.message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(fields) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
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
