import CSupervision
import Foundation
import Synchronization

/// A wish to end, from a signal handler or a test.
public final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}
  /// May be called from any thread, as often as needed.
  public func set() { flag.store(true, ordering: .relaxed) }
  public var isSet: Bool { flag.load(ordering: .relaxed) }
}

/// How a child ended.
public struct ChildEnd: Sendable {
  public enum Way: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It ran past the deadline and was killed.
    case deadline
    /// It was killed because the night was told to stop.
    case stopped
    /// It could not be started; `errno`.
    case notStarted(Int32)
  }

  public let way: Way
  /// The end of what it said, on either stream.
  public let lastWords: String
  public let seconds: Double
}

/// Something to do at intervals while a child runs.
public struct PeriodicAction {
  let every: Duration
  /// Takes the last line that the child said; empty for none.
  let action: (String) -> Void

  public init(every: Duration, action: @escaping (String) -> Void) {
    self.every = every
    self.action = action
  }
}

/// Runs children one at a time, each in a process group of its own, none past the deadline.
public struct Supervisor {
  let stop: StopRequest
  /// How long a child may take over the end that it was asked for; then it is killed.
  private let grace: Duration = .milliseconds(900)
  /// What is kept of its words.
  private let tail = 65_536
  private let clock = ContinuousClock()

  public init(stop: StopRequest) { self.stop = stop }

  /// Runs `command` to its end, on the calling thread: the child dies with that thread.
  ///
  /// - `input`: for its standard input; less than a pipe holds (64 KiB).
  /// - `memory`: bytes of address space.
  /// - `beat`: what is done now and then while it runs.
  public func run(
    _ command: [String], environment: [String: String] = [:], input: Data = Data(), memory: UInt64 = 0,
    deadline: ContinuousClock.Instant, beat: PeriodicAction? = nil
  ) -> ChildEnd {
    let start = clock.now
    func end(_ way: ChildEnd.Way, _ words: Words? = nil) -> ChildEnd {
      ChildEnd(way: way, lastWords: words?.text ?? "", seconds: (clock.now - start).seconds)
    }
    if stop.isSet { return end(.stopped) }
    guard let source = Pipe(holding: input), let sink = Pipe() else { return end(.notStarted(errno)) }
    defer {
      source.closeAll()
      sink.closeAll()
    }
    let process = spawn(command, environment, source.reading, sink.writing, memory)
    guard process > 0 else { return end(.notStarted(-process)) }
    source.closeAll()
    sink.closeWriting()
    let words = Words(sink.reading, limit: tail)
    let (status, forced) = watch(process, words, deadline, beat)
    if let forced { return end(forced, words) }
    let signal = status & 0x7F
    return end(signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal), words)
  }

  private func watch(
    _ process: Int32, _ words: Words, _ deadline: ContinuousClock.Instant, _ beat: PeriodicAction?
  ) -> (status: Int32, forced: ChildEnd.Way?) {
    var nextBeat = beat.map { clock.now + $0.every }
    var forced: ChildEnd.Way?
    var killAt: ContinuousClock.Instant?
    while true {
      words.wait(milliseconds: 20)
      if hasEnded(process) { break }
      let now = clock.now
      if let beat, let at = nextBeat, now >= at {
        beat.action(words.lastLine)
        nextBeat = now + beat.every
      }
      if let at = killAt {
        if now >= at { kill(-process, SIGKILL) }
      } else if stop.isSet || now >= deadline {
        forced = stop.isSet ? .stopped : .deadline
        kill(-process, SIGTERM)
        killAt = now + grace
      }
    }
    // Whatever it has started goes with it, while its process id is still its own.
    kill(-process, SIGKILL)
    var status: Int32 = 0
    var ended: Int32
    repeat { ended = waitpid(process, &status, 0) } while ended < 0 && errno == EINTR
    // How it ended, nobody can tell: that is no good end.
    if ended < 0 { forced = forced ?? .notStarted(errno) }
    words.wait(milliseconds: 0)
    return (status, forced)
  }

  private func hasEnded(_ process: Int32) -> Bool {
    var info = siginfo_t()
    let result = waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
    return result == 0 ? info.si_signo != 0 : errno == ECHILD
  }

  private func spawn(
    _ command: [String], _ environment: [String: String], _ input: Int32, _ output: Int32, _ memory: UInt64
  ) -> Int32 {
    var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // A backtrace of a crash takes its time and tells us nothing that the last words do not.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    let pairs = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return withCStrings(command) { arguments in
      withCStrings(pairs) { environment in
        var child = csup_child(
          path: arguments[0], arguments: arguments, environment: environment, input: input, output: output,
          memory: memory)
        return csup_spawn(&child)
      }
    }
  }

  private func withCStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// A pipe whose ends are closed once.
private final class Pipe {
  private(set) var reading: Int32 = -1
  private(set) var writing: Int32 = -1

  init?(holding data: Data? = nil) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard let data else { return }
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    _ = data.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
    closeWriting()
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  func closeAll() {
    closeWriting()
    if reading >= 0 { close(reading) }
    reading = -1
  }
}

/// The last words of a child.
private final class Words {
  private let file: Int32
  private let limit: Int
  private var bytes: [UInt8] = []
  private var hasEnded = false

  init(_ file: Int32, limit: Int) {
    self.file = file
    self.limit = limit
    _ = fcntl(file, F_SETFL, O_NONBLOCK)
  }

  /// Takes in what is said within a time.
  func wait(milliseconds: Int32) {
    if hasEnded {
      usleep(UInt32(min(milliseconds, 2)) * 1000)
      return
    }
    var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    // Bounded: a child that never stops talking must not keep the deadline from being looked at.
    for _ in 0..<64 {
      let count = read(file, &buffer, buffer.count)
      if count > 0 {
        bytes.append(contentsOf: buffer[0..<count])
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
      } else {
        hasEnded = count == 0 || (errno != EAGAIN && errno != EINTR)
        return
      }
    }
  }

  /// The last whole line.
  var lastLine: String {
    let lines = bytes.suffix(4096).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.dropLast().last { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  var text: String {
    String(decoding: bytes.suffix(limit), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
