import Foundation
import Placement

/// What is kept of a night, as JSON in `runs/`. Counts and hashes: nobody's data.
public struct NightRecord: Codable, Sendable, Equatable {
  /// How the plan differs from the one before it, in students.
  public struct Changes: Codable, Sendable, Equatable {
    /// Against the plan before: students at another post, with a post for the first time, without one now.
    public var moved = 0
    public var newlyPlaced = 0
    public var newlyUnplaced = 0
    /// Students who have been told a post, and those of them whom the plan moves: see `ToldStudents`.
    public var told = 0
    public var toldMoved = 0
    /// Of those, students who have confirmed, signed or started their post; nil in records of before it was counted.
    public var agreementsBroken: Int?

    enum CodingKeys: String, CodingKey {
      case moved, told
      case newlyPlaced = "newly_placed"
      case newlyUnplaced = "newly_unplaced"
      case toldMoved = "told_moved"
      case agreementsBroken = "agreements_broken"
    }
  }

  /// One sentence in both languages.
  public struct Sentence: Codable, Sendable, Equatable {
    public var zh: String
    public var en: String

    init(_ text: Text) { (zh, en) = (text.zh, text.en) }
    public var text: Text { Text(zh: zh, en: en) }
  }

  public var id: String
  /// Grows by one a run, whatever the clock does.
  public var sequence: Int
  public var process: Int32
  public var started: String
  public var ended: String?
  public var outcome: NightOutcome
  public var exitCode: Int32?
  public var reason: Sentence
  public var season = ""
  /// The plan that `latest` named when the night had ended.
  public var latest: String?
  public var inputs: [String: String] = [:]
  /// Rows of the inputs by table, where they can be counted.
  public var rows: [String: Int]?
  /// That the run before began later than this one: one of the two has read a clock that is set wrong.
  public var clockFault: Sentence?
  public var objectives: [PlanSummary.Objective] = []
  public var counts: [String: Int] = [:]
  public var changes: Changes?
  /// Seconds by step.
  public var timings: [String: Double] = [:]
  /// The child's last words, in `crashes/`.
  public var crash: String?
  /// Runs that the history had lost and that this one entered anew.
  public var historyRestored: Int?
  /// Why the history does not hold this run.
  public var historyFault: Sentence?
  /// Why nobody was told how the night went.
  public var noticeFault: Sentence?

  enum CodingKeys: String, CodingKey {
    case id, sequence, process, started, ended, outcome, reason, season, latest, inputs, rows
    case objectives, counts
    case changes, timings, crash
    case clockFault = "clock_fault"
    case exitCode = "exit_code"
    case historyFault = "history_fault"
    case historyRestored = "history_restored"
    case noticeFault = "notice_fault"
  }

  init(id: String, sequence: Int, started: String) {
    self.id = id
    self.sequence = sequence
    self.started = started
    process = getpid()
    outcome = .running
    reason = Sentence(NightOutcome.running.text)
  }

  /// What a night says that finds no other on record; nil for all others. Where the disk of the plans is not mounted, its
  /// empty folder takes a plan as gladly.
  var firstNight: Text? {
    guard sequence == 1 else { return nil }
    return Text(
      zh: "此前没有运行记录，如果并非首次运行，请检查方案所在的磁盘",
      en: "no run before it is on record: where there have been, check the disk of the plans")
  }

  /// `000123-2026-09-01T02-00-00Z.json`
  var fileName: String {
    let digits = String(sequence)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "-" + id + ".json"
  }

  /// Runs that a folder of plans can count: a year of nights takes 365 of them.
  private static let lastSequence = 999_999_999

  /// The number that a record's file name begins with; nil for what this program does not write.
  static func sequence(_ digits: Substring) -> Int? {
    guard (6...9).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit),
      let number = Int(digits), number > 0, number < lastSequence
    else { return nil }
    return number
  }

  mutating func take(_ summary: PlanSummary) {
    season = summary.name
    objectives = summary.objectives
    counts = summary.counts
  }
}

/// A moment of a record on the clock of this machine: `2026-09-02 02:00 UTC+08:00`; as it stands where it is none.
public func localTime(_ time: String, _ zone: TimeZone = .current) -> String {
  Stamp.date(time).map { Stamp.local($0, zone) } ?? time
}

/// Moments as the records write them.
enum Stamp {
  /// `2026-09-01T02-00-00Z`: UTC, so that no daylight saving makes an hour twice; no colons, so that every
  /// file system takes it.
  static func name(_ date: Date) -> String { time(date).replacingOccurrences(of: ":", with: "-") }

  /// `2026-09-01T02:00:00Z`
  static func time(_ date: Date) -> String {
    let seconds = Int(date.timeIntervalSince1970.rounded(.down))
    let day = CalendarDate(dayNumber: Int32(clamping: Int((Double(seconds) / 86_400).rounded(.down))))
    let rest = seconds - Int(day.dayNumber) * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  /// A moment as a clock on the wall shows it: `2026-09-02 02:00 UTC+08:00`.
  static func local(_ date: Date, _ zone: TimeZone) -> String {
    let offset = zone.secondsFromGMT(for: date)
    let minutes = abs(offset) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = time(date.addingTimeInterval(Double(offset))).prefix(16).replacingOccurrences(
      of: "T", with: " ")
    return "\(clock) UTC\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// The same as ISO 8601 writes it: `2026-09-02T02:00:00+08:00`.
  static func zoned(_ date: Date, _ zone: TimeZone) -> String {
    let shifted = time(date.addingTimeInterval(Double(zone.secondsFromGMT(for: date))))
    return String(shifted.dropLast()) + String(local(date, zone).suffix(6))
  }

  static func date(_ time: String) -> Date? { ISO8601DateFormatter().date(from: time) }

  /// Whether a folder's name is that of a plan: a stamp, with a number where two met.
  static func isName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    let pattern = Array("dddd-dd-ddTdd-dd-ddZ".utf8)
    guard bytes.count >= pattern.count else { return false }
    for (byte, kind) in zip(bytes, pattern) {
      let digit = byte.isDigit
      guard kind == UInt8(ascii: "d") ? digit : byte == kind else { return false }
    }
    let tail = bytes.dropFirst(pattern.count)
    guard let dash = tail.first else { return true }
    return dash == UInt8(ascii: "-") && tail.count > 1
      && tail.dropFirst().allSatisfy(\.isDigit)
  }
}
