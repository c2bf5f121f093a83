import Placement
import Plan

/// requests.csv of an answer: a request without its reason, and what granting it alone would come to.
public struct RequestRow: PlanRow {
  public static let schema = PlanSchema.requests

  var studentID: String
  var kind: RequestKind
  var postID = ""
  var enterpriseID = ""
  var otherStudentID = ""
  var requestedOn: CalendarDate?
  public internal(set) var row: Int
  public internal(set) var outcome: RequestOutcome
  public internal(set) var rule: Text?
  var newPostID = ""
  var costs: Text
  /// Each from which post to which, in order of student.
  var moved: [Text]
  var withoutPost: [String]
  var isGranted: Bool
  public internal(set) var detail: Text

  public var cells: [PlanCell] {
    let empty = Text(verbatim: "")
    return [
      .text(studentID), .said(kind.text), .text(postID), .text(enterpriseID), .text(otherStudentID),
      .date(requestedOn), .whole(row), .said(outcome.text), .said(rule ?? empty), .text(newPostID),
      .said(costs), .list(moved), .list(withoutPost.map(Text.init(verbatim:))),
      .said(YesNo(isGranted).text), .said(detail),
    ]
  }

  /// `request S1: to P2`
  public var title: Text {
    let target = [postID, enterpriseID, otherStudentID].first { !$0.isEmpty } ?? ""
    let name = Text(
      zh: "第 \(row) 行，学生 \(studentID) \(kind.chinese)",
      en: "row \(row), student \(studentID): \(kind.rawValue)")
    return target.isEmpty ? name : name + Text(verbatim: " " + target)
  }
}

extension RequestPricing {
  public func row(_ answer: RequestAnswer) -> RequestRow {
    let placementCase = explainer.placementCase
    func post(_ index: Int?) -> String { index.map { placementCase.posts[$0].id } ?? "" }
    func student(_ index: Int) -> String { placementCase.students[index].id }
    let request = answer.request
    var row = RequestRow(
      studentID: student(request.student), kind: request.kind, requestedOn: request.requestedOn,
      row: request.row, outcome: answer.outcome, rule: answer.rule, newPostID: post(answer.post),
      costs: explainer.costs(answer.stages),
      moved: answer.moves.map {
        DecisionConsequences.Move(
          studentID: student($0.student), from: $0.from.map(post), to: $0.to.map(post)
        ).text
      },
      withoutPost: answer.moves.filter { $0.to == nil && $0.from != nil }.map { student($0.student) },
      isGranted: answer.isGranted, detail: answer.detail)
    switch request.wish {
    case .to(.post(let index)): row.postID = post(index)
    case .to(.enterprise(let index)): row.enterpriseID = placementCase.enterprises[index].id
    case .leave: break
    case .swap(let other): row.otherStudentID = student(other)
    }
    return row
  }
}
