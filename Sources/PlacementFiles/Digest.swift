import CLibcrypto

/// SHA-256 through OpenSSL.
public enum Digest {
  /// Lower-case hexadecimal.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let done = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    precondition(done == 1, "OpenSSL could not make a SHA-256 digest")
    let hexadecimal = Array("0123456789abcdef".utf8)
    let text = digest.prefix(Int(length)).flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
