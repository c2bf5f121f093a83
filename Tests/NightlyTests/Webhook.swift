import Foundation

/// A web server that takes one request.
final class Webhook: @unchecked Sendable {
  // The semaphore is signalled when the one thread that writes `text` is done.
  private let done = DispatchSemaphore(value: 0)
  private var text = ""
  let address: String

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread { [self] in serve(listener) }.start()
  }

  /// What came, head and body; waits for it.
  var request: String {
    _ = done.wait(timeout: .now() + 10)
    return text
  }

  private func serve(_ listener: Int32) {
    let connection = accept(listener, nil, nil)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !isWhole {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { break }
      text += String(decoding: buffer[0..<count], as: UTF8.self)
    }
    let answer = Array("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".utf8)
    _ = write(connection, answer, answer.count)
    close(connection)
    close(listener)
    done.signal()
  }

  private var isWhole: Bool {
    let parts = text.components(separatedBy: "\r\n\r\n")
    let length = parts[0].components(separatedBy: "Content-Length: ").last.flatMap {
      Int($0.prefix { $0.isNumber })
    }
    return parts.count > 1 && parts[1].utf8.count >= length ?? 0
  }
}
