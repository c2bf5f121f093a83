/// What a few moves make of a plan's side rows.
struct SideChange {
  private let program: AssignmentProgram
  private let plan: [Int32]
  private let load: [Int64]
  /// Of every unit: its rows and what it weighs there.
  private let rowsOfUnit: [[(row: Int, weight: Int64)]]
  private let rowsOfPenalty: [[Int]]
  private let isPaid: [Bool]

  init(_ program: AssignmentProgram, _ plan: [Int32]) {
    self.program = program
    self.plan = plan
    load = program.sideRows.map { $0.load(plan) }
    var rows = [[(row: Int, weight: Int64)]](
      repeating: [], count: program.sideRows.isEmpty ? 0 : program.unitCount)
    var penalties = [[Int]](repeating: [], count: program.penalties.count)
    for (index, row) in program.sideRows.enumerated() {
      for (unit, weight) in zip(row.units, row.weights) { rows[Int(unit)].append((index, Int64(weight))) }
      if let penalty = row.penalty { penalties[penalty].append(index) }
    }
    (rowsOfUnit, rowsOfPenalty) = (rows, penalties)
    isPaid = program.penaltiesPaid(plan) ?? Array(repeating: false, count: program.penalties.count)
  }

  /// New value less the plan's, a stage; nil where a row is broken.
  func stages(_ moves: [UnitMove]) -> [Int64]? {
    var value = [Int64](repeating: 0, count: program.stageCount)
    if rowsOfUnit.isEmpty { return value }
    var change: [Int: Int64] = [:]
    for move in moves {
      for (index, weight) in rowsOfUnit[move.unit] {
        let row = program.sideRows[index]
        let (before, after) = (row.holds(plan[move.unit]), row.holds(move.post))
        if before != after { change[index, default: 0] += after ? weight : -weight }
      }
    }
    func isBroken(_ index: Int) -> Bool {
      load[index] + (change[index] ?? 0) > Int64(program.sideRows[index].limit)
    }
    var penalties: Set<Int> = []
    for index in change.keys {
      if let penalty = program.sideRows[index].penalty {
        penalties.insert(penalty)
      } else if isBroken(index) {
        return nil
      }
    }
    for penalty in penalties {
      let isPaid = rowsOfPenalty[penalty].contains(where: isBroken)
      if isPaid == self.isPaid[penalty] { continue }
      for stage in value.indices {
        value[stage] += isPaid ? program.penalties[penalty][stage] : -program.penalties[penalty][stage]
      }
    }
    return value
  }
}
