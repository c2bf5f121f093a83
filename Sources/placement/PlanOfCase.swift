import Allocation
import Foundation
import Placement
import PlacementFiles

extension PlanFolder {
  /// What is said of one case's plan must not be computed from another's files. A case in which this very plan was
  /// published since is no other.
  /// - Throws: ``Refusal``
  func refuseOtherInputs(than placementCase: PlacementCase, in caseFolder: String, planFolder: String) throws
  {
    let differing = differingInputs(from: placementCase)
    guard !differing.isEmpty else { return }
    if let text = ofAnotherCase(than: placementCase) { throw Refusal(.badInput, text) }
    let folder = URL(fileURLWithPath: caseFolder)
    if differing == [placementCase.location(of: CaseSchema.published.file)],
      preparePublication(caseFolder: folder, planFolder: URL(fileURLWithPath: planFolder)).isUnchanged
    {
      return
    }
    // The year may have been closed too: then what the files were before tells.
    if CaseBeforePublication(placementCase, plan: self, folder: folder) != nil { return }
    let names = Text(listing: differing)
    throw Refusal(
      .badInput,
      Text(
        zh: "方案不是用此案例现在的数据生成的，这些文件不同：\(names.zh)；请重新运行 allocate",
        en:
          "the plan was not made from the case as it is; these files differ: \(names.en); run allocate again")
    )
  }

  /// What is said of a plan that is another case's; nil of any other.
  func ofAnotherCase(than placementCase: PlacementCase) -> Text? {
    guard isOfAnotherCase(than: placementCase) else { return nil }
    return Text(
      zh: "这是另一个案例的方案：其中的学生没有一名在此案例中；检查案例文件夹和方案文件夹是否对应",
      en:
        "this plan is another case's: none of its students is in this one; check that the two folders belong together"
    )
  }

  /// The post of every student by assignments.csv.
  /// - Throws: ``Refusal``
  func placement(of placementCase: PlacementCase, in planFolder: String) throws -> [Int?] {
    guard let table = table("assignments.csv"), let posts = table.byStudent("post_id") else {
      throw PlanFolder.noAssignments(in: planFolder)
    }
    guard table.rows.count == placementCase.students.count else {
      throw Refusal(
        .badInput,
        Text(
          zh: "方案有 \(table.rows.count) 名学生，案例有 \(placementCase.students.count) 名：二者不是一套",
          en: "the plan has \(table.rows.count) students, the case \(placementCase.students.count): "
            + "they do not belong together"))
    }
    let places = Dictionary(
      placementCase.posts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    return placementCase.students.map { posts[$0.id].flatMap { places[$0] } }
  }

  fileprivate static func noAssignments(in planFolder: String) -> Refusal {
    Refusal(
      .inputMissing,
      Text(zh: "\(planFolder) 中没有 assignments.csv", en: "\(planFolder) has no assignments.csv"))
  }
}

/// Who had which post in a plan that somebody has looked through already, for the next to be near to.
struct NearPlan {
  let folder: String
  /// SHA-256 of its assignments.csv.
  let digest: String?
  let diagnostics: [Diagnostic]
  /// By student; nil where there is no such table.
  private let posts: [String: String]?

  /// Nil where no folder is given.
  init?(_ folder: String?) {
    guard let folder else { return nil }
    self.folder = folder
    let plan = readPlanFolder(at: URL(fileURLWithPath: folder, isDirectory: true)) {
      $0 == "assignments.csv"
    }
    digest = plan.hashes["assignments.csv"]
    posts = plan.table("assignments.csv")?.byStudent("post_id")
    diagnostics = plan.diagnostics
  }

  /// Among the students and posts of a case: the plan's own may have had others.
  /// - Throws: ``Refusal``
  func placement(in placementCase: PlacementCase) throws -> FormerPlacement {
    guard let posts else { throw PlanFolder.noAssignments(in: folder) }
    return FormerPlacement(posts, in: placementCase)
  }
}
