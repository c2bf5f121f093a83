import Foundation

/// What swift-argument-parser says, in Chinese: its own sentences are English only, and known here by their shape.
public enum ParserMessages {
  /// Pattern → template, in the order in which they are tried.
  private static let sentences: [(String, String)] = [
    ("^Error: ", "错误："), ("^Help:  ", "说明："), ("^Usage: ", "用法："), ("^USAGE: ", "用法："),
    ("^OVERVIEW: ", "概述："), ("^ARGUMENTS:$", "参数："), ("^OPTIONS:$", "选项："), ("^SUBCOMMANDS:$", "子命令："),
    ("See '(.+) <subcommand>' for detailed help\\.", "各子命令详见 $1 <subcommand>"),
    ("See '(.+)' for more information\\.", "详见 $1"),
    ("Show subcommand help information\\.", "显示子命令的帮助。"), ("Show help information\\.", "显示帮助。"),
    ("Show the version\\.", "显示版本。"), ("; default: ?", "；默认："), ("(;\\s+)default: ?", "$1默认："),
    ("\\(default: ?", "(默认："),
    ("\\(values: ?", "(可取："),
    ("Missing expected argument '(.+)'", "缺少 $1"), ("Missing one of: ", "缺少以下之一："),
    ("Missing value for '(.+)'", "$1 后面缺少值"), ("Missing required subcommand\\.", "缺少子命令"),
    ("Unknown option '(.+)'\\. Did you mean '(.+)'\\?", "没有选项 $1，是不是 $2？"),
    ("Unknown option '(.+)'", "没有选项 $1"), ("Invalid option: (.+)", "没有选项 $1"),
    ("The option '(.+)' does not take any value, but '(.+)' was specified\\.", "选项 $1 不带值，却给了“$2”"),
    ("Unexpected argument '(.*)'", "多余的参数“$1”"), ("([0-9]+) unexpected arguments: (.+)", "多余的 $1 个参数：$2"),
    ("Value to be set with flag '(.+)' had already been set with flag '(.+)'", "$1 与 $2 不能同时给出"),
    ("The value '(.*)' is invalid for '(.+?)'", "$2 的值“$1”不对"), ("The value '(.*)' is invalid", "值“$1”不对"),
    ("\\. Please provide one of the following:", "，应为以下之一："),
    ("\\. Please provide one of (.+)\\.$", "，应为其中之一：$1"), ("'(,| and| or) '", "'、'"),
    ("^   or: ", "   或："),
  ]

  /// What is wrong with a command line, in either language, for whoever has not typed it: without the usage that follows.
  public static func complaint(in text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let complaint = lines.prefix { line in !["用法：", "Usage: "].contains { line.hasPrefix($0) } }
    return complaint.joined(separator: "\n").replacing(#/^(错误：|Error: )/#, with: "")
  }

  /// Each sentence once for the whole text, its `^` and `$` a line's: the text of a whole tool has thousands of lines.
  public static func chinese(_ text: String) -> String {
    sentences.reduce(text) { text, sentence in
      text.replacingOccurrences(of: "(?m)" + sentence.0, with: sentence.1, options: .regularExpression)
    }
  }
}
