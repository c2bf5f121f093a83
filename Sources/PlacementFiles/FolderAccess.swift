import Foundation
import Placement

/// Whether a folder can be read: one that somebody else keeps closed is told from one that is not there.
public enum FolderAccess: Sendable, Equatable {
  case readable, missing, forbidden, noFolder
  /// A link to what is not there.
  case dangling
  /// The disk does not answer: `errno`.
  case failing(Int32)

  public init(_ folder: URL) {
    var status = stat()
    guard stat(folder.path, &status) == 0 else {
      self =
        switch errno {
        case EACCES: .forbidden
        case ENOENT where lstat(folder.path, &status) == 0: .dangling
        case ENOENT, ENOTDIR: .missing
        default: .failing(errno)
        }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      self = .noFolder
      return
    }
    self = access(folder.path, R_OK | X_OK) == 0 ? .readable : .forbidden
  }

  /// ``fault`` in one line.
  public var sentence: Text? {
    fault.map { fault in fault.mend.map { fault.message + Text.semicolon + $0 } ?? fault.message }
  }

  /// Why the folder cannot be read, and what would mend it; nil where it can.
  public var fault: (message: Text, mend: Text?)? {
    switch self {
    case .readable: nil
    case .missing: (Text(zh: "没有这个文件夹", en: "there is no such folder"), nil)
    case .dangling:
      (
        Text(zh: "链接所指的文件夹不存在", en: "the link names a folder that is not there"),
        Text(zh: "请检查所指的磁盘是否已挂载", en: "check that its disk is mounted")
      )
    case .noFolder: (Text(zh: "不是文件夹", en: "this is no folder"), nil)
    case .failing(let code): (FileOperationError(operation: "stat", code: code).cannotBeRead, nil)
    case .forbidden:
      (
        Text(zh: "没有读取这个文件夹的权限", en: "this account may not read the folder"),
        Text(zh: "请其所有者开放权限，或换用有权限的账号", en: "ask its owner for the right, or use an account that has it")
      )
    }
  }
}
