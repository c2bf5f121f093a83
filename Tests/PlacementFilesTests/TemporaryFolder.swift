import Foundation
import Placement
import PlacementFiles
import TestSupport

/// A folder that lives as long as the test.
final class TemporaryFolder {
  let url: URL

  init() {
    url = Temporary.folder
      .appendingPathComponent("placement-test-\(UInt64.random(in: 0 ... .max))")
    try! FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to file: String) { write(Data(text.utf8), to: file) }
  func write(_ data: Data, to file: String) { try! data.write(to: url.appendingPathComponent(file)) }
}

extension OutputWriter {
  /// A plan's tables and other files as one folder.
  func writePlan(
    tables: [PlanTable], json: [(name: String, data: Data)], to folder: URL, language: Language
  ) throws {
    let files = tables.map { (name: $0.file, data: csvData(table: $0, language: language)) } + json
    try writeFolder(files: files, to: folder, replacing: false)
  }
}

/// A small valid case; single files can be exchanged.
struct SampleCase {
  static let students = """
    student_id,school_id,specialty_code,grade,birth_date,latitude,longitude
    S01,SCH1,510203,3,2008-01-01,30.25,120.17
    S02,SCH1,510203,2024,2008-02-29,30.26,120.18

    """
  static let enterprises = """
    enterprise_id,name,district,staff_total,staff_on_duty
    E01,First,X,100,90
    E02,Second,X,50,40

    """
  static let posts = """
    post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,monthly_pay,same_post_staff
    P01,E01,Fitter,5102,4,30.2,120.1,2026-09-01,2027-01-31,2600,20
    P02,E02,Welder,510203,2,30.3,120.2,2026/9/1,2027/1/31,2600,20

    """

  static let standard: [String: Data] = [
    "policy.yaml": Data("language: en\n".utf8), "students.csv": Data(students.utf8),
    "enterprises.csv": Data(enterprises.utf8), "posts.csv": Data(posts.utf8),
  ]

  static func reading(_ changes: [String: String] = [:]) -> CaseReading {
    reading(data: changes.mapValues { Data($0.utf8) })
  }

  static func reading(data changes: [String: Data]) -> CaseReading {
    let folder = TemporaryFolder()
    for (file, data) in standard.merging(changes, uniquingKeysWith: { $1 }) {
      folder.write(data, to: file)
    }
    return readCase(at: folder.url, asOf: CalendarDate(year: 2026, month: 7, day: 1)!)
  }
}

extension CaseReading {
  /// `kind file:row:column` of every fault, in order.
  var faults: [String] { lines(where: \.isFault) }
  var warnings: [String] { lines(where: { !$0.isFault }) }

  private func lines(where condition: (Diagnostic) -> Bool) -> [String] {
    diagnostics.filter(condition).map {
      "\($0.kind) \($0.file):\($0.row.map(String.init) ?? ""):\($0.column ?? "")"
    }
  }
}
