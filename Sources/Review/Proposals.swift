import Foundation
import GRDB
import Placement
import PlacementFiles

/// Decisions that somebody has typed and not yet committed: what they would do is worked out first.
public struct Proposal: Sendable, Equatable {
  public enum Action: String, Codable, Sendable, CaseIterable {
    case pin, ban, clear

    var word: SchemaWord {
      switch self {
      case .pin: DecisionWord.pin
      case .ban: DecisionWord.ban
      case .clear: DecisionWord.clear
      }
    }

    public var text: Text { word.text }
  }

  public struct Item: Codable, Sendable, Equatable {
    public let student: String
    public let action: Action
    /// A post, or for a ban an enterprise; empty to clear.
    public let target: String
    public let reason: String

    public init(student: String, action: Action, target: String, reason: String) {
      self.student = student
      self.action = action
      self.target = target
      self.reason = reason
    }
  }

  public enum State: String, Sendable {
    case waiting, previewed, failed, committed, cancelled
  }

  public let id: String
  public let account: String
  /// Empty of decisions that came as files: what these decide stands in the preview.
  public let items: [Item]
  /// Names of the files that the decisions came in.
  public let files: [String]
  /// What stood of these students when they were looked at; see ``StandingDecisions/fingerprint(of:)``.
  public let fingerprint: String
  public let state: State
  public let preview: DecisionReport?
  /// Why there is none.
  public let message: String

  public var students: [String] {
    let changed = files.isEmpty ? [] : preview?.changes.map(\.studentID) ?? []
    return Array(Set(items.map(\.student) + changed)).sorted(by: String.utf8Precedes)
  }
}

/// What stands of a student's decisions, where it is not what somebody was shown.
public struct ChangedDecisions: Sendable, Equatable {
  public let student: String
  /// Each names its author; empty where there is none any more.
  public let now: [StandingDecision]
  /// The account that has last decided about the student on the page; nil: none has.
  public let account: String?
}

/// Why decisions are not taken.
public enum ProposalFault: Error, Sendable {
  /// One of the students is not there, for this account.
  case notFound
  case refused(Text)
  /// Somebody else has changed these students' decisions meanwhile, and those of so many more.
  case changedMeanwhile([ChangedDecisions], more: Int = 0)

  /// The most students of whom a fault says what stands: each is looked up in the log.
  public static let mostNamed = 20
  /// Another run holds the case.
  case busy
}

extension ReviewSite {
  /// The most students in one proposal.
  static let mostStudents = 2000

  /// Notes what somebody wants and starts the solve that says what it would do. - Returns: the proposal's id.
  /// - Throws: ``ProposalFault``
  public func propose(_ items: [Proposal.Item], fingerprint: String, _ view: PlanView, by actor: Actor) throws
    -> String
  {
    try check(items, view)
    let id = RandomText.id()
    try insert(id, ProposalRequest(items: items, fingerprint: fingerprint), by: actor)
    try database.log(
      actor, .previewed, subject: items.map(\.student).joined(separator: " "), after: Self.words(items))
    try startPreview(id, items, by: actor.name, language: view.language)
    return id
  }

  /// A proposal that waits for its preview.
  func insert(_ id: String, _ request: ProposalRequest, by actor: Actor) throws {
    let json = try request.json()
    try database.pool.write { database in
      try database.execute(
        sql: "INSERT INTO proposal VALUES (?, ?, ?, 'waiting', NULL, ?)",
        arguments: [id, actor.name, json, Date().timeIntervalSince1970])
    }
  }

  private func check(_ items: [Proposal.Item], _ view: PlanView) throws {
    guard !items.isEmpty else {
      throw ProposalFault.refused(Text(zh: "请先勾选学生", en: "Tick the students first"))
    }
    guard items.count <= Self.mostStudents else {
      throw ProposalFault.refused(
        Text(
          zh: "一次最多 \(Self.mostStudents) 名学生，请分几次", en: "At most \(Self.mostStudents) students at a time"))
    }
    guard items.allSatisfy({ view.student($0.student) != nil }) else { throw ProposalFault.notFound }
    for item in items where item.action != .clear {
      guard !item.reason.isEmpty else {
        throw ProposalFault.refused(Text(zh: "请写明理由", en: "Say why"))
      }
      guard item.reason.count <= 300 else {
        throw ProposalFault.refused(Text(zh: "理由过长", en: "The reason is too long"))
      }
      guard view.post(item.target) != nil || item.action == .ban && view.enterprise(item.target) != nil else {
        throw ProposalFault.refused(unknownTarget(item, view))
      }
    }
  }

  /// What to say of a target that cannot be decided on, so that a slip of the pen shows.
  private func unknownTarget(_ item: Proposal.Item, _ view: PlanView) -> Text {
    let shown = ShownID.text(item.target)
    if item.target.isEmpty {
      return item.action == .pin
        ? Text(
          zh: "\(ShownID.text(item.student)) 没有现有岗位，请填写岗位编号",
          en: "\(ShownID.text(item.student)) has no post at present: give a post's id")
        : Text(zh: "请填写岗位编号或企业编号", en: "Give a post's or an enterprise's id")
    }
    if view.enterprise(item.target) != nil {
      return Text(
        zh: "\(shown) 是企业；锁定须填写岗位编号", en: "\(shown) is an enterprise; to pin, give the id of one of its posts"
      )
    }
    return Text(
      zh: "没有编号为 \(shown) 的岗位或企业；请检查编号，大小写也要一致",
      en: "There is no post or enterprise \(shown); check the id, capital letters too")
  }

  /// What a proposal comes to; nil where there is none of this account's.
  public func proposal(_ id: String, of account: String) throws -> Proposal? {
    let row = try database.pool.read {
      try Row.fetchOne(
        $0, sql: "SELECT * FROM proposal WHERE id = ? AND account = ?", arguments: [id, account])
    }
    guard let row,
      let request = try? JSONDecoder().decode(
        ProposalRequest.self, from: Data((row["request"] as String).utf8))
    else { return nil }
    let result: String? = row["result"]
    let state = Proposal.State(rawValue: row["state"]) ?? .failed
    let preview = result.flatMap(DecisionReport.init(json:))
    return Proposal(
      id: id, account: account, items: request.items, files: request.files ?? [],
      fingerprint: request.fingerprint, state: state, preview: preview,
      message: preview == nil ? result ?? "" : "")
  }

  /// When the oldest proposal was made that is still shown to its account.
  static var oldestShown: Double { Date().timeIntervalSince1970 - 7 * 86_400 }

  /// The account's proposals of the last days that were worked out and neither committed nor discarded, newest first.
  public func waitingProposals(of account: String) throws -> [Proposal] {
    let ids = try database.pool.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT id FROM proposal WHERE account = ? AND state IN ('waiting', 'previewed') AND made > ?
          ORDER BY made DESC LIMIT 50
          """, arguments: [account, Self.oldestShown])
    }
    // Of students on whom something else has been decided since there is nothing left to commit; of several trials of the
    // same students the last one counts.
    let standing = decisions.read().rows
    var seen: Set<[String]> = []
    let waiting = try ids.compactMap { try proposal($0, of: account) }.filter { proposal in
      guard proposal.state == .previewed else { return true }
      return StandingDecisions.fingerprint(of: proposal.students, standing) == proposal.fingerprint
        && seen.insert(proposal.students).inserted
    }
    return Array(waiting.prefix(5))
  }

  /// Works out again what a proposal would do: after a restart, or where the case has changed.
  public func renewPreview(_ proposal: Proposal, language: Language) throws {
    guard proposal.state == .waiting, children.job(proposal.id) == nil else { return }
    guard proposal.files.isEmpty else {
      // What stood when the files came is known no more.
      return try setState(proposal.id, .cancelled, nil)
    }
    try startPreview(proposal.id, proposal.items, by: proposal.account, language: language)
  }

  public func cancel(_ proposal: Proposal) throws {
    children.job(proposal.id)?.cancel()
    removeFiles(of: proposal.id)
    try setState(proposal.id, .cancelled, nil)
  }

  private func startPreview(
    _ id: String, _ items: [Proposal.Item], by author: String, language: Language
  ) throws {
    let typed = database.workFolder.appendingPathComponent(id).appendingPathExtension("csv")
    try Self.file(items).write(to: typed)
    // What was typed has no file that its author could look into.
    startPreview(id, of: [typed], hiding: typed.path, by: author, language: language) { [weak self] report in
      try? FileManager.default.removeItem(at: typed)
      if let report { try self?.setState(id, .previewed, report.json()) }
    }
  }

  /// Lets `placement decide` say what the decisions of some lists would do; why it cannot becomes the proposal's state.
  ///
  /// - Parameters:
  ///   - path: what the child's words are shown without.
  ///   - done: takes its report, or nil where there is none.
  func startPreview(
    _ id: String, of lists: [URL], hiding path: String, by author: String, language: Language,
    done: @escaping @Sendable (DecisionReport?) throws -> Void
  ) {
    let output = database.workFolder.appendingPathComponent(id).appendingPathExtension("json")
    let arguments =
      ["decide", configuration.caseFolder.path] + lists.map(\.path)
      + ["--dry-run", "--json", "--author", author]
    children.start(id, arguments, in: language, hiding: path, output: output) { [weak self] end in
      let report = (try? String(contentsOf: output, encoding: .utf8)).flatMap(DecisionReport.init(json:))
      try? FileManager.default.removeItem(at: output)
      switch end {
      case .ended(0, _) where report != nil: try? done(report)
      case .ended(_, let words):
        try? done(nil)
        try? self?.setState(id, .failed, words)
      default:
        try? done(nil)
        try? self?.setState(id, .cancelled, nil)
      }
    }
  }

  func setState(_ id: String, _ state: Proposal.State, _ result: String?) throws {
    try database.pool.write {
      try $0.execute(
        sql:
          "UPDATE proposal SET state = ?, result = COALESCE(?, result) WHERE id = ? AND state <> 'committed'",
        arguments: [state.rawValue, result, id])
    }
  }

  /// The items as an assignments file with its decision columns filled in, which `decide` takes.
  static func file(_ items: [Proposal.Item]) -> Data {
    csvData(
      table: PlanTable(
        file: "assignments.csv",
        columns: ["student_id", "post_id", "decision", "decision_post_id", "decision_reason"],
        rows: items.map { [$0.student, "", $0.action.word.text.en, $0.target, $0.reason] }),
      language: .english)
  }

  static func words(_ items: [Proposal.Item]) -> String {
    items.map { "\($0.student) \($0.action.rawValue) \($0.target) \($0.reason)" }.joined(separator: "\n")
  }
}

struct ProposalRequest: Codable {
  let items: [Proposal.Item]
  var fingerprint: String
  /// Nil of what was typed.
  var files: [String]?

  func json() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
