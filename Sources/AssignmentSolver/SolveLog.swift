import IntegerProgram

/// What the solver has spent.
public struct SolveTotals: Sendable, Equatable, Codable {
  /// Simplex iterations of the linear solver, and its seconds.
  public var iterations = 0
  public var simplex = 0.0
  /// Seconds that went over all pairs for bounds and better columns.
  public var pricing = 0.0
  /// Seconds of the network simplex, roundings with it.
  public var flow = 0.0
  /// Seconds of the whole solve.
  public var seconds = 0.0
  public var nodes = 0

  public init() {}
}

/// A line of the solve log.
public struct SolveEvent: Sendable, Codable {
  /// What happened, in a word for the log.
  public enum Kind: String, Sendable, Codable {
    /// The flow of all stages at once is solved.
    case flow
    /// A node of a stage's tree is solved.
    case node
    /// A stage's search ended, or did not have to begin.
    case stage
    /// A step of the dive through all stages at once.
    case dive
    /// Neighbourhood search ended.
    case neighbourhoods
    /// The linear solver failed.
    case failure
    /// The solve ended.
    case end
  }

  public var kind: Kind
  /// From 1.
  public var stage: Int?
  /// The how manieth of the stage's tree, and how many decisions lead to it.
  public var node: Int?
  public var depth: Int?
  /// Of the linear program.
  public var rows: Int?
  public var columns: Int?
  public var nodeBound: Int64?
  /// What is proven of the stage.
  public var bound: Int64?
  public var value: Int64?
  /// Of every stage: what is proven, as far as it is known, and the best plan's value.
  public var bounds: [Int64]?
  public var values: [Int64]?
  public var message: String?
  /// Up to here.
  public var totals = SolveTotals()

  init(kind: Kind, stage: Int? = nil) {
    self.kind = kind
    self.stage = stage
  }

  init(
    _ node: SearchTree.Node, of tree: SearchTree, _ master: RestrictedMaster, bound: Int64, value: Int64?
  ) {
    self.init(kind: .node, stage: master.stage + 1)
    self.node = tree.count
    depth = node.decisions.count
    rows = master.session.rowCount
    columns = master.session.columnCount
    nodeBound = node.bound
    self.bound = bound
    self.value = value
  }
}

extension SolveEvent {
  /// Of a program whose costs add up to so much more than its values, a stage.
  func less(_ offset: [Int64]) -> SolveEvent {
    var event = self
    if let stage {
      let own = offset[stage - 1]
      event.nodeBound = nodeBound.map { $0 - own }
      event.bound = bound.map { $0 - own }
      event.value = value.map { $0 - own }
    }
    event.bounds = bounds.map { zip($0, offset).map { $0 - $1 } }
    event.values = values.map { zip($0, offset).map { $0 - $1 } }
    return event
  }
}

/// Adds up where the time goes, and hands events on.
final class SolveMeter {
  var totals = SolveTotals()
  /// What linear programs, walks over pairs and flows took, as `WorkMeter` counts it: the same on every machine.
  var work = 0
  private let began = ContinuousClock.now
  private let onEvent: ((SolveEvent) -> Void)?
  private var isSilent = false

  init(onEvent: ((SolveEvent) -> Void)? = nil) { self.onEvent = onEvent }

  var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }

  func time<Value>(_ part: WritableKeyPath<SolveTotals, Double>, _ body: () throws -> Value) rethrows -> Value
  {
    let start = ContinuousClock.now
    defer { totals[keyPath: part] += (ContinuousClock.now - start) / .seconds(1) }
    return try body()
  }

  /// Adds up what a solve within the solve takes, without its events.
  func silently<Value>(_ body: () throws -> Value) rethrows -> Value {
    let before = isSilent
    isSilent = true
    defer { isSilent = before }
    return try body()
  }

  func log(_ event: SolveEvent) {
    guard !isSilent else { return }
    if event.kind == .node { totals.nodes += 1 }
    guard let onEvent else { return }
    var event = event
    event.totals = totals
    event.totals.seconds = seconds
    onEvent(event)
  }
}
