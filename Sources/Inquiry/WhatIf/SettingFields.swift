import Allocation
import AssignmentSolver
import Placement
import Plan

extension SettingField where Row == Student {
  /// Fields of students.csv; homes, names and birth dates are nobody's to play with.
  static var all: [SettingField] {
    [
      .whole("priority", \.priority, .whole(1...100)),
      .whole("grade", \.grade, .whole(1...6)),
      .optionalDecimal("max_distance_km", \.maxDistance, .amount()),
      .flag("accepts_boarding", \.acceptsBoarding), .flag("own_lodging_consent", \.ownLodgingConsent),
      .optionalDay("available_from", \.availableFrom),
      .optionalDay("available_to", \.availableTo),
      .text("school_id") { $0.schoolID }, .text("class_name") { $0.className },
      .text("specialty_code") { $0.specialty.description }, .text("program") { $0.program },
      .text("zone") { $0.zone }, .text("team_id") { $0.teamID },
      .text("sex") { $0.sex.map { $0 == .female ? "f" : "m" } }, .list("certificates") { $0.certificates },
    ]
  }
}

extension SettingField where Row == Enterprise {
  /// Fields of enterprises.csv.
  static var all: [SettingField] {
    [
      .optionalWhole("max_interns", \.maxInterns), .whole("current_interns", \.currentInterns),
      .whole("staff_total", \.staffTotal), .whole("staff_on_duty", \.staffOnDuty),
      .flag("above_scale", \.aboveScale), .flag("approved", \.approved),
      .flag("dishonest", \.dishonest), .flag("agency", \.agency),
      .optionalDay("last_safety_violation", \.lastSafetyViolation),
      .text("enterprise_id") { $0.id }, .text("name") { $0.name }, .text("district") { $0.district },
    ]
  }
}

extension SettingField where Row == Post {
  /// Fields of posts.csv.
  static var all: [SettingField] { numbers + conditions + selectors }

  private static var numbers: [SettingField] {
    [
      .whole("seats", \.seats), .whole("min_students", \.minStudents, .whole(1...1_000_000_000)),
      .optionalWhole("same_post_staff", \.samePostStaff), .whole("current_interns", \.currentInterns),
      .decimal("monthly_pay", \.monthlyPay, .amount()),
      .optionalDecimal("reference_pay", \.referencePay, .amount(above: true)),
      .optionalDecimal("lowest_grade_pay", \.lowestGradePay, .amount(above: true)),
      .optionalWhole("labour_grade", \.labourGrade, .whole(1...4)),
      .day("start_date", \.start), .day("end_date", \.end),
      coordinate("latitude", 90, { $0.latitude }) {
        Coordinates(latitude: $1, longitude: $0.longitude)
      },
      coordinate("longitude", 180, { $0.longitude }) {
        Coordinates(latitude: $0.latitude, longitude: $1)
      },
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

  private static var conditions: [SettingField] {
    [
      .flag("dormitory", \.dormitory), .flag("independent_work", \.independentWork),
      .flag("night_shift", \.nightShift), .flag("rest_day_work", \.restDayWork),
      .flag("overtime", \.overtime), .flag("hazardous", \.hazardous),
      .flag("prohibited_venue", \.prohibitedVenue), .flag("women_prohibited", \.womenProhibited),
      .flag("minors_prohibited", \.minorsProhibited),
    ]
  }

  private static var selectors: [SettingField] {
    [
      .text("post_id") { $0.id }, .text("title") { $0.title }, .text("job_group") { $0.jobGroup },
      .text("zone") { $0.zone }, .list("specialty_codes") { $0.specialtyCodes.map(\.description) },
      .list("required_certificates") { $0.requiredCertificates }, .list("reserved_for") { $0.reservedFor },
      .list("reserved_programs") { $0.reservedPrograms }, .text("area_code") { $0.areaCode },
    ]
  }
}

extension SettingField where Row == Policy {
  /// Keys of policy.yaml that hold numbers, by their path; wages by district and objectives come beside.
  static var all: [SettingField] {
    [
      SettingField(
        name: "travel.detour_factor",
        type: .decimal(atLeast: ExactDecimal(0), atMost: ExactDecimal(100), zeroAllowed: false),
        get: { .number(ExactDecimal(nearest: $0.detourFactor)) }
      ) { policy, value in policy.detourFactor = value?.number?.doubleValue ?? policy.detourFactor },
      .decimal("travel.max_distance_km", \.maxDistance, .amount(atMost: 100_000)),
      .decimal("travel.boarding_max_distance_km", \.boardingMaxDistance, .amount(atMost: 100_000)),
      SettingField(
        name: "specialty.widest", type: .word(["exact", "class", "category"]),
        get: { .text($0.widestMatch.rawValue) }
      ) { policy, value in
        if case .text(let word) = value, let level = MatchLevel(rawValue: word) { policy.widestMatch = level }
      },
      .whole("specialty.penalty.exact", \.exactPenalty, .points),
      .whole("specialty.penalty.class", \.classPenalty, .points),
      .whole("specialty.penalty.category", \.categoryPenalty, .points),
      .decimal("quotas.staff_share_max", \.staffShareMax, .share),
      .decimal("quotas.post_share_max", \.postShareMax, .share),
      .decimal("quotas.target_share[0]", \.targetShareLow, .share),
      .decimal("quotas.target_share[1]", \.targetShareHigh, .share),
      .whole("eligibility.minimum_age", \.minimumAge, .whole(0...100)),
      .whole("eligibility.minimum_grade", \.minimumGrade, .whole(0...6)),
      .decimal("eligibility.pay_share_min", \.payShareMin, .share),
      .decimal("eligibility.minimum_wage", \.minimumWage, .amount(atMost: 1_000_000)),
      .whole("eligibility.labour_grade_max", \.labourGradeMax, .whole(0...4)),
      .whole("preference.step", \.preferenceStep, .points),
      .whole("preference.unlisted", \.preferenceUnlisted, .points),
      .whole("duration.usual_months", \.usualMonths, .whole(1...36)),
      .whole("cooperation.penalty.partner", \.cooperation.partner, .points),
      .whole("cooperation.penalty.group", \.cooperation.group, .points),
      .whole("cooperation.penalty.base", \.cooperation.base, .points),
      .whole("cooperation.penalty.alliance", \.cooperation.alliance, .points),
      .whole("cooperation.penalty.host", \.cooperation.host, .points),
      .whole("cooperation.penalty.none", \.cooperation.none, .points),
      .whole("cooperation.penalty.campus_base", \.cooperation.campusBase, .points),
    ]
  }

  /// `eligibility.minimum_wage.淳安县`, `objectives[3].distance`; nil for any other path.
  static func special(_ path: String, in policy: Policy) -> SettingField? {
    let wage = "eligibility.minimum_wage."
    if path.hasPrefix(wage) {
      let district = String(path.dropFirst(wage.count))
      return SettingField(
        name: path, type: .amount(atMost: 1_000_000), get: { .number($0.minimumWage(in: district)) }
      ) { policy, value in policy.minimumWageByDistrict[district] = value?.number }
    }
    guard path.hasPrefix("objectives["), let close = path.firstIndex(of: "]"),
      let stage = Int(path[path.index(path.startIndex, offsetBy: "objectives[".count)..<close]),
      policy.objectives.indices.contains(stage - 1),
      let term = ObjectiveTerm(rawValue: String(path[close...].dropFirst(2)))
    else { return nil }
    return SettingField(name: path, type: .points, get: { .whole($0.objectives[stage - 1][term] ?? 0) }) {
      policy, value in policy.objectives[stage - 1][term] = value?.whole
    }
  }
}

extension ExactDecimal {
  /// The decimal that a floating-point number was written as.
  init(nearest value: Double) {
    self = ExactDecimal("\(value)") ?? ExactDecimal(digits: Int64((value * 1e6).rounded()), scale: 6)
  }
}
