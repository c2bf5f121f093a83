import Placement

/// The places that students found alone and their schools approved, judged once more.
struct SelfArrangedTable: Sendable {
  struct Entry: Sendable {
    let place: SelfArranged
    var asked: [Rule] = []
    var lacking: [Rule] = []
    /// Tests of the law that fail: such a plan is unlawful.
    var broken: [Rule] = []
    /// Tests that fail and are no more than noted.
    var overridden: [Rule] = []
    var match: MatchLevel?
  }

  /// By student.
  let entries: [Entry]
  private let entryOf: [Int: Int]

  init(_ placementCase: PlacementCase) {
    let places = placementCase.selfArranged.values.filter { $0.approvedOn != nil }
      .sorted { $0.student < $1.student }
    entryOf = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1.student, $0) })
    entries =
      places.isEmpty ? [] : SelfArrangedTable.judge(places, AuditRules(placementCase.caseOfSelfArranged))
  }

  private static func judge(_ places: [SelfArranged], _ rules: AuditRules) -> [Entry] {
    places.enumerated().map { number, place in
      let failed = rules.failures(student: number, post: number)
      let lacking = rules.lackingTests(student: number, post: number)
      var entry = Entry(place: place)
      for rule in AuditTest.all.map(\.rule) {
        guard SelfArranged.binding.contains(rule) || SelfArranged.noted.contains(rule) else { continue }
        // Of a host without an id the case knows nothing; work without codes has no specialty.
        if rule == .host || rule == .admitted, place.enterprise == nil { continue }
        if rule == .specialty, place.work.specialtyCodes.isEmpty { continue }
        entry.asked.append(rule)
        if lacking.contains(rule) { entry.lacking.append(rule) }
        guard failed.contains(rule) else { continue }
        if SelfArranged.binding.contains(rule) {
          entry.broken.append(rule)
        } else {
          entry.overridden.append(rule)
        }
      }
      if !place.work.specialtyCodes.isEmpty { entry.match = rules.match(student: number, post: number) }
      return entry
    }
  }

  subscript(student: Int) -> Entry? { entryOf[student].map { entries[$0] } }

  func hasPlace(_ student: Int) -> Bool { entryOf[student] != nil }

  /// First and last days of those at an enterprise.
  func periods(at enterprise: Int) -> [ClosedRange<Int32>] {
    entries.filter { $0.place.enterprise == enterprise }.map {
      $0.place.work.start.dayNumber...$0.place.work.end.dayNumber
    }
  }
}

extension AuditRules {
  /// Every test that lacks its data for the pair.
  func lackingTests(student: Int, post: Int) -> [Rule] {
    var found: [Rule] = []
    lacking.forEach(student, post, upTo: AuditTest.all.count, in: self) {
      found.append(AuditTest.all[$0].rule)
    }
    return found
  }

  /// Whether the student is to be placed.
  func takesPart(_ student: Int) -> Bool {
    person(student).excluded == nil && !selfArranged.hasPlace(student)
  }

  /// What the law refuses of the places found alone, and decisions that contradict them.
  func selfArrangedFaults(_ placement: [Int?], _ rows: [Int?]?) -> [AuditFault] {
    selfArranged.entries.flatMap { entry -> [AuditFault] in
      let student = entry.place.student
      let id = placementCase.students[student].id
      let row = rows?[student] ?? nil
      var faults = entry.broken.map { rule in
        AuditFault(
          .rule(rule), file: "assignments.csv", row: row, column: "post_id",
          Text(
            zh: "学号 \(id) 自行联系的实习不符合“\(rule.chinese)”",
            en: "the place that student \(id) found alone fails \(rule.rawValue)"))
      }
      let isPinned = placementCase.decisions.contains { $0.student == student && $0.kind == .pin }
      let isHeld = placementCase.published[student].map { told in
        told.holds && !Pins.covers(bans[student], told.post, in: placementCase)
      }
      let isBanned = entry.place.enterprise.map { bans[student].contains(.enterprise($0)) }
      if isPinned || isHeld ?? false || isBanned ?? false || placement[student] != nil {
        faults.append(
          AuditFault(
            .pin, file: "assignments.csv", row: row, column: "post_id",
            Text(
              zh: "学号 \(id) 已有自行联系的实习，不得另作安排",
              en: "student \(id) has a place found alone and can be placed nowhere else")))
      }
      return faults
    }
  }
}
