import Placement

extension RandomCase {
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
      return host
    }
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
