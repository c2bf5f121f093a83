import Foundation
import Placement
import PlacementFiles
import Synchronization

/// One row of decisions.csv, as a page shows it.
public struct StandingDecision: Sendable, Equatable, Codable {
  public let student: String
  public let kind: String
  /// A post's or an enterprise's id.
  public let target: String
  public let reason: String
  public let author: String
  public let day: String
}

/// decisions.csv as it stands now: read again when the file has changed.
public final class StandingDecisions: Sendable {
  private struct State {
    var stamp: FileStamp?
    var rows: [String: [StandingDecision]] = [:]
    var sha256 = ""
  }

  private let folder: URL
  private let state = Mutex(State())

  public init(caseFolder: URL) { folder = caseFolder }

  /// Decisions by student, and the hash of the file.
  public func read() -> (rows: [String: [StandingDecision]], sha256: String) {
    let stamp = FileStamp(folder)
    return state.withLock { state in
      if state.stamp != stamp || stamp == nil {
        let (table, sha256) = decisionsTable(in: folder)
        state.rows = Dictionary(grouping: table.map(Self.decisions) ?? [], by: \.student)
        state.sha256 = sha256
        state.stamp = stamp
      }
      return (state.rows, state.sha256)
    }
  }

  /// A short word for what stands of some students: a form carries it, and what it says when it comes back must be so still.
  public func fingerprint(of students: [String]) -> String { Self.fingerprint(of: students, read().rows) }

  public static func fingerprint(of students: [String], _ rows: [String: [StandingDecision]]) -> String {
    let all = students.sorted(by: String.utf8Precedes).flatMap { rows[$0] ?? [] }.flatMap {
      [$0.student, $0.kind, $0.target, $0.reason]
    }
    return String(LogEntry.hash(all).prefix(16))
  }

  private static func decisions(_ table: PlanTable) -> [StandingDecision] {
    func index(_ name: String) -> Int? { table.columns.firstIndex(of: name) }
    let columns = ["student_id", "decision", "post_id", "enterprise_id", "reason", "author", "decided_on"]
      .map(index)
    return table.rows.map { row in
      let cells = columns.map { $0.map { row[$0] } ?? "" }
      return StandingDecision(
        student: cells[0], kind: DecisionWord.kind(cells[1]) == .pin ? "pin" : "ban",
        target: cells[2].isEmpty ? cells[3] : cells[2], reason: cells[4], author: cells[5], day: cells[6])
    }
  }
}

/// What tells that a file is another one than before.
private struct FileStamp: Equatable {
  let inode: UInt64
  let size: Int64
  let seconds: Int
  let nanoseconds: Int

  /// Of the case's decisions.csv, whatever it is called; nil where there is none.
  init?(_ folder: URL) {
    var status = stat()
    for name in CaseFileName.all(of: CaseSchema.decisions.file)
    where stat(folder.appendingPathComponent(name).path, &status) == 0 {
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
      return
    }
    return nil
  }
}
