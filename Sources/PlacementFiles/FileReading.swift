import Foundation
import Placement

/// The bytes of a file that stands outside of a case, or why they cannot be had.
public func readBytes(at file: URL) -> Result<Data, FileOperationError> {
  let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return .failure(FileOperationError(operation: "open", code: errno)) }
  let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
    return .failure(FileOperationError(operation: "read", code: EISDIR))
  }
  do {
    return .success(try handle.readToEnd() ?? Data())
  } catch {
    return .failure(FileOperationError(operation: "read", code: EIO))
  }
}

extension FileOperationError {
  /// What is said of a file that was to be read.
  public var cannotBeRead: Text {
    let reason = SystemFailure.text(code)
    return Text(zh: "无法读取：\(reason.zh)", en: "it cannot be read: \(reason.en)")
  }
}
