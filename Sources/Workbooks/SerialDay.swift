/// Days as spreadsheets count them.
enum SerialDay {
  private static let milliseconds = 86_400_000.0
  /// The last day of the year 9999.
  private static let last = 2_958_466.0

  /// `2026-09-01`, or with a time of day `2026-09-01 08:00:00`; a time of day alone for numbers under 1. Nil where
  /// the number is no day that a spreadsheet shows.
  static func text(_ serial: Double, from1904: Bool) -> (text: String, isDay: Bool)? {
    guard serial >= 0, serial < last else { return nil }
    var day = Int(serial)
    var time = Int(((serial - Double(day)) * milliseconds).rounded())
    if time >= 86_400_000 {
      day += 1
      time -= 86_400_000
    } else if serial < 1 {
      return (clock(time), false)
    }
    // Day 60 is a 29 February 1900 that never was: before it, days are counted from one day later.
    if serial < 60, !from1904 { day += 1 }
    let date = date(day - (from1904 ? 24_107 : 25_569))
    return (time == 0 ? date : date + " " + clock(time), true)
  }

  /// Hours counted past a day: `10 days, 15:10:10`.
  static func duration(_ serial: Double) -> String? {
    guard serial >= 0, serial < last else { return nil }
    let total = Int((serial * milliseconds).rounded())
    let (days, time) = (total / 86_400_000, total % 86_400_000)
    let text = clock(time)
    let hours = text.hasPrefix("0") ? String(text.dropFirst()) : text
    return days == 0 ? hours : "\(days) day\(days == 1 ? "" : "s"), \(hours)"
  }

  private static func clock(_ milliseconds: Int) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
    let text = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
    guard rest > 0 else { return text }
    let digits = String(rest)
    return text + "." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Of days since 1970-01-01, by the proleptic Gregorian calendar (Hinnant, chrono-compatible date algorithms).
  private static func date(_ days: Int) -> String {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    return "\(year)-" + twoDigits(month < 10 ? month + 3 : month - 9) + "-" + twoDigits(day)
  }

  /// `2026-09-01T08:00:00Z` as the other dates are written; nil where it is no date of ISO 8601.
  static func text(iso text: String) -> (text: String, isDay: Bool) {
    var text = text
    if text.hasSuffix("Z") { text.removeLast() }
    let parts = text.split(separator: "T", maxSplits: 1)
    guard parts.count == 2 else { return (text, text.contains("-")) }
    let clock = parts[1].hasSuffix(".000") ? parts[1].dropLast(4) : parts[1]
    return (clock == "00:00:00" ? String(parts[0]) : parts[0] + " " + clock, true)
  }
}
