import Placement
import Testing

/// The schema against itself.
@Suite struct SchemaTests {
  private static let allTables =
    CaseSchema.tables + PlanSchema.tables + PlanSchema.whatIfTables
    + PlanSchema.requestTables

  private static func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  @Test(arguments: allTables.indices)
  func headersAreUnique(_ index: Int) {
    let table = Self.allTables[index]
    for column in table.columns {
      let spellings = [column.name, column.chinese] + column.alsoRead
      for spelling in spellings {
        let called = table.columns.filter { $0.isCalled(spelling) }.map(\.name)
        #expect(called == [column.name], "\(table.file): \(spelling)")
      }
    }
  }

  @Test func everythingIsSaidInBothLanguages() {
    for table in Self.allTables {
      #expect(Self.isChinese(table.chinese) && Self.isChinese(table.sentence.zh), "\(table.file)")
      for column in table.columns {
        let name = "\(table.file) \(column.name)"
        #expect(Self.isChinese(column.chinese) && Self.isChinese(column.sentence.zh), "\(name)")
        #expect(!Self.isChinese(column.sentence.en) && column.sentence.en.hasSuffix("."), "\(name)")
        #expect(column.sentence.zh.hasSuffix("。"), "\(name)")
      }
    }
    for key in PolicySchema.keys {
      #expect(Self.isChinese(key.sentence.zh) && key.sentence.en.hasSuffix("."), "\(key.path)")
    }
  }

  /// Of a case's columns it is known what reads them, and what they look like.
  @Test func everyColumnOfACaseHasAnExampleAndAReader() {
    for table in CaseSchema.tables {
      for column in table.columns {
        #expect(!column.example.zh.isEmpty && !column.example.en.isEmpty, "\(table.file) \(column.name)")
        #expect(!column.readBy.isEmpty, "\(table.file) \(column.name)")
        #expect(!column.isNeeded || column.standard == nil, "\(table.file) \(column.name)")
      }
    }
  }

  @Test(arguments: Rule.allCases)
  func everyRuleReadsAColumn(_ rule: Rule) {
    let readers = CaseSchema.tables.flatMap(\.columns).filter { $0.readBy.contains(.rule(rule)) }
    #expect(!readers.isEmpty)
  }

  /// Defaults as the contract states them, from the values that the readers start with.
  @Test func emptyCellsStandForWhatTheContractSays() {
    func standard(_ file: String, _ column: String) -> String? {
      CaseSchema.table(file)?[column]?.standard?.en
    }
    #expect(standard("students.csv", "priority") == "1")
    #expect(standard("students.csv", "accepts_boarding") == "no")
    #expect(standard("students.csv", "max_distance_km") == nil)
    #expect(standard("enterprises.csv", "approved") == "yes")
    #expect(standard("enterprises.csv", "current_interns") == "0")
    #expect(standard("posts.csv", "min_students") == "1")
    #expect(standard("posts.csv", "independent_work") == "yes")
    #expect(standard("published.csv", "stage") == "announced")
    #expect(PolicySchema.key("travel.detour_factor")?.standard == "1.3")
    #expect(PolicySchema.key("quotas.target_share")?.standard == "[0.02, 0.03]")
    #expect(PolicySchema.key("eligibility.minimum_wage")?.standard == "2490")
    #expect(PolicySchema.key("specialty.widest")?.standard == "class")
  }
}
