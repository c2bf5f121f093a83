import Foundation
import Placement

/// What lists of students are filtered, sorted and counted by, made once for a plan: no page goes through the rows
/// themselves. Students are numbers here, in order of id.
struct StudentIndex: Sendable {
  /// In order of id; ``schoolOf`` are positions in it.
  let schools: [(id: String, name: String)]
  let schoolOf: [UInt16]
  let statusOf: [PlacementStatus]
  let reasonOf: [UnplacedReason?]
  let specialties: [String]
  let specialtyOf: [UInt16]
  /// By school, as in ``schools``.
  let counts: [StudentCounts]
  /// Every order, and its reverse.
  private let orders: [StudentQuery.Sort: (ascending: [Int32], descending: [Int32])]
  /// Who is at a post or an enterprise, and who asked for it, by its id.
  let placed: [String: [Int32]]
  let wishing: [String: [Int32]]
  private let search: SearchText

  init(_ students: [PlanStudent]) {
    let schools = Dictionary(
      students.map { ($0.school, $0["school_name"]) }, uniquingKeysWith: { first, _ in first }
    ).sorted { String.utf8Precedes($0.key, $1.key) }.map { (id: $0.key, name: $0.value) }
    let numbers = Dictionary(uniqueKeysWithValues: schools.enumerated().map { ($1.id, UInt16($0)) })
    let schoolOf = students.map { numbers[$0.school]! }
    let specialtyCells = students.map { $0["specialty_code"] }
    let specialties = Set(specialtyCells).sorted()
    let specialtyNumbers = Dictionary(
      uniqueKeysWithValues: specialties.enumerated().map { ($1, UInt16($0)) })
    let (statusOf, reasonOf) = (students.map(\.status), students.map(\.reason))
    var counts = [StudentCounts](repeating: StudentCounts(), count: schools.count)
    for student in students.indices {
      counts[Int(schoolOf[student])].add(students[student])
    }
    (self.schools, self.schoolOf, self.statusOf, self.reasonOf) = (schools, schoolOf, statusOf, reasonOf)
    (self.specialties, self.counts) = (specialties, counts)
    specialtyOf = specialtyCells.map { specialtyNumbers[$0]! }
    orders = StudentQuery.Sort.orders(of: students)
    placed = Self.index(students) { [$0.post, $0["enterprise_id"]] }
    wishing = Self.index(students) { $0.list("wishes") }
    search = SearchText(students.map { $0.id + "\n" + $0["student_name"] })
  }

  private static func index(
    _ students: [PlanStudent], _ keys: (PlanStudent) -> [String]
  ) -> [String: [Int32]] {
    var found: [String: [Int32]] = [:]
    for (number, student) in students.enumerated() {
      for key in Set(keys(student)) where !key.isEmpty { found[key, default: []].append(Int32(number)) }
    }
    return found
  }

  func order(_ sort: StudentQuery.Sort, descending: Bool) -> [Int32] {
    let both = orders[sort] ?? ([], [])
    return descending ? both.descending : both.ascending
  }

  /// Those whose id or name holds a text, in order of id.
  func students(holding text: String) -> [Int] { search.lines(holding: text) }
}

/// Lines of text to be searched, small letters and large alike.
struct SearchText: Sendable {
  /// Every line behind a separator that no line holds, and a zero byte at the end.
  private let text: [UInt8]
  private let starts: [UInt32]
  private static let separator: UInt8 = 1

  init(_ lines: [String]) {
    var (text, starts) = ([UInt8](), [UInt32]())
    for line in lines {
      starts.append(UInt32(text.count))
      text.append(Self.separator)
      text += line.lowercased().utf8.lazy.filter { $0 > Self.separator }
    }
    (self.text, self.starts) = (text + [0], starts)
  }

  /// The numbers of the lines that hold a text, in order.
  func lines(holding wanted: String) -> [Int] {
    let wanted = wanted.lowercased()
    guard !wanted.utf8.contains(where: { $0 <= Self.separator }) else { return [] }
    return text.withUnsafeBufferPointer { text in
      text.withMemoryRebound(to: CChar.self) { text in
        var (found, line, place) = ([Int](), 0, 0)
        while line < starts.count, let hit = strstr(text.baseAddress! + place, wanted) {
          let offset = UnsafePointer(hit) - UnsafePointer(text.baseAddress!)
          while line + 1 < starts.count, Int(starts[line + 1]) <= offset { line += 1 }
          found.append(line)
          line += 1
          guard line < starts.count else { break }
          place = Int(starts[line])
        }
        return found
      }
    }
  }
}
