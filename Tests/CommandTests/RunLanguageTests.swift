import Foundation
import CommandWords
import Placement
import Testing

@testable import placement

/// The one language of a run.
@Suite struct RunLanguageTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("placement-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in [
      ("en/policy.yaml", "name: x\nlanguage: en   # of headers\n"), ("plain/policy.yaml", "name: x\n"),
      ("plan/summary.json", "{\n  \"language\" : \"en\",\n  \"name\" : \"x\"\n}\n"),
      ("night.yaml", "case: plain\nlanguage: en\n"), ("other.yaml", "case: en\nlanguage: zh-Hans\n"),
      ("third.yaml", "case: plain\n"), ("shut.yaml", "case: nowhere\nplans: plans\n"),
      ("plans/latest/summary.json", "{\n  \"language\" : \"zh-Hans\"\n}\n"),
      ("chinese/政策.yaml", "name: x\nlanguage: en\n"), ("fourth.yaml", "case: chinese\n"),
    ] {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
  }

  private func language(_ words: String..., lang: String? = nil) -> Language {
    let arguments = words.map { $0.hasPrefix("@") ? folder.path + "/" + $0.dropFirst() : $0 }
    return RunLanguage.language(arguments, environment: lang.map { ["LANG": $0] } ?? [:])
  }

  @Test func whatIsAskedForGoesFirstThenTheInputsThenLANG() {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(language("check", "@en", "--language", "zh-Hans") == .chinese)
    #expect(language("check", "@plain", "--language=en") == .english)
    #expect(language("check", "@en", lang: "zh_CN.UTF-8") == .english)
    // A policy that does not say is Chinese.
    #expect(language("check", "@plain", lang: "en_US.UTF-8") == .chinese)
    #expect(language("split", "@plan", lang: "zh_CN.UTF-8") == .english)
    // Where a run writes says nothing of its language.
    #expect(language("allocate", "--output", "@en", "@plain") == .chinese)
    #expect(language("nightly", "@night.yaml", lang: "zh_CN.UTF-8") == .english)
    // The case's goes before the configuration's.
    #expect(language("nightly", "@other.yaml") == .english)
    #expect(language("nightly", "@third.yaml", lang: "en_US") == .chinese)
    #expect(language("nightly", "@fourth.yaml") == .english)
    // A case that cannot be read is told of as the nights before were.
    #expect(language("nightly", "@shut.yaml", lang: "en_US") == .chinese)
    #expect(language("check", "@nowhere", lang: "zh_TW") == .chinese)
    #expect(language("check", "@nowhere", lang: "en_GB.UTF-8") == .english)
    #expect(language("check", "@nowhere") == .english)
  }

  /// Every sentence that swift-argument-parser has for a wrong command line, and its headings.
  @Test(arguments: [
    ("Error: Missing expected argument '<case-folder>'", "错误：缺少 <case-folder>"),
    ("Error: Unknown option '--foo'. Did you mean '--force'?", "错误：没有选项 --foo，是不是 --force？"),
    ("Error: Unknown option '--foo'", "错误：没有选项 --foo"),
    ("Error: Missing value for '--by <by>'", "错误：--by <by> 后面缺少值"),
    ("Error: Unexpected argument 'x'", "错误：多余的参数“x”"),
    ("Error: 2 unexpected arguments: 'x', 'y'", "错误：多余的 2 个参数：'x'、'y'"),
    (
      "Error: The value 'x' is invalid for '--by <by>'. Please provide one of 'school' and 'enterprise'.",
      "错误：--by <by> 的值“x”不对，应为其中之一：'school'、'enterprise'"
    ),
    ("Error: The value 'x' is invalid for '--threads <threads>'", "错误：--threads <threads> 的值“x”不对"),
    (
      "Error: The option '--force' does not take any value, but '1' was specified.",
      "错误：选项 --force 不带值，却给了“1”"
    ),
    ("  See 'placement check --help' for more information.", "  详见 placement check --help"),
    ("  See 'placement help <subcommand>' for detailed help.", "  各子命令详见 placement help <subcommand>"),
  ])
  func theParserSpeaksChinese(english: String, chinese: String) {
    #expect(ParserMessages.chinese(english) == chinese)
  }
}
