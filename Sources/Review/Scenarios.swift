import Foundation
import GRDB
import Placement
import PlacementFiles

/// A what-if that a planner keeps under a name.
public struct Scenario: Sendable, Equatable {
  public enum State: String, Sendable { case running, done, failed, cancelled }

  public let id: String
  public let name: String
  public let settings: [String]
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
      state: Scenario.State(rawValue: row["state"]) ?? .failed, message: row["message"],
      account: row["account"])
  }

  /// Starts a what-if in the background. - Returns: its id. - Throws: ``ProposalFault``
  public func ask(name: String, settings: [String], language: Language, by actor: Actor) throws -> String {
    let settings = settings.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    guard (1...60).contains(name.count) else {
      throw ProposalFault.refused(Text(zh: "请起一个 60 字以内的名称", en: "give it a name of at most 60 characters"))
    }
    guard (1...50).contains(settings.count), settings.allSatisfy({ $0.count <= 500 }) else {
      throw ProposalFault.refused(Text(zh: "请写 1 至 50 项设定，每行一项", en: "give 1 to 50 settings, one a line"))
    }
    let id = RandomText.id()
    try database.pool.write { database in
      try database.execute(
        sql: "INSERT INTO scenario VALUES (?, ?, ?, ?, 'running', '', ?)",
        arguments: [id, actor.name, name, settings.joined(separator: "\n"), Date().timeIntervalSince1970])
      try self.database.append(
        actor, .asked, subject: name, after: settings.joined(separator: "\n"), in: database)
    }
    let arguments =
      ["what-if", configuration.caseFolder.path] + settings.flatMap { ["--set", $0] }
      + ["--output", folder(of: id).path, "--force", "--language", language.rawValue]
    children.start(id, arguments) { [weak self] end in
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

  /// The two tables of a finished what-if; nil where there are none.
  public func tables(of scenario: Scenario) -> (comparison: PlanTable, changes: PlanTable)? {
    guard scenario.state == .done else { return nil }
    let plan = readPlanFolder(at: folder(of: scenario.id))
    func table(_ schema: TableSchema) -> PlanTable? {
      plan.table(schema.file).map { table in
        var table = table
        table.columns = table.columns.map { schema.column(called: $0)?.name ?? $0 }
        return table
      }
    }
    guard let comparison = table(PlanSchema.comparison), let changes = table(PlanSchema.whatIfChanges) else {
      return nil
    }
    return (comparison, changes)
  }
}
