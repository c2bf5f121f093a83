import Mustache
import Placement
import Synchronization

/// The templates of all pages, one library a language. A text stands in both languages where it is used: `[[中文|English]]`.
struct Templates: Sendable {
  private let libraries: [Language: MustacheLibrary]
  private let kept = KeptHTML()

  /// - Throws: where a template is wrong, which a test finds.
  init() throws {
    MustacheContentTypes.register(EscapedText(), named: EscapedText.name)
    var libraries: [Language: MustacheLibrary] = [:]
    for language in Language.allCases {
      let templates = try Self.sources.mapValues {
        try MustacheTemplate(string: "{{% CONTENT_TYPE: \(EscapedText.name)}}" + Self.spoken($0, language))
      }
      libraries[language] = MustacheLibrary(templates: templates)
    }
    self.libraries = libraries
  }

  /// A page, the layout around it left out. Where a template `PAGE-row` stands beside it, each of its `rows` is made by
  /// that one. Both are kept: a list's rows are most of its time, and the same students are looked at again and again.
  func html(_ template: String, _ value: PageValue, _ language: Language) -> String {
    kept.html(of: .init(template: template, language: language, value: value)) {
      let rowTemplate = "\(template)-row"
      guard Self.sources[rowTemplate] != nil, case .object(var keys) = value,
        case .list(let rows)? = keys["rows"]
      else { return page(template, value, language) }
      keys["rows"] = .text(rows.map { html(rowTemplate, $0, language) }.joined())
      return page(template, .object(keys), language)
    }
  }

  /// A whole page: the layout, or what stands alone.
  func page(_ template: String, _ value: PageValue, _ language: Language) -> String {
    libraries[language]?.render(value.forTemplate, withTemplate: template) ?? ""
  }

  /// HTML by what it says, so that nothing stale is ever shown. All go when they come to 32 MB.
  private final class KeptHTML: Sendable {
    struct Key: Hashable {
      let template: String
      let language: Language
      let value: PageValue
    }

    private let kept = Mutex<(html: [Key: String], bytes: Int)>(([:], 0))

    func html(of key: Key, making make: () -> String) -> String {
      if let known = kept.withLock({ $0.html[key] }) { return known }
      let made = make()
      kept.withLock {
        if $0.bytes > 32 << 20 { $0 = ([:], 0) }
        // What it says is kept as its key: that weighs about as much as the HTML.
        $0.bytes += 2 * made.utf8.count
        $0.html[key] = made
      }
      return made
    }
  }

  static let sources: [String: String] =
    frames.merging(studentPages) { $1 }.merging(listPages) { $1 }.merging(otherPages) { $1 }

  /// What the library's own escaping does, by bytes instead of by characters: of a long list it is most of the work.
  private struct EscapedText: MustacheContentType {
    static let name = "ESCAPED"

    func escapeText(_ text: String) -> String {
      guard text.utf8.contains(where: { Self.entity($0) != nil }) else { return text }
      var bytes: [UInt8] = []
      for byte in text.utf8 {
        if let entity = Self.entity(byte) { bytes += entity.utf8 } else { bytes.append(byte) }
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    private static func entity(_ byte: UInt8) -> String? {
      switch byte {
      case UInt8(ascii: "<"): "&lt;"
      case UInt8(ascii: ">"): "&gt;"
      case UInt8(ascii: "&"): "&amp;"
      case UInt8(ascii: "\""): "&quot;"
      case UInt8(ascii: "'"): "&#39;"
      default: nil
      }
    }
  }

  /// The template in one language.
  static func spoken(_ source: String, _ language: Language) -> String {
    var result = ""
    var rest = source[...]
    while let start = rest.range(of: "[["), let end = rest[start.upperBound...].range(of: "]]") {
      result += rest[..<start.lowerBound]
      let texts = rest[start.upperBound..<end.lowerBound].split(
        separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
      result += language == .chinese || texts.count < 2 ? texts[0] : texts[1]
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  private static let frames = [
    "layout": """
    {{<frame}}{{$body}}
    <header class="top"><div class="wide">
    <a class="brand" href="/"><span>{{caseName}}</span></a>
    <details class="menu"><summary>[[菜单|Menu]]</summary></details>
    <nav aria-label="[[主导航|Main]]"><ul>{{#nav}}<li><a href="{{href}}"{{#here}} aria-current="page"{{/here}}>{{label}}{{#count}}<span class="badge">{{.}}</span>{{/count}}</a></li>{{/nav}}</ul></nav>
    <div class="me"><a href="/account">{{me}}</a><form method="post" action="/sign-out"><button class="plain">[[退出|Sign out]]</button></form></div>
    </div></header>
    <main id="main" class="wide"><div class="heading"><h1>{{title}}</h1>{{#subtitle}}<p class="sub">{{.}}</p>{{/subtitle}}</div>
    {{#done}}<p class="note good" role="status">{{.}}</p>{{/done}}
    {{#fault}}<p class="note bad" role="alert">{{.}}</p>{{/fault}}
    {{{content}}}
    </main>
    <footer class="wide"><p>{{planLine}}</p><p>[[名单含未成年人个人信息，仅供审核使用，请勿外传。查看和改动均有记录。|These lists hold minors' data: for the review alone. What is looked at and changed is logged.]]</p></footer>
    {{/body}}{{/frame}}
    """,
    "frame": """
    <!DOCTYPE html>
    <html lang="[[zh-Hans|en]]"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}} · [[实习安排审核|Placement review]]</title>
    <link rel="icon" href="/assets/icon.svg"><link rel="stylesheet" href="/assets/review.css?{{version}}">
    <script src="/assets/review.js?{{version}}" defer></script></head>
    <body><a class="skip" href="#main">[[跳到正文|Skip to content]]</a>{{$body}}{{/body}}</body></html>
    """,
    "sign-in": """
    {{<frame}}{{$body}}<main id="main" class="narrow"><h1>[[实习安排审核|Placement review]]</h1>
    <p class="sub">{{caseName}}</p>
    {{#fault}}<p class="note bad" role="alert">{{.}}</p>{{/fault}}
    <form method="post" action="/sign-in" class="stack">
    <input type="hidden" name="next" value="{{next}}">{{#chosen}}<input type="hidden" name="language" value="{{.}}">{{/chosen}}
    <label for="name">[[账户|Account]]</label><input id="name" name="name" value="{{name}}" autocomplete="username" required{{^name}} autofocus{{/name}} maxlength="60">
    <label for="password">[[密码|Password]]</label><input id="password" name="password" type="password" autocomplete="current-password" required{{#name}} autofocus{{/name}} maxlength="200">
    <button class="primary">[[登录|Sign in]]</button></form>
    <p class="fine">[[忘记密码，请联系管理员重置。连续 5 次输错，须等 15 分钟。|A forgotten password is reset by the administrator. After five failures wait 15 minutes.]]</p>
    <p class="fine"><a href="{{otherLanguage}}" hreflang="[[en|zh-Hans]]" lang="[[en|zh-Hans]]">[[English|中文]]</a></p>
    </main>{{/body}}{{/frame}}
    """,
    "first-password": """
    {{<frame}}{{$body}}<main id="main" class="narrow"><h1>[[请先修改初始密码|Change your first password]]</h1>
    {{#fault}}<p class="note bad" role="alert">{{.}}</p>{{/fault}}{{>password-form}}
    </main>{{/body}}{{/frame}}
    """,
    "password-form": """
    <form method="post" action="/password" class="stack">
      <input name="account" autocomplete="username" value="{{me}}" hidden>
    <label for="old">[[原密码|Old password]]</label><input id="old" name="old" type="password" autocomplete="current-password" required maxlength="200">
    <label for="new">[[新密码|New password]]</label><input id="new" name="new" type="password" autocomplete="new-password" required minlength="10" maxlength="200" aria-describedby="hint">
    <p class="fine" id="hint">[[至少 10 个字符，不用常见密码，不含账户名。|At least ten characters, no common password, not your account's name.]]</p>
    <label for="again">[[再输一遍|The same again]]</label><input id="again" name="again" type="password" autocomplete="new-password" required minlength="10" maxlength="200">
    <button class="primary">[[修改密码|Change password]]</button></form>
    """,
    "fault": """
    {{<frame}}{{$body}}<main id="main" class="narrow"><h1>{{title}}</h1><p>{{fault}}</p><p><a href="/">[[回到首页|To the first page]]</a></p></main>{{/body}}{{/frame}}
    """,
  ]
}
