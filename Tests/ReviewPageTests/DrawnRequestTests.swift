import Foundation
import TestSupport
import Testing

/// Requests drawn from the page's own description of itself: none may end in a fault of the server's.
@Suite(.waits) struct DrawnRequestTests {
  private static let count =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_REQUESTS"].flatMap(Int.init) ?? 300

  private struct Operation {
    let path: String
    let names: [String]
  }

  private func operations(_ page: Page) throws -> [Operation] {
    let text = try page.get("/api/openapi.json", as: page.cookie(of: "li")).text
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let paths = try #require(document?["paths"] as? [String: Any])
    return paths.keys.sorted().map { path in
      let get = (paths[path] as? [String: Any])?["get"] as? [String: Any]
      let parameters = get?["parameters"] as? [[String: Any]] ?? []
      return Operation(
        path: path,
        names: parameters.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String })
    }
  }

  private static let odd = [
    "", "0", "-1", "9223372036854775808", "1e309", "null", "true", "asc", "desc", "yes", "S00001", "P0001",
    "E0001", "X01",
    "unplaced", "distance", "pay", "\u{202E}", "\u{0}", "a\nb", "\u{1F468}\u{200D}\u{1F469}", "%", "'", "\"",
    "<b>", "..", "/", ";",
    String(repeating: "长", count: 300),
  ]

  private func value() -> String {
    switch Int.random(in: 0..<3) {
    case 0: Self.odd.randomElement()!
    case 1:
      String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 0...12)).map { _ in Unicode.Scalar(UInt8.random(in: 1...255)) }))
    default:
      (0..<Int.random(in: 1...8)).map { _ in "%" + String(format: "%02X", Int.random(in: 0...255)) }.joined()
    }
  }

  @Test func noneEndsInAFaultOfTheServers() throws {
    let page = try Page.shared.get()
    let operations = try operations(page)
    #expect(operations.contains { $0.names.contains("sort") })
    for _ in 0..<Self.count {
      let operation = operations.randomElement()!
      let id = value()
      let query = operation.names.shuffled().prefix(.random(in: 0...4)).map { name in
        let value = value()
        return name + "=" + (value.hasPrefix("%") ? value : Page.encoded(value))
      }
      let path = operation.path.replacing("{id}", with: id.hasPrefix("%") ? id : Page.encoded(id))
      let address = query.isEmpty ? path : path + "?" + query.joined(separator: "&")
      let name = ["wang", "li", "kan", "guan", ""].randomElement()!
      let answer = try page.get(address, as: name.isEmpty ? "" : page.cookie(of: name))
      #expect((200..<500).contains(answer.status), "\(name) \(address): \(answer.status)")
    }
  }
}
