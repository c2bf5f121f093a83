import HTTPTypes
import Placement

/// The description of the JSON twins and of the forms, made of the routes themselves.
enum OpenAPI {
  static func document(_ routes: [PageRoute]) -> PageValue {
    var paths: [String: PageValue] = [:]
    for route in routes where route.isPage { paths[twin(route)] = ["get": operation(route)] }
    return [
      "openapi": "3.1.0",
      "info": ["title": "placement-review", "version": "1"],
      "paths": .object(paths),
      "components": [
        "securitySchemes": ["session": ["type": "apiKey", "in": "cookie", "name": "review"]]
      ],
      "security": [["session": []]],
    ]
  }

  /// The path of a page's JSON, parameters in braces.
  static func twin(_ route: PageRoute) -> String {
    let path = route.path == "/" ? "/overview" : route.path
    return "/api" + path.replacing(":id", with: "{id}")
  }

  private static func operation(_ route: PageRoute) -> PageValue {
    func parameter(_ name: String, _ place: String) -> PageValue {
      [
        "name": .text(name), "in": .text(place), "required": .flag(place == "path"),
        "schema": ["type": "string"],
      ]
    }
    let parameters =
      (route.path.contains(":id") ? [parameter("id", "path")] : [])
      + route.query.map { parameter($0, "query") }
    let object: PageValue = ["application/json": ["schema": ["type": "object"]]]
    func answer(_ text: String) -> PageValue { ["description": .text(text), "content": object] }
    return [
      "summary": .text(route.summary.en), "parameters": .list(parameters),
      "responses": [
        "200": answer("What the page shows, under the same rules."),
        "303": ["description": "What the account is shown instead."],
        "401": answer("Nobody has signed in."), "404": answer("There is none, or it is somebody else's."),
        "400": answer("A bad request."), "403": answer("A first password must be changed."),
        "431": ["description": "Headers or an address that are too long."],
        "503": answer("There is no plan to show."),
      ],
    ]
  }
}
