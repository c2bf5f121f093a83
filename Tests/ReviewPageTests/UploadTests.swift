import Foundation
import TestSupport
import Testing

/// Decisions that come as edited lists.
@Suite(.waits) struct UploadTests {
  private let header = "学号,岗位编号,决定,决定岗位编号,决定理由\n"

  private func students(_ page: Page, of name: String) throws -> [String] {
    try page.get("/api/students?status=placed&decided=no", as: page.cookie(of: name)).text
      .matches(of: /"id":"([^"]+)","mark"/).map { String($0.1) }
  }

  private func decisions(_ page: Page) throws -> String {
    try String(contentsOf: page.caseFolder.appendingPathComponent("decisions.csv"), encoding: .utf8)
  }

  @Test func aListIsPreviewedAndCommitted() throws {
    let page = try Page()
    defer { page.stop() }
    let (own, cookie, before) = (
      try students(page, of: "wang"), try page.cookie(of: "wang"), try decisions(page)
    )
    let rows = own.prefix(2).map { "\($0),,不安排,E0036,面谈后不合适\n" }.joined()
    let answer = try page.upload("甲校.csv", Data((header + rows).utf8), as: cookie)
    let path = try #require(answer.headers["location"], "\(answer.status) \(answer.text)")
    let preview = try page.settled(path, as: cookie)
    #expect(preview.contains("\"failed\":null") && preview.contains("甲校.csv"), "\(preview)")
    #expect(preview.contains("名还没有公布"), "\(preview)")
    for student in own.prefix(2) { #expect(preview.contains("\"id\":\"\(student)\"")) }
    #expect(try decisions(page) == before)
    // Somebody else's is not there.
    #expect(try page.get(path, as: page.cookie(of: "li")).status == 404)
    #expect(try page.post(path + "/commit", [], as: cookie).status == 303)
    let after = try decisions(page)
    for student in own.prefix(2) { #expect(after.contains("\(student),")) }
    #expect(after.count > before.count)
  }

  /// A preview that was ended with the page leaves nobody's list behind; one that is whole is there after a restart.
  @Test func listsOutliveTheirPreviewsAlone() throws {
    let page = try Page()
    defer { page.stop() }
    let cookie = try page.cookie(of: "wang")
    let own = try students(page, of: "wang")[0]
    let answer = try page.upload("甲校.csv", Data((header + "\(own),,不安排,E0036,x\n").utf8), as: cookie)
    let path = try #require(answer.headers["location"])
    _ = try page.settled(path, as: cookie)
    func kept() throws -> [URL] {
      let all = FileManager.default.enumerator(at: page.folder, includingPropertiesForKeys: nil)
      return try #require(all).compactMap { $0 as? URL }.filter { $0.lastPathComponent.hasPrefix("files-") }
    }
    let whole = try #require(try kept().first)
    let broken = whole.deletingLastPathComponent().appendingPathComponent("files-0123456789abcdef")
    try FileManager.default.copyItem(at: whole, to: broken)
    try page.killAndRestart()
    #expect(try kept().map(\.lastPathComponent) == [whole.lastPathComponent])
    #expect(try page.post(path + "/commit", [], as: page.cookie(of: "wang")).status == 303)
    #expect(try decisions(page).contains("\(own),"))
    #expect(try kept().isEmpty)
  }

  @Test func aListOfOthersOrWithFaultsChangesNothing() throws {
    let page = try Page()
    defer { page.stop() }
    let (other, cookie, before) = (
      try students(page, of: "zhao")[0], try page.cookie(of: "wang"), try decisions(page)
    )
    // The same answer for somebody else's student and for one whom nobody has.
    let answers = try [other, "S99999"].map { student in
      let answer = try page.upload("a.csv", Data((header + "\(student),,不安排,E0036,x\n").utf8), as: cookie)
      #expect(answer.status == 400 && !answer.text.contains(student))
      return answer.text
    }
    #expect(answers[0] == answers[1])
    let own = try students(page, of: "wang")[0]
    let faulty = try page.upload("a.csv", Data((header + "\(own),,锁定,P99999,x\n").utf8), as: cookie)
    let said = try page.settled(try #require(faulty.headers["location"]), as: cookie)
    #expect(!said.contains("\"failed\":null") && said.contains("P99999") && !said.contains(page.folder.path))
    let noTable = try page.upload("a.xlsx", Data("PK".utf8), as: cookie)
    let nothing = try page.settled(try #require(noTable.headers["location"]), as: cookie)
    #expect(!nothing.contains("\"failed\":null"))
    #expect(try decisions(page) == before)
  }
}
