import Foundation
import GRDB
import Placement
import PlacementFiles

/// A what-if that a planner keeps under a name.
public struct Scenario: Sendable {
  public enum State: String, Sendable { case running, done, failed, cancelled }

  public let id: String
  public let name: String
  public let settings: [String]
  /// How many suggestions are asked for, and for students of schools in which district; nil where settings are tried.
  public let search: (count: Int, district: String)?
  public let state: State
  /// Why there is no result.
  public let message: String
  public let account: String
}

extension ReviewSite {
  private func folder(of scenario: String) -> URL {
    database.workFolder.appendingPathComponent("what-if-" + scenario, isDirectory: true)
  }

  public func scenarios() throws -> [Scenario] {
    try database.pool.read { try Row.fetchAll($0, sql: "SELECT * FROM scenario ORDER BY made DESC") }.map(
      Self.scenario)
  }

  public func scenario(_ id: String) throws -> Scenario? {
    try database.pool.read {
      try Row.fetchOne($0, sql: "SELECT * FROM scenario WHERE id = ?", arguments: [id])
    }
    .map(Self.scenario)
  }

  private static func scenario(_ row: Row) -> Scenario {
    Scenario(
      id: row["id"], name: row["name"],
      settings: (row["settings"] as String).split(whereSeparator: \.isNewline).map(String.init),
      search: (row["suggestions"] as Int?).map { (count: $0, district: row["district"] as String) },
      state: Scenario.State(rawValue: row["state"]) ?? .failed, message: row["message"],
      account: row["account"])
  }

  /// Starts a what-if in the background. - Returns: its id. - Throws: ``ProposalFault``
  public func ask(name: String, settings: [String], language: Language, by actor: Actor) throws -> String {
    let settings = settings.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    try checkName(name)
    guard (1...50).contains(settings.count), settings.allSatisfy({ $0.count <= 500 }) else {
      throw ProposalFault.refused(Text(zh: "请写 1 至 50 项设定，每行一项", en: "Give 1 to 50 settings, one a line"))
    }
    return try start(
      name, settings.flatMap { ["--set", $0] }, note: settings.joined(separator: "\n"), language, by: actor)
  }

  /// Starts a search for the single changes that bring the most. - Returns: its id. - Throws: ``ProposalFault``
  public func suggest(
    name: String, count: Int, district: String, language: Language, by actor: Actor
  ) throws -> String {
    try checkName(name)
    guard (1...20).contains(count), district.count <= 60, !district.hasPrefix("-") else {
      throw ProposalFault.refused(Text(zh: "请写 1 至 20 项", en: "Ask for 1 to 20"))
    }
    let about = district.isEmpty ? [] : ["--district", district]
    return try start(
      name, ["--suggest", String(count)] + about, note: "", language, by: actor, search: (count, district))
  }

  private func checkName(_ name: String) throws {
    guard (1...60).contains(name.count) else {
      throw ProposalFault.refused(Text(zh: "请起一个 60 字以内的名称", en: "Give it a name of at most 60 characters"))
    }
  }

  private func start(
    _ name: String, _ options: [String], note: String, _ language: Language, by actor: Actor,
    search: (count: Int, district: String)? = nil
  ) throws -> String {
    let id = RandomText.id()
    try database.pool.write { database in
      try database.execute(
        sql: "INSERT INTO scenario VALUES (?, ?, ?, ?, 'running', '', ?, ?, ?)",
        arguments: [
          id, actor.name, name, note, Date().timeIntervalSince1970, search?.count, search?.district ?? "",
        ])
      try self.database.append(
        actor, .asked, subject: name, after: search == nil ? note : options.joined(separator: " "),
        in: database)
    }
    let arguments =
      ["what-if", configuration.caseFolder.path] + options
      + ["--output", folder(of: id).path, "--force"]
    children.start(id, arguments, in: language) { [weak self] end in
      switch end {
      case .ended(0, _), .ended(3, _): try? self?.settle(id, .done, "")
      case .ended(_, let words): try? self?.settle(id, .failed, words)
      default: try? self?.settle(id, .cancelled, "")
      }
    }
    return id
  }

  private func settle(_ id: String, _ state: Scenario.State, _ message: String) throws {
    try database.pool.write {
      try $0.execute(
        sql: "UPDATE scenario SET state = ?, message = ? WHERE id = ?",
        arguments: [state.rawValue, message, id])
    }
  }

  public func cancel(_ scenario: Scenario) throws {
    guard scenario.state == .running else { return }
    children.job(scenario.id)?.cancel()
    try settle(scenario.id, .cancelled, "")
  }

  /// What a finished search has found; nil where it has not.
  public func suggestions(of scenario: Scenario) -> PlanTable? {
    guard scenario.state == .done, scenario.search != nil else { return nil }
    return table(PlanSchema.suggestions, in: readPlanFolder(at: folder(of: scenario.id)))
  }

  /// With the English names of its columns.
  private func table(_ schema: TableSchema, in plan: PlanFolder) -> PlanTable? {
    plan.table(schema.file).map { table in
      var table = table
      table.columns = table.columns.map { schema.column(called: $0)?.name ?? $0 }
      return table
    }
  }

  /// The report's map of a plan, as its page has it; nil where it has none, or the scenario is not there.
  ///
  /// - `scenario`: nil of the plan under review.
  public func map(of scenario: Scenario?, _ view: PlanView) -> String? {
    let plan =
      scenario.map { folder(of: $0.id).appendingPathComponent("plan", isDirectory: true) } ?? view.book.folder
    guard
      let page = try? String(contentsOf: plan.appendingPathComponent("report.html"), encoding: .utf8),
      let start = page.range(of: "<svg "),
      let end = page.range(of: "</svg>", range: start.lowerBound..<page.endIndex)
    else { return nil }
    return String(page[start.lowerBound..<end.upperBound])
  }

  /// The two tables of a finished what-if; nil where there are none.
  public func tables(of scenario: Scenario) -> (comparison: PlanTable, changes: PlanTable)? {
    guard scenario.state == .done, scenario.search == nil else { return nil }
    let plan = readPlanFolder(at: folder(of: scenario.id))
    guard let comparison = table(PlanSchema.comparison, in: plan),
      let changes = table(PlanSchema.whatIfChanges, in: plan)
    else {
      return nil
    }
    return (comparison, changes)
  }
}
