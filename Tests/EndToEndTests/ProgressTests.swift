import Foundation
import TestSupport
import Testing

/// Whoever sits before a terminal sees what a long command is at.
@Suite struct ProgressTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func shown(_ arguments: [String], _ language: String) throws -> [String] {
    let result = try Binary.runOnTerminal(arguments + ["--language", language], in: scratch.url)
    // The last is no line that stays.
    #expect(result.hasSuffix("\r\u{1B}[K"), "\(arguments)")
    // What stays ends its line, and may quote names in any language.
    let lines = result.components(separatedBy: "\r\u{1B}[K").filter { !$0.isEmpty && !$0.contains("\n") }
    for line in lines {
      let isChinese = line.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      #expect(isChinese == (language == "zh-Hans"), "\(arguments): \(line)")
    }
    return lines
  }

  private func expect(_ steps: [String], in lines: [String]) {
    var left = lines[...]
    for step in steps {
      let place = left.firstIndex { $0.contains(step) }
      #expect(place != nil, "\(step) after \(lines.count - left.count) of \(lines)")
      if let place { left = left[(place + 1)...] }
    }
  }

  @Test func allStepsAreShown() throws {
    defer { scratch.remove() }
    let city = Fixtures.folder.appendingPathComponent("hangzhou").path
    expect(
      [
        "finding out who may go where", "stage 1/3", "counting seats",
        "reasons of the unplaced: ", "worth of full quotas: ", "making up the tables", "files: ",
      ], in: try shown(["allocate", city, "--output", "plan"], "en"))
    expect(
      ["核对各学生可选的岗位", "第 1/3 级目标", "统计岗位余额", "推算未安排原因：", "推算名额价值：", "编制各表", "生成文件："],
      in: try shown(["allocate", city, "--output", "plan", "--force"], "zh-Hans"))
    expect(
      ["reading files", "verifying students: ", "recomputing rows: ", "comparing the report"],
      in: try shown(["verify", city, "plan"], "en"))
    expect(["读取文件", "核验学生：", "重算各行：", "核对报告"], in: try shown(["verify", city, "plan"], "zh-Hans"))
    expect(
      [
        "certificate of objective 1: branches", "certificate of objective 1: 0 MB",
        "certificate of objective 3: ",
      ],
      in: try shown(["proof", "export", city, "plan", "--output", "proof"], "en"))
    expect(
      ["第 1 级目标的证书：已推导 1 ", "第 1 级目标的证书：已写 ", "第 3 级目标的证书："],
      in: try shown(["proof", "export", city, "plan", "--output", "proof", "--force"], "zh-Hans"))
    expect(["checking a certificate: 0 of "], in: try shown(["proof", "check", "proof"], "en"))
    expect(["核对证书：0 / "], in: try shown(["proof", "check", "proof"], "zh-Hans"))
  }
}
