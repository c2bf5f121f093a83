import Foundation
import Nightly
import Placement
import Synchronization

/// Work that a child process does for somebody who waits at a page.
public final class ChildJob: Sendable {
  public enum State: Sendable, Equatable {
    case waiting, running
    /// The exit code, and the end of what the child said.
    case ended(Int32, String)
    case cancelled
  }

  private let state = Mutex(State.waiting)
  private let line = Mutex("")
  let stop = StopRequest()
  /// A part of paths that nobody is shown; empty: none.
  private let hidden: String

  init(hiding hidden: String) { self.hidden = hidden }

  public var current: State { state.withLock { $0 } }
  /// The last line of its progress.
  public var progress: String { line.withLock { $0 } }
  public func cancel() { stop.set() }

  func set(_ new: State) { state.withLock { $0 = new } }
  func say(_ text: String) {
    if !text.isEmpty, !Diagnostic.isWarning(text) { line.withLock { $0 = shown(text) } }
  }

  func shown(_ text: String) -> String {
    hidden.isEmpty ? text : text.replacingOccurrences(of: hidden, with: "")
  }
}

/// Runs the command line's own program, one child at a time and behind every page: what is asked for here never slows
/// those who only read.
public final class Children: Sendable {
  private let program: String
  private let slot = DispatchSemaphore(value: 1)
  private let jobs = Mutex<[String: ChildJob]>([:])
  /// Seconds after which a child ends, whatever it is doing.
  private let longest: Duration = .seconds(3600)

  /// - Parameter program: the path of `placement`.
  public init(program: String) { self.program = program }

  public func job(_ name: String) -> ChildJob? { jobs.withLock { $0[name] } }

  /// Starts `placement` with some arguments; what it prints goes into `output`.
  ///
  /// - `name`: under which ``job(_:)`` finds it.
  /// - `language`: what it speaks; nil: the case's.
  /// - `path`: what the child says is shown without it.
  /// - `done`: called once, on the child's own thread, when it has ended.
  @discardableResult
  public func start(
    _ name: String, _ arguments: [String], in language: Language?, hiding path: String = "",
    output: URL? = nil,
    done: @escaping @Sendable (ChildJob.State) -> Void
  ) -> ChildJob {
    let job = ChildJob(hiding: path)
    jobs.withLock { $0[name] = job }
    // A child dies with the thread that made it: it has one of its own.
    let thread = Thread { [self] in
      slot.wait()
      defer { slot.signal() }
      let end = run(job, arguments, language, output: output)
      done(end)
      job.set(end)
    }
    thread.start()
    return job
  }

  /// The same, waited for.
  func run(_ arguments: [String], in language: Language) async -> ChildJob.State {
    await withCheckedContinuation { continuation in
      start(UUID().uuidString, arguments, in: language) { continuation.resume(returning: $0) }
    }
  }

  private func run(
    _ job: ChildJob, _ arguments: [String], _ language: Language?, output: URL?
  ) -> ChildJob.State {
    if job.stop.isSet { return .cancelled }
    job.set(.running)
    // Standard output into a file; progress and faults, which come on the other one, are what the supervisor hears.
    let redirection = output == nil ? ["exec \"$@\"", "sh"] : ["exec \"$@\" >\"$0\"", output!.path]
    // It computes with what the pages leave of the processor.
    let command =
      ["/bin/sh", "-c"] + redirection + ["/usr/bin/chrt", "--idle", "0", program] + arguments
      + (language.map { ["--language", $0.rawValue] } ?? [])
    let end = Supervisor(stop: job.stop).run(
      command, deadline: .now + longest, beat: PeriodicAction(every: .milliseconds(300)) { job.say($0) })
    switch end.way {
    case .exited(let code): return .ended(code, job.shown(end.lastWords))
    case .stopped: return .cancelled
    case .deadline: return .ended(70, job.shown(end.lastWords))
    case .signalled(let signal): return .ended(128 + signal, job.shown(end.lastWords))
    case .notStarted(let code): return .ended(70, SystemFailure.text(code)(language ?? .chinese))
    }
  }
}
