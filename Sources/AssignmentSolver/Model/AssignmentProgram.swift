/// The sets and numbers of the placement program, free of names: what the solve path works on.
///
/// Sets: units (a student, or a team that goes together), posts, capacity rows, target rows, side rows, pairs.
///
/// Columns: `x[unit, post]` ∈ {0, 1} for every pair; `u[unit]` ∈ {0, 1}, the unit stays without a post;
/// `y[post]` ∈ {0, 1} for posts with a minimum above 1, the post is open; `h[target]` ≥ 0 whole, what it lacks;
/// `h[penalty]` ∈ {0, 1}, it is paid.
///
/// Rows:
/// - every unit: Σ x + u = 1 (no `u` where the unit must be placed)
/// - every post: Σ size · x ≤ limit; with a minimum: minimum · y ≤ Σ size · x ≤ limit · y
/// - every capacity row: Σ over its posts of size · x ≤ limit
/// - every target row: Σ over its posts of size · x + h ≥ target
/// - every side row: Σ over its units and posts of weight · x ≤ limit; with a penalty: ≤ limit + h
///
/// Objective, stage by stage, each holding the optimum of those before: Σ pair cost · x + Σ unplaced
/// cost · u + Σ weight · h.
public struct AssignmentProgram: Sendable, Equatable {
  /// At most `limit` people over some posts.
  public struct CapacityRow: Sendable, Equatable {
    /// Increasing, at least two of them.
    public var posts: [Int32]
    public var limit: Int32

    public init(posts: [Int32], limit: Int32) {
      self.posts = posts
      self.limit = limit
    }
  }

  /// A number of people wanted over some posts; each one short of it costs.
  ///
  /// Where each one beyond the target costs as well (`surplus`), no further column is needed: over the posts of the row
  /// |load − target| = load − target + 2 · short. So every pair there costs its size times `surplus`, which
  /// ``AssignmentProgram/pairCost`` includes, and each one short costs double. The sum of all costs then exceeds the plan's
  /// value by the constant surplus · target (`offset`).
  public struct TargetRow: Sendable, Equatable {
    public var posts: [Int32]
    public var target: Int32
    /// Stage by stage, the cost of each one short.
    public var weight: [Int64]
    /// Stage by stage, the cost of each one beyond the target, included in the pairs' costs and in `weight`; empty: none.
    public var surplus: [Int64] = []

    public init(posts: [Int32], target: Int32, weight: [Int64]) {
      self.posts = posts
      self.target = target
      self.weight = weight
    }

    /// Each one short of the target or beyond it costs `gap`; the pairs' costs must include it.
    public init(posts: [Int32], target: Int32, gap: [Int64]) {
      self.init(posts: posts, target: target, weight: gap.map { 2 * $0 })
      surplus = gap
    }
  }

  public var stageCount: Int
  /// Members taking part, ≥ 1.
  public var unitSize: [Int32]
  /// Whether the unit is pinned and may not stay without a post. Its only pair is then the pinned post.
  public var mustPlace: [Bool]
  /// Stage × unit: the cost of leaving the unit without a post.
  public var unplacedCost: [[Int64]]
  /// ≥ 0
  public var postLimit: [Int32]
  /// ≥ 1; a post whose minimum exceeds its limit has no pairs.
  public var postMinimum: [Int32]
  public var capacityRows: [CapacityRow]
  public var targetRows: [TargetRow]
  public var sideRows: [SideRow]
  /// Penalty × stage: the cost where at least one of the penalty's side rows is broken.
  public var penalties: [[Int64]]
  /// Pairs of unit `i` are `pairStart[i] ..< pairStart[i + 1]`, posts increasing.
  public var pairStart: [Int]
  public var pairPost: [Int32]
  /// One a stage; never negative.
  public var pairCost: [PairCosts]

  public var unitCount: Int { unitSize.count }
  public var postCount: Int { postLimit.count }
  public var pairCount: Int { pairPost.count }

  public init(
    stageCount: Int, unitSize: [Int32], mustPlace: [Bool], unplacedCost: [[Int64]], postLimit: [Int32],
    postMinimum: [Int32], capacityRows: [CapacityRow], targetRows: [TargetRow], sideRows: [SideRow] = [],
    penalties: [[Int64]] = [], pairStart: [Int], pairPost: [Int32], pairCost: [PairCosts]
  ) {
    self.stageCount = stageCount
    self.unitSize = unitSize
    self.mustPlace = mustPlace
    self.unplacedCost = unplacedCost
    self.postLimit = postLimit
    self.postMinimum = postMinimum
    self.capacityRows = capacityRows
    self.targetRows = targetRows
    self.sideRows = sideRows
    self.penalties = penalties
    self.pairStart = pairStart
    self.pairPost = pairPost
    self.pairCost = pairCost
  }
}

/// What is known of one stage of the objective.
public struct StageOutcome: Sendable, Equatable {
  public var value: Int64
  /// No plan that holds the stages before has a lower value.
  public var bound: Int64
  /// What proved the bound, in a word for summary.json: `zero`, `network_flow` or `branch_and_bound`.
  public var proof: String

  public init(value: Int64, bound: Int64, proof: String) {
    self.value = value
    self.bound = bound
    self.proof = proof
  }

  /// (value − bound) / max(1, value)
  public var gap: Double { Double(value - bound) / Double(max(1, value)) }
  public var isProven: Bool { value == bound }

  /// The same without a constant that the costs of the stage include.
  func less(_ offset: Int64) -> StageOutcome {
    StageOutcome(value: value - offset, bound: max(0, bound - offset), proof: proof)
  }
}

/// An answer to an ``AssignmentProgram``.
public struct AssignmentSolution: Sendable, Equatable {
  /// The post of every unit, −1 for none.
  public var post: [Int32]
  public var stages: [StageOutcome]
  /// What the linear solver said where it failed on the way. The plan and its bounds are valid all the same, but might have
  /// been better without the failure.
  public var failures: [String]
  /// What placing the units without a post would cost; nil where that was not asked, or no search proved the plan.
  public var prices: UnitPrices?
  /// How near the plan is to the one that it was to be near to; nil where there was none.
  public var nearness: Nearness?

  public init(post: [Int32], stages: [StageOutcome], failures: [String] = []) {
    self.post = post
    self.stages = stages
    self.failures = failures
  }
}

extension AssignmentProgram {
  /// Does a stage cost nothing, whatever the plan?
  func isFree(_ stage: Int) -> Bool { largestCost(stage) == 0 }

  /// Stage by stage, by how much the sum of a plan's costs exceeds its value: see ``TargetRow``. Inside the solve path values
  /// and bounds are those sums; its results are without the excess.
  var offset: [Int64] {
    (0..<stageCount).map { stage in
      targetRows.reduce(0) { $1.surplus.isEmpty ? $0 : $0 + $1.surplus[stage] * Int64($1.target) }
    }
  }

  /// The dearest pair, unplaced unit, unit short of a target or penalty in a stage.
  func largestCost(_ stage: Int) -> Int64 {
    var largest = unplacedCost[stage].max() ?? 0
    for row in targetRows { largest = max(largest, row.weight[stage]) }
    for penalty in penalties { largest = max(largest, penalty[stage]) }
    largest = max(largest, pairCost[stage].largest)
    return largest
  }
}
