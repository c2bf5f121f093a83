import Foundation
import Placement

/// What closing a year with a plan makes of history.csv and host-record.csv: the year's rows are the plan's, all others
/// stay, and so does what somebody has typed in (`hired`). Closing twice gives the same.
public struct YearClosing: Sendable {
  /// A file as it would be.
  public struct File: Sendable {
    /// What it is called in the case folder.
    public let name: String
    public let data: Data
    /// Whether the case holds these very rows already.
    public let isUnchanged: Bool
  }

  /// history.csv and host-record.csv.
  public let files: [File]
  public let year: Int
  /// Rows of the year, of both files together.
  public let rowCount: Int

  /// - `plan`: a verified plan; what its cells say is taken as it stands.
  public init(_ placementCase: PlacementCase, _ plan: PlanFolder) {
    let year = placementCase.policy.academicYear
    let language = placementCase.policy.language
    let rows = YearRows(placementCase, plan)
    let history = (placementCase.history.filter { $0.year != year } + rows.history).sorted { $0.precedes($1) }
    let records = placementCase.hostRecords ?? []
    let hosts = (records.filter { $0.year != year } + rows.hosts(keeping: records)).sorted {
      ($0.year, $0.enterprise) < ($1.year, $1.enterprise)
    }
    self.year = year
    rowCount = history.count { $0.year == year } + hosts.count { $0.year == year }
    files = [
      File(
        historyTable(history, language), placementCase, isUnchanged: history == placementCase.history),
      File(
        hostRecordTable(hosts, placementCase.enterprises, language), placementCase,
        isUnchanged: hosts == placementCase.hostRecords),
    ]
  }
}

extension YearClosing.File {
  fileprivate init(_ table: PlanTable, _ placementCase: PlacementCase, isUnchanged: Bool) {
    let name = placementCase.name(of: table.file)
    self.init(
      name: name, data: csvData(table: table, language: placementCase.policy.language),
      // A file without rows is not there yet.
      isUnchanged: isUnchanged && placementCase.inputs.contains { $0.name == name })
  }
}

/// history.csv.
func historyTable(_ rows: [SpecialtyYear], _ language: Language) -> PlanTable {
  PlanTable(rows, by: CaseSchema.history, ["specialty_class": \.specialtyClass], language)
}

/// host-record.csv.
func hostRecordTable(_ rows: [HostYear], _ enterprises: [Enterprise], _ language: Language) -> PlanTable {
  PlanTable(
    rows, by: CaseSchema.hostRecord, ["enterprise_id": { enterprises[$0.enterprise].id }], language)
}

/// The rows that a plan adds for its year.
private struct YearRows {
  private let placementCase: PlacementCase
  private let supply: Cells
  private let assignments: Cells

  init(_ placementCase: PlacementCase, _ plan: PlanFolder) {
    self.placementCase = placementCase
    supply = Cells(plan.table("supply-demand.csv"))
    assignments = Cells(plan.table("assignments.csv"))
  }

  private var year: Int { placementCase.policy.academicYear }

  /// Those of supply-demand.csv, with the students of each whose post matches.
  var history: [SpecialtyYear] {
    let matched = matchedByPlace
    return supply.rows.map { row in
      var line = SpecialtyYear()
      line.year = year
      line.specialtyClass = supply[row, "specialty_class"]
      line.district = supply[row, "district"]
      line.students = Int(supply[row, "students"]) ?? 0
      line.seats = Int(supply[row, "seats"]) ?? 0
      line.placed = Int(supply[row, "placed"]) ?? 0
      line.matched = matched[line.specialtyPlace] ?? 0
      return line
    }
  }

  private var matchedByPlace: [SpecialtyPlace: Int] {
    let districts = placementCase.schools.districts
    var counts: [SpecialtyPlace: Int] = [:]
    for row in assignments.rows where isMatched(row) && !isSelfArranged(row) {
      let place = SpecialtyPlace(
        specialtyClass: String(assignments[row, "specialty_code"].prefix(4)),
        district: districts[assignments[row, "school_id"]] ?? "")
      counts[place, default: 0] += 1
    }
    return counts
  }

  private func isMatched(_ row: Int) -> Bool {
    switch MatchLevel(word: assignments[row, "match"]) {
    case .exact, .specialtyClass: true
    default: false
    }
  }

  private func isSelfArranged(_ row: Int) -> Bool { assignments[row, "post_id"].hasPrefix("self:") }

  /// One a host that the case knows and that has interns, or of which somebody has typed in whom it hired.
  func hosts(keeping records: [HostYear]) -> [HostYear] {
    let indices = Dictionary(
      placementCase.enterprises.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let months = placementCase.policy.certification.complete?.months
    var lines: [Int: HostYear] = [:]
    func line(of enterprise: Int) -> HostYear {
      if let line = lines[enterprise] { return line }
      var line = HostYear()
      (line.year, line.enterprise) = (year, enterprise)
      (line.interns, line.internMonths, line.matched) = (0, 0, 0)
      line.internsLong = months == nil ? nil : 0
      return line
    }
    for record in records where record.year == year && record.hired != nil {
      lines[record.enterprise] = line(of: record.enterprise)
      lines[record.enterprise]!.hired = record.hired
    }
    for row in assignments.rows {
      guard let enterprise = indices[assignments[row, "enterprise_id"]],
        let start = CalendarDate(iso: assignments[row, "start_date"]),
        let end = CalendarDate(iso: assignments[row, "end_date"])
      else { continue }
      var line = line(of: enterprise)
      let stay = CalendarDate.wholeMonths(from: start, to: end)
      line.interns! += 1
      line.internMonths! += stay
      if isMatched(row) { line.matched! += 1 }
      if let months, stay >= months { line.internsLong! += 1 }
      lines[enterprise] = line
    }
    return lines.keys.sorted().map { lines[$0]! }
  }
}
