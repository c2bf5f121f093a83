import Placement

extension Plan {
  /// The rows behind a plan's own tables, as far as its report reads them: sentences, wishes, mates and alternatives
  /// stay out.
  ///
  /// - `tables`: with English column names, in the language of `summary`.
  /// - Returns: nil where a cell is not what its column holds.
  public init?(reading tables: [PlanTable], summary: PlanSummary) {
    func rows<Row>(_ file: String, _ row: (CellReader) -> Row?) -> [Row]? {
      guard let table = tables.first(where: { $0.file == file }) else { return nil }
      let columns = Dictionary(
        table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      var rows: [Row] = []
      for cells in table.rows {
        guard let row = row(CellReader(columns: columns, cells: cells)) else { return nil }
        rows.append(row)
      }
      return rows
    }
    guard let language = Language(rawValue: summary.language),
      let assignments = rows("assignments.csv", AssignmentRow.init(reading:)),
      let unplaced = rows("unplaced.csv", UnplacedRow.init(reading:)),
      let quotas = rows("quotas.csv", QuotaRow.init(reading:)),
      let supplyDemand = rows("supply-demand.csv", SupplyDemandRow.init(reading:))
    else { return nil }
    self.init(language: language, summary: summary)
    self.assignments = assignments
    self.unplaced = unplaced
    self.quotas = quotas
    self.supplyDemand = supplyDemand
    changes = rows("changes.csv", ChangeRow.init(reading:))
    supervisors = rows("supervisors.csv", SupervisorRow.init(reading:))
    teacherPractice = rows("teacher-practice.csv", PracticeRow.init(reading:))
    yearly = rows("yearly.csv", YearlyRow.init(reading:))
  }
}

/// One row of a table as it was read.
private struct CellReader {
  let columns: [String: Int]
  let cells: [String]

  subscript(column: String) -> String {
    columns[column].flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
  }

  func word<W: Word>(_ column: String) -> W? { W(word: self[column]) }
  func whole(_ column: String) -> Int? { Int(self[column]) }
  func isEmpty(_ column: String) -> Bool { self[column].isEmpty }

  /// Units of 100 m.
  func kilometres(_ column: String) -> Int32? { Int32(self[column].filter { $0 != "." }) }
}

extension AssignmentRow {
  fileprivate init?(reading row: CellReader) {
    guard let status: PlacementStatus = row.word("status") else { return nil }
    self.init(studentID: row["student_id"], status: status)
    schoolID = row["school_id"]
    specialty = row["specialty_code"]
    previousPostID = row["previous_post_id"]
    reason = row.word("reason")
    guard !row.isEmpty("post_id") else { return }
    guard let pay = ExactDecimal(row["monthly_pay"]), let start = CalendarDate(iso: row["start_date"]),
      let end = CalendarDate(iso: row["end_date"])
    else { return nil }
    place = Place(
      postID: row["post_id"], postTitle: row["post_title"], enterpriseID: row["enterprise_id"],
      enterpriseName: row["enterprise_name"], district: row["district"], address: row["address"],
      match: row.word("match"), distance: row.kilometres("distance_km"), rank: row.whole("preference_rank"),
      monthlyPay: pay, start: start, end: end)
  }
}

extension UnplacedRow {
  fileprivate init?(reading row: CellReader) {
    self.init(studentID: row["student_id"])
    schoolID = row["school_id"]
    specialty = row["specialty_code"]
    reason = row.word("reason")
    eligiblePosts = row.whole("eligible_posts") ?? 0
    nearestPostID = row["nearest_post_id"]
    // A rule closes the post where no post is open; otherwise it is full, or too small.
    if let rule: Rule = row.word("nearest_blocked_by"), eligiblePosts == 0 {
      nearestBlockedBy = .rule(rule)
    } else if let kind: QuotaKind = row.word("nearest_blocked_by") {
      nearestBlockedBy = .quota(kind)
    } else if let word: PlanWord = row.word("nearest_blocked_by") {
      nearestBlockedBy = word == .maxPerSchool ? .school : word == .apart ? .apart : .minimum
    }
  }
}

extension SupervisorRow {
  fileprivate init?(reading row: CellReader) {
    self.init(schoolID: row["school_id"])
    teacherID = row["teacher_id"]
    enterpriseID = row["enterprise_id"]
    enterpriseName = row["enterprise_name"]
    studentID = row["student_id"]
    students = row.whole("students")
    distance = row.isEmpty("distance_km") ? nil : row.kilometres("distance_km")
    reason = row.word("reason")
  }
}

extension PracticeRow {
  fileprivate init?(reading row: CellReader) {
    self.init(teacherID: row["teacher_id"], schoolID: row["school_id"])
    months = row.whole("months")
    required = row.whole("required")
    missing = row.whole("missing")
    suggestedEnterpriseID = row["suggested_enterprise_id"]
  }
}

extension ChangeRow {
  fileprivate init?(reading row: CellReader) {
    guard let status: PlacementStatus = row.word("status") else { return nil }
    // What a change serves is a sentence to the reader; the report counts rows alone.
    self.init(
      studentID: row["student_id"], schoolID: row["school_id"], status: status,
      previousPostID: row["previous_post_id"], postID: row["post_id"], serves: .quota)
  }
}

extension QuotaRow {
  fileprivate init?(reading row: CellReader) {
    guard let kind: QuotaKind = row.word("kind") else { return nil }
    self.init(kind: kind, id: row["id"])
    name = row["name"]
    district = row["district"]
    limit = row.whole("limit")
    limitFrom = row.word("limit_from")
    offered = row.whole("offered") ?? 0
    placed = row.whole("placed") ?? 0
    free = row.whole("free")
    targetLow = row.whole("target_low")
    targetHigh = row.whole("target_high")
    targetMet = (row.word("target_met") as YesNo?).map { $0 == .yes }
    worth = row.whole("worth")
    worthAtMost = row.whole("worth_at_most")
    internsOfThreeYears = row.whole("interns_3y")
    certificationGap = row.whole("certification_gap")
  }
}

extension SupplyDemandRow {
  fileprivate init?(reading row: CellReader) {
    self.init(specialtyClass: row["specialty_class"], district: row["district"])
    guard let students = row.whole("students"), let seats = row.whole("seats"),
      let placed = row.whole("placed")
    else { return nil }
    self.students = students
    self.seats = seats
    self.placed = placed
    demand = row.whole("demand")
    seatsLastYear = row.whole("seats_last_year")
    seatsExpected = row.whole("seats_expected")
    low = row.whole("low")
    high = row.whole("high")
    signal = row.word("signal")
  }
}

extension YearlyRow {
  fileprivate init?(reading row: CellReader) {
    self.init(IndicatorName(row["indicator"]))
    numerator = row.whole("numerator")
    denominator = row.whole("denominator")
    value = ExactDecimal(row["value"])
    target = ExactDecimal(row["target"])
    dueYear = row.whole("due_year")
  }
}
