import ArgumentParser
import CaseGenerator
import Foundation
import Placement
import PlacementFiles

/// `placement generate`: a made-up city of any size.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: Text(zh: "生成虚构案例：杭州的地理，虚构的人。", en: "Make up a city: Hangzhou's geography, invented people.")
      .spoken,
    discussion: Text(
      zh: """
        示例：
          placement generate --students 3000 --seed 1 --output city --rules quotas
        """,
      en: """
        Example:
          placement generate --students 3000 --seed 1 --output city --rules quotas
        """
    ).spoken)

  @Option(help: .text(zh: "学生人数，20 至 200000。", en: "How many students, from 20 to 200000.")) var students: Int
  @Option(help: .text(zh: "随机种子，相同则案例相同。", en: "Equal seeds give equal cases.")) var seed: UInt64
  @Option(
    name: .shortAndLong, help: .text(zh: "要生成的案例文件夹。", en: "The case folder to make.", valueName: "case"))
  var output: String
  @Option(help: .text(zh: "涉及的规则。", en: "Which rules it exercises.")) var rules: GeneratedRules = .all
  @Flag(help: .text(zh: "覆盖已有案例。", en: "Replace a case that is there.")) var force = false
  @Option(
    help: .text(
      zh: "姓名、表头和消息的语言；默认生成中文案例。", en: "Of names, headers and messages; by default the city is Chinese."))
  var language: Language?

  func validate() throws {
    guard GeneratorOptions.studentRange.contains(students) else {
      throw ValidationError(
        Text(zh: "--students 应为 20 至 200000 的整数", en: "--students takes a whole number from 20 to 200000"))
    }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    let options = GeneratorOptions(
      students: students, seed: seed, rules: rules, language: language ?? .chinese)
    try GeneratedFolder(folder, mayReplace: force).write { caseFiles(generateCase(options)) }
  }
}

extension GeneratedRules: ExpressibleByArgument {}

/// Where a case goes: built beside, then renamed, so that it is there whole or not at all.
private struct GeneratedFolder {
  private static let files = Set([PolicySchema.file] + CaseSchema.tables.map(\.file))

  let target: URL
  let mayReplace: Bool

  init(_ target: URL, mayReplace: Bool) {
    self.target = target
    self.mayReplace = mayReplace
  }

  func write(_ make: () -> [(name: String, data: Data)]) throws {
    try checkTarget()
    let partial = target.deletingLastPathComponent().appendingPathComponent(
      ".\(target.lastPathComponent).partial-\(ProcessInfo.processInfo.processIdentifier)")
    let manager = FileManager.default
    do {
      let owner: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
      try manager.createDirectory(at: partial, withIntermediateDirectories: true, attributes: owner)
      for file in make() { try write(file, into: partial) }
      try moveIntoPlace(partial)
    } catch {
      try? manager.removeItem(at: partial)
      throw Refusal(
        .cannotWrite,
        Text(
          zh: "\(target.path) 无法写入，请检查权限和剩余空间",
          en: "\(target.path) cannot be written: see to rights and room"))
    }
  }

  /// The old case stays beside until the new one is in its place.
  private func moveIntoPlace(_ partial: URL) throws {
    let manager = FileManager.default
    let old = partial.appendingPathExtension("old")
    let isThere = manager.fileExists(atPath: target.path)
    if isThere { try manager.moveItem(at: target, to: old) }
    do {
      try manager.moveItem(at: partial, to: target)
    } catch {
      if isThere { try? manager.moveItem(at: old, to: target) }
      throw error
    }
    if isThere { try? manager.removeItem(at: old) }
  }

  private func write(_ file: (name: String, data: Data), into folder: URL) throws {
    let path = folder.appendingPathComponent(file.name).path
    guard
      FileManager.default.createFile(
        atPath: path, contents: file.data, attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
  }

  private func checkTarget() throws {
    guard FileManager.default.fileExists(atPath: target.path) else { return }
    guard mayReplace else {
      throw Refusal(
        .cannotWrite,
        Text(
          zh: "\(target.path) 已经存在；如需覆盖请加 --force", en: "\(target.path) exists; --force replaces it"))
    }
    // Only a case is ever replaced: whatever else somebody keeps in a folder stays.
    let found =
      (try? FileManager.default.contentsOfDirectory(atPath: target.path)) ?? [target.lastPathComponent]
    if let other = found.sorted().first(where: { !Self.files.contains($0) }) {
      throw Refusal(
        .cannotWrite,
        Text(
          zh: "\(target.path) 中有不属于案例的文件 \(other)，未作改动",
          en: "\(target.path) holds \(other), which is no part of a case; nothing was changed"))
    }
  }
}
