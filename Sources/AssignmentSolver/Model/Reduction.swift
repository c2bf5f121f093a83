/// A program without the pairs that no plan can use: what the solve path works on.
///
/// A pair goes when its post can take nobody (a limit of 0 on the post or on a row that holds it), when the unit is
/// larger than what the post, one of its rows or a side row can take, and when the units that may come to the post do not
/// make up its minimum. Limits are cut down to what can come. No plan is lost.
struct Reduction {
  let program: AssignmentProgram
  /// Capacity rows of every post.
  let rowsOfPost: [[Int32]]
  let sideTerms: SideTerms
  /// Empty where there are none at all.
  let sideRowsOfPost: [[Int32]]

  init(_ source: AssignmentProgram) {
    var rows = [[Int32]](repeating: [], count: source.postCount)
    for (index, row) in source.capacityRows.enumerated() {
      for post in row.posts { rows[Int(post)].append(Int32(index)) }
    }
    rowsOfPost = rows

    var program = source
    var limit = source.postLimit.map { max(0, $0) }
    for post in 0..<source.postCount {
      for row in rows[post] { limit[post] = min(limit[post], max(0, source.capacityRows[Int(row)].limit)) }
    }
    let available = Self.close(source, &limit)
    for post in 0..<source.postCount {
      program.postLimit[post] = Int32(min(Int64(limit[post]), available[post]))
      program.postMinimum[post] = max(1, source.postMinimum[post])
    }
    Self.keepPairs(of: source, limit: limit, in: &program)
    self.program = program
    sideTerms = SideTerms(program)
    var sideRows = [[Int32]](repeating: [], count: program.sideRows.isEmpty ? 0 : program.postCount)
    for (index, row) in program.sideRows.enumerated() {
      for post in row.posts { sideRows[Int(post)].append(Int32(index)) }
    }
    sideRowsOfPost = sideRows
  }

  /// Sets the limit of posts to 0 that cannot reach their minimum.
  /// - Returns: Σ sizes that may come to each post.
  private static func close(_ source: AssignmentProgram, _ limit: inout [Int32]) -> [Int64] {
    var available = [Int64](repeating: 0, count: source.postCount)
    for unit in 0..<source.unitCount {
      let size = source.unitSize[unit]
      for pair in source.pairStart[unit]..<source.pairStart[unit + 1] {
        let post = Int(source.pairPost[pair])
        if size <= limit[post] { available[post] += Int64(size) }
      }
    }
    for post in limit.indices {
      if source.postMinimum[post] > limit[post] || available[post] < Int64(source.postMinimum[post]) {
        limit[post] = 0
      }
    }
    return available
  }

  private static func keepPairs(
    of source: AssignmentProgram, limit: [Int32], in program: inout AssignmentProgram
  ) {
    let terms = SideTerms(source)
    func isKept(_ unit: Int, _ pair: Int) -> Bool {
      source.unitSize[unit] <= limit[Int(source.pairPost[pair])]
        && terms.allSatisfy(pair) { row, weight in
          let row = source.sideRows[row]
          return row.penalty != nil || weight <= Int64(row.limit)
        }
    }
    var start = [0]
    start.reserveCapacity(source.unitCount + 1)
    for unit in 0..<source.unitCount {
      let pairs = source.pairStart[unit]..<source.pairStart[unit + 1]
      start.append(pairs.reduce(start.last!) { isKept(unit, $1) ? $0 + 1 : $0 })
    }
    // Mostly nothing goes, and a list of all pairs would be large.
    guard start.last! < source.pairCount else { return }
    var kept: [Range<Int>] = []
    for unit in 0..<source.unitCount {
      for pair in source.pairStart[unit]..<source.pairStart[unit + 1] where isKept(unit, pair) {
        if kept.last?.upperBound == pair {
          kept[kept.count - 1] = kept.last!.lowerBound..<(pair + 1)
        } else {
          kept.append(pair..<(pair + 1))
        }
      }
    }
    program.pairStart = start
    program.pairPost = source.pairPost.kept(kept)
    program.pairCost = source.pairCost.map { $0.kept(kept) }
  }
}
