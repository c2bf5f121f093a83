import CCrypt
import Foundation
import Placement

/// Passwords, kept as yescrypt through the system's libcrypt.
public enum Passwords {
  /// libcrypt's cost parameter: 6 takes about a tenth of a second and 32 MiB, which whoever guesses pays every time.
  static let cost: UInt = 6
  public static let shortest = 10
  /// Longer ones are refused before they are hashed: libcrypt takes no more than 512 bytes.
  static let longest = 200

  /// Nil where libcrypt cannot make one.
  static func hash(_ password: String) -> String? {
    guard let setting = crypt_gensalt_ra("$y$", cost, nil, 0) else { return nil }
    defer { free(setting) }
    return crypted(password, String(cString: setting))
  }

  static func matches(_ password: String, _ hash: String) -> Bool {
    guard password.utf8.count <= longest, let made = crypted(password, hash) else { return false }
    return constantTimeEqual(made, hash)
  }

  /// A password that nobody has: checked where there is no such account, so that both take as long.
  static let nobody = hash(RandomText.token()) ?? ""

  private static func crypted(_ password: String, _ setting: String) -> String? {
    // A zero byte would end the password early.
    guard !password.utf8.contains(0) else { return nil }
    var data: UnsafeMutableRawPointer?
    var size: Int32 = 0
    defer { free(data) }
    guard let result = crypt_ra(password, setting, &data, &size), result.pointee != UInt8(ascii: "*") else {
      return nil
    }
    return String(cString: result)
  }

  private static func constantTimeEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// What is wrong with a new password; nil where it may be taken.
  public static func objection(to password: String, of account: String) -> Text? {
    let plain = password.lowercased()
    if password.count < shortest {
      return Text(zh: "密码至少 \(shortest) 个字符", en: "a password has at least \(shortest) characters")
    }
    if password.utf8.count > longest {
      return Text(zh: "密码过长", en: "the password is too long")
    }
    if Set(plain).count < 4 || common.contains(where: plain.contains) && plain.count < 16 {
      return Text(zh: "这个密码太常见，请换一个", en: "this password is a common one; choose another")
    }
    if plain.contains(account.lowercased()) {
      return Text(zh: "密码不能包含账户名", en: "the password must not hold the account's name")
    }
    return nil
  }

  /// What the commonest passwords of ten characters and more are made of, here and abroad.
  private static let common = [
    "1234567", "7654321", "password", "qwerty", "asdfgh", "zxcvbn", "1q2w3e", "q1w2e3", "qazwsx", "abc123",
    "iloveyou", "woaini", "5201314", "1314520", "admin", "letmein", "welcome", "11223344", "112233", "123123",
    "147258", "159357", "987654", "666666", "888888", "000000", "111111", "a1b2c3", "passw0rd", "p@ssw0rd",
    "changeme", "shixi2", "xuexiao", "jiaoyu",
  ]
}
