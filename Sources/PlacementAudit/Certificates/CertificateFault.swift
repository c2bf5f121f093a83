import Placement

/// Why a certificate proves nothing.
public struct CertificateFault: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Kind: Equatable, Sendable {
    case format, number, index, solution, notReached, signs, combination, split, notProved
  }

  public let kind: Kind
  /// The constraint or solution at which it is seen, by its name; empty before the first.
  public let name: String

  public var text: Text {
    let what: Text =
      switch kind {
      case .format:
        Text(zh: "不是 VIPR 1.0 格式的证书", en: "this is no certificate in the VIPR format, version 1.0")
      case .number:
        Text(zh: "数字写法不对，或大得无法精确计算", en: "a number is none, or too large to be reckoned with exactly")
      case .index: Text(zh: "引用了不存在的约束或变量", en: "it refers to a constraint or column that is not there")
      case .solution: Text(zh: "这个解不满足约束", en: "this solution breaks a constraint")
      case .notReached: Text(zh: "没有解达到所称的上限", en: "no solution is as good as the upper end claims")
      case .signs: Text(zh: "组合的系数符号不一致", en: "the signs of the combination do not fit together")
      case .combination: Text(zh: "这一步不能由组合推出", en: "this step does not follow from its combination")
      case .split: Text(zh: "这一步不能由两种情形推出", en: "this step does not follow from its two cases")
      case .notProved: Text(zh: "推导没有到达所称的下限", en: "the derivation does not reach the lower end")
      }
    return name.isEmpty ? what : Text(verbatim: name) + Text(zh: "：", en: ": ") + what
  }
}
