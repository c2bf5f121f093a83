import CaseGenerator
import Foundation
import Placement
import PlacementFiles
import Testing

/// What is written reads as what it was.
@Suite struct CaseWritingTests {
  /// Rows and hashes of the files are the reading's, not the case's.
  private struct Content: Equatable {
    let policy: Policy
    let students: [Student]
    let enterprises: [Enterprise]
    let posts: [Post]
    let schools: [School]
    let wishes: [[Wish]]
    let hostRanks: [HostRank]
    let decisions: [Decision]
    let published: [PublishedPlacement?]
    let hasPublished: Bool
    let travel: [ZonePair: Int32]
    /// In no order.
    let equivalences: Set<SpecialtyEquivalence>
    let partners: [Partner]
    let pairs: [StudentPair]
    let demand: [Demand]
    let history: [SpecialtyYear]
    let hostRecords: [HostYear]?
    let targets: [IndicatorTarget]?

    init(_ model: PlacementCase) {
      policy = model.policy
      students = model.students.map { student in
        var student = student
        student.row = nil
        return student
      }
      enterprises = model.enterprises
      posts = model.posts.map { post in
        var post = post
        post.row = nil
        return post
      }
      schools = model.schools
      wishes = model.wishes
      hostRanks = model.hostRanks.map {
        HostRank(student: $0.student, target: $0.target, rank: $0.rank, row: 0)
      }
      decisions = model.decisions.map {
        Decision(
          student: $0.student, target: $0.target, kind: $0.kind, reason: $0.reason, author: $0.author,
          decidedOn: $0.decidedOn, row: 0)
      }
      published = model.published.map {
        $0.map { PublishedPlacement(post: $0.post, stage: $0.stage, dates: $0.dates, row: 0) }
      }
      hasPublished = model.hasPublished
      travel = model.travel
      equivalences = Set(model.equivalences)
      partners = model.partners.map { partner in
        var partner = partner
        partner.row = 0
        return partner
      }
      pairs = model.pairs.map { StudentPair($0.students[0], $0.students[1], $0.relation, row: 0) }
      demand = model.demand.map { demand in
        var demand = demand
        demand.row = 0
        return demand
      }
      (history, hostRecords, targets) = (model.history, model.hostRecords, model.targets)
    }
  }

  private func expectReadBack(_ model: PlacementCase, _ name: String) throws {
    let folder = TemporaryFolder()
    for file in caseFiles(model) { folder.write(file.data, to: file.name) }
    let reading = readCase(at: folder.url)
    let faults = reading.diagnostics.filter(\.isFault).map { $0.description(in: .english) }
    let read = try #require(reading.placementCase, "\(name): \(faults)")
    let (before, after) = (Content(model), Content(read))
    // Names of the parts that differ: whole cities would fill pages.
    let parts: [(String, Bool)] = [
      ("policy", before.policy == after.policy), ("students", before.students == after.students),
      ("enterprises", before.enterprises == after.enterprises), ("posts", before.posts == after.posts),
      ("demand", before.demand == after.demand), ("history", before.history == after.history),
      ("hostRecords", before.hostRecords == after.hostRecords), ("targets", before.targets == after.targets),
      ("all", before == after),
    ]
    let differing = parts.filter { !$0.1 }.map(\.0)
    #expect(differing.isEmpty, "\(name)")
  }

  @Test(arguments: GeneratedRules.allCases, Language.allCases)
  func generatedCasesReadBack(_ rules: GeneratedRules, _ language: Language) throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      let options = GeneratorOptions(
        students: 20 + Int(seed) * 40, seed: seed, rules: rules, language: language)
      try expectReadBack(generateCase(options), "\(rules) \(language) \(seed)")
    }
  }

  @Test func fixturesReadBack() throws {
    let folder = BadInputFixtureTests.fixtures
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      guard let model = readCase(at: folder.appendingPathComponent(name)).placementCase else { continue }
      try expectReadBack(model, name)
      count += 1
    }
    #expect(count > 60)
  }

  /// A city of any size: the smallest have a school without students, or a post for everybody.
  @Test(arguments: GeneratedRules.allCases) func theSmallestCitiesReadBack(_ rules: GeneratedRules) throws {
    for students in 1...19 {
      for (seed, shape) in CityShape.allCases.enumerated() {
        let model = generateCase(
          GeneratorOptions(
            students: students, seed: UInt64(seed), rules: rules, language: .english, shape: shape))
        #expect(model.students.count == students)
        try expectReadBack(model, "\(students) students, \(shape)")
      }
    }
  }

  /// Cells that a careless writer would break: separators, quotes, formulas, what lies close to zero.
  @Test func hardCellsReadBack() throws {
    var model = generateCase(GeneratorOptions(students: 20, seed: 1, rules: .quotas, language: .english))
    model.students[0].name = "=1+1"
    model.students[1].name = "'=a, \"b\"\nc"
    model.students[2].name = "-Ω"
    model.students[3].location = Coordinates(latitude: -0.00005, longitude: -120.5)
    model.students[4].location = Coordinates(latitude: 1e-9, longitude: 0)
    model.policy.name = "a: \"b\" \\ #c\u{1B}"
    model.policy.sources["age"] = "x\ty"
    model.policy.objectives = [[:], [.unplaced: 0, .moves: 3]]
    model.policy.minimumWageByDistrict = ["the \"west\"": ExactDecimal(1)]
    try expectReadBack(model, "hard cells")
  }

  @Test(arguments: Language.allCases)
  func anEmptyCaseIsAllDefaults(_ language: Language) throws {
    let folder = TemporaryFolder()
    let files = emptyCaseFiles(named: "city", language: language)
    #expect(files.map(\.name) == ["policy.yaml"] + CaseSchema.tables.map(\.file))
    for file in files { folder.write(file.data, to: file.name) }
    let reading = readCase(at: folder.url)
    let read = try #require(reading.placementCase)
    var policy = read.policy
    #expect(policy.name == "city" && policy.language == language)
    #expect(policy.sources["staff_share_max"]?.contains("教职成〔2021〕4号") == true)
    policy.sources = [:]
    policy.name = ""
    policy.language = Policy().language
    #expect(policy == Policy())
    // Each needed table says that it has no rows.
    #expect(reading.warnings == ["enterprises", "posts", "students"].map { "warning \($0).csv:1:" })
    let text = try #require(String(data: files[0].data, encoding: .utf8))
    for key in PolicySchema.keys { #expect(text.contains("\(key.name):"), "\(key.path)") }
    for line in text.split(separator: "\n") { #expect(line.count <= 125, "\(line)") }
  }
}
