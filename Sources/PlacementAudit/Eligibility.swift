import Placement

extension AuditRules {
  /// The first test of the contract that the student fails for the post, decisions of pinning not asked;
  /// nil where every test passes.
  public func firstFailure(student: Int, post: Int) -> Rule? {
    let a = students[student]
    let b = posts[post]
    if a.excluded { return .excluded }
    if a.hasBans, isBanned(student: student, post: post) { return .banned }
    if !b.hostApproved { return .host }
    if !a.gradeIsEnough { return .grade }
    if b.start < a.oldEnoughOn { return .age }
    if b.start < a.from || b.end > a.to { return .period }
    if !matches.matches(specialty: a.specialty, post: post) { return .specialty }
    return laterFailure(student, post, a, b)
  }

  /// Every test that the student fails for the post, in the contract's order.
  public func failures(student: Int, post: Int) -> [Rule] {
    Rule.allCases.filter { fails($0, student, post) }
  }

  /// The rule that closes the post to the student: as ``firstFailure(student:post:)``, but at the post
  /// where the student is pinned or held the tests that a pin overrides count as passed.
  public func closingRule(student: Int, post: Int) -> Rule? {
    let first = firstFailure(student: student, post: post)
    guard let first, pins.post[student] == post, Rule.overridable.contains(first) else { return first }
    return failures(student: student, post: post).first { !Rule.overridable.contains($0) }
  }

  /// Whether the post is open to the student: every test passes, and no pin closes it.
  public func mayTake(student: Int, post: Int) -> Bool {
    if let pinned = pins.post[student], pinned != post { return false }
    return closingRule(student: student, post: post) == nil
  }

  private func laterFailure(_ student: Int, _ post: Int, _ a: StudentFacts, _ b: PostFacts) -> Rule? {
    if isReservedElsewhere(student, post, b) { return .reserved }
    if failsProgram(student, post, a, b) { return .program }
    if lacksCertificate(student, post, b) { return .certificates }
    if failsNightShift(a, b) { return .nightShift }
    if b.restDayClosed { return .restDayWork }
    if b.overtimeClosed { return .overtime }
    if b.hazardous { return .hazardous }
    if b.prohibitedVenue { return .prohibitedVenue }
    if b.labourTooHard { return .labourGrade }
    if b.womenProhibited && a.female { return .womenProhibited }
    if b.payTooLow { return .pay }
    return isTooFar(student, post, a, b) ? .distance : nil
  }

  private func fails(_ rule: Rule, _ student: Int, _ post: Int) -> Bool {
    let a = students[student]
    let b = posts[post]
    switch rule {
    case .excluded: return a.excluded
    case .banned: return isBanned(student: student, post: post)
    case .host: return !b.hostApproved
    case .grade: return !a.gradeIsEnough
    case .age: return b.start < a.oldEnoughOn
    case .period: return b.start < a.from || b.end > a.to
    case .specialty: return !matches.matches(specialty: a.specialty, post: post)
    case .reserved: return isReservedElsewhere(student, post, b)
    case .program: return failsProgram(student, post, a, b)
    case .certificates: return lacksCertificate(student, post, b)
    case .nightShift: return failsNightShift(a, b)
    case .restDayWork: return b.restDayClosed
    case .overtime: return b.overtimeClosed
    case .hazardous: return b.hazardous
    case .prohibitedVenue: return b.prohibitedVenue
    case .labourGrade: return b.labourTooHard
    case .womenProhibited: return b.womenProhibited && a.female
    case .pay: return b.payTooLow
    case .distance: return isTooFar(student, post, a, b)
    }
  }

  private func isReservedElsewhere(_ student: Int, _ post: Int, _ b: PostFacts) -> Bool {
    b.listsSchools && !names.reservedFor[post].contains(names.school[student])
  }

  private func failsProgram(_ student: Int, _ post: Int, _ a: StudentFacts, _ b: PostFacts) -> Bool {
    // Both halves of the rule ask the same of the post: that it lists the student's program.
    guard b.listsPrograms || a.programIsReserved else { return false }
    return !names.reservedPrograms[post].contains(names.program[student])
  }

  private func lacksCertificate(_ student: Int, _ post: Int, _ b: PostFacts) -> Bool {
    guard b.asksCertificates else { return false }
    let held = names.certificates[student]
    return !names.requiredCertificates[post].allSatisfy { held.contains($0) }
  }

  private func failsNightShift(_ a: StudentFacts, _ b: PostFacts) -> Bool {
    b.nightShift && (!b.nightShiftExempt || b.start < a.adultOn)
  }

  private func isTooFar(_ student: Int, _ post: Int, _ a: StudentFacts, _ b: PostFacts) -> Bool {
    let limit = a.boards && b.dormitory ? a.boardingLimit : a.distanceLimit
    return distances.units(student, post) > Int(limit)
  }
}
