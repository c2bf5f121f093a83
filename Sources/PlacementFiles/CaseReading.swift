import Foundation
import Placement

/// What reading a case folder came to: the case where there is no fault, and everything there is to say.
public struct CaseReading: Sendable {
  /// Nil where there is any fault.
  public let placementCase: PlacementCase?
  /// Where there is any fault: what could be read all the same; nil where that is nothing.
  public let faultyCase: FaultyCase?
  /// Faults and warnings, in order of file, row, column.
  public let diagnostics: [Diagnostic]
  /// The policy's language, Chinese where the policy cannot be read.
  public let language: Language

  public init(
    placementCase: PlacementCase?, faultyCase: FaultyCase? = nil, diagnostics: [Diagnostic],
    language: Language
  ) {
    self.placementCase = placementCase
    self.faultyCase = faultyCase
    self.diagnostics = diagnostics
    self.language = language
  }
}
