import Foundation

/// A file that somebody has sent with a form.
struct UploadedFile: Sendable, Equatable {
  /// As the browser says; see ``safeName``.
  let name: String
  let data: Data

  /// The last part of the name, of characters that no folder minds; nil for one that is neither CSV nor a workbook.
  var safeName: String? {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let plain = String(last.filter { $0.isLetter || $0.isNumber || "-_. ()（）".contains($0) }.suffix(80))
    let isTable = [".csv", ".xlsx"].contains { plain.lowercased().hasSuffix($0) }
    return isTable && !plain.hasPrefix(".") ? plain : nil
  }
}

/// Reads `multipart/form-data` (RFC 7578): the files of a form, its other fields left aside.
enum Multipart {
  /// More files, or longer headers of one, than any form of ours has.
  static let mostFiles = 50
  private static let longestHeader = 2000

  /// The boundary that a content type names; nil where it is another type.
  static func boundary(_ contentType: String) -> String? {
    guard contentType.lowercased().hasPrefix("multipart/form-data"),
      let mark = contentType.range(of: "boundary=", options: .caseInsensitive)
    else { return nil }
    let value = contentType[mark.upperBound...].prefix { $0 != ";" && !$0.isNewline }
      .trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
    return (1...70).contains(value.utf8.count) ? value : nil
  }

  /// Nil where the body is not whole, or not as it should be.
  static func files(_ body: Data, boundary: String) -> [UploadedFile]? {
    let (mark, blank) = (Data("--\(boundary)".utf8), Data("\r\n\r\n".utf8))
    guard body.starts(with: mark) else { return nil }
    var (files, place) = ([UploadedFile](), body.startIndex + mark.count)
    while true {
      let rest = body[place...]
      if rest.starts(with: Data("--".utf8)) { return files }
      guard rest.starts(with: Data("\r\n".utf8)),
        let headerEnd = body.range(of: blank, in: place..<min(body.endIndex, place + longestHeader)),
        let next = body.range(of: Data("\r\n".utf8) + mark, in: headerEnd.upperBound..<body.endIndex)
      else { return nil }
      let header = String(decoding: body[place..<headerEnd.lowerBound], as: UTF8.self)
      let data = body[headerEnd.upperBound..<next.lowerBound]
      // A field that nobody has put a file into comes with an empty name.
      if let name = fileName(header), !name.isEmpty {
        guard files.count < mostFiles else { return nil }
        files.append(UploadedFile(name: name, data: Data(data)))
      }
      place = next.upperBound
    }
  }

  private static func fileName(_ header: String) -> String? {
    guard let match = header.firstMatch(of: /(?i)content-disposition:[^\r\n]*;\s*filename="([^"\r\n]*)"/)
    else {
      return nil
    }
    return String(match.1)
  }
}
