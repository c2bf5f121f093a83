import IntegerProgram
import Testing

struct MPSWriterTests {
  private let none = Double.infinity

  private func mps(_ program: IntegerProgram) throws -> [UInt8] {
    // The sink escapes.
    final class Collector { var bytes: [UInt8] = [] }
    let collector = Collector()
    try MPSWriter.write(program, name: "test") { collector.bytes += $0 }
    return collector.bytes
  }

  private func text(_ program: IntegerProgram) throws -> String {
    String(decoding: try mps(program), as: UTF8.self)
  }

  /// Every kind of row and bound there is.
  private var everything: IntegerProgram {
    var program = IntegerProgram()
    program.columns = [
      .init(upper: 1, isInteger: true, cost: -3),
      .init(cost: 2.5),
      .init(lower: -none, cost: 1),
      .init(lower: -none, upper: -2),
      .init(lower: 4, upper: 4, isInteger: true, cost: 1e-7),
      .init(isInteger: true, cost: 9_007_199_254_740_993e3),
      .init(lower: -5, upper: 5, isInteger: true),
      .init(lower: -3, upper: -1, cost: 1),
      .init(lower: 0, upper: 0.1, cost: -1),
    ]
    program.rows = [
      .init(lower: -none, upper: 3, columns: [1, 0], values: [1, 1.5]),
      .init(lower: -2, upper: none, columns: [2, 3, 6], values: [1, -1, 1]),
      .init(lower: 0, upper: 0, columns: [1, 6], values: [1, -1]),
      .init(lower: 1, upper: 2, columns: [7, 1, 0], values: [-1, 0.1, 1]),
      .init(lower: -none, upper: none, columns: [0], values: [7]),
    ]
    return program
  }

  @Test func everyKindOfLine() throws {
    #expect(
      try text(everything) == """
        NAME test FREE
        ROWS
         N OBJ
         L R1
         G R2
         E R3
         L R4
         N R5
        COLUMNS
         M1 'MARKER' 'INTORG'
         C1 OBJ -3 R1 1.5
         C1 R4 1 R5 7
         M2 'MARKER' 'INTEND'
         C2 OBJ 2.5 R1 1
         C2 R3 1 R4 0.1
         C3 OBJ 1 R2 1
         C4 R2 -1
         M3 'MARKER' 'INTORG'
         C5 OBJ 1e-07
         C6 OBJ 9.007199254740993e+18
         C7 R2 1 R3 -1
         M4 'MARKER' 'INTEND'
         C8 OBJ 1 R4 -1
         C9 OBJ -1
        RHS
         RHS R1 3
         RHS R2 -2
         RHS R4 2
        RANGES
         RNG R4 1
        BOUNDS
         UP BND C1 1
         FR BND C3
         MI BND C4
         UP BND C4 -2
         FX BND C5 4
         PL BND C6
         LO BND C7 -5
         UP BND C7 5
         LO BND C8 -3
         UP BND C8 -1
         UP BND C9 0.1
        ENDATA

        """)
  }

  /// With x₄ ≥ −10 and a modest cost for x₆, by hand: x₄ = −10 lets x₃ go to −12 (a larger x₇ = x₂ would cost
  /// 2.5 to gain 1); x₁ = 1 gains 3 and holds x₈ at −1 (with x₁ = 0 it could gain 1 more).
  @Test func anotherSolverReadsTheSame() throws {
    var program = everything
    program.columns[3].lower = -10
    program.columns[5].cost = 2
    let answer = try GLPSol.solve(try mps(program))
    // It drops rows without bounds.
    #expect(answer.rows == 4)
    #expect(answer.status == "o")
    // −3 · 1 + 2.5 · 0 + x₃ (= −12: x₄ = −10) + 4e-7 + 2 · 0 − 1 (x₈) − 0.1 (x₉)
    #expect(abs(answer.objective - (-3 - 12 + 4e-7 - 1 - 0.1)) < 1e-9)
    #expect(answer.values == [1, 0, -12, -10, 4, 0, 0, -1, 0.1])
  }

  @Test func nothingAtAll() throws {
    #expect(try text(IntegerProgram()) == "NAME test FREE\nROWS\n N OBJ\nCOLUMNS\nRHS\nENDATA\n")
  }

  @Test func aColumnWithoutEntriesAppears() throws {
    var program = IntegerProgram()
    program.columns = [.init()]
    #expect(try text(program).contains("\n C1 OBJ 0\n"))
  }

  @Test func itComesInPieces() throws {
    var writer = MPSWriter(name: "pieces") { piece in #expect(piece.count < 2 << 20) }
    try writer.row(lower: 0, upper: 1)
    for _ in 0..<100_000 { try writer.column(.init(cost: 1), rows: [0], values: [0.1]) }
    try writer.finish()
  }

  @Test func numbersThatAreNoneAreRefused() throws {
    for column in [
      IntegerProgram.Column(lower: .nan), .init(cost: .nan), .init(cost: .infinity),
      .init(lower: 2, upper: 1),
    ] {
      var program = IntegerProgram()
      program.columns = [column]
      #expect(throws: SolverFailure.self) { try mps(program) }
    }
    for row in [
      IntegerProgram.Row(lower: 0, upper: 1, columns: [0], values: [.nan]),
      .init(lower: 0, upper: 1, columns: [0, 0], values: [1, 1]),
      .init(lower: 0, upper: 1, columns: [1], values: [1]),
      .init(lower: .nan, upper: 1),
    ] {
      var program = IntegerProgram()
      program.columns = [.init()]
      program.rows = [row]
      #expect(throws: SolverFailure.self) { try mps(program) }
    }
  }
}
