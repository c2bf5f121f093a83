import Placement

/// The columns of each input file: English names, and which must be there and filled.
struct FileColumns {
  let file: String
  let needed: [String]
  let optional: [String]
  /// Further columns are nobody's mistake.
  var allowsOthers = false
  /// Apostrophes that guard against formulas are taken off.
  var isDefused = false

  var all: [String] { needed + optional }

  static let students = FileColumns(
    file: "students.csv",
    needed: ["student_id", "school_id", "specialty_code", "grade", "birth_date"],
    optional: [
      "name", "class_name", "teacher", "program", "sex", "latitude", "longitude", "zone",
      "accepts_boarding", "max_distance_km", "certificates", "priority", "team_id", "available_from",
      "available_to", "excluded",
    ])
  static let enterprises = FileColumns(
    file: "enterprises.csv",
    needed: ["enterprise_id", "name", "district", "staff_total", "staff_on_duty"],
    optional: [
      "above_scale", "current_interns", "max_interns", "approved", "certified", "alliances", "contact",
    ])
  static let posts = FileColumns(
    file: "posts.csv",
    needed: [
      "post_id", "enterprise_id", "title", "specialty_codes", "seats", "latitude", "longitude",
      "start_date", "end_date", "monthly_pay",
    ],
    optional: [
      "address", "min_students", "job_group", "same_post_staff", "current_interns", "zone",
      "reference_pay", "lowest_grade_pay", "independent_work", "night_shift", "rest_day_work", "overtime",
      "hazardous", "prohibited_venue", "women_prohibited", "labour_grade", "exemption", "exempt_from",
      "dormitory", "required_certificates", "reserved_for", "reserved_programs",
    ])
  static let schools = FileColumns(
    file: "schools.csv", needed: ["school_id"],
    optional: ["name", "district", "latitude", "longitude", "alliances"])
  static let preferences = FileColumns(
    file: "preferences.csv", needed: ["student_id", "rank"], optional: ["post_id", "enterprise_id"])
  static let decisions = FileColumns(
    file: "decisions.csv", needed: ["student_id", "decision", "reason"],
    optional: ["post_id", "enterprise_id", "author", "decided_on"], isDefused: true)
  static let published = FileColumns(
    file: "published.csv", needed: ["student_id", "post_id"], optional: ["stage"], allowsOthers: true,
    isDefused: true)
  static let travel = FileColumns(
    file: "travel.csv", needed: ["from_zone", "to_zone", "distance_km"], optional: [])
  static let equivalences = FileColumns(
    file: "specialty-equivalences.csv", needed: ["code_a", "code_b"], optional: [])

  /// Kept as written: people's, schools' and enterprises' names, titles, addresses and reasons.
  static let freeText: Set<String> = [
    "name", "class_name", "teacher", "contact", "title", "address", "reason", "author", "excluded",
    "student_name", "school_name", "enterprise_name", "post_title", "note", "detail", "decision_reason",
  ]
}
