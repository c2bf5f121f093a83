import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Refuses a request that names no host, or two of them, or a target elsewhere: what stands in front of us might have
/// taken it for another site's. Stands before the codec, which keeps the first host and forgets the others.
final class HostGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private var hasRefused = false

  /// Puts one into a connection that is being set up.
  static func guarding(_ pipeline: ChannelPipeline) throws {
    let operations = pipeline.syncOperations
    try operations.addHandler(
      HostGuard(), position: .before(operations.handler(type: HTTP1ToHTTPServerCodec.self)))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasRefused { return }
    if case .head(let head) = unwrapInboundIn(data), !Self.isMeantForUs(head) {
      hasRefused = true
      refuse(context)
    } else {
      context.fireChannelRead(data)
    }
  }

  private static func isMeantForUs(_ head: HTTPRequestHead) -> Bool {
    let hosts = head.headers["host"].count
    return head.uri.hasPrefix("/") && (hosts == 1 || hosts == 0 && head.version.minor == 0)
  }

  private func refuse(_ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(
      version: .http1_1, status: .badRequest, headers: ["content-length": "0", "connection": "close"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      loopBound.value.close(promise: nil)
    }
  }
}
