import Placement

func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
  CalendarDate(year: year, month: month, day: day)!
}

func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

func code(_ text: String) -> SpecialtyCode { SpecialtyCode(text)! }

let centre = Coordinates(latitude: 30, longitude: 120)

func student(_ id: String, specialty: String = "660301", _ change: (inout Student) -> Void = { _ in })
  -> Student
{
  var student = Student(
    id: id, schoolID: "S1", specialty: code(specialty), grade: 3, birthDate: day(2008, 5, 1),
    location: centre)
  change(&student)
  return student
}

func enterprise(_ id: String, staff: Int = 1000, _ change: (inout Enterprise) -> Void = { _ in })
  -> Enterprise
{
  var host = Enterprise(
    id: id, name: "Works \(id)", district: "West", staffTotal: staff, staffOnDuty: staff)
  change(&host)
  return host
}

/// A post open to everybody of the sample specialty, September to February.
func post(_ id: String, at enterprise: Int = 0, seats: Int = 10, _ change: (inout Post) -> Void = { _ in })
  -> Post
{
  var post = Post(
    id: id, enterprise: enterprise, title: "Work \(id)", specialtyCodes: [code("660301")], seats: seats,
    location: centre, start: day(2026, 9, 1), end: day(2027, 2, 28), monthlyPay: decimal("3000"))
  change(&post)
  return post
}

func makeCase(
  _ students: [Student], _ posts: [Post], enterprises: [Enterprise] = [enterprise("E1")],
  _ change: (inout PlacementCase) -> Void = { _ in }
) -> PlacementCase {
  var placementCase = PlacementCase(
    policy: Policy(), students: students, enterprises: enterprises, posts: posts)
  placementCase.policy.language = .english
  change(&placementCase)
  return placementCase
}

func pin(_ student: Int, _ post: Int, row: Int = 2) -> Decision {
  Decision(
    student: student, target: .post(post), kind: .pin, reason: "agreed", author: "", decidedOn: nil, row: row)
}

func ban(_ student: Int, _ target: Target, row: Int = 2) -> Decision {
  Decision(
    student: student, target: target, kind: .ban, reason: "unsuitable", author: "", decidedOn: nil, row: row)
}

func told(_ post: Int, _ stage: PublishedPlacement.Stage) -> PublishedPlacement {
  PublishedPlacement(post: post, stage: stage, row: 2)
}
