import Placement

/// The dates in published.csv of what is done before a student starts.
struct DutyDates {
  private let table: InputTable
  private let asOf: CalendarDate
  private let found: [(date: DutyDate, column: InputTable.Column)]

  /// The columns that the file has.
  var columns: Set<DutyDate> { Set(found.map(\.date)) }

  init(_ table: InputTable, asOf: CalendarDate) {
    self.table = table
    self.asOf = asOf
    found = DutyDate.allCases.compactMap { date in
      let column = table.column(date.rawValue)
      return column.index == nil ? nil : (date, column)
    }
  }

  /// Faults: a day of what has been done that is still to come, an insurance that ends before it begins.
  func read(_ record: Int) -> [DutyDate: CalendarDate] {
    var dates: [DutyDate: CalendarDate] = [:]
    for (date, column) in found {
      guard let day = table.date(column, record) else { continue }
      dates[date] = day
      guard date.isPast, day > asOf else { continue }
      table.fault(
        column, record, CellMessages.stillToCome(day, asOf: asOf),
        mend: Text(zh: "填写实际完成的日期；尚未完成则留空", en: "give the day it was done; leave it empty until then"))
    }
    if let from = found.first(where: { $0.date == .insuredFrom }),
      let to = found.first(where: { $0.date == .insuredTo })
    {
      table.checkOrder(from.column, dates[.insuredFrom], to.column, dates[.insuredTo], record)
    }
    return dates
  }

  /// The cells as they stand, by column, of the columns that the file has.
  static func cells(of table: InputTable, _ record: Int) -> [DutyDate: String] {
    var cells: [DutyDate: String] = [:]
    for date in DutyDate.allCases where table.column(date.rawValue).index != nil {
      cells[date] = table.text(table.column(date.rawValue), record)
    }
    return cells
  }
}
