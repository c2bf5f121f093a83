extension Post {
  public var wholeMonths: Int { CalendarDate.wholeMonths(from: start, to: end) }
}

extension CalendarDate {
  /// The most months k for which the first day, k months on (the day clamped to the month's last), less a day is no later
  /// than the last day: 1 September to 28 February are 6.
  public static func wholeMonths(from start: CalendarDate, to end: CalendarDate) -> Int {
    var months = 0
    while let next = start.later(months: months + 1), next.dayNumber - 1 <= end.dayNumber { months += 1 }
    return months
  }

  /// Nil past the calendar's end.
  private func later(months: Int) -> CalendarDate? {
    let (year, month, day) = components
    let (y, m) = (year + (month - 1 + months) / 12, (month - 1 + months) % 12 + 1)
    return CalendarDate(year: y, month: m, day: min(day, CalendarDate.daysIn(month: m, year: y)))
  }
}
