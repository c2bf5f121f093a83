import Placement

/// What a rule judges by: where one of these has a fault, nobody is refused. The ids of student and post are always
/// among them.
package struct CellsRead: Sendable {
  /// Columns of the student's row, by their English names; of the post's, which those of a place found alone bear too; of
  /// the enterprise's; of the row of the student's school.
  let student: [String]
  let post: [String]
  let enterprise: [String]
  let school: [String]
  /// Tables of which any row may matter.
  let tables: [TableSchema]
  /// Keys of policy.yaml.
  let policy: [String]

  init(
    student: [String] = [], post: [String] = [], enterprise: [String] = [], school: [String] = [],
    tables: [TableSchema] = [], policy: [String] = []
  ) {
    (self.student, self.post, self.enterprise, self.school) = (student, post, enterprise, school)
    (self.tables, self.policy) = (tables, policy)
  }

  /// Of a rule that does not say.
  static let everything = CellsRead(
    student: CaseSchema.students.table.columns.map(\.name), post: CaseSchema.posts.table.columns.map(\.name),
    enterprise: CaseSchema.enterprises.table.columns.map(\.name),
    school: CaseSchema.schools.table.columns.map(\.name), tables: CaseSchema.tables,
    policy: PolicySchema.keys.map(\.path))

  /// A period that ends before it begins is a fault of its last day, and either may be wrong.
  static let period = ["start_date", "end_date"]
  static let exemption = ["exemption", "exempt_from"]
}
