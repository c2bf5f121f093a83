import Placement

/// Where readers put what they find; every fault of every file in one go.
///
/// Of equal findings in one column the first thousand are kept and the rest counted: ten million broken rows
/// are one thing to mend, and no reason to run out of memory.
final class DiagnosticLog {
  static let mostOfAKind = 1_000

  private struct Key: Hashable {
    let kind: Diagnostic.Kind
    let file: String
    let column: String?
    let message: Text

    init(_ diagnostic: Diagnostic) {
      kind = diagnostic.kind
      file = diagnostic.file
      column = diagnostic.column
      message = diagnostic.message
    }
  }

  private var kept: [Diagnostic] = []
  /// By kind: how many were found, and where the last one kept stands.
  private var counts: [Key: (found: Int, last: Int)] = [:]
  private var once: Set<Diagnostic> = []
  private(set) var hasFault = false
  /// By file: the letters of a sheet's columns, by their headers. Who looks at a sheet finds cells by their names.
  var letters: [String: [String: String]] = [:]

  func add(_ diagnostic: Diagnostic) {
    hasFault = hasFault || diagnostic.isFault
    let key = Key(diagnostic)
    let found = (counts[key]?.found ?? 0) + 1
    guard found <= DiagnosticLog.mostOfAKind else {
      counts[key]!.found = found
      kept[counts[key]!.last].omitted += 1
      return
    }
    counts[key] = (found, kept.count)
    kept.append(diagnostic)
  }

  /// What several cells may show, said once.
  func addOnce(_ diagnostic: Diagnostic) {
    if once.insert(diagnostic).inserted { add(diagnostic) }
  }

  /// What a part of a file has given, in order.
  struct Findings: Sendable {
    fileprivate let kept: [Diagnostic]
    fileprivate let once: Set<Diagnostic>
  }

  var findings: Findings { Findings(kept: kept, once: once) }

  /// As if they had been added here one by one.
  func add(_ findings: Findings) {
    for var diagnostic in findings.kept {
      let omitted = diagnostic.omitted
      diagnostic.omitted = 0
      guard !findings.once.contains(diagnostic) else {
        addOnce(diagnostic)
        continue
      }
      add(diagnostic)
      guard omitted > 0 else { continue }
      let key = Key(diagnostic)
      counts[key]!.found += omitted
      kept[counts[key]!.last].omitted += omitted
    }
  }

  var diagnostics: [Diagnostic] { kept.map(lettered) }

  private func lettered(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.letter == nil, let column = diagnostic.column,
      let letter = letters[diagnostic.file]?[column]
    else { return diagnostic }
    var copy = diagnostic
    copy.letter = letter
    return copy
  }

  /// In order of file, row, column.
  ///
  /// - Parameter places: where tables lie, by their English names.
  func sorted(in places: [String: TablePlace] = [:]) -> [Diagnostic] {
    let keyed = kept.map { lettered($0.placed(in: places)) }.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.file != y.file { return String.utf8Precedes(x.file, y.file) }
      if x.row != y.row { return (x.row ?? 0) < (y.row ?? 0) }
      if x.column != y.column { return String.utf8Precedes(x.column ?? "", y.column ?? "") }
      return a.offset < b.offset
    }
    return keyed.map(\.element)
  }
}
