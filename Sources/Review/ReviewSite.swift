import Foundation
import Nightly
import Placement
import PlacementFiles
import Synchronization

/// What the page is about: a case, its plans, and where the page keeps its own.
public struct SiteConfiguration: Sendable {
  public var caseFolder: URL
  /// A plan's folder, or the link that names the latest.
  public var plan: URL
  /// Where the page writes: its database and its work folder.
  public var folder: URL
  /// The path of `placement`.
  public var program: String
  /// What may be chosen as the reason of a decision; words of one's own are always taken.
  public var reasons: [String]
  /// The record of the nights, where there is one.
  public var history: URL?
  /// The nightly configuration, where there is one.
  public var night: NightConfiguration?

  public init(
    caseFolder: URL, plan: URL, folder: URL, program: String, reasons: [String] = [],
    history: URL? = nil, night: NightConfiguration? = nil
  ) {
    self.caseFolder = caseFolder
    self.plan = plan
    self.folder = folder
    self.program = program
    self.reasons = reasons
    self.history = history
    self.night = night
  }
}

/// All that pages are made from.
public final class ReviewSite: Sendable {
  public let configuration: SiteConfiguration
  public let database: ReviewDatabase
  public let decisions: StandingDecisions
  public let children: Children
  private let cached: Mutex<(stamp: String, book: PlanBook)?> = Mutex(nil)
  /// One reader of a new plan at a time.
  private let reading = NSLock()
  let commits = DispatchQueue(label: "commits")

  /// - Throws: where the database cannot be opened.
  public init(_ configuration: SiteConfiguration) throws {
    self.configuration = configuration
    database = try ReviewDatabase(folder: configuration.folder)
    decisions = StandingDecisions(caseFolder: configuration.caseFolder)
    children = Children(program: configuration.program)
    try FileManager.default.createDirectory(
      at: database.workFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try settleCommits()
  }

  /// The plan that a planner has made on the page.
  var ownPlan: URL { database.workFolder.appendingPathComponent("plan", isDirectory: true) }

  /// The plan under review: of the configured one and the one made here, the newer. Read again when it has changed.
  /// - Throws: ``ReadingFault``
  public func book() throws -> PlanBook {
    let (folder, stamp) = currentPlan()
    if let cached = cached.withLock({ $0 }), cached.stamp == stamp { return cached.book }
    return try reading.withLock {
      if let cached = cached.withLock({ $0 }), cached.stamp == stamp { return cached.book }
      let book = try PlanBook(plan: folder, of: configuration.caseFolder)
      cached.withLock { $0 = (stamp, book) }
      return book
    }
  }

  /// Whether a plan is the one that a planner has made on the page, rather than the configured one.
  public func isMadeHere(_ book: PlanBook) -> Bool {
    book.folder.path == ownPlan.resolvingSymlinksInPath().path
  }

  private func currentPlan() -> (folder: URL, stamp: String) {
    let found = [configuration.plan, ownPlan].compactMap { folder -> (URL, Date, String)? in
      let path = folder.appendingPathComponent("summary.json").path
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      let seconds = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
      return (folder, Date(timeIntervalSince1970: seconds), "\(status.st_ino) \(seconds) \(status.st_size)")
    }
    let newest = found.max { $0.1 < $1.1 }
    return newest.map { ($0.0, $0.2) } ?? (configuration.plan, "")
  }

  /// Makes the plan anew with the decisions that stand, as a child. What was there stays until the new one is whole.
  public func makePlan(by actor: Actor) throws {
    if let job = children.job("plan"), job.current == .waiting || job.current == .running { return }
    try database.log(actor, .planning)
    let arguments = [
      "allocate", configuration.caseFolder.path, "--output", ownPlan.path, "--force", "--xlsx",
    ]
    children.start("plan", arguments, in: nil) { _ in }
  }

  public var planning: ChildJob? { children.job("plan") }
}

extension ReviewSite {
  /// Whether decisions.csv is another one than the plan was made from.
  public func decisionsDiffer(_ book: PlanBook) -> Bool {
    let name = CaseSchema.decisions.file
    let then = book.inputs.first { CaseFileName.all(of: name).contains($0.key) }?.value ?? ""
    return then != decisions.read().sha256
  }

  /// - Throws: ``AccountFault`` where the plan has no student of a school.
  public func checkSchools(_ schools: [String]) throws {
    guard let known = try? book().index.schools.map(\.id),
      let unknown = schools.first(where: { !known.contains($0) })
    else { return }
    throw AccountFault(
      text: Text(zh: "方案中没有学校 \(unknown) 的学生", en: "the plan has no student of school \(unknown)"))
  }

  /// `commit(_:_:by:)` on a thread of its own, one at a time: reading a whole case keeps no page waiting.
  public func commitAside(_ proposal: Proposal, _ view: PlanView, by actor: Actor) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      commits.async { [self] in
        continuation.resume(with: Result { try commit(proposal, view, by: actor) })
      }
    }
  }
}
