/// What may be told of some groups of students whose total stands in the same report.
///
/// One to four students are told as fewer than five. Where the total would tell them all the same (one such group
/// alone, or all of one, or all of four students), the smallest other group is withheld with them, and all of these look
/// alike: a reader knows only what they come to together.
enum Withholding {
  enum Cell: Equatable {
    case told(Int)
    case few
    case withheld
  }

  /// Groups smaller than this are not told.
  static let smallest = 5

  /// A cell a group. Where there is no other group the total is the group's, and no cell can hide it.
  static func cells(_ counts: [Int]) -> [Cell] {
    let few = counts.indices.filter { (1..<smallest).contains(counts[$0]) }
    let sum = few.reduce(0) { $0 + counts[$1] }
    let isTold = few.count == 1 || sum == few.count || sum == few.count * (smallest - 1)
    // All of that size, or their order would tell which it was.
    let other = counts.filter { $0 >= smallest }.min()
    return counts.map { count in
      if (1..<smallest).contains(count) { return isTold && other != nil ? .withheld : .few }
      return isTold && !few.isEmpty && count == other ? .withheld : .told(count)
    }
  }
}
