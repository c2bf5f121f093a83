import CLibcrypto

/// SHA-256 through OpenSSL, lower-case hexadecimal.
public enum Digest {
  public static func sha256(_ bytes: [UInt8]) -> String {
    let digest = RunningDigest()
    digest.take(bytes)
    return digest.end()
  }
}

/// SHA-256 of bytes that come piece by piece.
final class RunningDigest {
  private let context = EVP_MD_CTX_new()

  init() { check(EVP_DigestInit_ex(context, EVP_sha256(), nil)) }

  deinit { EVP_MD_CTX_free(context) }

  func take(_ bytes: [UInt8]) { check(EVP_DigestUpdate(context, bytes, bytes.count)) }

  /// Of all that was taken; nothing may be taken after it.
  func end() -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    check(EVP_DigestFinal_ex(context, &digest, &length))
    let hexadecimal = Array("0123456789abcdef".utf8)
    let text = digest.prefix(Int(length)).flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private func check(_ done: Int32) {
    precondition(done == 1, "OpenSSL could not make a SHA-256 digest")
  }
}
