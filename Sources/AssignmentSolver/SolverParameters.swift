/// Every threshold of the solver, each with what chose it. None is needed for correctness: they decide where time goes.
///
/// Figures are from the instances of `Benchmarks/`; decision 5 tells of the trials. Where no measurement is on record
/// it says so.
struct SolverParameters: Sendable {
  /// Pairs beyond which plans are bettered by neighbourhoods first and the last stage is looked at ahead. Groups 3,000
  /// (70,000 pairs) is proven in 4 s without; groups 10,000 (770,000) had no plan within 0.1 % in 60 s before it.
  var largeProgram = 200_000

  /// Simplex iterations times rows within which a stage is searched for its exact optimum, whatever gap is asked for:
  /// what is nearly free should not stop at nearly optimal. Counted, not timed, so that equal runs give equal plans.
  /// Chosen so that cities of a thousand students are proven to the last unit; the number itself was not measured.
  var exactWork = 50_000_000

  /// Simplex iterations that prices of units may take where the solve took fewer than twice as many; else half of them.
  /// With the pass over the flow at every leaf that is about the time of the solve.
  var leastPriceIterations = 2_000

  /// Posts half open up to which branching is trusted to come to a plan as fast as a dive. Not measured by itself.
  var fewHalfOpen = 12

  /// One in so many half-open posts is decided at a dive's step. A sixth was as good in a prototype; not measured since.
  var diveShare = 8

  /// Posts of a neighbourhood, in the rounds one after the other: an enterprise and its rivals, then more for what the
  /// small ones cannot find. A city of 1,000 students and 130 posts is proven in about a tenth of a second.
  var neighbourhoodPosts = [16, 40, 128]
  /// From so many posts on one that was well within a neighbourhood starts no other in the same round.
  var wideNeighbourhood = 40
  /// Work (``WorkMeter``) of a neighbourhood at most: what is not solved by then takes longer than it is worth.
  var neighbourhoodWork = 40_000_000
  /// Units of a neighbourhood for each post: about the seats of a post. Not measured by itself.
  var unitsAPost = 16
  /// A round of neighbourhoods that gains less than this share of every stage is the last. Not measured by itself.
  var leastRoundGain = 0.001
  /// The gap at which a neighbourhood counts as solved. Not measured by itself.
  var neighbourhoodGap = 0.001
  /// Of the time that is left, one part in so many goes to neighbourhoods at most.
  var neighbourhoodShare = 2.5

  /// Flows with other prices on rows that are no part of one, for a first bound of a stage, and of the time that is left one
  /// part in so many for them.
  var flowBoundSteps = 40
  var flowBoundShare = 8.0

  /// Pairs of every unit that the linear program starts with. With three, two or three rounds of pricing end it
  /// (a prototype on 1,000 to 30,000 students).
  var promisingPairs = 3

  /// Rounds of cuts at the root and at other nodes, and the share of the gap that a round must close from the fifth on.
  /// Not measured by themselves: at groups 3,000 the root closes from 2.9 % to 0.24 % within them.
  var rootCutRounds = 40
  var cutRounds = 6
  var leastCutGain = 1e-3

  /// Posts a node on which strong branching is tried (Achterberg 2007 takes 8 and more; a try is two simplex runs here).
  /// Not measured by itself.
  var strongBranchings = 4
  /// One in so many nodes is rounded, besides the root. Not measured by itself.
  var nodesARounding = 10

  /// Entries of capacity rows above which the linear program tells them by their differences. 3,000 posts of one
  /// enterprise with overlapping periods make millions, and one factorisation of the basis took minutes. The cities of
  /// the benchmarks have a few thousand.
  var denseEntries = 100_000

  // MARK: What no test varies

  /// Posts with a minimum a row in its extended formulation, half-open ones first: at most 2⁶ columns a row. Not measured.
  static let patternPosts = 6
  /// Posts a row whose subsets are walked through for violated rows: 2¹⁰ sets at most.
  static let patternMembers = 10

  /// Above this a lifted cost would be worth whole units at the simplex's tolerance of 1e-7: with a cost of 10⁸ it was
  /// worth ten students, and later stages' bounds a third too low.
  static let dearestLifted: Int64 = 1_000_000_000
  /// How many values of the first stage the look ahead tries: beyond, the stage is searched for its own.
  static let stageRaises = 20
  /// How often the artificials' cost is raised 16-fold before a node has to do with the bound it has.
  static let artificialRaises = 10
}
