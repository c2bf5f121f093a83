/// The prices of a leaf, in multiples of 1 / ``scale``.
struct LeafPrices {
  let scale: Int64
  private let bound: Int128
  let cheapest: [Int128]
  /// What a seat of the post costs whoever takes it, and what the rows that the post is in make of that.
  let post: [Int128]
  let toll: [Int128]
  /// What the bound loses at most with one seat more at a post, in a row.
  let seat: [Int128]
  let rowSeat: [Int128]
  let isOpened: [Bool]
  let isClosed: [Bool]
  /// Units that go nowhere else in this leaf.
  let isHeld: [Bool]

  /// - Returns: nil where the duals are no prices.
  init?(_ master: RestrictedMaster, _ decisions: [Decision]) {
    guard let lagrangian = master.lagrangianBound() else { return nil }
    let (program, layout) = (master.program, master.layout)
    (scale, bound) = (lagrangian.scale, lagrangian.bound)
    cheapest = lagrangian.cheapest.map(LagrangianBound.cost)
    let price = master.wholePrices(master.session.rowDuals(), scale: scale).map { Int128($0) }
    post = (0..<program.postCount).map { -price[master.postRow($0)] }
    var toll = [Int128](repeating: 0, count: program.postCount)
    var rowSeat = layout.capacityRow.map { max(0, -price[$0]) }
    for (row, own) in rowSeat.enumerated() {
      for post in program.capacityRows[row].posts { toll[Int(post)] += own }
    }
    var isBuilt = [Bool](repeating: false, count: master.rows.count)
    for post in 0..<program.postCount { isBuilt[master.postRow(post)] = true }
    for row in layout.capacityRow + layout.targetRow { isBuilt[row] = true }
    for row in layout.minimumRow where row >= 0 { isBuilt[row] = true }
    // The rest of the rows that count a load are cuts and the one that ties it to the opening: a seat more breaks each by
    // one at most.
    var seat = [Int128](repeating: 0, count: program.postCount)
    var postsOfCut: [Int: [Int32]] = [:]
    for post in 0..<program.postCount {
      let column = master.columns[master.loadColumn(post)]
      var reduced = Int128(0)
      for (row, value) in zip(column.rows, column.values) {
        reduced -= price[Int(row)] * Int128(value)
        guard !isBuilt[Int(row)], price[Int(row)] != 0 else { continue }
        seat[post] += abs(price[Int(row)])
        let isOpening = layout.minimumRow[post] >= 0 && Int(row) == layout.minimumRow[post] + 1
        if !isOpening { postsOfCut[Int(row), default: []].append(Int32(post)) }
      }
      seat[post] += max(0, -reduced)
    }
    for (row, posts) in postsOfCut.sorted(by: { $0.key < $1.key }) {
      for (index, capacity) in program.capacityRows.enumerated()
      where posts.allSatisfy({ capacity.posts.contains($0) }) {
        rowSeat[index] += abs(price[row])
      }
    }
    (self.toll, self.seat, self.rowSeat) = (toll, seat, rowSeat)
    var (isOpened, isClosed) = (toll.map { _ in false }, toll.map { _ in false })
    var isHeld = [Bool](repeating: false, count: program.unitCount)
    for decision in decisions {
      switch decision {
      case .open(let post, let isOpen): if isOpen { isOpened[post] = true } else { isClosed[post] = true }
      case .pair(let pair, let isIn): if isIn { isHeld[master.unit(of: pair)] = true }
      }
    }
    (self.isOpened, self.isClosed, self.isHeld) = (isOpened, isClosed, isHeld)
  }

  /// The bound, a whole number, with so much less.
  func whole(less gain: Int128) -> Int64 {
    let (quotient, rest) = (bound - gain).quotientAndRemainder(dividingBy: Int128(scale))
    return Int64(clamping: rest > 0 ? quotient + 1 : quotient)
  }
}
