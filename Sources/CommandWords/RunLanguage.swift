import Foundation
import Placement

/// The one language of a run: what `--language` says, else the case's or the plan's, else the configuration's, else LANG.
///
/// It is told from the command line before that is parsed, so that help and its faults are in it too.
public enum RunLanguage {
  public static let current = language(
    CommandLine.arguments.dropFirst(), environment: ProcessInfo.processInfo.environment)

  public static func language(
    _ arguments: some Collection<String>, environment: [String: String]
  ) -> Language {
    if let given = given(arguments) { return given }
    // Each is looked at once: files come and go.
    for input in inputs(arguments) {
      if let language = language(ofInput: input) { return language }
    }
    return Language(environment: environment)
  }

  /// What `--language` says; nil where it does not.
  static func given(_ arguments: some Collection<String>) -> Language? {
    let words = Array(arguments)
    for (index, word) in words.enumerated() {
      if word == "--language", index + 1 < words.count { return Language(rawValue: words[index + 1]) }
      if word.hasPrefix("--language=") {
        return Language(rawValue: String(word.dropFirst("--language=".count)))
      }
    }
    return nil
  }

  // MARK: What the run is about

  /// What a sweep leaves in its folder until it is whole.
  public static let sweepNotes = ".sweep.json"

  private static let outputOptions: Set<String> = ["--output", "-o", "--scenarios", "--set", "--solve-log"]

  /// The words that may name a case, a plan or a configuration.
  private static func inputs(_ arguments: some Collection<String>) -> [String] {
    let words = Array(arguments)
    return words.indices.filter { index in
      !words[index].hasPrefix("-") && (index == 0 || !outputOptions.contains(words[index - 1]))
    }.map { words[$0] }
  }

  private static func language(ofInput path: String) -> Language? {
    let url = URL(fileURLWithPath: path)
    for name in ["policy.yaml", "政策.yaml"] {
      if let text = text(url.appendingPathComponent(name)) { return value("language", in: text) ?? .chinese }
    }
    if let text = text(url.appendingPathComponent("summary.json")) { return value("\"language\"", in: text) }
    // The folder that a sweep will make: its tasks' gathering place tells, or, where a crash left it there, the folder.
    for folder in [URL(fileURLWithPath: url.path + ".unfinished"), url] {
      if let text = text(folder.appendingPathComponent(sweepNotes)) {
        return value("\"language\"", in: text)
      }
    }
    guard path.hasSuffix(".yaml") || path.hasSuffix(".yml"), let text = text(url) else { return nil }
    return language(ofConfiguration: text, in: url.deletingLastPathComponent())
  }

  /// What the policy of its case says, else what it says itself, else what a policy means that does not say. Where the
  /// case cannot be read tonight, the plan in place is in the language that everybody knows.
  private static func language(ofConfiguration text: String, in folder: URL) -> Language? {
    func read(_ name: String, of key: String) -> String? {
      (value(key, in: text) as String?).flatMap {
        self.text(URL(fileURLWithPath: $0, relativeTo: folder).appendingPathComponent(name))
      }
    }
    let policy = read("policy.yaml", of: "case") ?? read("政策.yaml", of: "case")
    let said: Language? = policy.flatMap { value("language", in: $0) } ?? value("language", in: text)
    guard said == nil, policy == nil else { return said ?? .chinese }
    return read("latest/summary.json", of: "plans").flatMap { value("\"language\"", in: $0) }
  }

  private static func text(_ file: URL) -> String? {
    (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of a key at the beginning of a line, without its quotes and a comment; nil where there is none.
  private static func value(_ key: String, in text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\u{FEFF}" }
      guard line.hasPrefix(key), let colon = line.firstIndex(of: ":"),
        line[..<colon].dropFirst(key.count).allSatisfy({ $0 == " " })
      else { continue }
      let value = line[line.index(after: colon)...].prefix { $0 != "#" }
      return value.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"',"))
    }
    return nil
  }

  private static func value(_ key: String, in text: String) -> Language? {
    value(key, in: text).flatMap { (word: String) in Language(rawValue: word) }
  }
}
