import Foundation
import Placement
import RunHistory

extension ReviewSite {
  /// What `placement explain` says of a student: started when it is first asked for, kept as long as the plan and the
  /// decisions are the same.
  public func explanation(of student: String, _ view: PlanView) throws -> (
    isRunning: Bool, progress: String, text: String
  ) {
    let language = view.language
    let name = "why-" + LogEntry.hash([student, view.book.id, decisions.read().sha256, language.rawValue])
    let file = database.workFolder.appendingPathComponent(name + ".txt")
    if let job = children.job(name) {
      switch job.current {
      case .waiting, .running: return (true, job.progress, "")
      case .ended(let code, let words) where code != 0: return (false, "", words)
      default: break
      }
    }
    if let text = try? String(contentsOf: file, encoding: .utf8), !text.isEmpty { return (false, "", text) }
    let arguments = [
      "explain", configuration.caseFolder.path, view.book.folder.path, "--student", student,
    ]
    let draft = file.appendingPathExtension("new")
    children.start(name, arguments, in: language, output: draft) { end in
      if case .ended(0, _) = end {
        try? FileManager.default.moveItem(at: draft, to: file)
      } else {
        try? FileManager.default.removeItem(at: draft)
      }
    }
    return (true, "", "")
  }

  /// Where the nights before have placed the student, newest first; none without a history. Runs that changed nothing are
  /// passed over.
  public func history(of student: String) throws -> [Text] {
    guard let file = configuration.history, FileManager.default.fileExists(atPath: file.path),
      let history = try? RunHistory(reading: file)
    else { return [] }
    defer { history.close() }
    let runs = (try? history.placements(ofStudent: student)) ?? []
    return runs.filter { $0.changed || $0.before == nil }.reversed().prefix(20).map { run in
      let post = run.placement.post.map(Text.init(verbatim:)) ?? Text(zh: "无岗位", en: "no post")
      let held = run.isHeld ? Text(zh: "（方案未采用）", en: " (plan held)") : Text(verbatim: "")
      return Text(verbatim: run.run + "  ") + post + held
    }
  }
}
