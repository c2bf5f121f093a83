import Foundation

/// Standard input, output and error of this process.
public enum StandardStreams {
  /// Opens those that whoever started the process has left closed, on nothing: else the next file that is opened gets the
  /// number, and words meant for a reader end up in a lock, a plan or the history.
  public static func open() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // A new file gets the lowest free number, which is this one.
      _ = Foundation.open("/dev/null", O_RDWR)
    }
  }
}
