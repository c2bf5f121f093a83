import ArgumentParser
import Placement

extension ExitCode {
  /// `verify` found a fault.
  static let auditFault = ExitCode(1)
  /// A valid plan is written, optimality not proven.
  static let notProven = ExitCode(3)
  static let badInput = ExitCode(65)
  static let inputMissing = ExitCode(66)
  /// The solver failed, or found no plan in time.
  static let noPlan = ExitCode(70)
  static let cannotWrite = ExitCode(73)
  static let locked = ExitCode(75)
  static let badPolicy = ExitCode(78)

  /// The exit code of a list of diagnostics; nil where none is a fault. Missing goes before policy, policy before input.
  init?(_ diagnostics: [Diagnostic]) {
    switch diagnostics.filter(\.isFault).map(\.kind.rawValue).min().flatMap(Diagnostic.Kind.init) {
    case .missing: self = .inputMissing
    case .policy: self = .badPolicy
    case .input: self = .badInput
    case .warning, nil: return nil
    }
  }
}
