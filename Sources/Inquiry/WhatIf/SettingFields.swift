import Placement

extension SettingField where Row == Student {
  /// Fields of students.csv; homes, names and birth dates are nobody's to play with.
  static var all: [SettingField] {
    fields(CaseSchema.students, without: ["name", "teacher", "excluded"]) + [
      .whole("grade", \.grade, .whole(1...6)),
      .text("specialty_code") { $0.specialty.description },
    ]
  }
}

extension SettingField where Row == School {
  /// To choose students by.
  static var selectors: [SettingField] {
    [
      .text("school_id") { $0.id }, .text("name") { $0.name }, .text("district") { $0.district },
    ]
  }
}

extension SettingField where Row == Enterprise {
  /// Fields of enterprises.csv.
  static var all: [SettingField] {
    fields(CaseSchema.enterprises)
  }
}

extension SettingField where Row == Teacher {
  /// Fields of teachers.csv; names choose nobody.
  static var all: [SettingField] {
    fields(CaseSchema.teachers, without: ["name"]) + [
      .text("teacher_id") { $0.id }, .list("specialty_codes") { $0.specialtyCodes.map(\.description) },
    ]
  }
}

extension SettingField where Row == Post {
  /// Fields of posts.csv.
  static var all: [SettingField] {
    fields(CaseSchema.posts) + [
      coordinate("latitude", 90, { $0.latitude }) {
        Coordinates(latitude: $1, longitude: $0.longitude)
      },
      coordinate("longitude", 180, { $0.longitude }) {
        Coordinates(latitude: $0.latitude, longitude: $1)
      },
      .list("specialty_codes") { $0.specialtyCodes.map(\.description) },
    ]
  }

  private static func coordinate(
    _ name: String, _ limit: Int, _ get: @escaping (Coordinates) -> Double,
    _ changed: @escaping (Coordinates, Double) -> Coordinates
  ) -> SettingField {
    SettingField(
      name: name,
      type: .decimal(atLeast: ExactDecimal(-limit), atMost: ExactDecimal(limit), zeroAllowed: true),
      get: { FieldValue.number(ExactDecimal(nearest: get($0.location))) }
    ) { post, value in
      if let number = value?.number { post.location = changed(post.location, number.doubleValue) }
    }
  }
}

extension SettingField where Row == SelfArranged {
  /// Fields of self-arranged.csv; who looks after the student there is nobody's to play with.
  static var all: [SettingField] {
    fields(CaseSchema.selfArranged, without: ["host_mentor"]) + [
      .list("specialty_codes") { $0.work.specialtyCodes.map(\.description) }
    ]
  }
}

extension SettingField where Row == Policy {
  /// Keys of policy.yaml that hold numbers, by their path; wages by district and objectives come beside.
  static var all: [SettingField] {
    PolicySchema.keys.compactMap { key in
      // The case's name, language and year are no rule's numbers.
      guard key.path.contains("."), let field = key.field else { return nil }
      return SettingField(key.path, key.type, field)
    } + [
      .decimal("quotas.target_share[0]", \.targetShareLow, .share),
      .decimal("quotas.target_share[1]", \.targetShareHigh, .share),
      .decimal("eligibility.minimum_wage", \.minimumWage, .amount(atMost: 1_000_000)),
    ]
  }

  /// `eligibility.minimum_wage.淳安县`, `objectives[3].distance`, `preference.costs[2]`; nil for any other path.
  static func special(_ path: String, in policy: Policy) -> SettingField? {
    let wage = "eligibility.minimum_wage."
    if path.hasPrefix(wage) {
      let district = String(path.dropFirst(wage.count))
      return SettingField(
        name: path, type: .amount(atMost: 1_000_000), get: { .number($0.minimumWage(in: district)) }
      ) { policy, value in policy.minimumWageByDistrict[district] = value?.number }
    }
    if let (rank, rest) = numbered("preference.costs", path), rest.isEmpty,
      policy.preferenceCosts.indices.contains(rank - 1)
    {
      return SettingField(name: path, type: .points, get: { .whole($0.preferenceCosts[rank - 1]) }) {
        policy, value in policy.preferenceCosts[rank - 1] = value?.whole ?? 0
      }
    }
    guard let (stage, rest) = numbered("objectives", path), policy.objectives.indices.contains(stage - 1),
      let term = ObjectiveTerm(rawValue: String(rest.dropFirst()))
    else { return nil }
    return SettingField(name: path, type: .points, get: { .whole($0.objectives[stage - 1][term] ?? 0) }) {
      policy, value in policy.objectives[stage - 1][term] = value?.whole
    }
  }

  /// The number in `name[3].rest`, and what stands behind the bracket; nil where the path is another.
  private static func numbered(_ name: String, _ path: String) -> (number: Int, rest: Substring)? {
    guard path.hasPrefix(name + "["), let close = path.firstIndex(of: "]"),
      let number = Int(path[..<close].dropFirst(name.count + 1))
    else { return nil }
    return (number, path[close...].dropFirst())
  }
}

extension ExactDecimal {
  /// The decimal that a floating-point number was written as.
  init(nearest value: Double) {
    self = ExactDecimal("\(value)") ?? ExactDecimal(digits: Int64((value * 1e6).rounded()), scale: 6)
  }
}
