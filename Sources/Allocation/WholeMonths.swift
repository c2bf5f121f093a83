import Placement

extension Post {
  /// The most months k for which the start, k months on (the day clamped to the month's last), less a day lies within
  /// the period: 1 September to 28 February are 6.
  package var wholeMonths: Int {
    var months = 0
    while let next = start.later(months: months + 1), next.dayNumber - 1 <= end.dayNumber { months += 1 }
    return months
  }
}

extension CalendarDate {
  /// Nil past the calendar's end.
  fileprivate func later(months: Int) -> CalendarDate? {
    let (year, month, day) = components
    let (y, m) = (year + (month - 1 + months) / 12, (month - 1 + months) % 12 + 1)
    return CalendarDate(year: y, month: m, day: min(day, CalendarDate.daysIn(month: m, year: y)))
  }
}
