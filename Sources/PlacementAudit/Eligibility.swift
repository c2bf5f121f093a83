import Placement

extension AuditRules {
  /// The first test of the contract that the student fails for the post, decisions of pinning not asked;
  /// nil where every test passes.
  public func firstFailure(student: Int, post: Int) -> Rule? {
    let place = refusals.first(student, post, in: self)
    return place < AuditTest.all.count ? AuditTest.all[place].rule : nil
  }

  /// Every test that the student fails for the post, in the contract's order.
  public func failures(student: Int, post: Int) -> [Rule] {
    var failed: [Rule] = []
    refusals.forEach(student, post, upTo: AuditTest.all.count, in: self) {
      failed.append(AuditTest.all[$0].rule)
    }
    return failed
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
}
