import Foundation
import Placement

/// What publishing a plan makes of a case's published.csv. Nothing is written yet.
public struct Publication: Sendable {
  public let language: Language
  /// Faults of the case or the plan; nothing is to be published where there is one.
  public let diagnostics: [Diagnostic]
  /// The case, where it has faults itself.
  public let faultyCase: FaultyCase?
  public let placementCase: PlacementCase?
  public let plan: PlanFolder?
  /// Input files that are not those the plan was made from, by the hashes in summary.json.
  public let differingInputs: [String]
  /// The new published.csv; nil where there is a fault.
  public let data: Data?
  /// Whether published.csv holds these very rows already.
  public let isUnchanged: Bool
  /// What published.csv is called in the case folder.
  public let file: String
  /// What becomes of those who were told a post before.
  public let told: ToldStudents
  /// Students who are told a post that they were not told before: those who were told another, and those who were told none.
  public let announced: Int
  /// Rows of published.csv whose students have said yes to a post that they do not keep.
  public let remarks: [Diagnostic]

  init(language: Language, diagnostics: [Diagnostic], faultyCase: FaultyCase? = nil) {
    self.language = language
    self.diagnostics = diagnostics
    self.faultyCase = faultyCase
    placementCase = nil
    plan = nil
    differingInputs = []
    data = nil
    file = CaseSchema.published.file
    isUnchanged = false
    (told, announced, remarks) = (ToldStudents(), 0, [])
  }

  init(_ placementCase: PlacementCase, _ plan: PlanFolder, _ rows: PublishedRows, _ reader: CaseReader) {
    language = placementCase.policy.language
    file = reader.files.location(of: CaseSchema.published) ?? CaseSchema.published.file
    data = try? tableData(rows.table, named: file, language: language)
    faultyCase = nil
    diagnostics = plan.diagnostics + (data == nil ? [WorkbookMessages.notMade(file)] : [])
    var seen = placementCase
    seen.asOf = plan.asOf ?? placementCase.asOf
    self.placementCase = seen
    self.plan = plan
    differingInputs = plan.differingInputs(from: placementCase)
    isUnchanged = reader.publishedTable != nil && reader.publishedEntries == rows.stages
    (told, announced) = (rows.told, rows.announced)
    remarks = rows.remarks.map { $0.placed(in: reader.files.places) }
  }
}

/// Reads a case and a plan and says what published.csv becomes: the plan's posts, the stages of those who
/// stay kept, everybody else's `announced`.
public func preparePublication(caseFolder: URL, planFolder: URL) -> Publication {
  let plan = readPlanFolder(at: planFolder)
  // The plan may be of a day to come: what it was made from is not later than that. What has been done since is no fault
  // either.
  let reader = CaseReader(folder: caseFolder, asOf: max(plan.asOf ?? .today, .today))
  let reading = reader.read()
  var faults = plan.diagnostics.filter(\.isFault)
  if faults.isEmpty, plan.table("assignments.csv") == nil || plan.inputHashes == nil {
    faults.append(
      Diagnostic(
        .missing, file: planFolder.path,
        Text(zh: "这里没有安排方案", en: "there is no plan here: assignments.csv or summary.json is missing")))
  }
  if reader.files.location(of: CaseSchema.published) == nil {
    faults.append(
      WorkbookMessages.notRewritten(reader.files.name(of: CaseSchema.published.file), CaseSchema.published))
  }
  guard let placementCase = reading.placementCase else {
    return Publication(
      language: reading.language,
      diagnostics: reading.diagnostics + plan.diagnostics.filter { !$0.isFault } + faults,
      faultyCase: reading.faultyCase)
  }
  guard faults.isEmpty, let assignments = plan.table("assignments.csv") else {
    return Publication(language: reading.language, diagnostics: faults)
  }
  guard let rows = PublishedRows(assignments, old: reader.publishedEntries, language: reading.language) else {
    return Publication(
      language: reading.language,
      diagnostics: [FormatMessages.missingColumn(PlanSchema.postID, "assignments.csv", 1)])
  }
  return Publication(placementCase, plan, rows, reader)
}

extension PlanFolder {
  /// SHA-256 of the plan's inputs by file name; nil where summary.json does not tell.
  public var inputHashes: [String: String]? {
    struct Inputs: Decodable { let inputs: [String: String] }
    return otherFiles["summary.json"].flatMap { try? JSONDecoder().decode(Inputs.self, from: $0).inputs }
  }

  /// Whether nobody of the plan is a student of the case: it is another case's, whatever files the two have in common.
  public func isOfAnotherCase(than placementCase: PlacementCase) -> Bool {
    guard let posts = table(PlanSchema.assignments.file)?.byStudent("post_id"), !posts.isEmpty else {
      return false
    }
    return !placementCase.students.contains { posts[$0.id] != nil }
  }

  /// The case's files that are not those the plan was made from, by name; but for requests, which no plan asks.
  public func differingInputs(from placementCase: PlacementCase) -> [String] {
    let now = Dictionary(
      placementCase.inputs.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    return now.keysDiffering(from: inputHashes ?? [:]).filter { !CaseSchema.requests.isHeld(by: $0) }
  }
}

/// The rows of published.csv.
struct PublishedRows {
  struct Entry: Equatable {
    let post: String
    /// Nil: ended.
    let stage: PublishedPlacement.Stage?
    /// Cells of the date columns that the file has.
    var dates: [DutyDate: String] = [:]
    /// Whether the case has the post: by any other nobody was told anything.
    var isOfKnownPost = false
    /// Row in published.csv, for messages.
    var row = 0
  }

  private(set) var table = PlanTable(file: "published.csv", columns: ["student_id", "post_id", "stage"])
  private(set) var stages: [String: Entry] = [:]
  private(set) var told = ToldStudents()
  private(set) var announced = 0
  private(set) var remarks: [Diagnostic] = []

  /// Nil where the assignments lack a column.
  init?(_ assignments: PlanTable, old: [String: Entry], language: Language) {
    guard let studentColumn = assignments.columns.firstIndex(of: "student_id"),
      let postColumn = assignments.columns.firstIndex(of: "post_id")
    else { return nil }
    let statusColumn = assignments.columns.firstIndex(of: "status")
    for row in assignments.rows {
      let (student, post) = (row[studentColumn], row[postColumn])
      let before = old[student]
      let status =
        statusColumn.flatMap { PlacementStatus(word: row[$0]) } ?? (post.isEmpty ? .unplaced : .placed)
      let former = before.flatMap { $0.stage != nil && $0.isOfKnownPost ? $0.post : nil } ?? ""
      told.add(status, student: student, previousPost: former, post: post)
      if let before, let stage = before.stage,
        stage.isBroken(by: status, previousPost: before.post, post: post)
      {
        remarks.append(Self.remark(before.row, student, stage, hasPost: !post.isEmpty))
      }
      if post.isEmpty {
        // What has ended stays on record; what was told and holds no more is taken back.
        if let before, before.stage == nil { stages[student] = before }
      } else if let before, before.post == post, before.stage != nil {
        stages[student] = before
      } else {
        stages[student] = Entry(post: post, stage: .announced)
        if status != .selfArranged { announced += 1 }
      }
    }
    // A column that the old file lacks stays away: empty cells would say that nothing has been done.
    let dates = DutyDate.allCases.filter { date in old.values.contains { $0.dates[date] != nil } }
    table.columns += dates.map(\.rawValue)
    table.rows = stages.keys.sorted(by: String.utf8Precedes).map { student in
      let entry = stages[student]!
      return [student, entry.post, (entry.stage?.text ?? StageWord.ended.text)(language)]
        + dates.map { entry.dates[$0] ?? "" }
    }
  }
}

extension PublishedRows {
  /// That publishing takes from a student what was agreed.
  private static func remark(
    _ row: Int, _ student: String, _ stage: PublishedPlacement.Stage, hasPost: Bool
  ) -> Diagnostic {
    let word = stage.text
    let now =
      hasPost
      ? Text(
        zh: "此方案改为另一岗位；公布后进度重新从“已公布”开始，已登记的日期不再保留",
        en: "this plan gives another; once published it is announced anew, without the dates noted so far")
      : Text(
        zh: "此方案没有安排岗位；公布后这一行连同已登记的日期撤回",
        en: "this plan gives none; once published the row is gone, and the dates noted in it")
    return Diagnostic(
      .warning, file: CaseSchema.published.file, row: row, column: "student_id", id: student,
      Text(zh: "该生原岗位的进度是“\(word.zh)”，", en: "the student's post is \(word.en) already, and ") + now,
      mend: Text(
        zh: "公布前先告知学生和单位；要保留原岗位，把该生锁定在原岗位（decisions.csv）后重新运行 allocate",
        en:
          "tell student and host first; to keep the post pin the student to it (decisions.csv) and run allocate again"
      ))
  }
}

/// The post that each student was last told, by a case's published.csv as it stands: ended placements left
/// out, students and posts that the case no longer knows included.
public func publishedPosts(in caseFolder: URL) -> [String: String] {
  publishedEntries(in: caseFolder).filter { $0.value.stage != nil }.mapValues(\.post)
}

/// The students who have said yes to a post of a case's published.csv, as it stands, and do not keep it; in order of id.
///
/// - Parameters:
///   - caseFolder: its published.csv is read anew.
///   - plan: what a plan makes of a student; nil where it does not know the student.
public func brokenAgreements(
  in caseFolder: URL, by plan: (_ student: String) -> (status: PlacementStatus, post: String)?
) -> [String] {
  publishedEntries(in: caseFolder).filter { student, entry in
    guard let stage = entry.stage, let now = plan(student) else { return false }
    return stage.isBroken(by: now.status, previousPost: entry.post, post: now.post)
  }.keys.sorted(by: String.utf8Precedes)
}

private func publishedEntries(in caseFolder: URL) -> [String: PublishedRows.Entry] {
  var nobody = PlacementCase(policy: Policy(), students: [], enterprises: [], posts: [])
  let reader = CaseReader(folder: caseFolder)
  reader.readPublished(into: &nobody)
  return reader.publishedEntries
}
