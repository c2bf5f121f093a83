import IntegerProgram

/// What the linear solver said where it failed. A failure ends the step that met it, never the solve: plan and bounds
/// do not rest on the step's end.
final class Failures {
  private(set) var all: [String] = []

  func note(_ failure: SolverFailure, _ meter: SolveMeter) {
    all.append(failure.message)
    var event = SolveEvent(kind: .failure)
    event.message = failure.message
    meter.log(event)
  }

  /// - Returns: nil where the solver failed.
  func noted<Value>(_ meter: SolveMeter, _ step: () throws -> Value) -> Value? {
    do {
      return try step()
    } catch let failure as SolverFailure {
      note(failure, meter)
    } catch {
      note(SolverFailure("\(error)"), meter)
    }
    return nil
  }
}
