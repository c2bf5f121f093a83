import Foundation
import Placement

/// Reads a case folder: policy.yaml and every CSV file of the contract.
///
/// Every fault of every file is found in one go. A file that is not there counts as empty, unless it is
/// needed; files that the contract does not know are left alone.
public func readCase(at folder: URL) -> CaseReading {
  CaseReader(folder: folder).read()
}

/// One reading of one folder. Each file is read once: what is hashed is what is parsed.
final class CaseReader {
  let folder: URL
  let log = DiagnosticLog()
  var policy = Policy()
  /// A broken policy cannot say which entry years are in range.
  var policyIsSound = false
  var inputs: [InputFile] = []

  var schools = Registry<School>()
  var students = Registry<Student>()
  var enterprises = Registry<Enterprise>()
  var posts = Registry<Post>()
  var hasSchools = false
  /// decisions.csv as it stands, and what each of its rows says (nil where a row is faulty).
  var decisionsTable: InputTable?
  var decisionRows: [Decision?] = []
  var publishedTable: InputTable?
  /// Files that are not read from the folder: what they would be.
  private let replacements: [String: [UInt8]]

  init(folder: URL, replacements: [String: [UInt8]] = [:]) {
    self.folder = folder
    self.replacements = replacements
  }

  func read() -> CaseReading {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory),
      isDirectory.boolValue
    else {
      log.add(Diagnostic(.missing, file: folder.path, Text(zh: "没有这个文件夹", en: "there is no such folder")))
      return CaseReading(placementCase: nil, diagnostics: log.diagnostics, language: .chinese)
    }
    readPolicyFile()
    readSchools()
    readStudents()
    readEnterprises()
    readPosts()
    var placementCase = PlacementCase(
      policy: policy, students: students.values, enterprises: enterprises.values, posts: posts.values)
    placementCase.schools = schools.values
    placementCase.wishes = readPreferences()
    placementCase.decisions = readDecisions()
    readPublished(into: &placementCase)
    placementCase.travel = readTravel()
    placementCase.equivalences = readEquivalences()
    placementCase.inputs = inputs.sorted { String.utf8Precedes($0.name, $1.name) }
    return CaseReading(
      placementCase: log.hasFault ? nil : placementCase, diagnostics: log.sorted, language: policy.language)
  }

  /// The bytes of a file; nil where it is not there or cannot be read, said so where it is needed.
  func bytes(of file: String, isNeeded: Bool) -> [UInt8]? {
    if let replacement = replacements[file] { return replacement }
    let url = folder.appendingPathComponent(file)
    if !FileManager.default.fileExists(atPath: url.path) {
      if isNeeded {
        log.add(
          Diagnostic(
            .missing, file: file, Text(zh: "缺少必需的文件", en: "a needed file is not there"),
            mend: Text(zh: "请把它放进案例文件夹", en: "put it into the case folder")))
      }
      return nil
    }
    guard let data = try? Data(contentsOf: url) else {
      log.add(Diagnostic(.missing, file: file, Text(zh: "文件无法读取", en: "the file cannot be read")))
      return nil
    }
    return [UInt8](data)
  }

  /// A CSV file as a table; nil where there is none to read.
  func table(_ schema: TableSchema) -> InputTable? {
    guard let bytes = bytes(of: schema.file, isNeeded: schema.isNeeded) else { return nil }
    let table = InputTable(schema, bytes: bytes, log: log)
    if let table, table.rowCount == 0, table.isComplete, schema.isNeeded {
      log.add(FormatMessages.noRows(table))
    }
    inputs.append(
      InputFile(name: schema.file, sha256: Digest.sha256(bytes), rows: table?.rowCount ?? 0))
    return table
  }
}

/// What a file's rows have become, by id.
struct Registry<Value> {
  /// Sorted by the UTF-8 bytes of the id.
  private(set) var values: [Value] = []
  private(set) var indices: [String: Int] = [:]
  /// False where rows are lost to faults: an unknown id is then nobody's fault.
  private(set) var isComplete = false

  init() {}

  init(_ rows: [(id: String, value: Value)], isComplete: Bool) {
    let sorted = rows.sorted { String.utf8Precedes($0.id, $1.id) }
    values = sorted.map(\.value)
    indices = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.id, $0) })
    self.isComplete = isComplete
  }
}

/// Unique ids of a file, each with its first row.
struct UniqueIDs {
  private var firstRows: [String: Int] = [:]

  /// Nil, with a fault, where the id is empty, unusable or there already.
  mutating func take(_ table: InputTable, _ column: InputTable.Column, _ record: Int) -> String? {
    guard let id = table.id(column, record) else { return nil }
    if let first = firstRows[id] {
      table.fault(
        column, record, CellMessages.duplicate(id, firstRow: first),
        mend: Text(zh: "删去一行，或改正编号", en: "remove one of the rows or correct its id"))
      return nil
    }
    firstRows[id] = table.rowNumber(record)
    return id
  }
}

extension InputTable {
  /// The index of what a cell refers to; nil, with a fault, where there is no such id.
  func reference<Value>(_ column: Column, _ record: Int, to registry: Registry<Value>) -> Int? {
    guard let id = id(column, record) else { return nil }
    if let index = registry.indices[id] { return index }
    if registry.isComplete, case .reference(let file) = column.type {
      fault(
        column, record, CellMessages.dangling(id, file),
        mend: Text(zh: "改正编号，或在 \(file) 中补上", en: "correct the id, or add it to \(file)"))
    }
    return nil
  }
}
