/// What a part of a workbook refers to.
final class Relationships: XMLHandler {
  /// By id: the kind (the last word of its type) and the part's name in the archive.
  private(set) var byID: [String: (kind: String, part: String)] = [:]
  private var ids: [String] = []
  private let folder: [Substring]

  /// Of the part `part`; of the whole archive where it is empty.
  init(of part: String, in archive: ZipArchive) throws(WorkbookFault) {
    let slash = part.lastIndex(of: "/")
    let folder = slash.map { part[..<$0] } ?? ""
    let name = slash.map { part[part.index(after: $0)...] } ?? part[...]
    self.folder = folder.split(separator: "/")
    super.init()
    try archive.parse(folder.isEmpty ? "_rels/\(name).rels" : "\(folder)/_rels/\(name).rels", with: self)
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name == "Relationship", attributes["TargetMode"] != "External", let id = attributes["Id"],
      let type = attributes["Type"], let target = attributes["Target"]
    else { return }
    ids.append(id)
    byID[id] = (String(type.split(separator: "/").last ?? ""), resolved(target))
  }

  /// The first of a kind.
  func part(_ kind: String) -> String? {
    ids.lazy.compactMap { self.byID[$0] }.first { $0.kind == kind }?.part
  }

  /// Absolute from the archive's root, else from the folder of the part that refers.
  private func resolved(_ target: String) -> String {
    var path = target.hasPrefix("/") || target.hasPrefix("\\") ? [] : folder
    for step in target.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
      switch step {
      case ".": break
      case "..": _ = path.popLast()
      default: path.append(step)
      }
    }
    return path.joined(separator: "/")
  }
}
