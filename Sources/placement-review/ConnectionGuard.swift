import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

/// The connections there are: of too many, the one that has asked for nothing the longest makes room, so that however
/// many say nothing, whoever asks is answered.
final class OpenConnections: Sendable {
  private struct State {
    /// Those that wait for a request, by when they began to.
    var waiting: [UInt64: any Channel] = [:]
    var busy = 0
    var last: UInt64 = 0
  }

  private let most: Int
  private let state = Mutex(State())

  init(atMost most: Int) { self.most = most }

  /// Notes that a connection waits for a request. - Returns: what ``wait(_:wasBusy:)`` and ``leave(_:)`` know it by.
  func wait(_ channel: any Channel, wasBusy: Bool) -> UInt64 {
    let (number, surplus) = state.withLock { state -> (UInt64, (any Channel)?) in
      if wasBusy { state.busy -= 1 }
      state.last += 1
      state.waiting[state.last] = channel
      guard state.waiting.count + state.busy > most, let oldest = state.waiting.keys.min() else {
        return (state.last, nil)
      }
      return (state.last, state.waiting.removeValue(forKey: oldest))
    }
    surplus?.close(promise: nil)
    return number
  }

  /// Notes that it is asked for something.
  func work(_ number: UInt64) {
    state.withLock { state in
      state.waiting[number] = nil
      state.busy += 1
    }
  }

  /// Notes that it has ended. - Parameter number: nil of one that was at work.
  func leave(_ number: UInt64?) {
    state.withLock { state in
      if let number { state.waiting[number] = nil } else { state.busy -= 1 }
    }
  }
}

/// Ends connections that send a request, or take its answer, too slowly; the server's own idle timeout ends those that
/// never finish a header. Belongs to one connection, and is used by its event loop alone.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private enum State {
    case closed, busy
    case waiting(UInt64)
  }

  /// For an answer, made and taken.
  private static let longestAnswer = TimeAmount.seconds(180)

  private let connections: OpenConnections
  /// For all of a request.
  private let longestRequest: TimeAmount
  private var state = State.closed
  private var deadline: Scheduled<Void>?

  init(_ connections: OpenConnections, idle: TimeAmount) {
    self.connections = connections
    longestRequest = idle * 2
  }

  func handlerAdded(context: ChannelHandlerContext) {
    do { try HostGuard.guarding(context.pipeline) } catch { context.close(promise: nil) }
    if context.channel.isActive { open(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    open(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    close()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { close() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      if case .waiting(let number) = state {
        connections.work(number)
        state = .busy
      }
      end(context, in: longestRequest)
    case .body: break
    case .end: end(context, in: Self.longestAnswer)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data), case .busy = state {
      deadline?.cancel()
      deadline = nil
      state = .waiting(connections.wait(context.channel, wasBusy: true))
    }
    context.write(data, promise: promise)
  }

  private func open(_ context: ChannelHandlerContext) {
    guard case .closed = state else { return }
    state = .waiting(connections.wait(context.channel, wasBusy: false))
  }

  private func close() {
    deadline?.cancel()
    deadline = nil
    switch state {
    case .closed: return
    case .busy: connections.leave(nil)
    case .waiting(let number): connections.leave(number)
    }
    state = .closed
  }

  private func end(_ context: ChannelHandlerContext, in time: TimeAmount) {
    deadline?.cancel()
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
