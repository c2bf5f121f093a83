import IntegerProgram

/// The integer program of one stage over some of the pairs.
struct CoreProgram {
  let program: AssignmentProgram
  let pairs: [Int32]
  private(set) var integerProgram = IntegerProgram()
  private var costs: [[Double]] = []

  /// - Parameters:
  ///   - pairs: Increasing.
  ///   - held: The values of the stages before `stage`, no higher in any answer.
  init(_ program: AssignmentProgram, pairs: [Int32], stage: Int, held: [Int64]) {
    self.program = program
    self.pairs = pairs
    let grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 }
    let free = (0..<program.unitCount).filter { !program.mustPlace[$0] }
    for current in 0..<program.stageCount where current <= stage {
      var cost = pairs.map { Double(program.pairCost[current][Int($0)]) }
      cost += free.map { Double(program.unplacedCost[current][$0]) }
      cost += Array(repeating: 0, count: grouped.count)
      cost += program.targetRows.map { Double($0.weight[current]) }
      costs.append(cost)
    }
    let wholes = pairs.count + free.count + grouped.count
    integerProgram.columns = (0..<wholes).map {
      .init(lower: 0, upper: 1, isInteger: true, cost: costs[stage][$0])
    }
    for (index, row) in program.targetRows.enumerated() {
      integerProgram.columns.append(
        .init(lower: 0, upper: Double(max(0, row.target)), cost: costs[stage][wholes + index]))
    }
    addUnitRows(free)
    addPostRows(grouped, firstOpen: pairs.count + free.count, firstShort: wholes)
    for (earlier, value) in held.prefix(stage).enumerated() {
      let terms = costs[earlier].indices.filter { costs[earlier][$0] != 0 }
      guard !terms.isEmpty else { continue }
      integerProgram.rows.append(
        .init(
          lower: -.infinity, upper: Double(value), columns: terms.map(Int32.init),
          values: terms.map { costs[earlier][$0] }))
    }
  }

  private mutating func addUnitRows(_ free: [Int]) {
    var columns = [[Int32]](repeating: [], count: program.unitCount)
    var unit = 0
    for (column, pair) in pairs.enumerated() {
      while program.pairStart[unit + 1] <= Int(pair) { unit += 1 }
      columns[unit].append(Int32(column))
    }
    for (index, unit) in free.enumerated() { columns[unit].append(Int32(pairs.count + index)) }
    for terms in columns {
      integerProgram.rows.append(
        .init(lower: 1, upper: 1, columns: terms, values: Array(repeating: 1, count: terms.count)))
    }
  }

  private mutating func addPostRows(_ grouped: [Int], firstOpen: Int, firstShort: Int) {
    var columns = [[Int32]](repeating: [], count: program.postCount)
    var sizes = [[Double]](repeating: [], count: program.postCount)
    var unit = 0
    for (column, pair) in pairs.enumerated() {
      while program.pairStart[unit + 1] <= Int(pair) { unit += 1 }
      columns[Int(program.pairPost[Int(pair)])].append(Int32(column))
      sizes[Int(program.pairPost[Int(pair)])].append(Double(program.unitSize[unit]))
    }
    for post in 0..<program.postCount where program.postMinimum[post] == 1 {
      integerProgram.rows.append(
        .init(
          lower: -.infinity, upper: Double(program.postLimit[post]), columns: columns[post],
          values: sizes[post]))
    }
    for (index, post) in grouped.enumerated() {
      let open = Int32(firstOpen + index)
      let limit = Double(program.postLimit[post])
      let minimum = Double(program.postMinimum[post])
      integerProgram.rows.append(
        .init(lower: -.infinity, upper: 0, columns: columns[post] + [open], values: sizes[post] + [-limit]))
      integerProgram.rows.append(
        .init(lower: 0, upper: .infinity, columns: columns[post] + [open], values: sizes[post] + [-minimum]))
    }
    for row in program.capacityRows {
      integerProgram.rows.append(
        .init(
          lower: -.infinity, upper: Double(max(0, row.limit)),
          columns: row.posts.flatMap { columns[Int($0)] },
          values: row.posts.flatMap { sizes[Int($0)] }))
    }
    for (index, row) in program.targetRows.enumerated() {
      integerProgram.rows.append(
        .init(
          lower: Double(row.target), upper: .infinity,
          columns: row.posts.flatMap { columns[Int($0)] } + [Int32(firstShort + index)],
          values: row.posts.flatMap { sizes[Int($0)] } + [1]))
    }
  }

  /// The post of every unit in an answer.
  func assignment(_ values: [Double]) -> [Int32] {
    var post = [Int32](repeating: -1, count: program.unitCount)
    var unit = 0
    for (column, pair) in pairs.enumerated() {
      while program.pairStart[unit + 1] <= Int(pair) { unit += 1 }
      if values[column] > 0.5 { post[unit] = program.pairPost[Int(pair)] }
    }
    return post
  }
}
