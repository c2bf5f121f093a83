import Placement
import Plan

/// What the report's last pages show: what to grow and shrink, how far hosts are from certification, the year's
/// indicators.
struct YearFigures {
  /// A specialty class over all districts.
  struct Class {
    let code: String
    var students = 0
    var seats = 0
    /// Nil where no district has a figure; likewise the next.
    var seatsLastYear: Int?
    var demand: Int?
    var signal: SupplySignal?
  }

  struct Host {
    let id: String
    let name: String
    let district: String
    let interns: Int
    let gap: Int
  }

  /// An indicator, and where its target or its value comes from.
  struct Indicator {
    let row: YearlyRow
    let source: String
    let asOf: CalendarDate?
  }

  let policy: Policy
  /// Signals first, then the most demand beyond the seats; empty where no case file tells of other years.
  private(set) var classes: [Class] = []
  /// Those on the way to certification, the nearest first.
  private(set) var hosts: [Host] = []
  /// Enterprises that reach what is asked for, and all of which there is a record.
  private(set) var reached = 0
  private(set) var recorded = 0
  /// Nil without targets.csv.
  private(set) var indicators: [Indicator]?

  init(_ placementCase: PlacementCase, _ plan: Plan) {
    policy = placementCase.policy
    readClasses(plan.supplyDemand)
    readHosts(plan.quotas)
    indicators = plan.yearly.map { rows in
      Self.inOrder(rows).map { Self.indicator($0, placementCase.targets ?? []) }
    }
  }

  private mutating func readClasses(_ rows: [SupplyDemandRow]) {
    guard rows.contains(where: { $0.demand != nil || $0.seatsLastYear != nil || $0.signal != nil }) else {
      return
    }
    func sum(_ a: Int?, _ b: Int?) -> Int? { b.map { $0 + (a ?? 0) } ?? a }
    var sums: [String: Class] = [:]
    for row in rows {
      var item = sums[row.specialtyClass] ?? Class(code: row.specialtyClass)
      item.students += row.students
      item.seats += row.seats
      item.seatsLastYear = sum(item.seatsLastYear, row.seatsLastYear)
      item.demand = sum(item.demand, row.demand)
      item.signal = row.signal
      sums[row.specialtyClass] = item
    }
    func rank(_ item: Class) -> (Int, Int) {
      let place = item.signal == .grow ? 0 : item.signal == .shrink ? 1 : 2
      return (place, item.seats - (item.demand ?? 0))
    }
    classes = sums.values.filter { $0.students >= Withholding.smallest }.sorted { a, b in
      let (x, y) = (rank(a), rank(b))
      return x == y ? String.utf8Precedes(a.code, b.code) : x < y
    }
  }

  private mutating func readHosts(_ quotas: [QuotaRow]) {
    for row in quotas {
      guard row.kind == .enterprise, let interns = row.internsOfThreeYears, let gap = row.certificationGap
      else { continue }
      if interns > 0 { recorded += 1 }
      if gap == 0 { reached += 1 }
      guard gap > 0, interns >= Withholding.smallest else { continue }
      hosts.append(Host(id: row.id, name: row.name, district: row.district, interns: interns, gap: gap))
    }
    hosts.sort { a, b in a.gap == b.gap ? String.utf8Precedes(a.id, b.id) : a.gap < b.gap }
  }

  /// What the program computes in the order in which one asks: who is placed, how well, what was done before the start,
  /// who looks after them; then what others report, as it stands in the table.
  private static func inOrder(_ rows: [YearlyRow]) -> [YearlyRow] {
    func place(_ row: YearlyRow) -> Int {
      guard case .computed(let indicator) = row.indicator else { return .max }
      return YearlyIndicator.allCases.firstIndex(of: indicator) ?? .max
    }
    return rows.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
      .map(\.element)
  }

  private static func indicator(_ row: YearlyRow, _ targets: [IndicatorTarget]) -> Indicator {
    let own = targets.first {
      $0.indicator == row.indicator && $0.target == row.target && $0.dueYear == row.dueYear
    }
    return Indicator(row: row, source: own?.source ?? "", asOf: own?.asOf)
  }
}
