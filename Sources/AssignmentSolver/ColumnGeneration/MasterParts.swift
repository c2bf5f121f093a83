/// Where columns and rows of the ``RestrictedMaster`` stand that are neither units' nor pairs'.
struct MasterLayout {
  /// Index in `columns` of the `y` of every post, −1 where its minimum is 1.
  var openColumn: [Int]
  var minimumRow: [Int]
  var capacityRow: [Int] = []
  /// Of every capacity row: its load's column where the row is told by its difference to the one before, else −1.
  var capacityColumn: [Int] = []
  var targetRow: [Int] = []
  var shortColumn: [Int] = []
  var sideRow: [Int] = []
  /// Of every stage before.
  var heldRow: [Int] = []

  init(postCount: Int) {
    openColumn = Array(repeating: -1, count: postCount)
    minimumRow = openColumn
  }
}

/// Units that the linear program leaves where the flow and the incumbent put them both.
struct FixedUnits {
  /// In ``pair``: the unit is in the linear program from the start.
  static let notFixed: Int32 = -2

  /// Where every unit was fixed: a pair, or −1 for no post.
  let pair: [Int32]
  /// The pairs that a unit brings along when it comes in.
  let promising: [Int32]
  /// Of those that are fixed still: their load on every post and in every side row, their cost in every stage.
  var load: [Int64]
  var side: [Int64]
  /// Side rows whose room has changed since the solver was told.
  var changedSide: Set<Int> = []
  var cost: [Int64]
  /// Posts that share capacity rows, be it by way of others, have the same part; and who is fixed in which.
  let part: [Int]
  let unitsInPart: [[Int]]

  init(_ program: AssignmentProgram, pairs: [Int32], promising: [Int32], stages: Int) {
    pair = pairs
    self.promising = promising
    load = Array(repeating: 0, count: program.postCount)
    side = Array(repeating: 0, count: program.sideRows.count)
    cost = Array(repeating: 0, count: stages)
    let part = Self.parts(program)
    self.part = part
    var units = [[Int]](repeating: [], count: program.postCount)
    for unit in 0..<program.unitCount where pairs[unit] >= 0 {
      units[part[Int(program.pairPost[Int(pairs[unit])])]].append(unit)
    }
    unitsInPart = units
  }

  private static func parts(_ program: AssignmentProgram) -> [Int] {
    var part = Array(0..<program.postCount)
    func root(_ post: Int) -> Int {
      var post = post
      while part[post] != post { post = part[post] }
      return post
    }
    for row in program.capacityRows {
      guard let first = row.posts.first else { continue }
      for post in row.posts { part[root(Int(post))] = root(Int(first)) }
    }
    return part.indices.map(root)
  }
}

/// Pairs that a better plan may use.
struct PairDomain {
  /// Those not fixed to 0 by reduced cost: of unit `i` those at `start[i] ..< start[i + 1]`.
  var free: [Int32]
  var start: [Int]
  /// Pairs that the present node forbids, and the pair that it holds every unit to, −1 for none.
  var forbidden: Set<Int32> = []
  var holds: [Int32]
  /// A unit that some post must take, besides those that always must.
  var placed: Int?

  init(_ program: AssignmentProgram) {
    free = Array(0..<Int32(program.pairCount))
    start = program.pairStart
    holds = Array(repeating: -1, count: program.unitCount)
  }
}

/// Columns that are no part of the program: they make rows solvable that the pairs at hand cannot satisfy.
struct Artificials {
  /// 0: they are out.
  var cost: Int64
  let firstCost: Int64
  /// So many rows, from the first on, have some, and not only those that the pairs at hand may not satisfy.
  var rows = 0

  /// - Parameter dearest: above what anything costs.
  init(dearest: Int64) {
    cost = 2 * min(dearest, 1_000_000_000_000)
    firstCost = cost
  }
}
