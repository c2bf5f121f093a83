import Placement
import Yams

/// What is wrong with a YAML text: in both languages, by line, and without repeating any of it, since a
/// configuration may hold a secret.
public enum YAMLFault {
  /// - Parameters:
  ///   - error: what the parser threw.
  ///   - kind: of what file: which exit code it comes to.
  ///   - file: the name to give.
  public static func diagnostic(_ error: any Error, kind: Diagnostic.Kind, file: String) -> Diagnostic {
    switch error as? YamlError {
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = Text(listing: duplicates.sorted().map(CellShapes.quoted))
      return Diagnostic(
        kind, file: file, row: context.mark.line,
        Text(zh: "键\(keys.zh)出现了两次", en: "the key \(keys.en) stands twice"),
        mend: Text(zh: "只保留一个", en: "keep one of them"))
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return diagnostic(kind, file: file, row: context?.mark.line ?? mark.line, problem)
    default: return diagnostic(kind, file: file, row: nil, "")
    }
  }

  private static func diagnostic(
    _ kind: Diagnostic.Kind, file: String, row: Int?, _ problem: String
  ) -> Diagnostic {
    let mend =
      mends.first { problem.contains($0.problem) }?.mend
      ?? Text(zh: "检查此处的缩进、冒号和引号", en: "check the indentation, the colons and the quotes there")
    return Diagnostic(
      kind, file: file, row: row, Text(zh: "不是正确的 YAML", en: "this is no correct YAML"), mend: mend)
  }

  /// By a part of what the parser says.
  private static let mends: [(problem: String, mend: Text)] = [
    (
      "tab character", Text(zh: "缩进只能用空格，不能用制表符", en: "indent by spaces, not by tabs")
    ),
    (
      "cannot start any token",
      Text(
        zh: "缩进只能用空格，不能用制表符；以 @、`、% 开头的值要加引号",
        en: "indent by spaces, not by tabs; put a value that begins with @, ` or % in quotes")
    ),
    (
      "mapping values are not allowed",
      Text(
        zh: "值里有冒号要加引号；下一级的键另起一行，多缩进两格",
        en:
          "put a value that holds a colon in quotes; keys below this one go on lines of their own, two spaces in"
      )
    ),
    (
      "expected ',' or ']'", Text(zh: "补上右方括号或逗号", en: "close the bracket, or add the comma")
    ),
    (
      "expected ',' or '}'", Text(zh: "补上右花括号或逗号", en: "close the brace, or add the comma")
    ),
    (
      "unexpected end of stream", Text(zh: "补上右引号", en: "close the quotation mark")
    ),
    (
      "could not find expected ':'",
      Text(zh: "键的后面要有冒号和空格", en: "write a colon and a space after the key")
    ),
    (
      "expected key",
      Text(zh: "同一级的键要对齐，写成“键: 值”", en: "keys of one level begin in one column, each as `key: value`")
    ),
    (
      "block sequence entries are not allowed",
      Text(zh: "以“-”开头的各项另起一行", en: "put the items that begin with - on lines of their own")
    ),
    (
      "expected '-' indicator",
      Text(zh: "同一列表的各项都以“-”开头并对齐", en: "begin every item of the list with -, in one column")
    ),
    (
      "alias", Text(zh: "以 * 开头的值要加引号", en: "put a value that begins with * in quotes")
    ),
    (
      "alphabetic or numeric character",
      Text(zh: "以 * 或 & 开头的值要加引号", en: "put a value that begins with * or & in quotes")
    ),
    (
      "unknown escape character",
      Text(
        zh: "含反斜杠的值改用单引号", en: "put a value that holds a backslash in single quotes")
    ),
  ]
}
