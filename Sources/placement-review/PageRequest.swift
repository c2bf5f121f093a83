import Foundation
import HTTPTypes
import Hummingbird
import Placement
import Review

/// What a page is asked for, by whom.
struct PageRequest: Sendable {
  let site: ReviewSite
  let account: Account
  let actor: Actor
  /// The last part of the path, decoded: somebody's or something's id.
  let id: String
  let query: Form
  let form: Form
  /// What came with the form.
  var files: [UploadedFile] = []
  /// The account's own, else the plan's.
  let language: Language

  var scope: Scope { Scope(account) }

  /// The plan as the account sees it. - Throws: ``ReadingFault``
  func view() throws -> PlanView { PlanView(try site.book(), scope) }

  func say(_ text: Text) -> String { text(language) }
}

/// What a page answers.
enum Answer: Sendable {
  case page(_ template: String, title: Text, PageValue, status: HTTPResponse.Status = .ok)
  case see(String)
  case file(name: String, type: String, Data)
  /// A page made elsewhere, which brings its own style.
  case report(Data)
}

/// What ends a request early, as a page of its own.
struct PageFault: Error {
  let status: HTTPResponse.Status
  let text: Text

  static let notFound = PageFault(
    status: .notFound,
    text: Text(zh: "没有这个页面，或者您无权查看", en: "There is no such page, or it is not yours to see"))

  static func badRequest(_ text: Text) -> PageFault { PageFault(status: .badRequest, text: text) }
}

/// One address of the page. A `GET` with a template has a JSON twin under `/api`.
struct PageRoute: Sendable {
  let method: HTTPRequest.Method
  /// `/students/:id`
  let path: String
  let summary: Text
  /// Who may ask; for everybody else it is not there.
  let isOpen: @Sendable (Scope) -> Bool
  /// Whether it answers with a page, and thus with JSON too.
  let isPage: Bool
  /// Whether files come with its form.
  var takesFiles = false
  /// What its address may say behind a question mark.
  var query: [String] = []
  let answer: @Sendable (PageRequest) async throws -> Answer

  static func get(
    _ path: String, _ summary: Text, query: [String] = [], file: Bool = false,
    if isOpen: @escaping @Sendable (Scope) -> Bool,
    _ answer: @escaping @Sendable (PageRequest) async throws -> Answer
  ) -> PageRoute {
    PageRoute(
      method: .get, path: path, summary: summary, isOpen: isOpen, isPage: !file, query: query, answer: answer)
  }

  static func post(
    _ path: String, _ summary: Text, if isOpen: @escaping @Sendable (Scope) -> Bool,
    _ answer: @escaping @Sendable (PageRequest) async throws -> Answer
  ) -> PageRoute {
    PageRoute(method: .post, path: path, summary: summary, isOpen: isOpen, isPage: false, answer: answer)
  }

  /// A form with files.
  static func upload(
    _ path: String, _ summary: Text, if isOpen: @escaping @Sendable (Scope) -> Bool,
    _ answer: @escaping @Sendable (PageRequest) async throws -> Answer
  ) -> PageRoute {
    PageRoute(
      method: .post, path: path, summary: summary, isOpen: isOpen, isPage: false, takesFiles: true,
      answer: answer)
  }

  /// Everything there is for those who have signed in.
  static let all: [PageRoute] =
    overview + students + unplaced + proposals + uploads + posts + approvals + whatIf + accounts + own
}
