import Placement

/// yearly.csv: an indicator of the yearly report.
public struct YearlyRow: PlanRow {
  public var indicator: IndicatorName
  /// Nil of a reported indicator, and where the data to count by are missing; likewise the next.
  public var numerator: Int?
  public var denominator: Int?
  /// Four places of the fraction, half up, or what is reported; nil without.
  public var value: ExactDecimal?
  public var target: ExactDecimal?
  public var dueYear: Int?

  public init(_ indicator: IndicatorName) { self.indicator = indicator }

  public static let schema = PlanSchema.yearly

  public var origin: FigureOrigin {
    if case .computed = indicator { .computed } else { .reported }
  }

  /// By the exact fraction, not by its four places: what falls short by less than they show falls short. Nil without a value or
  /// a target.
  public var met: Bool? {
    guard let value, let target else { return nil }
    guard case .computed(let indicator) = indicator, let numerator, let denominator, denominator > 0 else {
      return value >= target
    }
    let (share, aim) = (Ratio(numerator, of: denominator), Ratio(target))
    return indicator.isBestLow ? share <= aim : share >= aim
  }

  public var cells: [PlanCell] {
    [
      .said(indicator.text), .whole(numerator), .whole(denominator),
      origin == .computed ? .text(value?.text(decimals: 4) ?? "") : .amount(value), .amount(target),
      .whole(dueYear), .yesNo(met), .word(origin),
    ]
  }

  /// By the columns from left to right.
  func precedes(_ other: YearlyRow, in language: Language) -> Bool {
    let (a, b) = (indicator.text(language), other.indicator.text(language))
    if a != b { return String.utf8Precedes(a, b) }
    func figures(_ row: YearlyRow) -> [ExactDecimal] {
      let none = ExactDecimal(-1)
      return [row.value ?? none, row.target ?? none, row.dueYear.map { ExactDecimal($0) } ?? none]
    }
    return figures(self).lexicographicallyPrecedes(figures(other))
  }
}
