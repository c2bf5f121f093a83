/// A place that a student found alone (a row of self-arranged.csv).
///
/// Once the school has approved it the student is no part of the program, but works there all the same: the tests of the
/// law hold, and the enterprise's quota is used up.
public struct SelfArranged: Sendable, Equatable {
  /// Index into ``PlacementCase/students``.
  public var student = 0
  /// Index into ``PlacementCase/enterprises``; nil: a host that the case does not know.
  public var enterprise: Int?
  /// Of a host that the case does not know: it is one by this name.
  public var enterpriseName = ""
  /// The work and its conditions, as a post's; seats, place on the map and what is reserved mean nothing here.
  public var work = Post(
    id: "", enterprise: 0, title: "", specialtyCodes: [], seats: 1,
    location: Coordinates(latitude: 0, longitude: 0), start: CalendarDate(dayNumber: 0),
    end: CalendarDate(dayNumber: 0), monthlyPay: ExactDecimal(0))
  public var appliedOn: CalendarDate?
  public var guardianConsent = false
  /// When the school approved it; nil: not yet, and the student stays in the allocation.
  public var approvedOn: CalendarDate?
  /// Who looks after the student at the host.
  public var hostMentor = ""
  /// How far it has come by published.csv; nil where that says nothing.
  public var published: SelfPublished?
  /// Row in self-arranged.csv, for messages.
  public var row = 0

  public init() {}

  public var isApproved: Bool { approvedOn != nil }

  /// Tests that a place found alone must pass, in the rules' order: one that fails is a fault.
  public static let binding: [Rule] = [
    .host, .grade, .age, .nightShift, .restDayWork, .overtime, .hazardous, .prohibitedVenue, .labourGrade,
    .minorsProhibited, .womenProhibited, .pay,
  ]

  /// Tests that are run and may fail: they stand in `overridden_rules`.
  public static let noted: [Rule] = [.admitted, .period, .specialty, .certificates]

  /// What stands for the post's id, in a plan and in published.csv.
  public static func postID(of student: String) -> String { postPrefix + student }

  /// No post of a case begins so.
  public static let postPrefix = "self:"
}

/// What published.csv says of a place found alone.
public struct SelfPublished: Hashable, Sendable {
  public let stage: PublishedPlacement.Stage
  public let dates: [DutyDate: CalendarDate]
  /// Row in published.csv, for messages.
  public let row: Int

  public init(stage: PublishedPlacement.Stage, dates: [DutyDate: CalendarDate], row: Int) {
    self.stage = stage
    self.dates = dates
    self.row = row
  }
}

extension PlacementCase {
  /// The place that the student found alone, where the school has approved it.
  public func approvedSelfArranged(of student: Int) -> SelfArranged? {
    selfArranged[student].flatMap { $0.isApproved ? $0 : nil }
  }

  /// Whether the student is one whom the program is to place.
  public func takesPart(_ student: Int) -> Bool {
    students[student].excluded == nil && approvedSelfArranged(of: student) == nil
  }

  /// The approved places, by student.
  public var approvedSelfArranged: [SelfArranged] {
    selfArranged.values.filter(\.isApproved).sorted { $0.student < $1.student }
  }

  /// The approved places as a case of their own, to be asked like any other: student k and post k are the k-th of
  /// ``approvedSelfArranged``. A host that the case does not know is an enterprise without a name or a district behind the others.
  public var caseOfSelfArranged: PlacementCase {
    let places = approvedSelfArranged
    let unknown = Enterprise(id: "", name: "", district: "", staffTotal: 0, staffOnDuty: 0)
    var own = PlacementCase(
      policy: policy, students: places.map { students[$0.student] }, enterprises: enterprises + [unknown],
      posts: places.map { place in
        var post = place.work
        post.enterprise = place.enterprise ?? enterprises.count
        return post
      })
    (own.schools, own.partners, own.equivalences, own.asOf) = (schools, partners, equivalences, asOf)
    return own
  }

  /// What published.csv says of everybody who has a place, with the days of that place: what is due before the start is
  /// judged by these.
  public var publishedStarts: [PublishedStart] {
    students.indices.compactMap { student in
      if let place = approvedSelfArranged(of: student), let told = place.published {
        return PublishedStart(
          stage: told.stage, dates: told.dates, row: told.row, start: place.work.start, end: place.work.end)
      }
      return published[student].map {
        PublishedStart(
          stage: $0.stage, dates: $0.dates, row: $0.row, start: posts[$0.post].start, end: posts[$0.post].end)
      }
    }
  }
}

/// A row of published.csv that counts, with the first and last day of its place.
public struct PublishedStart: Sendable {
  public let stage: PublishedPlacement.Stage
  public let dates: [DutyDate: CalendarDate]
  public let row: Int
  public let start: CalendarDate
  public let end: CalendarDate
}
