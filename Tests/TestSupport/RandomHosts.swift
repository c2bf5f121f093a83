import Placement

extension RandomCase {
  mutating func drawSchools() {
    guard on.contains(.areas) || on.contains(.cooperation) else { return }
    result.schools = ["X1", "X2", "X3"].map { id in
      var school = School(id: id)
      if on.contains(.areas) { school.areaCode = later.pick(Self.areas) }
      if draws(.cooperation) { school.alliances = ["L1", "L2"] }
      return school
    }
  }

  /// Ties whose days cover the posts' periods, or just do not.
  mutating func drawPartners() {
    guard on.contains(.partners) || on.contains(.cooperation) else { return }
    for school in ["X1", "X2", "X3"] where later.chance(0.6) {
      for enterprise in result.enterprises.indices where later.chance(0.6) {
        for _ in 0..<later.whole(1...2) {
          var partner = Partner()
          (partner.schoolID, partner.enterprise, partner.row) = (
            school, enterprise, result.partners.count + 2
          )
          partner.tie = later.pick(Tie.allCases)
          if later.chance(0.3) {
            partner.from = later.pick([Self.autumn, CalendarDate(year: 2026, month: 9, day: 2)!])
          }
          if later.chance(0.3) { partner.to = CalendarDate(year: 2027, month: 2, day: later.pick([27, 28])) }
          if later.chance(0.5) { partner.inspectedOn = Self.autumn }
          result.partners.append(partner)
        }
      }
    }
  }

  mutating func drawEnterprises() {
    let count = random.whole(size.enterprises)
    result.enterprises = (0..<count).map { index in
      let staff = random.whole(10...60)
      var host = Enterprise(
        id: id("E", index), name: "e\(index)", district: random.pick(["D1", "D2"]),
        staffTotal: staff + random.whole(0...20), staffOnDuty: staff)
      if draws(.zeroQuotas) { host.staffOnDuty = random.pick([0, 9]) }
      if draws(.declared) { host.maxInterns = random.whole(0...4) }
      if draws(.interns) { host.currentInterns = random.whole(1...3) }
      host.aboveScale = draws(.aboveScale)
      host.approved = !draws(.unapproved)
      setFitness(&host)
      if draws(.cooperation) { host.alliances = [later.pick(["L2", "L3"])] }
      return host
    }
  }

  /// Violations lie about three years before the posts' starts.
  private mutating func setFitness(_ host: inout Enterprise) {
    guard draws(.unfitHosts) else { return }
    host.dishonest = later.chance(0.2)
    host.agency = later.chance(0.2)
    let days = [(2023, 8, 31), (2023, 9, 1), (2024, 2, 28), (2024, 2, 29), (2024, 3, 1), (2026, 10, 1)]
    let (year, month, day) = later.pick(days)
    host.lastSafetyViolation = CalendarDate(year: year, month: month, day: day)
  }

  mutating func drawPosts() {
    let count = random.chance(0.02) ? 0 : random.whole(size.posts)
    result.posts = (0..<count).map { index in
      let (start, end) = period()
      var post = Post(
        id: id("P", index), enterprise: random.index(below: result.enterprises.count), title: "p\(index)",
        specialtyCodes: list(), seats: random.whole(1...3), location: place(), start: start, end: end,
        monthlyPay: ExactDecimal(2600))
      if draws(.zeroQuotas) { post.seats = 0 }
      if draws(.minimums) { post.minStudents = random.whole(2...3) }
      if draws(.groups) { post.jobGroup = random.pick(["G1", "G2"]) }
      if draws(.sameStaff) { post.samePostStaff = random.whole(3...20) }
      if draws(.interns) { post.currentInterns = random.whole(0...1) }
      if draws(.zones) || draws(.travel) { post.zone = random.pick(Self.zones) }
      post.dormitory = draws(.boarding)
      setConditions(&post)
      setDoors(&post)
      return post
    }
    agreeInGroups()
  }

  private mutating func list() -> [SpecialtyCode] {
    var codes: [SpecialtyCode] = []
    for _ in 0..<random.whole(1...3) {
      let code = random.chance(0.25) ? random.pick(Self.shortCodes) : random.pick(palette)
      if !codes.contains(code) { codes.append(code) }
    }
    return codes.sorted { String.utf8Precedes($0.description, $1.description) }
  }

  /// Halves of a year that meet on a day, overlap or hold one another.
  private mutating func period() -> (CalendarDate, CalendarDate) {
    func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
      CalendarDate(year: year, month: month, day: day)!
    }
    guard on.contains(.periods) else { return (Self.autumn, day(2027, 2, 28)) }
    let first = random.pick([Self.autumn, day(2026, 12, 1), day(2027, 2, 28), day(2027, 3, 1)])
    let last = random.pick([day(2027, 3, 1), day(2027, 6, 30)])
    return random.chance(0.5)
      ? (first, last) : (Self.autumn, random.pick([day(2027, 2, 28), day(2026, 12, 1)]))
  }

  private mutating func setConditions(_ post: inout Post) {
    post.nightShift = draws(.night)
    post.restDayWork = draws(.restDays)
    post.overtime = draws(.overtime)
    if random.chance(0.5) {
      post.exemption = "X-1"
      let exempt: [Rule] = [.nightShift, .restDayWork, .overtime]
      for rule in exempt where random.chance(0.6) { post.exemptFrom.insert(rule) }
      if post.exemptFrom.isEmpty { post.exemption = nil }
    }
    if draws(.dangers) { post.hazardous = random.chance(0.5) }
    if draws(.dangers) { post.prohibitedVenue = random.chance(0.5) }
    if draws(.labour) { post.labourGrade = random.whole(1...4) }
    post.womenProhibited = draws(.women)
    post.minorsProhibited = draws(.minors)
    if on.contains(.minors), post.hazardous, later.chance(0.5) {
      post.exemption = "X-2"
      post.exemptFrom.insert(.hazardous)
    }
    if on.contains(.areas) { post.areaCode = later.pick(Self.areas) }
    if on.contains(.areas), later.chance(0.5) { post.crossProvinceFiling = "C-1" }
    guard draws(.pay) else { return }
    post.monthlyPay = ExactDecimal(random.pick(["2259.99", "2260", "2400", "2489.5", "2490"]))!
    if random.chance(0.4) { post.referencePay = ExactDecimal(random.pick(["3000", "3112.5", "2800"])) }
    if random.chance(0.4) { post.lowestGradePay = ExactDecimal(random.pick(["2260", "2500"])) }
    post.independentWork = random.chance(0.8)
  }

  private mutating func setDoors(_ post: inout Post) {
    if draws(.reserved) { post.reservedFor = [random.pick(["X1", "X2"])] }
    if draws(.programs) {
      post.reservedPrograms = random.chance(0.2) ? Self.programs : [random.pick(Self.programs)]
    }
    if draws(.certificates) {
      post.requiredCertificates = random.chance(0.3) ? Self.papers : [random.pick(Self.papers)]
    }
  }

  /// The reader refuses groups whose posts differ in same_post_staff.
  private mutating func agreeInGroups() {
    for index in result.posts.indices {
      guard let group = result.posts[index].jobGroup else { continue }
      let first = result.posts.first {
        $0.jobGroup == group && $0.enterprise == result.posts[index].enterprise
      }!
      result.posts[index].samePostStaff = first.samePostStaff
    }
  }
}
