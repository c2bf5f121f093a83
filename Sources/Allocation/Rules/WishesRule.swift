import Placement

/// The post is a wish that the policy still grants: none ranked worse than `worst_rank`, and where `listed_only` says so
/// none that was not wished for. Students without wishes may go anywhere.
struct WishesRule: EligibilityRule {
  let rule = Rule.wishes

  func traits(of student: Int, in context: RuleContext) -> StudentTraits { .number(student) }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let placementCase = context.placementCase
    guard context.restrictsWishes(of: student) else { return true }
    guard let rank = placementCase.rank(student: student, post: post) else {
      return !context.policy.listedOnly
    }
    return rank <= context.policy.worstRank ?? .max
  }
}

extension RuleContext {
  /// Whether the policy closes any post to the student for the wishes that are given.
  package func restrictsWishes(of student: Int) -> Bool {
    (policy.listedOnly || policy.worstRank != nil) && !placementCase.wishes[student].isEmpty
  }

  /// The posts that the student's wishes leave open, a bit a post; nil where they close none. What
  /// ``WishesRule/permits(student:post:in:)`` says of one post, of all at once.
  func wishMask(of student: Int, words: Int) -> [UInt64]? {
    guard restrictsWishes(of: student) else { return nil }
    let worst = policy.worstRank ?? .max
    var mask = [UInt64](repeating: policy.listedOnly ? 0 : .max, count: words)
    func set(_ post: Int, _ rank: Int) {
      let bit: UInt64 = 1 << UInt64(post % 64)
      if rank <= worst { mask[post / 64] |= bit } else { mask[post / 64] &= ~bit }
    }
    // By rank: of a target named twice the best comes last, and a post's own after its enterprise's.
    let wishes = placementCase.wishes[student].reversed()
    for wish in wishes {
      if case .enterprise(let host) = wish.target {
        for post in ties.posts(of: host) { set(post, wish.rank) }
      }
    }
    for wish in wishes {
      if case .post(let post) = wish.target { set(post, wish.rank) }
    }
    return mask
  }
}
