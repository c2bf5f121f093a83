/// Every threshold of the solver, each with what chose it. None is needed for correctness: they decide where time goes.
///
/// Figures are from the instances of `Benchmarks/`; decision 5 tells of the trials. Seconds below are of processor time for
/// a whole `allocate` without prices, groups 3,000 and all 3,000, on a machine at work on other things: they scatter by a
/// fifth, and a threshold whose halves and doubles stay within that is called flat. What stands goes by 6.2 and 2.2 s.
struct SolverParameters: Sendable {
  /// What may run at once; no figure depends on it.
  var threads = 1

  /// Pairs beyond which plans are bettered by neighbourhoods first and the last stage is looked at ahead. Groups 3,000
  /// (70,000 pairs) is proven in 4 s without; groups 10,000 (770,000) had no plan within 0.1 % in 60 s before it.
  var largeProgram = 200_000

  /// Pairs with which a city in which no flow says who goes where, for its teams or crossing rows, gets the linear program
  /// of all stages at once. All 3,000 (35,000 pairs) took 0.80 s of processor time instead of 1.05 for it; all 10,000
  /// (430,000) has both first stages proven within 60 s, and had 12 % in the second before. All 30,000 (3.3 million) has
  /// it solved after 87 s of a busy machine and the first stage proven, and had 2.9 %. More was not tried. A city of 3,000 in
  /// teams of three to six (12,281 pairs) has its first stage proven at the root with it, and after 223 nodes without.
  var allStagesPairs = 3_000..<6_000_000

  /// Simplex iterations times rows within which a stage is searched for its exact optimum, whatever gap is asked for:
  /// what is nearly free should not stop at nearly optimal. Counted, not timed, so that equal runs give equal plans.
  /// A fifth of it proves cities of a thousand students and all 3,000 to the last unit; groups 3,000 takes two thirds, for the
  /// last 28 of its 323,973 points.
  var exactWork = 50_000_000

  /// Pairs from which on a walk over all of them is shared out among threads, in so many parts: waking a thread takes some
  /// hundredths of a millisecond, and so many pairs half of one.
  var pricedAlone = 200_000
  static let pricingParts = 16

  /// Where a flow makes the plans, those are looked for that are better by one of so many parts of the gap asked for. Groups
  /// 10,000 is within 0.01 % after 146,869 iterations with 4, and was not after 184,914 with 1, since the plan that does it
  /// is better by 0.009 %. With teams and crossing periods, where a plan is a hundred branches away, all 10,000 had 4,467
  /// nodes with 4 and found nothing.
  var gapShare = 4.0
  /// Pairs up to which it is so. Groups 30,000 (6.8 million) had 0.0103 % after 300 s with it, and 0.01 % after 207 before.
  var fineGapPairs = 2_000_000

  /// Work (of ``SolveMeter``) that prices of units may take where the solve took less; else as much as that. A million is about
  /// a hundredth of a second. All eight cities of 3,000 end within it: groups, centre, after 176 million, and groups, plain, whose
  /// solve takes 113, after 364; with 250 it has 492 of its 525 prices, with 325 520.
  var leastPriceWork = 400_000_000

  /// Posts half open up to which branching is trusted to come to a plan as fast as a dive. Flat from 4 to 1,000.
  var fewHalfOpen = 12

  /// Units split at the last stage's root up to which branching is trusted the same way; beyond, neighbourhoods better what
  /// the dive found. A city of 3,000 in teams of three to six has 596,099 points within 10 s of a
  /// busy machine instead of 605,220. Of 60 split units on, all 3,000, valley, took 4,758 iterations instead of 3,330.
  var fewSplitUnits = 120

  /// One in so many half-open posts is decided at a dive's step. Flat from 4 to 16.
  var diveShare = 8

  /// Posts of a neighbourhood, in the rounds one after the other: an enterprise and its rivals, then more for what the
  /// small ones cannot find. A city of 1,000 students and 130 posts is proven in about a tenth of a second.
  var neighbourhoodPosts = [16, 40, 128]
  /// From so many posts on one that was well within a neighbourhood starts no other in the same round.
  var wideNeighbourhood = 40
  /// Work (``WorkMeter``) of a neighbourhood at most: what is not solved by then takes longer than it is worth.
  var neighbourhoodWork = 40_000_000
  /// Units of a neighbourhood for each post: about the seats of a post. Flat from 8 to 32, both cities taken as large.
  var unitsAPost = 16
  /// A round of neighbourhoods that gains less than this share of every stage is the last. Flat from 1e-4 to 1e-2.
  var leastRoundGain = 0.001
  /// The gap at which a neighbourhood counts as solved. Flat from 1e-4 to 1e-2.
  var neighbourhoodGap = 0.001
  /// Of the time that is left, one part in so many goes to neighbourhoods at most.
  var neighbourhoodShare = 2.5

  /// Flows with other prices on rows that are no part of one, for a first bound of a stage, and of the time that is left one
  /// part in so many for them.
  var flowBoundSteps = 40
  var flowBoundShare = 8.0

  /// Pairs of every unit that the linear program starts with. With 1, 2, 3 and 6, all 3,000 took 1.2, 1.4, 2.2 and 4.6 s,
  /// groups 3,000 5.9, 5.5, 6.2 and 6.5.
  var promisingPairs = 2

  /// Units that were left out come into the linear program a share at a time: one to so many that are in, and at least so
  /// many. All 10,000 has its first linear program solved in 1.1 s of GLPK's time with a tenth, 1.4 with a quarter, 1.7 with
  /// six tenths and 5.0 with all at once, with 5,514 rows instead of 9,622 in the end; groups 3,000 of another seed is
  /// solved in 1.2 s instead of 1.8. A twentieth and a tenth are the same there.
  var unfixingShare = 10
  var leastUnfixing = 100

  /// Rounds of cuts at the root and at other nodes, and the share of the gap that a round must close from the fifth on.
  /// At groups 3,000 the root closes from 2.9 % to 0.24 % within them. Flat from 10 to 80, from 0 to 12 and from 1e-4 to 1e-2.
  var rootCutRounds = 40
  var cutRounds = 6
  var leastCutGain = 1e-3

  /// Whether covers of teams (``LiftedCovers``) are separated, at roots and at one in so many nodes. All 3,000, 15 cities,
  /// take 288 nodes with them and 1,576 without. The share of the nodes was not varied.
  var covers = true
  var nodesACover = 10

  /// Posts a node, or units, on which strong branching is tried (Achterberg 2007 takes 8 and more; a try is two simplex runs here).
  /// Flat from none to 8.
  var strongBranchings = 4
  /// One in so many nodes is rounded, besides the root. Flat from 3 to 30.
  var nodesARounding = 10

  /// Entries of capacity rows above which the linear program tells them by their differences. 3,000 posts of one
  /// enterprise with overlapping periods make millions, and one factorisation of the basis took minutes. The cities of
  /// the benchmarks have a few thousand.
  var denseEntries = 100_000

  // MARK: What no test varies

  /// Prices that stay open at a leaf before it is branched on. All prices of groups 3,000 take 26,000 iterations with two
  /// and with three, 35,500 with one, which has more of them as long as there are few (457 instead of 415 after 175 million of
  /// work).
  static let openPrices = 1
  /// So many levels above the plan's are looked at in the last stage before, of those in which few are counted, such as
  /// moves. Of 3,000 students nobody needs more than three.
  static let levels: Int64 = 8

  /// What else takes work beside simplex iterations, each of which touches all rows and columns: a call of the simplex is so
  /// many of them, so many pairs priced are a row touched, and a pair of a flow is so many.
  static let callWork = 5
  static let pairsAStep = 4
  static let flowWork = 2

  /// Rounds of cuts at every leaf that is solved again for its prices. Not varied.
  static let boundCutRounds = 3

  /// Posts with a minimum a row in its extended formulation, half-open ones first: at most 2⁶ columns a row.
  static let patternPosts = 6
  /// Seats of a post or row beyond which no cover is looked for: what its units count is kept for every number of them.
  static let largestKnapsack: Int32 = 2_000
  /// What a cover must be violated by, as a distance.
  static let leastViolation = 0.01
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
