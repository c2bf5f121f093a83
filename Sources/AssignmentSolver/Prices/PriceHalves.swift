import IntegerProgram
import Threads

// Prices in two halves, each on a linear program of its own.
extension PriceSearch {
  /// Every other one, and the others.
  func halves<Element>(_ all: [Element]) -> ([Element], [Element]) {
    func half(_ first: Int) -> [Element] { stride(from: first, to: all.count, by: 2).map { all[$0] } }
    return (half(0), half(1))
  }

  /// Does one half of the work here and the other in a search that begins from what is here now: on a thread of its own
  /// where there are two, else afterwards. So what comes of it is the same whatever the threads.
  /// - Returns: the other search; what it has found of plans is known here, too.
  func halved(
    here: () throws -> Void, there: @escaping (PriceSearch) throws -> Void
  ) throws -> PriceSearch {
    let program = master.session.linearProgram()
    // Nobody but the other thread has a hand on these until it is done.
    nonisolated(unsafe) let half = PriceSearch(halving: self)
    nonisolated(unsafe) let there = there
    let solver = solver
    let beside = Beside(threads: master.parameters.threads) {
      Result {
        let session = try solver.makeSession()
        try session.take(program)
        try half.master.with(session) { try there(half) }
      }
    }
    let own = Result { try here() }
    let others = beside.value()
    master.meter.add(half.master.meter)
    end += half.master.meter.work
    try own.get()
    try others.get()
    for index in questions.indices { learn(half.questions[index].most, of: index) }
    patterns.formUnion(half.patterns)
    return half
  }
}
