/// Subsidies as policy.yaml has them.
public enum SubsidyText {
  /// Keys of a subsidy, in the order in which they are written.
  public enum Key: String, CaseIterable {
    case id, payee, unit, amount
    case minimumWageShare = "minimum_wage_share"
    case kinds
    case levelMax = "level_max"
    case schoolLevels = "school_levels"
    case finalYear = "final_year"
    case minimumMonths = "minimum_months"
    case from, to, source
  }

  @Sendable static func yaml(_ policy: Policy) -> String {
    policy.subsidies.map { "\n  - {\(items($0).map { "\($0): \($1)" }.joined(separator: ", "))}" }.joined()
  }

  private static func items(_ scheme: SubsidyScheme) -> [(String, String)] {
    Key.allCases.compactMap { key in value(of: key, scheme).map { (key.rawValue, $0) } }
  }

  private static func value(of key: Key, _ scheme: SubsidyScheme) -> String? {
    switch key {
    case .id: PolicySchema.quoted(scheme.id)
    case .payee: scheme.payee.rawValue
    case .unit: scheme.unit.rawValue
    case .amount: if case .fixed(let amount) = scheme.amount { amount.description } else { nil }
    case .minimumWageShare:
      if case .minimumWageShare(let share) = scheme.amount { share.description } else { nil }
    case .kinds:
      scheme.kinds.isEmpty
        ? nil : list(CertificateKind.allCases.filter(scheme.kinds.contains).map(\.rawValue))
    case .levelMax: scheme.levelMax.map(String.init)
    case .schoolLevels: scheme.schoolLevels.isEmpty ? nil : list(scheme.schoolLevels.map(PolicySchema.quoted))
    case .finalYear: scheme.finalYear ? "true" : nil
    case .minimumMonths: scheme.minimumMonths.map(String.init)
    case .from: scheme.from?.description
    case .to: scheme.to?.description
    case .source: PolicySchema.quoted(scheme.source)
    }
  }

  private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }
}
