import Foundation
import Placement

/// A text: a heading and lines; an empty line separates paragraphs.
struct Letter {
  let kind: LetterKind
  let id: String
  let name: String
  let schoolID: String
  let heading: String
  let lines: [String]

  var text: String { ([heading, ""] + lines).joined(separator: "\n") + "\n" }

  /// `students/S1.txt`
  var file: String {
    let folder =
      switch kind {
      case .student: "students/"
      case .enterprise: "enterprises/"
      case .school: "schools/"
      }
    return folder + FileName.safe(id) + ".txt"
  }
}

/// Letters as pages to print.
struct LetterPages {
  let language: Language

  /// A page a letter.
  func html(_ name: String, _ letters: [Letter]) -> Data {
    let pages = letters.map { letter in
      let lines = letter.lines.map { "<p>\($0.isEmpty ? "&nbsp;" : line($0))</p>" }
      return "<section><h1>\(escaped(letter.heading))</h1>\n\(lines.joined(separator: "\n"))</section>"
    }
    return Data(
      """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(escaped(name))</title><style>
      body{font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;
      max-width:720px;margin:0 auto;padding:24px}
      h1{font-size:20px;border-bottom:2px solid #1f4e79;padding-bottom:8px}
      p{margin:0;white-space:pre-wrap}
      section{margin-bottom:48px;break-after:page}
      section:last-child{break-after:auto}
      time{white-space:nowrap}
      </style></head><body>
      \(pages.joined(separator: "\n"))
      </body></html>

      """.utf8)
  }

  /// A date is not broken behind its year.
  private func line(_ text: String) -> String {
    escaped(text).replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}/) { "<time>\($0.output)</time>" }
  }

  private func escaped(_ text: String) -> String {
    ControlCharacters.escaped(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }
}
