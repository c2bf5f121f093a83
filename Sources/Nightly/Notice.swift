import Foundation
import Logging
import Placement

/// Tells somebody how the night went: a command with the outcome in its environment and as JSON on its
/// standard input. Counts and ids of runs: nobody's data.
struct Notice {
  let record: NightRecord
  let plans: PlansFolder
  let language: Language

  /// Runs the command; a failure is logged and changes nothing.
  func send(_ command: [String], _ supervisor: Supervisor, deadline: ContinuousClock.Instant, _ log: Logger) {
    let end = supervisor.run(command, environment: environment, input: body, deadline: deadline)
    let place: Logger.Metadata = ["command": "\(command.last ?? "")", "seconds": "\(end.seconds)"]
    switch end.way {
    case .exited(0): log.info("notice sent", metadata: place)
    case .exited(let code): log.error("the notice's command ended with code \(code)", metadata: place)
    case .signalled(let signal): log.error("the notice's command died of signal \(signal)", metadata: place)
    case .deadline: log.error("the notice's command took too long and was ended", metadata: place)
    case .stopped: log.error("the notice's command was stopped", metadata: place)
    case .notStarted(let code):
      log.error("the notice's command did not start: \(String(cString: strerror(code)))", metadata: place)
    }
  }

  private var plan: String {
    switch record.outcome {
    case .placed, .unchanged: plans.link
    case .held: plans.held.path + "/" + record.id
    default: ""
    }
  }

  private var environment: [String: String] {
    var variables = [
      "PLACEMENT_RUN": record.id, "PLACEMENT_OUTCOME": record.outcome.rawValue,
      "PLACEMENT_EXIT_CODE": record.exitCode.map(String.init) ?? "",
      "PLACEMENT_REASON": record.reason.text(language), "PLACEMENT_PLAN": plan,
    ]
    for (name, count) in record.counts { variables["PLACEMENT_COUNT_" + name.uppercased()] = String(count) }
    if let changes = record.changes {
      variables["PLACEMENT_MOVED"] = String(changes.moved)
      variables["PLACEMENT_NEWLY_PLACED"] = String(changes.newlyPlaced)
      variables["PLACEMENT_NEWLY_UNPLACED"] = String(changes.newlyUnplaced)
    }
    return variables
  }

  private var body: Data { (try? record.encoded()) ?? Data() }
}
