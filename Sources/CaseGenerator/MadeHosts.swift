import Foundation
import Placement

/// Enterprises and posts: supply follows demand in kind, and the quotas fall a little short of it in number.
func makeHosts(
  _ options: GeneratorOptions, _ students: [Student], _ random: inout SplitMix64
) -> (enterprises: [Enterprise], posts: [Post]) {
  var hosts = HostMaker(options: options, students: students, random: random)
  hosts.makeEnterprises()
  hosts.fitSeats()
  random = hosts.random
  return (hosts.enterprises, hosts.posts)
}

private struct HostMaker {
  let options: GeneratorOptions
  let students: [Student]
  var random: SplitMix64
  var enterprises: [Enterprise] = []
  var posts: [Post] = []
  /// What a post's seats and the staff beside them are in proportion to.
  var seatWeights: [Double] = []
  var staffFactors: [Double] = []

  mutating func makeEnterprises() {
    let districts = cumulative(District.all.map { $0.population * $0.industry })
    let postCounts = cumulative([0.38, 0.28, 0.18, 0.10, 0.06])
    let total = options.postCount
    while posts.count < total {
      let district = District.all[random.index(cumulative: districts)]
      let count = min(total - posts.count, random.index(cumulative: postCounts) + 1)
      addEnterprise(in: district)
      addPosts(count, in: district)
    }
    nameThem()
    hireEnough()
  }

  /// Staff is log-normal: a median of 150, a mean of about 230.
  private mutating func addEnterprise(in district: District) {
    let staff = max(12, Int((150 * exp(0.9 * random.normal())).rounded()))
    let onDuty = max(10, Int((Double(staff) * (0.85 + 0.13 * random.unit())).rounded()))
    enterprises.append(
      Enterprise(
        id: "", name: "", district: district.name(options.language), staffTotal: staff,
        staffOnDuty: onDuty))
  }

  private mutating func addPosts(_ count: Int, in district: District) {
    let site = district.centre.scattered(kilometres: district.remote ? 5 : 6, &random)
    var specialty = random.pick(students).specialty
    for _ in 0..<count {
      // Mostly one line of business an enterprise; what it needs follows what the schools teach.
      if random.chance(0.4) { specialty = random.pick(students).specialty }
      addPost(specialty, at: random.chance(0.2) ? site.scattered(kilometres: 2, &random) : site, district)
    }
  }

  private mutating func addPost(_ specialty: SpecialtyCode, at place: Coordinates, _ district: District) {
    let language = options.language
    let family = SpecialtyFamily.all.first { $0.specialty(1).prefix(4) == specialty.prefix(4) }!
    var codes = [specialty]
    if random.chance(0.3) { codes.append(family.specialty(random.whole(1...4))) }
    if random.chance(0.1) { codes = [specialty.prefix(4)!] }
    codes = codes.sorted { $0.description < $1.description }
    if codes.count == 2, codes[0] == codes[1] { codes.removeLast() }
    var post = Post(
      id: "", enterprise: enterprises.count - 1, title: random.pick(family.titles)(language),
      specialtyCodes: codes, seats: 1, location: place, start: GeneratorOptions.start,
      end: CalendarDate(year: 2027, month: 2, day: 28)!,
      monthlyPay: ExactDecimal(random.whole(52...80) * 50))
    post.referencePay = ExactDecimal(random.whole(60...64) * 50)
    let road = random.whole(1...90)
    post.address = Text(
      zh: "杭州市\(district.name.zh)示例路\(road)号", en: "\(road) Example Road, \(district.name.en), Hangzhou")(
        language)
    posts.append(post)
    seatWeights.append(exp(0.6 * random.normal()))
    staffFactors.append(0.9 + 2 * random.unit())
  }

  private mutating func nameThem() {
    let width = max(4, String(enterprises.count).utf8.count)
    for index in enterprises.indices {
      let number = padded(index + 1, to: width)
      enterprises[index].id = "E" + number
      enterprises[index].name = Text(zh: "示例企业\(number)", en: "Example Enterprise \(number)")(
        options.language)
    }
    for index in posts.indices { posts[index].id = madeID("P", index + 1, of: posts.count) }
  }

  /// Where chance made the enterprises too small altogether, all grow in proportion.
  private mutating func hireEnough() {
    let wanted = 1.25 * options.seatsPerStudent * Double(students.count)
    let limit = Double(enterprises.reduce(0) { $0 + $1.staffOnDuty / 10 })
    guard limit < wanted else { return }
    let factor = wanted / max(1, limit)
    for index in enterprises.indices {
      enterprises[index].staffTotal = Int((Double(enterprises[index].staffTotal) * factor).rounded(.up))
      enterprises[index].staffOnDuty = Int((Double(enterprises[index].staffOnDuty) * factor).rounded(.up))
    }
  }

  /// Finds the scale of the posts' seats at which the quotas hold the wanted number, by bisection.
  mutating func fitSeats() {
    let wanted = Int((options.seatsPerStudent * Double(students.count)).rounded())
    var low = 0.1
    var high = 400.0
    for _ in 0..<30 {
      let middle = (low * high).squareRoot()
      setSeats(scale: middle)
      if seatsWithinQuotas() < wanted { low = middle } else { high = middle }
    }
    setSeats(scale: high)
  }

  private mutating func setSeats(scale: Double) {
    for index in posts.indices {
      let onDuty = enterprises[posts[index].enterprise].staffOnDuty
      let seats = Int((seatWeights[index] * scale).rounded())
      posts[index].seats = min(max(1, seats), max(1, onDuty / 10))
      let beside = Int((Double(posts[index].seats) * 5 * staffFactors[index]).rounded(.up))
      posts[index].samePostStaff = min(max(5, beside), onDuty)
    }
  }

  /// Seats after the limits of posts and enterprises.
  private func seatsWithinQuotas() -> Int {
    var offered = [Int](repeating: 0, count: enterprises.count)
    for post in posts { offered[post.enterprise] += min(post.seats, post.samePostStaff! / 5) }
    return zip(enterprises, offered).reduce(0) { $0 + min($1.0.staffOnDuty / 10, $1.1) }
  }
}
