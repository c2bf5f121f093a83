import Foundation
import TestSupport
import Testing

@testable import Review
@testable import placement_review

/// The systemd unit that the page prints.
@Suite struct UnitTests {
  private func unit(_ folder: String) throws -> String {
    let configuration = SiteConfiguration(
      caseFolder: URL(fileURLWithPath: folder), plan: URL(fileURLWithPath: "/srv/plan"),
      folder: URL(fileURLWithPath: "/srv/review"), program: "/opt/placement/bin/placement")
    return try ReviewUnit(configuration, config: nil, port: 8080, publicName: nil).text
  }

  @Test func pathsAreQuoted() throws {
    #expect(try unit("/srv/my $case%").contains("ReadWritePaths=\"-/srv/my $$case%%\" -/srv/review\n"))
  }

  @Test(arguments: ["/srv/a\nExecStartPre=/bin/sh", "/srv/a\rb", "/srv/a\u{7}"])
  func aPathWithALineBreakIsRefused(_ folder: String) {
    #expect(throws: CommandFault.self) { try unit(folder) }
  }
}

/// What the program says of itself on a command line.
@Suite struct HelpTests {
  @Test(arguments: [["help"], ["help", "serve"], ["help", "user", "add"], ["serve", "--colour"]])
  func chineseIsChinese(_ words: [String]) throws {
    let (code, text) = try Page.said(
      by: "placement-review", words, environment: ["LC_ALL": "zh_CN.UTF-8"], errors: nil)
    #expect(code == (words.first == "help" ? 0 : 64))
    #expect(text.contains("用法："))
    for word in ["OVERVIEW", "USAGE", "Usage", "OPTIONS", "Error", "Show help"] {
      #expect(!text.contains(word), "\(text)")
    }
  }

  /// As with `placement`: what is asked for, else the case's language, else the terminal's.
  @Test(arguments: [
    (["user", "list", "--case", "city", "--plan", "plan", "--language"], "缺少"),
    (["user", "add", "--case", "city", "--plan", "plan", "--language", "en"], "Missing expected argument"),
    (["user", "add", "--case", "city", "--plan", "plan"], "缺少 --name"),
    (["user", "add", "--case", "town", "--plan", "plan"], "Missing expected argument"),
  ])
  func aRunSpeaksOneLanguage(_ words: [String], _ said: String) throws {
    let folder = Temporary.folder.appendingPathComponent("language-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let city = folder.appendingPathComponent("city")
    try FileManager.default.createDirectory(at: city, withIntermediateDirectories: true)
    try "name: x\n".write(to: city.appendingPathComponent("policy.yaml"), atomically: true, encoding: .utf8)
    let (code, text) = try Page.said(
      by: "placement-review", words, in: folder, environment: ["LC_ALL": "C"], errors: nil)
    #expect(code == 64)
    #expect(text.contains(said), "\(text)")
  }
}

@Suite struct MultipartTests {
  private func files(_ body: String) -> [UploadedFile]? { Multipart.files(Data(body.utf8), boundary: "x") }

  @Test func filesAreTakenAsTheyAre() throws {
    let body =
      "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"甲.csv\"\r\n\r\n1\r\n--y\r\n\r\n--x\r\n"
      + "Content-Disposition: form-data; name=\"a\"; filename=\"\"\r\n\r\n\r\n--x\r\n"
      + "Content-Disposition: form-data; name=\"b\"\r\n\r\nword\r\n--x--\r\n"
    #expect(files(body) == [UploadedFile(name: "甲.csv", data: Data("1\r\n--y\r\n".utf8))])
  }

  @Test(arguments: [
    "", "--x", "--x\r\n", "--x\r\nA: b\r\n\r\nno end", "--y\r\n\r\n\r\n--y--", "--x\r\n\r\n--x--",
    "--x\r\nA: b\r\n\r\nhalf\r\n--x",
  ])
  func aBodyThatIsNotWholeIsNone(_ body: String) { #expect(files(body) == nil) }

  @Test func namesAreFilesNames() {
    func name(_ text: String) -> String? { UploadedFile(name: text, data: Data()).safeName }
    #expect(name("C:\\lists\\甲校 (1).XLSX") == "甲校 (1).XLSX" && name("../a.csv") == "a.csv")
    #expect(name("a\n.csv") == "a.csv" && name(".csv") == nil && name("a.txt") == nil && name("") == nil)
  }
}
