import GRDB
import Placement

extension RunHistory {
  /// Every run, oldest first, without inputs, objectives, counts and timings.
  public func runs() throws(RunHistoryError) -> [HistoryRun] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY sequence, id").map(HistoryRun.init)
    }
  }

  /// Runs that the history holds, and those that have been purged from it.
  public func knownRuns() throws(RunHistoryError) -> Set<String> {
    try read { try Set(String.fetchAll($0, sql: "SELECT id FROM run UNION SELECT id FROM purged_run")) }
  }

  /// A run with everything known of it but its placements; nil where there is none.
  public func run(_ id: String) throws(RunHistoryError) -> HistoryRun? {
    try read { database in
      guard let row = try Row.fetchOne(database, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
      else { return nil }
      var run = HistoryRun(row)
      try run.complete(from: database)
      return run
    }
  }

  /// Everybody's placement in a run, by student.
  public func placements(of run: String) throws(RunHistoryError) -> [HistoryPlacement] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM placement WHERE run = ? ORDER BY student", arguments: [run]
      ).map(HistoryPlacement.init)
    }
  }

  /// Students whose post differs between two runs, those that one of them does not know included, by id.
  public func differences(
    from first: String, to second: String
  ) throws(RunHistoryError) -> [HistoryDifference] {
    let before = try placements(of: first)
    let after = try placements(of: second)
    var old = Dictionary(before.map { ($0.student, $0) }, uniquingKeysWith: { a, _ in a })
    var found: [HistoryDifference] = []
    for placement in after {
      let previous = old.removeValue(forKey: placement.student)
      guard previous?.post != placement.post else { continue }
      found.append(
        HistoryDifference(
          student: placement.student, before: previous?.post, after: placement.post,
          status: placement.status, why: placement.why))
    }
    for gone in old.values where gone.post != nil {
      found.append(
        HistoryDifference(student: gone.student, before: gone.post, after: nil, status: "", why: ""))
    }
    return found.sorted { String.utf8Precedes($0.student, $1.student) }
  }

  /// Every placement that a plan gave a student, oldest first; those of plans held for review say so.
  public func placements(ofStudent id: String) throws(RunHistoryError) -> [StudentRun] {
    let sql = """
      SELECT placement.*, run.outcome FROM placement JOIN run ON run.id = placement.run
      WHERE student = ? ORDER BY run.sequence, run.id
      """
    return try read { database in
      var before: StudentRun?
      return try Row.fetchAll(database, sql: sql, arguments: [id]).map { row in
        let placement = HistoryPlacement(row)
        let found = StudentRun(
          run: row["run"], outcome: row["outcome"], placement: placement, before: before?.run,
          changed: before.map { $0.placement.post != placement.post } ?? false)
        if !found.isHeld { before = found }
        return found
      }
    }
  }
}

extension HistoryRun {
  fileprivate init(_ row: Row) {
    self.init(
      id: row["id"], sequence: row["sequence"], season: row["season"], started: row["started"],
      outcome: row["outcome"], exitCode: row["exit_code"],
      reason: Text(zh: row["reason_zh"], en: row["reason_en"]))
  }

  fileprivate mutating func complete(from database: Database) throws {
    for row in try Row.fetchAll(database, sql: "SELECT * FROM run_input WHERE run = ?", arguments: [id]) {
      inputs[row["file"]] = row["sha256"]
    }
    for row in try Row.fetchAll(database, sql: "SELECT * FROM run_count WHERE run = ?", arguments: [id]) {
      counts[row["name"]] = row["value"]
    }
    for row in try Row.fetchAll(database, sql: "SELECT * FROM run_timing WHERE run = ?", arguments: [id]) {
      timings[row["step"]] = row["seconds"]
    }
    objectives = try Row.fetchAll(
      database, sql: "SELECT * FROM run_objective WHERE run = ? ORDER BY stage", arguments: [id]
    ).map { row in
      Objective(
        stage: row["stage"], weights: row["weights"], value: row["value"], bound: row["bound"],
        gap: row["gap"], proven: (row["proven"] as Int) != 0)
    }
  }
}

extension HistoryPlacement {
  fileprivate init(_ row: Row) {
    self.init(student: row["student"], post: row["post"], status: row["status"], why: row["why"])
  }
}
