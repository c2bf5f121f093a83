import Allocation
import AssignmentSolver
import Placement
import Plan

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
    let context = placementProgram.context
    let students = context.placementCase.students
    let part = students.indices.filter(context.placementCase.takesPart)
    let placed = part.compactMap { student in placement[student].map { (student, $0) } }
    let distances = placed.map { Int(context.geography.distance(student: $0.0, post: $0.1)) }
    let exact = placed.filter {
      context.match(student: $0.0, post: $0.1) == .exact
    }.count
    // Hundredths of a kilometre, rounded half up.
    let mean = placed.isEmpty ? 0 : (distances.reduce(0, +) * 20 + placed.count) / (2 * placed.count)
    var figures = solution.stages.enumerated().map {
      PlanFigure(stage: $0 + 1, weights: policy.objectives[$0], $1.value)
    }
    figures += [
      PlanFigure(.students, part.count), PlanFigure(.placed, placed.count),
      PlanFigure(.unplaced, part.count - placed.count),
      PlanFigure(.meanDistance, ExactDecimal(digits: Int64(mean), scale: 2)),
      PlanFigure(.worstDistance, ExactDecimal(digits: Int64(distances.max() ?? 0), scale: 1)),
      PlanFigure(.exactMatches, exact), PlanFigure(.targetMet, targetsMet()),
    ]
    let districts = Dictionary(
      context.placementCase.schools.map { ($0.id, $0.district) }, uniquingKeysWith: { first, _ in first })
    figures += grouped(part, .districtPlaced, .districtUnplaced) { districts[students[$0].schoolID] ?? "" }
    return figures
      + grouped(part, .classPlaced, .classUnplaced) { students[$0].specialty.prefix(4)?.description ?? "" }
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

  private func targetsMet() -> Int {
    let placementCase = placementProgram.context.placementCase
    var interns = placementCase.enterprises.map(\.currentInterns)
    for post in placement.compactMap({ $0 }) { interns[placementCase.posts[post].enterprise] += 1 }
    for quota in placementProgram.quotas.enterprises { interns[quota.enterprise] += quota.ownPlaces }
    return placementCase.enterprises.enumerated().filter { index, enterprise in
      enterprise.aboveScale
        && interns[index] >= placementCase.policy.targetShareLow.ceiling(times: enterprise.staffTotal)
    }.count
  }
}
