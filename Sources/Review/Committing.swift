import Allocation
import Foundation
import GLPKSolver
import GRDB
import Placement
import PlacementFiles

// From a proposal to decisions.csv: the steps of `placement decide`, under the same lock, each told in the log.

extension ReviewSite {
  /// Writes a proposal's decisions into the case, all of them or none. Blocks for as long as reading the case takes.
  /// - Throws: ``ProposalFault``
  func commit(_ proposal: Proposal, _ view: PlanView, by actor: Actor) throws {
    guard proposal.students.allSatisfy({ view.student($0) != nil }) else { throw ProposalFault.notFound }
    guard proposal.state == .previewed else {
      throw ProposalFault.refused(Text(zh: "先看到作用，才能写入", en: "What they would do must be known first"))
    }
    let lock = try caseLock()
    defer { withExtendedLifetime(lock) {} }
    let standing = decisions.read()
    try refuseChanged(proposal, standing.rows)
    let result = try imported(proposal, view, by: actor)
    let before = proposal.students.flatMap { standing.rows[$0] ?? [] }.map {
      "\($0.student) \($0.kind) \($0.target) \($0.reason)"
    }
    try write(result, over: standing.sha256, about: proposal.students, by: actor) { database, subject in
      try self.database.append(
        actor, .decided, subject: subject, before: before.joined(separator: "\n"),
        after: proposal.files.isEmpty ? Self.words(proposal.items) : Self.words(result.changes), in: database)
      try database.execute(
        sql: "UPDATE proposal SET state = 'committed' WHERE id = ?", arguments: [proposal.id])
    }
    removeFiles(of: proposal.id)
  }

  /// What the proposal makes of decisions.csv.
  /// - Throws: ``ProposalFault`` where it cannot hold.
  private func imported(_ proposal: Proposal, _ view: PlanView, by actor: Actor) throws -> DecisionImport {
    let typed = database.workFolder.appendingPathComponent(proposal.id + "-commit.csv")
    if proposal.files.isEmpty { try Self.file(proposal.items).write(to: typed) }
    defer { try? FileManager.default.removeItem(at: typed) }
    let files = proposal.files.isEmpty ? [typed] : self.files(of: proposal)
    let result = importDecisions(
      caseFolder: configuration.caseFolder, files: files.map(\.path), day: .today,
      author: DecisionAuthor(given: actor.name))
    // Between preview and commit a file cannot change: what it decides is still about students whom the account sees.
    guard result.changes.allSatisfy({ view.student($0.studentID) != nil }) else {
      throw ProposalFault.notFound
    }
    func refusal(_ faults: [Diagnostic]) -> ProposalFault {
      let lines = faults.filter(\.isFault).map { view.redacted($0.message(view.language)) }.map {
        // The names of files as they came, not where they are kept.
        files.reduce($0) { $0.replacing($1.deletingLastPathComponent().path + "/", with: "") }
      }
      return .refused(Text(verbatim: lines.joined(separator: view.language == .chinese ? "；" : "; ")))
    }
    guard let after = result.placementCase else { throw refusal(result.diagnostics) }
    let check = CaseCheck.solvedOrCounted(after, threads: 1, using: GLPKSolver())
    let faults = check.diagnostics.filter(\.isFault).map(result.located)
    if !faults.isEmpty { throw refusal(faults) }
    return result
  }

  /// Writes decisions.csv. The log tells of it before and after: an entry with the hashes of the file as it was and as it
  /// will be, then the file, then an entry that it is done. Whatever happens between them, the file's hash says which it
  /// was.
  ///
  /// - Parameter note: adds the last entry, which names the `subject` of the first.
  private func write(
    _ result: DecisionImport, over sha256: String, about students: [String], by actor: Actor,
    note: (_ database: Database, _ subject: String) throws -> Void
  ) throws {
    let subject = students.joined(separator: " ")
    let next = result.data.map { Digest.sha256(Array($0)) } ?? sha256
    try database.log(actor, .deciding, subject: subject, before: sha256, after: next)
    do {
      try result.write(into: configuration.caseFolder)
    } catch {
      try database.log(actor, .decidingFailed, subject: subject, before: sha256, after: sha256)
      throw ProposalFault.refused(error.message)
    }
    try database.durably { try note($0, subject) }
  }

  private static func words(_ changes: [DecisionChange]) -> String {
    changes.map { change in
      let kind = change.kind == .dropped ? "clear" : change.decision == .pin ? "pin" : "ban"
      return "\(change.studentID) \(kind) \(change.targetID)"
    }.joined(separator: "\n")
  }

  /// The case's lock: whoever else holds it is waited for, a little.
  private func caseLock() throws -> CaseLock {
    for _ in 0..<30 {
      do {
        return try CaseLock(folder: configuration.caseFolder)
      } catch CaseLock.Failure.held {
        usleep(100_000)
      } catch {
        throw ProposalFault.refused(
          Text(zh: "案例文件夹不能写入", en: "The case folder cannot be written"))
      }
    }
    throw ProposalFault.busy
  }

  private func refuseChanged(_ proposal: Proposal, _ rows: [String: [StandingDecision]]) throws {
    guard StandingDecisions.fingerprint(of: proposal.students, rows) != proposal.fingerprint else { return }
    for student in proposal.students {
      let changed = try changedDecisions(of: student, rows)
      if changed.account != nil { throw ProposalFault.changedMeanwhile([changed]) }
    }
    let student = proposal.students.first { rows[$0] != nil } ?? proposal.students[0]
    throw ProposalFault.changedMeanwhile([try changedDecisions(of: student, rows)])
  }

  /// What stands of a student's decisions now, and who changed them last.
  ///
  /// - Parameters:
  ///   - student: an id.
  ///   - rows: decisions as they stand, by student.
  public func changedDecisions(
    of student: String, _ rows: [String: [StandingDecision]]
  ) throws -> ChangedDecisions {
    ChangedDecisions(
      student: student, now: rows[student] ?? [],
      account: try database.lastEntry(.decided, about: student)?.account)
  }

  /// After a crash or a power cut: says of a commit that was begun whether it was done, which the file tells. Whoever
  /// commits at this moment holds the case's lock: then there is nothing to settle.
  func settleCommits() throws {
    guard let lock = try? CaseLock(folder: configuration.caseFolder) else { return }
    defer { withExtendedLifetime(lock) {} }
    guard let last = try database.lastEntry(of: [.deciding, .decided, .decidingFailed]),
      last.action == LogEntry.Action.deciding.rawValue
    else { return }
    let isDone = decisions.read().sha256 == last.after
    try database.log(
      Actor(name: last.account, address: last.address), isDone ? .decided : .decidingFailed,
      subject: last.subject, before: last.before, after: isDone ? last.after : last.before)
  }
}
