import CWorkbook
import Foundation

/// The archive that a workbook is. Parts are found by name without case and read as a stream.
final class ZipArchive {
  private let archive: OpaquePointer
  private var parts: [String: zip_uint64_t] = [:]
  /// Unpacked bytes that may still be read.
  private var budget = WorkbookLimits.unpacked

  init(_ bytes: [UInt8]) throws(WorkbookFault) {
    guard let copy = malloc(max(1, bytes.count)) else { throw .tooLarge }
    bytes.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
    }
    // From here on libzip frees the copy.
    guard let source = zip_source_buffer_create(copy, zip_uint64_t(bytes.count), 1, nil) else {
      free(copy)
      throw .damaged
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
      zip_source_free(source)
      throw bytes.starts(with: [0x50, 0x4B]) ? .damaged : .notAWorkbook
    }
    self.archive = archive
    try list()
  }

  deinit { zip_discard(archive) }

  private func list() throws(WorkbookFault) {
    let count = zip_get_num_entries(archive, 0)
    guard count <= WorkbookLimits.parts else { throw .tooManyParts }
    for index in 0..<zip_uint64_t(max(0, count)) {
      guard let name = zip_get_name(archive, index, 0) else { throw .damaged }
      let part = ZipArchive.key(String(cString: name))
      if part.hasSuffix("/") { continue }
      guard parts.updateValue(index, forKey: part) == nil else { throw .doubledPart }
    }
  }

  /// Some programs write backslashes, some a slash in front.
  private static func key(_ name: String) -> String {
    let name = name.lowercased().replacingOccurrences(of: "\\", with: "/")
    return name.hasPrefix("/") ? String(name.dropFirst()) : name
  }

  func has(_ part: String) -> Bool { parts[ZipArchive.key(part)] != nil }

  /// Parses a part as XML; false where there is none of that name.
  @discardableResult
  func parse(_ part: String, with handler: XMLHandler) throws(WorkbookFault) -> Bool {
    guard let index = parts[ZipArchive.key(part)] else { return false }
    let limit = try unpackedLimit(index)
    guard let file = zip_fopen_index(archive, index, 0) else {
      throw zip_error_code_zip(zip_get_error(archive)) == ZIP_ER_NOPASSWD ? .encrypted : .damaged
    }
    defer { zip_fclose(file) }
    let parser = try XMLStream(handler)
    var total = 0
    while true {
      let count = try parser.fill { zip_fread(file, $0, zip_uint64_t($1)) }
      total += count
      budget -= count
      guard budget >= 0 else { throw .tooLarge }
      guard total <= limit else { throw .bomb }
      try parser.parse(count, isLast: count == 0)
      guard total - parser.position <= WorkbookLimits.markup else { throw .markupTooLong }
      if count == 0 { return true }
    }
  }

  /// How much a part may come to, whatever its heading says of it.
  private func unpackedLimit(_ index: zip_uint64_t) throws(WorkbookFault) -> Int {
    var status = zip_stat_t()
    guard zip_stat_index(archive, index, 0, &status) == 0 else { throw .damaged }
    if status.encryption_method != UInt16(ZIP_EM_NONE) { throw .encrypted }
    let packed = Int(clamping: status.comp_size)
    let limit = max(
      WorkbookLimits.harmless, packed.multipliedReportingOverflow(by: WorkbookLimits.ratio).partialValue)
    let declared = Int(clamping: status.size)
    guard declared <= limit else { throw .bomb }
    guard declared <= budget else { throw .tooLarge }
    return limit
  }
}
