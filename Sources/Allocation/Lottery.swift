import CLibcrypto
import Placement

/// Lots that whoever knows the seed can draw again: a number for every pair of student and post, and one for every
/// student's going without.
package struct Lottery: Sendable {
  /// Numbers are below this.
  static let range: UInt64 = 1000

  private let ofStudent: [UInt64]
  private let ofPost: [UInt64]
  private let without: UInt64

  /// Nil where the policy gives no seed.
  init?(_ placementCase: PlacementCase) {
    guard let seed = placementCase.policy.lotterySeed else { return nil }
    func key(_ id: String) -> UInt64 { Self.key(seed + ":" + id) }
    ofStudent = placementCase.students.map { key($0.id) }
    ofPost = placementCase.posts.map { key($0.id) }
    without = key("-")
  }

  /// The first eight bytes of a text's SHA-256, big-endian.
  private static func key(_ text: String) -> UInt64 {
    let bytes = Array(text.utf8)
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let done = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    precondition(done == 1, "OpenSSL could not make a SHA-256 digest")
    return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// - Parameter post: nil for going without.
  @inline(__always)
  package func number(student: Int, post: Int?) -> Int64 {
    let mixed = SplitMix64.finalised(ofStudent[student] ^ (post.map { ofPost[$0] } ?? without))
    return Int64(mixed % Self.range)
  }
}
