import Foundation
import GRDB
import Placement
import PlacementFiles

// Decisions that come as edited lists, workbooks or CSV, of several schools perhaps: the same preview, the same commit.

extension ReviewSite {
  private static let filesPrefix = "files-"

  private func folder(ofUpload id: String) -> URL {
    database.workFolder.appendingPathComponent(Self.filesPrefix + id, isDirectory: true)
  }

  func files(of proposal: Proposal) -> [URL] {
    proposal.files.map { folder(ofUpload: proposal.id).appendingPathComponent($0) }
  }

  func removeFiles(of id: String) { try? FileManager.default.removeItem(at: folder(ofUpload: id)) }

  /// Removes the lists of previews that ended with an earlier run of the page, or that nobody is shown any more. For the one
  /// that serves, before it does.
  public func removeAbandonedFiles() throws {
    let shown = try database.pool.read {
      try String.fetchSet(
        $0, sql: "SELECT id FROM proposal WHERE state = 'previewed' AND made > ?",
        arguments: [Self.oldestShown])
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: database.workFolder.path)
    for name in names where name.hasPrefix(Self.filesPrefix) {
      let id = String(name.dropFirst(Self.filesPrefix.count))
      if !shown.contains(id) { removeFiles(of: id) }
    }
  }

  /// Keeps some edited lists and starts the solve that says what they would do.
  ///
  /// - `files`: by names that are files' names.
  /// - Returns: the proposal's id.
  /// - Throws: ``ProposalFault``
  public func propose(
    files: [(name: String, data: Data)], _ view: PlanView, by actor: Actor
  ) throws -> String {
    guard !files.isEmpty else { throw ProposalFault.refused(Text(zh: "请选择文件", en: "Choose a file")) }
    try checkRows(files, view)
    let id = RandomText.id()
    let folder = self.folder(ofUpload: id)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let names = files.enumerated().map { number, file in
      files[..<number].contains { $0.name == file.name } ? "\(number + 1) \(file.name)" : file.name
    }
    for (name, file) in zip(names, files) {
      try file.data.write(to: folder.appendingPathComponent(name))
    }
    try insert(id, ProposalRequest(items: [], fingerprint: "", files: names), by: actor)
    try database.log(actor, .previewed, after: names.joined(separator: "\n"))
    let standing = decisions.read().rows
    startPreview(
      id, of: names.map { folder.appendingPathComponent($0) }, hiding: folder.path + "/", by: actor.name,
      language: view.language
    ) { [weak self] report in
      if let report { try self?.settle(id, names, report, standing, view) } else { self?.removeFiles(of: id) }
    }
    return id
  }

  /// Whoever sees some students only must not learn from an answer who else there is: her files are about hers alone.
  private func checkRows(_ files: [(name: String, data: Data)], _ view: PlanView) throws {
    guard !view.seesEverybody else { return }
    for file in files {
      guard let rows = studentsDecided(inFile: file.name, [UInt8](file.data)) else { continue }
      if let other = rows.first(where: { view.student($0.student) == nil }) {
        throw ProposalFault.refused(
          Text(
            zh: "\(file.name) 第 \(other.row) 行：这个学号不在您的名单中",
            en: "\(file.name), row \(other.row): this student is not in your list"))
      }
    }
  }

  /// Notes what the files would do, and what stood of their students when they came.
  private func settle(
    _ id: String, _ names: [String], _ report: DecisionReport, _ standing: [String: [StandingDecision]],
    _ view: PlanView
  ) throws {
    let students = Set(report.changes.map(\.studentID))
    guard students.allSatisfy({ view.student($0) != nil }) else {
      removeFiles(of: id)
      let text = Text(zh: "名单中有不属于您的学生", en: "the lists decide about students who are not yours")
      return try setState(id, .failed, text(view.language))
    }
    let request = ProposalRequest(
      items: [], fingerprint: StandingDecisions.fingerprint(of: Array(students), standing), files: names)
    let json = try request.json()
    try database.pool.write { database in
      try database.execute(sql: "UPDATE proposal SET request = ? WHERE id = ?", arguments: [json, id])
    }
    try setState(id, .previewed, report.json())
  }
}
