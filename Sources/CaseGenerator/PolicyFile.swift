import Placement

extension CaseWriter {
  /// policy.yaml with every key, so that somebody who opens it sees what can be set.
  func policy() -> CaseFile {
    let lines = policyHead + policyNumbers + policyObjectives + policySources
    return CaseFile(name: "policy.yaml", bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private var policyHead: [String] {
    let p = model.policy
    return [
      "name: \(quoted(p.name))", "language: \(p.language.rawValue)", "academic_year: \(p.academicYear)",
      "travel:", "  detour_factor: \(p.detourFactor)", "  max_distance_km: \(p.maxDistance)",
      "  boarding_max_distance_km: \(p.boardingMaxDistance)", "specialty:",
      "  widest: \(p.widestMatch.rawValue)",
      "  penalty: {exact: \(p.exactPenalty), class: \(p.classPenalty), category: \(p.categoryPenalty)}",
    ]
  }

  private var policyNumbers: [String] {
    let p = model.policy
    return [
      "quotas:", "  staff_share_max: \(p.staffShareMax)", "  post_share_max: \(p.postShareMax)",
      "  target_share: [\(p.targetShareLow), \(p.targetShareHigh)]", "eligibility:",
      "  minimum_age: \(p.minimumAge)", "  minimum_grade: \(p.minimumGrade)",
      "  pay_share_min: \(p.payShareMin)", "  minimum_wage: \(minimumWage)",
      "  labour_grade_max: \(p.labourGradeMax)", "preference:", "  step: \(p.preferenceStep)",
      "  unlisted: \(p.preferenceUnlisted)",
    ]
  }

  private var minimumWage: String {
    let districts = model.policy.minimumWageByDistrict.sorted { String.utf8Precedes($0.key, $1.key) }
    guard !districts.isEmpty else { return model.policy.minimumWage.description }
    let entries = districts.map { ", \(quoted($0.key)): \($0.value)" }.joined()
    return "{default: \(model.policy.minimumWage)\(entries)}"
  }

  private var policyObjectives: [String] {
    ["objectives:"]
      + model.policy.objectives.map { stage in
        let terms = ObjectiveTerm.allCases.compactMap { term in
          stage[term].map { "\(term.rawValue): \($0)" }
        }
        return "  - {\(terms.joined(separator: ", "))}"
      }
  }

  private var policySources: [String] {
    guard !model.policy.sources.isEmpty else { return [] }
    let entries = model.policy.sources.sorted { String.utf8Precedes($0.key, $1.key) }
    return ["sources:"] + entries.map { "  \($0.key): \(quoted($0.value))" }
  }

  /// A YAML string in double quotes.
  private func quoted(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      .replacing("\t", with: "\\t") + "\""
  }
}
