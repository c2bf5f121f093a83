import Placement

/// Who goes together.
public struct Teams: Sendable {
  /// Members who take part, by student; teams in order of their first member.
  public let members: [[Int]]
  /// Team of each student who takes part and has one.
  public let of: [Int?]

  init(_ placementCase: PlacementCase, _ selfArranged: SelfArrangedTable) {
    var numbers: [String: Int] = [:]
    var members: [[Int]] = []
    of = placementCase.students.enumerated().map { index, student in
      guard let id = student.teamID, student.excluded == nil, !selfArranged.hasPlace(index) else {
        return nil
      }
      let number = numbers[id] ?? members.count
      if number == members.count {
        numbers[id] = number
        members.append([])
      }
      members[number].append(index)
      return number
    }
    self.members = members
  }

  /// The student with all mates who take part; the student alone without a team.
  public func mates(of student: Int) -> [Int] { of[student].map { members[$0] } ?? [student] }

  /// How many seats the student needs: those of the whole team.
  public func size(of student: Int) -> Int { of[student].map { members[$0].count } ?? 1 }
}
