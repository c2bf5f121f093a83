import Placement

/// Makes up a province: cities side by side, each with Hangzhou's map, too far apart for anybody to go from one to
/// another. Ids, zones, teams, order classes and districts bear the city's number; area codes are its own (3301, 3302, …).
func generateProvince(_ options: GeneratorOptions) -> PlacementCase {
  var province: PlacementCase?
  for number in 1...options.cities {
    var own = options
    own.cities = 1
    own.students =
      options.students * number / options.cities - options.students * (number - 1) / options.cities
    // Seeds far apart: neighbouring ones would begin alike.
    own.seed = options.seed &+ UInt64(number - 1) &* 0x9E37_79B9_7F4A_7C15
    let city = CityOfProvince(number: number, language: options.language).placed(generateCase(own))
    if province == nil { province = city } else { province!.append(city) }
  }
  province!.policy.name = Text(
    zh: "虚构省份（\(options.cities)个城市，\(options.students)名学生，种子\(options.seed)）",
    en: "A made-up province (\(options.cities) cities, \(options.students) students, seed \(options.seed))")(
      options.language)
  return province!
}

/// Turns a city into one of several.
private struct CityOfProvince {
  let number: Int
  let language: Language

  private var prefix: String { padded(number, to: 2) }
  private var areaCode: String { "33" + prefix }

  private func named(_ id: String) -> String { prefix + id }

  private func district(_ name: String) -> String {
    Text(zh: "\(number)市", en: "City \(number) ")(language) + name
  }

  /// Along the parallel, which leaves every distance within the city as it is: 4° are 385 km here.
  private func placed(_ place: Coordinates) -> Coordinates {
    let east = place.longitude + 4 * Double(number - 1)
    return Coordinates(latitude: place.latitude, longitude: (east * 100_000).rounded() / 100_000)
  }

  private func area(_ code: String?) -> String { areaCode + (code.map { String($0.suffix(2)) } ?? "00") }

  func placed(_ city: PlacementCase) -> PlacementCase {
    var city = city
    for index in city.students.indices { place(&city.students[index]) }
    for index in city.enterprises.indices {
      city.enterprises[index].id = named(city.enterprises[index].id)
      city.enterprises[index].district = district(city.enterprises[index].district)
    }
    for index in city.posts.indices { place(&city.posts[index]) }
    for index in city.schools.indices {
      city.schools[index].id = named(city.schools[index].id)
      city.schools[index].district = district(city.schools[index].district)
      city.schools[index].location = city.schools[index].location.map(placed)
      city.schools[index].areaCode = area(city.schools[index].areaCode)
    }
    for index in city.partners.indices {
      city.partners[index].schoolID = named(city.partners[index].schoolID)
    }
    for index in city.teachers.indices {
      city.teachers[index].id = named(city.teachers[index].id)
      city.teachers[index].schoolID = named(city.teachers[index].schoolID)
    }
    city.travel = Dictionary(
      uniqueKeysWithValues: city.travel.map {
        (ZonePair(from: named($0.key.from), to: named($0.key.to)), $0.value)
      })
    for index in city.demand.indices { city.demand[index].district = district(city.demand[index].district) }
    for index in city.history.indices {
      city.history[index].district = district(city.history[index].district)
    }
    city.policy.minimumWageByDistrict = Dictionary(
      uniqueKeysWithValues: city.policy.minimumWageByDistrict.map { (district($0.key), $0.value) })
    return city
  }

  private func place(_ student: inout Student) {
    student.id = named(student.id)
    student.schoolID = named(student.schoolID)
    student.location = placed(student.location)
    student.zone = student.zone.map(named)
    student.teamID = student.teamID.map(named)
    student.program = student.program.map(named)
    student.teacherID = student.teacherID.map(named)
  }

  private func place(_ post: inout Post) {
    post.id = named(post.id)
    post.location = placed(post.location)
    post.zone = post.zone.map(named)
    post.areaCode = area(post.areaCode)
    post.reservedFor = post.reservedFor.map(named)
    post.reservedPrograms = post.reservedPrograms.map(named)
  }
}

extension PlacementCase {
  /// Adds the rows of another city, whose ids all come later.
  fileprivate mutating func append(_ city: PlacementCase) {
    let (students, enterprises, posts) = (students.count, self.enterprises.count, self.posts.count)
    func moved(_ target: Target) -> Target {
      switch target {
      case .post(let index): .post(index + posts)
      case .enterprise(let index): .enterprise(index + enterprises)
      }
    }
    self.students += city.students
    self.enterprises += city.enterprises
    self.posts += city.posts.map {
      var post = $0
      post.enterprise += enterprises
      return post
    }
    schools += city.schools
    wishes += city.wishes.map { $0.map { Wish(rank: $0.rank, target: moved($0.target)) } }
    decisions += city.decisions.map {
      Decision(
        student: $0.student + students, target: moved($0.target), kind: $0.kind, reason: $0.reason,
        author: $0.author, decidedOn: $0.decidedOn, row: $0.row)
    }
    pairs += city.pairs.map {
      StudentPair($0.students[0] + students, $0.students[1] + students, $0.relation, row: $0.row)
    }
    published += city.published.map { told in
      told.map { PublishedPlacement(post: $0.post + posts, stage: $0.stage, dates: $0.dates, row: $0.row) }
    }
    for (student, alone) in city.selfArranged {
      var alone = alone
      alone.student += students
      alone.enterprise = alone.enterprise.map { $0 + enterprises }
      selfArranged[student + students] = alone
    }
    hasPublished = hasPublished || city.hasPublished
    dutyDates.formUnion(city.dutyDates)
    appendLists(city, enterprises: enterprises)
  }

  private mutating func appendLists(_ city: PlacementCase, enterprises: Int) {
    travel.merge(city.travel) { $1 }
    equivalences += city.equivalences.filter { !equivalences.contains($0) }
    partners += city.partners.map {
      var row = $0
      row.enterprise += enterprises
      return row
    }
    teachers += city.teachers
    hasTeachers = hasTeachers || city.hasTeachers
    certificates += city.certificates.filter { new in !certificates.contains { $0.name == new.name } }
    demand += city.demand
    history += city.history
    if let records = city.hostRecords {
      hostRecords =
        (hostRecords ?? [])
        + records.map {
          var row = $0
          row.enterprise += enterprises
          return row
        }
    }
    policy.minimumWageByDistrict.merge(city.policy.minimumWageByDistrict) { $1 }
  }
}
