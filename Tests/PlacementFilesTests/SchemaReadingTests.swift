import Foundation
import Placement
import PlacementFiles
import Testing

/// The schema's examples are what the reader takes.
@Suite struct SchemaReadingTests {
  /// Of two columns that exclude each other the second is left out; whoever takes no part has found no place alone.
  private static let exclusive: [String: Set<String>] = [
    "preferences.csv": ["enterprise_id"], "decisions.csv": ["enterprise_id"],
    "host-ranks.csv": ["enterprise_id", "refuse"], "self-arranged.csv": ["enterprise_name"],
    "requests.csv": ["enterprise_id", "other_student_id"],
    "students.csv": ["excluded"],
  ]

  private static func file(_ table: TableSchema, _ language: Language) -> String {
    let columns = table.columns.filter { exclusive[table.file]?.contains($0.name) != true }
    let header = columns.map { $0.header(language) }.joined(separator: ",")
    let row = columns.map { $0.example(language) }.joined(separator: ",")
    return header + "\r\n" + row + "\r\n"
  }

  @Test(arguments: Language.allCases)
  func aRowOfExamplesReads(_ language: Language) throws {
    var files = Dictionary(uniqueKeysWithValues: CaseSchema.tables.map { ($0.file, Self.file($0, language)) })
    // All that the rows may speak of counts, so that nothing is remarked on.
    files["policy.yaml"] =
      "language: \(language.rawValue)\n"
      + "objectives: [{unplaced: 1, host_preference: 1, target_gap: 1, together: 1}]\n"
    // The student of the examples holds two.
    files["certificates.csv"]! += Text(zh: "健康证,专项能力,\r\n", en: "health,special,\r\n")(language)
    // The pair of the examples is of two.
    let students = files["students.csv"]!
    files["students.csv"]! +=
      students.split(separator: "\r\n")[1].replacing("S00001", with: "S00002") + "\r\n"
    let reading = SampleCase.reading(files)
    #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics.map { $0.description(in: .english) })")
    let read = try #require(reading.placementCase)
    #expect(read.students[0].graduationYear == 2027 && read.students[0].sex == .female)
    #expect(read.approvedSelfArranged(of: 0)?.enterprise == 0)
    #expect(read.posts[0].exemptFrom == [.nightShift] && read.decisions.count == 1)
  }

  /// As it is written, in capitals and in small letters.
  @Test func everyWordOfEveryColumnIsReadInBothLanguages() {
    for column in (CaseSchema.tables + PlanSchema.tables).flatMap(\.columns) {
      for word in column.type.words {
        for text in [word.text.zh, word.text.en] + word.alsoRead {
          for written in [text, text.lowercased(), text.uppercased()] {
            #expect(word.isRead(written), "\(column.name): \(written)")
          }
        }
      }
    }
  }

  /// What a cell outside the schema's range is.
  @Test func valuesOutsideTheRangeAreFaults() {
    for table in CaseSchema.tables {
      for column in table.columns {
        let wrong: String
        switch column.type {
        case .whole(let range): wrong = String(range.lowerBound - 1)
        case .decimal(let range): wrong = range.excludesLow ? range.low.description : "-1"
        case .degrees(let limit): wrong = String(limit + 1)
        case .date, .boolean, .word, .specialtyCode, .yearOfStudy, .areaCode: wrong = "?"
        default: continue
        }
        let cells = table.columns.filter {
          $0.name == column.name || Self.exclusive[table.file]?.contains($0.name) != true
        }
        let header = cells.map(\.name).joined(separator: ",")
        let row = cells.map { $0.name == column.name ? wrong : $0.example.en }.joined(separator: ",")
        var files = Dictionary(
          uniqueKeysWithValues: CaseSchema.tables.map { ($0.file, Self.file($0, .english)) })
        files["policy.yaml"] = "language: en\n"
        files[table.file] = header + "\n" + row + "\n"
        let faults = SampleCase.reading(files).faults
        #expect(faults.contains("input \(table.file):2:\(column.name)"), "\(table.file) \(column.name)")
      }
    }
  }
}

extension CellType {
  fileprivate var words: [SchemaWord] {
    switch self {
    case .word(let words): words
    case .list(let item): item.words
    default: []
    }
  }
}
