import Foundation
import Placement
import Threads

// Large tables are read in parts at once, with the faults and the bytes of one that is read from top to bottom.

extension CaseReader {
  /// What becomes of every row of a table; see ``InputTable/mapRows(_:)``.
  ///
  /// - Parameter reader: makes what reads a row, of a part of the table. It asks what is read already and changes nothing
  ///   of it.
  func mapRows<Value: Sendable>(
    of table: InputTable, _ reader: @Sendable (CaseReader, InputTable) -> (_ record: Int) -> Value
  ) -> [Value]? {
    // While the parts are read nobody changes what was read before.
    nonisolated(unsafe) let caseReader = self
    return table.mapRows { reader(caseReader, $0) }
  }
}

extension InputTable {
  /// What becomes of every row, in the file's order, whatever the number of threads; nil where the table is beyond
  /// repair, all the same with every fault in the log.
  ///
  /// - Parameter reader: makes what reads a row of the table that it is given.
  func mapRows<Value: Sendable>(
    _ reader: @Sendable (InputTable) -> (_ record: Int) -> Value
  ) -> [Value]? {
    let parts = rowCount < 2 * InputTable.fewestRowsAPart ? 1 : InputTable.threads
    // While the parts are read nobody changes the table: each writes to a view of its own.
    nonisolated(unsafe) let table = self
    let found = concurrently(parts, threads: parts) { part in
      let view = InputTable(viewOf: table)
      let read = reader(view)
      var values: [Value] = []
      for record in (table.rowCount * part / parts)..<(table.rowCount * (part + 1) / parts) {
        let value = read(record)
        if view.isBeyondRepair { values = [] } else { values.append(value) }
      }
      return (values: values, findings: view.log.findings, faultCount: view.faultCount)
    }
    for part in found {
      log.add(part.findings)
      faultCount += part.faultCount
    }
    return isBeyondRepair ? nil : found.flatMap(\.values)
  }

  private static let threads = min(8, ProcessInfo.processInfo.activeProcessorCount)
  /// Below it a part is read before another thread has begun.
  private static let fewestRowsAPart = 500
}
