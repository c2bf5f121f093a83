// The one table of the program's words (but for the rules, which have a file of their own: Rule.swift). Every case
// has its name in files and on the wire (the raw value, English) and its word in Chinese; a test walks all of them.

/// A word of the contract: an identifier that files carry, with its Chinese.
public protocol Word: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
  var chinese: String { get }
}

extension Word {
  public var text: Text { Text(zh: chinese, en: rawValue) }
  /// The word in a sentence or on a page: without the underscores that it has in files.
  public var prose: Text { Text(zh: chinese, en: rawValue.replacing("_", with: " ")) }
  /// The word in that language.
  public func callAsFunction(_ language: Language) -> String { text(language) }

  /// Reads the word in either language.
  public init?(word: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == word || $0.chinese == word }) else {
      return nil
    }
    self = found
  }
}

/// How well a student's specialty matches a post's list.
public enum MatchLevel: String, Word, Comparable {
  case exact
  case specialtyClass = "class"
  case category
  case none

  public var chinese: String {
    switch self {
    case .exact: "专业对口"
    case .specialtyClass: "专业类对口"
    case .category: "专业大类对口"
    case .none: "不对口"
    }
  }

  private var order: Int {
    switch self {
    case .exact: 0
    case .specialtyClass: 1
    case .category: 2
    case .none: 3
    }
  }

  /// A better match is less.
  public static func < (a: MatchLevel, b: MatchLevel) -> Bool { a.order < b.order }
}

/// A term of the objective.
public enum ObjectiveTerm: String, Word {
  case unplaced, moves, match, preference, distance, cooperation, shortfall
  case together
  case hostPreference = "host_preference"
  case targetGap = "target_gap"
  case lottery

  /// What pairs of student and post may add to, whether anybody was told a post or not.
  public static let ofPairs: [ObjectiveTerm] = [
    .match, .preference, .distance, .cooperation, .hostPreference, .targetGap, .lottery,
  ]

  public var chinese: String {
    switch self {
    case .unplaced: "未安排"
    case .moves: "调整"
    case .match: "对口"
    case .preference: "志愿"
    case .distance: "距离"
    case .cooperation: "校企合作"
    case .shortfall: "目标缺口"
    case .together: "同单位"
    case .hostPreference: "单位意愿"
    case .targetGap: "目标人数偏差"
    case .lottery: "抽签"
    }
  }
}

extension ObjectiveTerm {
  /// Stands behind the value of a stage where students count by their priority and the value is no head count.
  public static let byPriority = Text(zh: "（按权重合计）", en: " (weighted by priority)")

  /// Terms that are sums of points, not counts of students.
  public var isPoints: Bool { self != .unplaced && self != .moves }

  /// A stage of the objective by its number, from 1, and the terms that weigh in it: `第 1 级目标（未安排）`.
  public static func stage(_ number: Int, _ weights: [ObjectiveTerm: Int]) -> Text {
    let terms = allCases.filter { (weights[$0] ?? 0) > 0 }
    return Text(
      zh: "第 \(number) 级目标（\(terms.map(\.chinese).joined(separator: "、"))）",
      en: "objective \(number) (\(terms.map(\.rawValue).joined(separator: ", ")))")
  }
}

/// What ties a school to an enterprise.
public enum Tie: String, Word {
  case host, partner, group, alliance, base
  case campusBase = "campus_base"

  public var chinese: String {
    switch self {
    case .host: "实习单位"
    case .partner: "稳定合作"
    case .group: "职教集团"
    case .alliance: "联盟"
    case .base: "实训基地"
    case .campusBase: "校内基地"
    }
  }
}

/// What became of a student in a plan.
public enum PlacementStatus: String, Word {
  case pinned, kept, moved, placed, unplaced
  case selfArranged = "self_arranged"
  case excluded

  public var chinese: String {
    switch self {
    case .pinned: "已锁定"
    case .kept: "维持"
    case .moved: "调整"
    case .placed: "新安排"
    case .unplaced: "未安排"
    case .selfArranged: "自行联系"
    case .excluded: "不参加"
    }
  }
}

/// Why a student taking part has no post.
public enum UnplacedReason: String, Word {
  case noOpenPost = "no_open_post"
  case contested
  case groupNotReached = "group_not_reached"
  case team, outweighed

  public var chinese: String {
    switch self {
    case .noOpenPost: "无可选岗位"
    case .contested: "名额不足"
    case .groupNotReached: "未达最少人数"
    case .team: "小组无法整体安排"
    case .outweighed: "让位于其他目标"
    }
  }
}

/// What a quota belongs to.
public enum QuotaKind: String, Word {
  case enterprise
  case jobGroup = "job_group"
  case post

  public var chinese: String {
    switch self {
    case .enterprise: "企业"
    case .jobGroup: "同类岗位组"
    case .post: "岗位"
    }
  }
}

/// The term that makes a limit what it is.
public enum LimitTerm: String, Word {
  case maxInterns = "max_interns"
  case staffShareMax = "staff_share_max"
  case postShareMax = "post_share_max"
  case seats

  public var chinese: String {
    switch self {
    case .maxInterns: "接纳上限"
    case .staffShareMax: "在岗职工比例"
    case .postShareMax: "同类岗位比例"
    case .seats: "名额"
    }
  }
}

/// Yes and no in cells.
public enum YesNo: String, Word {
  case yes, no

  public init(_ value: Bool) { self = value ? .yes : .no }

  /// What somebody has written for one or the other, in whatever case; nil where it is neither.
  public static func read(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "yes", "y", "true", "1", "是", "有", "√": true
    case "no", "n", "false", "0", "否", "无", "×": false
    default: nil
    }
  }

  public var chinese: String { self == .yes ? "是" : "否" }
}
