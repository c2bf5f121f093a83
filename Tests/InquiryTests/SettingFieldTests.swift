import Placement
import Testing

@testable import Inquiry

/// What-if's fields are the schema's columns and keys.
@Suite struct SettingFieldTests {
  private func expectColumns<Row>(_ fields: [SettingField<Row>], of table: TableSchema) {
    let names = fields.map(\.name)
    #expect(Set(names).count == names.count, "\(table.file)")
    for name in names { #expect(table[name] != nil, "\(table.file) has no \(name)") }
  }

  @Test func everyFieldIsAColumn() {
    expectColumns(SettingField<Student>.all, of: CaseSchema.students.table)
    expectColumns(SettingField<Enterprise>.all, of: CaseSchema.enterprises.table)
    expectColumns(SettingField<Post>.all, of: CaseSchema.posts.table)
  }

  /// Numbers, days and yes or no of posts and enterprises can be turned, each within the border's range.
  @Test func whatAPlannerTurnsIsThere() {
    let turned = Set(SettingField<Post>.all.filter { $0.set != nil }.map(\.name))
    for name in ["seats", "monthly_pay", "start_date", "dormitory", "latitude", "labour_grade"] {
      #expect(turned.contains(name), "\(name)")
    }
    let keys = SettingField<Policy>.all.map(\.name)
    #expect(Set(keys).count == keys.count && keys.contains("quotas.staff_share_max"))
    #expect(!keys.contains("language"))
    guard case .whole(let range) = SettingField<Student>.all.first(where: { $0.name == "priority" })?.type
    else {
      Issue.record("priority is no whole number")
      return
    }
    #expect(range == 1...100)
  }

  /// Names, teachers and homes of students are nobody's to choose by.
  @Test func nobodyIsChosenByNameOrHome() {
    let names = SettingField<Student>.all.map(\.name)
    for name in ["name", "teacher", "birth_date", "latitude", "longitude", "excluded"] {
      #expect(!names.contains(name), "\(name)")
    }
  }
}
