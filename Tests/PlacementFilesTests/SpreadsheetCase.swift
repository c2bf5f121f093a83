import Foundation
import Placement
import PlacementFiles

/// A small case as a school's office keeps it, with Chinese headers, ids with leading zeros and everything
/// that spreadsheets mangle; single files can be exchanged.
enum SpreadsheetCase {
  static let students = """
    学号,姓名,学校编号,专业代码,年级,出生日期,性别,纬度,经度,接受住宿,权重,证书
    000101,样例甲,07,610203,2024级,2008/1/5,女,30.21,120.11,否,2,电工证、焊工证
    000102,样例乙,07,610203,2024级,2008/2/6,男,30.22,120.12,否,1,
    000103,样例丙,08,610201,2,2008/3/7,女,30.23,120.13,是,1,电工证
    000104,样例丁,08,610201,2,2008/4/8,男,30.24,120.14,否,1,

    """
  static let enterprises = """
    企业编号,企业名称,区县,职工总数,在岗职工,规模以上
    031,样例一厂,余杭区,900,800,是
    032,样例二厂,余杭区,700,600,否

    """
  static let posts = """
    岗位编号,企业编号,岗位名称,对口专业,名额,同类岗位在岗职工,纬度,经度,开始日期,结束日期,月报酬,所需证书
    G1,031,装配,6102,3,90,30.25,120.2,2026/9/1,2027/1/31,3000,焊工证
    G2,032,检验,6102,4,90,30.26,120.2,2026/9/1,2027/1/31,3100.5,

    """
  static let schools = """
    学校编号,学校名称,区县,纬度,经度
    07,样例职高,余杭区,30.2,120.1
    08,样例技校,余杭区,30.3,120.1

    """
  static let preferences = """
    学号,志愿顺序,岗位编号
    000101,1,G1
    000101,2,G2
    000103,1,G2

    """

  static let standard: [String: String] = [
    "policy.yaml": "name: 样例\nlanguage: zh-Hans\n", "students.csv": students,
    "enterprises.csv": enterprises, "posts.csv": posts, "schools.csv": schools,
    "preferences.csv": preferences,
  ]

  /// - Parameter changes: files by name; nil takes one away.
  static func reading(_ changes: [String: String?] = [:], data: [String: Data] = [:]) -> CaseReading {
    let folder = TemporaryFolder()
    for (file, text) in standard.merging(changes.compactMapValues { $0 }, uniquingKeysWith: { $1 })
    where !changes.keys.contains(file) || changes[file]! != nil {
      folder.write(text, to: file)
    }
    for (file, bytes) in data { folder.write(bytes, to: file) }
    return readCase(at: folder.url)
  }

  /// What is said, in English, a line each.
  static func lines(_ reading: CaseReading) -> [String] {
    Diagnostic.lines(reading.diagnostics, in: .english, all: false)
  }
}

extension PlacementCase {
  /// The case without what its files were called and how they were written: equal where the same was read.
  var content: String {
    var copy = self
    copy.inputs = []
    copy.places = [:]
    return String(
      describing: (
        copy.students.map { student in
          var student = student
          student.row = nil
          return student
        }, copy.enterprises,
        copy.posts.map { post in
          var post = post
          post.row = 0
          return post
        }, copy.schools, copy.wishes, copy.published.map { $0.map { ($0.post, $0.stage) } }
      ))
  }
}
