import Foundation
import Placement

/// Reads a case folder: policy.yaml and every CSV file of the contract.
///
/// Every fault of every file is found in one go. A file that is not there counts as empty, unless it is
/// needed; files that the contract does not know are left alone.
///
/// - `asOf`: the day on which the case is looked at; what has been done cannot lie behind it.
public func readCase(at folder: URL, asOf: CalendarDate = .today) -> CaseReading {
  CaseReader(folder: folder, asOf: asOf).read()
}

/// One reading of one folder. Each file is read once: what is hashed is what is parsed.
final class CaseReader {
  let folder: URL
  let asOf: CalendarDate
  let log = DiagnosticLog()
  var policy = Policy()
  /// Keys and sections of policy.yaml that do not say what was meant; an empty one stands for the whole of it.
  var unsoundPolicy: Set<String> = [""]
  var inputs: [InputFile] = []
  /// Where tables have their headers, by the files' names where they lie.
  var headerRows: [String: Int] = [:]

  var schools = Registry<School>(file: CaseSchema.schools.table.file)
  var students = Registry<Student>(file: CaseSchema.students.table.file)
  var enterprises = Registry<Enterprise>(file: CaseSchema.enterprises.table.file)
  var posts = Registry<Post>(file: CaseSchema.posts.table.file)
  var teachers = Registry<Teacher>(file: CaseSchema.teachers.table.file)
  /// Whether the table is there, readable or not.
  var hasSchools = false
  /// Schools of which nobody knows where they lie: what says so is a fault.
  var schoolsInDoubt: Set<String> = []
  /// What enterprises.csv says of current interns, by enterprise; those whose number cannot be read left out.
  var currentInterns: [String: (count: Int, row: Int)] = [:]
  var teachersTable: InputTable?
  /// Whether the table is there, readable or not.
  var hasTeachers = false
  /// decisions.csv as it stands, and what each of its rows says (nil where a row is faulty).
  var decisionsTable: InputTable?
  var decisionRows: [Decision?] = []
  /// What is lost to faults of tables.
  var unread = UnreadRows()
  var publishedTable: InputTable?
  /// What published.csv says, by student; rows without a post left out, those that count nothing included.
  var publishedEntries: [String: PublishedRows.Entry] = [:]
  /// Students whose own arrangement stands: their rows of published.csv name no post of the case.
  var selfArrangedIDs: Set<String> = []
  /// False where rows of self-arranged.csv are lost to faults: whose arrangement stands is then not known.
  var knowsSelfArranged = true
  /// The ids of its rows that no student has: each may be one student's, mistyped.
  var strangersArrangements: [String] = []
  /// What published.csv says of them, by student.
  var selfPublished: [String: SelfPublished] = [:]
  var hasCertificates = false
  var names = NamesInLists()
  var cachedSchools: (lookup: LostZeros, ids: [String], file: String)?
  let files: CaseFiles

  init(folder: URL, asOf: CalendarDate = .today, replacements: [String: [UInt8]] = [:]) {
    self.folder = folder
    self.asOf = asOf
    files = CaseFiles(folder: folder, replacements: replacements, log: log)
  }

  func read() -> CaseReading {
    if let fault = FolderAccess(folder).fault {
      log.add(Diagnostic(.missing, file: folder.path, fault.message, mend: fault.mend))
      return CaseReading(
        placementCase: nil, diagnostics: log.diagnostics, language: .chinese)
    }
    readPolicyFile()
    readSchools()
    readTeachers()
    readStudents()
    restoreTeachersSchools()
    readEnterprises()
    readPosts()
    var placementCase = PlacementCase(
      policy: policy, students: students.values, enterprises: enterprises.values, posts: posts.values)
    placementCase.asOf = asOf
    placementCase.schools = schools.values
    placementCase.teachers = teachers.values
    placementCase.hasTeachers = hasTeachers
    placementCase.wishes = readPreferences()
    placementCase.decisions = readDecisions()
    placementCase.selfArranged = readSelfArranged()
    readPublished(into: &placementCase)
    addPublished(to: &placementCase.selfArranged)
    placementCase.travel = readTravel()
    placementCase.equivalences = readEquivalences()
    placementCase.pairs = readPairs()
    warnOfWishesOutside(placementCase)
    placementCase.partners = readPartners()
    placementCase.hostRanks = readHostRanks()
    placementCase.certificates = readCertificates()
    placementCase.hasCertificates = hasCertificates
    placementCase.demand = readDemand()
    placementCase.history = readHistory()
    placementCase.hostRecords = readHostRecords()
    placementCase.targets = readTargets()
    (placementCase.requests, placementCase.hasRequests) = readRequests()
    // Of students who could not be read nobody knows what they hold.
    if students.isComplete { names.warn(log) }
    warnOfWhatIsNotWeighed(placementCase)
    restoreZones(&placementCase)
    files.warnOfUnreadFiles()
    placementCase.places = files.places
    placementCase.inputs = inputs.sorted { String.utf8Precedes($0.name, $1.name) }
    return CaseReading(
      placementCase: log.hasFault ? nil : placementCase,
      faultyCase: log.hasFault ? faultyCase(placementCase) : nil,
      diagnostics: log.sorted(in: files.places), language: policy.language)
  }

  /// A table of the case, from whatever kind of file it comes; nil where there is none to read.
  func table(_ schema: TableSchema) -> InputTable? {
    let table: InputTable?
    switch files.source(of: schema) {
    case .file(let bytes, let name)?:
      table = InputTable(schema, named: name, bytes: bytes, log: log)
      inputs.append(InputFile(name: name, sha256: Digest.sha256(bytes), rows: table?.rowCount ?? 0))
    case .sheet(let sheet, let workbook, let input)?:
      table = InputTable(schema, sheet, of: workbook, file: input.name, log: log)
      note(input, rows: table?.rowCount ?? 0)
    case nil:
      if files.holds(schema) { unread.tables.insert(schema.file) }
      return nil
    }
    if table?.isComplete != true { unread.tables.insert(schema.file) }
    if let table {
      files.places[schema.file] = table.place
      headerRows[table.file] = table.headerRow
    }
    if let table, table.rowCount == 0, table.isComplete, schema.isNeeded {
      log.add(FormatMessages.noRows(table))
    }
    return table
  }

  /// A workbook of several tables is one input; its rows are those of all.
  private func note(_ input: InputFile, rows: Int) {
    if let index = inputs.firstIndex(where: { $0.name == input.name }) {
      inputs[index].rows += rows
    } else {
      inputs.append(InputFile(name: input.name, sha256: input.sha256, rows: rows))
    }
  }
}
