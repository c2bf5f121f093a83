import Placement
import Threads

/// What a cell must hold.
enum ExpectedCell: Hashable, Sendable {
  case text(String)
  /// One of several that only the solve path can choose between.
  case oneOf([String])
  /// Anything but nothing.
  case sentence
  /// A sentence that says this last.
  case ending(String)
  /// Nothing, or a whole number from 0 to this one.
  case wholeNumberOrEmpty(upTo: Int)
  /// A whole number of these.
  case wholeNumber(in: ClosedRange<Int>)

  func admits(_ found: String) -> Bool {
    switch self {
    case .text(let text): found == text
    case .oneOf(let texts): texts.contains(found)
    case .sentence: !found.isEmpty
    case .ending(let end): found.hasSuffix(end) && found != end
    case .wholeNumberOrEmpty(let most):
      found.isEmpty || Self.wholeNumber(in: 0...most).admits(found)
    case .wholeNumber(let range): Int(found).map { range.contains($0) && String($0) == found } ?? false
    }
  }
}

extension ExpectedCell: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .text(value) }
  init(_ number: Int) { self = .text(String(number)) }
  init(_ number: Int?) { self = .text(number.map { String($0) } ?? "") }
}

/// What a file of the plan must hold, in its order.
struct ExpectedTable: Sendable {
  let file: String
  let columns: [String]
  /// How many leading columns name a row.
  let keyColumns: Int
  var rows: [[ExpectedCell]]
}

/// Everything that the case and one placement say about the files of the plan.
struct Expectation {
  let rules: AuditRules
  let placement: [Int?]
  let loads: Loads
  let survey: PairSurvey
  let supply: SupplyGroups
  let worthBounds: WorthBounds
  /// What the plan says that only re-solves find out.
  let found: FoundFindings
  /// Who supervises whom, by the plan.
  private(set) var supervision: AuditSupervision
  /// Of the tables of students, which take longest.
  private(set) var rows: Tally?

  /// - `assignments`: the plan's own, for what is taken from it beside the placement.
  /// - `threads`: what all pairs are walked on.
  init(
    _ rules: AuditRules, _ placement: [Int?], _ found: FoundFindings = FoundFindings([]),
    assignments: PlanTable? = nil, threads: Int = 1,
    onProgress: @escaping @Sendable (AuditProgress) -> Void = { _ in }
  ) {
    self.rules = rules
    self.placement = placement
    self.found = found
    loads = Loads(rules, placement)
    supply = SupplyGroups(rules)
    worthBounds = WorthBounds(rules, placement)
    survey = PairSurvey(rules, placement, loads, threads: threads, onProgress)
    supervision = AuditSupervision(rules.placementCase, [], nil)
    supervision = AuditSupervision(rules.placementCase, internships, assignments)
  }

  func tables(
    threads: Int, onProgress: @escaping @Sendable (AuditProgress) -> Void = { _ in }
  ) -> [ExpectedTable] {
    var tables: [@Sendable (Expectation) -> ExpectedTable?] = [\.assignments, \.unplaced]
    if placementCase.hasPublished { tables.append(\.changes) }
    tables += [\.quotas, \.supplyDemand, \.compliance, \.filing, \.hosts]
    if placementCase.hasTeachers { tables += [\.supervisors, \.teacherPractice] }
    tables += [\.subsidies, \.yearly]
    let wanted = tables
    var told = self
    told.rows = Tally(of: placement.count + withoutPost.count) {
      onProgress(AuditProgress(step: .rows, done: $0, of: $1))
    }
    return concurrently(wanted.count, threads: threads) { [told] in wanted[$0](told) }.compactMap { $0 }
  }

  var placementCase: PlacementCase { rules.placementCase }
  var language: Language { placementCase.policy.language }

  func word(_ word: some Word) -> String { word(language) }

  func yesNo(_ value: Bool) -> String { word(YesNo(value)) }

  func takesPart(_ student: Int) -> Bool { rules.takesPart(student) }

  func status(_ student: Int) -> PlacementStatus {
    if rules.selfArranged.hasPlace(student) { return .selfArranged }
    guard takesPart(student) else { return .excluded }
    guard let post = placement[student] else { return .unplaced }
    if rules.pins.post[student] != nil { return .pinned }
    guard let told = placementCase.published[student]?.post else { return .placed }
    return told == post ? .kept : .moved
  }

  func postID(_ post: Int?) -> String { post.map { placementCase.posts[$0].id } ?? "" }
}

/// Pairs of specialty class and district that have a student taking part, in the order of their rows.
struct SupplyGroups {
  struct Key: Hashable {
    let specialtyClass: String
    let district: String
  }

  let keys: [Key]
  /// Row of each student; nil for those who take no part.
  let of: [Int?]

  init(_ rules: AuditRules) {
    let placementCase = rules.placementCase
    let districts = Dictionary(
      placementCase.schools.map { ($0.id, $0.district) }, uniquingKeysWith: { first, _ in first })
    let own = placementCase.students.enumerated().map { index, student -> Key? in
      guard rules.takesPart(index) else { return nil }
      let four = student.specialty.prefix(4)?.description ?? ""
      return Key(specialtyClass: four, district: districts[student.schoolID] ?? "")
    }
    let keys = Set(own.compactMap { $0 }).sorted { a, b in
      a.specialtyClass == b.specialtyClass
        ? String.utf8Precedes(a.district, b.district)
        : String.utf8Precedes(a.specialtyClass, b.specialtyClass)
    }
    let numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    self.keys = keys
    of = own.map { $0.flatMap { numbers[$0] } }
  }
}
