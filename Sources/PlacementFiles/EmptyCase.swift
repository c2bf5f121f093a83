import Foundation
import Placement

/// A case to fill in: a policy of defaults in which every key is explained, and every table with its header.
///
/// - `name`: the case's.
public func emptyCaseFiles(named name: String, language: Language) -> [(name: String, data: Data)] {
  let tables = CaseSchema.tables.map { PlanTable(file: $0.file, columns: $0.columns.map(\.name)) }
  return [emptyPolicy(name, language)] + tables.map { ($0.file, csvData(table: $0, language: language)) }
}

/// The same with its tables as sheets of one workbook, to be sent to schools.
///
/// - Throws: where the workbook cannot be written.
public func emptyCaseWorkbook(named name: String, language: Language) throws -> [(name: String, data: Data)] {
  [emptyPolicy(name, language), (CaseFileName.wholeCase, try EmptyWorkbook(language).data)]
}

private func emptyPolicy(_ name: String, _ language: Language) -> (name: String, data: Data) {
  var policy = Policy()
  policy.name = name
  policy.language = language
  policy.sources = Dictionary(
    PolicySchema.keys.compactMap { key in key.source.map { (key.name, $0(language)) } },
    uniquingKeysWith: { first, _ in first })
  return (PolicySchema.file, PolicyText(policy: policy, isExplained: true).data)
}
