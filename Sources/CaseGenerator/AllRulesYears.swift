import Placement

// What a city knows of years: past ones, what hosts have done, what employers ask for, what is aimed at.
extension AllRules {
  /// Draws from a stream of its own, so that the rest of a city stays what it was.
  mutating func setYears() {
    var own = random
    _ = own.next()
    var years = SplitMix64(seed: own.next())
    for index in placementCase.enterprises.indices where years.chance(0.1) {
      placementCase.enterprises[index].certified = true
    }
    setHistory(&years)
    setRecords(&years)
    setTargets()
  }

  /// Five years of every class and district that has students now, and this year's demand of most.
  private mutating func setHistory(_ years: inout SplitMix64) {
    let now = placementCase.policy.academicYear
    let districts = placementCase.schools.districts
    var students: [SpecialtyPlace: Int] = [:]
    for student in placementCase.students where student.excluded == nil {
      let place = SpecialtyPlace(
        specialtyClass: student.specialty.prefix(4)!.description, district: districts[student.schoolID] ?? "")
      students[place, default: 0] += 1
    }
    let survey = Text(zh: "示例：\(now)年企业用工调查", en: "Example: employers' survey \(now)")(language)
    for place in students.keys.sorted(by: { $0.precedes($1) }) {
      let count = students[place]!
      var seats = max(1, count * years.whole(60...140) / 100)
      for year in (now - 5)..<now {
        var row = SpecialtyYear()
        (row.year, row.specialtyClass, row.district) = (year, place.specialtyClass, place.district)
        row.students = max(1, count * years.whole(80...120) / 100)
        seats = max(1, seats * years.whole(85...120) / 100)
        row.seats = seats
        let placed = min(row.students, seats)
        (row.placed, row.matched) = (placed, placed * years.whole(90...100) / 100)
        placementCase.history.append(row)
      }
      guard years.chance(0.8) else { continue }
      var demand = Demand()
      (demand.year, demand.specialtyClass, demand.district) = (now, place.specialtyClass, place.district)
      (demand.demand, demand.source) = (max(1, count * years.whole(50...200) / 100), survey)
      placementCase.demand.append(demand)
    }
    placementCase.history.sort {
      $0.year != $1.year ? $0.year < $1.year : $0.specialtyPlace.precedes($1.specialtyPlace)
    }
  }

  /// Three years of most hosts; the large ones have come far enough to be certified.
  private mutating func setRecords(_ years: inout SplitMix64) {
    placementCase.policy.certification.years = 3
    placementCase.policy.certification.months = 3
    placementCase.policy.certification.interns = 60
    placementCase.policy.sources["certification"] = Text(
      zh: "示例：参照发改社会〔2019〕590号", en: "Example: after 发改社会〔2019〕590号")(language)
    let now = placementCase.policy.academicYear
    var records: [HostYear] = []
    for year in (now - 3)..<now {
      for (index, host) in placementCase.enterprises.enumerated() where years.chance(0.8) {
        var row = HostYear()
        (row.year, row.enterprise) = (year, index)
        let interns = max(1, host.staffOnDuty * years.whole(4...14) / 100)
        let long = interns * years.whole(70...100) / 100
        (row.interns, row.internsLong, row.internMonths) = (interns, long, long * 6 + (interns - long) * 2)
        row.matched = interns * years.whole(80...100) / 100
        if years.chance(0.5) { row.hired = interns * years.whole(0...50) / 100 }
        records.append(row)
      }
    }
    placementCase.hostRecords = records
  }

  private mutating func setTargets() {
    let now = placementCase.policy.academicYear
    let plan = Text(zh: "示例：本市产教融合实施方案", en: "Example: the city's plan")(language)
    func aim(_ indicator: IndicatorName, _ target: String, _ due: Int) -> IndicatorTarget {
      var row = IndicatorTarget()
      (row.indicator, row.target) = (indicator, ExactDecimal(target))
      (row.dueYear, row.source) = (due, plan)
      return row
    }
    var reported = aim(
      .reported(Text(zh: "市级产教融合联盟数", en: "alliances of the city")(language)), "15", now + 1)
    reported.value = ExactDecimal(12)
    reported.asOf = day(now, 6, 30)
    placementCase.targets = [
      aim(.computed(.placed), "0.95", now), aim(.computed(.matched), "0.9", now),
      aim(.computed(.selfArranged), "0.1", now), aim(.computed(.targetMet), "0.8", now + 1),
      aim(.computed(.consent), "1", now), aim(.computed(.certifiedHosts), "0.15", now + 3), reported,
    ]
  }
}
