import Foundation
import Testing

/// What everybody is handed: all of the own, nothing of anybody else's.
@Suite struct LettersTests {
  private static let scratch = try! Scratch()

  /// A city of the generator's, allocated once, and its letters.
  private static let desk: Result<URL, any Error> = Result {
    let folder = scratch.url
    for words in [
      ["generate", "--students", "120", "--seed", "3", "--rules", "all", "--output", "city"],
      ["allocate", "city", "--output", "plan"], ["letters", "plan", "--output", "letters"],
    ] {
      let run = try Binary.run(words + ["--language", "zh-Hans"], in: folder)
      guard run.code == 0 || (run.code == 3 && words[0] == "allocate") else {
        throw Failed(errors: run.errors)
      }
    }
    return folder
  }

  private struct Failed: Error { let errors: String }

  private func text(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func names(_ folder: URL, _ kind: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("letters/" + kind).path)
      .filter { $0.hasSuffix(".txt") }.sorted()
  }

  @Test func everybodyHasOneAndItIsTheirOwn() throws {
    let folder = try Self.desk.get()
    let plan = try Sheet(folder.appendingPathComponent("plan/assignments.csv"))
    let ids = plan.rows.indices.map { plan.cell($0, "学号") }
    #expect(ids.count > 60)
    #expect(try names(folder, "students").count == 120)
    for row in plan.rows.indices {
      let own = plan.cell(row, "学号")
      let letter = try text(folder, "letters/students/\(own).txt")
      #expect(letter.contains(plan.cell(row, "姓名")), "\(own)")
      for other in ids where other != own { #expect(!letter.contains(other), "\(own) tells of \(other)") }
      guard !plan.cell(row, "岗位编号").isEmpty else { continue }
      for column in ["企业名称", "岗位名称", "实习地址", "开始日期", "结束日期", "月报酬", "联系人"] {
        let cell = plan.cell(row, column)
        #expect(cell.isEmpty || letter.contains(cell), "\(own) \(column)")
      }
    }
    #expect(plan.rows.indices.contains { plan.cell($0, "安排状态") == "未安排" })
  }

  @Test func hostsAndSchoolsGetTheirOwnAlone() throws {
    let folder = try Self.desk.get()
    let plan = try Sheet(folder.appendingPathComponent("plan/assignments.csv"))
    let births = try Sheet(folder.appendingPathComponent("city/students.csv"))
    for (kind, column) in [("enterprises", "企业编号"), ("schools", "学校编号")] {
      for name in try names(folder, kind) {
        let letter = try text(folder, "letters/\(kind)/\(name)")
        for row in plan.rows.indices {
          let isOwn = plan.cell(row, column) + ".txt" == name && plan.cell(row, "安排状态") != "不参加"
          guard isOwn || plan.cell(row, column) + ".txt" != name else { continue }
          #expect(letter.contains(plan.cell(row, "学号")) == isOwn, "\(name) \(plan.cell(row, "学号"))")
        }
        for row in births.rows.indices { #expect(!letter.contains(births.cell(row, "出生日期")), "\(name)") }
      }
    }
  }

  @Test func theyPrintAPageEachAndAreTheOwnersAlone() throws {
    let folder = try Self.desk.get()
    let school = try #require(try names(folder, "schools").first).replacing(".txt", with: "")
    let plan = try Sheet(folder.appendingPathComponent("plan/assignments.csv"))
    let page = try text(folder, "letters/schools/\(school).html")
    let own = plan.rows.indices.count { plan.cell($0, "学校编号") == school }
    #expect(own > 0 && page.components(separatedBy: "<section>").count - 1 >= own + 1)
    #expect(page.contains("break-after:page"))
    let file = folder.appendingPathComponent("letters/students/\(plan.cell(0, "学号")).txt")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try text(folder, "letters/.placement.json").contains("\"kind\" : \"letters\""))
    #expect(try Binary.run(["letters", "plan", "--output", "letters"], in: folder).code == 73)
    let before = try text(folder, "letters/letters.csv")
    #expect(try Binary.run(["letters", "plan", "--output", "letters", "--force"], in: folder).code == 0)
    #expect(try text(folder, "letters/letters.csv") == before)
    #expect(try Binary.run(["letters", "nowhere", "--output", "x"], in: folder).code == 66)
  }

  /// Who has no post is told which rule closes the nearest one, but not that somebody has decided so; who has found the
  /// place alone is not told why it is this one.
  @Test func theReasonIsTheStudentsOwn() throws {
    let folder = try Self.desk.get()
    let unplaced = try Sheet(folder.appendingPathComponent("plan/unplaced.csv"))
    var told = 0
    for row in unplaced.rows.indices where unplaced.cell(row, "未安排原因") == "无可选岗位" {
      let rule = unplaced.cell(row, "受限于")
      let letter = try text(folder, "letters/students/\(unplaced.cell(row, "学号")).txt")
      let isMatched = unplaced.cell(row, "说明") != "没有专业对口的岗位"
      let isTold = isMatched && !["不安排决定", "单位不接收", ""].contains(rule)
      #expect(letter.contains("没有岗位与你的专业对口。") != isMatched)
      #expect(letter.contains("卡在这一条：\(rule)。") == isTold && letter.contains("离你最近的对口岗位") == isTold)
      told += isTold ? 1 : 0
    }
    #expect(told > 0)
    let plan = try Sheet(folder.appendingPathComponent("plan/assignments.csv"))
    let own = plan.rows.indices.filter { plan.cell($0, "安排状态") == "自行联系" }
    #expect(!own.isEmpty)
    for row in own {
      #expect(try !text(folder, "letters/students/\(plan.cell(row, "学号")).txt").contains("安排理由"))
    }
  }

  /// Where no post matches, the nearest is one of another specialty: that its period does not suit is beside the point.
  @Test func whatClosesAPostOfAnotherSpecialtyIsNotTold() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.appendingPathComponent("case")
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/requests"), to: folder)
    for name in ["requests.csv", "published.csv"] {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    let header =
      "student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,zone,available_to"
    let rows = ["S1,X1,650101", "S2,X1,710201"].map { $0 + ",3,2008-01-01,30,120,home,2026-12-31" }
    try ([header] + rows).joined(separator: "\n").write(
      to: folder.appendingPathComponent("students.csv"), atomically: true, encoding: .utf8)
    for words in [["allocate", "case", "--output", "plan"], ["letters", "plan", "--output", "letters"]] {
      #expect(try Binary.run(words, in: scratch.url).code == 0)
    }
    let unplaced = try Sheet(scratch.url.appendingPathComponent("plan/unplaced.csv"))
    #expect(unplaced.rows.indices.map { unplaced.cell($0, "nearest_blocked_by") } == ["period", "period"])
    let letters = try ["S1", "S2"].map { try text(scratch.url, "letters/students/\($0).txt") }
    #expect(letters[0].contains("\nThere is no post that matches your specialty.\n"), "\(letters[0])")
    #expect(!letters[0].contains("period:") && !letters[0].contains("What closes"))
    #expect(
      letters[1].contains("\nWhat closes the nearest post that matches your specialty: "), "\(letters[1])")
  }

  /// Who goes elsewhere than was told reads where that was, in words, and why it holds no longer.
  @Test func whoMovesReadsWhatHasChanged() throws {
    let folder = try Self.desk.get()
    let plan = folder.appendingPathComponent("told")
    try FileManager.default.copyItem(at: folder.appendingPathComponent("plan"), to: plan)
    defer { try? FileManager.default.removeItem(at: plan) }
    var sheet = try Sheet(plan.appendingPathComponent("assignments.csv"))
    let placed = sheet.rows.indices.filter { sheet.cell($0, "安排状态") == "新安排" }
    let former = try #require(placed.first { sheet.cell($0, "岗位编号") != sheet.cell(placed[0], "岗位编号") })
    let moved = Array(placed.prefix { $0 != former }.prefix(3))
    for row in moved {
      sheet.set(row, "安排状态", "调整")
      sheet.set(row, "原岗位编号", sheet.cell(former, "岗位编号"))
    }
    // Nobody goes by what was confirmed, without a post or pinned to another least of all.
    let without = try #require(sheet.rows.indices.first { sheet.cell($0, "安排状态") == "未安排" })
    let pinned = try #require(
      placed.first {
        !moved.contains($0) && sheet.cell($0, "岗位编号") != sheet.cell(former, "岗位编号")
      })
    sheet.set(pinned, "安排状态", "已锁定")
    for row in [without, pinned] { sheet.set(row, "原岗位编号", sheet.cell(former, "岗位编号")) }
    // Who keeps the post has nothing to forget.
    sheet.set(former, "安排状态", "维持")
    sheet.set(former, "原岗位编号", sheet.cell(former, "岗位编号"))
    try sheet.write(plan.appendingPathComponent("assignments.csv"))
    var changes = try Sheet(plan.appendingPathComponent("changes.csv"))
    changes.rows = zip(moved, ["名额", "报酬", "不安排决定"]).map { row, reason in
      changes.header.map {
        ["学号": sheet.cell(row, "学号"), "调整原因": reason][$0.trimmingPrefix("\u{FEFF}").description] ?? ""
      }
    }
    try changes.write(plan.appendingPathComponent("changes.csv"))
    _ = try Binary.run(["letters", "told", "--output", "told-letters"], in: folder)
    let names = sheet.cell(former, "企业名称") + "，" + sheet.cell(former, "岗位名称")
    for (row, why) in zip(moved, ["全市统筹名额时有了调整。", "它现在不符合这条规定：报酬。", ""]) {
      let letter = try text(folder, "told-letters/students/\(sheet.cell(row, "学号")).txt")
      #expect(letter.contains("原来告知的岗位：\(names)。\(why)\n"), "\(letter)")
    }
    for row in moved + [without, pinned] {
      let letter = try text(folder, "told-letters/students/\(sheet.cell(row, "学号")).txt")
      #expect(letter.contains("原来告知的岗位：\(names)。") && letter.contains("\n那个岗位不再有效，"), "\(letter)")
    }
    // Who takes no part any more is told so of the post too; one that nobody has now is called by its work.
    let empty = try #require(
      Sheet(plan.appendingPathComponent("quotas.csv")).posts.first { post in
        !sheet.rows.indices.contains { sheet.cell($0, "岗位编号") == post.id }
      })
    let excluded = try #require(sheet.rows.indices.first { sheet.cell($0, "安排状态") == "不参加" })
    sheet.set(excluded, "原岗位编号", empty.id)
    try sheet.write(plan.appendingPathComponent("assignments.csv"))
    _ = try Binary.run(["letters", "told", "--output", "told-letters", "--force"], in: folder)
    let gone = try text(folder, "told-letters/students/\(sheet.cell(excluded, "学号")).txt")
    #expect(gone.contains("原来告知的岗位：\(empty.work)（\(empty.id)）。\n那个岗位不再有效"), "\(gone)")
    let other = try text(folder, "told-letters/students/\(sheet.cell(former, "学号")).txt")
    #expect(!other.contains("原来告知的岗位") && !other.contains("不再有效"))
  }

  /// The host's district stands before an address that names none, and before no other.
  @Test func anAddressIsNotPutIntoAnotherDistrict() throws {
    let folder = try Self.desk.get()
    let plan = folder.appendingPathComponent("moved")
    try FileManager.default.copyItem(at: folder.appendingPathComponent("plan"), to: plan)
    defer { try? FileManager.default.removeItem(at: plan) }
    var sheet = try Sheet(plan.appendingPathComponent("assignments.csv"))
    let placed = sheet.rows.indices.filter { !sheet.cell($0, "企业编号").isEmpty }
    let district = sheet.cell(placed[0], "区县")
    let other = try #require(placed.map { sheet.cell($0, "区县") }.first { $0 != district })
    let addresses = ["\(other)样例路1号", "\(other.dropLast())样例路1号", "样例路1号", ""]
    for (row, address) in zip(placed, addresses) {
      sheet.set(row, "区县", district)
      sheet.set(row, "实习地址", address)
    }
    try sheet.write(plan.appendingPathComponent("assignments.csv"))
    _ = try Binary.run(["letters", "moved", "--output", "moved-letters"], in: folder)
    let expected = [addresses[0], addresses[1], district + addresses[2], district]
    for (row, place) in zip(placed, expected) {
      let letter = try text(folder, "moved-letters/students/\(sheet.cell(row, "学号")).txt")
      #expect(letter.contains("地址：\(place)\n"), "\(letter)")
    }
  }

  /// In an English plan every word of a letter is English.
  @Test func aPlansLanguageIsItsLetters() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let tiny = Binary.package.appendingPathComponent("Fixtures/tiny").path
    #expect(try Binary.run(["allocate", tiny, "--output", "plan"], in: scratch.url).code == 0)
    #expect(
      try Binary.run(["letters", "plan", "--output", "letters"], in: scratch.url, lang: "zh_CN.UTF-8").code
        == 0)
    for name in ["students/S1.txt", "students/S6.txt", "enterprises/E1.txt", "schools/X1.txt", "letters.csv"]
    {
      let letter = try String(
        contentsOf: scratch.url.appendingPathComponent("letters/" + name), encoding: .utf8)
      #expect(!letter.unicodeScalars.contains { (0x3000...0xFF5E).contains($0.value) }, "\(name): \(letter)")
    }
    let without = try String(
      contentsOf: scratch.url.appendingPathComponent("letters/students/S6.txt"), encoding: .utf8)
    #expect(without.contains("There is no training post for you yet.") && without.contains("Why: "))
  }
}

extension Sheet {
  /// Posts of a quotas.csv.
  fileprivate var posts: [(id: String, work: String)] {
    rows.indices.filter { cell($0, "类别") == "岗位" }.map { (cell($0, "编号"), cell($0, "名称")) }
  }
}
