import Placement

/// What must be done before students start, held against what published.csv says.
package struct StartDuties {
  /// Of one duty: rows asked, rows where it was not done in time, rows of which the file says nothing.
  package struct Count: Sendable {
    package var checked = 0
    package var refused = 0
    package var dataMissing = 0
  }

  private let placementCase: PlacementCase

  package init(_ placementCase: PlacementCase) { self.placementCase = placementCase }

  package func count(_ duty: StartDuty) -> Count {
    let asked = placementCase.publishedStarts.filter { $0.stage >= duty.stage }
    guard placementCase.dutyDates.isSuperset(of: duty.dates) else { return Count(dataMissing: asked.count) }
    return Count(checked: asked.count, refused: asked.count { !isDone(duty, $0) })
  }

  /// By the day of the start at the latest; an insurance covers the whole period.
  private func isDone(_ duty: StartDuty, _ published: PublishedStart) -> Bool {
    guard duty != .insurance else {
      guard let from = published.dates[.insuredFrom], let to = published.dates[.insuredTo] else {
        return false
      }
      return from <= published.start && to >= published.end
    }
    return duty.dates.allSatisfy { date in published.dates[date].map { $0 <= published.start } ?? false }
  }

  /// A warning for each row and duty that is not done in time.
  package var remarks: [Diagnostic] {
    StartDuty.allCases.filter { placementCase.dutyDates.isSuperset(of: $0.dates) }.flatMap { duty in
      placementCase.publishedStarts.compactMap { published -> Diagnostic? in
        guard published.stage >= duty.stage, !isDone(duty, published) else { return nil }
        let file = CaseSchema.published.file
        let header = Columns.header(
          duty.dates[0].rawValue, in: file, language: placementCase.policy.language)
        return Diagnostic(
          .warning, file: file, row: published.row, column: header,
          duty.demand(start: published.start, end: published.end),
          mend: Text(zh: "补办后填写日期（\(duty.source.zh)）", en: "see to it and give the date (\(duty.source.en))"))
      }
    }
  }
}
