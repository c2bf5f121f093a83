import Foundation

/// What a folder of this program's bears: the list of what was written there. A later run replaces or prunes
/// what the list names and nothing else.
public struct FolderMarker: Codable, Equatable, Sendable {
  /// What a folder is. It decides where people change things in it.
  public enum Kind: String, Codable, Sendable {
    case plan
    /// A case, made up or empty: people go on working in it.
    case caseFolder = "case"
    /// A plan cut up, for people to fill in.
    case split
    case model
    case whatIf = "what-if"
    /// What requests would come to.
    case requests
    /// A text for everybody.
    case letters
    /// Certificates of a plan's values.
    case proof
    /// A sweep of scenarios under way: every folder in it bears a marker of its own.
    case unfinished
  }

  /// The marker's own name in its folder.
  public static let fileName = ".placement.json"
  /// Differs between two equal runs, and so has no hash.
  static let unhashed = "run.json"
  /// A marker is small: what is larger is none.
  private static let mostBytes = 16_777_216

  public let kind: Kind
  /// Lower-case hexadecimal SHA-256 by name; `plan/quotas.csv` for a file in a folder of the folder. Nil for
  /// run.json.
  public var files: [String: String?]
  /// SHA-256 of files as somebody filled them in and `decide` has taken them in: nothing is lost with them.
  var takenIn: [String: String] = [:]

  enum CodingKeys: String, CodingKey {
    case kind, files
    case takenIn = "taken_in"
  }

  init(kind: Kind, files: [(name: String, data: Data)]) {
    self.kind = kind
    self.files = Dictionary(
      files.map { file in
        let isHashed = (file.name as NSString).lastPathComponent != FolderMarker.unhashed
        return (file.name, isHashed ? Digest.sha256([UInt8](file.data)) : nil)
      }, uniquingKeysWith: { $1 })
  }

  init(kind: Kind, hashes: [String: String]) {
    self.kind = kind
    files = hashes.mapValues(Optional.some)
  }

  /// The marker of a folder; nil where it bears none that can be read.
  public init?(of folder: String) {
    let path = folder + "/" + FolderMarker.fileName
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= FolderMarker.mostBytes, let data = FileManager.default.contents(atPath: path)
    else { return nil }
    self.init(data)
  }

  init?(_ data: Data) {
    guard let marker = try? JSONDecoder().decode(FolderMarker.self, from: data) else { return nil }
    self = marker
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    kind = try fields.decode(Kind.self, forKey: .kind)
    files = try fields.decode([String: String?].self, forKey: .files)
    takenIn = try fields.decodeIfPresent([String: String].self, forKey: .takenIn) ?? [:]
  }

  /// `taken_in` is left out where nothing was.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(kind, forKey: .kind)
    try fields.encode(files, forKey: .files)
    if !takenIn.isEmpty { try fields.encode(takenIn, forKey: .takenIn) }
  }

  /// Strings alone: there is nothing in them that cannot be encoded.
  func encoded() -> Data { (try? jsonFile()) ?? Data() }
}
