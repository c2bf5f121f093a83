import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// A text for everybody, to be printed or mailed.
struct LettersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "letters",
    abstract: Text(zh: "给每名学生、每家企业、每所学校一份通知。", en: "A text for every student, enterprise and school.")
      .spoken,
    discussion: Text(
      zh: """
        学生的通知写明去哪里、何时、做什么、报酬、联系谁、为什么是那里；没有岗位的，写明原因和现在可以做什么。企业的名单只有它
        接收的学生，没有出生日期、住址、志愿和权重。任何人的通知里都没有别的学生的情况。

        students/、enterprises/ 和 schools/ 中每份一个文本文件；schools/ 中每校另有一个 HTML 文件，打印时每名学生一页；
        enterprises.html 每家企业一页；letters.csv 供邮件合并。语言与方案相同。

        示例：
          placement letters plan --output letters
        """,
      en: """
        A student's text says where, when, what kind of work, what pay, whom to ask and why there; without a post, why
        and what to do now. An enterprise's lists the students it takes, without birth date, home, wishes or priority.
        Nobody's text tells of anybody else.

        students/, enterprises/ and schools/ hold a text file each; schools/ has HTML files besides, which print a page
        a student; enterprises.html prints a page an enterprise; letters.csv is for mail merge. All in the plan's
        language.

        Example:
          placement letters plan --output letters
        """
    ).spokenParagraphs)

  @Argument(help: .planFolder) var planFolder: String
  @OptionGroup var target: OutputOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let letters = planLetters(at: URL(fileURLWithPath: planFolder))
    if !letters.diagnostics.isEmpty { throw InputFaults(diagnostics: letters.diagnostics) }
    try target.write(letters.files, as: .letters, reading: [planFolder])
    let counts = LetterKind.allCases.map { letters.counts[$0] ?? 0 }
    speech.console.result(
      Text(
        zh: "已写出通知：学生 \(counts[0]) 份，企业 \(counts[1]) 份，学校 \(counts[2]) 份；在 \(target.url.path)",
        en: "letters written: students \(counts[0]), enterprises \(counts[1]), schools \(counts[2]); in "
          + target.url.path))
  }
}
