import Foundation
import Synchronization

/// Set by Ctrl-C or SIGTERM: ends a solve with the best plan so far.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  static var isSet: Bool { flag.load(ordering: .relaxed) }

  /// Turns the first SIGINT or SIGTERM into a wish to stop; a second one ends the process.
  static func watch() {
    // Whoever started this process may have left the signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      // An atomic exchange and `_exit` are all that a signal handler may safely do.
      signal(number) { number in
        if Interruption.flag.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)
  }
}
