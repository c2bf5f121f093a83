import Placement
import Yams

extension CaseReader {
  /// A policy is a page of text; more than this is something else.
  private static let largestPolicy = 65_536
  private static let deepestPolicy = 40

  func readPolicyFile() {
    guard let bytes = files.bytes(of: PolicyReader.file, isNeeded: true) else { return }
    inputs.append(
      InputFile(name: files.name(of: PolicyReader.file), sha256: Digest.sha256(bytes), rows: 0))
    guard let text = policyText(bytes) else { return }
    var reader = PolicyReader(log: log)
    var isEmpty = false
    do {
      let root = try compose(yaml: text)
      isEmpty = root.map(reader.values.isNull) ?? true
      reader.read(root)
    } catch {
      log.add(YAMLFault.diagnostic(error, kind: .policy, file: PolicyReader.file))
    }
    policy = reader.policy
    unsoundPolicy = Set(log.diagnostics.filter(\.isFault).map(PolicySchema.part))
    if isEmpty { log.add(PolicyFile.isEmpty) }
  }

  /// Whether a key of policy.yaml says what was meant.
  func isSound(policy key: String) -> Bool { UnsoundCells(policyKeys: unsoundPolicy).isSound(policy: [key]) }

  private func policyText(_ bytes: [UInt8]) -> String? {
    func refuse(_ message: Text, row: Int? = nil) -> String? {
      log.add(Diagnostic(.policy, file: PolicyReader.file, row: row, message))
      return nil
    }
    guard bytes.count <= CaseReader.largestPolicy else {
      return refuse(Text(zh: "文件超过 64 KB，不像是政策文件", en: "longer than 64 KB: this is no policy"))
    }
    switch DecodedText.decode(bytes) {
    case .undecodable(let row):
      return refuse(
        Text(zh: "此行含有既不是 UTF-8 也不是 GB18030 的字节", en: "this row is neither UTF-8 nor GB18030"), row: row)
    case .utf8(let decoded, _):
      // The parser recurses: a file of brackets must not exhaust the stack.
      guard PolicyFile.depth(decoded) <= CaseReader.deepestPolicy else {
        return refuse(Text(zh: "括号或短横线嵌套太深", en: "brackets or dashes are nested too deeply"))
      }
      return String(decoding: decoded, as: UTF8.self)
    }
  }
}

enum PolicyFile {
  /// All defaults is a policy too, but a file that was not saved is likelier.
  fileprivate static let isEmpty = Diagnostic(
    .warning, file: PolicyReader.file,
    Text(
      zh: "文件中没有任何内容，各项规则都用默认值", en: "the file says nothing: every rule has its default value"),
    mend: Text(
      zh: "检查文件是否已保存；如无误，在其中写上名称（name）", en: "check that it was saved; if it was, give the case a name in it")
  )

  /// An upper bound of the depth that brackets anywhere and indicators at the head of a line can make.
  static func depth(_ bytes: [UInt8]) -> Int {
    var brackets = 0
    var deepest = 0
    for byte in bytes {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { brackets += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { brackets = max(0, brackets - 1) }
      deepest = max(deepest, brackets)
    }
    let indicators: Set<UInt8> = [UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"), 0x20, 0x09]
    for line in bytes.split(separator: 0x0A) {
      deepest = max(deepest, line.prefix(while: { indicators.contains($0) }).count { $0 > 0x20 })
    }
    return deepest
  }
}
