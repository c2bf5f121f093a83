import ArgumentParser
import CaseGenerator
import Foundation
import Placement
import PlacementFiles

/// `placement generate`: a made-up city of any size.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: Text(zh: "生成虚构案例：杭州的地理，虚构的人。", en: "Make up a city: Hangzhou's geography, invented people.")
      .spoken,
    discussion: Text(
      zh: """
        示例：
          placement generate --students 3000 --seed 1 --output city --rules quotas
          placement generate --students 3000 --seed 1 --cities 3 --output province
        """,
      en: """
        Examples:
          placement generate --students 3000 --seed 1 --output city --rules quotas
          placement generate --students 3000 --seed 1 --cities 3 --output province
        """
    ).spokenParagraphs)

  @Option(help: .text(zh: "学生人数，1 至 1000000。", en: "How many students, from 1 to 1000000.")) var students: Int
  @Option(help: .text(zh: "随机种子，相同则案例相同。", en: "Equal seeds give equal cases.")) var seed: UInt64
  @Option(
    name: .shortAndLong, help: .text(zh: "要生成的案例文件夹。", en: "The case folder to make.", valueName: "case"))
  var output: String
  @Option(help: .text(zh: "涉及的规则。", en: "Which rules it exercises.")) var rules: GeneratedRules = .all
  @Option(
    help: .text(
      zh: "城市个数，1 至 11：互不相邻的几个城市，学生人数为各城市合计。",
      en:
        "How many cities, 1 to 11, too far apart to reach each other; the students are those of all of them.")
  )
  var cities = 1
  @Option(
    help: .text(
      zh: "城市的形态：city（杭州各区），centre（集中在几公里内），valley（沿江一线，道路远长于直线），works（少数大企业有岗位，其他规模以上企业没有）。",
      en:
        "How the city lies: city (Hangzhou's districts), centre (all within a few kilometres), valley (along one river, "
        + "by roads much longer than the crow flies), works (a few large hosts, and enterprises above scale without posts)."
    ))
  var shape = CityShape.city
  @Flag(help: .text(zh: "覆盖已有案例。", en: "Replace a case that is there.")) var force = false
  @Option(
    help: .text(
      zh: "姓名、表头和消息的语言；默认生成中文案例。", en: "Of names, headers and messages; by default the city is Chinese."))
  var language: Language?

  func validate() throws {
    guard GeneratorOptions.studentRange.contains(students) else {
      throw ValidationError(
        Text(zh: "--students 应为 1 至 1000000 的整数", en: "--students takes a whole number from 1 to 1000000"))
    }
    guard GeneratorOptions.cityRange.contains(cities), cities == 1 || students >= 20 * cities
    else {
      throw ValidationError(
        Text(
          zh: "--cities 应为 1 至 11 的整数，每个城市至少 20 名学生",
          en: "--cities takes a whole number from 1 to 11, each of at least 20 students"))
    }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    let options = GeneratorOptions(
      students: students, seed: seed, rules: rules, language: language ?? .chinese, cities: cities,
      shape: shape)
    // What is missing of the way there; where it cannot be made, the writer says so.
    try? FileManager.default.createDirectory(
      at: folder.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let writer = OutputWriter()
    try writer.checkFolder(folder, replacing: force)
    try writer.writeFolder(
      files: caseFiles(generateCase(options)), as: .caseFolder, to: folder, replacing: force)
  }
}

extension GeneratedRules: ExpressibleByArgument {}
extension CityShape: ExpressibleByArgument {}
