import Placement

/// Where readers put what they find; every fault of every file in one go.
final class DiagnosticLog {
  private(set) var diagnostics: [Diagnostic] = []

  func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
  func add(contentsOf others: [Diagnostic]) { diagnostics.append(contentsOf: others) }

  var hasFault: Bool { diagnostics.contains(where: \.isFault) }

  /// In order of file, row, column.
  var sorted: [Diagnostic] {
    let keyed = diagnostics.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.file != y.file { return String.utf8Precedes(x.file, y.file) }
      if x.row != y.row { return (x.row ?? 0) < (y.row ?? 0) }
      if x.column != y.column { return String.utf8Precedes(x.column ?? "", y.column ?? "") }
      return a.offset < b.offset
    }
    return keyed.map(\.element)
  }
}
