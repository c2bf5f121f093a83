import Foundation

/// A day of the Gregorian calendar, without time or zone.
///
/// Stored as the number of days since 1970-01-01, so that periods compare as whole numbers.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before.
  public let dayNumber: Int32

  /// The years that are reckoned with.
  public static let years = 1900...2200
  /// The last day of the last of ``years``.
  public static let last = CalendarDate(year: years.upperBound, month: 12, day: 31)!

  public init(dayNumber: Int32) { self.dayNumber = dayNumber }

  /// Nil where the calendar has no such day (`2026-02-30`) or the year is none of ``years``.
  public init?(year: Int, month: Int, day: Int) {
    guard CalendarDate.years.contains(year), CalendarDate.isThere(year: year, month: month, day: day) else {
      return nil
    }
    // Days from civil: years run from March, so that the leap day is a year's last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// ISO 8601, as ``description`` writes it.
  public init?(iso text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
    guard description == text else { return nil }
  }

  /// As it is written by hand: `2026-9-1`, `2026/09/01`. Nil where it is none, or no day of ``years``.
  public init?(written text: some StringProtocol) {
    guard let (year, month, day) = CalendarDate.parts(of: text) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month and day of what is written like a date, whether there is such a day or not.
  public static func parts(of text: some StringProtocol) -> (year: Int, month: Int, day: Int)? {
    for separator in ["-", "/"] as [Character] {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0].utf8.count == 4, (1...2).contains(parts[1].utf8.count),
        (1...2).contains(parts[2].utf8.count),
        parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
        let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
      else { continue }
      return (year, month, day)
    }
    return nil
  }

  /// Whether the Gregorian calendar has the day, in whatever year of it.
  public static func isThere(year: Int, month: Int, day: Int) -> Bool {
    year >= 1 && (1...12).contains(month) && day >= 1 && day <= daysIn(month: month, year: year)
  }

  /// 28 to 31, by the Gregorian calendar.
  public static func daysIn(month: Int, year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    switch month {
    case 2: return isLeap ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(dayNumber) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Today, by this machine's clock and zone.
  public static var today: CalendarDate {
    let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
    return CalendarDate(year: parts.year ?? 2000, month: parts.month ?? 1, day: parts.day ?? 1)
      ?? CalendarDate(dayNumber: 0)
  }

  /// Earlier before later.
  public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.dayNumber < b.dayNumber }
}

extension CalendarDate: CustomStringConvertible {
  /// ISO 8601: `2026-09-01`.
  public var description: String {
    let (year, month, day) = components
    func padded(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(year)-\(padded(month))-\(padded(day))"
  }
}
