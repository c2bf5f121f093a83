import Placement

extension Language {
  /// The terminal's: by the first of POSIX's variables that is set.
  public init(environment: [String: String]) {
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    self = name?.hasPrefix("zh") == true ? .chinese : .english
  }
}
