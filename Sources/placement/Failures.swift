import Allocation
import ArgumentParser
import Inquiry
import IntegerProgram
import Placement
import PlacementFiles

/// Why a command cannot do what it is asked to: what is said, and the exit code.
struct Refusal: Error {
  let code: ExitCode
  let message: Text

  init(_ code: ExitCode, _ message: Text) {
    self.code = code
    self.message = message
  }
}

/// Faults of what was read.
struct InputFaults: Error {
  let diagnostics: [Diagnostic]
  /// Said after them: what was left undone.
  var remark: Text?
}

/// Ctrl-C, or SIGTERM: what was under way is no result.
struct Interrupted: Error {}

extension Console {
  /// The one way in which a fault becomes an exit code: says what went wrong. Nil: an error of the command line, which
  /// the parser says.
  func end(_ error: any Error) -> ExitCode? {
    switch error {
    case let code as ExitCode: return code
    case let refusal as Refusal:
      fault(refusal.message)
      return refusal.code
    case let faults as InputFaults:
      report(faults.diagnostics)
      fault(faults.remark ?? Self.count(faults.diagnostics))
      return ExitCode(faults.diagnostics) ?? .badInput
    case let failure as AllocationFailure: return end(failure)
    case let failure as SolverFailure: return end(AllocationFailure.solver(failure))
    case let error as OutputError:
      fault(error.message)
      return .cannotWrite
    case let fault as InquiryFault:
      self.fault(fault.text)
      return .validationFailure
    case is Interrupted:
      fault(Text(zh: "已中断，未写入任何文件", en: "interrupted; nothing was written"))
      return .noPlan
    default: return nil
    }
  }

  private func end(_ failure: AllocationFailure) -> ExitCode? {
    switch failure {
    case .faults(let faults):
      report(faults)
      fault(Self.count(faults))
      return ExitCode(faults) ?? .badInput
    // Stopped before there was anything, a solve ends as at a limit.
    case .noPlanInTime where Interruption.isSet: return end(Interrupted())
    case .noPlanInTime:
      fault(
        Text(
          zh: "时限内没有得出结果，未写入任何文件；请延长 --time-limit",
          en: "no result was found in time and nothing was written; allow a longer --time-limit"))
    case .solver(let failure):
      fault(Text(zh: "求解器出错：\(failure.message)", en: "the solver failed: \(failure.message)"))
    }
    return .noPlan
  }

  private static func count(_ diagnostics: [Diagnostic]) -> Text {
    let count = Diagnostic.count(diagnostics.filter(\.isFault))
    return Text(
      zh: "共 \(count) 处错误，改正后请重新运行",
      en: "\(count) \(count == 1 ? "fault" : "faults"); mend and run again")
  }
}
