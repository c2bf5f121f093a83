import Allocation
import AssignmentSolver
import Placement

/// What a figure of a comparison is about.
public enum FigureKind: String, Word {
  case objective, students, placed, unplaced
  case meanDistance = "mean_distance_km"
  case worstDistance = "worst_distance_km"
  case exactMatches = "exact_matches"
  case targetMet = "target_met"
  case districtPlaced = "district_placed"
  case districtUnplaced = "district_unplaced"
  case classPlaced = "class_placed"
  case classUnplaced = "class_unplaced"
  case unsupervised
  case supervisorPairs = "supervisor_pairs"
  case supervisorPoints = "supervisor_points"

  public var chinese: String {
    switch self {
    case .objective: "目标"
    case .students: "参加学生"
    case .placed: "已安排"
    case .unplaced: "未安排"
    case .meanDistance: "平均距离公里"
    case .worstDistance: "最远距离公里"
    case .exactMatches: "专业对口人数"
    case .targetMet: "达标企业"
    case .districtPlaced: "区县已安排"
    case .districtUnplaced: "区县未安排"
    case .classPlaced: "专业类已安排"
    case .classUnplaced: "专业类未安排"
    case .unsupervised: "没有指导教师"
    case .supervisorPairs: "教师与单位对数"
    case .supervisorPoints: "指导专业扣分"
    }
  }
}

/// One figure of a plan, an exact decimal.
public struct PlanFigure: Sendable, Equatable {
  public let kind: FigureKind
  /// The district (the school's) or the specialty class; empty for the whole.
  public let of: String
  public let value: ExactDecimal
  /// What the figure is called where its kind does not say it.
  private var title: Text?

  public var name: Text { title ?? kind.text }

  /// Always as many decimals as the kind has.
  public var text: String { text(of: value) }

  func text(of value: ExactDecimal) -> String {
    switch kind {
    case .meanDistance: value.text(decimals: 2)
    case .worstDistance: value.text(decimals: 1)
    default: value.description
    }
  }

  /// The value of an objective.
  init(stage: Int, weights: [ObjectiveTerm: Int], _ value: Int64) {
    self.init(.objective, ExactDecimal(digits: value, scale: 0))
    title = ObjectiveTerm.stage(stage, weights)
  }

  init(_ kind: FigureKind, of: String = "", _ value: Int) {
    self.init(kind, of: of, ExactDecimal(value))
  }

  init(_ kind: FigureKind, of: String = "", _ value: ExactDecimal) {
    self.kind = kind
    self.of = of
    self.value = value
  }
}

extension Allocation {
  /// The figures by which plans are compared, in a fixed order.
  public var figures: [PlanFigure] {
    let city = CityFigures(self)
    let placementCase = placementCase
    let districts = placementCase.schools.districts
    return city.figures
      + grouped(city.part, .districtPlaced, .districtUnplaced) {
        districts[placementCase.students[$0].schoolID] ?? ""
      }
      + grouped(city.part, .classPlaced, .classUnplaced) {
        placementCase.students[$0].specialty.prefix(4)?.description ?? ""
      }
  }

  private func grouped(
    _ students: [Int], _ placedKind: FigureKind, _ unplacedKind: FigureKind, by key: (Int) -> String
  ) -> [PlanFigure] {
    let groups = Dictionary(grouping: students, by: key)
    return groups.keys.sorted(by: String.utf8Precedes).flatMap { name in
      let placed = groups[name]!.filter { placement[$0] != nil }.count
      return [
        PlanFigure(placedKind, of: name, placed),
        PlanFigure(unplacedKind, of: name, groups[name]!.count - placed),
      ]
    }
  }

  fileprivate func targetsMet() -> Int {
    let placementCase = placementProgram.context.placementCase
    let (posts, enterprises) = (placementCase.posts, placementCase.enterprises)
    let quotas = placementProgram.quotas.enterprises
    // By index: rows of so many cells are not copied to be looked at.
    let host = posts.indices.map { posts[$0].enterprise }
    var interns = enterprises.indices.map { enterprises[$0].currentInterns + quotas[$0].selfArranged }
    for case let post? in placement { interns[host[post]] += 1 }
    return enterprises.indices.count { index in
      enterprises[index].aboveScale
        && interns[index]
          >= placementCase.policy.targetShareLow.ceiling(times: enterprises[index].staffTotal)
    }
  }
}

/// The figures of a whole city, and what they count of every student who is placed: so those of a plan like this one
/// take only a look at who is placed otherwise.
public struct CityFigures: Sendable {
  public private(set) var allocation: Allocation
  /// Students who take part.
  let part: [Int]
  private var placed = 0
  /// The way of every student to the post, in 100 m; 0 where there is none.
  private var distance: [Int32]
  /// Students whose posts match their specialties exactly.
  private var exact = 0

  public init(_ allocation: Allocation) {
    self.allocation = allocation
    let placementCase = allocation.placementCase
    part = placementCase.students.indices.filter(placementCase.takesPart)
    distance = Array(repeating: 0, count: placementCase.students.count)
    for student in part { count(student, at: allocation.placement[student], times: 1) }
  }

  /// The figures of what came of this plan.
  public func after(_ whatIf: WhatIf) -> CityFigures {
    whatIf.areOfLimits ? CityFigures(whatIf.after, from: self) : CityFigures(whatIf.after)
  }

  /// - Parameter similar: of a case that differs in seats and declared maxima alone.
  private init(_ allocation: Allocation, from similar: CityFigures) {
    self = similar
    self.allocation = allocation
    let (old, new) = (similar.allocation.placement, allocation.placement)
    for student in part where new[student] != old[student] {
      count(student, at: old[student], times: -1)
      count(student, at: new[student], times: 1)
    }
  }

  private mutating func count(_ student: Int, at post: Int?, times factor: Int) {
    guard let post else { return }
    let context = allocation.placementProgram.context
    placed += factor
    distance[student] += Int32(factor) * context.geography.distance(student: student, post: post)
    if context.match(student: student, post: post) == .exact { exact += factor }
  }

  /// In a fixed order: the objectives, who is placed, how far and how well, and who meets the target.
  public var figures: [PlanFigure] {
    let total = distance.reduce(0) { $0 + Int($1) }
    let worst = distance.max() ?? 0
    // Hundredths of a kilometre, rounded half up.
    let mean = placed == 0 ? 0 : (total * 20 + placed) / (2 * placed)
    let stages = allocation.solution.stages.enumerated().map {
      PlanFigure(stage: $0 + 1, weights: allocation.policy.objectives[$0], $1.value)
    }
    return stages + [
      PlanFigure(.students, part.count), PlanFigure(.placed, placed),
      PlanFigure(.unplaced, part.count - placed),
      PlanFigure(.meanDistance, ExactDecimal(digits: Int64(mean), scale: 2)),
      PlanFigure(.worstDistance, ExactDecimal(digits: Int64(worst), scale: 1)),
      PlanFigure(.exactMatches, exact), PlanFigure(.targetMet, allocation.targetsMet()),
    ]
  }
}
