import Placement

/// A school and a host that its students go to: how the lists for others begin.
public struct SchoolAndHost: Sendable, Equatable {
  public var schoolID = ""
  public var schoolName = ""
  public var enterpriseID = ""
  public var enterpriseName = ""
  public var creditCode = ""

  var cells: [PlanCell] {
    [.text(schoolID), .text(schoolName), .text(enterpriseID), .text(enterpriseName), .text(creditCode)]
  }
}

/// filing.csv: a school's students at one post.
public struct FilingRow: PlanRow {
  public static let schema = PlanSchema.filing

  public var who = SchoolAndHost()
  public var postID = ""
  public var postTitle = ""
  public var address = ""
  public var areaCode = ""
  /// Four digits each, sorted.
  public var specialtyClasses: [String] = []
  public var students = 0
  /// Under 18 at the start.
  public var minors = 0
  public var start: CalendarDate?
  public var end: CalendarDate?
  public var monthlyPay: ExactDecimal?
  public var supervisors: [String] = []
  public var exemption = ""
  public var crossProvinceFiling = ""
  public var isSelfArranged = false

  public var cells: [PlanCell] {
    who.cells + [
      .text(postID), .text(postTitle), .text(address), .text(areaCode), .ids(specialtyClasses),
      .whole(students), .whole(minors), .date(start), .date(end), .amount(monthlyPay), .ids(supervisors),
      .text(exemption), .text(crossProvinceFiling), .yesNo(isSelfArranged),
    ]
  }
}

/// hosts.csv: a school and a host that it sends students to.
public struct HostRow: PlanRow {
  public static let schema = PlanSchema.hosts

  public var who = SchoolAndHost()
  public var ties: Set<Tie> = []
  /// Titles of the posts used, sorted.
  public var posts: [String] = []
  public var students = 0
  public var lowestPay: ExactDecimal?
  public var highestPay: ExactDecimal?
  public var hasLodging = false
  public var inspectedOn: CalendarDate?
  public var publishedOn: CalendarDate?
  /// Lists are sorted as they are read.
  public var language = Language.chinese

  public var cells: [PlanCell] {
    let words = ties.map(\.text).sorted { String.utf8Precedes($0(language), $1(language)) }
    return who.cells + [
      .list(words), .ids(posts), .whole(students), .amount(lowestPay), .amount(highestPay),
      .yesNo(hasLodging), .date(inspectedOn), .date(publishedOn),
    ]
  }
}
