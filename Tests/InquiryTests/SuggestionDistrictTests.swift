import GLPKSolver
import IntegerProgram
import Placement
import Testing

@testable import Allocation
@testable import Inquiry

/// Whose district `--district` means: that of the students' schools, wherever the posts are.
@Suite struct SuggestionDistrictTests {
  /// One student of each of two schools, and a post for each without a seat, in the other's district.
  private var town: PlacementCase {
    let places = [("X0", "West", "710201"), ("X1", "East", "730701")]
    let home = Coordinates(latitude: 30, longitude: 120)
    let students = places.enumerated().map { index, place in
      Student(
        id: "S\(index)", schoolID: place.0, specialty: SpecialtyCode(place.2)!, grade: 2,
        birthDate: CalendarDate(year: 2008, month: 1, day: 1)!, location: home)
    }
    let enterprises = places.enumerated().map { index, place in
      Enterprise(id: "E\(index)", name: "Works", district: place.1, staffTotal: 100, staffOnDuty: 100)
    }
    let posts = places.enumerated().map { index, place in
      Post(
        id: "P\(index)", enterprise: 1 - index, title: "Post", specialtyCodes: [SpecialtyCode(place.2)!],
        seats: 0,
        location: home, start: CalendarDate(year: 2026, month: 9, day: 1)!,
        end: CalendarDate(year: 2027, month: 1, day: 31)!, monthlyPay: ExactDecimal(3000))
    }
    var town = PlacementCase(policy: Policy(), students: students, enterprises: enterprises, posts: posts)
    town.schools = places.map { place in
      var school = School(id: place.0)
      school.district = place.1
      return school
    }
    return town
  }

  @Test(arguments: [("West", "P0"), ("East", "P1")]) func theStudentsDistrictCounts(
    _ district: String, _ post: String
  ) throws {
    let limits = SolverLimits(relativeGap: 0)
    let before = try allocate(
      town, using: GLPKSolver(), options: AllocationOptions(limits: limits, threads: 1))
    var changeSolver = ChangeSolver(using: GLPKSolver(), limits: limits)
    let found = try SuggestionSearch(before: before, district: district, threads: 1).best(
      5, budget: 50, changeSolver: &changeSolver)
    #expect(
      found.suggestions.first?.detail.en.contains(post) == true, "\(found.suggestions.map(\.detail.en))")
    #expect(found.suggestions.filter { $0.placedMore > 0 }.allSatisfy { $0.detail.en.contains(post) })
  }
}
