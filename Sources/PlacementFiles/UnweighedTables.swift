import Placement

// What a case says that no objective of its policy asks for: it would be read and change nothing.
extension CaseReader {
  func warnOfWhatIsNotWeighed(_ placementCase: PlacementCase) {
    warn(
      CaseSchema.pairs.file, .together, placementCase.pairs.count { $0.relation == .together },
      placementCase.policy)
    warn(
      CaseSchema.hostRanks.file, .hostPreference, placementCase.hostRanks.count { $0.rank != nil },
      placementCase.policy)
    warn(
      CaseSchema.posts.table.file, .targetGap, placementCase.posts.count { $0.targetStudents != nil },
      placementCase.policy)
  }

  private func warn(_ file: String, _ term: ObjectiveTerm, _ count: Int, _ policy: Policy) {
    guard count > 0, !policy.weighs(term) else { return }
    log.add(
      Diagnostic(
        .warning, file: file,
        Text(
          zh: "有 \(count) 行写的是“\(term.chinese)”，而各级目标里没有 \(term.rawValue)，因此不起作用",
          en: "no objective weighs \(term.rawValue): what is said of it here (rows: \(count)) changes nothing"
        ),
        mend: Text(
          zh: "在 policy.yaml 的 objectives 中写上 \(term.rawValue) 及其权重",
          en: "give \(term.rawValue) a weight in the objectives of policy.yaml")))
  }
}
