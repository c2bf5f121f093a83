import Foundation
import Placement

/// The bytes of a file that stands outside of a case, or why they cannot be had.
public func readBytes(at file: URL) -> Result<Data, FileOperationError> {
  openFile(at: file).flatMap { readToEnd(of: $0.fileDescriptor) }
}

/// The file to be read from, or why that cannot be.
///
/// - `waiting`: for whoever writes, where it is a pipe.
public func openFile(at file: URL, waiting: Bool = false) -> Result<FileHandle, FileOperationError> {
  let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | (waiting ? 0 : O_NONBLOCK))
  guard descriptor >= 0 else { return .failure(FileOperationError(operation: "open", code: errno)) }
  let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    return .failure(FileOperationError(operation: "fstat", code: errno))
  }
  guard status.st_mode & S_IFMT != S_IFDIR else {
    return .failure(FileOperationError(operation: "read", code: EISDIR))
  }
  return .success(handle)
}

/// All that an open file holds. One that is larger than any that somebody typed is not taken in (`EFBIG`): it would fill the
/// memory.
public func readToEnd(of descriptor: Int32) -> Result<Data, FileOperationError> {
  var status = stat()
  if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > CaseFiles.largest {
    return .failure(FileOperationError(operation: "read", code: EFBIG))
  }
  var data = Data()
  let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
  do {
    // What has no size, as a device or a file that grows, ends at the same length.
    while data.count <= CaseFiles.largest {
      guard let part = try handle.read(upToCount: 16_777_216), !part.isEmpty else { return .success(data) }
      data.append(part)
    }
    return .failure(FileOperationError(operation: "read", code: EFBIG))
  } catch {
    return .failure(FileOperationError(operation: "read", code: EIO))
  }
}

/// The names in a folder, in order. A folder that cannot be read is not taken for an empty one.
public func entries(ofFolder path: String) throws(FileOperationError) -> [String] {
  guard let folder = opendir(path) else { throw FileOperationError(operation: "opendir", code: errno) }
  defer { closedir(folder) }
  var names: [String] = []
  while true {
    errno = 0
    guard let entry = readdir(folder) else {
      if errno != 0 { throw FileOperationError(operation: "readdir", code: errno) }
      return names.sorted(by: String.utf8Precedes)
    }
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
}

extension FileOperationError {
  /// What is said of a file that was to be read.
  public var cannotBeRead: Text {
    let reason = SystemFailure.text(code)
    return Text(zh: "无法读取：\(reason.zh)", en: "it cannot be read: \(reason.en)")
  }
}
