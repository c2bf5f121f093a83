import Hummingbird
import NIOCore
import Review

/// What goes with a request on its way.
struct ReviewContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The other end of the connection: the proxy's, where there is one.
  let peer: String
  /// Whose session it is.
  var account: Account?
  /// From where, as the log notes it.
  var address = ""
  /// The session's token.
  var token = ""

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? ""
  }
}
