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
    let parameters: [PageValue] =
      route.path.contains(":id")
      ? [["name": "id", "in": "path", "required": true, "schema": ["type": "string"]]] : []
    let object: PageValue = ["application/json": ["schema": ["type": "object"]]]
    func answer(_ text: String) -> PageValue { ["description": .text(text), "content": object] }
    return [
      "summary": .text(route.summary.en), "parameters": .list(parameters),
      "responses": [
        "200": answer("What the page shows, under the same rules."),
        "401": answer("Nobody has signed in."), "404": answer("There is none, or it is somebody else's."),
        "400": answer("A bad request."), "403": answer("A first password must be changed."),
        "503": answer("There is no plan to show."),
      ],
    ]
  }
}
