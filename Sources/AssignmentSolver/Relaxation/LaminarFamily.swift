/// Capacity and target rows as a forest above the posts, as far as they nest.
///
/// Rows are taken in a fixed order (smallest first) and one that crosses another that is taken stays out:
/// the network does without it, the linear program takes it in.
struct LaminarFamily {
  /// Of every post, then of every set: the set above it, −1 for none.
  private(set) var parent: [Int32]
  /// nil: no limit of its own.
  private(set) var limit: [Int64?] = []
  private(set) var target: [Int64] = []
  /// The target row whose weight a set carries, −1 for none.
  private(set) var targetRow: [Int32] = []
  /// The set of every capacity row, −1 where it crosses others or has no posts.
  private(set) var setOfRow: [Int32]
  private(set) var setOfTarget: [Int32]

  /// Do all rows that have posts nest?
  private(set) var isWhole = true

  init(_ program: AssignmentProgram) {
    parent = Array(repeating: -1, count: program.postCount)
    setOfRow = Array(repeating: -1, count: program.capacityRows.count)
    setOfTarget = Array(repeating: -1, count: program.targetRows.count)
    var members: [(posts: [Int32], row: Int, isTarget: Bool)] = []
    for (index, row) in program.capacityRows.enumerated() { members.append((row.posts, index, false)) }
    for (index, row) in program.targetRows.enumerated() { members.append((row.posts, index, true)) }
    members.sort {
      ($0.posts.count, $0.isTarget ? 1 : 0, $0.row) < ($1.posts.count, $1.isTarget ? 1 : 0, $1.row)
    }
    var size: [Int] = []
    // Thousands of rows may hold thousands of posts each: no set is made of any.
    var seen = [Int](repeating: -1, count: program.postCount + members.count)
    // A row without posts is a constant: it crosses nothing.
    for (number, member) in members.enumerated() where !member.posts.isEmpty {
      var tops: [Int32] = []
      for post in member.posts {
        let top = top(post)
        if seen[Int(top)] != number { tops.append(top) }
        seen[Int(top)] = number
      }
      if !place(member, under: tops.sorted(), program, &size) { isWhole = false }
    }
  }

  /// The outermost set that holds a post, or the post itself (as a node number).
  private func top(_ post: Int32) -> Int32 {
    var node = post
    while parent[Int(node)] >= 0 { node = parent[Int(node)] }
    return node
  }

  /// - Parameter tops: The outermost sets of its posts, increasing.
  /// - Returns: Does the row nest?
  private mutating func place(
    _ member: (posts: [Int32], row: Int, isTarget: Bool), under tops: [Int32], _ program: AssignmentProgram,
    _ size: inout [Int]
  ) -> Bool {
    let posts = program.postCount
    // The row nests when the outermost sets of its posts hold nothing else.
    let covered = tops.reduce(0) { $0 + (Int($1) < posts ? 1 : size[Int($1) - posts]) }
    guard covered == member.posts.count else { return false }
    var set = tops.count == 1 && Int(tops[0]) >= posts ? Int(tops[0]) - posts : -1
    // A second target over the same posts is a set around the first's.
    if set >= 0 && member.isTarget && targetRow[set] >= 0 { set = -1 }
    if set < 0 {
      set = limit.count
      parent.append(-1)
      limit.append(nil)
      target.append(0)
      targetRow.append(-1)
      size.append(covered)
      for node in tops { parent[Int(node)] = Int32(posts + set) }
    }
    if member.isTarget {
      target[set] = Int64(max(0, program.targetRows[member.row].target))
      targetRow[set] = Int32(member.row)
      setOfTarget[member.row] = Int32(set)
    } else {
      let own = Int64(max(0, program.capacityRows[member.row].limit))
      limit[set] = limit[set].map { min($0, own) } ?? own
      setOfRow[member.row] = Int32(set)
    }
    return true
  }
}
