import Foundation
import GRDB
import Placement
import PlacementFiles

/// What a school says of its list of a plan.
public struct Approval: Sendable, Equatable {
  public enum State: String, Word {
    case open, approved, returned

    public var chinese: String {
      switch self {
      case .open: "待审核"
      case .approved: "已同意"
      case .returned: "已退回"
      }
    }
  }

  public let school: String
  public let state: State
  public let remarks: String
  public let account: String
  public let at: Date?
  /// Whether something was said of another list than today's, and is to be said again.
  public var isOutdated = false
}

/// That a plan was made what students are told.
public struct PlanPublication: Sendable, Equatable {
  public let account: String
  public let at: Date
  /// The students whom it took from a post that they, or their hosts, had said yes to; in order of id.
  public let taken: [String]
}

extension ReviewSite {
  /// The state of every school that the account may see. What was said of another list than today's holds no more.
  public func approvals(_ view: PlanView) throws -> [Approval] {
    let rows = try database.pool.read { try Row.fetchAll($0, sql: "SELECT * FROM approval") }
    let bySchool = Dictionary(
      rows.map { ($0["school"] as String, $0) }, uniquingKeysWith: { first, _ in first })
    return view.schools.map { school in
      guard let row = bySchool[school.id], row["list"] == view.book.list(ofSchool: school.id) else {
        return Approval(
          school: school.id, state: .open, remarks: "", account: "", at: nil,
          isOutdated: bySchool[school.id] != nil)
      }
      return Approval(
        school: school.id, state: Approval.State(rawValue: row["state"]) ?? .open, remarks: row["remarks"],
        account: row["account"], at: Date(timeIntervalSince1970: row["at"]))
    }
  }

  /// Notes what a school says. - Throws: ``ProposalFault``
  public func say(
    _ state: Approval.State, ofSchool school: String, remarks: String, list: String, _ view: PlanView,
    by actor: Actor
  ) throws {
    guard view.schools.contains(where: { $0.id == school }) else { throw ProposalFault.notFound }
    guard state != .returned || !remarks.isEmpty else {
      throw ProposalFault.refused(Text(zh: "退回请写明意见", en: "Say why the list is returned"))
    }
    guard remarks.count <= 2000 else {
      throw ProposalFault.refused(Text(zh: "意见过长", en: "The remarks are too long"))
    }
    guard list == view.book.list(ofSchool: school) else {
      throw ProposalFault.refused(
        Text(
          zh: "名单刚刚有变，请重新查看后再审核", en: "the list has changed meanwhile: look at it again, then say"))
    }
    try database.durably { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO approval VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [school, state.rawValue, list, remarks, actor.name, Date().timeIntervalSince1970])
      try self.database.append(
        actor, state == .approved ? .approved : .returned, subject: school, after: remarks, in: database)
    }
  }

  /// The students whom publishing would take from a post that they, or their hosts, have said yes to; in order of id.
  public func brokenAgreements(_ view: PlanView) -> [String] {
    PlacementFiles.brokenAgreements(in: configuration.caseFolder) { id in
      view.student(id).map { ($0.status, $0.post) }
    }
  }

  /// How the plan was published here; nil where it was not, or another one was since.
  public func publication(of view: PlanView) throws -> PlanPublication? {
    let row = try database.pool.read {
      try Row.fetchOne($0, sql: "SELECT * FROM publication WHERE plan = ?", arguments: [view.book.id])
    }
    return row.map { row in
      let taken = (row["taken"] as String).split(separator: "\n").map(String.init)
      return PlanPublication(
        account: row["account"], at: Date(timeIntervalSince1970: row["at"]),
        taken: taken.filter { view.student($0) != nil })
    }
  }

  /// Makes the plan what students are told, by `placement publish`. All schools have approved, or a reason says why it
  /// is done over their heads.
  /// - Throws: ``ProposalFault``
  public func publish(reason: String, _ view: PlanView, by actor: Actor) async throws {
    let open = try approvals(view).filter { $0.state != .approved }.map(\.school)
    guard open.isEmpty || !reason.isEmpty else {
      throw ProposalFault.refused(
        Text(
          zh: "还有 \(open.count) 所学校没有同意；越过学校公布须写明理由",
          en: "\(open.count) schools have not approved; to publish over their heads say why"))
    }
    let subject = open.isEmpty ? "" : open.joined(separator: " ")
    try database.log(actor, .publishing, subject: subject, before: view.book.id, after: reason)
    let taken = brokenAgreements(view)
    let end = await children.run(
      ["publish", configuration.caseFolder.path, view.book.folder.path], in: view.language)
    guard case .ended(0, _) = end else {
      try database.log(actor, .publishingFailed, subject: subject, before: view.book.id)
      if case .ended(_, let words) = end { throw ProposalFault.refused(Text(verbatim: words)) }
      throw ProposalFault.busy
    }
    try note(taken, view, by: actor, over: subject, reason: reason)
  }

  /// A plan that is published again takes nobody's post a second time: whom it did stays known.
  private func note(
    _ taken: [String], _ view: PlanView, by actor: Actor, over schools: String, reason: String
  ) throws {
    let all = Set(taken + (try publication(of: view)?.taken ?? [])).sorted(by: String.utf8Precedes)
    try database.durably { database in
      try database.execute(sql: "DELETE FROM publication")
      try database.execute(
        sql: "INSERT INTO publication VALUES (?, ?, ?, ?)",
        arguments: [
          view.book.id, actor.name, Date().timeIntervalSince1970, all.joined(separator: "\n"),
        ])
      try self.database.append(
        actor, .published, subject: schools, before: view.book.id, after: reason, in: database)
    }
  }
}
