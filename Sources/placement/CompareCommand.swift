import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Two plans side by side, of one case or of two.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: Text(zh: "并排比较两个方案。", en: "Two plans side by side.").spoken,
    discussion: Text(
      zh: """
        两个方案可以出自同一案例，也可以出自不同案例（例如假设分析前后、两个晚上、两个城市）。只列有差别的数；--all 列出全部，
        并列出每一名岗位不同的学生。

        示例：
          placement compare plan plan2
          placement compare plans/latest whatif/plan --all
        """,
      en: """
        The plans may be of one case or of two (before and after a what-if, two nights, two cities). Figures that
        differ are listed; --all lists all, and every student whose post differs.

        Examples:
          placement compare plan plan2
          placement compare plans/latest whatif/plan --all
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "一个方案文件夹。", en: "A plan folder.")) var first: String
  @Argument(help: .text(zh: "另一个方案文件夹。", en: "Another plan folder.")) var second: String
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let plans = [first, second].map { readPlanFolder(at: URL(fileURLWithPath: $0, isDirectory: true)) }
    let comparison = try PlanPair(plans[0], plans[1], names: [first, second])
    console.result(Text(zh: "指标\t\(first)\t\(second)\t变化", en: "figure\t\(first)\t\(second)\tdifference"))
    for figure in comparison.figures where speech.all || figure.before != figure.after {
      console.result(figure.line)
    }
    console.result(comparison.sum)
    speech.list(comparison.moves, atMost: 20)
    for note in comparison.notes { console.result(note) }
  }
}

/// What differs between two plans, by their own files.
private struct PlanPair {
  struct Figure {
    let name: Text
    let before: Int64?
    let after: Int64?

    var line: Text {
      let difference = before.flatMap { old in after.map { $0 - old } }
      let cells = [before, after].map { $0.map { String($0) } ?? "" } + [difference.map(Self.signed) ?? ""]
      return name + Text(verbatim: "\t" + cells.joined(separator: "\t"))
    }

    private static func signed(_ value: Int64) -> String { value > 0 ? "+\(value)" : String(value) }
  }

  private let summaries: [PlanSummary]
  private let posts: [[String: String]]
  /// Students of both plans whose posts differ, in order of id.
  private let different: [String]
  /// How many students are in one plan alone.
  private let alone: [Int]
  private let districts: [[String: Int64]]
  private let names: [String]

  /// - Throws: ``InputFaults`` where a folder is no plan.
  init(_ first: PlanFolder, _ second: PlanFolder, names: [String]) throws {
    var faults: [Diagnostic] = []
    for (plan, name) in zip([first, second], names) {
      if plan.hashes.isEmpty {
        faults.append(.noPlan(name))
      } else {
        faults += plan.diagnostics.filter(\.isFault)
      }
    }
    guard faults.isEmpty else { throw InputFaults(diagnostics: faults) }
    self.names = names
    summaries = try zip([first, second], names).map { try Self.summary($0, $1) }
    let posts = try zip([first, second], names).map { try Self.posts($0, $1) }
    self.posts = posts
    let shared = posts[0].keys.filter { posts[1][$0] != nil }
    different = shared.filter { posts[0][$0] != posts[1][$0] }.sorted(by: String.utf8Precedes)
    alone = posts.map { $0.count - shared.count }
    districts = [first, second].map(Self.unplacedByDistrict)
  }

  private static func summary(_ plan: PlanFolder, _ name: String) throws -> PlanSummary {
    guard let data = plan.otherFiles["summary.json"],
      let summary = try? JSONDecoder().decode(PlanSummary.self, from: data)
    else {
      let text = Text(zh: "缺失或无法读取", en: "is missing or cannot be read")
      throw InputFaults(diagnostics: [Diagnostic(.input, file: name + "/summary.json", text)])
    }
    return summary
  }

  /// Every student's post, empty for none.
  private static func posts(_ plan: PlanFolder, _ name: String) throws -> [String: String] {
    guard let posts = plan.table("assignments.csv")?.byStudent("post_id") else {
      let text = Text(zh: "缺失，或没有学号和岗位编号", en: "is missing or lacks students and posts")
      throw InputFaults(diagnostics: [Diagnostic(.input, file: name + "/assignments.csv", text)])
    }
    return posts
  }

  private static func unplacedByDistrict(_ plan: PlanFolder) -> [String: Int64] {
    guard let table = plan.table("supply-demand.csv"),
      let district = table.columns.firstIndex(of: "district"),
      let unplaced = table.columns.firstIndex(of: "unplaced")
    else { return [:] }
    return table.rows.reduce(into: [:]) { $0[$1[district], default: 0] += Int64($1[unplaced]) ?? 0 }
  }

  // MARK: Figures

  var figures: [Figure] { objectives + counts + terms + reasons + unplacedByDistrict }

  /// Stages are compared where both plans weigh the same terms in them.
  private var objectives: [Figure] {
    zip(summaries[0].objectives, summaries[1].objectives).filter { $0.weights == $1.weights }.map {
      Figure(name: $0.title, before: $0.value, after: $1.value)
    }
  }

  private var counts: [Figure] {
    CountWord.allCases.map { word in
      Figure(
        name: word.text, before: summaries[0].counts[word.rawValue].map(Int64.init),
        after: summaries[1].counts[word.rawValue].map(Int64.init))
    }
  }

  private var terms: [Figure] {
    ObjectiveTerm.allCases.map { term in
      Figure(
        name: Text(zh: "合计：", en: "sum of ") + term.text + Self.unit(of: term),
        before: summaries[0].terms[term.rawValue],
        after: summaries[1].terms[term.rawValue])
    }
  }

  /// What a term is counted in, where a reader would take it for something else.
  private static func unit(of term: ObjectiveTerm) -> Text {
    switch term {
    case .distance: Text(zh: "（每分 0.1 公里）", en: " (0.1 km a point)")
    case .match, .preference, .cooperation, .hostPreference: Text(zh: "（分）", en: " (points)")
    default: Text(verbatim: "")
    }
  }

  private var reasons: [Figure] {
    UnplacedReason.allCases.map { reason in
      Figure(
        name: Text(zh: "未安排原因：", en: "unplaced by ") + reason.text,
        before: Int64(summaries[0].unplacedByReason[reason.rawValue] ?? 0),
        after: Int64(summaries[1].unplacedByReason[reason.rawValue] ?? 0))
    }
  }

  private var unplacedByDistrict: [Figure] {
    Set(districts[0].keys).union(districts[1].keys).sorted(by: String.utf8Precedes).map { district in
      Figure(
        name: district.isEmpty
          ? Text(zh: "未安排（未填区县）", en: "unplaced (no district given)")
          : Text(zh: "未安排（\(district)）", en: "unplaced in \(district)"),
        before: districts[0][district] ?? 0,
        after: districts[1][district] ?? 0)
    }
  }

  // MARK: Students

  var sum: Text {
    let (lost, gained) = (
      different.count { posts[1][$0] == "" }, different.count { posts[0][$0] == "" }
    )
    let others =
      alone == [0, 0]
      ? Text(verbatim: "")
      : Text(
        zh: "；只在一个方案中的学生：\(alone[0])、\(alone[1]) 名",
        en: "; students of one plan alone: \(alone[0]) and \(alone[1])")
    return Text(
      zh: "岗位不同的学生 \(different.count) 名：换岗位 \(different.count - lost - gained) 名，新有岗位 \(gained) 名，"
        + "不再有岗位 \(lost) 名",
      en:
        "students whose post differs: \(different.count), of them at another post \(different.count - lost - gained), "
        + "newly placed \(gained), without a post now \(lost)") + others
  }

  var moves: [Text] {
    let nothing = Text(zh: "无岗位", en: "no post")
    func name(_ post: String?) -> Text {
      post.map { $0.isEmpty ? nothing : Text(verbatim: $0) } ?? nothing
    }
    return different.map {
      Text(verbatim: "\($0): ") + name(posts[0][$0]) + Text(verbatim: " → ") + name(posts[1][$0])
    }
  }

  // MARK: What to keep in mind

  var notes: [Text] {
    let files = summaries[0].inputs.keysDiffering(from: summaries[1].inputs)
    let inputs =
      files.isEmpty
      ? []
      : [
        Text(zh: "注意：两个方案所用的数据不同：", en: "note: the plans were made from different data: ")
          + Text(listing: files)
      ]
    return inputs
      + zip(summaries, names).filter { $0.0.status != .optimal }.map { _, name in
        Text(
          zh: "注意：\(name) 未证明最优，差异仅供参考",
          en: "note: \(name) is not proven optimal; take the differences as a guide only")
      }
  }
}
