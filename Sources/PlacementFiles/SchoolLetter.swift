import Placement

extension LetterWriter {
  /// What a school is handed: its students with a post, and those without.
  func school(_ id: String, _ rows: [Int]) -> Letter {
    let placed = rows.filter { !cells[$0, "post_id"].isEmpty }
    let without = rows.filter { PlacementStatus(word: cells[$0, "status"]) == .unplaced }
    let excluded = rows.count { PlacementStatus(word: cells[$0, "status"]) == .excluded }
    let apart =
      excluded == 0 ? "" : word("，不参加 \(excluded) 名", ", taking no part: \(excluded)")
    return Letter(
      kind: .school, id: id, name: schoolName(rows[0]), schoolID: id,
      heading: heading("本校实习安排", "The placement of your students"),
      lines: [
        word(
          "\(schoolName(rows[0]))：学生 \(rows.count) 名，有岗位 \(placed.count) 名，未安排 \(without.count) 名\(apart)。",
          "\(schoolName(rows[0])): students: \(rows.count), with a post: \(placed.count), without: \(without.count)\(apart)."
        )
      ] + ["", word("有岗位的学生：", "With a post:")] + placed.map { "  " + pupil($0) }
        + (without.isEmpty
          ? [] : ["", word("未安排的学生：", "Without a post:")] + without.map { "  " + pupil($0) }))
  }

  private func pupil(_ row: Int) -> String {
    list([
      cells[row, "student_name"], cells[row, "student_id"], cells[row, "class_name"],
      cells[row, "enterprise_name"],
      cells[row, "post_title"], period(row), UnplacedReason(word: cells[row, "reason"])?(language) ?? "",
    ])
  }
}
