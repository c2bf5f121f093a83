import Placement

// The tables of a case, a column a line.
extension CaseWriter {
  func students() -> CaseFile {
    let year = model.policy.academicYear
    let chinese = language == .chinese
    let words = chinese ? (female: "女", male: "男") : (female: "f", male: "m")
    return table(
      "students.csv", model.students,
      [
        CSVColumn("student_id", needed: true, text: \.id), CSVColumn("name", text: \.name),
        CSVColumn("school_id", needed: true, text: \.schoolID), CSVColumn("class_name", text: \.className),
        CSVColumn("teacher", text: \.teacher),
        CSVColumn("specialty_code", needed: true, text: \.specialty.description),
        CSVColumn("program", text: { $0.program ?? "" }),
        // Chinese schools write the year of entry.
        CSVColumn("grade", needed: true, text: { chinese ? "\(year - $0.grade + 1)级" : "\($0.grade)" }),
        CSVColumn("birth_date", needed: true, text: \.birthDate.description),
        CSVColumn("sex", text: { $0.sex.map { $0 == .female ? words.female : words.male } ?? "" }),
        CSVColumn("latitude", degrees: \.location.latitude),
        CSVColumn("longitude", degrees: \.location.longitude), CSVColumn("zone", text: { $0.zone ?? "" }),
        flag("accepts_boarding", \.acceptsBoarding), CSVColumn("max_distance_km", decimal: \.maxDistance),
        CSVColumn("certificates", text: { list($0.certificates) }),
        CSVColumn("priority", number: { $0.priority == 1 ? nil : $0.priority }),
        CSVColumn("team_id", text: { $0.teamID ?? "" }),
        CSVColumn("available_from", text: { $0.availableFrom?.description ?? "" }),
        CSVColumn("available_to", text: { $0.availableTo?.description ?? "" }),
        CSVColumn("excluded", text: { $0.excluded ?? "" }),
      ])
  }

  func enterprises() -> CaseFile {
    table(
      "enterprises.csv", model.enterprises,
      [
        CSVColumn("enterprise_id", needed: true, text: \.id), CSVColumn("name", needed: true, text: \.name),
        CSVColumn("district", needed: true, text: \.district),
        CSVColumn("staff_total", needed: true, number: { $0.staffTotal }),
        CSVColumn("staff_on_duty", needed: true, number: { $0.staffOnDuty }),
        flag("above_scale", \.aboveScale),
        CSVColumn("current_interns", number: { $0.currentInterns == 0 ? nil : $0.currentInterns }),
        CSVColumn("max_interns", number: \.maxInterns), flag("approved", default: true, \.approved),
      ])
  }

  func posts() -> CaseFile {
    table("posts.csv", model.posts, postsWhatAndWhere + postsPay + postsConditions + postsDoors)
  }

  private var postsWhatAndWhere: [CSVColumn<Post>] {
    [
      CSVColumn("post_id", needed: true, text: \.id),
      CSVColumn("enterprise_id", needed: true, text: { model.enterprises[$0.enterprise].id }),
      CSVColumn("title", needed: true, text: \.title), CSVColumn("address", text: \.address),
      CSVColumn("specialty_codes", needed: true, text: { list($0.specialtyCodes.map(\.description)) }),
      CSVColumn("seats", needed: true, number: { $0.seats }),
      CSVColumn("min_students", number: { $0.minStudents == 1 ? nil : $0.minStudents }),
      CSVColumn("job_group", text: { $0.jobGroup ?? "" }),
      CSVColumn("same_post_staff", number: \.samePostStaff),
      CSVColumn("current_interns", number: { $0.currentInterns == 0 ? nil : $0.currentInterns }),
      CSVColumn("latitude", needed: true, degrees: \.location.latitude),
      CSVColumn("longitude", needed: true, degrees: \.location.longitude),
      CSVColumn("zone", text: { $0.zone ?? "" }),
      CSVColumn("start_date", needed: true, text: \.start.description),
      CSVColumn("end_date", needed: true, text: \.end.description),
    ]
  }

  private var postsPay: [CSVColumn<Post>] {
    [
      CSVColumn("monthly_pay", needed: true, text: \.monthlyPay.description),
      CSVColumn("reference_pay", decimal: \.referencePay),
      CSVColumn("lowest_grade_pay", decimal: \.lowestGradePay),
      flag("independent_work", default: true, \.independentWork),
    ]
  }

  private var postsConditions: [CSVColumn<Post>] {
    [
      flag("night_shift", \.nightShift), flag("rest_day_work", \.restDayWork), flag("overtime", \.overtime),
      flag("hazardous", \.hazardous), flag("prohibited_venue", \.prohibitedVenue),
      flag("women_prohibited", \.womenProhibited), CSVColumn("labour_grade", number: \.labourGrade),
      CSVColumn("exemption", text: { $0.exemption ?? "" }),
      CSVColumn(
        "exempt_from",
        text: { post in list(Rule.allCases.filter { post.exemptFrom.contains($0) }.map { $0(language) }) }),
    ]
  }

  private var postsDoors: [CSVColumn<Post>] {
    [
      flag("dormitory", \.dormitory),
      CSVColumn("required_certificates", text: { list($0.requiredCertificates) }),
      CSVColumn("reserved_for", text: { list($0.reservedFor) }),
      CSVColumn("reserved_programs", text: { list($0.reservedPrograms) }),
    ]
  }

  func schools() -> CaseFile? {
    guard !model.schools.isEmpty else { return nil }
    return table(
      "schools.csv", model.schools,
      [
        CSVColumn("school_id", needed: true, text: \.id), CSVColumn("name", text: \.name),
        CSVColumn("district", text: \.district), CSVColumn("latitude", degrees: \.location?.latitude),
        CSVColumn("longitude", degrees: \.location?.longitude),
      ])
  }

  func preferences() -> CaseFile? {
    let rows = model.wishes.enumerated().flatMap { student, wishes in wishes.map { (student, $0) } }
    guard !rows.isEmpty else { return nil }
    return table(
      "preferences.csv", rows,
      [
        CSVColumn("student_id", needed: true, text: { model.students[$0.0].id }),
        CSVColumn("rank", needed: true, number: { $0.1.rank }),
        CSVColumn("post_id", text: { postID($0.1.target) }),
        CSVColumn("enterprise_id", text: { enterpriseID($0.1.target) }),
      ])
  }

  func decisions() -> CaseFile? {
    guard !model.decisions.isEmpty else { return nil }
    let chinese = language == .chinese
    return table(
      "decisions.csv", model.decisions,
      [
        CSVColumn("student_id", needed: true, text: { model.students[$0.student].id }),
        CSVColumn("post_id", text: { postID($0.target) }),
        CSVColumn("enterprise_id", text: { enterpriseID($0.target) }),
        CSVColumn(
          "decision", needed: true,
          text: { $0.kind == .pin ? (chinese ? "锁定" : "pin") : (chinese ? "不安排" : "ban") }),
        CSVColumn("reason", needed: true, text: \.reason), CSVColumn("author", text: \.author),
        CSVColumn("decided_on", text: { $0.decidedOn?.description ?? "" }),
      ])
  }

  private func postID(_ target: Target) -> String {
    if case .post(let index) = target { model.posts[index].id } else { "" }
  }

  private func enterpriseID(_ target: Target) -> String {
    if case .enterprise(let index) = target { model.enterprises[index].id } else { "" }
  }

  func published() -> CaseFile? {
    guard model.hasPublished else { return nil }
    let rows = model.published.enumerated().compactMap { student, placement in placement.map { (student, $0) }
    }
    return table(
      "published.csv", rows,
      [
        CSVColumn("student_id", needed: true, text: { model.students[$0.0].id }),
        CSVColumn("post_id", needed: true, text: { model.posts[$0.1.post].id }),
        CSVColumn("stage", needed: true, text: { stage($0.1.stage) }),
      ])
  }

  private func stage(_ stage: PublishedPlacement.Stage) -> String {
    switch stage {
    case .announced: Text(zh: "已公布", en: "announced")(language)
    case .confirmed: Text(zh: "已确认", en: "confirmed")(language)
    case .signed: Text(zh: "已签协议", en: "signed")(language)
    case .started: Text(zh: "已上岗", en: "started")(language)
    }
  }

  func travel() -> CaseFile? {
    guard !model.travel.isEmpty else { return nil }
    let rows = model.travel.sorted {
      $0.key.from == $1.key.from
        ? String.utf8Precedes($0.key.to, $1.key.to) : String.utf8Precedes($0.key.from, $1.key.from)
    }
    return table(
      "travel.csv", rows,
      [
        CSVColumn("from_zone", needed: true, text: \.key.from),
        CSVColumn("to_zone", needed: true, text: \.key.to),
        CSVColumn(
          "distance_km", needed: true, text: { ExactDecimal(digits: Int64($0.value), scale: 1).description }),
      ])
  }

  func equivalences() -> CaseFile? {
    guard !model.equivalences.isEmpty else { return nil }
    return table(
      "specialty-equivalences.csv", model.equivalences,
      [
        CSVColumn("code_a", needed: true, text: \.a.description),
        CSVColumn("code_b", needed: true, text: \.b.description),
      ])
  }
}
